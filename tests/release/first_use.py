# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the first example of README.md with an installed collection, against the simulator.

Usage: python -m tests.release.first_use FOLDER, where FOLDER is what the collection was installed into
"""

from __future__ import annotations

import contextlib
import re
import shlex
import sys
import tempfile
from pathlib import Path

from tests.guides.session import Session
from tests.simulator.process import ROOT, SimulatorProcess


def first_example(readme: str) -> str:
    """Return the commands of the section "A first trunk"; raise ValueError without any."""
    found = re.search(r"^## A first trunk\n.*?^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError("README.md has no commands in the section A first trunk")
    return found[1]


def main(collections: Path) -> int:
    """Run the example; return 0 if it succeeds and makes its trunk."""
    example = first_example((ROOT / "README.md").read_text(encoding="utf-8"))
    own = f"export ANSIBLE_COLLECTIONS_PATH={shlex.quote(str(collections.resolve()))}\n"
    with (
        SimulatorProcess() as simulator,
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(Session(Path(folder, "session"), simulator)) as session,
    ):
        problem = session.shell(f"{own}export ANSIBLE_COLLECTIONS_SCAN_SYS_PATH=False\n{example}")
        project = re.findall(r"SINCH_PROJECT_ID=(\S+)", example)[0]
        trunks = [trunk["hostName"] for trunk in simulator.control.state(project)["trunks"]]
    if problem or len(trunks) != 1:
        print(problem or f"The first example of README.md has made {len(trunks)} trunks, not one.")
        return 1
    print(f"The first example of README.md has made the trunk {trunks[0]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
