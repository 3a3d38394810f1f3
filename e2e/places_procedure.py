"""The pages of what accompanies a request: visits, service, the book, deadlines, commissions."""

from urllib.parse import urlsplit

from e2e.arriving import (
    ADMINISTRATOR,
    CASEWORKER,
    HEAD,
    OFFICER,
    SECRETARY,
    Visit,
    against_without_reason,
    first_in,
    first_link,
    first_of,
    link_in_a_stage,
    posted_empty,
    shown,
    unfolded,
)

HOUSEHOLD = first_link(first_of("draft"), "main a[href^='/households/']")
SECOND_INSTANCE = "appeals"
SIGNED = link_in_a_stage("keys", "works/", "main a[href$='/scan/']")
AFTER_THE_DECISION = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("works empty", OFFICER, first_of("draft", "works/"), shown),
        ("agreement to keys", OFFICER, first_of("keys", "works/"), shown),
        ("signed paper", OFFICER, SIGNED, shown),
        ("signed paper wrong", OFFICER, SIGNED, posted_empty),
        ("works reported", OFFICER, first_of("works", "works/report/"), shown),
        ("works reported wrong", OFFICER, first_of("works", "works/report/"), posted_empty),
        ("appeal", OFFICER, first_of("rejected", "step/appeal/"), shown),
        ("appeal wrong", OFFICER, first_of("rejected", "step/appeal/"), posted_empty),
        ("appeal in the file", OFFICER, first_of("court", "letters/"), shown),
        ("appeal to decide", SECOND_INSTANCE, first_of("appealed"), shown),
        ("appeal granted", SECOND_INSTANCE, first_of("appealed", "step/grant_appeal/"), shown),
        ("appeal dismissed wrong", SECOND_INSTANCE, first_of("appealed", "step/dismiss_appeal/"), posted_empty),
        ("agreement signed", CASEWORKER, first_of("approved", "step/sign_agreement/"), shown),
        ("keys handed over", OFFICER, first_of("accepted", "step/hand_over/"), posted_empty),
        ("ruling", CASEWORKER, first_of("court", "step/court_annuls/"), posted_empty),
        ("closed", OFFICER, first_of("closed"), shown),
    )
)  # fmt: skip

RELEASE = link_in_a_stage("approved", "works/", "main a[href$='/release/']")
COMMIT = first_link("/waiting-list/", "tbody a[href*='/funding/add/']")

FUNDING = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("waiting list", CASEWORKER, "/waiting-list/", shown),
        ("waiting list open menus", CASEWORKER, "/waiting-list/", unfolded),
        ("waiting list of an office", OFFICER, "/waiting-list/", shown),
        ("waiting list empty", CASEWORKER, "/waiting-list/?type=monitoring", shown),
        ("funds", CASEWORKER, "/funds/", shown),
        ("funds empty", CASEWORKER, "/funds/?state=closed", shown),
        ("fund new", CASEWORKER, "/funds/add/", shown),
        ("fund wrong", CASEWORKER, "/funds/add/", posted_empty),
        ("fund changed", CASEWORKER, first_in("/funds/"), shown),
        ("funds committed", CASEWORKER, COMMIT, shown),
        ("funds committed wrong", CASEWORKER, COMMIT, posted_empty),
        ("funds released", CASEWORKER, RELEASE, shown),
        ("funds released wrong", CASEWORKER, RELEASE, posted_empty),
        ("funds in the file", CASEWORKER, first_of("agreed", "works/"), shown),
        ("waits in the file", OFFICER, first_of("approved", "works/"), shown),
    )
)  # fmt: skip

TO_ANSWER = first_in("/transfers/?show=answer")
ASKED = first_in("/transfers/?show=asked")
EMERGENCY = first_in("/emergencies/")


def opened_in_emergency(person):
    """A file of the other office, found by the number that stands in its transfer."""
    person.page.goto(person.url + "/transfers/?show=answer")
    number = person.page.locator("tbody td:nth-child(3)").first.inner_text().strip()
    person.opens("/emergencies/open/")
    person.fills(number=number, reason="Породица стоји за шалтером.")
    person.submits()
    return person.page.url.removeprefix(person.url)


