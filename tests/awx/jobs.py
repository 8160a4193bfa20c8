# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs of job templates as in AWX: by ansible-runner's transmit, worker and process, joined by pipes.

The job templates and the credential type are those of the collection; the git project is the example of the
documentation. The worker uses the environment of the tests in place of an execution environment.
"""

from __future__ import annotations

import base64
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.sinch.sip.plugins.module_utils._secret_spellings import spellings
from tests.awx.rules import Data, extra_vars_file, injected, launch_variables, script_inventory
from tests.simulator.process import KEY_ID, ROOT, Control

EXAMPLE = ROOT / "docs" / "examples" / "awx-project"
_PLAYBOOKS = ROOT / "playbooks" / "awx"
KEY_SECRET = 'Canary"Key7Rt2Wq\\+/'  # The secret of the key, with characters that JSON and URLs escape
SIP_PASSWORD = "Canary'Sip5Bn8Xd\"{{ 7 * 6 }}"  # A password for surveys, which must not be templated

_JOB_TIMEOUT = 120  # Seconds after which a job is ended


def credential_type() -> dict[str, Any]:
    definition: dict[str, Any] = yaml.safe_load((_PLAYBOOKS / "credential_type.yml").read_text(encoding="utf-8"))
    return definition


def job_templates() -> dict[str, dict[str, Any]]:
    """Return the definitions of the job templates, by the last part of their names."""
    definitions = yaml.safe_load((_PLAYBOOKS / "job_templates.yml").read_text(encoding="utf-8"))
    return {re.split(" - |: ", definition["name"])[-1]: definition for definition in definitions["job_templates"]}


@dataclass(frozen=True)
class Job:
    """A finished job. ``stream`` is the output of the worker, and ``folder`` has what was unpacked from it."""

    stream: bytes
    folder: Path
    printed: bytes
    control: Control

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        """The messages of the worker, without the archive of artifacts."""
        return [json.loads(line) for line in self.stream.splitlines() if line.startswith(b"{")]

    @property
    def status(self) -> str:
        return str([message["status"] for message in self.messages if "status" in message][-1])

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events that AWX keeps, in order."""
        files = sorted(self.folder.glob("job_events/*.json"), key=lambda file: int(file.name.split("-")[0]))
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]

    @property
    def output(self) -> str:
        """The output of the job in AWX."""
        return "\n".join(event["stdout"] for event in self.events)

    @property
    def statistics(self) -> dict[str, Any]:
        """The last event: counts by host, and the artifacts."""
        (found,) = (event["event_data"] for event in self.events if event["event"] == "playbook_on_stats")
        return dict(found)

    @property
    def published(self) -> dict[str, Any]:
        """The artifacts: variables for later jobs of a workflow."""
        return dict(self.statistics.get("artifact_data", {}))

    @property
    def changed(self) -> dict[str, int]:
        """The number of changed tasks by host."""
        return dict(self.statistics["changed"])

    def succeeded(self) -> Job:
        """Check that the job has succeeded, and return it."""
        assert self.status == "successful", self.output or self.printed
        return self

    def failed(self) -> Job:
        """Check that the job has failed without a traceback, and return it."""
        assert self.status == "failed", self.output or self.printed
        assert "Traceback" not in self.output
        return self

    def assert_no_secret(self) -> None:
        """Check that no secret came back in any spelling: key, password, token, or the key in Base64."""
        sent = {(entry["authorization"] or "").partition(" ")[2] for entry in self.control.requests()} - {""}
        pair = base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
        marks = spellings([KEY_SECRET, SIP_PASSWORD, pair, *sent]) | {"Key7Rt2Wq", "Sip5Bn8Xd"}
        texts = self.kept_texts()
        assert len(texts) > len(self.events)
        found = [(place, mark) for place, text in texts.items() for mark in marks if mark in text]
        assert not found, found

    def kept_texts(self) -> dict[str, str]:
        """Return all texts that came back from the worker or were unpacked, by place.

        The environment of the process is left out: ansible-runner always sends it, and AWX hides the secrets in it.
        """
        messages = [
            {name: value for name, value in message.items() if message.get("status") != "starting" or name != "env"}
            for message in self.messages
        ]
        texts = {"messages": json.dumps(messages, ensure_ascii=False), "printed": self.printed.decode()}
        for name, content in self._artifacts():
            started = json.loads(content) | {"env": None} if name.endswith("command") else None
            texts[name] = json.dumps(started) if started else content.decode(errors="replace")
        return texts

    def _artifacts(self) -> Iterable[tuple[str, bytes]]:
        lines = self.stream.splitlines()
        (at,) = (number for number, line in enumerate(lines) if line.startswith(b'{"zipfile"'))
        archive = base64.b64decode(lines[at + 1].removesuffix(b'{"eof": true}'))
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            yield from ((f"archive/{one.filename}", packed.read(one)) for one in packed.infolist() if not one.is_dir())
        yield from ((str(path), path.read_bytes()) for path in self.folder.rglob("*") if path.is_file())


