"""What people in the offices do with a request, one sentence each; every click is one they can see."""

import re
import uuid

from playwright.sync_api import expect

from e2e.papers import photographed, scanned_pdf, words_of

NEXT = ".next"
ADDRESS = re.compile(r"/public/\S+?\?number=\S+&code=(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")
MISSING = ".next .check li.open a"


class Desk:
    """A person of an office at work on requests."""

    def __init__(self, person, story):
        self.person = person
        self.page = person.page
        self.story = story

    def comes_to_work(self):
        """Open the portal: the page of my work, in my own language."""
        self.person.opens("/")
        self.person.chooses_language()

    # The municipal officer

    def registers_the_family(self, kind=1):
        """Register the household at the counter; the address of its request."""
        story = self.story
        self.person.chooses_place("/requests/")
        self.person.follows("main a[href='/search/registration/']")
        # Looked for first; what was typed stands in the form then.
        self.person.fills(surname=story.surname, given_name=story.given_name)
        self.person.submits()
        self.person.follows("main a[href^='/requests/register/?']")
        self.person.fills(
            birth_date="1963-05-03",
            paper_number=f"99{uuid.uuid4().int % 10**8:08d}",
            place_of_return=1,
            language=story.language,
            current_address=story.lives_at,
            request_type=kind,
        )
        self.person.submits()
        self.person.sees("[role=status] .note.good")
        return re.search(r"/requests/\d+/", self.page.url)[0]

    def fills_in_what_is_missing(self):
        """Follow the Next step card to what it says is missing: the displacement."""
        self.person.follows(MISSING)
        assert "/displacement/" in self.page.url
        self.person.fills(
            place_of_origin=1, displaced_on="1999-06-20", country=1, place="X"
        )
        self.person.submits()

    def says_that_the_family_is_back(self):
        """Follow the card to what it says of a family that is only visited: it has returned."""
        self.person.follows(MISSING)
        self.person.fills(already_returned=True)
        self.person.submits()

    def takes_the_step(self, name, **answers):
        """Take one step that the Next step card offers, answering what it asks."""
        self.person.follows(f"{NEXT} a[href*='/step/{name}/']")
        self.person.fills(**answers)
        self.person.submits()
        self.person.sees("[role=status] .note.good")

    def is_told_what_is_missing(self):
        """The card names the missing papers, and its main button returns the request."""
        self.person.sees(MISSING)
        expect(self.page.locator(f"{NEXT} .btn-primary")).to_have_attribute(
            "href", re.compile("/step/return/")
        )

    def attaches_every_missing_paper(self):
        """Follow the card to the papers and attach them: scans and photographs."""
        self.person.follows(MISSING)
        makers = (scanned_pdf, photographed)
        attach = ".card .check li.open a[href*='/papers/add/']"
        missing = self.page.locator(attach)
        number = missing.count()
        assert number, "no paper is said to be missing"
        for turn in range(number):
            self.person.follows(attach)
            self.person.fills(file=makers[turn % 2](f"{self.story.surname} {turn}"))
            self.person.submits()
        expect(missing).to_have_count(0)

    def verifies(self):
        """Fill in the worksheet that the card asks for, all of it at once, and verify."""
        self.person.follows(MISSING)
        lines = "identity displacement title household duplicates earlier_assistance"
        findings = {f"result_{line}": "in_order" for line in lines.split()}
        findings |= {
            "result_field_visit": "not_needed",
            "note_field_visit": self.story.reasons[:60],
        }
        self.person.fills(**findings)
        self.person.submits()
        self.person.sees("[role=status] .note.good")
        self.takes_the_step("verify")

    # Everybody

    def finds_the_request(self, reference):
        """Find the request by its number in the one search box and open it."""
        self.page.fill("[data-search]", reference)
        self.page.press("[data-search]", "Enter")
        self.page.wait_for_url("**/search/?q=*")
        self.person.follows(".found a[href^='/requests/']")
        expect(self.page.locator(".record-head")).to_contain_text(reference)

    def reference(self):
        """The number of the request as it stands on its page."""
        return re.search(
            r"RR-\d{4}-\d+", self.page.locator(".record-head").inner_text()
        )[0]

    def takes_the_newest_letter(self):
        """Open the letters and download the newest; its number and its bytes."""
        self.person.follows(".tabs a[href$='/letters/']")
        newest = "tbody a.ref[href^='/letters/']"
        number = re.search(
            r"[A-Z]{2}-\d{4}-\d+", self.page.locator(newest).first.inner_text()
        )[0]
        return number, self.person.downloads(newest)

    # The ministry

    def approves(self):
        """Approve, saying why in the family's language."""
        step = f"{NEXT} a[href*='/step/approve/']"
        self.person.follows(step)
        self.person.fills(**{f"reasons_{self.story.field}": self.story.reasons})
        self.names_the_translators()
        self.person.presses()
        # The reasons are told to the family in its own language only: the portal asks why.
        self.says_why_the_versions_differ()
        self.person.submits()
        self.person.sees(".record-head .pill.good")

    def names_the_translators(self):
        """Every version but the original has somebody who translated it."""
        for field in self.page.locator("[name^=translator_]").all():
            field.fill("Vjosa Hasani")

    def says_why_the_versions_differ(self):
        """Answer each flagged difference between the versions."""
        differences = self.page.locator("[name^=why_]")
        expect(differences).not_to_have_count(0)
        for field in differences.all():
            field.fill(self.story.reasons[:60])

    def makes_the_report(self):
        """Ask for the report, wait until it is made, and take its sheet along."""
        self.person.chooses_place("/reports/")
        self.person.follows("main a[href^='/reports/new/']")
        self.person.fills(purpose=self.story.reasons[:60])
        self.person.submits()
        ready = self.page.locator("main a[href$='/xlsx/']")
        # The page looks again by itself until the report is there.
        expect(ready).to_be_visible(timeout=90_000)
        return self.person.downloads("main a[href$='/xlsx/']")


class Family:
    """The family at home with its papers and any browser, without an account."""

    def __init__(self, person, story):
        self.person = person
        self.page = person.page
        self.story = story

    def asks(self, path, number, code):
        """Type number and code from the paper on a public page."""
        self.person.opens("/public/")
        self.person.follows(f"main a[href='{path}']")
        self.person.fills(number=number, code=code)
        self.person.submits()
        return self.page.locator("main").inner_text()

    def scans(self, letter):
        """Open the address that the square picture holds."""
        address = ADDRESS.search(_joined(letter))
        self.person.opens(address[0])
        return self.page.locator("main").inner_text()

    def reads(self, letter):
        """The words of the letter, which are in the family's language and script."""
        words = words_of(letter)
        assert self.story.ministry in words
        return words


def _joined(letter):
    """The foot of a letter without the breaks of its lines."""
    return words_of(letter).replace(" ", "")