BETWEEN_OFFICES = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("transfers", OFFICER, "/transfers/", shown),
        ("transfers empty", OFFICER, "/transfers/?show=over", shown),
        ("transfers of the ministry", CASEWORKER, "/transfers/", shown),
        ("transfer to answer", HEAD, TO_ANSWER, shown),
        ("transfer asked", OFFICER, ASKED, shown),
        ("transfer accepted", HEAD, lambda p: TO_ANSWER(p) + "step/accept/", shown),
        ("transfer refused", HEAD, lambda p: TO_ANSWER(p) + "step/refuse/", posted_empty),
        ("transfer new", OFFICER, lambda p: HOUSEHOLD(p) + "transfer/", shown),
        ("transfer wrong", OFFICER, lambda p: HOUSEHOLD(p) + "transfer/", posted_empty),
        ("emergencies", HEAD, "/emergencies/", shown),
        ("emergency new", OFFICER, "/emergencies/open/", shown),
        ("emergency wrong", OFFICER, "/emergencies/open/", posted_empty),
        ("emergency", "auditor", EMERGENCY, shown),
        ("emergency judged", "auditor", lambda p: EMERGENCY(p) + "review/", shown),
        ("emergency judged wrong", "auditor", lambda p: EMERGENCY(p) + "review/", posted_empty),
        ("file of another office", OFFICER, opened_in_emergency, shown),
        ("covers", HEAD, "/account/covers/", shown),
        ("cover new", HEAD, "/account/covers/add/", shown),
        ("cover wrong", HEAD, "/account/covers/add/", posted_empty),
    )
)  # fmt: skip

VISIT = first_in("/visits/")

FAMILY_VISITED = first_link(VISIT, "main a[href^='/households/']")

TO_MAKE = first_in("/monitoring/?show=open")

MADE = first_in("/monitoring/?show=done")

FOLLOW_UP = first_in("/follow-ups/?show=new")

VISITING = tuple(
    Visit(name, OFFICER, path, how)
    for name, path, how in (
        ("visits", "/visits/", shown),
        ("visits empty", "/visits/?kind=field", shown),
        ("visit new", "/visits/add/", shown),
        ("visit wrong", "/visits/add/", posted_empty),
        ("visit", VISIT, shown),
        ("visit changed", lambda p: VISIT(p) + "edit/", shown),
        ("families of a visit", lambda p: VISIT(p) + "families/", shown),
        ("no family found", lambda p: VISIT(p) + "families/?whom=qqqqzzzz", shown),
        ("what a family intends", first_link(VISIT, "main a[href^='/visits/families/']"), shown),
        ("taken off the list", first_link(VISIT, "main a[href$='/remove/']"), shown),
        ("photo of a visit", lambda p: VISIT(p) + "files/add/", shown),
        ("monitoring plan", "/monitoring/", shown),
        ("monitoring plan open menus", "/monitoring/?show=due", unfolded),
        ("monitoring to make", TO_MAKE, shown),
        ("monitoring made", MADE, shown),
        ("sheet typed", lambda p: TO_MAKE(p) + "enter/", shown),
        ("sheet typed wrong", lambda p: TO_MAKE(p) + "enter/", posted_empty),
        ("monitoring moved", lambda p: TO_MAKE(p) + "plan/", shown),
        ("monitoring called off", lambda p: TO_MAKE(p) + "call-off/", posted_empty),
        ("family visit by visit", FAMILY_VISITED, shown),
        ("monitoring new", lambda p: HOUSEHOLD(p) + "monitoring/add/", posted_empty),
        ("family has returned", lambda p: HOUSEHOLD(p) + "return/add/", posted_empty),
        ("follow-ups", "/follow-ups/", shown),
        ("follow-up", FOLLOW_UP, shown),
        ("follow-up taken up", lambda p: FOLLOW_UP(p) + "step/take_up/", shown),
        ("follow-up closed", lambda p: FOLLOW_UP(p) + "step/close/", posted_empty),
    )
)  # fmt: skip


UNDER_WAY = first_of("rejected", "letters/")

LOOSE = first_link("/protocol/?state=loose", "tbody a[href^='/protocol/']")


