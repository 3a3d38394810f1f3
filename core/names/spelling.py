"""Names of people and places: the form in which they are compared, sorted and shown.

What a person typed is stored as typed (`clean_typed`). It is found through `fold`,
shown in the other Serbian script through `other_script`, sorted by `sorted_by_name`.
"""

import re
import unicodedata

import cyrtranslit

CYRILLIC_TO_LATIN = {
    letter: cyrtranslit.to_latin(letter, "sr")
    for letter in "абвгдђежзијклљмнњопрстћуфхцчџш"
}
CAPITAL_DIGRAPHS = {"Љ": "Lj", "Њ": "Nj", "Џ": "Dž"}
FOLDED_LETTERS = str.maketrans({"đ": "dj", "ð": "dj", "ı": "i", "ł": "l", "ø": "o"})

SEPARATORS = re.compile(r"[\s\-‐‑‒–—―_'’‘ʼ`´\"„“”.,;/()]+")
WHITE_SPACE = re.compile(r"\s+")
INVISIBLE_CATEGORIES = {"Cf", "Cc", "Co", "Cs", "Cn"}

SOUTH_SLAVIC_LATIN = (
    "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"
)
ALPHABETS = {
    "sq": (
        "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh "
        "y z zh"
    ),
    "sr": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
    "sr-latn": SOUTH_SLAVIC_LATIN,
    "bs": SOUTH_SLAVIC_LATIN,
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
}
LETTER_PLACES = {
    language: {letter: place for place, letter in enumerate(letters.split(), 1)}
    for language, letters in ALPHABETS.items()
}


def clean_typed(text: str) -> str:
    """Return a name as it may be stored: visible characters, single spaces."""
    spaced = WHITE_SPACE.sub(" ", text)
    visible = "".join(
        c for c in spaced if unicodedata.category(c) not in INVISIBLE_CATEGORIES
    )
    return WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def fold(text: str) -> str:
    """Return the form in which Đorđević, ЂОРЂЕВИЋ and Djordjevic are the same."""
    typed = clean_typed(unicodedata.normalize("NFKC", text))
    latin = "".join(CYRILLIC_TO_LATIN.get(c, c) for c in _lower(typed))
    plain = _without_marks(latin).translate(FOLDED_LETTERS)
    return SEPARATORS.sub(" ", plain).strip()


def tokens(text: str) -> list[str]:
    """Return the words of a name, folded; their order is the writer's."""
    return fold(text).split()


def has_mixed_script(word: str) -> bool:
    """Tell a word that mixes Latin with Cyrillic letters, as in a pasted look-alike."""
    return {"LATIN", "CYRILLIC"} <= _scripts(word)


def other_script(text: str) -> str:
    """Show Serbian text in its other script; text with both scripts stays as it is."""
    if has_mixed_script(text):
        return text
    if "CYRILLIC" in _scripts(text):
        return to_latin(text)
    return cyrtranslit.to_cyrillic(text, "sr")


def to_latin(text: str) -> str:
    """Write Serbian Cyrillic in Latin letters, exactly; all else stays as it is."""
    return "".join(_latin_letter(text, index) for index in range(len(text)))


def alphabet_key(text: str, language: str) -> tuple:
    """Return a sort key that puts words in the order of a language's alphabet."""
    places = LETTER_PLACES.get(language, LETTER_PLACES["en"])
    word, key = _lower_in(clean_typed(text), language), []
    index = 0
    while index < len(word):
        pair = word[index : index + 2]
        letter = pair if pair in places else word[index]
        key.append(_place(letter, places))
        index += len(letter)
    return tuple(key), word


def sorted_by_name(rows, language: str) -> list:
    """Sort rows with a translated name as the reader's alphabet has it."""
    attribute = "name_" + language.replace("-", "_")

    def key(row):
        return alphabet_key(getattr(row, attribute, "") or row.name, language)

    return sorted(rows, key=key)


def _lower(text: str) -> str:
    """Lower-case, with the dotted capital of Turkish read as a plain i."""
    return text.replace("İ", "i").lower()


def _lower_in(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı")
    return _lower(text)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}


def _latin_letter(text: str, index: int) -> str:
    """Write one letter; in a word of capitals ЉУБА is LJUBA, not LjUBA."""
    letter = text[index]
    if letter not in CAPITAL_DIGRAPHS:
        return cyrtranslit.to_latin(letter, "sr")
    neighbour = text[index + 1 : index + 2]
    if not neighbour.isalpha():
        neighbour = text[index - 1] if index else ""
    digraph = CAPITAL_DIGRAPHS[letter]
    return digraph.upper() if neighbour.isupper() else digraph


def _place(letter: str, places: dict[str, int]) -> tuple[int, str]:
    """Place a letter; a foreign one stands after the plain letter it resembles."""
    if letter in places:
        return places[letter], ""
    plain = _without_marks(letter)
    if plain in places:
        return places[plain], letter
    return (len(places) + 1 if letter.isalpha() else 0), letter
