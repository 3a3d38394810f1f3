"""Every kind of page the portal has, who opens it, and how its errors come about."""

from collections.abc import Callable
from dataclasses import dataclass

from e2e.registry import (
    HOUSEHOLDS_MERGE,
    PERSONS_MERGE,
    address,
    brings_register,
    enters_twice,
    merges,
    takes_over,
)

ALL_LANGUAGES = ("sq", "sr", "sr-latn", "en")
# Pages that came later are read in the two official languages, to keep the round short.
OFFICIAL = ("sq", "sr")
NOBODY = ""
OFFICER, HEAD, SECRETARY = "officer.strpce", "head.strpce", "central.secretary"
CASEWORKER, HOUSING, ADMINISTRATOR = "caseworker", "housing", "administrator"


def shown(person, path):
    """Just open it: it is the page, and not the one that says why there is none."""
    assert person.opens(path).ok, path


def refused(person, path):
    """Open what there is not, or not for this person."""
    assert not person.opens(path).ok, path


def posted_empty(person, path):
    """Send the form without answers: the page that says what is wrong."""
    person.opens(path)
    typed = "main form :is([type=text], [type=email], textarea)"
    person.page.locator(typed).evaluate_all(
        "fields => fields.forEach(field => { field.value = '' })"
    )
    person.presses()
    person.sees("[data-error-summary], .invalid-feedback")


def without_token(person, path):
    """Send a form whose session has ended."""
    person.opens(path)
    person.page.evaluate(
        "() => document.querySelectorAll('[name=csrfmiddlewaretoken]')"
        ".forEach(field => { field.value = 'x'.repeat(64) })"
    )
    person.presses()


def refused_ticket(person, path):
    """Number and code that do not fit together."""
    person.opens(path)
    person.fills(number="RR-2026-000000", code="AAAA-BBBB-CCCC-DDDD")
    person.presses()


def wrong_password(person, path):
    """A password that is wrong."""
    person.opens(path)
    person.fills(username=f"{person.language}@wrong.invalid", password="wrong")
    person.presses()


def unfolded(person, path):
    """All menus of the page unfolded."""
    person.opens(path)
    person.page.evaluate(
        "() => document.querySelectorAll('details').forEach(menu => { menu.open = true })"
    )


def first_of(stage, tail=""):
    """The first request in a stage, found in the list as anybody would."""
    return first_in(f"/requests/?stage={stage}", tail)


def first_in(listing, tail=""):
    """The first record of a list, or a page of it."""

    def found(person):
        person.page.goto(person.url + listing)
        return person.page.locator("tbody a.ref").first.get_attribute("href") + tail

    return found


def first_link(page_of, selector):
    """Where the first such link of another page leads."""

    def found(person):
        path = page_of(person) if callable(page_of) else page_of
        person.page.goto(person.url + path)
        return person.page.locator(selector).first.get_attribute("href")

    return found


@dataclass(frozen=True)
class Visit:
    """One page as one person meets it."""

    name: str
    who: str
    path: str | Callable
    how: Callable = shown
    languages: tuple = ALL_LANGUAGES


HOUSEHOLD = first_link(first_of("draft"), "main a[href^='/households/']")
PERSON = first_link(first_of("draft", "household/"), "main a[href^='/persons/']")
MEMBER_EVENT = first_link(HOUSEHOLD, "main a[href^='/members/'][href$='/death/']")
MOVE = first_link(HOUSEHOLD, "main a[href^='/members/'][href$='/move/']")
LEAVE = first_link(HOUSEHOLD, "main a[href^='/members/'][href$='/leave/']")
RELIED_ON = first_link(
    first_link(first_of("submitted"), "main a[href^='/households/']"),
    "main a[href^='/persons/']",
)
PAIR = first_link("/duplicates/", "tbody a[href^='/duplicates/']")
CHANGE = first_link("/changes/", "tbody a[href^='/changes/']")
TO_APPROVE = first_link("/changes/?show=waiting", "tbody a[href^='/changes/']")
SUBJECT = first_link("/rights/?show=open", "tbody a[href^='/rights/']")


def merge_of_households(person):
    """The form for two registrations that were said to be of one family."""
    *_homes, pair = enters_twice(person)
    person.opens(pair)
    return address(person, HOUSEHOLDS_MERGE)


def merge_of_persons(person):
    """The form for two entries of one person, their households merged before."""
    merge_done(person)
    return address(person, PERSONS_MERGE)


