# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the blocks of one document as its reader would: in one folder and one shell session, with one Sinch API."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.simulator.process import KEY_ID, KEY_SECRET, ROOT, SimulatorProcess

PRINTED_KEYS = {KEY_ID: KEY_SECRET, "22222222-2222-4222-8222-222222222222": "the-secret-of-the-key"}
"""The keys that documents print, which are the accounts of the simulator."""
PRINTED_URL = "http://127.0.0.1:8480"
"""The URL of the local API that documents print; the URL of the document's simulator replaces it."""

_TIMEOUT_S = 300
# A block starts with the state that the previous one left.
_BEFORE = r"""
set -e
source "$SESSION/state"
trap '{ export -p; declare -f; printf "cd %q\n" "$PWD"; } > "$SESSION/state"' EXIT
"""


def _pattern(expected: str) -> str:
    """Return a regular expression for a text in which ``...`` matches any text."""
    return re.escape(expected).replace(r"\.\.\.", ".*")


def has_lines(expected: str, output: str) -> bool:
    """Return whether ``output`` has the lines in a row, whatever their indent; a line ``...`` is any lines."""
    lines = [line.strip() for line in expected.strip().splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else rf"[ \t]*{_pattern(line)}[ \t]*\n" for line in lines)
    return re.search(f"^{pattern}", f"{output}\n", re.MULTILINE) is not None


def has_message(expected: str, output: str) -> bool:
    """Return whether ``output`` has a message, wherever its lines are broken."""
    return re.search(_pattern(" ".join(expected.split())), " ".join(output.split())) is not None


@dataclass
class Session:
    """The reader's machine; all files of the blocks are below ``folder``, which is empty at first."""

    folder: Path
    simulator: SimulatorProcess
    expected_status: int = 0
    """The exit status that the next shell block must have."""
    output: str | None = None
    """The output of the last shell block."""
    unused: set[str] = field(default_factory=set)
    """Files that were written, and that no shell block has mentioned yet."""
    _groups: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.simulator.control.settings(keys=PRINTED_KEYS)
        work = self.folder / "work"
        for path in (work, self.folder / "home"):
            path.mkdir(parents=True)
        variables = [f"export {name}={shlex.quote(value)}" for name, value in self._environment().items()]
        self._state.write_text("\n".join([*variables, f"cd {shlex.quote(str(work))}", ""]), encoding="utf-8")

    @property
    def _state(self) -> Path:
        return self.folder / "state"

    def _environment(self) -> dict[str, str]:
        """Return the environment of a new session: Ansible, the checkout and a local API, but no account."""
        programs = str(Path(sys.executable).parent)
        return {
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build" / "tree"),
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(self.folder / "home"),
            "LC_ALL": "C.UTF-8",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INDEX": "1",
            "PATH": os.pathsep.join((programs, os.environ["PATH"])),
            # Packages that a reader would install are installed here.
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path.endswith("site-packages")),
            "REPOSITORY": str(ROOT),
            "SINCH_API_URL": self.simulator.url,
            "SINCH_AUTH_URL": self.simulator.url,
            "SINCH_NUMBERS_URL": self.simulator.url,
            "TMPDIR": str(self.folder),
        }

    def shell(self, script: str) -> str | None:
        """Run a script in bash, and return the problem if there is one."""
        self.unused = {name for name in self.unused if not any(part in script for part in Path(name).parts)}
        with (self.folder / "output").open("w+", encoding="utf-8") as output:
            process = subprocess.Popen(
                ["bash", "-c", _BEFORE + script.replace(PRINTED_URL, self.simulator.url)],
                env={"SESSION": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._groups.append(process.pid)
            status = process.wait(_TIMEOUT_S)
            output.seek(0)
            self.output = output.read().replace(self.simulator.url, PRINTED_URL)
        expected, self.expected_status = self.expected_status, 0
        return None if status == expected else f"exit status {status} and not {expected}:\n{self.output}"

    def write(self, name: str, content: str) -> None:
        """Write a file to the current folder of the shell."""
        current = re.findall(r"^cd (.*)$", self._state.read_text(encoding="utf-8"), re.MULTILINE)[-1]
        path = Path(*shlex.split(current), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace(PRINTED_URL, self.simulator.url), encoding="utf-8")
        self.unused.add(name)

    def compare(self, expected: str, found: Callable[[str, str], bool]) -> str | None:
        """Search the output of the last shell block, and return the problem if there is one."""
        if self.output is None:
            return "nothing has been printed yet"
        return None if found(expected, self.output) else f"this is not in what was printed:\n{self.output}"

    def seed(self, projects: str) -> None:
        for project, seed in yaml.safe_load(projects).items():
            self.simulator.control.seed(project, **seed)

    def close(self) -> None:
        """End the processes that blocks have left running."""
        for group in self._groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGTERM)
