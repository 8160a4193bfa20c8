# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skipped tests are reported at the end of a run, and are failures in CI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from nox.sessions import Session

import noxfile
from tests.summary import main

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
        self.logged.append(message)

    def error(self, message: str) -> None:
        raise RuntimeError(message)


@pytest.fixture
def skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of notes, which does not exist yet."""
    monkeypatch.setattr(noxfile, "SKIPPED", tmp_path / "skipped")
    return tmp_path / "skipped"


def test_strict(skipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing may be skipped, a session shows what was skipped and fails."""
    monkeypatch.setattr(noxfile, "STRICT", True)
    session = FakeSession()
    noxfile.tell_skipped(cast(Session, session), "=== 8 passed ===")
    assert (session.logged, skipped.exists()) == ([], False)
    with pytest.raises(RuntimeError, match=r"tests were skipped"):
        noxfile.tell_skipped(cast(Session, session), PYTEST_OUTPUT)
    assert session.logged == LINES


def test_summary(
    skipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The summary has the sessions that did not succeed, what sessions skipped, and the totals."""
    monkeypatch.setattr(noxfile, "STRICT", False)
    results = enumerate(("success", "success", "failed", "skipped", "aborted"))
    sessions = [{"name": f"session-{number}", "result": result, "reason": None} for number, result in results]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"sessions": sessions}), encoding="utf-8")
    main(report, skipped)
    assert capsys.readouterr().out.endswith("stages: 2 passed, 2 failed, 1 skipped; tests skipped: 0\n")
    for _run in range(2):
        noxfile.tell_skipped(cast(Session, FakeSession()), PYTEST_OUTPUT)
    main(report, skipped)
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[-1].endswith("tests skipped: 6")) == (8, True)
    (skipped / "probe").write_text("SKIPPED: something", encoding="utf-8")
    with pytest.raises(ValueError, match=r"probe has noted"):
        main(report, skipped)
