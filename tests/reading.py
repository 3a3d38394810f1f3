"""What an officer can read in a browser: the pages of the portal, searched for foreign words."""

from django.urls import reverse

from core.scoping import system
from tests.authorisation import RECORDS, RUNS, STEPS, of_office
from tests.routes import all_routes
from tests.world import Office, World

# Pages that list many rows.
LISTS = ("home", "cases:request_list", "housing:building_list", "reports:report_list")
LISTS += (
    "cases:change_list",
    "collective_centers:centre_list",
    "commissions:commission_list",
    "commissions:commission_create",
    "cases:request_register",
    "cases:merge_list",
    "cases:transfer_list",
    "cases:emergency_list",
    "cases:duplicate_list",
    "cases:subject_request_list",
    "cases:assistance_list",
    "cases:privacy_fields",
    "cases:readers_find",
    "cases:import_list",
    "cases:import_create",
)


def addresses(world: World) -> list[str]:
    """Lists, searches for foreign words, our own records and the foreign ones."""
    routes = {route.name for route in all_routes()}
    found = [reverse(name) for name in LISTS if name in routes]
    search = reverse("cases:request_list")
    for box in (search, reverse("cases:search")):
        found += [f"{box}?q={w.replace('+', '%2B')}" for w in world.other.canaries]
    found += [f"{search}?place={world.other.place.code}", f"{search}?show=open"]
    for office in (world.own, world.other):
        found += record_addresses(office)
    return found


def record_addresses(office: Office) -> list[str]:
    with system():
        return [
            of_office(name, office) for name in RECORDS if name not in RUNS | set(STEPS)
        ]


def read(client, url: str) -> tuple:
    """The answer and everything a browser gets of it, files included."""
    answer = client.get(url)
    content = answer.getvalue()
    return answer, content.decode("utf-8", "replace")


def page(client, url: str) -> str:
    """What a page shows, without what the reader typed."""
    answer, text = read(client, url)
    typed = answer.wsgi_request.GET.get("q", "")
    return text.replace(typed, "") if typed else text


def foreign_words(client, world: World, urls=None) -> list[tuple[str, str]]:
    """Pages on which a word of the other municipality can be read."""
    found = []
    for url in urls or addresses(world):
        text = page(client, url)
        found += [
            (url, word)
            for word in world.other.canaries
            if word in text and word not in url
        ]
    return found
