# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skipped tests are reported at the end of a run, and are failures in CI."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from nox.sessions import Session

import noxfile

LINES = [f"SKIPPED [{count}] tests/probe/test_peers.py:12: sipp is not installed" for count in (1, 2)]
OUTPUT = "\n".join(["....ss.s [100%]", "=== short test summary info ===", *LINES, "=== 5 passed, 3 skipped ==="])


class FakeSession:
    """A nox session, as far as ``tell_skipped`` needs one."""

    name = "probe"

    def __init__(self) -> None:
        self.logged: list[str] = []

    def log(self, message: str) -> None:
        self.logged.append(message)

    def error(self, message: str) -> None:
        raise RuntimeError(message)


def test_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing may be skipped, a session shows what was skipped and fails."""
    monkeypatch.setattr(noxfile, "SKIPPED", tmp_path / "skipped")
    monkeypatch.setattr(noxfile, "STRICT", True)
    session = FakeSession()
    noxfile.tell_skipped(cast(Session, session), "=== 8 passed ===")
    assert (session.logged, (tmp_path / "skipped").exists()) == ([], False)
    with pytest.raises(RuntimeError, match=r"tests were skipped"):
        noxfile.tell_skipped(cast(Session, session), OUTPUT)
    assert session.logged == LINES