class Awx:
    """Launches job templates; every job has its own folders and its own home."""

    def __init__(self, control: Control, folder: Path) -> None:
        control.settings(keys={KEY_ID: KEY_SECRET})
        self._control = control
        self.project = folder / "project"
        self.credential = {"key_id": KEY_ID, "key_secret": KEY_SECRET}
        self.credential.update(dict.fromkeys(("api_url", "auth_url", "numbers_url"), control.url))
        self._folder = folder
        self._numbers = itertools.count(1)
        shutil.copytree(EXAMPLE, self.project)

    def synchronised(self) -> dict[str, Any]:
        """Return the inventory of the project as AWX synchronises it."""
        command: list[str | Path] = [_program("ansible-inventory"), "-i", "inventory.yml", "--list", "--export"]
        listed = subprocess.run(command, cwd=self.project, capture_output=True, check=True).stdout
        inventory: dict[str, Any] = json.loads(listed)
        return inventory

    def launch(
        self,
        template: str,
        inventory: Data,
        answers: Data,
        *,
        job_type: str = "",
        verbosity: int = 0,
        of_slice: tuple[int, int] = (1, 1),
    ) -> Job:
        """Run a job template with answers to its survey, and return the job.

        ``inventory`` comes from synchronised(); ``of_slice`` has the number of the job slice, from 1, and their count.
        """
        definition = job_templates()[template]
        number = str(next(self._numbers))
        data, work, back, home = (self._folder / number / name for name in ("data", "work", "back", "home"))
        for folder in (data / "env", data / "inventory", back, home):
            folder.mkdir(parents=True)
        shutil.copytree(self.project, data / "project")
        variables = launch_variables(definition, answers) | {"awx_job_id": int(number), "tower_job_id": int(number)}
        check = ["--check"] if (job_type or definition["job_type"]) == "check" else []
        flags = [f"-{'v' * verbosity}"] if verbosity else []
        _write(data / "env" / "extravars", extra_vars_file(definition, variables))
        _write(data / "env" / "cmdline", " ".join([*check, "-u", "root", "--diff", *flags]))
        _write(data / "env" / "envvars", json.dumps({**_environment(), **injected(credential_type(), self.credential)}))
        settings = {"job_timeout": _JOB_TIMEOUT, "suppress_ansible_output": True, "suppress_output_file": True}
        _write(data / "env" / "settings", json.dumps(settings))
        script = f"#! /usr/bin/env python3\nprint({json.dumps(script_inventory(inventory, *of_slice))!r})\n"
        _write(data / "inventory" / "hosts", script, mode=0o700)
        stream, printed = _run(number, definition["playbook"], data, work, back, home)
        return Job(stream, back / "artifacts" / number, printed, self._control)


def _run(ident: str, playbook: str, data: Path, work: Path, back: Path, home: Path) -> tuple[bytes, bytes]:
    """Send a job, run it, and unpack its output; return the output of the worker, and everything else printed."""
    environment = {"HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "TMPDIR": str(home)}
    runner = _program("ansible-runner")
    options = ("--playbook", playbook, "--ident", ident, "--inventory", "hosts", "--omit-env-files")
    transmit = subprocess.Popen([runner, "transmit", data, *options], env=environment, stdout=subprocess.PIPE)
    worker = subprocess.Popen(
        [runner, "worker", "--private-data-dir", work, "--delete"],
        env=environment,
        stdin=transmit.stdout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process = subprocess.Popen(
        [runner, "process", back, "--ident", ident],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert transmit.stdout is not None
    transmit.stdout.close()
    stream, complaints = worker.communicate()
    printed, _errors = process.communicate(stream)
    assert transmit.wait() == 0
    # The secrets in it are gone too.
    assert not work.exists()
    return stream, complaints + printed


def _program(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def _environment() -> dict[str, str]:
    """Return the environment that AWX sets for every job, and the place of the collection."""
    return {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build" / "tree"),
        "ANSIBLE_FORCE_COLOR": "True",
        "ANSIBLE_HOST_KEY_CHECKING": "False",
        "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
        "ANSIBLE_RETRY_FILES_ENABLED": "False",
    }


def _write(file: Path, content: str, mode: int = 0o600) -> None:
    file.write_text(content, encoding="utf-8")
    file.chmod(mode)
