"""Places and the other word lists: municipalities, settlements, communities, holidays.

Rows come from core/data through `manage.py load_reference`; administrators may edit
them afterwards. Names are translated by modeltranslation (core/translation.py).
Ordering is by code: lists for people are sorted with `core.names.sorted_by_name`.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

two_digits = RegexValidator(r"^[0-9]{2}$", _("Use two digits, for example 05."))


def both_names(first: str, second: str) -> str:
    """Join the two official names of a place; one name when they are the same."""
    names = dict.fromkeys(name for name in (first, second) if name)
    return " / ".join(names)


def language_codes(label: str) -> ArrayField:
    """Hold the codes of the languages that have a status somewhere."""
    return ArrayField(
        models.CharField(max_length=7), verbose_name=label, default=list, blank=True
    )


class District(models.Model):
    """One of the seven districts into which statistics group the municipalities."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["code"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 38 municipalities: its languages and its place on the tile map."""

    code = models.CharField(
        _("code"), max_length=2, unique=True, validators=[two_digits]
    )
    slug = models.SlugField(_("short name in addresses"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    other_names = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("other names in use"),
        default=list,
        blank=True,
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="municipalities",
        verbose_name=_("district"),
    )
    seat_latitude = models.FloatField(_("latitude of the seat"))
    seat_longitude = models.FloatField(_("longitude of the seat"))
    languages_official = language_codes(_("official languages"))
    languages_in_official_use = language_codes(_("languages in official use"))
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"))
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["tile_column", "tile_row"],
                name="municipality_has_its_own_tile",
                violation_error_message=_(
                    "Another municipality already stands on this tile of the map."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{2}$"),
                name="municipality_code_is_two_digits",
                violation_error_message=_("Use two digits, for example 05."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def official_pair(self) -> str:
        """Name the place in both official languages: Shtërpcë / Štrpce."""
        return both_names(self.name_sq, self.name_sr_latn)


class Settlement(models.Model):
    """A town, village or hamlet, known in Albanian, in Serbian or in both."""

    source_id = models.BigIntegerField(_("number in the source"), unique=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="settlements",
        verbose_name=_("municipality"),
    )
    name = models.CharField(_("name"), max_length=120)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    kind = models.CharField(_("kind in the source"), max_length=10, blank=True)

    class Meta:
        ordering = ["source_id"]
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")

    def __str__(self) -> str:
        return self.name

    def official_pair(self) -> str:
        """Name the place in both official languages, as far as both are known."""
        return both_names(self.name_sq, self.name_sr_latn) or self.name


class Community(models.Model):
    """A community as a person may declare it, or decline to."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=60)
    adjective = models.CharField(_("adjective"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return self.name


class Country(models.Model):
    """A country of displacement, of origin or of a donor."""

    iso2 = models.CharField(_("ISO code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["iso2"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """A body to which the ministry writes or refers people."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("ministry")
        DEPARTMENT = "department", _("department of a ministry")
        OFFICE_OF_PRIME_MINISTER = "opm", _("office of the Prime Minister's Office")
        INDEPENDENT = "independent", _("independent institution")
        INDEPENDENT_AT_OPM = (
            "independent_opm",
            _("independent office at the Prime Minister's Office"),
        )
        AGENCY = "agency", _("agency")
        COMMISSION = "commission", _("commission")
        CONSULTATIVE = "consultative", _("consultative body")
        INSPECTORATE = "inspectorate", _("inspectorate")
        POLICE = "police", _("police")
        POLICE_OVERSIGHT = "police_oversight", _("police oversight")
        COURT = "court", _("court")
        MUNICIPALITY = "municipality", _("municipality")
        INTERNATIONAL = "international", _("international organisation")

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    competence = models.CharField(_("what it is for"), max_length=250, blank=True)
    complaint_referral = models.BooleanField(
        _("complaints may be referred to it"), default=False
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="institutions",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which offices are closed although it may not be a weekend."""

    date = models.DateField(_("date"))
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    estimated = models.BooleanField(
        _("estimated"),
        default=False,
        help_text=_("Bajram is announced each year; correct the date when it is."),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        ordering = ["date", "code"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "code"],
                name="holiday_once_a_day",
                violation_error_message=_("This holiday already stands on this date."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
