# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The make targets run their sessions, and say at the end what was skipped or not run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast

import pytest
from nox.sessions import Session

import noxfile
from tests import session_tools
from tests.stages import not_run, progress, summary

LINES = [
    "SKIPPED [2] tests/probe/test_peers.py:12: sipp is not installed",
    "SKIPPED [1] tests/playbooks/test_audit.py:151: Chromium is not installed",
]
PYTEST_OUTPUT = f"....ss.s [100%]\n=== short test summary info ===\n{LINES[0]}\n{LINES[1]}\n=== 5 passed, 3 skipped ==="


class FakeSession:
    """A nox session, as far as ``tell_skipped`` needs one."""

    name = "probe"

    def __init__(self) -> None:
        self.logged: list[str] = []

    def log(self, message: str) -> None:
        """Record a message."""
        self.logged.append(message)

    def error(self, message: str) -> None:
        """End the session."""
        raise RuntimeError(message)


@pytest.fixture
def skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of notes, which does not exist yet."""
    monkeypatch.setattr(session_tools, "SKIPPED", tmp_path / "skipped")
    return tmp_path / "skipped"


def test_strict(skipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing may be skipped, a session shows what was skipped and fails."""
    monkeypatch.setattr(session_tools, "STRICT", True)
    session = FakeSession()
    session_tools.tell_skipped(cast(Session, session), "=== 8 passed ===")
    assert (session.logged, skipped.exists()) == ([], False)
    with pytest.raises(RuntimeError, match=r"tests were skipped"):
        session_tools.tell_skipped(cast(Session, session), PYTEST_OUTPUT)
    assert session.logged == LINES


def test_summary(skipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The summary has the sessions that did not succeed, what sessions skipped, and the totals."""
    monkeypatch.setattr(session_tools, "STRICT", False)
    results = enumerate(("success", "success", "failed", "skipped", "aborted"))
    sessions = [{"name": f"session-{number}", "result": result, "reason": None} for number, result in results]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"sessions": sessions}), encoding="utf-8")
    assert summary(report, skipped)[-1] == "stages: 2 passed, 2 failed, 1 skipped; tests skipped: 0"
    for _run in range(2):
        session_tools.tell_skipped(cast(Session, FakeSession()), PYTEST_OUTPUT)
    lines = summary(report, skipped)
    assert (len(lines), lines[-1].endswith("tests skipped: 6")) == (8, True)
    (skipped / "probe").write_text("SKIPPED: something", encoding="utf-8")
    with pytest.raises(ValueError, match=r"probe has noted"):
        summary(report, skipped)


def test_progress() -> None:
    """A session that ends is one line; the output of a session is shown if it fails, and not otherwise."""
    output = """early trouble
Starting session units...
Starting session static...
========== ✓ units: success, took 2 seconds ==========
nox > 9 passed
========== ✗ static: failed ==========
E501 Line too long
========== ⊘ probe: skipped ==========
nox > no Python
"""
    shown = [*progress(["Starting session probe...\n", *output.splitlines(keepends=True)[1:]])]
    assert [line.split()[:2] for line in shown] == [
        ["passed", "units"],
        ["failed", "static"],
        ["E501", "Line"],
        ["skipped", "probe"],
    ]
    assert next(progress(output.splitlines())) == "early trouble"


def test_what_was_not_run() -> None:
    """The end of a run names every session of the other targets, and the commands that run these."""
    lines = not_run(["test"])
    assert [line.split(":")[0] for line in lines] == ["Not run (make test-more)", "Not run (make test-exhaustive)"]
    assert set(noxfile.STAGES["test-more"]) == set(lines[0].partition(": ")[2].split(", "))
    assert not_run(noxfile.STAGES) == []


def test_contributing_names_all_sessions() -> None:
    """The table in CONTRIBUTING.md gives each make target its sessions."""
    table = dict(re.findall(r"^\| `make ([a-z-]+)`[^|]*\|([^|]*)\|", read("CONTRIBUTING.md"), re.MULTILINE))
    documented = {target: set(re.findall(r"`([\w.-]+)`", table[target])) for target in noxfile.STAGES}
    # The usual ansible-core, whose sessions make test runs, depends on the Pythons of this machine.
    usual = re.compile(r"(sanity|compat)-")
    for target, names in noxfile.STAGES.items():
        assert {name for name in documented[target] if not usual.match(name)} == {
            name for name in names if not usual.match(name)
        }
    assert set().union(*documented.values()) == set().union(*noxfile.STAGES.values())


def test_package_indexes_of_pip() -> None:
    """The package indexes and certificates that pip is configured with are those of uv."""
    config = """\
global.index-url='https://packages.example.com/simple'
global.extra-index-url='\\nhttps://one.example.com\\nhttps://two.example.com'
install.find-links='/srv/wheels'
global.timeout='60'
"""
    assert session_tools.uv_settings(config) == {
        "UV_DEFAULT_INDEX": "https://packages.example.com/simple",
        "UV_INDEX": "https://one.example.com https://two.example.com",
        "UV_FIND_LINKS": "/srv/wheels",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    assert session_tools.uv_settings("") == {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def read(name: str) -> str:
    """Return the text of a file of the collection."""
    return (session_tools.ROOT / name).read_text(encoding="utf-8")
