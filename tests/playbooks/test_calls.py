# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Call history: filters, limits, the export, packet captures; and adding projects."""

from __future__ import annotations

import csv
import stat
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, Result
from tests.simulator.process import Control

pytestmark = pytest.mark.usefixtures("dialect")

NOW = datetime.now(UTC)


def _call(number: int, days_ago: float, **more: Any) -> dict[str, Any]:
    time = (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
    return {"to": f"+4420794601{number:02}", "createTime": time, "callId": f"call-{number}", **more}


CALLS = [
    _call(1, 0.01, direction="INBOUND", **{"from": "+447700900001"}),
    _call(2, 1, callResult="BUSY", pcapId="capture-2"),
    _call(3, 2, trunk="main", price={"currencyCode": "USD", "amount": 0.25}),
    _call(4, 6.5, callResult="FAILED", trunk="main"),
    _call(5, 30),
]


@pytest.fixture
def history(control: Control) -> Control:
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}], calls=CALLS)
    return control


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {1, 2, 3, 4}),
        ({"created_after": "2020"}, {1, 2, 3, 4, 5}),
        ({"created_before": (NOW - timedelta(days=1.5)).strftime("%Y-%m-%dT%H:%M:%SZ")}, {3, 4, 5}),
        ({"created_after": (NOW - timedelta(days=1.5)).strftime("%Y-%m-%d %H:%M")}, {1, 2}),
        ({"created": (NOW - timedelta(days=30)).strftime("%Y-%m-%d")}, {5}),
        ({"direction": "INBOUND"}, {1}),
        ({"call_result": "BUSY"}, {2}),
        ({"trunk": "main"}, {3, 4}),
        ({"trunk": "main", "call_result": "FAILED"}, {4}),
        ({"from": "+4477"}, {1}),
        ({"to": "+442079460103"}, {3}),
        ({"limit": 0}, {1, 2, 3, 4}),
    ],
    ids=str,
)
def test_filters(options: Mapping[str, Any], expected: set[int], history: Control, ansible: Ansible) -> None:
    calls = ansible.module("sinch_call_info", options).succeeded()["calls"]
    assert {int(call["call_id"].removeprefix("call-")) for call in calls} == expected
    asked = [entry for entry in history.requests() if entry["path"].endswith("/calls")]
    assert all({"createTime", "createTime>", "createTime<"} & entry["query"].keys() for entry in asked)


@pytest.mark.usefixtures("history")
def test_amounts_are_the_same_in_both_dialects(ansible: Ansible) -> None:
    (call,) = ansible.module("sinch_call_info", {"to": "+442079460103"}).succeeded()["calls"]
    assert (call["price"], call["direction"]) == ({"currency_code": "USD", "amount": "0.25"}, "OUTBOUND")


@pytest.mark.parametrize(("limit", "requests"), [(3, 1), (250, 3), (0, 4)])
def test_limit(limit: int, requests: int, control: Control, ansible: Ansible) -> None:
    """No more pages are read than the limit needs."""
    control.seed(PROJECT, calls=[{"to": f"+4420794{number:05}"} for number in range(350)])
    control.settings(page_cap=100)
    calls = ansible.module("sinch_call_info", {"limit": limit}).succeeded()["calls"]
    assert len({call["call_id"] for call in calls}) == (limit or 350)
    assert control.counters()["requests"] == requests


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"created": "yesterday"}, "created: 'yesterday'"),
        ({"created_after": "2026-1-1"}, "created_after: '2026-1-1'"),
        ({"from": 44}, "from: 44 is an integer"),
        ({"to": "home"}, "to: 'home'"),
        ({"limit": -1}, "limit: -1"),
        ({"created": "2026", "created_after": "2026"}, "mutually exclusive"),
    ],
    ids=str,
)
def test_refused(options: Mapping[str, Any], message: str, control: Control, ansible: Ansible) -> None:
    """Wrong values are refused with the option's name, before a request is sent."""
    assert message in ansible.module("sinch_call_info", options).error()
    assert control.counters()["requests"] == 0


def _export(ansible: Ansible, options: Mapping[str, Any], *, check: bool = False) -> Result:
    return ansible.module("sinch_call_export", options, check=check).succeeded()


