# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print a summary of a nox report: skips with their reasons, failures, and counts.

Usage: python -m tests.summary REPORT.json SKIPPED

SKIPPED is a folder with a file for each session that skipped tests: pytest's lines about them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path


def summarise(report: str, skipped: dict[str, str]) -> list[str]:
    """Return the lines of the summary; the last one has the counts.

    Args:
        report: the JSON text of a nox report.
        skipped: pytest's lines about skipped tests ("SKIPPED [2] file:line: reason"), by session.

    Raises:
        ValueError: a line about skipped tests is not in pytest's form.
    """
    sessions = json.loads(report)["sessions"]
    results = Counter(session["result"] for session in sessions)
    lines = []
    tests = 0
    for session, notes in sorted(skipped.items()):
        for note in notes.splitlines():
            found = re.fullmatch(r"SKIPPED \[(\d+)\] (.+)", note)
            if not found:
                raise ValueError(f"{session} has noted skipped tests in an unknown way: {note}")
            tests += int(found[1])
            lines.append(f"{session} skipped {found[1]} of its tests: {found[2]}")
    lines += [
        f"{session['name']} {session['result']}: {session['reason'] or 'see above'}"
        for session in sessions
        if session["result"] != "success"
    ]
    failed = results["failed"] + results["aborted"]
    counts = f"{results['success']} passed, {failed} failed, {results['skipped']} skipped; tests skipped: {tests}"
    return [*lines, f"stages: {counts}"]


def main(report: Path, folder: Path) -> None:
    """Print the summary of a report and of a folder of notes, which may be missing."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    skipped = {file.name: file.read_text(encoding="utf-8") for file in files}
    print("\n".join(summarise(report.read_text(encoding="utf-8"), skipped)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
