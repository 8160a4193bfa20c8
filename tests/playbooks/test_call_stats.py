# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statistics of calls over all pages; the unit tests compare the numbers with SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import Control

NOW = datetime.now(UTC)


def _call(number: int, **more: Any) -> dict[str, Any]:
    time = (NOW - timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.000000000Z")
    price = {"currencyCode": "USD", "amount": 0.25}
    return {"to": f"+4420794601{number:02}", "createTime": time, "durationSeconds": 30, "price": price, **more}


@pytest.fixture
def history(control: Control) -> Control:
    calls = [_call(number, trunk="main", direction="OUTBOUND") for number in range(1, 8)]
    calls += [_call(8, callResult="FAILED", to="+18765550100"), _call(9, callResult="BUSY", direction="INBOUND")]
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}], calls=calls)
    control.settings(page_cap=2)
    return control


def test_groups(history: Control, ansible: Ansible) -> None:
    """All pages are counted, each call once, and trunks have their names."""
    options = {"by": ["trunk", "country", "direction"], "mask_numbers": True}
    stats = ansible.module("sinch_call_stats_info", options).succeeded()["stats"]
    total = stats["total"]
    assert (total["attempts"], total["answered"], total["asr"], total["ner"]) == (9, 7, 77.8, 88.9)
    assert (total["acd_seconds"], total["minutes"], total["spend"]) == (30.0, 3.5, {"USD": "2.25"})
    assert [(row["trunk"], row["attempts"]) for row in stats["trunk"]] == [("main", 7), (None, 2)]
    assert {row["country"]: row["attempts"] for row in stats["country"]} == {"GB": 7, "US": 1, "JM": 1}
    pages = [entry for entry in history.requests() if entry["path"].endswith("/calls")]
    assert len(pages) == 5
    assert all("createTime<" in entry["query"] for entry in pages)


def test_filters(history: Control, ansible: Ansible) -> None:
    stats = ansible.module("sinch_call_stats_info", {"call_result": "FAILED", "by": ["destination"]}).succeeded()[
        "stats"
    ]
    assert [(row["destination"], row["attempts"]) for row in stats["destination"]] == [("+18765550100", 1)]
    assert history.writes() == []


def test_list_that_ends_early(history: Control, ansible: Ansible) -> None:
    """A list that is cut short is an error, never a smaller number."""
    body = {"calls": [], "totalItems": 9, "pageNumber": 2, "pageSize": 2}
    history.fault("status", method="GET", path="/calls$", sent="page=2", status=200, body=body)
    assert "the list ended after 2 of 9 items" in ansible.module("sinch_call_stats_info").error()
