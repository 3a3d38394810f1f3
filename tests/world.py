"""Two municipalities with their people and files: the world in which the walls are tried."""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.factories import make_user, municipality
from accounts.models import User
from accounts.roles import REACH, Role
from cases import services
from cases.factories import hand_in, make_request, make_subject_request, walk
from cases.models import (
    Change,
    Decision,
    DuplicatePair,
    ExternalIdentifier,
    Household,
    Import,
    ImportRow,
    Member,
    Merge,
    Person,
    Request,
    RequestType,
    SubjectRequest,
)
from cases.services import duplicates
from cases.services.changes import ask_for
from cases.services.imports import map_columns, upload_register
from collective_centers.models import CollectiveCentre
from core import form_tokens
from core.models import Document, Job, Letter, Municipality, Note, ReadEntry, Settlement
from core.scoping import system
from housing.factories import make_building
from housing.models import Building
from reports.models import Subscription

OWN, OTHER = "23", "17"
MISSING = 2**62
ANONYMOUS, DISABLED = "anonymous", "disabled"
PERSONAS = (*(role.value for role in Role), ANONYMOUS, DISABLED)


@dataclass
class Office:
    """A municipality with a few files, and the words that must never be read elsewhere."""

    place: Municipality
    officer: User
    head: User
    draft: Request
    decided: Request
    spare_person: Person
    spare_household: Household
    spare_request: Request
    spare_decision: Decision
    merge: Merge
    building: Building
    spare_building: Building
    centre: CollectiveCentre
    change: Change
    document: Document
    letter: Letter
    job: Job
    right: SubjectRequest
    register: Import
    held_row: ImportRow
    spare_import: Import
    canaries: tuple[str, ...]
    # A pair with an entry of the other municipality: its page is blind.
    duplicate: DuplicatePair = field(init=False)

    @property
    def member(self) -> Member:
        """The head of the draft's household, as a member of it."""
        with system():
            return Member.objects.get(household=self.draft.household, left_on=None)


@dataclass
class World:
    """Everybody and everything of the tests; nothing of it outlives the module."""

    own: Office
    other: Office
    people: dict[str, User]

    def client(self, persona: str, **options) -> Client:
        """A browser in which this person has signed in; the disabled one was disabled afterwards."""
        client = Client(raise_request_exception=False, **options)
        if persona == ANONYMOUS:
            return client
        user = self.people[persona]
        client.force_login(user)
        if persona == DISABLED:
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client


def build() -> World:
    with system():
        ministry = make_user("Ministry Secretary", Role.CENTRAL_SECRETARY)
        own, other = (_office(code, ministry) for code in (OWN, OTHER))
        _compare(own, other)
        people = {role.value: _person(role) for role in Role}
        people[DISABLED] = make_user("Disabled Officer", Role.OFFICER, at=OWN)
    return World(own=own, other=other, people=people)


def _compare(own: Office, other: Office) -> None:
    """Find the pair that the heads of the two drafts are, one side for each office."""
    heads = [office.draft.household.head_id for office in (own, other)]
    duplicates.refresh(heads)
    for office, pair in ((own, heads), (other, heads[::-1])):
        office.duplicate = DuplicatePair.objects.get(person=pair[0], other=pair[1])


def _person(role: Role) -> User:
    place = OWN if REACH[role].municipal else ""
    return make_user(f"{role.value.replace('_', ' ')} of the tests", role, at=place)


def _office(code: str, ministry: User) -> Office:
    place = municipality(code)
    officer = make_user(f"Officer {code}", Role.OFFICER, at=code)
    head = make_user(f"Head {code}", Role.OFFICE_HEAD, at=code)
    draft, decided = (_family(place, officer, name) for name in ("Draft", "Decided"))
    hand_in(draft, by=officer)
    decided = walk(decided, "approved", officer=officer, head=head, ministry=ministry)
    for request in (draft, decided):
        note = Note(text=f"Note{code}")
        services.write_note(record=request, note=note, by=officer)
    services.assign_request(request=decided, to=officer)
    spares = _spares(place, officer)
    change = _proposal(decided, officer)
    village = Settlement.objects.filter(municipality=place).first()
    ReadEntry.objects.create(
        user_id=officer.pk, municipality_id=place.pk, record_id=draft.pk, what="test"
    )
    form_tokens.claim(uuid.uuid4(), user_id=officer.pk)
    Subscription.objects.create(owner=officer, report="waiting-times")
    return Office(
        place=place,
        officer=officer,
        head=head,
        draft=draft,
        decided=decided,
        **spares,
        merge=_merged(place, officer),
        building=make_building(village, by=officer, name=f"Block{code}"),
        spare_building=Building.objects.create(
            municipality=place, name=f"Block{code}", settlement=village, owner="nobody"
        ),
        centre=_centre(place),
        change=change,
        document=Document.objects.filter(record_id=draft.pk).first(),
        letter=Letter.objects.filter(record_id=decided.pk).first(),
        job=report_run(officer),
        right=make_subject_request(draft, "prepared", by=officer, second=ministry),
        **_registers(place, officer, draft),
        canaries=(*_canaries(code, draft, decided), change.reference),
    )


def _registers(place: Municipality, officer: User, draft: Request) -> dict:
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


def _centre(place: Municipality) -> CollectiveCentre:
    return CollectiveCentre.objects.create(
        municipality=place, name=f"Centre{place.code}", condition="open", source="test"
    )


def _proposal(request: Request, officer: User) -> Change:
    """A change on which a submitted request rests, so that it waits."""
    household = request.household
    change = Change(kind=Change.Kind.EDIT_PERSON, household=household)
    change.person = household.head
    change.now = {"given_name": household.head.given_name}
    change.proposed = {"given_name": f"Given{request.municipality.code}Changed"}
    return ask_for(change=change, by=officer)


def _family(place: Municipality, officer: User, which: str) -> Request:
    code = place.code
    return make_request(
        at=place,
        by=officer,
        surname=f"Surname{code}{which}",
        given_name=f"Given{code}",
        language="en",
        paper_number=f"PAPER-{code}-{which}",
        phone=f"+38300{code}777",
        current_address=f"Address{code}",
    )


def _canaries(code: str, *requests: Request) -> tuple[str, ...]:
    words = [f"Surname{code}", f"Given{code}", f"Address{code}", f"Note{code}"]
    words += [f"Block{code}", f"Centre{code}"]
    words += [f"Register{code}", f"NUMBER-{code}"]
    words += [f"PAPER-{code}", f"PAPER{code}", f"+38300{code}777"]
    for request in requests:
        words += [request.reference, request.household.reference]
        words += Letter.objects.filter(record_id=request.pk).values_list(
            "number", flat=True
        )
    return tuple(words)


def _merged(place: Municipality, officer: User) -> Merge:
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


def _spares(place: Municipality, officer: User) -> dict:
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


@contextmanager
def undone():
    """Do something and leave no trace of it in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
