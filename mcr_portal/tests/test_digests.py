"""The numbers of the morning: right, once a day, in one's own language, and never a word about a file."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import Clock, Digest, Escalation, EscalationStep, Job
from core.scoping import system
from mcr_portal import digests
from people import browser_of, together

TODAY = timezone.localdate


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_HOST = "mail.invalid"


@pytest.fixture
def late(request_at, jelena):
    """A submitted request of Štrpce whose time is over and of which the head was told; a draft beside it."""
    file = request_at("submitted")
    request_at("draft", surname="Ђорђевић")
    yesterday = TODAY() - timedelta(1)
    with system():
        type(file).objects.filter(pk=file.pk).update(due_on=yesterday)
        clock = Clock.objects.filter(record_id=file.pk, key="decision_days")
        clock.update(due_on=yesterday)
        step = EscalationStep.objects.get(key="decision_days", role="office_head")
        Escalation.objects.create(
            clock=clock.get(), step=step, role=step.role, told_on=TODAY()
        )
    return file


def good_morning():
    row = digests.ask_to_write(on=TODAY())
    jobs.perform(row.pk)
    with system():
        return Job.objects.get(pk=row.pk)


def fresh(user):
    with system():
        return type(user).objects.with_appointments().get(pk=user.pk)


def numbers(user):
    with system():
        digest = Digest.objects.get(owner=user, on=TODAY())
    return digest.waiting, digest.late, digest.told


def test_each_person_has_the_numbers_of_their_own_files(
    late, jelena, dragan, arta, mirjeta
):
    good_morning()
    assert numbers(jelena) == (2, 1, 0)
    assert numbers(dragan) == (2, 1, 1)
    assert numbers(arta) == numbers(mirjeta) == (0, 0, 0)


def test_who_sees_no_files_is_told_nothing(late, agron, stranger):
    good_morning()
    with system():
        assert not Digest.objects.filter(owner__in=[agron, stranger]).exists()


def test_who_does_not_wish_it_is_told_nothing(late, jelena, dragan, mail_server):
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(daily_digest=False)
    good_morning()
    with system():
        assert not Digest.objects.filter(owner=jelena).exists()
    assert [message.to for message in mail.outbox] == [[dragan.email]]


def test_it_is_switched_off_in_the_profile(jelena):
    browser = browser_of(jelena)
    page = browser.get(reverse("accounts:profile"))
    data = {
        "full_name": "Jelena",
        "language": "sr",
        "form_token": page.context["form_token"],
    }
    assert browser.post(reverse("accounts:profile"), data).status_code == 302
    jelena.refresh_from_db()
    assert jelena.daily_digest is False


def test_the_mail_has_numbers_and_a_link_and_no_file(
    late, jelena, mail_server, settings
):
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(language="en")
    good_morning()
    message = next(each for each in mail.outbox if each.to == [jelena.email])
    assert message.subject == "Your files today"
    assert message.body == (
        "2 files wait for you.\n1 of them is late.\n\n"
        f"{settings.SITE_URL}/requests/?show=turn"
    )
    household = late.household
    for word in (late.reference, household.head.surname, household.reference):
        assert word not in message.subject + message.body
    assert not re.search(r"[A-Z]{2}-20\d\d", message.body)


def test_nothing_is_mailed_twice(late, jelena, mail_server):
    good_morning()
    sent = len(mail.outbox)
    with system():
        Job.objects.filter(kind=digests.KIND).delete()
    assert good_morning().result["mailed"] == 0
    assert len(mail.outbox) == sent > 0


def test_a_mail_server_that_is_down_is_tried_again(
    late, jelena, mail_server, monkeypatch
):
    def refuses(*arguments):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(digests, "send_mail", refuses)
        assert good_morning().result["mailed"] == 0
    with system():
        Job.objects.filter(kind=digests.KIND).delete()
    assert good_morning().result["mailed"] > 0


def test_without_a_mail_server_the_home_page_says_it(late, jelena):
    good_morning()
    assert mail.outbox == []
    page = browser_of(jelena).get(reverse("home"))
    assert page.context["digest"] == ["2 files wait for you.", "1 of them is late."]
    assert "1 of them is late." in page.content.decode()


def test_the_list_of_what_was_brought_up_is_the_heads(late, jelena, dragan):
    listed = reverse("cases:request_list") + "?told=me"
    assert late.reference in browser_of(dragan).get(listed).content.decode()
    assert late.reference not in browser_of(jelena).get(listed).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_and_mail_once(late, jelena, mail_server):
    def morning(_turn):
        digest = digests.write_digest(fresh(jelena), on=TODAY())
        return digests.mail_digest(digest, to=jelena)

    assert sorted(together(4, morning)) == [False, False, False, True]
    assert len(mail.outbox) == 1
    assert numbers(jelena) == (2, 1, 0)
