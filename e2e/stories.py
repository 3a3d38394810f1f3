"""The families of the journeys: what they say at the counter, in their own language and script."""

from dataclasses import dataclass, field

# English words that stand in a letter as long as its language misses them.
ENGLISH = ("Legal basis", "Reasons", "Legal remedy", "Number of the request")


@dataclass(frozen=True)
class Story:
    """One family, the office it comes to, and what it must find in its letter."""

    language: str
    office: str
    surname: str
    given_name: str
    lives_at: str
    reasons: str
    ministry: str
    cyrillic: bool = False
    extra: dict = field(default_factory=dict)

    @property
    def field(self):
        """The language as it stands in the names of the decision's fields."""
        return self.language.replace("-", "_")


ALBANIAN = Story(
    language="sq",
    office="peja",
    surname="Çollaku",
    given_name="Fëllënza",
    lives_at="Shkup, rruga e Vjetër 7",
    reasons="Familja u zhvendos më 1999 dhe i plotëson kushtet; shtëpia do të ndërtohet.",
    ministry="Ministria për Komunitete dhe Kthim",
)
SERBIAN = Story(
    language="sr",
    office="strpce",
    surname="Ђорђевић",
    given_name="Љубица",
    lives_at="Врање, Стара улица 7",
    reasons="Породица је расељена 1999. године и испуњава услове; кућа ће бити изграђена.",
    ministry="Министарство за заједнице и повратак",
    cyrillic=True,
)
SERBIAN_LATIN = Story(
    language="sr-latn",
    office="strpce",
    surname="Živković",
    given_name="Ljiljana",
    lives_at="Vranje, Stara ulica 7",
    reasons="Porodica ispunjava uslove.",
    ministry="Ministarstvo za zajednice i povratak",
)
