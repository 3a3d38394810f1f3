"""Serving letters: attempts and their results, and the day from which the time to appeal runs.

`record_service` and `record_outcome` return the row. Whoever lets a deadline run from service opens it with the
day of `served_on(letter)`: for a decision the clock of the provision `appeal_days` (core.clocks) starts then.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clocks, deadlines, documents
from core.models import Letter, Service
from core.provisions import provision
from core.uploads import CleanFile

# Handed over at the counter when they are made; nothing runs from their service.
NOT_SERVED = ("receipt",)
# Papers of the house itself, addressed to nobody outside it.
NOT_ADDRESSED = ("minutes",)
# Kind of letter -> the provision that says within how many days it is to be served.
SERVED_WITHIN = {"decision": "decision_service_days"}


def serve_by(
    kind: str, issued_on: date, *, holidays: Mapping[date, str] | None = None
) -> date | None:
    """Until when a letter is to be served, counted as every deadline; None while the law has no number."""
    if kind not in SERVED_WITHIN:
        return None
    law = provision(SERVED_WITHIN[kind], on=issued_on)
    if law.value is None:
        return None
    known = clocks.holidays_known() if holidays is None else holidays
    return deadlines.due_date(
        issued_on, int(law.value), unit=law.unit, holidays=known
    ).due


def to_reckon(days: Iterable[date | str] = ()) -> QuerySet:
    """Letters still to be served whose last day these holidays may move; without days, all that can have one."""
    letters = unserved(Letter.objects.filter(kind__in=SERVED_WITHIN)).order_by("pk")
    days = list(days)
    if not days:
        return letters
    return letters.filter(issued_on__lt=max(days), serve_by__gte=min(days))


def reckon_again(letters: Iterable[Letter]) -> int:
    """Write the last days of these letters anew; how many moved."""
    holidays, moved = clocks.holidays_known(), []
    for letter in letters:
        last = serve_by(letter.kind, letter.issued_on, holidays=holidays)
        if last != letter.serve_by:
            letter.serve_by = last
            moved.append(letter)
    Letter.objects.bulk_update(moved, ["serve_by"])
    return len(moved)


@transaction.atomic
def record_service(
    *,
    letter: Letter,
    way: str,
    sent_on: date,
    by,
    addressee: str = "",
    agreed: bool = False,
    outcome: str = "",
    served_on: date | None = None,
    received_by: str = "",
    relation: str = "",
    evidence: CleanFile | None = None,
) -> Service:
    """Record an attempt to serve a letter, with its result if that is known already."""
    # Attempts of one letter are numbered one after the other.
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    addressee = addressee or locked.addressee
    attempts = Service.objects.filter(letter=locked, addressee=addressee)
    if served_on_day(locked, addressee):
        raise ValidationError(_("This letter is already served on this addressee."))
    service = Service(
        letter=locked,
        issued_on=locked.issued_on,
        addressee=addressee,
        attempt=(attempts.aggregate(last=Max("attempt"))["last"] or 0) + 1,
        way=way,
        agreed=agreed,
        sent_on=sent_on,
    )
    return _save_result(
        service,
        outcome=outcome,
        served_on=served_on,
        received_by=received_by,
        relation=relation,
        evidence=evidence,
        by=by,
    )


@transaction.atomic
def record_outcome(*, service: Service, outcome: str, by, **result) -> Service:
    """Record what became of an attempt that was under way."""
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not locked.is_under_way:
        raise ValidationError(
            _("The result of this attempt is recorded already, or it is cancelled.")
        )
    return _save_result(locked, outcome=outcome, by=by, **result)


def _save_result(
    service: Service,
    *,
    outcome: str,
    by,
    served_on: date | None = None,
    received_by: str = "",
    relation: str = "",
    evidence: CleanFile | None = None,
) -> Service:
    service.outcome, service.served_on = outcome, served_on
    service.received_by, service.relation = received_by, relation
    service.recorded_by, service.recorded_on = by, timezone.localdate()
    if evidence:
        service.evidence = documents.attach(service.letter.record, evidence, by=by)
    service.save()
    return service


@transaction.atomic
def cancel_service(*, service: Service, reason: str, by) -> Service:
    """Cancel a wrong row: it stays with the reason, and service is recorded anew."""
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not locked.is_live:
        raise ValidationError(_("This attempt is cancelled already."))
    locked.cancelled_at, locked.cancelled_by = timezone.now(), by
    locked.cancel_reason = reason.strip()
    locked.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    return locked


def served_on(letter: Letter, addressee: str = "") -> date | None:
    """The day on which a letter was served on its addressee; None while it is not.

    Refused acceptance is no service here: whether the law takes it for one is for a provision to say.
    """
    return served_on_day(letter, addressee or letter.addressee)


def served_on_day(letter: Letter, addressee: str) -> date | None:
    return (
        Service.objects.filter(
            letter=letter,
            addressee=addressee,
            outcome=Service.Outcome.SERVED,
            cancelled_at=None,
        )
        .values_list("served_on", flat=True)
        .first()
    )


def unserved(letters: QuerySet) -> QuerySet:
    """Letters that still have to reach their addressee, those under way included."""
    served = Service.objects.filter(
        letter=OuterRef("pk"), outcome=Service.Outcome.SERVED, cancelled_at=None
    )
    return letters.exclude(kind__in=(*NOT_SERVED, *NOT_ADDRESSED)).filter(
        ~Exists(served)
    )


def unsent(letters: QuerySet) -> QuerySet:
    """Letters that still have to reach their addressee and are not on their way."""
    under_way = Service.objects.filter(
        letter=OuterRef("pk"), outcome="", cancelled_at=None
    )
    return unserved(letters).filter(~Exists(under_way))


def with_services(letters: QuerySet) -> QuerySet:
    """Letters with all attempts to serve them and their line in the protocol book, in two queries more."""
    attempts = Service.objects.select_related("recorded_by", "cancelled_by", "evidence")
    return letters.select_related("protocol_entry").prefetch_related(
        Prefetch("services", attempts.order_by("attempt", "id"))
    )
