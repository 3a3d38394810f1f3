"""Reference data of cases whose names are kept in every language."""

from modeltranslation.translator import TranslationOptions, register

from cases.models import (
    AssistanceKind,
    AssistanceSource,
    ClaimBody,
    PaperKind,
    RequestType,
)


@register([RequestType, PaperKind, AssistanceKind, AssistanceSource, ClaimBody])
class NamedOptions(TranslationOptions):
    fields = ("name",)