def test_export(history: Control, ansible: Ansible, tmp_path: Path) -> None:
    """The CSV is written only if the calls changed, and not in check mode."""
    dest = tmp_path / "calls.csv"
    options = {"dest": str(dest), "created_after": "2020", "call_result": "COMPLETED"}
    predicted = _export(ansible, options, check=True)
    assert not dest.exists()
    real = _export(ansible, options)
    assert predicted.data == real.data
    assert real.changed
    assert {row["callId"] for row in csv.DictReader(dest.open(encoding="utf-8"))} == {"call-1", "call-3", "call-5"}
    assert stat.S_IMODE(dest.stat().st_mode) == 0o600
    (file,) = real["files"]
    assert (file["path"], file["size"]) == (str(dest), dest.stat().st_size)

    dest.chmod(0o640)
    assert not _export(ansible, options).changed
    history.seed(PROJECT, calls=[_call(6, 3)])
    assert _export(ansible, options, check=True).changed
    assert _export(ansible, options).changed
    assert "call-6" in dest.read_text(encoding="utf-8")
    assert stat.S_IMODE(dest.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".sinch-")] == []


@pytest.mark.parametrize("pages", [True, False])
def test_export_in_pages(pages: bool, control: Control, ansible: Ansible, tmp_path: Path) -> None:
    """All pages of the export are in the file, under one header, whether or not the API serves pages."""
    control.settings(page_cap=2, guesses={"export_pages": pages})
    control.seed(PROJECT, calls=[_call(number, number) for number in range(1, 6)])
    dest = tmp_path / "calls.csv"
    _export(ansible, {"dest": str(dest), "created_after": "2020"})
    rows = [row["callId"] for row in csv.DictReader(dest.open(encoding="utf-8"))]
    assert rows == [f"call-{number}" for number in range(1, 6)]
    asked = [entry["query"] for entry in control.requests() if entry["path"].endswith("/export")]
    assert [(one["page"], one["size"]) for one in asked] == [(str(n), "500") for n in range(1, 5 if pages else 3)]


@pytest.mark.usefixtures("history")
def test_captures(ansible: Ansible, tmp_path: Path) -> None:
    options = {"dest": str(tmp_path), "pcap_ids": ["capture-2"]}
    assert [_export(ansible, options).changed for _number in range(2)] == [True, False]
    content = (tmp_path / "capture-2.pcap").read_bytes()
    assert content[:4] in (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4")
    assert "404" in ansible.module("sinch_call_export", {**options, "pcap_ids": ["capture-9"]}).error()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dest": "none/calls.csv"}, "none/calls.csv"),
        ({"dest": ".", "pcap_ids": ["../escape"]}, "pcap_ids: '../escape'"),
        ({"dest": "calls.csv", "pcap_ids": ["capture-2"]}, "'calls.csv' is not a folder"),
        ({"dest": "."}, "dest: '.'"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("history")
def test_export_refused(
    options: Mapping[str, Any], message: str, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A destination that cannot be written, or is outside of the folder, is refused with its name."""
    monkeypatch.chdir(tmp_path)
    assert message in ansible.module("sinch_call_export", options).error()
    assert [path.name for path in tmp_path.iterdir()] in ([], ["cache"])


def test_projects(control: Control, ansible: Ansible) -> None:
    """The task is changed if the API reports added projects; check mode warns that it cannot know."""
    control.settings(read_only=True)
    (warning,) = ansible.module("sinch_project", {"project_ids": ["one"]}, check=True).succeeded().warnings
    assert "cannot know" in warning
    control.settings(read_only=False)
    for ids, added in ((["one", "two"], ["one", "two"]), (["two", "three"], ["three"]), (["one", "two"], [])):
        result = ansible.module("sinch_project", {"project_ids": ids}).succeeded()
        assert (result.changed, result["added_projects"]) == (bool(added), added)
    assert control.state(PROJECT)["addedProjects"] == ["one", "two", "three"]
    for ids in ([], [""]):
        assert "project_ids" in ansible.module("sinch_project", {"project_ids": ids}).error()
