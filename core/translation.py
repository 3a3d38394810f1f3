"""Which texts of the reference data exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from core.models import (
    Community,
    Country,
    District,
    Holiday,
    Institution,
    Municipality,
    Settlement,
)


@register([District, Municipality, Settlement, Country, Holiday])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Community)
class CommunityTranslation(TranslationOptions):
    fields = ("name", "adjective")


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name", "competence")
