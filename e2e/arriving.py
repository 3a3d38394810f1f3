"""How a page is come to: opened, sent empty, refused; and who opens it."""

from collections.abc import Callable
from dataclasses import dataclass

ALL_LANGUAGES = ("sq", "sr", "sr-latn", "en")
# Only what families read without an account is there in these too.
OF_FAMILIES = ("tr", "bs")


NOBODY = ""


OFFICER, HEAD, SECRETARY = "officer.strpce", "head.strpce", "central.secretary"


CASEWORKER, HOUSING, ADMINISTRATOR = "caseworker", "housing", "administrator"


def shown(person, path):
    """Just open it: it is the page, and not the one that says why there is none."""
    assert person.opens(path).ok, path


def refused(person, path):
    """Open what there is not, or not for this person."""
    assert not person.opens(path).ok, path


def posted_empty(person, path):
    """Send the form without answers: the page that says what is wrong."""
    person.opens(path)
    typed = "main form :is([type=text], [type=email], textarea)"
    person.page.locator(typed).evaluate_all(
        "fields => fields.forEach(field => { field.value = '' })"
    )
    person.presses()
    person.sees("[data-error-summary], .invalid-feedback")


def against_without_reason(person, path):
    """Vote against and say nothing."""
    person.opens(path)
    person.page.locator("button[data-key='2']").click()
    person.sees("[data-error-summary], .invalid-feedback")


def against_without_note(person, path):
    """Find something not in order and say nothing about it."""
    person.opens(path)
    person.fills(result_identity="not_in_order", note_identity="")
    person.presses()
    person.sees("[data-error-summary], .invalid-feedback")


def without_token(person, path):
    """Send a form whose session has ended."""
    person.opens(path)
    person.page.evaluate(
        "() => document.querySelectorAll('[name=csrfmiddlewaretoken]')"
        ".forEach(field => { field.value = 'x'.repeat(64) })"
    )
    person.presses()


def refused_ticket(person, path):
    """Number and code that do not fit together."""
    person.opens(path)
    person.fills(number="RR-2026-000000", code="AAAA-BBBB-CCCC-DDDD")
    person.presses()


def wrong_password(person, path):
    """A password that is wrong."""
    person.opens(path)
    person.fills(username=f"{person.language}@wrong.invalid", password="wrong")
    person.presses()


def unfolded(person, path):
    """All menus of the page unfolded."""
    person.opens(path)
    person.page.evaluate(
        "() => document.querySelectorAll('details').forEach(menu => { menu.open = true })"
    )


def first_of(stage, tail=""):
    """The first request in a stage, found in the list as anybody would."""
    return first_in(f"/requests/?stage={stage}", tail)


def first_in(listing, tail=""):
    """The first record of a list, or a page of it."""

    def found(person):
        person.page.goto(person.url + listing)
        return person.page.locator("tbody a.ref").first.get_attribute("href") + tail

    return found


def first_link(page_of, selector):
    """Where the first such link of another page leads."""

    def found(person):
        path = page_of(person) if callable(page_of) else page_of
        person.page.goto(person.url + path)
        return person.page.locator(selector).first.get_attribute("href")

    return found


def link_in_a_stage(stage, tail, selector):
    """Where such a link leads, on the first request of a stage that has one."""

    def found(person):
        person.page.goto(f"{person.url}/requests/?stage={stage}")
        rows = person.page.locator("tbody a.ref")
        for path in rows.evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            person.page.goto(person.url + path + tail)
            links = person.page.locator(selector)
            if links.count():
                return links.first.get_attribute("href")
        raise AssertionError(f"nothing leads on from {stage}")

    return found


@dataclass(frozen=True)
class Visit:
    """One page as one person meets it."""

    name: str
    who: str
    path: str | Callable
    how: Callable = shown

    @property
    def languages(self):
        """In which languages it is read."""
        return ALL_LANGUAGES if self.who else ALL_LANGUAGES + OF_FAMILIES
