"""One probe per guard: empty while the guard stands, otherwise what got through."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from cases.models import Decision, Household, PaperKind, Request
from cases.workflow import REQUEST
from core.models import AuditEntry, Note, ReadEntry
from core.scoping import system
from tests import authorisation, reading, row_rules
from tests.authorisation import OTHER, OWN, Case
from tests.routes import all_routes
from tests.world import ANONYMOUS, DISABLED, World

WRONG = "not the password"


def foreign_pages(world: World) -> list:
    """Words of another municipality that an officer can read."""
    search = reverse("cases:request_list")
    urls = [search, *reading.record_addresses(world.other)]
    return reading.foreign_words(world.client("officer"), world, urls)


def foreign_rows(world: World) -> list[str]:
    """What raw SQL of an officer can do with foreign notes and runs."""
    with row_rules.as_officer(world):
        return row_rules.leaks(Note, world.other.place.pk)


def owner_passes(world: World) -> list[str]:
    """Whether the owner of the tables passes row security without a context."""
    row_rules.settle()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE mcr_owner")
        seen = row_rules.count(Note)
        cursor.execute("SET ROLE mcr_portal")
    return ["the owner reads notes"] * bool(seen)


def wrong_answers(world: World) -> list[str]:
    """Answers to a few people on a few routes that are not as the rules say."""
    found = []
    for route in all_routes():
        if route.name not in {"cases:request_detail", "cases:request_register", "home"}:
            continue
        for persona in ("analyst", "officer", ANONYMOUS, DISABLED):
            client = world.client(persona)
            for target in {OWN, OTHER} & set(authorisation.targets(route)) or {
                authorisation.NO_TARGET
            }:
                case = Case(route, persona, target, "get")
                found.append(
                    authorisation.complaint(
                        case, authorisation.ask(case, client, world)
                    )
                )
    return list(filter(None, found))


def double_effect(world: World) -> list[str]:
    """Notes that appear beyond the first when the same form is sent twice."""
    client, token = world.client("officer"), uuid.uuid4()
    url = reverse("cases:note_create", args=[world.own.draft.pk])
    for _time in range(2):
        client.post(url, {"form_token": token, "text": "said once"})
    with system():
        return list(
            Note.objects.filter(text="said once").values_list("text", flat=True)
        )[1:]


def overwritten(world: World) -> list[str]:
    """Whether a form that is older than its record is saved over it."""
    household = world.own.draft.household
    url = reverse("cases:household_update", args=[household.pk])
    with system():
        Household.objects.filter(pk=household.pk).update(version=7, phone="newer")
    data = {
        "form_token": uuid.uuid4(),
        "form_version": "1",
        "language": "en",
        "phone": "older",
    }
    world.client("officer").post(url, data)
    with system():
        return list(
            Household.objects.filter(pk=household.pk, phone="older").values_list(
                "phone", flat=True
            )
        )


def stolen_steps(world: World) -> list[str]:
    """Steps that are made although the stage or the person does not allow them."""
    found = []
    attempts = (("forward", "officer"), ("withdraw", "analyst"))
    for name, persona in attempts:
        try:
            with row_rules.undone(), system():
                REQUEST.apply(
                    world.own.decided, name, by=world.people[persona], reason="why"
                )
        except (PermissionDenied, ValidationError):
            continue
        found.append(f"{persona} made {name}")
    return found


def unseen_change(world: World) -> list[str]:
    """Changes that leave no entry in the audit log."""
    with system():
        row = str(world.own.draft.pk)
        Request.objects.filter(pk=row).update(need=str(uuid.uuid4()))
        entries = AuditEntry.objects.filter(
            table_name="cases_request", row_id=row, action="UPDATE"
        )
        return [] if any("need" in entry.changes for entry in entries) else ["need"]


def unseen_reading(world: World) -> list[str]:
    """Files that were opened without an entry in the read log."""
    user = world.people["officer"]
    url = reverse("cases:request_detail", args=[world.own.draft.pk])
    world.client("officer").get(url)
    with system():
        return [] if ReadEntry.objects.filter(user_id=user.pk).exists() else [url]


def second_decision(world: World) -> list[str]:
    """Whether a request can have two live decisions."""
    with system():
        live = Decision.objects.filter(request=world.own.decided, is_live=True)
        row = row_rules.sample(Decision, world.own.place.pk) | {
            "request_id": world.own.decided.pk, "letter_id": None, "is_live": True,
        }  # fmt: skip
        assert live.count() == 1
        refused = row_rules.refusal(*row_rules.copied(Decision, row))
    return [] if refused else ["two live decisions"]


def foreign_parent(world: World) -> list[str]:
    """Whether a note can be hung onto a file of another municipality."""
    with system():
        refused = row_rules.refusal(
            "UPDATE core_note SET record_id = %s WHERE record_id = %s",
            [world.other.draft.pk, world.own.draft.pk],
        )
    return [] if refused else ["hung onto a foreign file"]


def rewritten_history(world: World) -> list[str]:
    """Whether a step that was made can be written anew."""
    with system():
        changed = row_rules.touched("UPDATE core_statuschange SET reason = 'another'")
    return ["history"] * bool(changed)


def endless_attempts(world: World) -> list[str]:
    """Whether a password may be guessed for ever."""
    client, url = world.client(ANONYMOUS), reverse("accounts:sign_in")
    for _time in range(7):
        answer = client.post(
            url, {"username": "somebody@example.org", "password": WRONG}
        )
    codes = {
        error.code for error in answer.context["form"].non_field_errors().as_data()
    }
    return [] if "throttled" in codes else ["a seventh attempt"]


def lying_file(world: World) -> list[str]:
    """Whether a program that calls itself a PDF is taken."""
    request = world.own.spare_request
    url = reverse("cases:paper_create", args=[request.pk])
    file = SimpleUploadedFile("paper.pdf", b"MZ\x90\x00 not a paper", "application/pdf")
    data = {
        "form_token": uuid.uuid4(),
        "paper_kind": PaperKind.objects.first().pk,
        "file": file,
    }
    world.client("officer").post(url, data)
    with system():
        return [
            paper.document.name
            for paper in request.papers.filter(document__isnull=False)
        ]


def forged_post(world: World) -> list[str]:
    """Whether a form of another site is taken."""
    client = world.client("officer", enforce_csrf_checks=True)
    url = reverse("cases:note_create", args=[world.own.draft.pk])
    answer = client.post(url, {"form_token": uuid.uuid4(), "text": "forged"})
    return [] if answer.status_code == 403 else ["a forged note"]


def loose_headers(world: World) -> list[str]:
    """Protecting headers that a page and a file lack."""
    client = world.client("officer")
    page = client.get(reverse("home"))
    wanted = {
        "Content-Security-Policy": "default-src 'none'",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return [
        name
        for name, value in wanted.items()
        if value not in page.headers.get(name, "")
    ]
