# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: build trunks on a local Sinch API, then run the same playbook again and show that nothing changes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from tests.simulator.process import KEY_ID, KEY_SECRET, Control, SimulatorProcess

PROJECT_ID = "demo"
PHONE_NUMBERS = ["+12025550123", "+12025550124"]
"""What the project rents; the playbook assigns them."""
COMMAND = ["ansible-playbook", "sinch.sip.demo", "--diff"]


@dataclass(frozen=True)
class Run:
    """What one run of the playbook did; ``requests`` are those to the API, tokens apart."""

    status: int
    changed_tasks: int
    requests: int
    writes: int
    tokens: int


def environment(url: str, folder: str) -> dict[str, str]:
    """Return the environment of a run: the local API, and nothing of the user's own account, settings or caches."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SINCH_")}
    settings = os.path.join(folder, "ansible.cfg")
    with open(settings, "w", encoding="utf-8"):
        pass
    return {
        **own,
        "ANSIBLE_CONFIG": settings,
        "ANSIBLE_HOME": folder,
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "False",
        "ANSIBLE_LOCALHOST_WARNING": "False",
        "SINCH_API_URL": url,
        "SINCH_AUTH_URL": url,
        "SINCH_KEY_ID": KEY_ID,
        "SINCH_KEY_SECRET": KEY_SECRET,
        "SINCH_PROJECT_ID": PROJECT_ID,
        "XDG_CACHE_HOME": folder,
    }


def play(control: Control, env: dict[str, str]) -> Run:
    """Run the playbook, show its output as it comes, and count."""
    control.clear_log()
    changed = 0
    with subprocess.Popen(COMMAND, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            recap = re.search(r" changed=(\d+) ", line)
            changed += int(recap[1]) if recap else 0
    counters = control.counters()
    return Run(process.returncode, changed, counters["requests"], counters["writes"], counters["tokens"])


def report(runs: list[Run]) -> None:
    """Print the runs as a table, and what it comes to."""
    print(f"{'':12}{'changed tasks':>15}{'API requests':>15}{'of them writes':>16}{'token requests':>16}")
    for name, run in zip(("first run", "second run"), runs, strict=True):
        print(f"{name:12}{run.changed_tasks:>15}{run.requests:>15}{run.writes:>16}{run.tokens:>16}")


def main() -> int:
    """Run the demo; return 0 where the second run changed nothing."""
    with SimulatorProcess() as simulator, tempfile.TemporaryDirectory() as folder:
        control = simulator.control
        control.seed(PROJECT_ID, phoneNumbers=PHONE_NUMBERS)
        env = environment(simulator.url, folder)
        print(f"A local Sinch API is running at {simulator.url}.")
        runs = []
        for title in ("First run: there is nothing yet", "Second run: everything is there"):
            print(f"\n=== {title}\n$ {' '.join(COMMAND)}", flush=True)
            runs.append(play(control, env))
            if runs[-1].status != 0:
                print("The demo has failed: see the task above.")
                return 1
        trunks = control.state(PROJECT_ID)["trunks"]
    print("=== What came of it")
    report(runs)
    for trunk in trunks:
        numbers = ", ".join(trunk["phoneNumbers"])
        print(f"Trunk {trunk['name']}: SIP traffic goes to {trunk['domain']}, calls to {numbers} come in.")
    if runs[1].changed_tasks or runs[1].writes:
        print("The second run changed something. That is a defect.")
        return 1
    print("The second run changed nothing.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
