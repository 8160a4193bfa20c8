# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run modules in this process, and playbooks as users run them, against a simulator."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.sinch.sip.plugins.module_utils._connection import with_environment
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule
from tests.simulator.process import KEY_ID, KEY_SECRET, ROOT

PROJECT = "project-under-test"
HOST_MODULES = ["sinch_sip_probe"]
"""The names of the modules that examine the host that they run on, and do not use the API."""
MODULES = sorted({path.stem for path in (ROOT / "plugins" / "modules").glob("sinch_*.py")} - {*HOST_MODULES})
"""The names of the modules that use the API."""
READERS = [name for name in MODULES if name.endswith(("_info", "_audit"))]
"""The names of the modules that only read from the API."""
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
"""Variables of hosts whose tasks run on this machine, with Ansible's own Python."""
CONNECTIONS = Path(__file__).with_name("connection")
"""The folder of the connection plugin ``elsewhere``."""

_CALLBACKS = Path(__file__).with_name("callbacks")
_PLAYBOOK_TIMEOUT_S = 120
_VAULT_PASSWORD = "open sesame"


@dataclass(frozen=True)
class Result:
    """The result of one task on one host; ``data`` is what a user would register."""

    status: str
    data: Mapping[str, Any]
    task: str = ""
    host: str = "localhost"

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    @property
    def changed(self) -> bool:
        return bool(self.data["changed"])

    @property
    def warnings(self) -> list[str]:
        return list(self.data.get("warnings", []))

    def succeeded(self) -> Result:
        """Return the result of a task that must have succeeded."""
        assert self.status == "ok", self.data
        return self

    def error(self) -> str:
        """Return the message of a task that must have failed without a traceback."""
        assert self.status == "failed", self.data
        assert "Traceback (most recent call last)" not in str(self.data), self.data
        return str(self.data["msg"])


@dataclass(frozen=True)
class PlaybookRun:
    """The exit status, the output and the results of a run of one of Ansible's programs."""

    returncode: int
    output: str
    results: Sequence[Result]

    def __getitem__(self, task: str) -> Result:
        (found,) = (result for result in self.results if result.task == task)
        return found

    @property
    def errors(self) -> dict[str, str]:
        """The messages of the tasks that failed, by host."""
        return {result.host: result.error() for result in self.results if result.status == "failed"}

    def succeeded(self) -> PlaybookRun:
        """Return a run that must have succeeded, on all hosts."""
        assert self.returncode == 0, self.output
        return self

    def refused(self) -> str:
        """Return the output, on one line, of a run that must have failed."""
        assert self.returncode != 0, self.output
        return " ".join(self.output.split())


def module_source(name: str) -> ModuleType:
    """Return the Python module of one of the collection's Ansible modules."""
    return importlib.import_module(f"ansible_collections.sinch.sip.plugins.modules.{name}")


def encrypted(text: str) -> str:
    """Return a text encrypted with Ansible's vault."""
    return str(VaultLib([("default", VaultSecret(_VAULT_PASSWORD.encode()))]).encrypt(text).decode())


class Ansible:
    """Runs modules and playbooks in a home folder of its own, with the simulator's account."""

    def __init__(self, url: str, home: Path) -> None:
        """Take the simulator's URL, and an empty folder for all files of the runs."""
        self.home = home
        self._lines = home / "results.jsonl"
        self.environ = {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "SINCH_API_URL": url,
            "SINCH_AUTH_URL": url,
            "SINCH_NUMBERS_URL": url,
            "SINCH_PROJECT_ID": PROJECT,
            "SINCH_KEY_ID": KEY_ID,
            "SINCH_KEY_SECRET": KEY_SECRET,
        }

    def module(self, name: str, options: Mapping[str, Any] | None = None, *, check: bool = False) -> Result:
        """Run a module's own function in this process: the same code as a playbook runs, many times faster."""
        module: SinchModule = module_source(name).MODULE
        arguments = dict(module.arguments)
        arguments.pop("supports_check_mode")
        given = with_environment(options or {}, {**os.environ, **self.environ})
        refusal = module.refused(given)
        if refusal:
            return Result("failed", refusal.result)
        validated = ArgumentSpecValidator(**arguments).validate(given)
        if validated.error_messages:
            return Result("failed", {"msg": "; ".join(validated.error_messages)})
        with self.environment():
            report = module.run(validated.validated_parameters, check, os.environ)
        data = json.loads(json.dumps({**report.result, "warnings": report.warnings}))
        return Result("failed" if report.failed else "ok", data)

    def environment(self) -> AbstractContextManager[object]:
        """Return the context in which this process has the environment of a run."""
        return patch.dict(os.environ, self.environ)

    def write(self, name: str, content: Any) -> Path:
        """Write a file to the home folder, text as it is and other content as JSON, and return its path."""
        path = self.home / name
        path.parent.mkdir(exist_ok=True)
        # JSON is YAML.
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.home / name).read_text(encoding="utf-8")

    def vault(self) -> tuple[str, str]:
        """Return the arguments with which Ansible's programs decrypt what ``encrypted`` returns."""
        self.write("vault", _VAULT_PASSWORD)
        return "--vault-password-file", "vault"

    def inventory(self, hosts: Mapping[str, Mapping[str, Any]], **variables: Any) -> None:
        """Write the inventory of the next runs."""
        self.write("inventory.yml", {"all": {"hosts": hosts, "vars": variables}})

    def playbook(
        self,
        tasks: Sequence[Mapping[str, Any]],
        *arguments: str,
        hosts: Sequence[str] = ("localhost",),
        **keywords: Any,
    ) -> PlaybookRun:
        """Run ``ansible-playbook`` with one play of these tasks; ``keywords`` are those of the play."""
        return self.plays([{"tasks": [*tasks], **keywords}], *arguments, hosts=hosts)

    def task(self, name: str, options: Mapping[str, Any], *arguments: str) -> Result:
        """Run one task with ``ansible-playbook``."""
        (result,) = self.playbook([{f"sinch.sip.{name}": options}], *arguments).results
        return result

    def plays(
        self, plays: Sequence[Mapping[str, Any]], *arguments: str, hosts: Sequence[str] = ("localhost",)
    ) -> PlaybookRun:
        """Run ``ansible-playbook`` with these plays."""
        self.inventory({host: {} for host in hosts}, **LOCAL)
        self.write("playbook.yml", [{"hosts": "all", "gather_facts": False, **play} for play in plays])
        return self.run("ansible-playbook", "playbook.yml", *arguments)

    def run(self, program: str, *arguments: str) -> PlaybookRun:
        """Run one of Ansible's programs in the home folder, with the inventory written last."""
        self._lines.write_text("", encoding="utf-8")
        with self.start(program, *arguments) as process:
            try:
                output, _errors = process.communicate(timeout=_PLAYBOOK_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        results = [Result(**json.loads(line)) for line in self._lines.read_text(encoding="utf-8").splitlines()]
        return PlaybookRun(process.returncode, output, results)

    def start(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Start one of Ansible's programs; the caller must read its output, and wait for its end."""
        environ = {
            **{name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ},
            **self.environ,
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CALLBACK_PLUGINS": str(_CALLBACKS),
            "ANSIBLE_CALLBACKS_ENABLED": "result_lines",
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build" / "tree"),
            "ANSIBLE_INVENTORY": "inventory.yml",
            "ANSIBLE_NOCOLOR": "1",
            # Fewer files to copy for each task.
            "ANSIBLE_PIPELINING": "1",
            "RESULT_LINES": str(self._lines),
        }
        return subprocess.Popen(
            [Path(sys.executable).with_name(program), *arguments],
            cwd=self.home,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
