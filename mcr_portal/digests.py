"""The numbers of the morning: one row per person and day, on the home page and, with a mail server, by mail."""

from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.models import Request
from cases.querysets import brought_to
from core import jobs
from core.jobs import Run
from core.models import Digest, Job, Turn
from core.scoping import acting, system

KIND = "write_digests"
VIEW = "cases.view_request"


def ask_to_write(*, on: date) -> Job:
    """Have the digests of a day written; asked for twice on one day it is one job."""
    with system():
        return jobs.enqueue(
            KIND, by=None, params={"on": on.isoformat()}, unique_key=f"digests {on}"
        )


def work(run: Run) -> dict:
    """Write and mail what was not yet written and mailed; a second attempt repeats nothing."""
    on = date.fromisoformat(run.job.params["on"])
    with system():
        readers = [user for user in _readers() if user.scope_for(VIEW)]
    mailed = 0
    for number, user in enumerate(readers):
        run.progress(number, len(readers))
        digest = write_digest(user, on=on)
        mailed += mail_digest(digest, to=user)
    return {"written": len(readers), "mailed": mailed}


def write_digest(user, *, on: date) -> Digest:
    """Count what waits for one person, in the person's own scope, once a day."""
    with acting(user.scope):
        rows = Request.objects.visible_to(user, VIEW)
        waiting = rows.filter(turn=our_turn(user))
        digest, _is_new = Digest.objects.get_or_create(
            owner=user,
            on=on,
            defaults={
                "waiting": waiting.count(),
                "late": waiting.filter(due_on__lt=on).count(),
                "told": rows.filter(brought_to(user), due_on__lt=on).count(),
            },
        )
    return digest


def mail_digest(digest: Digest, *, to) -> bool:
    """Send the numbers once; without a mail server, or when nothing waits, nothing is sent."""
    if not settings.EMAIL_HOST or not (digest.waiting or digest.told):
        return False
    with system():
        mine = Digest.objects.filter(pk=digest.pk)
        # Taken before it is sent: two workers never send twice.
        if not mine.filter(mailed_at=None).update(mailed_at=timezone.now()):
            return False
    try:
        with translation.override(to.language):
            send_mail(_("Your files today"), letter(digest), None, [to.email])
    except (OSError, SMTPException):
        with system():
            mine.update(mailed_at=None)
        return False
    return True


def letter(digest: Digest) -> str:
    """The mail: numbers and where to look, nothing of any file."""
    place = settings.SITE_URL + reverse("cases:request_list") + "?show=turn"
    return "\n".join([*sentences(digest), "", place])


def sentences(digest: Digest) -> list[str]:
    """The numbers in words of the reader's language."""
    counts = {"count": digest.waiting, "late": digest.late, "told": digest.told}
    said = [
        ngettext(
            "%(count)s file waits for you.",
            "%(count)s files wait for you.",
            digest.waiting,
        )
    ]
    if digest.late:
        said.append(
            ngettext(
                "%(late)s of them is late.", "%(late)s of them are late.", digest.late
            )
        )
    if digest.told:
        said.append(
            ngettext(
                "%(told)s late file was brought to your notice.",
                "%(told)s late files were brought to your notice.",
                digest.told,
            )
        )
    return [sentence % counts for sentence in said]


def our_turn(user) -> str:
    """Whose turn is this person's: the ministry's for those who see everything."""
    return Turn.MINISTRY if user.scope_for(VIEW).everything else Turn.OFFICE


def _readers():
    return User.objects.with_appointments().filter(is_active=True, daily_digest=True)
