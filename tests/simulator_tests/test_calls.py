# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Call history: filters, export, packet captures."""

from __future__ import annotations

import csv
import io

import pytest

from tests.simulator.process import Control
from tests.simulator_tests.client import PROJECT, Api

CALLS = [
    {"callId": "a", "createTime": "2026-01-15T09:30:00Z", "from": "+12025550101", "to": "+442071234567"},
    {"callId": "b", "createTime": "2026-01-15T23:59:59.5Z", "direction": "INBOUND", "callResult": "BUSY"},
    {"callId": "c", "createTime": "2026-02-01T00:00:00Z", "trunk": "main"},
]


@pytest.fixture
def history(control: Control) -> Control:
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}], calls=CALLS)
    return control


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"createTime": "2026"}, "cba"),
        ({"createTime": "2026-01"}, "ba"),
        ({"createTime": "2026-01-15T09"}, "a"),
        ({"createTime>": "2026-01-15T09:30:00Z"}, "cba"),
        ({"createTime>": "2026-01-15T12:00:00+02:00"}, "cb"),
        ({"createTime>": "2026-01-15", "createTime<": "2026-02-01"}, "ba"),
        ({"createTime": "2026", "from": "+1202555010"}, "cba"),
        ({"createTime": "2026", "to": "+44"}, "a"),
        ({"createTime": "2026", "direction": "inbound"}, "b"),
        ({"createTime": "2026", "callResult": "BUSY"}, "b"),
        ({"createTime": "2026", "trunkId": "unknown"}, ""),
        ({}, ""),
    ],
)
def test_filters(api: Api, query: dict[str, str], found: str) -> None:
    assert "".join(call["callId"] for call in api.ok("GET", "/calls", **query)["calls"]) == found
    export = api.send("GET", "/calls/export", query=query)
    assert "".join(row["callId"] for row in csv.DictReader(io.StringIO(export.text))) == found


@pytest.mark.parametrize("query", [{"createTime": "yesterday"}, {"callResult": "LOST"}, {"direction": "UP"}])
def test_wrong_filters(api: Api, query: dict[str, str]) -> None:
    assert api.send("GET", "/calls", query=query).status_code == 400


def test_export_types(api: Api) -> None:
    accepted = api.send("GET", "/calls/export", headers={"Accept": "application/csv"})
    assert accepted.headers["Content-Type"].startswith("application/csv")
    assert api.send("GET", "/calls/export", headers={"Accept": "application/json"}).status_code == 406


def test_captures_differ_by_direction_and_are_kept_for_ten_days(control: Control, api: Api) -> None:
    control.seed(PROJECT, calls=[{"pcapId": "new"}])
    path = "/calls/records/new/pcap"
    outbound, inbound = api.send("GET", path), api.send("GET", path, query={"direction": "INBOUND"})
    assert outbound.content[:4] == bytes.fromhex("d4c3b2a1")
    assert outbound.content == api.send("GET", path, query={"direction": "OUTBOUND"}).content != inbound.content
    control.shift_clock(11 * 86_400)
    with Api(control.url) as later:
        assert later.send("GET", path).status_code == 404
