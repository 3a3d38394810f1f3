"""What the two municipalities of the tests have in their files, part by part."""

import uuid
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.factories import make_user, municipality
from accounts.models import Cover, User
from accounts.roles import Role
from cases import services
from cases.factories import (
    come_home,
    deliver,
    look_at,
    make_assistance,
    make_property,
    make_request,
    make_visit,
    plan_visit,
    scanned,
)
from cases.models import (
    Acceptance,
    Appeal,
    Change,
    CourtCase,
    CourtesyView,
    Decision,
    EmergencyReading,
    ExternalIdentifier,
    FollowUp,
    Handover,
    Household,
    Import,
    ImportRow,
    Merge,
    Person,
    Property,
    Request,
    RequestType,
    VisitEvent,
    WorksReport,
)
from cases.services import transfers
from cases.services.changes import ask_for
from cases.services.imports import map_columns, upload_register
from collective_centers.models import CollectiveCentre
from commissions.models import (
    Commission,
)
from core import calendar_addresses, form_tokens, printing, protocol, serving
from core.models import (
    BulkRow,
    BulkRun,
    CalendarFeed,
    Job,
    Municipality,
    ProtocolEntry,
    ReadEntry,
    Service,
)
from core.scoping import system
from reports.models import Subscription

# Neither of the two municipalities whose walls are tried.
THIRD = "04"


def commissions(place: Municipality, officer: User) -> dict:
    """The commission in office, and an earlier one in which nobody sits."""
    act = {"municipality": place, "kind": Commission.Kind.MUNICIPAL, "quorum": 1}
    act |= {"act_number": f"Act{place.code}", "act_date": date(2020, 1, 5)}
    act |= {"created_by": officer}
    earlier = {"term_from": date(2019, 1, 10), "term_until": date(2019, 12, 31)}
    return {
        "commission": Commission.objects.create(term_from=date(2020, 1, 10), **act),
        "spare_commission": Commission.objects.create(**earlier, **act),
    }


def given(draft: Request, officer: User, head: User) -> dict:
    """Firewood that was granted and delivered in part, and food that is only planned."""
    code, household = draft.municipality.code, draft.household
    line, spare = (
        make_assistance(
            household,
            stage,
            kind=kind,
            by=officer,
            head=head,
            description=f"Given{code}",
        )
        for stage, kind in (("granted", "firewood"), ("planned", "food"))
    )
    delivery = deliver(line, by=officer, received_by=household.head)
    return {"assistance": line, "spare_assistance": spare, "delivery": delivery}


def after_the_decision(request: Request, officer: User) -> dict:
    """What hangs on a file after its decision: works, keys, an appeal and a lawsuit that are over."""
    day, about = date(2026, 3, 2), {"request": request}
    decision = request.decisions.get(is_live=True)
    report = WorksReport.objects.create(
        **about, seen_on=day, percent=40, words="Roof.", reported_by=officer
    )
    acceptance = Acceptance.objects.create(
        **about, looked_on=day, members="Two", result="accepted", recorded_by=officer
    )
    handover = Handover.objects.create(
        **about, handed_on=day, received_by="Head", keys=1, handed_by=officer
    )
    over = {"filed_on": day, "decision": decision}
    Appeal.objects.create(
        **about, **over, filed_by="Head", grounds="Grounds.", stood_at="approved",
        received_by=officer, outcome="dismissed", decided_on=day, decided_by=officer,
    )  # fmt: skip
    CourtCase.objects.create(
        **about, **over, court="Court", outcome="confirmed", ruled_on=day
    )
    return {
        "funding": request.fundings.get(),
        "works_report": report,
        "acceptance": acceptance,
        "handover": handover,
    }


def traces(place: Municipality, officer: User, draft: Request) -> None:
    """What somebody leaves behind who opens a file, sends a form and wishes a report."""
    ReadEntry.objects.create(
        user_id=officer.pk, municipality_id=place.pk, record_id=draft.pk, what="test"
    )
    form_tokens.claim(uuid.uuid4(), user_id=officer.pk)
    Subscription.objects.create(owner=officer, report="waiting-times")
    token = calendar_addresses.hashed(f"calendar-of-{place.code}")
    CalendarFeed.objects.create(owner=officer, token_hash=token)
    bulk_run(officer, draft)


