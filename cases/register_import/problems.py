"""What can be wrong with a row: a code that is kept, and the sentence in which it is read."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "date_unreadable": _("This is no date."),
    "date_impossible": _("There is no such day."),
    "date_ambiguous": _("Day and month could be either way round."),
    "date_two_digits": _("The year has two digits; write all four."),
    "date_future": _("This day has not come yet."),
    "name_missing": _("Given name and surname are both needed."),
    "name_not_split": _(
        "Given name and surname cannot be told apart; use two columns."
    ),
    "name_unreadable": _("A name has letters; this has none or too many signs."),
    "sex_unknown": _("This is neither female nor male."),
    "relation_unknown": _("This relation is not known."),
    "place_unknown": _("No such place is known."),
    "place_ambiguous": _("Several places have this name."),
    "place_unsure": _(
        "No place is written like this. Perhaps this one is meant: %(hint)s."
    ),
    "members_unreadable": _("This is no number of members."),
    "community_unknown": _("This community is not known."),
    "too_long": _("This text is too long."),
    "repeated_number": _("This number stands in an earlier row too."),
    "repeated_row": _("This row stands in the file already."),
    "edited_since": _(
        "This was changed in the portal since; the register says something else."
    ),
    "correction_proposed": _(
        "A submitted request rests on this person: the correction is proposed to a colleague."
    ),
    "member_proposed": _(
        "A submitted request rests on this household: the new member is proposed to a colleague."
    ),
    "not_proposed": _("This cannot be proposed as it stands: look at the household."),
    "proposal_waits": _("A change of this person is already proposed."),
    "proposed_before": _("This was proposed already and is not approved."),
    "alike": _("A person like this is registered already."),
    "alike_in_file": _("A person like this stands in an earlier row."),
}


def sentence(code: str, hint: str = "") -> str:
    """The problem in the reader's language."""
    return SENTENCES[code] % {"hint": hint} if hint else str(SENTENCES[code])
