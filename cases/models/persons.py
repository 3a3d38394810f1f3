"""Persons as their papers show them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Community, ScopedModel, VersionedModel
from core.privacy import COMMUNITY, IDENTITY, NOT_PERSONAL, PAPERS


class Person(ScopedModel, VersionedModel):
    """A member of a displaced family, with names as they are written on paper."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("female")
        MALE = "M", _("male")
        NOT_STATED = "", _("not stated")

    class Precision(models.TextChoices):
        DAY = "day", _("exact day")
        YEAR = "year", _("only the year is known")
        ESTIMATED = "estimated", _("estimated")

    PARENTS = ("merged_into",)
    PRIVACY = {
        "given_name": IDENTITY,
        "surname": IDENTITY,
        "father_name": IDENTITY,
        "maiden_name": IDENTITY,
        "sex": IDENTITY,
        "birth_date": IDENTITY,
        "birth_precision": NOT_PERSONAL,
        "died_on": IDENTITY,
        "community": COMMUNITY,
        "registered_at": NOT_PERSONAL,
        "merged_into": IDENTITY,
    }

    given_name = models.CharField(_("given name"), max_length=150)
    surname = models.CharField(_("surname"), max_length=150)
    father_name = models.CharField(_("father's name"), max_length=150, blank=True)
    maiden_name = models.CharField(_("surname at birth"), max_length=150, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_precision = models.CharField(
        _("how exact"), max_length=10, choices=Precision, default=Precision.DAY
    )
    died_on = models.DateField(_("died on"), null=True, blank=True, editable=False)
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Only if the person wishes to say; it changes nothing in the procedure."
        ),
    )
    registered_at = models.DateTimeField(auto_now_add=True)
    # The entry that stands for this person now; lists and search leave this one out.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged_entries",
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"
            ),
            models.CheckConstraint(
                # A year alone is kept as its first day, an estimate may be off: only a day is compared.
                condition=Q(died_on=None)
                | Q(birth_date=None)
                | ~Q(birth_precision="day")
                | Q(died_on__gte=F("birth_date")),
                name="person_dies_after_birth",
                violation_error_message=_("The day of death lies before the birth."),
            ),
        ]
        # How entries of one person are found whose names are written too differently.
        indexes = [models.Index(fields=["birth_date", "municipality"])]

    def __str__(self):
        return f"{self.surname}, {self.given_name}"


class NameToken(ScopedModel):
    """One word of a person's names in the forms in which it is looked for (core.names); filled on save."""

    PARENTS = ("person",)
    DELETABLE = DERIVED = True
    PRIVACY = dict.fromkeys(("token", "sound"), IDENTITY)

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="name_tokens"
    )
    # As written, folded: for the beginning of a word.
    token = models.CharField(max_length=150, db_collation="C")
    # As heard: for the whole word, whoever wrote it.
    sound = models.CharField(max_length=150, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "token"], name="one_row_per_name_token"
            )
        ]
        indexes = [
            models.Index(fields=["token", "municipality", "person"]),
            models.Index(fields=["sound", "municipality", "person"]),
        ]

    def __str__(self):
        return self.token


class NamePair(ScopedModel):
    """Two words of a person's names by their sounds, in alphabetical order: how a person is found among many."""

    PARENTS = ("person",)
    DELETABLE = DERIVED = True
    PRIVACY = {"pair": IDENTITY}

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="name_pairs"
    )
    pair = models.CharField(max_length=301, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "pair"], name="one_row_per_name_pair"
            )
        ]
        indexes = [models.Index(fields=["pair", "municipality", "person"])]

    def __str__(self):
        return self.pair


class PersonPaper(ScopedModel, VersionedModel):
    """A personal document: held with its number, or missing with the reason."""

    class Kind(models.TextChoices):
        IDENTITY_CARD = "identity_card", _("identity card")
        PASSPORT = "passport", _("passport")
        BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")
        DISPLACED_CARD = "displaced_card", _("displaced-person or refugee card")
        OTHER = "other", _("other paper")

    PARENTS = ("person",)
    PRIVACY = {
        "kind": NOT_PERSONAL,
        "number": PAPERS,
        "number_key": PAPERS,
        "issuer": PAPERS,
        "missing_reason": PAPERS,
    }

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("paper"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=40, blank=True)
    # The number without spaces and dashes: how it is looked for.
    number_key = models.CharField(
        max_length=40, blank=True, editable=False, db_collation="C"
    )
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    missing_reason = models.CharField(
        _("why it is missing"), max_length=300, blank=True
    )

    class Meta:
        indexes = [models.Index(fields=["number_key", "municipality"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(missing_reason=""),
                name="personal_paper_has_number_or_reason",
                violation_error_message=_(
                    "Give the number of the paper, or say why it is missing."
                ),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def save(self, *args, **kwargs):
        self.number_key = number_key(self.number)
        super().save(*args, **kwargs)


def number_key(number: str) -> str:
    """A document number as it is compared: letters and digits only."""
    return "".join(character for character in number.upper() if character.isalnum())[
        :40
    ]
