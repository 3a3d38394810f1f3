"""Who may open what: every route, every role, own and foreign and missing records, generated from the URLs."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import path, reverse

from core import jobs, rules
from core.models import BulkRun
from core.pages import Page
from core.public_routes import PUBLIC_ROUTES
from core.scoping import system
from tests import authorisation
from tests.authorisation import ARGUMENTS, OTHER, OWN, RECORDS, RUNS, Case
from tests.routes import Route, all_routes, undeclared
from tests.world import ANONYMOUS, DISABLED, PERSONAS, undone

ROUTES = [route for route in all_routes() if not route.is_admin]
WITH_RECORD = [route for route in ROUTES if "pk" in route.arguments]
FEWEST_CASES = 1_500
# The administration sends strangers to its own door, which leads on to the one door.
SIGN_IN = {
    False: ("/account/sign-in/",),
    True: ("/account/sign-in/", "/administration/login/"),
}
ADMIN_PAGES = [
    (model._meta.app_label, model._meta.model_name, action)
    for model in admin.site._registry
    for action in ("changelist", "add")
]


def test_there_are_enough_cases():
    generated = sum(len(authorisation.cases(r, p)) for r in ROUTES for p in PERSONAS)
    assert generated + len(ADMIN_PAGES) * len(PERSONAS) >= FEWEST_CASES


def test_every_route_declares_who_may_open_it():
    assert undeclared(all_routes(), PUBLIC_ROUTES) == []


def test_a_route_without_a_declaration_is_noticed():
    class Bare(Page):
        """Says nothing."""

    stray = Route("cases:stray", path("stray/", Bare.as_view()), ())
    assert undeclared([stray], {}) == ["cases:stray declares no permission"]
    assert undeclared([], {"gone": "…"}) == ["gone is listed as public and is no route"]


def test_every_declared_permission_has_a_rule():
    asked = {
        right for r in ROUTES for right in (r.permission, r.view_permission) if right
    }
    assert asked - set(rules.RULES) <= {rules.SIGNED_IN}


def test_every_route_with_a_record_says_which():
    assert {route.name for route in WITH_RECORD} == set(RECORDS) | RUNS
    assert {name for r in ROUTES for name in r.arguments} == {"pk", *ARGUMENTS}


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_gets_what_the_rules_say(world, route, persona):
    client = world.client(persona)
    asked = [
        (case, authorisation.ask(case, client, world))
        for case in authorisation.cases(route, persona)
    ]
    assert [
        c for case, answer in asked if (c := authorisation.complaint(case, answer))
    ] == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", WITH_RECORD, ids=str)
@pytest.mark.parametrize("persona", ["officer", "office_head", "commission_secretary"])
def test_foreign_and_missing_records_answer_alike(world, route, persona, method):
    client = world.client(persona)
    foreign, missing = (
        authorisation.ask(Case(route, persona, target, method), client, world)
        for target in (OTHER, authorisation.NO_RECORD)
    )
    assert foreign.status_code in {403, 404, 405}
    assert authorisation.alike(foreign, missing)


def test_answers_that_differ_are_noticed(world):
    client = world.client("officer")
    own, missing = (
        client.get(reverse("cases:request_detail", args=[pk]))
        for pk in (world.own.draft.pk, world.own.draft.pk + 10**6)
    )
    assert not authorisation.alike(own, missing)


def test_an_answer_against_the_rules_is_noticed(world):
    route = next(route for route in ROUTES if route.name == "cases:request_detail")
    answer = world.client("officer").get(
        authorisation.address(Case(route, "officer", OWN, "get"), world)
    )
    assert not authorisation.complaint(Case(route, "officer", OWN, "get"), answer)
    for persona, target in (
        ("partner", OWN),
        ("officer", OTHER),
        (ANONYMOUS, OWN),
        (DISABLED, OWN),
    ):
        assert authorisation.complaint(Case(route, persona, target, "get"), answer)


@pytest.mark.parametrize("route", all_routes(), ids=str)
def test_a_stranger_is_sent_to_sign_in(world, route):
    answer = Client(raise_request_exception=False).get(example(route))
    if route.name in PUBLIC_ROUTES:
        assert answer.status_code in {200, 405}
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(
            SIGN_IN[route.is_admin and route.name != "admin:login"]
        )


def example(route: Route) -> str:
    """Some address of a route; nameless ones of the administration pages are a model's."""
    values = {
        "pk": "1",
        "id": "1",
        "object_id": "1",
        "content_type_id": "1",
    } | ARGUMENTS
    values |= {"app_label": "core", "url": "nothing-here"}
    if "<path" in route.name or "(?P" in route.name:
        return (
            "/administration/core/country/1/"
            if "<path" in route.name
            else "/administration/none"
        )
    return reverse(route.name, kwargs={name: values[name] for name in route.arguments})


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize(("app", "model", "action"), ADMIN_PAGES)
def test_the_administration_opens_to_those_who_hold_the_right(
    world, app, model, action, persona
):
    with undone():
        answer = world.client(persona).get(reverse(f"admin:{app}_{model}_{action}"))
    rights = [
        f"{app}.{verb}_{model}"
        for verb in (("add",) if action == "add" else ("view", "change"))
    ]
    staff = persona in rules.RULES["accounts.administer"].roles
    may = staff and any(
        right in rules.RULES and authorisation.holds(persona, right) for right in rights
    )
    assert answer.status_code in ({200} if may else {403} if staff else {302, 403})


@pytest.mark.parametrize("route", [r for r in ROUTES if r.answers("post")], ids=str)
def test_a_post_from_another_site_is_refused(world, route):
    client = world.client("officer", enforce_csrf_checks=True)
    answer = client.post(
        authorisation.address(
            Case(route, "officer", authorisation.targets(route)[0], "post"), world
        )
    )
    assert answer.status_code == 403


def test_a_bulk_step_leaves_foreign_rows_alone(world):
    before = world.other.draft.assigned_to_id
    world.client("office_head").post(
        reverse("cases:request_assign"),
        {
            "form_token": "6f2a4a0e-3c41-4b8b-8f1d-0e7c2b1a9d55",
            "chosen": [world.other.draft.pk, world.own.draft.pk],
            "officer": world.people["office_head"].pk,
            "confirmed": "1",
        },
    )
    with system():
        run = BulkRun.objects.get(owner=world.people["office_head"])
    jobs.perform(run.job_id)
    with system():
        world.other.draft.refresh_from_db()
        world.own.draft.refresh_from_db()
    assert world.other.draft.assigned_to_id == before
    assert world.own.draft.assigned_to == world.people["office_head"]
