# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against an API in which a fact is wrong, that fact is refuted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live_check.reading import LISTINGS
from tests.live_check_tests.runs import EVERYTHING, TRIED, Live
from tests.simulator.settings import Guesses

GUESSES = list(Guesses.model_fields)
FOLLOWING = {
    "number-post-assigns": {
        "number-moves",
        "number-empty-trunk-unassigns",
        "number-unlisted-when-free",
        "number-delete-unassigns",
    },
    "number-empty-trunk-unassigns": {"number-unlisted-when-free"},
}
"""What cannot be tried where a guess is wrong."""

Fault = dict[str, Any]
ID = "[0-9A-Z]{26}"
PROJECT_PATH = "/projects/[^/]+"


def _answers(method: str, path: str, status: int, body: object = "", **rule: Any) -> Fault:
    """Return the fault that answers requests in the place of the API, without effect."""
    return {"kind": "status", "method": method, "path": path, "status": status, "body": body, **rule}


def _lacks(key: str, method: str, path: str, **rule: Any) -> Fault:
    """Return the fault that leaves a key out of answers."""
    return {"kind": "missing_key", "key": key, "method": method, "path": path, **rule}


def _spoils(key: str, method: str, path: str, **rule: Any) -> Fault:
    """Return the fault that gives a key a value of another type."""
    return {"kind": "wrong_types", "key": key, "method": method, "path": path, **rule}


def _page(key: str, *items: object, total: int | None = None, size: int = 500) -> dict[str, Any]:
    """Return a page."""
    return {key: items, "totalItems": len(items) if total is None else total, "pageNumber": 1, "pageSize": size}


_TRUNK = f"/trunks/{ID}$"
_ACL = f"{PROJECT_PATH}/accessControlLists/{ID}$"
_LIST = f"{PROJECT_PATH}/credentialLists/{ID}$"
_LISTS_OF_TRUNK = f"/trunks/{ID}/credentialLists$"
_CHEAP = {"path": "/trunks$", "sent": "^size=1 $", "times": 1}
"""The requests that see whether access is had: of the token, of HTTP Basic, and twice of a token that is not good."""
_OPAQUE = {"access_token": "not-a-jwt", "token_type": "bearer", "expires_in": 3600, "scope": ""}

WRONG: dict[str, dict[str, Any] | Fault] = {
    "token": {"settings": {"token_lifetime": 600}},
    "token-exp": _answers("POST", "/oauth2/token", 200, _OPAQUE, times=1),
    "basic": {"kind": "status", "status": 403, "after": 1, **_CHEAP},
    "bad-token": {"kind": "status", "status": 403, "after": 2, **_CHEAP},
    "gateway-errors": {"kind": "status", "status": 401, "body": {"error": "no"}, "after": 3, **_CHEAP},
    "missing-object": _answers("GET", "/trunks/000000", 404, {"detail": "no"}, times=1),
    "request-id": _answers("GET", "/trunks/000000", 404, {"details": [{"type": "ErrorInfo"}]}, after=1, times=1),
    **{
        f"list-{one.name}": _lacks(
            "pageNumber", "GET", f"{PROJECT_PATH}/{f'{one.parent}/{ID}/' if one.parent else ''}{one.path}$"
        )
        for one in LISTINGS
    },
    "page-size-default": {"settings": {"page_cap": 200}},
    "page-size-largest": _answers("GET", "/trunks$", 200, _page("trunks", size=501), sent="^size=501 "),
    "page-walk": _answers("GET", "/trunks$", 200, _page("trunks", total=2), sent="page=2&size=1 "),
    "ids": _answers("GET", "/callBlockingRules$", 200, _page("callBlockingRules", {"id": "17"})),
    "trunk-domain": _lacks("domain", "GET", _TRUNK),
    "trunk-domain-filter": _answers("GET", "/trunks$", 200, _page("trunks"), sent="^domain="),
    "number-get": _answers("GET", "/phoneNumbers/", 404, times=1),
    "number-filter": _answers(
        "GET", "/phoneNumbers$", 200, _page("phoneNumbers", {"sipTrunkId": "other"}), sent="sipTrunkId=", times=1
    ),
    "list-countryPermissions": _answers("GET", "/countryPermissions$", 200, {"countryPermissions": []}),
    "country-get": _answers("GET", "/countryPermissions/US", 404),
    "rule-direction": _spoils("direction", "GET", "/callBlockingRules$"),
    "calls-page-size": {"settings": {"page_cap": 50}},
    "calls-since": _answers("GET", "/calls$", 200, _page("calls", {}), sent="^size=1&createTime", times=1),
    "calls-range": _answers("GET", "/calls$", 200, _page("calls", total=77), sent="^size=1 "),
    "call-times": _spoils("createTime", "GET", "/calls$"),
    "call-money": _spoils("amount", "GET", "/calls$"),
    "call-direction": _spoils("direction", "GET", "/calls$"),
    "call-export": {"kind": "html", "status": 200, "path": "/calls/export$"},
    "acl-create": _spoils("ipRanges", "POST", "/accessControlLists$", times=1),
    "acl-cidr": _answers("POST", "/accessControlLists$", 201, {}, sent="203.0.113.0/24"),
    "acl-enabled": _answers("POST", "/accessControlLists$", 201, {}, sent='acl-enabled"'),
    "acl-ranges": _answers("POST", "/accessControlLists$", 201, {}, sent='acl-empty"'),
    "acl-range-default": _answers(
        "POST", "/accessControlLists$", 201, {"ipRanges": [{"range": 24}]}, sent='acl-default"'
    ),
    "range-post": _answers("POST", "/ipRanges$", 201, {}),
    "range-delete": _answers("DELETE", "/ipRanges/", 204),
    "trunk-create": _lacks("callsPerSecond", "POST", "/trunks$"),
    "trunk-enabled": _lacks("enabled", "GET", _TRUNK),
    "update-time": _spoils("updateTime", "GET", _TRUNK),
    "host-name-unique": _answers("POST", "/trunks$", 201, {}, sent='trunk-two"'),
    "forward-number": _answers("POST", "/trunks$", 201, {}, sent='trunk-forward"'),
    "put-nulls": _answers("PUT", _TRUNK, 200, {}, times=1),
    "list-create": _lacks("credentials", "", "/credentialLists"),
    "password-rule": _answers("POST", "/credentialLists$", 201, {}, sent="weak-"),
    "credential-put": _answers("PUT", "/credentials/", 404),
    "credential-delete": _answers("DELETE", "/credentials/", 204),
    "list-put": _answers("PUT", _LIST, 200, {}),
    "endpoint-defaults": _lacks("port", "GET", "/endpoints$"),
    "endpoint-create-answer": _answers("POST", "/endpoints$", 201, {"done": True}, sent='endpoint-two"'),
    "endpoint-put-nulls": _answers("PUT", "/endpoints/", 200, {}),
    "registered-unlinked": _answers("POST", "/endpoints$", 400, sent="isRegistered"),
    "list-in-use-by-endpoint": _answers("DELETE", _LIST, 204, times=1),
    "link-echo": _lacks("accessControlListIds", "POST", f"/trunks/{ID}/accessControlLists$", after=1, times=1),
    "acl-trunks": _lacks("trunks", "GET", _ACL),
    "acl-in-use": _answers("DELETE", _ACL, 204, times=1),
    "list-link": _answers("POST", _LISTS_OF_TRUNK, 200, {}),
    "list-in-use-by-trunk": _answers("DELETE", _LIST, 204, after=1, times=1),
    "list-link-put": _answers("PUT", _LISTS_OF_TRUNK, 400),
    "trunk-in-use": _answers("DELETE", _TRUNK, 204, times=1),
    "unlink": _answers("DELETE", f"/trunks/{ID}/accessControlLists/", 204, times=1),
}
"""What makes each fact wrong that is not a guess: a fault, or settings."""


