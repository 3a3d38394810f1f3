"""While a file moves on or begins, nobody writes behind its back: over real connections, with controls without the guard."""

import pytest
from django.db import transaction

from cases.checklists import checklist
from cases.factories import fill_worksheet, hand_in
from cases.models import Checklist, Finding, PaperKind, RequiredPaper
from cases.workflow import REQUEST
from core.scoping import system
from people import Meanwhile, together, without

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(request_at, jelena):
    """A file that can be verified."""
    file = request_at("submitted")
    with system():
        hand_in(file, by=jelena)
        fill_worksheet(file, by=jelena)
    return file


def finding_while_verifying(file, jelena) -> Meanwhile:
    with system(), transaction.atomic():
        REQUEST.apply(file, "verify", by=jelena)
        other = Meanwhile(
            lambda: Finding.objects.filter(request=file, about="title").update(
                result="not_in_order", note="Pale."
            )
        )
    other.is_over()
    return other


def test_a_finding_waits_for_the_step_and_is_refused(file, jelena):
    other = finding_while_verifying(file, jelena)
    assert other.waits
    assert "gone on" in str(other.refusal)


def test_control_without_the_guard_the_finding_changes_behind_the_step(
    file, jelena, owner_connection
):
    without(owner_connection, "kept", "cases_finding")
    other = finding_while_verifying(file, jelena)
    assert (other.waits, other.refusal) == (False, None)


def test_of_verifying_and_filling_in_at_once_none_is_lost(file, jelena, dragan):
    """Whoever is later is told; what was found is what was verified."""

    def act(turn):
        with system():
            if turn == 0:
                return REQUEST.apply(file, "verify", by=jelena)
            said = {"title": ("not_in_order", f"Turn {turn}")}
            return fill_worksheet(file, by=dragan, **said)

    outcomes = together(6, act)
    assert outcomes[0].status == "verified"
    told = [f"Turn {n}" for n, each in enumerate(outcomes) if isinstance(each, list)]
    with system():
        note = Finding.objects.get(request=file, about="title").note
    assert note in (told or [""])


def further_line(version):
    kind = PaperKind.objects.get(code="witnesses")
    return RequiredPaper.objects.create(checklist=version, paper_kind=kind)


def first_version() -> Checklist:
    with system():
        return Checklist.objects.get(request_type__code="house")


def line_while_the_first_file_begins(register) -> Meanwhile:
    version = first_version()
    with system(), transaction.atomic():
        register()
        other = Meanwhile(lambda: further_line(version))
    other.is_over()
    return other


def test_a_line_waits_for_the_first_file_and_is_refused(register):
    other = line_while_the_first_file_begins(register)
    assert other.waits
    assert "files live under this checklist" in str(other.refusal)


def test_control_without_the_guard_the_list_changes_under_the_first_file(
    register, owner_connection
):
    without(owner_connection, "kept", "cases_requiredpaper")
    other = line_while_the_first_file_begins(register)
    assert (other.waits, other.refusal) == (False, None)


def test_the_first_file_waits_for_a_line_and_has_it(register):
    version, begun = first_version(), []
    with system(), transaction.atomic():
        further_line(version)
        other = Meanwhile(lambda: begun.append(register()))
    other.is_over()
    assert other.waits
    with system():
        asked = {line.paper_kind.code for line in checklist(begun[0])}
    assert "witnesses" in asked
