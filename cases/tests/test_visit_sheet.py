"""The sheet for the village: in the family's languages, without a name, with a code that leads to its page."""

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation
from pypdf import PdfReader

from cases import visit_sheet
from cases.factories import plan_visit
from cases.models import Criterion, Monitoring
from cases.visit_sheet import entry_url, initials
from core.models import ReadEntry
from core.qr import qr_svg
from core.scoping import system
from people import PEJA, browser_of

TODAY = timezone.localdate
WITH_ALL = (
    "household__head", "household__place_of_return", "municipality",
)  # fmt: skip


@pytest.fixture
def plan(register, jelena):
    """Planned visits of families that would be recognised by their names."""

    def planned(number=1, language="sr", **details):
        visits = []
        with system():
            for count in range(number):
                family = register(
                    surname=f"Знакић{count}",
                    given_name="Видосава",
                    language=language,
                    phone="+383 44 111 222",
                    current_address="Own street 1",
                    **details,
                ).household
                visits.append(plan_visit(family, by=jelena, on=TODAY()))
        return visits

    return planned


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def printed(visits) -> list[str]:
    with system():
        keys = [each.pk for each in visits]
        rows = Monitoring.objects.select_related(*WITH_ALL).filter(pk__in=keys)
        return pages_of(visit_sheet.sheets(rows.order_by("pk"), on=date(2026, 11, 26)))


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "en", "tr", "bs"])
def test_a_sheet_is_one_page_in_the_familys_languages(plan, language):
    [text] = printed(plan(language=language))
    flat = " ".join(text.split())
    for edition in visit_sheet.editions_for(language):
        with translation.override(edition):
            for label in Criterion.labels:
                assert str(label).split()[0] in flat


def test_a_sheet_names_nobody(plan):
    [visit] = plan()
    [text] = printed([visit])
    for secret in ("Знакић", "Видосава", "111 222", "Own street"):
        assert secret not in text
    assert visit.reference in text
    assert visit.household.reference in text
    assert "В. З." in text
    assert visit.household.place_of_return.name_sq in text


def test_initials_of_a_household_without_a_head_are_empty(plan):
    [visit] = plan()
    visit.household.head = None
    assert initials(visit.household) == ""


def test_the_code_leads_staff_who_are_signed_in_to_the_page_of_the_visit(
    plan, office, client, arta
):
    [visit] = plan()
    url = entry_url(visit)
    assert url == f"{settings.SITE_URL}/monitoring/{visit.pk}/enter/"
    assert str(qr_svg(url)) in str(visit_sheet._page(visit)["qr"])
    path = url.removeprefix(settings.SITE_URL)
    assert office.get(path).status_code == 200
    assert client.get(path)["Location"].startswith("/account/sign-in/")
    assert browser_of(arta).get(path).status_code == 404


def test_the_form_asks_in_the_order_of_the_sheet(plan, office):
    [visit] = plan()
    asked = list(office.get(f"/monitoring/{visit.pk}/enter/").context["form"].fields)
    criteria = [name for name in asked if name in Criterion.values]
    assert criteria == Criterion.values
    assert asked.index("done_on") < asked.index("presence") < asked.index("since")
    assert asked.index("went_to") < asked.index(criteria[0])
    assert asked[-2:] == ["remarks", "file"]


def test_the_sheets_of_a_village_are_one_pdf_and_each_is_in_the_read_log(
    plan, office, jelena
):
    visits = plan(number=3)
    answer = office.post("/monitoring/sheets/", {"chosen": [v.pk for v in visits]})
    assert answer.headers["Content-Type"] == "application/pdf"
    texts = pages_of(answer.getvalue())
    assert len(texts) == 3
    for visit, text in zip(visits, texts, strict=True):
        assert visit.reference in text
    with system():
        read = ReadEntry.objects.filter(user_id=jelena.pk)
        assert set(read.values_list("record_id", flat=True)) == {v.pk for v in visits}


def test_no_sheet_of_another_office_is_printed(plan, office, register, arta):
    [mine] = plan()
    with system():
        foreign = plan_visit(
            register(at=PEJA, by=arta).household, by=arta, on=TODAY() + timedelta(1)
        )
    chosen = [mine.pk, foreign.pk, 2**62]
    texts = pages_of(office.post("/monitoring/sheets/", {"chosen": chosen}).getvalue())
    assert len(texts) == 1
    assert mine.reference in texts[0]


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], [2**62]])
def test_choosing_nothing_prints_nothing(office, chosen):
    answer = office.post("/monitoring/sheets/", {"chosen": chosen})
    assert answer["Location"] == "/monitoring/"


def test_a_long_name_of_a_village_stays_on_one_page(plan):
    [visit] = plan(language="tr")
    with system():
        village = visit.household.place_of_return
        for column in ("name_sq", "name_sr_latn"):
            setattr(village, column, "Veryverylongnameofavillage" * 4)
        village.save()
    assert len(printed([visit])) == 1
