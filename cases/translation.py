"""Reference data of cases whose names are kept in every language."""

from modeltranslation.translator import TranslationOptions, register

from cases.models import PaperKind, RequestType


@register([RequestType, PaperKind])
class NamedOptions(TranslationOptions):
    fields = ("name",)
