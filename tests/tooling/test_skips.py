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
from tests.summary import main, summarise

LINES = [
    "SKIPPED [2] tests/probe/test_peers.py:12: sipp is not installed",
    "SKIPPED [1] tests/playbooks/test_audit.py:151: the page cannot be looked at: Chromium is not installed",
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


def report(*results: str) -> str:
    """Return a nox report of sessions with these results."""
    sessions = [{"name": f"session-{n}", "result": result, "reason": None} for n, result in enumerate(results)]
    return json.dumps({"sessions": sessions})


def test_summary() -> None:
    """The summary has each reason with its count, and the totals; a line that cannot be counted is an error."""
    assert summarise(report("success", "success", "failed", "skipped", "aborted"), {"probe": "\n".join(LINES)}) == [
        *("probe " + line.replace("SKIPPED [", "skipped ").replace("]", " of its tests:") for line in LINES),
        *("session-2 failed: see above", "session-3 skipped: see above", "session-4 aborted: see above"),
        "stages: 2 passed, 2 failed, 1 skipped; tests skipped: 3",
    ]
    with pytest.raises(ValueError, match=r"probe has noted"):
        summarise(report("success"), {"probe": "SKIPPED: something"})


@pytest.mark.parametrize("strict", [False, True])
def test_skipped_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: bool) -> None:
    """A session shows and notes what pytest skipped; if nothing may be skipped, it fails."""
    monkeypatch.setattr(noxfile, "SKIPPED", tmp_path / "skipped")
    monkeypatch.setattr(noxfile, "STRICT", strict)
    session = FakeSession()
    noxfile.tell_skipped(cast(Session, session), "=== 8 passed ===")
    assert (session.logged, (tmp_path / "skipped").exists()) == ([], False)
    if strict:
        with pytest.raises(RuntimeError, match=r"tests were skipped"):
            noxfile.tell_skipped(cast(Session, session), PYTEST_OUTPUT)
    else:
        noxfile.tell_skipped(cast(Session, session), PYTEST_OUTPUT)
    assert session.logged == LINES


def test_summary_of_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The notes of a folder add up; without any there is no folder."""
    file, folder = tmp_path / "report.json", tmp_path / "skipped"
    file.write_text(report("success"), encoding="utf-8")
    main(file, folder)
    folder.mkdir()
    (folder / "probe").write_text("\n".join(LINES * 2), encoding="utf-8")
    main(file, folder)
    counts = [line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines() if line.startswith("stages: 1")]
    assert counts == ["0", "6"]
