"""Calendars as text (RFC 5545): events in, bytes out; asks nobody and knows no record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
PRODUCT = "-//Communities and Return//Portal//EN"


@dataclass(frozen=True)
class Event:
    """Something on a day, or (with a moment) at an hour."""

    uid: str
    title: str
    starts: date | datetime
    place: str = ""
    text: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], *, made_at: datetime) -> bytes:
    """A whole calendar; `made_at` is when it was asked for, with its zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines.extend(_event(event, made_at))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(made_at)}"
    yield from _when(event.starts)
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.url:
        # An address is no text: it is not escaped.
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _when(starts: date | datetime) -> Iterator[str]:
    # A moment is a date too, so it is asked first.
    if isinstance(starts, datetime):
        yield f"DTSTART:{_moment(starts)}"
        return
    yield f"DTSTART;VALUE=DATE:{starts:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{starts + timedelta(days=1):%Y%m%d}"
    # A deadline does not make anybody busy.
    yield "TRANSP:TRANSPARENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text as a value: signs that separate values lose that meaning."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no letter cut in two; the next begins with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            # The space counts too.
            piece, size = "", 1
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece])
