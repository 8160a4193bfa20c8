# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The next run completes a run that was killed at any of its requests."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.processes import ModuleProcess
from tests.faults.scenarios import SEED, Job
from tests.faults.test_two_runs import WHOLE
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.truth import essence
from tests.simulator.process import Control

# Longer than it takes to kill a process that waits for an answer.
_HELD_UP_S = 30.0
_STEP = 6
# One connection, which makes the order of the requests the same in every run.
JOB = Job(WHOLE.module, {**WHOLE.options, "max_connections": 1})


def _wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition is true, which must happen."""
    for _try in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("the condition has not become true")


def _held_up(control: Control) -> bool:
    """Return whether a request took effect and waits for its answer."""
    return any(rule["applied"] for rule in control.faults())


def _below(process: int) -> Iterator[int]:
    """Yield the IDs of all processes below a process."""
    for child in map(int, Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()):
        yield from _below(child)
        yield child


def _start(control: Control) -> None:
    control.reset()
    control.seed(PROJECT, **SEED)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("first", [0, *(pytest.param(one, marks=pytest.mark.exhaustive) for one in range(1, _STEP))])
def test_killed_at_a_request(number: signal.Signals, first: int, control: Control, ansible: Ansible) -> None:
    """After a run is killed at a request, the next run completes the project without duplicates."""
    cache = ansible.home / "cache"
    _start(control)
    ModuleProcess(ansible, JOB).result().succeeded()
    goal = essence(control)
    for place in range(first, len(control.requests()), _STEP):
        for file in cache.rglob("*.json"):
            file.unlink()
        _start(control)
        control.fault("slow", after=place, times=1, delay_s=_HELD_UP_S)
        process = ModuleProcess(ansible, JOB)
        _wait_until(lambda: _held_up(control))
        process.kill(number)
        control.clear_faults()

        control.clear_log()
        complete = essence(control) == goal
        assert ModuleProcess(ansible, JOB).result().succeeded().changed != complete
        assert essence(control) == goal, f"killed at request {place}"
        # The token of the killed run is reused; a token that it did not receive blocks no other run.
        assert control.counters()["tokens"] == (1 if place == 0 else 0)
        assert not ansible.module(JOB.module, JOB.options).succeeded().changed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_while_others_wait_for_the_token(number: signal.Signals, control: Control, ansible: Ansible) -> None:
    """A process that is killed while it requests the token does not block the others."""
    control.fault("slow", path="^/oauth2/token$", times=1, delay_s=_HELD_UP_S)
    acls = Job("sinch_acl_info", {})
    first = ModuleProcess(ansible, acls)
    _wait_until(lambda: _held_up(control))
    others = [ModuleProcess(ansible, acls) for _number in range(3)]
    first.kill(number)
    for process in others:
        process.result().succeeded()
    assert control.counters()["tokens"] == 2
    (file,) = (ansible.home / "cache").rglob("*.json")
    assert json.loads(file.read_text(encoding="utf-8"))["access_token"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_playbook(number: signal.Signals, control: Control, ansible: Ansible) -> None:
    """The next run completes a killed ansible-playbook, in whose worker the module ran."""
    tasks = [{f"sinch.sip.{JOB.module}": JOB.options}]
    _start(control)
    ansible.playbook(tasks).succeeded()
    goal = essence(control)
    writes = len(control.writes())
    _start(control)
    control.fault("slow", method="POST", path="^/v1/", after=writes // 3, times=1, delay_s=_HELD_UP_S)
    with ansible.start("ansible-playbook", "playbook.yml") as process:
        _wait_until(lambda: _held_up(control))
        # Kill all workers too, as a service manager does.
        for one in [process.pid, *_below(process.pid)]:
            os.kill(one, number)
        process.communicate()
    assert process.returncode != 0
    control.clear_faults()
    assert essence(control) != goal
    ansible.playbook(tasks).succeeded()
    assert essence(control) == goal
