# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The event source, as ansible-rulebook runs it: from its file, over HTTP, through faults and restarts."""

from __future__ import annotations

import asyncio
import json
import runpy
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import KEY_SECRET, ROOT, Control

SOURCE = ROOT.joinpath(".build", "tree", "ansible_collections", "sinch", "sip", "extensions", "eda")
FILE = SOURCE / "plugins" / "event_source" / "calls.py"
Events = list[dict[str, Any]]


def _seed(control: Control, *names: str) -> None:
    """Add calls, newest last."""
    for number, name in enumerate(names):
        time = datetime.now(UTC) - timedelta(seconds=len(names) + 2 - number)
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
        control.seed(PROJECT, calls=[{"callId": name, "createTime": stamp, "to": "+37190000123"}])


@pytest.fixture
def listen(ansible: Ansible) -> Callable[..., Events]:
    """Return a function that runs the source for some polls, does something after the first, and returns its events."""

    async def _listened(polls: int, args: Mapping[str, Any], meanwhile: Callable[[], None]) -> Events:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        main = runpy.run_path(str(FILE))["main"]
        source = asyncio.create_task(main(queue, {"interval": 1, "max_retries": 0, **args}))
        events: Events = []
        while polls:
            getting = asyncio.create_task(queue.get())
            await asyncio.wait([getting, source], timeout=60, return_when=asyncio.FIRST_COMPLETED)
            assert getting.done(), source
            events.append(getting.result())
            if "call" not in events[-1]:
                polls -= 1
                # Until it sleeps, it may have to write its state.
                await asyncio.sleep(0.5)
                meanwhile()
        source.cancel()
        return events

    def listened(polls: int = 1, meanwhile: Callable[[], None] = lambda: None, **args: Any) -> Events:
        with ansible.environment():
            return asyncio.run(_listened(polls, args, meanwhile))

    return listened


def _names(events: Events) -> list[str]:
    return [event["call"]["call_id"] for event in events if "call" in event]


def test_calls_and_windows(control: Control, listen: Callable[..., Events]) -> None:
    """A call is one event, however often it is listed; each poll has the statistics of all calls of the window."""
    _seed(control, "one", "two")
    events = listen(3, lambda: _seed(control, "three") if len(control.state(PROJECT)["calls"]) == 2 else None)
    assert _names(events) == ["one", "two", "three"]
    attempts = [event["stats"]["total"]["attempts"] for event in events if "stats" in event]
    assert (attempts[0], attempts[-1], len(attempts)) == (2, 3, 3)


def test_many_pages(control: Control, listen: Callable[..., Events]) -> None:
    names = [f"call-{number:04}" for number in range(1200)]
    stamp = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
    control.seed(PROJECT, calls=[{"callId": name, "createTime": stamp} for name in names])
    assert sorted(_names(listen())) == names


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("status", [429, 500, 403])
def test_fault(status: int, control: Control, listen: Callable[..., Events]) -> None:
    """A poll that fails is told, and the next one that succeeds has the calls that it missed."""
    _seed(control, "before")
    faults = iter([lambda: control.fault("status", path="/calls", status=status, times=1)])

    def meanwhile() -> None:
        next(faults, lambda: None)()
        if len(control.state(PROJECT)["calls"]) == 1:
            _seed(control, "missed")

    events = listen(3, meanwhile)
    assert [next(iter(event)) for event in events] == ["call", "stats", "problem", "call", "stats"]
    assert _names(events) == ["before", "missed"]
    assert str(status) in events[2]["problem"]["message"]


def test_restart(control: Control, ansible: Ansible, listen: Callable[..., Events]) -> None:
    """With a state file, a restart neither repeats nor misses a call; without one, it repeats those of the window."""
    state = ansible.home / "state.json"
    _seed(control, "one")
    assert _names(listen(state_file=str(state))) == ["one"]
    _seed(control, "two")
    assert _names(listen(state_file=str(state))) == ["two"]
    assert _names(listen()) == ["one", "two"]


def test_state_that_cannot_be_written(control: Control, ansible: Ansible, listen: Callable[..., Events]) -> None:
    """The polls go on, and say so."""
    folder = ansible.home / "folder"
    folder.mkdir()
    _seed(control, "one")
    events = listen(3, lambda: shutil.rmtree(folder, ignore_errors=True), state_file=str(folder / "state.json"))
    assert [next(iter(event)) for event in events] == ["call", "stats", "stats", "problem"]
    assert "state_file" in events[-1]["problem"]["message"]


def test_nothing_private(control: Control, ansible: Ansible, listen: Callable[..., Events]) -> None:
    """Neither an event nor the state file has a secret or a whole phone number."""
    state = ansible.home / "state.json"
    _seed(control, "one")
    control.fault("status", path="/calls", status=500, after=1, body=f"no such key: {KEY_SECRET}")
    text = json.dumps(listen(2, state_file=str(state))) + state.read_text(encoding="utf-8")
    assert "problem" in text
    assert "3719000xxxx" in text
    assert KEY_SECRET not in text
    assert "90000123" not in text
    assert state.stat().st_mode & 0o077 == 0
