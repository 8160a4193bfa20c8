# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statistics of calls over all pages; the unit tests compare the numbers with SQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

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


def test_trunks_of_one_name(control: Control, ansible: Ansible) -> None:
    """Trunks that share a name have their IDs instead, so that no metric is there twice."""
    control.seed(
        PROJECT, trunks=[{"name": name, "hostName": host} for name, host in (("a", "1"), ("a", "2"), ("b", "3"))]
    )
    ids = {one["hostName"]: one["id"] for one in control.state(PROJECT)["trunks"]}
    control.seed(PROJECT, calls=[_call(number, trunkId=ids[str(number)]) for number in (1, 2, 3)])
    options = {"by": ["trunk"], "dest": str(ansible.home / "calls.prom"), "format": "prometheus"}
    stats = ansible.module("sinch_call_stats_info", options).succeeded()["stats"]
    assert {row["trunk"] for row in stats["trunk"]} == {ids["1"], ids["2"], "b"}
    for family in text_string_to_metric_families(ansible.read("calls.prom")):
        series = [tuple(sorted(sample.labels.items())) for sample in family.samples]
        assert len(series) == len({*series})


def test_filters(history: Control, ansible: Ansible) -> None:
    options = {"call_result": "FAILED", "by": ["destination"]}
    stats = ansible.module("sinch_call_stats_info", options).succeeded()["stats"]
    assert [(row["destination"], row["attempts"]) for row in stats["destination"]] == [("+18765550100", 1)]
    assert history.writes() == []


def test_list_that_ends_early(history: Control, ansible: Ansible) -> None:
    """A list that is cut short is an error, never a smaller number."""
    body = {"calls": [], "totalItems": 9, "pageNumber": 2, "pageSize": 2}
    history.fault("status", method="GET", path="/calls$", sent="page=2", status=200, body=body)
    assert "the list ended after 2 of 9 items" in ansible.module("sinch_call_stats_info").error()


def test_metrics(control: Control, ansible: Ansible) -> None:
    """Prometheus reads the same statistics, of groups with any name, and those of all calls are counted once."""
    names = ['a "quoted" one', "back\\slash", "two\nlines", "{{ braces }}", "東京"]
    trunks = [{"name": name, "hostName": f"host-{number}"} for number, name in enumerate(names)]
    control.seed(PROJECT, trunks=trunks, calls=[_call(1, trunk=name) for name in names] + [_call(2, to="anonymous")])
    options = {
        "by": ["trunk", "country", "destination"],
        "dest": str(ansible.home / "calls.prom"),
        "format": "prometheus",
    }
    stats = ansible.module("sinch_call_stats_info", options).succeeded()["stats"]
    families = {one.name: one.samples for one in text_string_to_metric_families(ansible.read("calls.prom"))}
    assert [sample.value for sample in families["sinch_calls_attempts"]] == [6]
    by_trunk = {sample.labels["trunk"]: sample.value for sample in families["sinch_calls_by_trunk_attempts"]}
    assert by_trunk == {**dict.fromkeys(names, 1), "": 1}
    assert {one.labels["project"] for samples in families.values() for one in samples} == {PROJECT}
    ratios = {one.labels["country"]: one.value for one in families["sinch_calls_by_country_answer_seizure_ratio"]}
    assert ratios == {row["country"] or "": row["asr"] / 100 for row in stats["country"]}
    assert [(one.labels["currency"], one.value) for one in families["sinch_calls_spend"]] == [("USD", 1.5)]
    assert "+44207946xxxx" in {one.labels["destination"] for one in families["sinch_calls_by_destination_attempts"]}


def test_file(history: Control, ansible: Ansible) -> None:
    """A file has the result, with masked numbers unless they are asked for; check mode does not write it."""
    path = ansible.home / "calls.json"
    for check in (True, False):
        result = ansible.module("sinch_call_stats_info", {"by": ["destination"], "dest": str(path)}, check=check)
        assert path.exists() != check
        assert ("dest" in result.succeeded().data) != check
        assert result["stats"]["destination"][0]["destination"] == "+44207946xxxx"
    assert json.loads(ansible.read("calls.json")) == result["stats"]
    assert not result.changed
    whole = {"by": ["destination"], "dest": str(path), "mask_numbers": False}
    ansible.module("sinch_call_stats_info", whole).succeeded()
    assert "+18765550100" in ansible.read("calls.json")
    history.clear_log()
    assert "does not exist" in ansible.module("sinch_call_stats_info", {"dest": "/nowhere/calls.json"}).error()
    assert (
        "missing parameter(s) required by 'format'"
        in ansible.module("sinch_call_stats_info", {"format": "json"}).error()
    )
    assert history.requests() == []