def merge_done(person, tail=""):
    """A merge that was done, or a page of it."""
    *_homes, pair = enters_twice(person)
    person.opens(pair)
    return merges(person, HOUSEHOLDS_MERGE) + tail


def import_page(tail):
    """A page of an import that was just brought."""
    return lambda person: brings_register(person, "Šćekić") + tail


REGISTRY = tuple(
    Visit(name, who, path, how, OFFICIAL)
    for name, who, path, how in (
        ("registration search with names", OFFICER, "/search/registration/?surname=Mladenovic&given_name=Ljubinka", shown),
        ("duplicates", OFFICER, "/duplicates/", shown),
        ("duplicate", OFFICER, PAIR, shown),
        ("merges", OFFICER, "/merges/", shown),
        ("merge of households", OFFICER, merge_of_households, shown),
        ("merge of persons", OFFICER, merge_of_persons, shown),
        ("merge of persons wrong", OFFICER, merge_of_persons, posted_empty),
        ("merge", OFFICER, merge_done, shown),
        ("merge undo", OFFICER, lambda p: merge_done(p, "undo/"), shown),
        ("changes", OFFICER, "/changes/", shown),
        ("change", OFFICER, CHANGE, shown),
        ("change approved", HEAD, lambda p: TO_APPROVE(p) + "step/approve/", shown),
        ("change returned", HEAD, lambda p: TO_APPROVE(p) + "step/return/", shown),
        ("correction", OFFICER, RELIED_ON, shown),
        ("correction wrong", OFFICER, RELIED_ON, posted_empty),
        ("leave", OFFICER, LEAVE, shown),
        ("head", OFFICER, lambda p: HOUSEHOLD(p) + "head/", shown),
        ("join", OFFICER, lambda p: HOUSEHOLD(p) + "members/join/", shown),
        ("split wrong", OFFICER, lambda p: HOUSEHOLD(p) + "split/", posted_empty),
        ("death", OFFICER, MEMBER_EVENT, shown),
        ("move", OFFICER, MOVE, shown),
        ("birth", OFFICER, lambda p: HOUSEHOLD(p) + "birth/", shown),
        ("split", OFFICER, lambda p: HOUSEHOLD(p) + "split/", shown),
        ("imports", OFFICER, "/imports/", shown),
        ("import new", OFFICER, "/imports/add/", shown),
        ("import sheet", OFFICER, import_page("sheet/"), shown),
        ("import columns", OFFICER, import_page("columns/"), shown),
        ("import preview", OFFICER, import_page("preview/"), shown),
        ("import", OFFICER, import_page(""), shown),
        ("import report", OFFICER, lambda p: takes_over(p, "Šćepović"), shown),
        ("import taken back", OFFICER, lambda p: takes_over(p, "Šćerić") + "take-back/", shown),
        ("privacy fields", OFFICER, "/rights/kept/", shown),
        ("find readers", HEAD, "/readers/", shown),
        ("readers", HEAD, lambda p: HOUSEHOLD(p) + "readers/", shown),
        ("subject requests", HEAD, "/rights/", shown),
        ("subject request", HEAD, SUBJECT, shown),
        ("readers of a request", HEAD, first_of("draft", "readers/"), shown),
        ("find readers in vain", HEAD, "/readers/?number=HH-1999-000001", shown),
        ("identity", HEAD, lambda p: SUBJECT(p) + "step/confirm_again/", shown),
        ("identity wrong", HEAD, lambda p: SUBJECT(p) + "step/confirm_again/", posted_empty),
        ("refusal", HEAD, lambda p: SUBJECT(p) + "step/refuse/", shown),
        ("subject request wrong", HEAD, lambda p: HOUSEHOLD(p) + "rights/add/", posted_empty),
        ("subject request new", HEAD, lambda p: HOUSEHOLD(p) + "rights/add/", shown),
    )
)  # fmt: skip

RUN = first_link("/reports/", "main a[href^='/reports/runs/']")

