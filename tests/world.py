"""Two municipalities with their people and files: the world in which the walls are tried."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.factories import make_user, municipality
from accounts.models import Cover, User
from accounts.roles import REACH, Role
from cases import services
from cases.factories import (
    hand_in,
    make_field_visit,
    make_subject_request,
    walk,
)
from cases.models import (
    Acceptance,
    AssistanceLine,
    Change,
    Decision,
    Delivery,
    DuplicatePair,
    EmergencyReading,
    FieldVisit,
    FollowUp,
    Funding,
    Handover,
    Household,
    Import,
    ImportRow,
    Member,
    Merge,
    Monitoring,
    Paper,
    Person,
    Property,
    Request,
    SubjectRequest,
    Transfer,
    VisitEvent,
    VisitHousehold,
    WorksReport,
)
from cases.services import duplicates
from collective_centers.models import CollectiveCentre
from commissions.factories import plan, seat
from commissions.letters import issue_minutes
from commissions.models import (
    AgendaItem,
    Attendance,
    Commission,
    Conflict,
    Sitting,
    Vote,
)
from commissions.models import Member as Seat
from core.models import (
    Clock,
    Document,
    InstitutionRequest,
    Job,
    Letter,
    Municipality,
    Note,
    ProtocolEntry,
    Service,
    Settlement,
)
from core.scoping import system
from housing.factories import make_building
from housing.models import Building
from tests.clock_rows import clock_rows
from tests.world_parts import (
    after_the_decision,
    came_in,
    centre,
    commissions,
    elsewhere,
    family,
    given,
    merged,
    proposal,
    registers,
    report_run,
    served,
    spares,
    traces,
    visits,
)

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
    agreed: Request
    funding: Funding
    spare_person: Person
    spare_household: Household
    spare_request: Request
    spare_decision: Decision
    spare_property: Property
    merge: Merge
    transfer: Transfer
    given_away: Household
    emergency: EmergencyReading
    cover: Cover
    building: Building
    spare_building: Building
    centre: CollectiveCentre
    change: Change
    document: Document
    letter: Letter
    service: Service
    entry: ProtocolEntry
    job: Job
    right: SubjectRequest
    assistance: AssistanceLine
    spare_assistance: AssistanceLine
    delivery: Delivery
    works_report: WorksReport
    acceptance: Acceptance
    handover: Handover
    register: Import
    held_row: ImportRow
    spare_clock: Clock
    spare_import: Import
    visit: VisitEvent
    spare_visit: VisitEvent
    planned: Monitoring
    spare_monitoring: Monitoring
    follow_up: FollowUp
    canaries: tuple[str, ...]
    commission: Commission
    spare_commission: Commission
    # A pair with an entry of the other municipality: its page is blind.
    duplicate: DuplicatePair = field(init=False)
    seat: Seat = field(init=False)
    sitting: Sitting = field(init=False)
    item: AgendaItem = field(init=False)
    minutes: Letter = field(init=False)

    @property
    def member(self) -> Member:
        """The head of the draft's household, as a member of it."""
        with system():
            return Member.objects.get(household=self.draft.household, left_on=None)

    @property
    def home(self) -> Property:
        """The property of the draft's household."""
        with system():
            return Property.objects.get(household=self.draft.household)

    @property
    def field_visit(self) -> FieldVisit:
        """The visit to the place of the draft."""
        with system():
            return self.draft.field_visits.get()

    @property
    def paper(self) -> Paper:
        """The first paper of the draft."""
        with system():
            return self.draft.papers.first()

    def part(self, kind: str) -> int:
        """The first event, co-owner or claim of the property."""
        with system():
            return getattr(self.home, kind).first().pk

    @property
    def family_at_visit(self) -> VisitHousehold:
        """The line of the draft's household at the visit."""
        with system():
            return self.visit.households.get()

    @property
    def question(self) -> InstitutionRequest:
        """What another institution was asked about the decided request."""
        with system():
            return InstitutionRequest.objects.get(record_id=self.decided.pk)


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
        funder = make_user("Ministry Caseworker", Role.CASEWORKER)
        own, other = (_office(code, ministry, funder) for code in (OWN, OTHER))
        _compare(own, other)
        people = {role.value: _person(role) for role in Role}
        for office in (own, other):
            _convene(office, people)
        people[DISABLED] = make_user("Disabled Officer", Role.OFFICER, at=OWN)
    return World(own=own, other=other, people=people)


# Whoever has a right by role has the seat as well, so that the walls alone decide.
SEATS = (
    (Role.COMMISSION_SECRETARY, Seat.Role.SECRETARY),
    (Role.COMMISSION_MEMBER, Seat.Role.CHAIR),
    (Role.CENTRAL_MEMBER, Seat.Role.MEMBER),
)


