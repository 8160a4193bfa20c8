# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Neither output nor report ever has a secret, or data of the project."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.live_check_tests.runs import EVERYTHING, FREE_NUMBER, PROJECT, Live, Ran
from tests.live_check_tests.test_refuted import GUESSES
from tests.simulator.process import KEY_ID, KEY_SECRET


def passwords_in(body: Any) -> set[str]:
    """Return the passwords of a request's body."""
    if isinstance(body, dict):
        own = {str(value) for key, value in body.items() if key == "password"}
        return own.union(*(passwords_in(value) for value in body.values()))
    return set().union(*(passwords_in(item) for item in body)) if isinstance(body, list) else set()


def private(live: Live) -> set[str]:
    """Return all that must not be shown: secrets of the run, and data of the project."""
    requests = live.control.requests()
    found = {entry["authorization"].partition(" ")[2] for entry in requests if entry["authorization"]}
    found |= set().union(*(passwords_in(entry["body"]) for entry in requests))
    found |= {KEY_SECRET, base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode(), PROJECT, "zaphod", "Zaphod"}
    found |= {"12025550", "192.0.2.77", "+4499", FREE_NUMBER}
    before = json.dumps(live.before)
    return found | set(re.findall(r'"([0-9A-Z]{26})"', before))


def assert_private(live: Live, ran: Ran) -> None:
    """See that nothing private is shown."""
    shown = ran.text + json.dumps(ran.report, ensure_ascii=False)
    secrets = private(live)
    assert len(secrets) > 15
    assert [one for one in secrets if one in shown] == []


@pytest.mark.usefixtures("dialect")
@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
def test_nothing_private_is_shown(live: Live, wrong: bool) -> None:
    live.control.settings(echo_secrets=True, guesses=dict.fromkeys(GUESSES, not wrong))
    assert_private(live, live.run(*EVERYTHING))


@pytest.mark.parametrize(
    ("method", "kind"),
    # What a PUT or a DELETE answers is not looked into.
    [
        *((method, kind) for method in ("GET", "POST") for kind in ("wrong_types", "missing_key")),
        *((method, kind) for method in ("GET", "POST", "PUT", "DELETE") for kind in ("not_json", "html")),
    ],
)
def test_nothing_private_is_shown_by_what_goes_wrong(live: Live, method: str, kind: str) -> None:
    live.control.settings(echo_secrets=True)
    live.control.fault(kind, method=method, path="^/v1/", after=6)
    ran = live.run(*EVERYTHING)
    assert ran.status in (1, 2)
    assert_private(live, ran)


def test_keys_that_are_data_are_not_shown(live: Live) -> None:
    live.control.settings(extra_fields={"trunks": {"+12025550188": 1, "zaphod@example.com": 2, "mediaRegion": 3}})
    live.control.seed(PROJECT, trunks=[{"name": "zaphod-third", "hostName": "zaphod-third"}])
    ran = live.run()
    assert ran.seen("list-trunks").endswith("fields not described: (a key that is no name), mediaRegion")
    assert_private(live, ran)


def test_codes_that_are_data_are_not_shown(live: Live) -> None:
    body = {"code": "zaphod-desk", "status": "+12025550123", "message": "zaphod has +12025550123"}
    live.control.fault("status", method="POST", path="/accessControlLists$", status=422, body=body)
    ran = live.run("--write")
    assert ran.seen("acl-create") == "answered 422"
    assert_private(live, ran)


def test_what_is_not_an_answer_is_shown_without_its_path(live: Live) -> None:
    live.control.fault("status", method="GET", path="/phoneNumbers/", status=500)
    ran = live.run()
    assert ran.seen("number-get") == "GET /phoneNumbers/{} answered 500"
    assert ran.status == 2
    assert_private(live, ran)
