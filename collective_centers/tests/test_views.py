"""The register of collective centres: every figure has its source, every officer the own municipality."""

from accounts.factories import make_user
from accounts.roles import Role
from collective_centers.models import CollectiveCentre
from core.scoping import system
from people import browser_of

STRPCE, PEJA = "23", "17"


def test_every_centre_says_where_its_figures_come_from(db):
    with system():
        centres = list(CollectiveCentre.objects.all())
    assert len(centres) >= 10
    assert all(centre.source for centre in centres)


def test_the_page_of_a_centre_names_source_and_day_of_the_count(db):
    with system():
        mirjeta = make_user("Mirjeta", Role.CASEWORKER)
        centre = CollectiveCentre.objects.exclude(counted_on="").first()
    page = browser_of(mirjeta).get(centre.get_absolute_url())
    assert centre.source in page.context["object"].source
    assert centre.counted_on in page.content.decode()


def test_officers_see_the_centres_of_their_own_municipality_only(db):
    with system():
        jelena = make_user("Jelena", Role.OFFICER, at=STRPCE)
        arta = make_user("Arta", Role.OFFICER, at=PEJA)
        centre = CollectiveCentre.objects.filter(municipality__code=STRPCE).first()
    assert (
        centre.name[:6]
        in browser_of(jelena).get("/collective-centres/").content.decode()
    )
    assert (
        browser_of(arta).get("/collective-centres/").context["table"]["has_rows"]
        is False
    )
    assert browser_of(arta).get(centre.get_absolute_url()).status_code == 404


def test_centres_are_filtered_by_their_state(db):
    with system():
        mirjeta = make_user("Mirjeta", Role.CASEWORKER)
        closed = CollectiveCentre.objects.filter(condition="closed").count()
    page = browser_of(mirjeta).get("/collective-centres/?state=closed")
    assert page.context["table"]["body"].count("<tr>") == closed > 0
