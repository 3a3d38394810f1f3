"""What must hold in the database whatever was killed: no half step, no letter without paper, no gap, nothing twice."""

import hashlib

HALF_STEPS = """
    SELECT r.reference || ' stands at ' || r.status || ', its history at '
           || coalesce(last.to_status, 'nothing')
    FROM cases_request r LEFT JOIN LATERAL (
        SELECT to_status FROM core_statuschange c
        WHERE c.record_id = r.id ORDER BY c.id DESC LIMIT 1) last ON true
    WHERE r.status IS DISTINCT FROM last.to_status
"""
JUMPS = """
    SELECT record_id || ' jumps from ' || before || ' to ' || from_status FROM (
        SELECT record_id, from_status,
               lag(to_status) OVER (PARTITION BY record_id ORDER BY id) AS before
        FROM core_statuschange) steps
    WHERE before IS NOT NULL AND before <> from_status
"""
TWICE = """
    SELECT record_id || ': ' || transition || ' happened ' || count(*) || ' times'
    FROM core_statuschange GROUP BY record_id, transition HAVING count(*) > 1
"""
DECISIONS = """
    SELECT r.reference || ' is decided with ' || count(d.id) || ' decisions and '
           || count(d.letter_id) || ' letters'
    FROM cases_request r LEFT JOIN cases_decision d ON d.request_id = r.id
    WHERE r.status IN ('approved', 'rejected')
    GROUP BY r.id HAVING count(d.id) <> 1 OR count(d.letter_id) <> 1
"""
EARLY_DECISIONS = """
    SELECT r.reference || ' has a decision but stands at ' || r.status
    FROM cases_request r JOIN cases_decision d ON d.request_id = r.id
    WHERE r.status NOT IN ('approved', 'rejected')
"""
# A step that sends a letter has sent exactly one.
LETTERS = """
    SELECT c.record_id || ': ' || c.transition || ' sent ' || count(l.id) || ' letters'
    FROM core_statuschange c
    JOIN (VALUES ('submit', 'receipt'), ('return', 'completion_notice'),
                 ('approve', 'decision'), ('reject', 'decision')) pair (step, kind)
      ON pair.step = c.transition
    LEFT JOIN core_letter l ON l.record_id = c.record_id AND l.kind = pair.kind
    GROUP BY c.id HAVING count(l.id) <> 1
"""
GAPS = """
    SELECT c.kind || '-' || c.year || ': ' || count(l.id) || ' letters, counter at ' || c.last
    FROM core_referencecounter c LEFT JOIN core_letter l
      ON l.number LIKE c.kind || '-' || c.year || '-%%'
    WHERE c.kind IN ('DL', 'NL', 'MN')
    GROUP BY c.id HAVING count(l.id) <> c.last
"""
BOOKS = """
    SELECT c.kind || '-' || c.year || ': ' || count(e.id) || ' entries, counter at ' || c.last
    FROM core_referencecounter c LEFT JOIN core_protocolentry e
      ON c.kind = 'P' || e.book AND c.year = e.year
    WHERE c.kind NOT IN ('DL', 'NL', 'MN')
    GROUP BY c.id HAVING count(e.id) <> c.last
"""
UNENTERED = """
    SELECT l.number || ' does not stand in the protocol book'
    FROM core_letter l LEFT JOIN core_protocolentry e ON e.letter_id = l.id WHERE e.id IS NULL
"""


def faults(installation):
    """Every sentence about something that is half, missing or twice."""
    questions = (
        HALF_STEPS, JUMPS, TWICE, DECISIONS, EARLY_DECISIONS, LETTERS, GAPS, BOOKS, UNENTERED,
    )  # fmt: skip
    found = [row[0] for ask in questions for row in installation.sql(ask)]
    return found + _letters_without_paper(installation)


def _letters_without_paper(installation):
    letters = installation.sql("SELECT number, file FROM core_letter")
    return [
        f"{number} has no whole paper"
        for number, name in letters
        if not (name and _is_whole(installation.files / name))
    ]


def _is_whole(path):
    paper = path.read_bytes() if path.is_file() else b""
    return paper.startswith(b"%PDF-") and paper.rstrip().endswith(b"%%EOF")


def half_files(installation, result):
    """The files of a report's result that are not what the result says."""
    return [
        entry["path"]
        for entry in result.get("files", {}).values()
        if _digest(installation.files / "reports" / entry["path"]) != entry["sha256"]
    ]


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
