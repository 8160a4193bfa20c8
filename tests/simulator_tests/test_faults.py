# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: the answer, and whether the request takes effect."""

from __future__ import annotations

import pytest
import requests

from tests.simulator.process import Control
from tests.simulator_tests.client import PROJECT, Api, token_request

TRUNK = {"name": "main", "hostName": "main"}


def stored(control: Control) -> int:
    """Return the number of trunks."""
    return len(control.state(PROJECT)["trunks"])


@pytest.mark.parametrize(("kind", "effect"), [("reset", 0), ("lost_answer", 1), ("truncated", 1)])
def test_broken_connections(control: Control, api: Api, kind: str, effect: int) -> None:
    control.fault(kind, method="POST", times=1)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api.send("POST", "/trunks", TRUNK)
    assert stored(control) == effect
    assert control.requests()[-1]["fault"] == kind
    assert api.send("GET", "/trunks").ok


def test_status_with_headers_and_body(control: Control, api: Api) -> None:
    control.fault("status", status=429, headers={"Retry-After": "7"}, times=1)
    control.fault("status", status=400, body={"code": 1}, times=1)
    control.fault("status", times=1)
    first, second, third = (api.send("POST", "/trunks", TRUNK) for _attempt in range(3))
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert (second.status_code, second.json()) == (400, {"code": 1})
    assert (third.status_code, third.headers["Content-Type"]) == (503, "application/problem+json")
    assert stored(control) == 0
    assert [rule["applied"] for rule in control.faults()] == [1, 1, 1]


def test_which_requests_a_rule_spoils(control: Control, api: Api) -> None:
    control.fault("status", method="GET", path="/accessControlLists$", after=1, times=2)
    assert api.send("GET", "/trunks").ok
    assert api.send("POST", "/accessControlLists", {}).status_code == 400
    statuses = [api.send("GET", "/accessControlLists").status_code for _attempt in range(4)]
    assert statuses == [200, 503, 503, 200]
    control.fault("status")
    assert api.send("GET", "/trunks").status_code == 503
    control.clear_faults()
    assert api.send("GET", "/trunks").ok


def test_a_rule_about_what_is_sent(control: Control, api: Api) -> None:
    control.fault("status", sent="page=2|other")
    assert [api.send("GET", "/trunks", query={"page": page}).status_code for page in (1, 2)] == [200, 503]
    assert api.send("POST", "/trunks", TRUNK).ok
    assert api.send("POST", "/trunks", {"name": "other", "hostName": "other"}).status_code == 503


def test_answers_that_are_not_json(control: Control, api: Api) -> None:
    control.fault("html", times=1)
    control.fault("not_json", times=1)
    html, not_json = (api.send("POST", "/trunks", TRUNK) for _attempt in range(2))
    assert (html.status_code, html.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert not_json.status_code == 201
    with pytest.raises(requests.exceptions.JSONDecodeError):
        not_json.json()
    assert stored(control) == 1


def test_spoilt_json(control: Control, api: Api) -> None:
    api.trunk()
    for rule in ({"kind": "missing_key"}, {"kind": "missing_key", "key": "hostName"}, {"kind": "wrong_types"}):
        control.fault(**rule, times=1)
    control.fault("wrong_types", key="name")
    no_list, no_host_name, no_types, no_name = (api.ok("GET", "/trunks") for _attempt in range(4))
    assert set(no_list) == {"totalItems", "pageNumber", "pageSize"}
    assert "hostName" not in no_host_name["trunks"][0]
    assert (no_types["trunks"], no_types["totalItems"]) == ("unexpected", ["unexpected"])
    assert no_name["trunks"][0]["name"] == {"unexpected": "object"}


def test_faults_of_tokens(control: Control, api: Api) -> None:
    control.fault("status", path="oauth2/token", status=500, times=1)
    assert [token_request(control.url).status_code for _attempt in range(2)] == [500, 200]
    control.fault("refuse_token", path="^/v1/", times=1)
    refused = api.send("GET", "/trunks")
    assert (refused.status_code, "expired" in refused.headers["WWW-Authenticate"]) == (401, False)
    assert api.send("GET", "/trunks").ok


def test_slow_answers_come_after_the_effect_and_latency_before_it(control: Control, api: Api) -> None:
    control.settings(latency_ms=60_000)
    with pytest.raises(requests.ReadTimeout):
        api.send("POST", "/trunks", TRUNK, timeout=0.3)
    assert (stored(control), control.counters()["writes"]) == (0, 1)
    control.settings(latency_ms=0)
    control.fault("slow", delay_s=60, times=1)
    with pytest.raises(requests.ReadTimeout):
        api.send("POST", "/trunks", TRUNK, timeout=0.3)
    assert stored(control) == 1
