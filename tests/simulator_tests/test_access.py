# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, HTTP Basic, rate limits, and errors."""

from __future__ import annotations

import base64

from tests.simulator.process import KEY_ID, KEY_SECRET, Control
from tests.simulator_tests.client import Api, token_request


def basic(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{KEY_ID}:{secret}".encode()).decode()}


def test_the_token_endpoint_refuses_wrong_keys_and_grants(control: Control) -> None:
    wrong_key = token_request(control.url, (KEY_ID, "wrong"))
    wrong_grant = token_request(control.url, grant_type="password")
    assert (wrong_key.status_code, wrong_key.json()["error"]) == (401, "invalid_client")
    assert (wrong_grant.status_code, wrong_grant.json()["error"]) == (400, "unsupported_grant_type")


def test_rate_limits(control: Control, api: Api) -> None:
    control.settings(token_rate={"capacity": 2, "refill_per_s": 0}, basic_rate={"capacity": 1, "refill_per_s": 0})
    answers = [token_request(control.url) for _attempt in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" not in answers[2].headers
    assert [api.send("GET", "/trunks", headers=basic(KEY_SECRET)).status_code for _attempt in range(2)] == [200, 429]
    control.reset()
    assert token_request(control.url).ok


def test_tokens_expire_by_the_servers_clock(control: Control, api: Api) -> None:
    assert api.send("GET", "/trunks").status_code == 200
    control.shift_clock(3601)
    answer = api.send("GET", "/trunks")
    assert (answer.status_code, "expired" in answer.headers["WWW-Authenticate"]) == (401, True)


def test_bad_credentials(control: Control, api: Api) -> None:
    bad = [{"Authorization": header} for header in ("", f"Bearer {api.token}x", "Bearer a.eyJzdWIiOjF9.b", "Basic ?")]
    for headers in (*bad, basic("wrong")):
        answer = api.send("GET", "/trunks", headers=headers)
        assert (answer.status_code, "expired" in answer.headers["WWW-Authenticate"]) == (401, False), headers
    control.settings(keys={KEY_ID: "changed"})
    assert api.send("GET", "/trunks").status_code == 401


def test_unknown_paths_and_methods(api: Api) -> None:
    unknown, not_allowed = api.send("GET", "/nothing"), api.send("PATCH", "/trunks")
    assert (unknown.status_code, not_allowed.status_code, not_allowed.headers["Allow"]) == (404, 405, "GET,POST")
    assert not_allowed.headers["Content-Type"] == "application/problem+json"


def test_errors_repeat_secrets_if_told_to(control: Control, api: Api) -> None:
    body = {"name": "phones", "credentials": [{"username": "alice", "password": "canary"}]}
    assert "canary" not in api.send("POST", "/credentialLists", body).text
    control.settings(echo_secrets=True)
    answer = api.send("POST", "/credentialLists", body).text
    assert ("canary" in answer, api.token in answer) == (True, True)
    assert "canary" in token_request(control.url, (KEY_ID, "canary")).text
