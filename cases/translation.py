"""Reference data of cases, and funds, whose names are kept in every language."""

from modeltranslation.translator import TranslationOptions, register

from cases.models import (
    AssistanceKind,
    AssistanceSource,
    ClaimBody,
    Fund,
    PaperKind,
    RequestType,
)


@register([RequestType, PaperKind, AssistanceKind, AssistanceSource, ClaimBody, Fund])
class NamedOptions(TranslationOptions):
    fields = ("name",)
