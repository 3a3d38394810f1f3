"""Each guard taken away once: the probe that the real tests use must find the hole."""

from dataclasses import dataclass

import pytest

from accounts.backends import PortalBackend
from accounts.models import User
from core import edit_versions, form_tokens, readlog, rules, statements, throttle
from core.middleware import LoginRequiredMiddleware, RequestIdMiddleware
from core.pages.base import Page
from core.scoping import ScopedQuerySet
from core.uploads import CleanFile
from core.workflow import Workflow
from tests import probes
from tests.disguise import break_down
from tests.row_rules import GUARDED

NO_ROW_SECURITY = [
    f"ALTER TABLE {m._meta.db_table} DISABLE ROW LEVEL SECURITY" for m in GUARDED
]
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
CSP = "csp.middleware.CSPMiddleware"


def yes(*args, **kwargs) -> bool:
    return True


def no(*args, **kwargs) -> bool:
    return False


def nothing(*args, **kwargs) -> None:
    return None


def unchecked(file) -> CleanFile:
    return CleanFile(
        content=file.read(), media_type="application/pdf", extension="pdf",
        size=file.size, sha256="0" * 64, display_name=file.name,
    )  # fmt: skip


def anybody(self, user_id):
    return User.objects.with_appointments().get(pk=user_id)


@dataclass(frozen=True)
class Sabotage:
    """A guard taken away: by statements of the owner, by replaced names, by removed middleware."""

    name: str
    probe: object
    statements: tuple[str, ...] = ()
    replaced: tuple[tuple, ...] = ()
    without: str = ""
    # Broken before the probe finds the guard standing, because there are two walls.
    first: tuple[str, ...] = ()


SABOTAGES = (
    Sabotage("scope of the pages", probes.foreign_pages, first=tuple(NO_ROW_SECURITY),
             replaced=((ScopedQuerySet, "within", lambda self, scope: self),)),
    Sabotage("reading policy", probes.foreign_rows, ("ALTER POLICY reads ON core_note USING (true)",)),
    Sabotage("adding policy", probes.foreign_rows, ("ALTER POLICY adds ON core_note WITH CHECK (true)",)),
    Sabotage("changing policy", probes.foreign_rows, (
        "ALTER POLICY changes ON core_note USING (true) WITH CHECK (true)",
        "ALTER POLICY reads ON core_note USING (true)",
    )),
    Sabotage("row security of a table", probes.foreign_rows,
             ("ALTER TABLE core_note DISABLE ROW LEVEL SECURITY",)),
    Sabotage("row security binds the owner", probes.owner_passes,
             ("ALTER TABLE core_note NO FORCE ROW LEVEL SECURITY",)),
    Sabotage("rules", probes.wrong_answers, replaced=((rules, "may", yes),)),
    Sabotage("a page asks the rules", probes.wrong_answers,
             replaced=((Page, "dispatch", lambda self, r, *a, **k: super(Page, self).dispatch(r, *a, **k)),)),
    Sabotage("sign-in by default", probes.wrong_answers,
             replaced=((LoginRequiredMiddleware, "process_view", nothing),)),
    Sabotage("a disabled account is out", probes.wrong_answers, replaced=(
        (PortalBackend, "get_user", anybody),
        (User, "get_session_auth_hash", lambda self: "same for ever"),
    )),
    Sabotage("one effect per form", probes.double_effect, replaced=((form_tokens, "claim", yes),)),
    Sabotage("versions", probes.overwritten,
             replaced=((edit_versions, "is_stale", no), (edit_versions, "take", nothing))),
    Sabotage("stage and right of a step", probes.stolen_steps, replaced=((Workflow, "_check", nothing),)),
    Sabotage("audit trigger", probes.unseen_change, ("DROP TRIGGER audit ON cases_request",)),
    Sabotage("read log", probes.unseen_reading, replaced=((readlog, "note", nothing),)),
    Sabotage("one live decision", probes.second_decision, ("DROP INDEX one_live_decision_per_request",)),
    Sabotage("child lies with its parent", probes.foreign_parent,
             ("ALTER TABLE core_note DROP CONSTRAINT core_note_record_id_same_place",)),
    Sabotage("history is only added to", probes.rewritten_history,
             ("GRANT UPDATE ON core_statuschange TO mcr_portal",)),
    Sabotage("throttle", probes.endless_attempts, replaced=((throttle, "count", yes),)),
    Sabotage("upload check", probes.lying_file, replaced=(("cases.forms.requests.clean_upload", unchecked),)),
    Sabotage("forged posts", probes.forged_post, without=CSRF),
    Sabotage("content security policy", probes.loose_headers, without=CSP),
    Sabotage("no-store", probes.loose_headers,
             replaced=((RequestIdMiddleware, "__call__", lambda self, r: setattr(r, "id", "") or self.get_response(r)),)),
)  # fmt: skip


def remove(sabotage: Sabotage, monkeypatch, settings) -> None:
    break_down(*sabotage.statements)
    # A portal without the guard never wrote a statement with it.
    monkeypatch.setattr(statements, "WRITTEN", {})
    for replacement in sabotage.replaced:
        monkeypatch.setattr(*replacement)
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if name != sabotage.without
    ]


def test_there_are_enough_sabotages():
    assert len(SABOTAGES) >= 15
    assert len({sabotage.name for sabotage in SABOTAGES}) == len(SABOTAGES)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_a_missing_guard_is_found(breakable_world, monkeypatch, settings, sabotage):
    break_down(*sabotage.first)
    with probes.row_rules.undone():
        assert sabotage.probe(breakable_world) == []
    remove(sabotage, monkeypatch, settings)
    assert sabotage.probe(breakable_world)
