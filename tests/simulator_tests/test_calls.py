# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call history: filters, export, packet captures."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.simulator.process import Control
from tests.simulator_tests.client import PROJECT, Api

CALLS = [
    {"callId": "a", "createTime": "2026-01-15T09:30:00Z", "from": "+12025550101", "to": "+442071234567"},
    {
        "callId": "b",
        "createTime": "2026-01-15T23:59:59.5Z",
        "direction": "INBOUND",
        "callResult": "BUSY",
        "pcapId": "old",
    },
    {"callId": "c", "createTime": "2026-02-01T00:00:00Z", "trunk": "main", "region": "eu", "emergency": True},
]


@pytest.fixture
def history(control: Control) -> Control:
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}], calls=CALLS)
    return control


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
def test_filters(history: Control, api: Api, query: dict[str, str], found: str) -> None:
    assert history.counters()["requests"] == 0
    assert "".join(call["callId"] for call in api.ok("GET", "/calls", **query)["calls"]) == found


@pytest.mark.parametrize("query", [{"createTime": "yesterday"}, {"callResult": "LOST"}, {"direction": "UP"}])
def test_unfit_filters_are_refused(api: Api, query: dict[str, str]) -> None:
    assert api.send("GET", "/calls", query=query).status_code == 400


def test_dialects(history: Control, api: Api) -> None:
    three_days_ago = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    history.seed(PROJECT, calls=[{"callId": "recent", "createTime": three_days_ago, "price": {"amount": 0.5}}])
    assert api.ok("GET", "/calls")["calls"] == []
    (call,) = api.ok("GET", "/calls", createTime=three_days_ago)["calls"]
    assert (call["price"], call["direction"]) == ({"currencyCode": "USD", "amount": 0.5}, "OUTBOUND")
    history.settings(dialect="reference")
    (call,) = api.ok("GET", "/calls")["calls"]
    assert (call["price"]["amount"], call["direction"]) == ("0.5", "outbound")
    assert call["createTime"] == three_days_ago.removesuffix("Z")


def export(api: Api, accept: str = "text/plain", **query: Any) -> list[str]:
    """Return the IDs of the exported calls."""
    answer = api.send("GET", "/calls/export", headers={"Accept": accept}, query={"createTime": "2026", **query})
    assert answer.headers["Content-Type"].startswith(accept)
    return [row["callId"] for row in csv.DictReader(io.StringIO(answer.text))]


def test_export(history: Control, api: Api) -> None:
    history.seed("another-project", calls=[{"callId": "d", "createTime": "2026-03-01T00:00:00Z"}])
    assert export(api) == ["c", "b", "a"]
    assert export(api, "application/csv", toCountryCode="GB") == ["a"]
    assert export(api, region="eu", emergencyOnly="true") == ["c"]
    assert export(api, projectIds=f"{PROJECT},another-project") == ["d", "c", "b", "a"]
    assert api.send("GET", "/calls/export", headers={"Accept": "application/json"}).status_code == 406


def test_export_in_pages(history: Control, api: Api) -> None:
    assert [export(api, page=page, size=2) for page in (1, 2, 3)] == [["c", "b"], ["a"], []]
    history.settings(guesses={"export_pages": False})
    assert export(api, page=3, size=2) == ["c", "b", "a"]


def test_captures_differ_by_direction_and_are_kept_for_ten_days(history: Control, api: Api) -> None:
    history.seed(PROJECT, calls=[{"pcapId": "new"}])
    path = "/calls/records/new/pcap"
    outbound, inbound = api.send("GET", path), api.send("GET", path, query={"direction": "INBOUND"})
    assert outbound.content[:4] == bytes.fromhex("d4c3b2a1")
    assert outbound.content == api.send("GET", path, query={"direction": "OUTBOUND"}).content
    assert outbound.content != inbound.content
    history.shift_clock(11 * 86_400)
    with Api(history.url) as later:
        assert later.send("GET", path).status_code == 404
