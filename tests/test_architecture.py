"""The plan of the house, guarded by tests; every rule is shown to fail on a broken sample."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template import TemplateSyntaxError, engines

from core import catalogues, provisions, walls
from core.models import Note, OwnedModel, ScopedModel
from tests import source_rules as rules
from tests.model_rules import retention_faults, undeclared_fields
from tests.sources import APPS, BESIDE, product_files, python_files, templates

SCOPED = {m.__name__ for m in walls.our_models() if issubclass(m, ScopedModel)}
LOGS = {"AuditEntry", "ReadEntry"}
OWNED = {m.__name__ for m in walls.our_models() if issubclass(m, OwnedModel)}
# Pages that reach a manager without visible_to, and why that is no leak.
NARROWED_OTHERWISE = {
    ("cases/public_views.py", "Request"): "inside the context of the one ticket",
    ("cases/public_views.py", "Letter"): "inside the context of the one ticket",
    (
        "cases/views/requests.py",
        "Letter",
    ): "letters of a record that was fetched in scope",
    ("cases/views/papers.py", "Note"): "notes of a record that was fetched in scope",
}


def gathered(rule, sources) -> list:
    return [fault for path, text in sources for fault in rule(path, text)]


def compiles(text: str) -> list[str]:
    try:
        engines["django"].from_string(text)
    except TemplateSyntaxError as error:
        return [str(error)]
    return []


def reached_unscoped(sources) -> set[tuple[str, str]]:
    return {
        fault
        for path, text in sources
        if rules.is_view(path)
        for fault in rules.unscoped(path, text, scoped=SCOPED | LOGS, owned=OWNED)
    }


def test_files_functions_and_views_stay_small():
    assert gathered(rules.too_long, python_files(*APPS, *BESIDE)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cases/models.py", "x = 1\n" * 401),
        ("cases/models.py", "def long():\n" + "    x = 1\n" * 40),
        (
            "cases/views/requests.py",
            "class A:\n    def get(self):\n" + "        x = 1\n" * 25,
        ),
        ("cases/models.py", "async def long():\n" + "    x = 1\n" * 40),
    ],
)
def test_what_is_too_long_is_noticed(path, text):
    assert rules.too_long(path, text)


def test_templates_stay_small():
    assert gathered(rules.too_long_template, templates()) == []
    assert rules.too_long_template("a.html", "<p>\n" * 121)


def test_a_status_is_written_only_by_the_workflow():
    assert gathered(rules.status_changes, product_files()) == []


@pytest.mark.parametrize(
    "line",
    [
        "request.status = 'approved'",
        "a.turn, request.status = turn, 'approved'",
        "request.status: str = 'approved'",
        "request.status += 'x'",
        "Request.objects.filter(pk=1).update(status='approved')",
        "Request.objects.create(status='approved')",
        "Request.objects.update_or_create(pk=1, defaults={'status': 'approved'})",
        "setattr(request, 'status', 'approved')",
        "Request.objects.bulk_update(rows, ['turn', 'status'])",
    ],
)
def test_a_status_written_elsewhere_is_noticed(line):
    assert rules.status_changes("cases/services/requests.py", line)
    assert not rules.status_changes("core/workflow.py", line)


def test_pages_reach_guarded_rows_only_within_a_scope():
    assert reached_unscoped(product_files()) == set(NARROWED_OTHERWISE)


@pytest.mark.parametrize(
    "text",
    [
        "def get(self):\n    return Request.objects.filter(pk=1)",
        "def get(self):\n    return Request._base_manager.all()",
        "ALL = Request.objects.all()\ndef get(self):\n    return ALL.first()",
        "class P:\n    rows = Request.objects.all()",
        "def get(self):\n    return wrap(Request.objects).visible_to(user)",
        "def get(self):\n    return Job.objects.filter(pk=1)",
        "def get(self):\n    return ReadEntry.objects.all()",
    ],
)
def test_an_unscoped_manager_in_a_page_is_noticed(text):
    assert reached_unscoped([("cases/views/requests.py", text)])


@pytest.mark.parametrize(
    "text",
    [
        "def get(self):\n    return Request.objects.visible_to(user).filter(pk=1)",
        "class P:\n    queryset = Request.objects.all()",
        "ALL = Request.objects.all()\nclass P:\n    queryset = ALL",
        "def get(self):\n    return Job.objects.filter(owner=user)",
        "def get(self):\n    return Municipality.objects.all()",
    ],
)
def test_a_scoped_manager_in_a_page_is_fine(text):
    assert not reached_unscoped([("cases/views/requests.py", text)])


def test_nothing_is_imported_inside_a_function():
    assert gathered(rules.inner_imports, python_files(*APPS, *BESIDE)) == []
    assert rules.inner_imports("a.py", "def f():\n    import os")
    assert rules.inner_imports(
        "a.py", "def f():\n    if x:\n        from os import path"
    )


def test_no_two_apps_import_each_other():
    assert rules.circles(python_files(*APPS), set(APPS)) == []
    broken = [
        ("core/a.py", "from cases import models"),
        ("cases/a.py", "import core.models"),
    ]
    assert rules.circles(broken, set(APPS)) == ["cases and core import each other"]


def test_every_silenced_rule_says_why():
    assert gathered(rules.suppressions, python_files(*APPS, *BESIDE)) == []


@pytest.mark.parametrize(
    "reason", ["", ": F401", ": F401 because", ": F401 --", " -- F401"]
)
def test_a_rule_silenced_without_a_reason_is_noticed(reason):
    assert rules.suppressions("a.py", f"import os  # {'no'}{'qa'}{reason}")
    assert not rules.suppressions(
        "a.py", f"import os  # {'no'}{'qa'}: F401 -- shown to others"
    )


def test_every_template_compiles():
    assert {
        name: faults for name, text in templates() if (faults := compiles(text))
    } == {}
    assert compiles("{% if x %}never closed")
    assert compiles("{% no_such_tag %}")


def test_every_catalogue_is_complete():
    assert catalogues.check(settings.BASE_DIR) == []


def test_an_untranslated_text_is_noticed(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "words.py").write_text(
        "from django.utils.translation import gettext as _\nWORD = _('A word nobody translated')\n"
    )
    (tmp_path / "locale").mkdir()
    catalogues.update(tmp_path)
    assert catalogues.check(tmp_path)


@pytest.mark.parametrize(
    "model", [m for m in walls.our_models() if issubclass(m, ScopedModel)], ids=str
)
def test_every_field_of_a_file_says_its_class(model):
    assert undeclared_fields(model, model.PRIVACY) == []
    assert undeclared_fields(model, {}) or not model.PRIVACY
    assert undeclared_fields(model, model.PRIVACY | {"no_such_field": None})


def test_every_retention_is_a_known_provision():
    assert retention_faults(provisions.KNOWN) == []
    assert retention_faults({})


@pytest.mark.django_db
def test_no_migration_is_missing(monkeypatch):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    monkeypatch.setattr(Note._meta.get_field("text"), "max_length", 5)
    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_app_of_ours_is_walled():
    ours = {config.label for config in apps.get_app_configs() if config.name in APPS}
    assert {label for label in ours if apps.get_app_config(label).models} <= set(
        walls.OUR_APPS
    )
