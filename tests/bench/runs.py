# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One measured run of ansible-playbook or of a module alone, against a simulator."""

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

from tests.bench.project import WAYS, Setup, found
from tests.demo import PROJECT_ID, environment
from tests.simulator.process import ROOT, SimulatorProcess

_PLAYBOOKS = Path(__file__).with_name("playbooks")
_MEASURED = Path(__file__).with_name("measured.py")
ENOUGH_S = 30.0
"""A measurement that has taken so long is not repeated."""


@dataclass(frozen=True)
class Run:
    """What a run took; the memory is that of its largest process, resident."""

    seconds: float
    memory_mib: float
    requests: int
    """Requests to the API; those for tokens are apart."""
    writes: int
    tokens: int


class Bench:
    """Measures runs on one simulator; RuntimeError where one fails or leaves something else than was asked for."""

    def __init__(self, simulator: SimulatorProcess) -> None:
        """Take a running simulator."""
        self._url = simulator.url
        self._control = simulator.control

    def empty(self, wanted: Sequence[Setup], latency_ms: float) -> None:
        """Bring the simulator to an empty project that rents the numbers."""
        self._control.reset()
        self._control.settings(log_bodies=False, latency_ms=latency_ms)
        self._control.seed(PROJECT_ID, phoneNumbers=[one.phone_number for one in wanted])

    def debug(self) -> Run:
        """Run a playbook with one debug task."""
        return self._play("debug", {})

    def pair(self, way: str, wanted: Sequence[Setup], latency_ms: float) -> tuple[Run, Run]:
        """Build a project, and run the same again."""
        self.empty(wanted, latency_ms)
        variables = WAYS[way](wanted)
        build = self._play(way, variables)
        again = self._play(way, variables)
        if found(self._control.state(PROJECT_ID)) != wanted:
            raise RuntimeError(f"{way} has not built what it was asked for")
        if again.writes:
            raise RuntimeError(f"{way} has written {again.writes} times where nothing was to be changed")
        return build, again

    def alone(self, wanted: Sequence[Setup]) -> tuple[Run, Run]:
        """Build a project without latency, and again, by the module sinch_sip_config without ansible-playbook."""
        self.empty(wanted, 0)
        arguments = {"ANSIBLE_MODULE_ARGS": WAYS["config"](wanted)}
        command = [sys.executable, "-m", "tests.bench.alone", "arguments.json"]
        build, again = (self._measured(command, {"arguments.json": arguments}) for _ in range(2))
        return build, again

    def _play(self, name: str, variables: Mapping[str, Any]) -> Run:
        playbook = Path(sys.executable).with_name("ansible-playbook")
        command = [playbook, _PLAYBOOKS / f"{name}.yml", "--extra-vars", "@variables.json"]
        return self._measured(command, {"variables.json": variables})

    def _measured(self, command: Sequence[str | Path], files: Mapping[str, Any]) -> Run:
        """Run a command in a folder with these files, and with no token or fact of an earlier run."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                Path(folder, name).write_text(json.dumps(content), encoding="utf-8")
            env = {**environment(self._url, folder), "PYTHONPATH": os.pathsep.join((str(ROOT), *_collections()))}
            self._control.clear_log()
            with Path(folder, "output").open("w+", encoding="utf-8") as output:
                launch = [sys.executable, "-S", _MEASURED, *command]
                done = subprocess.run(launch, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=output, check=True)
                took = json.loads(done.stdout)
                if took["status"]:
                    output.seek(0)
                    raise RuntimeError(f"{shlex.join(map(str, command))} has failed:\n{output.read()[-5000:]}")
        counters = self._control.counters()
        return Run(
            took["seconds"], took["memory_kib"] / 1024, counters["requests"], counters["writes"], counters["tokens"]
        )


def _collections() -> list[str]:
    return [one for one in os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep) if one]


def repeated(measure: Callable[[], Sequence[Run]], times: int) -> list[Run]:
    """Measure a sequence of runs several times, fewer where it takes long, and return the median of each by time."""
    started = time.monotonic()
    rounds = [measure()]
    while len(rounds) < times and time.monotonic() - started < ENOUGH_S:
        rounds.append(measure())
    return [sorted(runs, key=lambda run: run.seconds)[len(rounds) // 2] for runs in zip(*rounds, strict=True)]
