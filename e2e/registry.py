"""What a clerk does in the registry: an old register brought, a family entered, a pair judged, as one clicks it."""

import random
import re
import uuid

from playwright.sync_api import expect

from e2e.portal import wait_until

OLD_REGISTER = (
    "Broj;Prezime;Ime;Datum rođenja;Broj dokumenta\n"
    "1;{surname};Željko;03.05.{year};{first}\n"
    "2;{surname};Đurđa;31.02.1961;{second}\n"
    "3;{surname};Mališa;12.11.{year};{third}\n"
)


def paper_number():
    """A number that no other paper has."""
    return f"99{uuid.uuid4().int % 10**8:08d}"


def old_register(surname):
    """A register in the letters of Windows-1250; the second row has a day that never was."""
    numbers = {each: paper_number() for each in ("first", "second", "third")}
    # Two of one given name born on one day might be one person, whatever the surname.
    year = random.SystemRandom().randint(1931, 1999)
    text = OLD_REGISTER.format(surname=surname, year=year, **numbers)
    return {
        "name": "knjiga.csv",
        "mimeType": "text/csv",
        "buffer": text.encode("cp1250"),
    }


def brings_register(person, surname, source=""):
    """Upload an old register and go on to its preview; the address of the import."""
    person.opens("/imports/add/")
    person.fills(
        file=old_register(surname),
        source=source or uuid.uuid4().hex[:12],
        language="sr",
    )
    person.submits()
    # The sheet with its header, then the columns: as they were proposed.
    for _turn in range(2):
        if person.page.url.rstrip("/").endswith("/preview"):
            break
        person.submits()
    return re.search(r"/imports/\d+/", person.page.url)[0]


def takes_over(clerk, surname):
    """Bring an old register and import it; the address of the import with its report."""
    brought = brings_register(clerk, surname)
    clerk.opens(f"{brought}preview/")
    with clerk.page.expect_navigation():
        clerk.page.click("main form[action$='/run/'] button")
    wait_until(
        lambda: clerk.opens(brought) and clerk.page.locator("main .tiles").count(),
        "the report",
        60,
    )
    return brought


SAME_CARD = {"sq": "E njëjta letërnjoftim.", "sr": "Иста лична карта."}
HOUSEHOLDS_MERGE = "main a[href^='/households/'][href*='/merge/']"
PERSONS_MERGE = "main a[href^='/persons/'][href*='/merge/']"
# Sounds that every script writes with one letter each.
VOWELS = dict(zip("aeiou", "аеиоу", strict=True))
CONSONANTS = dict(zip("bdfgklmnprstv", "бдфгклмнпрств", strict=True))
# As one person stands in one book and in another: surname and given name around a stem.
WRITTEN = {
    "sq": (("Gj{latin}iq", "Lindita"), ("Ђ{cyrillic}ић", "Линдита")),
    "sr": (("Ђ{cyrillic}ић", "Љубинка"), ("Đ{latin}ić", "Ljubinka")),
}


def written_twice(language):
    """A name that nobody else has, as two books write it: (surname, given name) twice."""
    sounds = random.SystemRandom()
    latin = "".join(
        sounds.choice(list(VOWELS)) + sounds.choice(list(CONSONANTS)) for _ in range(6)
    )
    cyrillic = "".join((VOWELS | CONSONANTS)[sound] for sound in latin)
    return [
        (surname.format(latin=latin, cyrillic=cyrillic), given_name)
        for surname, given_name in WRITTEN[language]
    ]


def looks_for(clerk, surname, given_name):
    """Type a name into the one box; nobody of that surname is found, and the words go on to the form."""
    clerk.opens("/requests/")
    box = clerk.page.locator("[data-search]")
    box.fill(f"{given_name} {surname}")
    with clerk.page.expect_navigation(url="**/search/?q=*"):
        box.press("Enter")
    expect(clerk.page.locator(".found tbody tr", has_text=surname)).to_have_count(0)
    clerk.follows("main a[href^='/search/registration/?']")
    read_in_the_form(clerk, surname, given_name)


def looks_again(clerk, surname, given_name):
    """Ask the search before registering for a name directly."""
    clerk.opens("/search/registration/")
    clerk.fills(surname=surname, given_name=given_name)
    clerk.submits()


def read_in_the_form(clerk, surname, given_name):
    """Both names stand in the form already."""
    expect(clerk.page.locator("main [name=surname]")).to_have_value(surname)
    expect(clerk.page.locator("main [name=given_name]")).to_have_value(given_name)


def registers(clerk, surname, given_name, **more):
    """Register from the search, whose words fill the form; the address of the household."""
    clerk.follows("main a[href^='/requests/register/?']")
    read_in_the_form(clerk, surname, given_name)
    answers = {
        "birth_date": "1958-11-04",
        "paper_number": paper_number(),
        "place_of_return": 1,
        "language": clerk.language,
        "request_type": 1,
    }
    clerk.fills(**answers | more)
    clerk.submits()
    return address(clerk, "main a[href^='/households/']")


def address(clerk, selector):
    """Where a link of the page leads."""
    return clerk.page.locator(selector).first.get_attribute("href")


def says_one_person(clerk, name, *homes):
    """Wait until the pair of these households is noticed, and say that it is one person; the address of the pair."""
    page, seen = clerk.page, set()

    def noticed():
        clerk.opens("/duplicates/")
        links = page.locator("tbody tr", has_text=name).locator("a.ref")
        for path in links.evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            if path not in seen:
                seen.add(path)
                clerk.opens(path)
                if all(
                    page.locator(f"main a[href='{home}']").count() for home in homes
                ):
                    return path
        return None

    pair = wait_until(noticed, f"the pair of {homes} under Duplicates", 60)
    with page.expect_navigation():
        page.click("main button[name=verdict][value=same]")
    return pair


def enters_twice(clerk, **more):
    """Enter one person as two books write her, with more in the second one; both households and their pair."""
    once, again = written_twice(clerk.language)
    looks_for(clerk, *once)
    first = registers(clerk, *once, current_address="Vranje")
    looks_again(clerk, *again)
    second = registers(clerk, *again, request_type=2, **more)
    return first, second, says_one_person(clerk, once[0], first, second)


def merges(clerk, link, **choices):
    """Choose between the two entries field by field, say why, and merge; the address of the merge."""
    clerk.follows(link)
    clerk.fills(**choices, reason=SAME_CARD[clerk.language])
    clerk.submits()
    return re.search(r"/merges/\d+/", clerk.page.url)[0]