VISITS = (
    Visit("public home", NOBODY, "/public/"),
    Visit("public status", NOBODY, "/public/request/"),
    Visit("public status empty", NOBODY, "/public/request/", posted_empty),
    Visit("public status refused", NOBODY, "/public/request/", refused_ticket),
    Visit("public letter", NOBODY, "/public/letter/"),
    Visit("public letter refused", NOBODY, "/public/letter/", refused_ticket),
    Visit("sign in", NOBODY, "/account/sign-in/"),
    Visit("sign in wrong", NOBODY, "/account/sign-in/", wrong_password),
    Visit("page of nobody", OFFICER, "/no/such/page/", refused),
    Visit("home", OFFICER, "/"),
    Visit("list", OFFICER, "/requests/"),
    Visit("list with open menus", OFFICER, "/requests/", unfolded),
    Visit("list empty", OFFICER, "/requests/?q=qqqqzzzz"),
    Visit("search", OFFICER, "/search/?q=djordjevic"),
    Visit("search empty", OFFICER, "/search/?q=qqqqzzzz"),
    Visit("search before registering", OFFICER, "/search/registration/"),
    Visit("register", OFFICER, "/requests/register/"),
    Visit("register wrong", OFFICER, "/requests/register/", posted_empty),
    Visit("record draft", OFFICER, first_of("draft")),
    Visit("record incomplete", OFFICER, first_of("incomplete")),
    Visit("record approved", OFFICER, first_of("approved")),
    Visit("record household", OFFICER, first_of("draft", "household/")),
    Visit("record papers", OFFICER, first_of("draft", "papers/")),
    Visit("record letters", OFFICER, first_of("approved", "letters/")),
    Visit("record notes", OFFICER, first_of("submitted", "notes/")),
    Visit("note", OFFICER, first_of("submitted", "notes/add/")),
    Visit("what is asked for", OFFICER, first_of("draft", "edit/")),
    Visit("displacement", OFFICER, first_of("draft", "displacement/")),
    Visit("contact", OFFICER, first_of("draft", "household/contact/")),
    Visit("paper", OFFICER, first_of("draft", "papers/add/")),
    Visit("paper wrong", OFFICER, first_of("draft", "papers/add/"), posted_empty),
    Visit("step submit", OFFICER, first_of("draft", "step/submit/")),
    Visit("step verify", OFFICER, first_of("submitted", "step/verify/")),
    Visit("step withdraw", OFFICER, first_of("draft", "step/withdraw/"), posted_empty),
    Visit("household", OFFICER, HOUSEHOLD),
    Visit("member", OFFICER, lambda p: HOUSEHOLD(p) + "members/add/"),
    Visit("further request", OFFICER, lambda p: HOUSEHOLD(p) + "requests/add/"),
    Visit("person", OFFICER, PERSON),
    Visit("profile", OFFICER, "/account/profile/"),
    Visit("password", OFFICER, "/account/profile/password/"),
    Visit("password wrong", OFFICER, "/account/profile/password/", posted_empty),
    Visit("old form", OFFICER, "/account/profile/", without_token),
    Visit("forbidden", OFFICER, "/readers/", refused),
    Visit("opinion", HEAD, first_of("municipal_review", "step/give_opinion/")),
    Visit("list with bulk", HEAD, "/requests/"),
    Visit("home of the ministry", SECRETARY, "/"),
    Visit("list of the ministry", SECRETARY, "/requests/"),
    Visit("decision", SECRETARY, first_of("central_review", "step/approve/")),
    Visit(
        "decision wrong",
        SECRETARY,
        first_of("central_review", "step/reject/"),
        posted_empty,
    ),
    Visit("reports", CASEWORKER, "/reports/"),
    Visit("report", CASEWORKER, "/reports/new/waiting-times/"),
    Visit("report wrong", CASEWORKER, "/reports/new/waiting-times/", posted_empty),
    Visit("report made", CASEWORKER, RUN),
    Visit("buildings", HOUSING, "/housing/"),
    Visit("building", HOUSING, first_in("/housing/")),
    Visit("building new", HOUSING, "/housing/add/"),
    Visit("dwelling new", HOUSING, first_in("/housing/", "dwellings/add/")),
    Visit("centres", HOUSING, "/collective-centres/"),
    Visit("centre", HOUSING, first_in("/collective-centres/")),
    Visit("home without files", ADMINISTRATOR, "/"),
    *REGISTRY,
)
# Django's own administration, in its own look: in English on a desk only.
ADMINISTRATION = (
    Visit("administration", ADMINISTRATOR, "/administration/"),
    Visit("accounts", ADMINISTRATOR, "/administration/accounts/user/"),
    Visit("account new", ADMINISTRATOR, "/administration/accounts/user/add/"),
    Visit("words", ADMINISTRATOR, "/administration/core/community/"),
)
