"""Two editors on one record: one saves, the other sees the difference and keeps the text."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from core import edit_versions
from core.scoping import system
from people import browser_of, new_token, together


@pytest.fixture
def edit(register):
    """The address of a request's form and what stands in it."""
    request = register()
    return f"/requests/{request.pk}/edit/", {
        "request_type": request.request_type_id,
        "preferred_solution": "return",
        "need": "A roof",
        "form_token": new_token(),
        "form_version": request.version,
        "pk": request.pk,
    }


@pytest.fixture
def need_of(edit):
    """What is saved as the family's need."""

    def saved():
        from_database = type_of_request().objects.get(pk=edit[1]["pk"])
        return from_database.need, from_database.version

    with system():
        yield saved


def type_of_request():
    return apps.get_model("cases.Request")


def save(user, edit, **changes):
    url, form = edit
    return browser_of(user).post(url, form | {"form_token": new_token()} | changes)


def test_the_second_editor_loses_nothing_and_overwrites_nothing(
    edit, jelena, dragan, need_of
):
    assert save(jelena, edit, need="A roof and a stove").status_code == 302
    late = save(dragan, edit, need="Windows")
    assert late.status_code == 409
    assert need_of() == ("A roof and a stove", 2)
    page = late.content.decode()
    assert "A roof and a stove" in page
    assert "Windows" in page
    assert late.context["form"]["need"].value() == "Windows"


def test_only_the_fields_that_differ_are_compared(edit, jelena, dragan):
    save(jelena, edit, need="Stove")
    late = save(dragan, edit, need="Windows")
    (row,) = late.context["conflict"]["rows"]
    assert (row["theirs"], row["yours"]) == ("Stove", "Windows")


def test_a_choice_is_compared_in_words(edit, jelena, dragan):
    save(jelena, edit, preferred_solution="integrate")
    (row,) = save(dragan, edit).context["conflict"]["rows"]
    assert row["theirs"] == "stay where the family lives now"
    assert row["yours"] == "return to the place of origin"


def test_whoever_has_seen_the_difference_may_save_on_purpose(
    edit, jelena, dragan, need_of
):
    save(jelena, edit, need="Stove")
    late = save(dragan, edit, need="Windows")
    version = late.context["form_version"]
    again = save(dragan, edit, need="Windows and stove", form_version=version)
    assert again.status_code == 302
    assert need_of() == ("Windows and stove", 3)


@pytest.mark.parametrize(
    "version", ["", "0", "-1", "99", "1.0", "one", "²", "9" * 5000]
)
def test_a_form_without_the_right_version_saves_nothing(edit, jelena, need_of, version):
    answer = save(jelena, edit, need="Windows", form_version=version)
    assert answer.status_code == 409
    assert answer.context["form"]["need"].value() == "Windows"
    assert need_of() == ("", 1)


def test_a_form_opened_before_a_step_is_stale_after_it(edit, jelena, need_of):
    url, form = edit
    with system():
        request = type_of_request().objects.get(pk=form["pk"])
        request.version += 1
        request.save()
    assert save(jelena, edit, need="Windows").status_code == 409


def test_the_version_is_taken_only_once(register):
    request = register()
    with system():
        first, second = (type(request).objects.get(pk=request.pk) for _e in range(2))
        edit_versions.take(first)
        with pytest.raises(ValidationError, match="Somebody else saved this"):
            edit_versions.take(second)
    assert (first.version, second.version) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_of_five_editors_at_once_one_wins_and_all_others_are_told(
    edit, jelena, dragan, need_of
):
    texts = [f"Need {turn}" for turn in range(5)]
    answers = together(5, lambda turn: save(jelena, edit, need=texts[turn]))
    winners = [n for n, answer in enumerate(answers) if answer.status_code == 302]
    losers = [answer for answer in answers if answer.status_code != 302]
    assert len(winners) == 1
    assert need_of() == (texts[winners[0]], 2)
    assert {answer.status_code for answer in losers} <= {409, 422}
    for turn, answer in enumerate(answers):
        if answer in losers:
            assert texts[turn] in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_the_version_five_editors_would_all_win(
    edit, jelena, need_of, monkeypatch
):
    """The control."""
    monkeypatch.setattr(edit_versions, "take", lambda obj: None)
    monkeypatch.setattr(edit_versions, "is_stale", lambda obj, data: False)
    answers = together(5, lambda turn: save(jelena, edit, need=f"Need {turn}"))
    assert [answer.status_code for answer in answers] == [302] * 5