def differing_versions(person, path):
    """A decision whose facts were changed in one language only."""
    person.opens(path)
    person.page.locator("textarea[name^=facts_]").first.fill("4. 3. 2026, 1.500 €")
    person.presses()
    person.sees("[name^=why_]")


SERVING = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("service", OFFICER, first_link(first_of("incomplete", "letters/"), "main a[href$='/service/add/']"), shown),
        ("service wrong", OFFICER, first_link(first_of("incomplete", "letters/"), "main a[href$='/service/add/']"), posted_empty),
        ("service result", OFFICER, first_link(UNDER_WAY, "main a[href$='/result/']"), shown),
        ("service result wrong", OFFICER, first_link(UNDER_WAY, "main a[href$='/result/']"), posted_empty),
        ("service cancelled", OFFICER, link_in_a_stage("approved", "letters/", "main a[href^='/services/'][href$='/cancel/']"), shown),
        ("protocol book", OFFICER, "/protocol/", shown),
        ("protocol book of the ministry", SECRETARY, "/protocol/", shown),
        ("protocol book empty", OFFICER, "/protocol/?state=cancelled", shown),
        ("act", OFFICER, LOOSE, shown),
        ("act new", OFFICER, "/protocol/add/", shown),
        ("act wrong", OFFICER, "/protocol/add/", posted_empty),
        ("act to its file", OFFICER, lambda p: LOOSE(p) + "file/", shown),
        ("act cancelled", HEAD, lambda p: LOOSE(p) + "cancel/", shown),
        ("decision with differences", SECRETARY, first_of("central_review", "step/approve/"), differing_versions),
    )
)  # fmt: skip

EXTEND = link_in_a_stage("submitted", "", "main a[href^='/deadlines/']")


def answer_of_institution(person):
    """The form for an answer, after another institution was asked."""
    request = first_of("submitted")(person)
    person.opens(request)
    answers = person.page.locator("main a[href$='/answer/']")
    if not answers.count():
        person.opens(request + "institutions/ask/")
        person.page.locator("[name=institution]").select_option(index=1)
        person.fills(question="Whose is the parcel?")
        person.presses()
        person.opens(request)
    return answers.first.get_attribute("href")


TIME = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("more time", HEAD, EXTEND, shown),
        ("more time wrong", HEAD, EXTEND, posted_empty),
        ("ask an institution", OFFICER, first_of("submitted", "institutions/ask/"), shown),
        ("ask an institution wrong", OFFICER, first_of("submitted", "institutions/ask/"), posted_empty),
        ("answer of an institution", OFFICER, answer_of_institution, shown),
        ("request with an institution", HEAD, first_of("submitted"), shown),
        ("brought to my notice", HEAD, "/requests/?told=me", shown),
    )
)  # fmt: skip

MUNICIPAL_SECRETARY, CENTRAL_MEMBER = "secretary.strpce", "central.member"

COMMISSION = first_in("/commissions/")

SITTING = first_link(COMMISSION, "main a[href*='/commissions/sittings/']")

ITEM = first_link(SITTING, "main a[href*='/commissions/items/']")

# The ministry sees all; its own has no municipality.
CENTRAL_COMMISSION = first_in("/commissions/?kind=central")

OPEN_SITTING = first_link(CENTRAL_COMMISSION, "main a[href*='/commissions/sittings/']")

OPEN_ITEM = first_link(OPEN_SITTING, "main a[href*='/commissions/items/']")

