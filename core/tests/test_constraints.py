"""When the database refuses, people read the sentence that stands beside the rule."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core import constraints
from core.models import Provision
from core.scoping import system


def refusal_of(change):
    with pytest.raises(IntegrityError) as refusal, system(), transaction.atomic():
        change()
    return str(constraints.sentence_for(refusal.value))


def test_a_known_rule_says_its_sentence(db):
    law = Provision.objects.get(key="appeal_days")
    law.pk = None
    said = refusal_of(law.save)
    assert said == "Another value for this key is valid in the same period."


def test_a_rule_without_a_sentence_still_says_something(db):
    model = apps.get_model("core.ReferenceCounter")
    model.objects.create(kind="DL", year=2026, last=1)
    said = refusal_of(lambda: model.objects.create(kind="DL", year=2026, last=2))
    assert said == str(constraints.UNKNOWN)


def test_a_fault_without_details_still_says_something():
    assert constraints.sentence_for(IntegrityError("?")) == constraints.UNKNOWN


def raised_by_triggers() -> set[str]:
    """The names under which triggers of the finished database refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT raised[1] FROM pg_proc,"
            " regexp_matches(prosrc, 'CONSTRAINT = ''([^'']+)''', 'g') AS raised"
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_sentence_belongs_to_a_rule_of_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class"
            # A rule over several rows is a trigger.
            " UNION SELECT tgname FROM pg_trigger"
        )
        known = {name for (name,) in cursor.fetchall()}
    assert set(constraints._sentences()) <= known | raised_by_triggers()


def test_every_trigger_that_refuses_says_its_sentence(db):
    raised = raised_by_triggers()
    assert {"used_checklist_is_kept", "findings_of_an_open_file"} <= raised
    # What keeps rows in the municipality of their file is told by the middleware.
    mute = raised - set(constraints._sentences())
    assert [name for name in mute if not name.endswith(constraints.PLACES)] == []
