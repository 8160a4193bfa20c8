# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, HTTP Basic, their limits, and the layers' errors."""

from __future__ import annotations

import base64
import json

from tests.simulator.process import KEY_ID, KEY_SECRET, Control
from tests.simulator_tests.client import Api, token_request


def test_a_token_is_a_jwt_of_its_own_each_time(control: Control) -> None:
    first, second = (token_request(control.url).json() for _attempt in range(2))
    payload = first["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert first["access_token"] != second["access_token"]
    assert (first["expires_in"], claims["exp"] - claims["iat"]) == (3600, 3600)


def test_the_token_endpoint_refuses_wrong_keys_and_grants(control: Control) -> None:
    wrong_key = token_request(control.url, (KEY_ID, "wrong"))
    wrong_grant = token_request(control.url, grant_type="password")
    assert (wrong_key.status_code, wrong_key.json()["error"]) == (401, "invalid_client")
    assert (wrong_grant.status_code, wrong_grant.json()["error"]) == (400, "unsupported_grant_type")


def test_the_token_bucket_runs_dry_without_retry_after(control: Control) -> None:
    control.settings(token_rate={"capacity": 2, "refill_per_s": 0})
    answers = [token_request(control.url) for _attempt in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Retry-After" not in answers[2].headers
    control.reset()
    assert token_request(control.url).ok


def test_tokens_expire_by_the_servers_clock(control: Control, api: Api) -> None:
    assert api.send("GET", "/trunks").status_code == 200
    control.shift_clock(3601)
    answer = api.send("GET", "/trunks")
    assert answer.status_code == 401
    assert "expired" in answer.headers["WWW-Authenticate"]


def test_bad_credentials_are_refused_and_do_not_count_as_expired(control: Control, api: Api) -> None:
    wrong_basic = "Basic " + base64.b64encode(b"demo-key:wrong").decode()
    for header in ("", "Bearer x", f"Bearer {api.token}x", "Bearer a.eyJzdWIiOjF9.b", "Basic ???", wrong_basic):
        answer = api.send("GET", "/trunks", headers={"Authorization": header})
        assert answer.status_code == 401, header
        assert "expired" not in answer.headers["WWW-Authenticate"]
    control.settings(keys={KEY_ID: "changed"})
    assert api.send("GET", "/trunks").status_code == 401


def test_basic_works_until_its_limit(control: Control, api: Api) -> None:
    control.settings(basic_rate={"capacity": 1, "refill_per_s": 0})
    header = "Basic " + base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
    answers = [api.send("GET", "/trunks", headers={"Authorization": header}) for _attempt in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


def test_the_gateway_answers_problems(api: Api) -> None:
    unknown, not_allowed = api.send("GET", "/nothing"), api.send("PATCH", "/trunks")
    assert [unknown.status_code, not_allowed.status_code] == [404, 405]
    assert not_allowed.headers["Content-Type"] == "application/problem+json"
    assert (not_allowed.json()["title"], not_allowed.headers["Allow"]) == ("Method Not Allowed", "GET,POST")


def test_errors_repeat_secrets_where_told_to(control: Control, api: Api) -> None:
    body = {"name": "phones", "credentials": [{"username": "alice", "password": "canary"}]}
    assert "canary" not in api.send("POST", "/credentialLists", body).text
    control.settings(echo_secrets=True)
    answer = api.send("POST", "/credentialLists", body).text
    assert "canary" in answer
    assert api.token in answer
    assert "canary" in token_request(control.url, (KEY_ID, "canary")).text
