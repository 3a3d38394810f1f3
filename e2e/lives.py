"""What the offices do from the decision to the closed file, one sentence each, and what families then hold in their hands."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from e2e.office import NEXT, Desk
from e2e.papers import CYRILLIC, code_on, words_of
from e2e.stories import ENGLISH

# What is written in each language of a letter; the family's own is asserted in its letter.
WORDS = {
    "sq": "Prona nuk është dëshmuar me fletë poseduese.",
    "sr": "Својина није доказана поседовним листом.",
}
OBLIGATIONS = {
    "sq": "Familja jeton në shtëpi dhe nuk e shet.",
    "sr": "Породица живи у кући и не продаје је.",
}
SEEN = {"sq": "Themelet dhe kulmi janë kryer.", "sr": "Темељи и кров су завршени."}
GROUNDS = {
    "sq": "Fletën poseduese e kemi dorëzuar.",
    "sr": "Поседовни лист смо предали.",
}
# Where each kind of request stands in the list.
KINDS = {"house": 1, "material": 2, "financial_aid": 3, "monitoring": 5}
LETTERS = "tbody a.ref[href^='/letters/']"


def day(ago=0):
    """So many days ago, as a date field takes it."""
    return (date.today() - timedelta(days=ago)).isoformat()


class ReturnDesk(Desk):
    """A person of an office at work on a request whose life goes on after the decision."""

    # Decisions and what follows from them

    def decides(self, step):
        """Take a step that ends in a letter of its own wording: say why in every language of it."""
        self.person.follows(f"{NEXT} a[href*='/step/{step}/']")
        for field in self.page.locator("textarea[name^=reasons_]").all():
            language = field.get_attribute("name").removeprefix("reasons_")
            field.fill(WORDS[language])
        self.names_the_translators()
        self.person.presses()
        if self.page.locator("[name^=why_]").count():
            self.says_why_the_versions_differ()
            self.person.presses()
        self.person.sees("[role=status] .note.good")

    def serves_the_newest_letter(self, ago=0):
        """Hand the letter over and write down who took it and when."""
        self.person.follows(".tabs a[href$='/letters/']")
        self.person.follows("tbody a[href$='/service/add/']")
        self.person.fills(
            way="in_person",
            sent_on=day(ago),
            served_on=day(ago),
            outcome="served",
            received_by=self.story.given_name,
            relation="addressee",
        )
        self.person.submits()
        self.person.sees("[role=status] .note.good")

    # From the approval to the key

    def commits_funds(self):
        """Follow the card to the funds that the agreement waits for, and commit them."""
        self.person.follows(f"{NEXT} a[href$='/funding/add/']")
        self.person.fills(fund=1, amount="28000")
        self.person.submits()
        self.person.sees("[role=status] .note.good")

    def enters_the_home(self):
        """Say where the family wants to live, with the paper that shows the title."""
        self.person.follows(".tabs a[href$='/property/']")
        self.person.follows("main a[href$='/properties/add/']")
        self.person.fills(
            kind="house",
            cadastral_zone="Zona 1",
            parcel_number="P-71914061-00017-0",
            relation="owner",
            title="possession_list",
        )
        self.person.submits()
        self.person.sees("[role=status] .note.good")

    def signs_the_agreement(self):
        """What the family and the ministry owe each other, in the family's language."""
        self.takes_the_step(
            "sign_agreement",
            signed_on=day(),
            signed_by=f"{self.story.given_name} {self.story.surname}",
            obligations=OBLIGATIONS[self.story.language],
            no_sale_until=day(-3650),
        )

    def reports_on_the_works(self, percent):
        """Say how far the house has come."""
        self.person.follows(".tabs a[href$='/works/']")
        self.person.follows("main a[href$='/works/report/']")
        words = SEEN[self.story.language]
        self.person.fills(seen_on=day(), percent=str(percent), words=words)
        self.person.submits()
        expect(self.page.locator("main")).to_contain_text(f"{percent} %")

    def accepts_the_works(self):
        self.takes_the_step(
            "accept_works", looked_on=day(), members="Ing. Berisha", result="accepted"
        )

    def hands_over_the_keys(self):
        self.takes_the_step(
            "hand_over",
            handed_on=day(),
            received_by=f"{self.story.given_name} {self.story.surname}",
            keys="3",
            electricity="EL-00421",
            water="W-17",
        )

    # Once the family is back

    def visits_the_family(self):
        """Plan a visit and type what was found in the village."""
        self.person.follows("main a[href^='/households/']")
        home = re.search(r"/households/\d+/", self.page.url)[0]
        self.person.opens(f"{home}monitoring/add/")
        self.person.fills(planned_for=day())
        self.person.submits()
        self.person.follows("main a[href$='/enter/']")
        self.person.fills(
            done_on=day(),
            visited_by="Vjosa",
            presence="present",
            safety="met",
            living="met",
        )
        self.person.submits()
        self.person.opens(f"{home}visits/")
        expect(self.page.locator("main table.compare")).to_be_visible()

    def appeals(self):
        """Enter the family's appeal against the decision."""
        self.takes_the_step(
            "appeal",
            filed_on=day(),
            filed_by=f"{self.story.given_name} {self.story.surname}",
            grounds=GROUNDS[self.story.language],
        )

    def closes(self):
        """The family has stayed: the file is closed."""
        self.takes_the_step("close", reason=self.story.reasons)

    # What the family holds in its hands

    def gives_out_every_letter(self):
        """Open the letters and take every one along: number and bytes, the oldest first."""
        self.person.follows(".tabs a[href$='/letters/']")
        links = self.page.locator(LETTERS)
        found = []
        for place in range(links.count()):
            link = links.nth(place)
            number = re.search(r"[A-Z]{2}-\d{4}-\d+", link.inner_text())[0]
            with self.page.expect_download() as coming:
                link.click()
            found.append((number, coming.value.path().read_bytes()))
        return found[::-1]


