# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sum up a nox report: what was skipped and why, what failed, and the counts.

Usage: python -m tests.summary REPORT.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def summarise(report: str) -> list[str]:
    """The lines to print for the JSON text of a nox report; the last one has the counts."""
    sessions = json.loads(report)["sessions"]
    results = Counter(session["result"] for session in sessions)
    lines = [
        f"{session['name']} {session['result']}: {session['reason'] or 'see above'}"
        for session in sessions
        if session["result"] != "success"
    ]
    failed = results["failed"] + results["aborted"]
    return [*lines, f"stages: {results['success']} passed, {failed} failed, {results['skipped']} skipped"]


if __name__ == "__main__":
    print("\n".join(summarise(Path(sys.argv[1]).read_text(encoding="utf-8"))))
