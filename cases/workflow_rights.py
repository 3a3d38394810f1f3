"""The life of a person's request about their own data: to see them, or to have them corrected."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import letters
from cases.decision_forms import RefusalForm
from cases.forms import CorrectedForm, IdentityForm
from cases.models import SubjectRequest
from core import jobs
from core.clocks import Deadline
from core.models import Turn
from core.workflow import Guard, Stage, Transition, Workflow

S = SubjectRequest.Status
EXPORT = "own_data"
KEPT = timedelta(days=30)
HANDLE, ANSWER = "cases.handle_right", "cases.answer_right"


# Guards


def _is_somebody_else(request, by) -> bool:
    return by is not None and by.pk != request.first_by_id


def _has_export(request, by) -> bool:
    return request.has_export


TWO_STAFF = Guard(
    _("Confirmed by another colleague than the first time"),
    _("You confirmed the identity the first time: a colleague must look again."),
    _is_somebody_else,
)
STILL_KEPT = Guard(
    _("The export is still kept"),
    _("The export was removed because it is old: make it again."),
    _has_export,
)


# Effects


def _confirmed_first(request, *, change, by) -> None:
    request.first_by = by
    request.save(update_fields=["first_by"])


def _confirmed_again(request, *, change, by) -> None:
    request.second_by = by
    request.save(update_fields=["second_by"])
    _have_it_made(request, change=change, by=by)


def _have_it_made(request, *, change, by) -> None:
    jobs.enqueue(EXPORT, by=by, params={"request": request.pk})


def _keep_export(request, *, change, by, pdf: bytes, data: bytes) -> None:
    request.export_pdf.save("export.pdf", ContentFile(pdf), save=False)
    request.export_json.save("export.json", ContentFile(data), save=False)
    request.export_until = timezone.localdate(change.at) + KEPT
    request.save(update_fields=["export_pdf", "export_json", "export_until"])


def _write_refusal(request, *, change, by, texts) -> None:
    letters.issue_refusal(request, texts=texts, by=by, at=change.at)


# The usual way of each kind of wish.
PATHS = {
    SubjectRequest.Kind.ACCESS: (
        S.RECEIVED,
        S.IDENTIFIED,
        S.CONFIRMED,
        S.PREPARED,
        S.HANDED_OVER,
    ),
    SubjectRequest.Kind.CORRECTION: (S.ASKED, S.EXAMINED, S.CORRECTED),
}
FIRST_STEP = {
    SubjectRequest.Kind.ACCESS: "receive",
    SubjectRequest.Kind.CORRECTION: "ask",
}
OPEN = (S.RECEIVED, S.IDENTIFIED, S.CONFIRMED, S.PREPARED, S.ASKED, S.EXAMINED)
ENDS = (S.REFUSED, S.WITHDRAWN)


def _stage(status, tone: str, turn=Turn.OFFICE, *, final: bool = False) -> Stage:
    return Stage(status, status.label, status.label, tone, turn, final)


SUBJECT_REQUEST = Workflow(
    "cases.subjectrequest",
    stages=(
        _stage(S.REGISTERED, "neutral"),
        _stage(S.RECEIVED, "progress"),
        _stage(S.IDENTIFIED, "progress"),
        _stage(S.CONFIRMED, "progress"),
        _stage(S.PREPARED, "waiting"),
        _stage(S.HANDED_OVER, "good", Turn.NOBODY, final=True),
        _stage(S.ASKED, "progress"),
        _stage(S.EXAMINED, "progress"),
        _stage(S.CORRECTED, "good", Turn.NOBODY, final=True),
        _stage(S.REFUSED, "bad", Turn.NOBODY, final=True),
        _stage(S.WITHDRAWN, "neutral", Turn.NOBODY, final=True),
    ),
    # Seeing and correcting go different ways.
    path=lambda wish: PATHS[wish.kind],
    deadlines=(
        Deadline(
            "subject_access_days",
            _("Answer to a person who asks to see their own data"),
            starts=S.RECEIVED,
            ends=(S.HANDED_OVER, *ENDS),
        ),
        Deadline(
            "correction_days",
            _("Answer to a person who asks for a correction"),
            starts=S.ASKED,
            ends=(S.CORRECTED, *ENDS),
        ),
    ),
    transitions=(
        # Both begin a life in the service, so that the clock of this kind starts.
        Transition("receive", _("Received"), (S.REGISTERED,), S.RECEIVED, None),
        Transition("ask", _("Received"), (S.REGISTERED,), S.ASKED, None),
        Transition(
            "confirm_first",
            _("Confirm the identity"),
            (S.RECEIVED,),
            S.IDENTIFIED,
            HANDLE,
            form=IdentityForm,
            keeps=("document", "digits"),
            effect=_confirmed_first,
            consequences=(_("A second colleague must confirm the identity, too."),),
        ),
        Transition(
            "confirm_again",
            _("Confirm the identity again"),
            (S.IDENTIFIED,),
            S.CONFIRMED,
            HANDLE,
            guards=(TWO_STAFF,),
            form=IdentityForm,
            keeps=("document", "digits"),
            effect=_confirmed_again,
            consequences=(_("The export of the person's data is made."),),
        ),
        Transition(
            "prepared",
            _("The export is made"),
            (S.CONFIRMED,),
            S.PREPARED,
            None,
            effect=_keep_export,
        ),
        Transition(
            "hand_over",
            _("Hand over"),
            (S.PREPARED,),
            S.HANDED_OVER,
            ANSWER,
            guards=(STILL_KEPT,),
            consequences=(
                _("Read the export before: free text may name other people."),
                _("The request is closed; the export is removed after 30 days."),
            ),
        ),
        Transition(
            "make_again",
            _("Make the export again"),
            (S.CONFIRMED, S.PREPARED),
            S.CONFIRMED,
            ANSWER,
            effect=_have_it_made,
            tone="secondary",
        ),
        Transition(
            "examine",
            _("Begin to examine"),
            (S.ASKED,),
            S.EXAMINED,
            HANDLE,
        ),
        Transition(
            "correct",
            _("The data are corrected"),
            (S.EXAMINED,),
            S.CORRECTED,
            ANSWER,
            form=CorrectedForm,
            needs_reason=True,
            consequences=(
                _("Change the file itself before: this only closes the request."),
            ),
        ),
        Transition(
            "refuse",
            _("Refuse"),
            OPEN,
            S.REFUSED,
            ANSWER,
            form=RefusalForm,
            needs_reason=True,
            effect=_write_refusal,
            tone="danger",
            consequences=(
                _(
                    "A letter with the reasons and the legal remedy is made: hand it to the person."
                ),
            ),
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            OPEN,
            S.WITHDRAWN,
            HANDLE,
            needs_reason=True,
            tone="danger",
            consequences=(_("The request is closed at the wish of the person."),),
        ),
    ),
)
