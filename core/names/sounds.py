"""How a name sounds, whoever wrote it: one key for five alphabets.

`sound` is the precise key: Đorđević, Ђорђевић, Djordjević, Gjorgjeviq and the misread Ðorðeviæ are one.
`skeleton` is the coarse one, by which candidates are found. Source: research on names of the region.
"""

import re
import unicodedata
from functools import lru_cache

from core.names.faults import repair

# One sign a sound. Capitals are sounds that need two letters or a mark somewhere: C ч/ћ, D ђ/џ, S ш,
# Z ж, X ц, Y дз, E the silent ë, I the Turkish ı, G the Turkish ğ; a plain c may be any of three.
CYRILLIC = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџшѓќѕйыэ",
        "abvgdDeZzijkllmnnoprstCufhXCDSDCYjie",
        strict=True,
    )
)  # fmt: skip
LATIN = {
    "tch": "C", "ch": "C", "ç": "C", "č": "C", "ć": "C", "q": "C",
    "dzh": "D", "dž": "D", "xh": "D", "gj": "D", "dj": "D", "đ": "D",
    "sch": "S", "sh": "S", "š": "S", "ş": "S",
    "zh": "Z", "ž": "Z",
    "ts": "X", "dz": "Y", "x": "Y",
    "lj": "l", "ll": "l", "nj": "n", "rr": "r", "th": "t", "dh": "d",
    "kh": "h", "ph": "f", "w": "v",
    "ë": "E", "ı": "I", "ğ": "G", "ł": "l", "ß": "s", "?": "?",
}  # fmt: skip
LONGEST = 3
VOWELS = "aeiouEI"
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―_'’‘ʼ´\"„“”.,;:/()\[\]0-9]+")
# Words that stand in names without being one; "i" and "e" join, "dr" is a title.
PARTICLES = {
    "i",
    "e",
    "te",
    "se",
    "dr",
    "prof",
    "mr",
    "ing",
    "inz",
    "sc",
    "msc",
    "dipl",
}

# A j beside i is heard, not written: Lumnije and Lumnie, Ljajić and Lajiq.
SILENT_J = re.compile(r"(?<=i)j(?=[aeouE])|(?<=[aeouE])j(?=i)|(?<=[ln])j(?=[aeiouE])")
DOUBLED = re.compile(r"(.)\1+")
V_BEFORE_VOICELESS = re.compile(r"v(?=[tskpcSCX])")

# The skeleton keeps what survives every writer: consonants, without voice and without marks.
DROPPED = str.maketrans("", "", VOWELS + "jhG?")
COARSE = str.maketrans("CXSZYDtbvkg", "ccszzddpfcd")


def words(name: str) -> list[str]:
    """The words of a name as written, without titles and joining words; their order is the writer's."""
    written = [word for word in SEPARATORS.split(repair(name)) if word]
    return [word for word in written if _plain(word) not in PARTICLES] or written


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The precise key of one word; empty for a word without letters."""
    signs = "".join(_signs(word.replace("İ", "i").lower()))
    signs = SILENT_J.sub("", DOUBLED.sub(r"\1", signs))
    if len(signs) > 2:
        signs = signs.removesuffix("E")
    return DOUBLED.sub(r"\1", V_BEFORE_VOICELESS.sub("f", signs))


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The coarse key of one word: names that may be the same share it, others may too."""
    return coarse(sound(word))


@lru_cache(maxsize=100_000)
def coarse(heard: str) -> str:
    """The coarse key of a sound."""
    key = DOUBLED.sub(r"\1", heard.translate(DROPPED).translate(COARSE))
    return key or heard[:1]


def slips(heard: str) -> set[str]:
    """A sound as it is and with each one letter left out: two that are a slip apart share one of these."""
    left_out = {heard[:place] + heard[place + 1 :] for place in range(len(heard))}
    return (left_out | {heard}) - {""}


def sounds(name: str) -> list[str]:
    """The precise keys of the words of a name."""
    return [key for word in words(name) if (key := sound(word))]


def _signs(word: str):
    place = 0
    while place < len(word):
        letter = word[place]
        if letter == "y":
            yield _of_y(word, place)
            place += 1
            continue
        known = _longest(word, place)
        if known:
            yield LATIN[known]
            place += len(known)
        else:
            yield CYRILLIC.get(letter) or _unmarked(letter)
            place += 1


def _longest(word: str, place: int) -> str:
    """The most letters from here on that are one sound."""
    for length in range(LONGEST, 0, -1):
        letters = word[place : place + length]
        if letters in LATIN:
            return letters
    return ""


def _of_y(word: str, place: int) -> str:
    """The letter y: an Albanian vowel, but beside a vowel the Turkish and English j."""
    before, after = (
        word[place - 1 : place] if place else "",
        word[place + 1 : place + 2],
    )
    return (
        "j"
        if (after and after in "aeiouëıöüâ") or (before and before in "aeou")
        else "u"
    )


def _unmarked(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return plain if plain.isalpha() else ""


def _plain(word: str) -> str:
    return "".join(_unmarked(letter) for letter in word.lower())
