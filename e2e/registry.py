"""What a clerk does in the registry: an old register brought, a family entered, as one clicks it."""

import re
import uuid

OLD_REGISTER = (
    "Broj;Prezime;Ime;Datum rođenja;Broj dokumenta\n"
    "1;{surname};Željko;03.05.1957;{first}\n"
    "2;{surname};Đurđa;31.02.1961;{second}\n"
    "3;{surname};Mališa;12.11.1949;{third}\n"
)


def paper_number():
    """A number that no other paper has."""
    return f"99{uuid.uuid4().int % 10**8:08d}"


def old_register(surname):
    """A register in the letters of Windows-1250; the second row has a day that never was."""
    numbers = {each: paper_number() for each in ("first", "second", "third")}
    text = OLD_REGISTER.format(surname=surname, **numbers)
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