COMMISSIONS = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("commissions", MUNICIPAL_SECRETARY, "/commissions/", shown),
        ("commission", MUNICIPAL_SECRETARY, COMMISSION, shown),
        ("commission new", HEAD, "/commissions/add/", shown),
        ("commission wrong", HEAD, "/commissions/add/", posted_empty),
        ("member new", HEAD, lambda p: COMMISSION(p) + "members/add/", shown),
        ("sitting new", MUNICIPAL_SECRETARY, lambda p: COMMISSION(p) + "sittings/add/", shown),
        ("sitting wrong", MUNICIPAL_SECRETARY, lambda p: COMMISSION(p) + "sittings/add/", posted_empty),
        ("sitting planned", MUNICIPAL_SECRETARY, SITTING, shown),
        ("sitting attendance", MUNICIPAL_SECRETARY, lambda p: SITTING(p) + "attendance/", shown),
        ("sitting fill", MUNICIPAL_SECRETARY, lambda p: SITTING(p) + "fill/", shown),
        ("item", MUNICIPAL_SECRETARY, ITEM, shown),
        ("item prepared", MUNICIPAL_SECRETARY, lambda p: ITEM(p) + "prepare/favourable/", shown),
        ("item conflict", MUNICIPAL_SECRETARY, lambda p: ITEM(p) + "conflict/", posted_empty),
        ("item conflict taken back", MUNICIPAL_SECRETARY, lambda p: ITEM(p) + "conflict/back/", shown),
        ("item conflict taken back wrong", MUNICIPAL_SECRETARY, lambda p: ITEM(p) + "conflict/back/", posted_empty),
        ("file on an agenda", MUNICIPAL_SECRETARY, first_of("municipal_review"), shown),
        ("sitting open", SECRETARY, OPEN_SITTING, shown),
        ("sitting closing", SECRETARY, lambda p: OPEN_SITTING(p) + "step/close/", shown),
        ("item to vote on", CENTRAL_MEMBER, OPEN_ITEM, shown),
        ("item voted wrong", CENTRAL_MEMBER, OPEN_ITEM, against_without_reason),
    )
)  # fmt: skip


def asks(path, route):
    """The page that asks before a step for many, after the first row of a list was ticked."""

    def how(person, _path):
        person.opens(path)
        person.page.locator("[name=chosen]").first.check()
        person.page.locator(f"[formaction='{route}']").click()
        person.page.wait_for_selector("[name=confirmed]", state="attached")

    return how


def assigned_many(person):
    """What became of the rows of a step, after it was asked for with the first two files."""
    person.opens("/requests/?stage=draft")
    for box in person.page.locator("[name=chosen]").all()[:2]:
        box.check()
    person.page.locator("[formaction='/requests/assign/']").click()
    person.presses()
    # Shown anew by itself until every row is done.
    person.page.wait_for_selector("td .pill.good", timeout=60_000)
    return urlsplit(person.page.url).path


def calendar_made(person, path):
    """The page with the address of a calendar, just made."""
    person.opens(path)
    person.page.locator("[name=action][value=make]").click()
    person.sees("[readonly]")


MY_WORK = tuple(
    Visit(name, who, path, how)
    for name, who, path, how in (
        ("everything that waits", OFFICER, "/work/", shown),
        ("what waits for me", HEAD, "/work/?whose=mine", shown),
        ("what waits for the ministry", SECRETARY, "/work/", shown),
        ("nothing waits", ADMINISTRATOR, "/work/", shown),
        ("calendar", OFFICER, "/work/calendar/", shown),
        ("calendar made", CASEWORKER, "/work/calendar/", calendar_made),
        ("load of colleagues", HEAD, "/load/", shown),
        ("load in the ministry", SECRETARY, "/load/", shown),
        ("files of a colleague", HEAD, "/requests/?officer=none&show=open", shown),
        ("letters to serve", OFFICER, "/letters/", shown),
        ("letters to serve empty", OFFICER, "/letters/?kind=receipt", shown),
        ("steps for many", OFFICER, "/work/many/", shown),
        ("assign many", HEAD, "/requests/", asks("/requests/", "/requests/assign/")),
        ("letters of many", OFFICER, "/letters/", asks("/letters/?state=unsent", "/letters/send/")),
        ("deliveries of many", OFFICER, "/assistance/?show=deliver", asks("/assistance/?show=deliver", "/assistance/deliver/")),
        ("agenda of many", MUNICIPAL_SECRETARY, "/requests/", asks("/requests/", "/requests/agenda/")),
        ("funds of many", CASEWORKER, "/waiting-list/", asks("/waiting-list/", "/waiting-list/commit/")),
        ("what became of many", HEAD, assigned_many, shown),
        ("take back of many", HEAD, lambda p: assigned_many(p) + "undo/", shown),
    )
)  # fmt: skip
