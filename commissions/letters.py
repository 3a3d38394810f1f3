"""The minutes of a sitting, in both official languages; files are named by number only."""

from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from commissions.agenda import Line, members_of
from commissions.models import AgendaItem, Conflict, Member, Sitting, Vote
from core import correspondence
from core.languages import OFFICIAL_PAIR
from core.letters import Edition, Section
from core.models import Letter


def issue_minutes(sitting: Sitting, lines: list[Line], *, by, at: datetime) -> Letter:
    """Who was there, what was decided, how it was voted, who took no part and why."""
    members = members_of(sitting)
    present = set(
        sitting.attendances.filter(is_present=True).values_list("member", flat=True)
    )
    editions = []
    for language in OFFICIAL_PAIR:
        with translation.override(language):
            sections = [_attendance(members, present)]
            sections += [_item(line) for line in lines]
            editions.append(
                Edition(
                    language=language,
                    title=_("Minutes"),
                    facts=_facts(sitting, at),
                    sections=tuple(sections),
                    office=sitting.commission.title,
                    signature=(str(by), _("secretary of the commission")),
                )
            )
    return correspondence.issue(
        sitting,
        kind="minutes",
        number_kind="MN",
        recipient=_recipient(sitting),
        editions=editions,
        by=by,
        at=at,
    )


def _recipient(sitting: Sitting) -> tuple[str, ...]:
    names = []
    for language in OFFICIAL_PAIR:
        with translation.override(language):
            names.append(sitting.commission.title)
    return tuple(names)


def _facts(sitting: Sitting, at: datetime) -> tuple[tuple[str, str], ...]:
    commission = sitting.commission
    act_date = formats.date_format(commission.act_date, "DATE_FORMAT")
    return (
        (_("Sitting"), sitting.reference),
        (_("Begins"), _moment(sitting.starts_at)),
        (_("Closed"), _moment(at)),
        (_("Room"), sitting.place),
        (_("Appointment act"), f"{commission.act_number}, {act_date}"),
    )


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _attendance(members: list[Member], present: set[int]) -> Section:
    lines = tuple(
        f"– {member}, {member.get_role_display()}: "
        + (_("present") if member.pk in present else _("absent"))
        for member in members
    )
    return Section(lines, heading=_("Attendance"))


def _item(line: Line) -> Section:
    heading = f"{line.item.position}. {line.item.reference}"
    votes = [_vote(line, member) for member in line.voters]
    recused = [
        _("%(member)s took no part: %(why)s") % conflict
        for conflict in line.shown_conflicts
    ]
    recused += [_taken_back(conflict) for conflict in line.taken_back]
    return Section((_result(line), *filter(None, (*votes, *recused))), heading=heading)


def _taken_back(conflict: Conflict) -> str:
    return _(
        "%(member)s declared a conflict of interest (%(why)s) and took it back on %(at)s: %(because)s"
    ) % {
        "member": conflict.member,
        "why": conflict.reason,
        "at": _moment(conflict.taken_back_at),
        "because": conflict.taken_back_because,
    }


def _result(line: Line) -> str:
    if line.item.result == AgendaItem.Result.APPLIED:
        return _("Decided: %(outcome)s") % {"outcome": line.decided.label}
    if line.item.result == AgendaItem.Result.REFUSED:
        return _("Adjourned, because the file refuses the decision: %(reason)s") % {
            "reason": line.item.why_not
        }
    return _("Adjourned: %(reason)s") % {"reason": line.item.why_not}


def _vote(line: Line, member: Member) -> str:
    vote = line.votes.get(member.pk)
    if vote is None:
        return _("%(member)s did not vote.") % {"member": member}
    said = f"{member}: {Vote.Choice(vote.choice).label}"
    return f"{said} – {vote.reason}" if vote.reason else said
