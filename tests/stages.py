# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the sessions of make targets, as many at a time as there are processors, and tell how they went.

Usage: python -m tests.stages TARGET..., where a target is a key of STAGES in noxfile.py

Each session that ends is a line with its time. The output of a session is shown only if it fails.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import noxfile
from tests.session_tools import BUILD, ROOT, SKIPPED

_STARTED = re.compile(r"Starting session (\S+)\.\.\.$")
_ENDED = re.compile(r"=+ \S+ (\S+): (success|skipped|failed|aborted)\b.* =+$")
_RESULTS = {"success": "passed"}


def progress(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines to show for the output of ``nox --parallel``, as it comes."""
    begun: dict[str, float] = {}
    failing = False
    for line in map(str.rstrip, lines):
        if found := _STARTED.match(line):
            begun[found[1]] = time.monotonic()
        elif found := _ENDED.match(line):
            name, result = found.groups()
            failing = result in ("failed", "aborted")
            yield f"{_RESULTS.get(result, result):8}{name:24}{time.monotonic() - begun[name]:5.0f} s"
        elif failing or not begun:
            # Errors of nox itself come before the first session.
            yield line


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


def not_run(targets: Collection[str]) -> list[str]:
    """Return a line for each other make target: its sessions, and how to run them."""
    return [
        f"Not run (make {target}): {', '.join(names)}"
        for target, names in noxfile.STAGES.items()
        if target not in targets
    ]


def summary(report: Path, folder: Path) -> list[str]:
    """Return the summary of a report and of a folder of notes, which may be missing."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    skipped = {file.name: file.read_text(encoding="utf-8") for file in files}
    return summarise(report.read_text(encoding="utf-8"), skipped)


def main(targets: Collection[str]) -> int:
    """Run the sessions of targets; return the exit status of nox."""
    report = BUILD / "report.json"
    BUILD.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    shutil.rmtree(SKIPPED, ignore_errors=True)
    names = [name for target in targets for name in noxfile.STAGES[target]]
    print(f"{len(names)} stages", flush=True)
    options = ("--nocolor", "--parallel", "auto", "--report", str(report), "--session", *names)
    command = [sys.executable, "-m", "nox", *options]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in progress(process.stdout):
            print(line, flush=True)
    if report.exists():
        print("\n".join([*summary(report, SKIPPED), *not_run(targets)]))
    print(f"{time.monotonic() - started:.0f} s")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
