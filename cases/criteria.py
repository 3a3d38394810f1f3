"""The eight criteria of one family side by side over its visits, and where something was gained or lost."""

from cases.models import Criterion, CriterionAnswer, Monitoring

Answer = CriterionAnswer.Answer
TONES = {
    Answer.MET: "good",
    Answer.NOT_MET: "bad",
    Answer.NOT_APPLICABLE: "neutral",
    Answer.NOT_ASKED: "neutral",
}


def compared(visits: list[Monitoring]) -> dict:
    """Visits that were made as columns, the first one first; a row for the family, one for each criterion."""
    made = sorted(
        (each for each in visits if each.done_on),
        key=lambda each: (each.done_on, each.pk),
    )
    by_visit = [{a.criterion: a for a in each.answers.all()} for each in made]
    return {
        "visits": made,
        "rows": [
            {
                "label": label,
                "cells": _cells(made, [found.get(value) for found in by_visit]),
            }
            for value, label in Criterion.choices
        ]
        if made
        else [],
    }


def _cells(made: list[Monitoring], answers: list[CriterionAnswer | None]) -> list[dict]:
    """Each answer in words; `lost` where it was met when it was last asked."""
    cells, before = [], None
    for visit, found in zip(made, answers, strict=True):
        answer = found.answer if found else Answer.NOT_ASKED
        cells.append(
            {
                "on": visit.done_on,
                "label": Answer(answer).label,
                "tone": TONES[answer],
                "observation": found.observation if found else "",
                "lost": answer == Answer.NOT_MET and before == Answer.MET,
                "gained": answer == Answer.MET and before == Answer.NOT_MET,
            }
        )
        before = answer if answer in (Answer.MET, Answer.NOT_MET) else before
    return cells
