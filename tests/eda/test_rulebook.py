# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook watch with ansible-rulebook: the first poll that lists fraud stops it; ordinary calls go on."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.machine import lacking
from tests.playbooks.running import LOCAL, PROJECT, Ansible
from tests.playbooks.seeds import trunk
from tests.playbooks.test_watch import FRAUD, ORDINARY
from tests.simulator.process import KEY_SECRET, Control

TIMEOUT_S = 90


@contextmanager
def _rulebook(ansible: Ansible, **variables: object) -> Iterator[list[str]]:
    """Run the rulebook; the list is the lines of its output so far."""
    if shutil.which("java") is None:
        lacking("there is no rule engine: java is not installed")
    ansible.inventory({"localhost": LOCAL})
    known = {"sinch_watch_baseline": ["GB", "US"], "sinch_watch_response": "forbid_countries"}
    ansible.write("watch.json", {**known, "sinch_watch_window": "8d", **variables})
    lines: list[str] = []
    with ansible.start(
        "ansible-rulebook", "-r", "sinch.sip.watch", "-i", "inventory.yml", "-e", "watch.json"
    ) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=lines.extend, args=(process.stdout,))
        reader.start()
        try:
            yield lines
        finally:
            process.terminate()
            reader.join(TIMEOUT_S)
            process.kill()


def _wait(until: Callable[[], bool], lines: list[str]) -> None:
    end = time.monotonic() + TIMEOUT_S
    while not until():
        assert time.monotonic() < end, "".join(lines)
        time.sleep(0.2)


def _polls(control: Control) -> int:
    return sum(entry["path"].endswith("/calls") for entry in control.requests())


def test_ordinary_week(control: Control, ansible: Ansible) -> None:
    """No poll that lists the 1,000 calls of an ordinary week starts a playbook."""
    control.seed(PROJECT, trunks=[trunk("office")], calls=ORDINARY)
    with _rulebook(ansible, sinch_watch_interval=1) as lines:
        _wait(lambda: _polls(control) >= 4, lines)
    assert control.writes() == []
    assert not [line for line in lines if "PLAY [" in line or "ERROR" in line]


def test_fraud(control: Control, ansible: Ansible) -> None:
    """The only poll finds the burst among the calls of a week, and the country is forbidden; one command undoes it."""
    allowed = {"GB": True, "US": True, "LV": True}
    control.seed(PROJECT, trunks=[trunk("office")], calls=ORDINARY + FRAUD, countryPermissions=allowed)
    before = control.state(PROJECT)["countryPermissions"]
    # The second poll would come long after the end of this test.
    with _rulebook(ansible, sinch_watch_interval=900) as lines:
        _wait(lambda: not control.state(PROJECT)["countryPermissions"]["LV"], lines)
        _wait(lambda: any("forbidden: LV" in line for line in lines), lines)
    assert control.state(PROJECT)["countryPermissions"] == {**before, "LV": False}
    report = json.loads(ansible.read("sinch-watch.json"))
    assert report["done"] == ["forbidden: LV"]
    assert report["event"]["event"]["call"]["country"] == "LV"
    everything = "".join(lines) + json.dumps(report) + ansible.read("sinch-watch-undo.yml")
    assert KEY_SECRET not in everything
    assert "37190000" not in everything
    arguments = ("-e", "sinch_watch_undo_file=~/sinch-watch-undo.yml")
    ansible.run("ansible-playbook", "sinch.sip.watch_undo", *arguments).succeeded()
    assert control.state(PROJECT)["countryPermissions"] == before