@pytest.mark.parametrize("guess", GUESSES)
def test_a_wrong_guess_is_refuted_and_nothing_else(live: Live, guess: str) -> None:
    live.control.settings(guesses={guess: False})
    name = guess.replace("_", "-")
    ran = live.run(*EVERYTHING)
    assert ran.named("refuted") == {name}, ran.text
    confirmed = {check.name for check in TRIED} - {name} - FOLLOWING.get(name, set())
    assert ran.named("confirmed") == confirmed
    assert ran.named("could not be told") == set()
    assert (ran.status, ran.report["left_behind"]) == (1, [])
    assert live.state() == live.before


def test_every_guess_can_be_wrong() -> None:
    declared = {check.name for check in TRIED if check.sources == "guess"}
    assert declared == {guess.replace("_", "-") for guess in GUESSES}


@pytest.mark.usefixtures("dialect")
def test_all_guesses_wrong(live: Live) -> None:
    live.control.settings(guesses=dict.fromkeys(GUESSES, False))
    ran = live.run(*EVERYTHING)
    following = FOLLOWING["number-post-assigns"]
    assert ran.named("refuted") == {guess.replace("_", "-") for guess in GUESSES} - following
    assert ran.named("could not be told") == set()
    assert (ran.status, live.state()) == (1, live.before)


@pytest.mark.parametrize("name", WRONG)
def test_another_wrong_fact_is_refuted(live: Live, name: str) -> None:
    wrong = dict(WRONG[name])
    live.control.settings(**wrong.pop("settings", {}))
    if wrong:
        method = wrong.pop("method", None) or None
        live.control.fault(wrong.pop("kind"), method=method, **wrong)
    ran = live.run(*EVERYTHING)
    assert name in ran.named("refuted"), ran.text
    assert ran.named("could not be told") == set(), ran.text
    assert (ran.status, ran.report["left_behind"]) == (1, []), ran.text
    assert f"REFUTED            {name}: " in ran.text
    assert live.state() == live.before


def test_every_other_fact_can_be_wrong() -> None:
    assert set(WRONG) == {check.name for check in TRIED if check.sources != "guess"}


def test_fields_that_are_not_described_are_named(live: Live) -> None:
    live.control.settings(extra_fields={"trunks": {"mediaRegion": "somewhere"}})
    live.control.seed("p2", trunks=[{"name": "zaphod-third", "hostName": "zaphod-third"}])
    live.environ["SINCH_PROJECT_ID"] = "p2"
    ran = live.run()
    assert ran.seen("list-trunks").endswith("fields not described: mediaRegion")
    assert "somewhere" not in ran.text
