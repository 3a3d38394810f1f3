"""Every kind of page the portal has, who opens it, and how its errors come about."""

from e2e.arriving import (
    ADMINISTRATOR,
    CASEWORKER,
    HEAD,
    HOUSING,
    NOBODY,
    OFFICER,
    SECRETARY,
    Visit,
    against_without_note,
    first_in,
    first_link,
    first_of,
    link_in_a_stage,
    posted_empty,
    refused,
    refused_ticket,
    shown,
    unfolded,
    without_token,
    wrong_password,
)
from e2e.places_procedure import (
    AFTER_THE_DECISION,
    BETWEEN_OFFICES,
    COMMISSIONS,
    FUNDING,
    MY_WORK,
    SERVING,
    TIME,
    VISITING,
)
from e2e.registry import (
    HOUSEHOLDS_MERGE,
    PERSONS_MERGE,
    address,
    brings_register,
    enters_twice,
    merges,
    takes_over,
)

HOUSEHOLD = first_link(first_of("draft"), "main a[href^='/households/']")


PERSON = first_link(first_of("draft", "household/"), "main a[href^='/persons/']")


PLACE_SEEN = link_in_a_stage(
    "submitted", "verification/", "main a[href^='/field-visits/']"
)


PAPER_TO_VERIFY, PAPER_TO_CHANGE = (
    link_in_a_stage("draft", "papers/", f"main a[href^='/papers/'][href$='/{page}/']")
    for page in ("verify", "edit")
)


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


HOME = first_link(first_of("verified", "property/"), "main h2 a[href^='/properties/']")


HOME_EVENT = first_link(HOME, "main a[href^='/properties/events/']")


SUBJECT = first_link("/rights/?show=open", "tbody a[href^='/rights/']")


PLANNED = first_in("/assistance/?stage=planned")


PARTLY = first_in("/assistance/?stage=partly")


HELPED = first_link(PLANNED, "main a[href^='/households/']")


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
    Visit(name, who, path, how)
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
        ("property of a request", OFFICER, first_of("verified", "property/"), shown),
        ("property of a request none", OFFICER, first_of("draft", "property/"), shown),
        ("property", OFFICER, HOME, shown),
        ("property new", OFFICER, lambda p: HOUSEHOLD(p) + "properties/add/", shown),
        ("property wrong", OFFICER, lambda p: HOUSEHOLD(p) + "properties/add/", posted_empty),
        ("property changed", OFFICER, lambda p: HOME(p) + "edit/", shown),
        ("property event", OFFICER, HOME_EVENT, shown),
        ("property event wrong", OFFICER, lambda p: HOME(p) + "events/add/", posted_empty),
        ("co-owner new", OFFICER, lambda p: HOME(p) + "co-owners/add/", shown),
        ("claim new", OFFICER, lambda p: HOME(p) + "claims/add/", shown),
        ("imports", OFFICER, "/imports/", shown),
        ("import new", OFFICER, "/imports/add/", shown),
        ("import sheet", OFFICER, import_page("sheet/"), shown),
        ("import columns", OFFICER, import_page("columns/"), shown),
        ("import preview", OFFICER, import_page("preview/"), shown),
        ("import", OFFICER, import_page(""), shown),
        ("import report", OFFICER, lambda p: takes_over(p, "Šćepović"), shown),
        ("import taken back", OFFICER, lambda p: takes_over(p, "Šćerić") + "take-back/", shown),
        ("assistance", OFFICER, "/assistance/", shown),
        ("assistance empty", OFFICER, "/assistance/?kind=rent", shown),
        ("assistance of the ministry", SECRETARY, "/assistance/", shown),
        ("assistance planned", HEAD, PLANNED, shown),
        ("assistance delivered in part", HEAD, PARTLY, shown),
        ("assistance of a household", OFFICER, HELPED, shown),
        ("assistance of a request", OFFICER, first_of("approved", "assistance/"), shown),
        ("assistance new", OFFICER, lambda p: HELPED(p) + "assistance/add/", shown),
        ("assistance new wrong", OFFICER, lambda p: HELPED(p) + "assistance/add/", posted_empty),
        ("assistance of others", OFFICER, lambda p: HELPED(p) + "assistance/earlier/", shown),
        ("assistance granted", HEAD, lambda p: PLANNED(p) + "step/grant/", shown),
        ("assistance granted wrong", HEAD, lambda p: PLANNED(p) + "step/grant/", posted_empty),
        ("delivery", OFFICER, lambda p: PARTLY(p) + "deliveries/add/", shown),
        ("delivery wrong", OFFICER, lambda p: PARTLY(p) + "deliveries/add/", posted_empty),
        ("delivery cancelled", OFFICER, first_link(PARTLY, "main a[href^='/deliveries/']"), shown),
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
    Visit("paper verified", OFFICER, PAPER_TO_VERIFY),
    Visit("paper verified wrong", OFFICER, PAPER_TO_VERIFY, posted_empty),
    Visit("paper changed", OFFICER, PAPER_TO_CHANGE),
    Visit("worksheet", OFFICER, first_of("verified", "verification/")),
    Visit("worksheet empty", OFFICER, first_of("draft", "verification/")),
    Visit(
        "worksheet to fill in",
        OFFICER,
        first_of("submitted", "verification/edit/"),
    ),
    Visit(
        "worksheet wrong",
        OFFICER,
        first_of("submitted", "verification/edit/"),
        against_without_note,
    ),
    Visit("field visit", OFFICER, PLACE_SEEN),
    Visit("field visit wrong", OFFICER, PLACE_SEEN, posted_empty),
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
    Visit("report on funds", CASEWORKER, "/reports/new/funds/"),
    Visit("report wrong", CASEWORKER, "/reports/new/waiting-times/", posted_empty),
    Visit("report made", CASEWORKER, RUN),
    Visit("report on those who stayed", CASEWORKER, "/reports/new/retention/"),
    Visit("buildings", HOUSING, "/housing/"),
    Visit("building", HOUSING, first_in("/housing/")),
    Visit("building new", HOUSING, "/housing/add/"),
    Visit("dwelling new", HOUSING, first_in("/housing/", "dwellings/add/")),
    Visit("centres", HOUSING, "/collective-centres/"),
    Visit("centre", HOUSING, first_in("/collective-centres/")),
    Visit("home without files", ADMINISTRATOR, "/"),
    *REGISTRY,
    *AFTER_THE_DECISION,
    *FUNDING,
    *BETWEEN_OFFICES,
    *VISITING,
    *SERVING,
    *TIME,
    *COMMISSIONS,
    *MY_WORK,
)


USED_CHECKLIST = first_link("/administration/cases/checklist/", "#result_list th a")


# Django's own administration, in its own look: in English on a desk only.
ADMINISTRATION = (
    Visit("administration", ADMINISTRATOR, "/administration/"),
    Visit("accounts", ADMINISTRATOR, "/administration/accounts/user/"),
    Visit("account new", ADMINISTRATOR, "/administration/accounts/user/add/"),
    Visit("words", ADMINISTRATOR, "/administration/core/community/"),
    Visit("checklists", ADMINISTRATOR, "/administration/cases/checklist/"),
    Visit("checklist new", ADMINISTRATOR, "/administration/cases/checklist/add/"),
    Visit("checklist used", ADMINISTRATOR, USED_CHECKLIST),
    Visit("ladder", ADMINISTRATOR, "/administration/core/escalationstep/"),
)