def _convene(office: Office, people: dict[str, User]) -> None:
    """A planned sitting about the office's decided file, with a conflict, a vote and minutes."""
    place, commission = office.place, office.commission
    for role, seat_role in SEATS:
        holder = seat(commission, people[role.value], seat_role)
        if seat_role == Seat.Role.SECRETARY:
            second = people[Role.CENTRAL_SECRETARY.value]
            seat(commission, second, seat_role, substitute_for=holder)
    by = people[Role.CENTRAL_SECRETARY.value]
    sitting = plan(commission, [], by=by, place=f"Room{place.code}")
    item = AgendaItem.objects.create(
        sitting=sitting,
        record_id=office.decided.pk,
        record_kind="cases.request",
        place=place,
        position=1,
        reference=office.decided.reference,
        pack={"status": "", "version": 1, "documents": [], "letters": []},
        proposed="favourable",
    )
    Attendance.objects.create(sitting=sitting, member=holder, is_present=True)
    Conflict.objects.create(
        item=item, member=holder, source="declared", reason=f"Cousin{place.code}"
    )
    Vote.objects.create(item=item, member=holder, proposed="favourable", choice="for")
    office.seat, office.sitting, office.item = holder, sitting, item
    office.minutes = issue_minutes(sitting, [], by=office.officer, at=timezone.now())
    office.canaries += (
        f"Room{place.code}",
        f"Cousin{place.code}",
        sitting.reference,
        commission.reference,
        office.minutes.number,
    )


def _compare(own: Office, other: Office) -> None:
    """Find the pair that the heads of the two drafts are, one side for each office."""
    heads = [office.draft.household.head_id for office in (own, other)]
    duplicates.refresh(heads)
    for office, pair in ((own, heads), (other, heads[::-1])):
        office.duplicate = DuplicatePair.objects.get(person=pair[0], other=pair[1])


def _person(role: Role) -> User:
    place = OWN if REACH[role].municipal else ""
    return make_user(f"{role.value.replace('_', ' ')} of the tests", role, at=place)


def _houses(place: Municipality, officer: User) -> dict:
    """A building, one without dwellings, and a collective centre."""
    village, name = (
        Settlement.objects.filter(municipality=place).first(),
        f"Block{place.code}",
    )
    return {
        "building": make_building(village, by=officer, name=name),
        "spare_building": Building.objects.create(
            municipality=place, name=name, settlement=village, owner="nobody"
        ),
        "centre": centre(place),
    }


def _office(code: str, ministry: User, funder: User) -> Office:
    place = municipality(code)
    officer = make_user(f"Officer {code}", Role.OFFICER, at=code)
    head = make_user(f"Head {code}", Role.OFFICE_HEAD, at=code)
    draft, decided = (family(place, officer, name) for name in ("Draft", "Decided"))
    hand_in(draft, by=officer)
    make_field_visit(draft, by=officer, found=f"Found{code}")
    decided = walk(decided, "approved", officer=officer, head=head, ministry=ministry)
    for request in (draft, decided):
        services.write_note(record=request, note=Note(text=f"Note{code}"), by=officer)
    services.assign_request(request=decided, to=officer)
    agreed = _agreed(family(place, officer, "Agreed"), officer, head, ministry, funder)
    spare = spares(place, officer) | given(draft, officer, head)
    change = proposal(decided, officer)
    traces(place, officer, draft)
    return Office(
        place=place,
        officer=officer,
        head=head,
        draft=draft,
        decided=decided,
        agreed=agreed,
        **spare,
        merge=merged(place, officer),
        **elsewhere(place, draft, head),
        **_houses(place, officer),
        change=change,
        document=Document.objects.filter(record_id=draft.pk).first(),
        letter=Letter.objects.filter(record_id=decided.pk).first(),
        service=served(decided, officer),
        entry=came_in(place, officer),
        job=report_run(officer),
        right=make_subject_request(draft, "prepared", by=officer, second=ministry),
        **registers(place, officer, draft),
        **visits(draft, spare["spare_household"], officer),
        spare_clock=clock_rows(decided, by=officer),
        canaries=(*_canaries(code, draft, decided, agreed), change.reference),
        **commissions(place, officer),
        **after_the_decision(agreed, officer),
    )


def _agreed(request: Request, officer, head, ministry, funder) -> Request:
    """A request with funds and an agreement."""
    people = {"officer": officer, "head": head, "ministry": ministry}
    return walk(request, "agreed", **people, funder=funder)


def _canaries(code: str, *requests: Request) -> tuple[str, ...]:
    words = [f"Surname{code}", f"Given{code}", f"Address{code}", f"Note{code}"]
    words += [f"Block{code}", f"Centre{code}", f"Parcel{code}", f"Owner{code}"]
    words += [f"Correspondent{code}", f"Subject{code}", f"Act{code}"]
    words += [f"Register{code}", f"NUMBER-{code}", f"Hosts{code}"]
    words += [f"Found{code}"]
    words += [f"PAPER-{code}", f"PAPER{code}", f"+38300{code}777"]
    for request in requests:
        words += [request.reference, request.household.reference]
        words += Letter.objects.filter(record_id=request.pk).values_list(
            "number", flat=True
        )
    return tuple(words)


@contextmanager
def undone():
    """Do something and leave no trace of it in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
