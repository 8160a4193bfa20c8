# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build trunks on a local Sinch API, run the same playbook again to show that nothing changes, and draw the trunks.

Usage: python -m tests.demo [--collections FOLDER]
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulator.process import KEY_ID, KEY_SECRET, ROOT, Control, SimulatorProcess

PROJECT_ID = "demo"
PHONE_NUMBERS = ["+12025550123", "+12025550124"]  # The numbers that the project rents and the playbook assigns
COMMAND = ["ansible-playbook", "sinch.sip.demo", "--diff"]
PAGE = ROOT / ".build" / "demo.html"
INTRODUCTION = """\
This demo builds two SIP trunks with Ansible, on a local Sinch API: it needs no account and reaches no other machine.
1. The first run builds both trunks, their access lists, users and endpoints, and shows each change as a diff.
2. The second run is the same command: it must change nothing.
3. The audit draws the trunks on a page for your browser. The last line is its path.
"""


@dataclass(frozen=True)
class Run:
    """The effects of one run of the playbook; ``requests`` are those to the API, without tokens."""

    status: int
    changed_tasks: int
    requests: int
    writes: int
    tokens: int
    seconds: float
    files: set[str] = field(default_factory=set)  # The files of the tasks, if the run prints them


def environment(url: str, folder: str, collections: Path | None = None) -> dict[str, str]:
    """Return the environment of a run: the local API, no account, settings or caches of the user.

    A folder of collections replaces all others.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("SINCH_")}
    settings = Path(folder, "ansible.cfg")
    settings.touch()
    if collections is not None:
        own |= {"ANSIBLE_COLLECTIONS_PATH": str(collections), "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "False"}
    return {
        **own,
        "ANSIBLE_CONFIG": str(settings),
        "ANSIBLE_HOME": folder,
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "False",
        "ANSIBLE_LOCALHOST_WARNING": "False",
        "SINCH_API_URL": url,
        "SINCH_AUTH_URL": url,
        "SINCH_NUMBERS_URL": url,
        "SINCH_KEY_ID": KEY_ID,
        "SINCH_KEY_SECRET": KEY_SECRET,
        "SINCH_PROJECT_ID": PROJECT_ID,
        "XDG_CACHE_HOME": folder,
    }


def play(control: Control, command: Sequence[str], env: dict[str, str]) -> Run:
    """Run the playbook and show its output; return its effects."""
    control.clear_log()
    started = time.monotonic()
    changed = 0
    files = set()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            recap = re.search(r" changed=(\d+) ", line)
            changed += int(recap[1]) if recap else 0
            path = re.match(r"task path: (.+):\d+$", line)
            files |= {path[1]} if path else set()
    seconds = time.monotonic() - started
    counters = control.counters()
    requests, writes, tokens = counters["requests"], counters["writes"], counters["tokens"]
    return Run(process.returncode, changed, requests, writes, tokens, seconds, files)


def report(runs: list[Run]) -> None:
    """Print the runs as a table."""
    titles = ("changed tasks", "API requests", "of them writes", "token requests", "seconds")
    print(f"{'':12}{''.join(f'{title:>16}' for title in titles)}")
    for name, run in zip(("first run", "second run"), runs, strict=True):
        figures = (run.changed_tasks, run.requests, run.writes, run.tokens, round(run.seconds, 1))
        print(f"{name:12}{''.join(f'{figure:>16}' for figure in figures)}")


def draw(env: dict[str, str]) -> str | None:
    """Write the page of the audit; return the output of Ansible if that fails."""
    PAGE.parent.mkdir(exist_ok=True)
    command = ["ansible-playbook", str(ROOT / "tests" / "demo_audit.yml"), "--extra-vars", f"page={PAGE}"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout if done.returncode else None


def foreign_files(files: set[str], collections: Path) -> list[str]:
    """Return the files of tasks that are not in a folder of collections; "no task" if there are no files."""
    folder = collections.resolve()
    return sorted(name for name in files or {"no task"} if folder not in Path(name).resolve().parents)


def main(arguments: Sequence[str]) -> int:
    """Run the demo; return 0 if the second run changed nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description="Build trunks on a local Sinch API.")
    help_text = "take the collection from here, and fail where a task comes from anywhere else"
    parser.add_argument("--collections", type=Path, metavar="FOLDER", help=help_text)
    collections: Path | None = parser.parse_args(arguments).collections
    # At this verbosity, Ansible prints the file of each task.
    command = [*COMMAND, "-vv"] if collections else COMMAND
    with SimulatorProcess() as simulator, tempfile.TemporaryDirectory() as folder:
        control = simulator.control
        control.seed(PROJECT_ID, phoneNumbers=PHONE_NUMBERS)
        env = environment(simulator.url, folder, collections)
        print(f"{INTRODUCTION}\nA local Sinch API is running at {simulator.url}.")
        runs = []
        for title in ("First run: there is nothing yet", "Second run: everything is there"):
            print(f"\n=== {title}\n$ {' '.join(command)}", flush=True)
            runs.append(play(control, command, env))
            if runs[-1].status != 0:
                print("The demo has failed: see the task above.")
                return 1
        trunks = control.state(PROJECT_ID)["trunks"]
        problem = draw(env)
    print("=== What came of it")
    report(runs)
    for trunk in trunks:
        numbers = ", ".join(trunk["phoneNumbers"])
        print(f"Trunk {trunk['name']}: SIP traffic goes to {trunk['domain']}, calls to {numbers} come in.")
    if runs[1].changed_tasks or runs[1].writes:
        print("The second run changed something. That is a defect.")
        return 1
    print("The second run changed nothing.")
    if problem:
        print(f"The audit has failed:\n{problem}")
        return 1
    if collections:
        if elsewhere := foreign_files(runs[0].files | runs[1].files, collections):
            print(f"These tasks are not from {collections}: {', '.join(elsewhere)}")
            return 1
        print(f"Every task was from {collections}.")
    print(f"The audit has drawn the project:\n{PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
