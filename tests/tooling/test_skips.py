# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was skipped is told at the end of a run, and fails where nothing may be skipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from nox.sessions import Session

import noxfile
from tests.summary import main, summarise

LINES = [
    "SKIPPED [2] tests/probe/test_peers.py:12: sipp is not installed",
    "SKIPPED [1] tests/playbooks/test_audit.py:151: the page cannot be looked at: Chromium is not installed",
]
PYTEST_OUTPUT = f"....ss.s [100%]\n=== short test summary info ===\n{LINES[0]}\n{LINES[1]}\n=== 5 passed, 3 skipped ==="


class FakeSession:
    """As much of a nox session as telling about skipped tests needs."""

    name = "probe"

    def __init__(self) -> None:
        self.logged: list[str] = []

    def log(self, message: str) -> None:
        """Note what is logged."""
        self.logged.append(message)

    def error(self, message: str) -> None:
        """End the session, as nox does."""
        raise RuntimeError(message)


def report(*results: str) -> str:
    """A nox report of sessions that ended so."""
    sessions = [{"name": f"session-{n}", "result": result, "reason": None} for n, result in enumerate(results)]
    return json.dumps({"sessions": sessions})


def test_summary() -> None:
    """The summary has each reason with its count, and the sums."""
    lines = summarise(report("success", "success", "failed", "skipped", "aborted"), {"probe": "\n".join(LINES)})
    assert lines == [
        "probe skipped 2 of its tests: tests/probe/test_peers.py:12: sipp is not installed",
        "probe skipped 1 of its tests: tests/playbooks/test_audit.py:151: "
        "the page cannot be looked at: Chromium is not installed",
        "session-2 failed: see above",
        "session-3 skipped: see above",
        "session-4 aborted: see above",
        "stages: 2 passed, 2 failed, 1 skipped; tests skipped: 3",
    ]


def test_summary_of_nothing_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that skipped nothing has left no notes, not even their folder."""
    (tmp_path / "report.json").write_text(report("success"), encoding="utf-8")
    main(tmp_path / "report.json", tmp_path / "skipped")
    assert capsys.readouterr().out == "stages: 1 passed, 0 failed, 0 skipped; tests skipped: 0\n"


def test_unknown_note() -> None:
    """A note that cannot be counted is not passed over."""
    with pytest.raises(ValueError, match=r"probe has noted"):
        summarise(report("success"), {"probe": "SKIPPED: something"})


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    """A session whose notes go to a temporary folder."""
    monkeypatch.setattr(noxfile, "SKIPPED", tmp_path / "skipped")
    return FakeSession()


def tell(session: FakeSession, output: str) -> None:
    """Have noxfile.py tell what some output of pytest says was skipped."""
    noxfile.tell_skipped(cast(Session, session), output)


def test_noted(session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pytest skipped is shown and noted, run after run, and adds up in the summary."""
    monkeypatch.setattr(noxfile, "STRICT", False)
    for _run in range(2):
        tell(session, PYTEST_OUTPUT)
    assert session.logged == [*LINES, *LINES]
    notes = (tmp_path / "skipped" / "probe").read_text(encoding="utf-8")
    assert summarise(report("success"), {"probe": notes})[-1].endswith("tests skipped: 6")


def test_strict(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be skipped, a session fails that skipped a test, once it has said which."""
    monkeypatch.setattr(noxfile, "STRICT", True)
    with pytest.raises(RuntimeError, match=r"tests were skipped"):
        tell(session, PYTEST_OUTPUT)
    assert session.logged == LINES


@pytest.mark.parametrize("strict", [False, True])
def test_nothing_skipped(session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: bool) -> None:
    """A run that skipped nothing leaves no note and does not fail."""
    monkeypatch.setattr(noxfile, "STRICT", strict)
    tell(session, "=== 8 passed ===")
    assert session.logged == []
    assert not (tmp_path / "skipped").exists()