def bulk_run(owner: User, *records) -> BulkRun:
    """A finished step with many records and its paper."""
    with system():
        name = f"{uuid.uuid4().hex}.pdf"
        folder = Path(settings.PRIVATE_ROOT) / printing.FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"%PDF-")
        run = BulkRun.objects.create(owner=owner, action="assign", file=name)
        run.job = Job.objects.create(
            owner=owner, kind="bulk", params={"run": run.pk}, state=Job.State.SUCCEEDED
        )
        run.save()
        for record in records:
            BulkRow.objects.create(
                owner=owner,
                run=run,
                record_id=record.pk,
                reference=record.reference,
                state=BulkRow.State.DONE,
                trace={"before": None, "to": owner.pk},
                at=timezone.now(),
            )
        return run


def visits(draft: Request, spare: Household, officer: User) -> dict:
    """A visit with one family and one without, a planned look, and a family that has left after one."""
    family, day = draft.household, date(2026, 3, 2)
    words = f"Hosts{family.municipality.code}"
    event = make_visit(family, by=officer, hosts=words)
    bare = VisitEvent(municipality_id=spare.municipality_id, kind="field", held_on=day)
    bare.elsewhere = words
    services.visits.record_visit(event=bare, by=officer)
    come_home(family, by=officer, on=day, programme=words)
    look_at(family, by=officer, on=day, presence="left")
    return {
        "visit": event,
        "spare_visit": bare,
        "planned": plan_visit(family, by=officer, on=day, request=draft),
        "spare_monitoring": plan_visit(spare, by=officer, on=day),
        "follow_up": FollowUp.objects.get(household=family),
    }


def registers(place: Municipality, officer: User, draft: Request) -> dict:
    """An old register that is being prepared, one that was imported with a held row, and one without rows."""
    code, person = place.code, draft.household.head
    book = f"Given name;Surname;Phone\nGiven{code};Surname{code}Old;+38300{code}777\n"
    register, done, spare = (
        upload_register(
            by=officer,
            municipality=place,
            source=f"Register{code}",
            language="en",
            uploaded=SimpleUploadedFile(f"Register{code}.csv", book.encode()),
        )
        for _number in range(3)
    )
    map_columns(
        register=register,
        mapping=register.columns,
        date_order="dmy",
        layout=register.layout,
    )
    Import.objects.filter(pk=done.pk).update(state="finished", rows_in=1, held=1)
    held = ImportRow.objects.create(
        run=done,
        line=2,
        cells=[f"Given{code}", f"Surname{code}Old"],
        outcome="held",
        alike=[person.pk],
        person=person,
        household=draft.household,
    )
    ExternalIdentifier.objects.create(
        person=person,
        household=draft.household,
        kind="person",
        source=f"Register{code}",
        number=f"NUMBER-{code}",
    )
    return {"register": register, "held_row": held, "spare_import": spare}


def served(decided: Request, officer: User) -> Service:
    """A decision on its way, with a slip."""
    letter = decided.decisions.get().letter
    return serving.record_service(
        letter=letter,
        way=Service.Way.REGISTERED_POST,
        sent_on=letter.issued_on,
        evidence=scanned("slip"),
        by=officer,
    )


def came_in(place: Municipality, officer: User) -> ProtocolEntry:
    """An act that came in and belongs to no file yet."""
    entry = ProtocolEntry(
        act=ProtocolEntry.Act.ANSWER,
        correspondent=f"Correspondent{place.code}",
        subject=f"Subject{place.code}",
    )
    return protocol.enter_act(
        entry=entry, municipality_id=place.pk, scan=scanned("act"), by=officer
    )


def centre(place: Municipality) -> CollectiveCentre:
    return CollectiveCentre.objects.create(
        municipality=place, name=f"Centre{place.code}", condition="open", source="test"
    )


