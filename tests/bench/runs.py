# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measured runs of ansible-playbook against a simulator."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.project import WAYS, Setup
from tests.demo import PROJECT_ID, environment
from tests.simulator.process import ROOT, SimulatorProcess

_PLAYBOOKS = Path(__file__).with_name("playbooks")
_CALLBACKS = Path(__file__).with_name("callbacks")
_MEASURED = str(Path(__file__).with_name("measured.py"))
ENOUGH_S = 30.0  # The time after which a measurement is not repeated


@dataclass(frozen=True)
class Run:
    """The costs of a run; the memory is the resident memory of its largest process."""

    seconds: float
    memory_mib: float
    requests: int  # Requests to the API, without those for tokens
    writes: int
    tokens: int


class Bench:
    """Measures runs on one simulator; raises RuntimeError if one fails or has a wrong result."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        self._url = simulator.url
        self._control = simulator.control

    def fresh(self, latency_ms: float, **seed: Any) -> None:
        """Reset the simulator to a project that has only the seed."""
        self._control.reset()
        # The tasks with HTTP Basic would exceed the rate limit.
        self._control.settings(log_bodies=False, latency_ms=latency_ms, basic_rate=None)
        self._control.seed(PROJECT_ID, **seed)

    def debug(self) -> Run:
        return self._play("debug", {})

    def pair(self, way: str, wanted: Sequence[Setup], latency_ms: float, **environ: str) -> tuple[Run, Run]:
        """Build a project that has only the phone numbers, and run the same again."""
        self.fresh(latency_ms, phoneNumbers=[one.phone_number for one in wanted])
        variables = WAYS[way](wanted)
        build = self._play(way, variables, **environ)
        again = self._play(way, variables, **environ)
        trunks = self._control.state(PROJECT_ID)["trunks"]
        whole = [one for one in trunks if one["accessControlListIds"] and one["phoneNumbers"] and one["endpoints"]]
        if len(whole) != len(wanted) or again.writes:
            raise RuntimeError(
                f"{way} has built {len(whole)} of {len(wanted)} trunks, and then made {again.writes} writes"
            )
        return build, again

    def tasks(self, tasks: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
        """Run a play of these tasks; return the name and the seconds of each."""
        play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}
        with tempfile.TemporaryDirectory() as folder:
            playbook, seconds = Path(folder, "playbook.yml"), Path(folder, "seconds.jsonl")
            # JSON is YAML.
            playbook.write_text(json.dumps([play]), encoding="utf-8")
            self._run(
                folder,
                [_ansible_playbook(), str(playbook)],
                ANSIBLE_CALLBACK_PLUGINS=str(_CALLBACKS),
                ANSIBLE_CALLBACKS_ENABLED="task_seconds",
                TASK_SECONDS=str(seconds),
            )
            lines = seconds.read_text(encoding="utf-8").splitlines()
            return [(str(name), float(taken)) for name, taken in map(json.loads, lines)]

    def module(self, name: str, options: Mapping[str, Any]) -> Run:
        """Run a module by itself, in a process without Ansible's own."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "options.json")
            file.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": options}), encoding="utf-8")
            path = f"ansible_collections.sinch.sip.plugins.modules.{name}"
            return self._run(folder, [sys.executable, "-m", path, str(file)])

    def _play(self, name: str, variables: Mapping[str, Any], **environ: str) -> Run:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "variables.json")
            file.write_text(json.dumps(variables), encoding="utf-8")
            playbook = str(_PLAYBOOKS / f"{name}.yml")
            return self._run(folder, [_ansible_playbook(), playbook, "--extra-vars", f"@{file}"], **environ)

    def _run(self, folder: str, command: Sequence[str], **environ: str) -> Run:
        """Run a command that keeps its caches in a folder."""
        env = {**environment(self._url, folder), "PYTHONPATH": os.pathsep.join((str(ROOT), *_collections())), **environ}
        self._control.clear_log()
        with Path(folder, "output").open("w+", encoding="utf-8") as output:
            launch = [sys.executable, "-S", _MEASURED, *command]
            done = subprocess.run(launch, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=output, check=True)
            took = json.loads(done.stdout)
            if took["status"]:
                output.seek(0)
                raise RuntimeError(f"{shlex.join(command)} has failed:\n{output.read()[-5000:]}")
        counters = self._control.counters()
        return Run(
            took["seconds"], took["memory_kib"] / 1024, counters["requests"], counters["writes"], counters["tokens"]
        )


def _ansible_playbook() -> str:
    return str(Path(sys.executable).with_name("ansible-playbook"))


def _collections() -> list[str]:
    return [one for one in os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep) if one]


def repeated(measure: Callable[[], Sequence[Run]], times: int) -> list[Run]:
    """Measure a sequence of runs several times, fewer if it takes long; return the median of each by time."""
    started = time.monotonic()
    rounds = [measure()]
    while len(rounds) < times and time.monotonic() - started < ENOUGH_S:
        rounds.append(measure())
    return [sorted(runs, key=lambda run: run.seconds)[len(rounds) // 2] for runs in zip(*rounds, strict=True)]