def read_back(letters, reference, story):
    """The words of the letters of a request, each in the family's language and with a code of its own."""
    texts, codes = [], set()
    for number, letter in letters:
        words = words_of(letter)
        assert number in words
        assert reference in words, number
        assert story.ministry in words, number
        assert story.surname in words, number
        assert bool(CYRILLIC.search(story.surname)) is story.cyrillic
        assert not [word for word in ENGLISH if word in words], number
        codes.add(code_on(letter))
        texts.append(words)
    assert len(codes) == len(letters)
    return texts


class Office:
    """The people of a story around one request."""

    reference = ""

    def __init__(self, signed_in, story):
        self.signed_in = signed_in
        self.story = story

    def take(self, name):
        """Somebody sits down, in the language of the story, at the request if there is one."""
        desk = ReturnDesk(self.signed_in(name, self.story.language), self.story)
        desk.comes_to_work()
        if self.reference:
            desk.finds_the_request(self.reference)
        return desk

    @property
    def officer(self):
        return f"officer.{self.story.office}"

    def asked_for(self, kind):
        """A family registers and submits; who serves it, and the code on its receipt."""
        desk = self.take(self.officer)
        desk.registers_the_family(KINDS[kind])
        self.reference = desk.reference()
        desk.fills_in_what_is_missing()
        if kind == "monitoring":
            desk.says_that_the_family_is_back()
        desk.takes_the_step("submit")
        _number, receipt = desk.takes_the_newest_letter()
        self.code = code_on(receipt)
        desk.finds_the_request(self.reference)
        return desk

    def checked(self, desk):
        """The papers come in and everything is checked."""
        desk.attaches_every_missing_paper()
        desk.finds_the_request(self.reference)
        desk.verifies()

    def before_the_ministry(self, kind):
        """A request of a kind goes through the municipality."""
        desk = self.asked_for(kind)
        self.checked(desk)
        desk.takes_the_step("forward")
        head = self.take(f"head.{self.story.office}")
        head.takes_the_step(
            "give_opinion", opinion="favourable", reason=self.story.reasons
        )

    def approved(self, kind):
        """A request of a kind is approved by the ministry."""
        self.before_the_ministry(kind)
        secretary = self.take("central.secretary")
        secretary.approves()
        return secretary

    def followed_to_the_end(self):
        """The family is visited at home and the file closed."""
        officer = self.take(self.officer)
        officer.visits_the_family()
        head = self.take(f"head.{self.story.office}")
        head.closes()
        return head