def proposal(request: Request, officer: User) -> Change:
    """A change on which a submitted request rests, so that it waits."""
    household = request.household
    change = Change(kind=Change.Kind.EDIT_PERSON, household=household)
    change.person = household.head
    change.now = {"given_name": household.head.given_name}
    change.proposed = {"given_name": f"Given{request.municipality.code}Changed"}
    return ask_for(change=change, by=officer)


def family(place: Municipality, officer: User, which: str) -> Request:
    code = place.code
    request = make_request(
        at=place,
        by=officer,
        surname=f"Surname{code}{which}",
        given_name=f"Given{code}",
        language="en",
        paper_number=f"PAPER-{code}-{which}",
        phone=f"+38300{code}777",
        current_address=f"Address{code}",
    )
    make_property(
        request.household,
        by=officer,
        parcel_number=f"Parcel{code}",
        owner=f"Owner{code}",
    )
    return request


def elsewhere(place: Municipality, draft: Request, head: User) -> dict:
    """A family the office would give away, one of a third office that it gave away, and files opened in an emergency."""
    third = municipality(THIRD)
    guest = make_user(f"Guest {place.code}", Role.OFFICER, at=THIRD)
    asked = transfers.ask_for_transfer(
        household=draft.household, to=third, reason=f"Moves{place.code}", by=guest
    )
    gone = family(third, guest, f"Gone{place.code}").household
    for file, reader in ((draft.household, third), (gone, place)):
        CourtesyView.objects.create(
            household=file, reader=reader, until=timezone.localdate()
        )
    now = timezone.now()
    opened = EmergencyReading.objects.create(
        household=draft.household,
        household_number=draft.household.reference,
        reader=third,
        opened_by=guest,
        until=now + timedelta(hours=1),
        reason=f"Pressing{place.code}",
    )
    past = timezone.localdate() - timedelta(days=9)
    cover = Cover.objects.create(
        absent=head,
        covering=make_user(f"Cover {place.code}", Role.OFFICER, at=place.code),
        municipality=place,
        valid_from=past,
        valid_until=past,
        arranged_by=guest,
    )
    return {
        "transfer": asked,
        "given_away": gone,
        "emergency": opened,
        "cover": cover,
    }


def merged(place: Municipality, officer: User) -> Merge:
    """Two entries of one person that were found to be one."""
    kept, dropped = (
        Person(municipality=place, surname=f"Surname{place.code}Twin", given_name=name)
        for name in ("Twin", "Twyn")
    )
    for person in (kept, dropped):
        services.save_person(person=person)
    return services.merge_persons(
        keep=kept, drop=dropped, choices={}, reason="The same card.", by=officer
    )


def spares(place: Municipality, officer: User) -> dict:
    """Parents without children, onto which a test may try to hang foreign ones."""
    person = Person.objects.create(
        municipality=place, surname=f"Surname{place.code}Spare", given_name="Spare"
    )
    household = Household.objects.create(municipality=place, language="en")
    kind = RequestType.objects.get(code="material")
    request = services.open_request(by=officer, household=household, request_type=kind)
    decision = Decision.objects.create(
        request=request,
        outcome="approved",
        decided_on=date(2026, 1, 5),
        decided_by=officer,
        is_live=False,
    )
    return {
        "spare_person": person,
        "spare_household": household,
        "spare_request": request,
        "spare_decision": decision,
        "spare_property": Property.objects.create(
            household=household,
            kind="land",
            located_in=place,
            parcel_number=f"Parcel{place.code}Spare",
            relation="owner",
        ),
    }


def report_run(owner: User) -> Job:
    """A finished report with its sheet."""
    folder = Path(settings.PRIVATE_ROOT) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}.csv"
    path.write_text("a;b\n")
    with system():
        return Job.objects.create(
            owner=owner,
            kind="report",
            params={"report": "waiting-times"},
            state=Job.State.SUCCEEDED,
            finished_at=timezone.now(),
            result={
                "lines": [],
                "rows": 0,
                "made_at": timezone.now().isoformat(),
                "files": {"csv": {"path": path.name, "sha256": ""}},
            },
        )
