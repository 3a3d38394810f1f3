"""Say of pairs of names how likely each is one person's, for an office that only wants to check a file."""

from core.management.pairs import PairsCommand
from core.names.likeness import Likeness, likeness
from core.names.vocabulary import shipped

SAME = 0.86


class Command(PairsCommand):
    help = (
        "Read pairs of names (columns id, name_a, name_b) and write id, score, why. From"
        f" {SAME} on two names are probably one person's. Nothing is kept."
    )

    def judge(self, one: str, other: str) -> tuple[float, str]:
        found = likeness(one, other, shipped())
        return found.score, why(found)


def why(found: Likeness) -> str:
    """The pairs of words behind a score, in one line."""
    said = [
        f"{pair.one}={pair.other}"
        if pair.one == pair.other
        else f"{pair.one}~{pair.other} {pair.value:.2f}"
        + (f" {pair.alias}" if pair.alias else "")
        for pair in found.pairs
    ]
    return "; ".join(said + ([f"{found.extra} words more"] if found.extra else []))
