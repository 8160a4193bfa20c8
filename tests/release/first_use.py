# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the first example of README.md with an installed collection, against the simulator.

Usage: python -m tests.release.first_use FOLDER, where FOLDER is what the collection was installed into
"""

from __future__ import annotations

import contextlib
import shlex
import sys
import tempfile
import unittest
from pathlib import Path

from tests.guides.documents import parsed
from tests.guides.session import Session
from tests.simulator.process import SimulatorProcess

PROJECT_ID = "11111111-1111-4111-8111-111111111111"  # The one that README.md prints


def main(collections: Path) -> int:
    """Run README.md until it has made a trunk; return 0 if it has."""
    folder = shlex.quote(str(collections.resolve()))
    document = parsed("README.md")
    with (
        SimulatorProcess() as simulator,
        tempfile.TemporaryDirectory() as home,
        contextlib.closing(Session(Path(home, "session"), simulator)) as session,
    ):
        session.shell(f"export ANSIBLE_COLLECTIONS_PATH={folder} ANSIBLE_COLLECTIONS_SCAN_SYS_PATH=False")
        document.namespace["session"] = session
        for example in document:
            # Some blocks say that they are not run.
            with contextlib.suppress(unittest.SkipTest):
                example.evaluate()
            trunks = [trunk["hostName"] for trunk in simulator.control.state(PROJECT_ID)["trunks"]]
            if trunks:
                print(f"The first example of README.md has made the trunk {', '.join(trunks)}.")
                return 0
    print("README.md makes no trunk.")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
