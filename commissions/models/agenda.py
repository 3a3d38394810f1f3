"""What is decided in a sitting: each item with its frozen file, conflicts of interest and votes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Member
from commissions.models.sittings import Sitting
from commissions.querysets import ConflictQuerySet
from core.models import Municipality, Record, ScopedModel
from core.models.records import of_the_ministry_or_a_municipality
from core.privacy import CASEWORK, NOT_PERSONAL, STAFF


class AgendaItem(ScopedModel):
    """One record before a commission: its file as it was frozen, what is proposed, what became of it."""

    class Result(models.TextChoices):
        PENDING = "", _("not decided yet")
        APPLIED = "applied", _("decided")
        REFUSED = "refused", _("refused by the file itself")
        ADJOURNED = "adjourned", _("adjourned")

    PARENTS = ("sitting",)
    # Only before the sitting opens; the service looks.
    DELETABLE = True
    PRIVACY = {
        "record": CASEWORK,
        "record_kind": NOT_PERSONAL,
        "place": NOT_PERSONAL,
        "position": NOT_PERSONAL,
        "reference": NOT_PERSONAL,
        "pack": CASEWORK,
        "frozen_at": NOT_PERSONAL,
        "proposed": CASEWORK,
        "answers": CASEWORK,
        "typed": CASEWORK,
        "prepared_by": NOT_PERSONAL,
        "decided": CASEWORK,
        "result": NOT_PERSONAL,
        "explanation": NOT_PERSONAL,
    }

    municipality = of_the_ministry_or_a_municipality()
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    record = models.ForeignKey(
        Record,
        verbose_name=_("file before a commission"),
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    record_kind = models.CharField(max_length=60)
    # Where the record belonged when it came before the commission.
    place = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+"
    )
    position = models.PositiveIntegerField(_("item"))
    reference = models.CharField(_("number"), max_length=40)
    # Stage, version, papers, letters and what belongs to the file, with their hashes.
    pack = models.JSONField(_("frozen file"))
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)
    proposed = models.CharField(_("proposed decision"), max_length=40, blank=True)
    # What the step that follows will be told: prepared before the vote.
    answers = models.JSONField(_("prepared wording"), default=dict)
    # The same as it was typed, to be offered again.
    typed = models.JSONField(_("prepared wording"), default=dict)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided = models.CharField(_("decision"), max_length=40, blank=True)
    result = models.CharField(
        _("result"), max_length=10, choices=Result, default="", blank=True
    )
    # Language -> sentence, because a reader's language is not the secretary's.
    explanation = models.JSONField(_("why not"), default=dict)

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["record", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(result=""),
                name="one_open_item_per_record",
                violation_error_message=_("This file is on an agenda already."),
            ),
            models.CheckConstraint(
                condition=Q(municipality=None) | Q(municipality=F("place")),
                name="municipal_sittings_take_their_own_files",
                violation_error_message=_(
                    "A municipal commission decides about files of its own municipality only."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(result="applied") | ~Q(decided=""),
                name="an_applied_item_says_what_was_decided",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def why_not(self) -> str:
        """Why nothing was decided, in the reader's language."""
        return self.explanation.get(get_language(), "")

    def get_absolute_url(self):
        return reverse("commissions:item_review", args=[self.pk])


class Conflict(ScopedModel):
    """Why somebody takes no part in an item: declared by themselves, or found by the portal."""

    class Source(models.TextChoices):
        DECLARED = "declared", _("declared")
        EARLIER_PART = "earlier_part", _("had a part in this file before")
        EARLIER_VOTE = "earlier_vote", _("voted on it in another commission")
        RELATION = "relation", _("is reached at the telephone of the household")

    VOTED_ALREADY = _(
        "Somebody has voted on this item: the conflict of interest stands."
    )

    PARENTS = ("item", "member")
    # What a trigger refuses under these names (migration threads), in words.
    TRIGGERS = {
        "conflicts_are_kept": _("What was declared stays as it was said."),
        "conflicts_are_taken_back_before_the_vote": VOTED_ALREADY,
    }
    # Together with its item, before the sitting opens.
    DELETABLE = True
    PRIVACY = {
        "source": STAFF,
        "reason": CASEWORK,
        "at": NOT_PERSONAL,
        "taken_back_at": NOT_PERSONAL,
        "taken_back_because": CASEWORK,
    }

    municipality = of_the_ministry_or_a_municipality()
    item = models.ForeignKey(
        AgendaItem, on_delete=models.CASCADE, related_name="conflicts"
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="conflicts"
    )
    source = models.CharField(_("conflict of interest"), max_length=12, choices=Source)
    reason = models.CharField(
        _("reason of the conflict of interest"), max_length=500, blank=True
    )
    at = models.DateTimeField(default=timezone.now)
    # By the member who declared it, nobody else: the row stays.
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_because = models.CharField(
        _("why it was taken back"), max_length=500, blank=True
    )

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "source"],
                condition=Q(taken_back_at=None),
                name="a_conflict_is_said_once",
                violation_error_message=_("This conflict was declared already."),
            ),
            models.CheckConstraint(
                condition=~Q(source="declared") | ~Q(reason=""),
                name="a_declared_conflict_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_because="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_because="")),
                name="a_conflict_taken_back_says_why",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(source="declared"),
                name="only_a_declared_conflict_is_taken_back",
                violation_error_message=_(
                    "What the portal found itself is not taken back."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.member}"


class Vote(ScopedModel):
    """How one member voted on what was proposed; only the current vote counts, the earlier ones are kept."""

    class Choice(models.TextChoices):
        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        ABSTAIN = "abstain", _("Abstain")

    PARENTS = ("item", "member")
    PRIVACY = {
        "proposed": CASEWORK,
        "choice": STAFF,
        "reason": CASEWORK,
        "at": NOT_PERSONAL,
        "is_current": NOT_PERSONAL,
    }

    municipality = of_the_ministry_or_a_municipality()
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="votes")
    # What was voted on: another proposal needs another vote.
    proposed = models.CharField(_("proposed decision"), max_length=40)
    choice = models.CharField(_("vote"), max_length=8, choices=Choice)
    reason = models.CharField(_("reason of the vote"), max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"],
                condition=Q(is_current=True),
                name="one_current_vote_of_a_member",
                violation_error_message=_("You have voted on this item already."),
            ),
            models.CheckConstraint(
                condition=~Q(choice="against") | ~Q(reason=""),
                name="a_vote_against_has_a_reason",
                violation_error_message=_("Say why you vote against."),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_choice_display()}"
