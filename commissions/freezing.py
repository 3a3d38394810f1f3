"""The file of a record as it stands at one moment: stage, version, papers and letters with their hashes."""

from collections import defaultdict

from core.models import Document, Letter


def packs_of(rows) -> dict[int, dict]:
    """What is frozen of each of these records; three questions, however many there are."""
    packs = {
        pk: {"status": status, "version": version, "documents": [], "letters": []}
        for pk, status, version in rows.values_list("pk", "status", "version")
    }
    for part, hashes in _files_of(list(packs)).items():
        for record_id, found in hashes.items():
            packs[record_id][part] = found
    return packs


def _files_of(record_ids: list[int]) -> dict[str, dict[int, list]]:
    parts = {"documents": (Document, "sha256"), "letters": (Letter, "content_hash")}
    found: dict[str, dict[int, list]] = {}
    for part, (model, hashed) in parts.items():
        of_record = found[part] = defaultdict(list)
        files = model._base_manager.filter(record__in=record_ids).order_by("pk")
        for record_id, pk, sha256 in files.values_list("record_id", "pk", hashed):
            of_record[record_id].append([pk, sha256])
    return found
