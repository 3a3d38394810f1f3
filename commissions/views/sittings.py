"""Sittings: planning, agenda, who is there, opening and closing, minutes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commissions import services
from commissions.agenda import Line, lines_of, members_of
from commissions.decidable import decided_by
from commissions.forms import AttendanceForm, SittingForm
from commissions.models import AgendaItem, Commission, Sitting
from commissions.views.commissions import VIEW, to_list
from commissions.workflow import RUN, SITTING
from core import form_tokens
from core.forms import PortalForm
from core.models import Letter
from core.pages import (
    Action,
    LetterDownload,
    ObjectFormPage,
    RecordPage,
    TransitionPage,
)
from core.templatetags.portal import moment

WITH_COMMISSION = Sitting.objects.select_related("commission")
MOST_OFFERED = 500


class SittingCreate(ObjectFormPage):
    queryset = Commission.objects.all()
    permission = RUN
    view_permission = VIEW
    form_class = SittingForm
    title = gettext_lazy("Plan a sitting")

    def form_arguments(self):
        return {"instance": Sitting(commission=self.object)}

    def save(self, form):
        sitting = services.plan_sitting(
            sitting=form.save(commit=False), by=self.request.user
        )
        return sitting.get_absolute_url()


class SittingDetail(RecordPage):
    """The agenda with the state of every line, and what can be done with many lines at once."""

    queryset = WITH_COMMISSION
    permission = VIEW
    template_name = "commissions/sitting_detail.html"
    workflow = SITTING
    transition_route = "commissions:sitting_transition"
    actions = (
        Action(gettext_lazy("Fill the agenda"), "commissions:agenda_fill", RUN),
        Action(gettext_lazy("Who is there"), "commissions:sitting_attendance", RUN),
    )

    def context(self, obj):
        context = super().context(obj)
        if SITTING.stage(obj.status).final:
            context["actions"] = []
        return context

    def header(self, obj):
        stage = SITTING.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "meta": [moment(obj.starts_at), obj.place],
        }

    def crumbs(self, obj):
        commission = obj.commission
        return [
            to_list(),
            {"label": commission.title, "url": commission.get_absolute_url()},
        ]

    def next_step(self, obj):
        step = super().next_step(obj)
        over = SITTING.stage(obj.status).final
        return step | {"turn": "" if over else _("secretary of the commission")}

    def more(self, obj):
        lines = lines_of(obj, closing=self.request.user)
        minutes = Letter.objects.visible_to(self.request.user, VIEW)
        return {
            "rows": [drawn(line, self.request.user) for line in lines],
            "bulk": steps_for_many(obj, self.request.user) if lines else [],
            "form_token": form_tokens.new(),
            "present": present_members(obj),
            "minutes": minutes.filter(record=obj.pk, kind="minutes").first(),
        }


def present_members(sitting: Sitting) -> list[dict]:
    """Everybody of the commission, and whether they are there."""
    noted = dict(sitting.attendances.values_list("member", "is_present"))
    return [
        {"member": member, "is_present": noted.get(member.pk)}
        for member in members_of(sitting)
    ]


def drawn(line: Line, user) -> dict:
    """A line of the agenda for the page: its state in a word, a colour, and why."""
    label, tone, why = state_of(line)
    seat = line.seat_of(user)
    mine = line.votes.get(seat.pk) if seat else None
    return {
        "line": line,
        "label": label,
        "tone": tone,
        "why": why,
        "mine": mine.get_choice_display() if mine else "",
        "waits_for_me": bool(seat and not mine and line.proposed),
    }


RESULT_TONES = {"applied": "good", "refused": "bad", "adjourned": "waiting"}


def state_of(line: Line) -> tuple[str, str, str]:
    """(word, tone, why) of a line as it stands."""
    item = line.item
    if item.result == AgendaItem.Result.APPLIED:
        return line.decided.label, "good", ""
    if item.result:
        return item.get_result_display(), RESULT_TONES[item.result], item.why_not
    if line.is_ready:
        return line.proposed.label, "progress", ""
    return item.get_result_display(), "neutral", " ".join(map(str, line.missing))


def steps_for_many(sitting: Sitting, user) -> list[dict]:
    """What can be done with the chosen lines: the secretary prepares, the members vote."""
    steps = []
    may_run = user.has_perm(RUN, sitting)
    if sitting.status == Sitting.Status.OPEN and user.has_perm(
        "commissions.vote", sitting
    ):
        steps.append({"name": "vote", "label": _("Vote for what is proposed")})
    if may_run and not SITTING.stage(sitting.status).final:
        steps += [
            {
                "name": f"propose-{outcome.key}",
                "label": _("Propose: %(outcome)s") % {"outcome": outcome.label},
            }
            for decidable in decided_by(sitting.commission.kind)
            for outcome in decidable.outcomes
        ]
        steps.append({"name": "freeze", "label": _("Freeze the file again")})
    if may_run and sitting.status == Sitting.Status.PLANNED:
        steps.append({"name": "remove", "label": _("Take off the agenda")})
    return steps


class SittingTransition(TransitionPage):
    """Opening, closing, cancelling; before closing, what will happen to every line."""

    queryset = WITH_COMMISSION
    permission = VIEW
    template_name = "commissions/sitting_transition.html"
    workflow = SITTING

    def more(self):
        more = super().more()
        if self.transition.name != "close":
            return more
        lines = lines_of(self.object, closing=self.request.user)
        return more | {
            "ready": [line for line in lines if line.is_ready],
            "waiting": [line for line in lines if not line.is_ready],
        }


class SittingAttendance(ObjectFormPage):
    queryset = WITH_COMMISSION
    permission = RUN
    view_permission = VIEW
    form_class = AttendanceForm
    title = gettext_lazy("Who is there")

    def form_arguments(self):
        members = present_members(self.object)
        there = [entry["member"].pk for entry in members if entry["is_present"]]
        return {
            "members": [entry["member"] for entry in members],
            "initial": {"present": there},
        }

    def save(self, form):
        present = {int(pk) for pk in form.cleaned_data["present"]}
        services.note_attendance(sitting=self.object, present=present)
        return self.object.get_absolute_url()


class AgendaFill(ObjectFormPage):
    """Files that are ready for this commission, to be put on the agenda."""

    queryset = WITH_COMMISSION
    permission = RUN
    view_permission = VIEW
    form_class = PortalForm
    template_name = "commissions/agenda_fill.html"
    title = gettext_lazy("Fill the agenda")
    submit_label = gettext_lazy("Put on the agenda")

    def save(self, form):
        typed = self.request.POST.getlist("chosen")[:MOST_OFFERED]
        chosen = [
            int(pk) for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19
        ]
        taken = services.take_up(
            sitting=self.object, record_ids=chosen, by=self.request.user
        )
        self.saved_message = ngettext(
            "%(number)s file is on the agenda.",
            "%(number)s files are on the agenda.",
            taken,
        ) % {"number": taken}
        return self.object.get_absolute_url()

    def more(self):
        offered = services.ready_records(self.object, by=self.request.user)
        return super().more() | {"offered": some_of(offered), "most": MOST_OFFERED}


def some_of(offered: list[tuple]) -> list:
    """The first rows of what is ready, oldest first."""
    rows: list = []
    for _decidable, ready in offered:
        rows += ready[: MOST_OFFERED - len(rows)]
    return rows


class MinutesDownload(LetterDownload):
    """The minutes of a closed sitting."""

    queryset = Letter.objects.filter(kind="minutes").select_related("record")
    permission = VIEW
