"""Say of pairs of places how likely each is one place, for an office that only wants to check a file."""

from core.management.pairs import PairsCommand
from core.names.gazetteer import SAME
from core.names.places import shipped_places


class Command(PairsCommand):
    help = (
        "Read pairs of places (columns id, name_a, name_b) and write id, score, why, by the table of"
        " settlements and municipalities in all languages that comes with the portal. From"
        f" {SAME} on two places are probably the same. Nothing is kept."
    )

    def judge(self, one: str, other: str) -> tuple[float, str]:
        found = shipped_places().compare(one, other)
        return found.score, f"{found.kind}: {found.why}"
