"""The file of a record as it stands at one moment: stage, version, papers, letters and what belongs to it, with hashes."""

import hashlib
import json
from collections import defaultdict

from commissions.decidable import Decidable, Part
from core.models import Document, Letter


def packs_of(decidable: Decidable, rows) -> dict[int, dict]:
    """What is frozen of each of these records; as many questions for one as for many."""
    packs = {
        pk: {"status": status, "version": version, "documents": [], "letters": []}
        for pk, status, version in rows.values_list("pk", "status", "version")
    }
    parts = list(decidable.parts(list(packs)))
    documents = _files_of(Document, "sha256", [*packs, *(part.pk for part in parts)])
    letters = _files_of(Letter, "content_hash", list(packs))
    for pk, pack in packs.items():
        pack["documents"], pack["letters"] = documents[pk], letters[pk]
    for part in sorted(parts, key=lambda part: part.pk):
        # A file to which nothing else belongs is frozen as it always was.
        frozen = packs[part.record_id].setdefault("parts", [])
        frozen.append(_frozen(part) | {"documents": documents[part.pk]})
    return packs


def _frozen(part: Part) -> dict:
    content = json.dumps(part.content, sort_keys=True, ensure_ascii=False, default=str)
    return {
        "record": part.pk,
        "reference": part.reference,
        "day": part.day.isoformat(),
        "point": part.point,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


def _files_of(model, hashed: str, record_ids: list[int]) -> dict[int, list]:
    found = defaultdict(list)
    files = model._base_manager.filter(record__in=record_ids).order_by("pk")
    for record_id, pk, sha256 in files.values_list("record_id", "pk", hashed):
        found[record_id].append([pk, sha256])
    return found
