# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The live check confirms every fact against the simulator, and refutes each fact that is made wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live_check.pages import ListKeys, read_page
from tests.live_check.reading import LISTINGS, READING
from tests.live_check.writing import NUMBER, UNTOLD
from tests.live_check_tests.runs import EVERYTHING, PROJECT, TRIED, Live
from tests.simulator.process import ROOT
from tests.simulator.settings import Guesses

GUESSES = {guess.replace("_", "-"): guess for guess in Guesses.model_fields}  # The setting of each fact that is a guess
FOLLOWING = {
    "number-post-assigns": {
        "number-moves",
        "number-empty-trunk-unassigns",
        "number-unlisted-when-free",
        "number-delete-unassigns",
    },
    "number-empty-trunk-unassigns": {"number-unlisted-when-free"},
}
"""The facts that cannot be tried where a guess is wrong."""
TELLING = ("rule-direction", "update-time", "endpoint-create-answer", "list-link-put", "call-times", "call-money")
"""Facts that tell the dialects apart."""

Fault = dict[str, Any]
ID = "[0-9A-Z]{26}"
PROJECT_PATH = "/projects/[^/]+"


def _answers(method: str, path: str, status: int, body: object = "", **rule: Any) -> Fault:
    """Return a fault that answers requests in place of the API."""
    return {"kind": "status", "method": method, "path": path, "status": status, "body": body, **rule}


def _lacks(key: str, method: str | None, path: str, **rule: Any) -> Fault:
    """Return a fault that removes a key from answers."""
    return {"kind": "missing_key", "key": key, "method": method, "path": path, **rule}


def _mistypes(key: str, method: str, path: str, **rule: Any) -> Fault:
    """Return a fault that gives a key of answers a value of another type."""
    return {"kind": "wrong_types", "key": key, "method": method, "path": path, **rule}


def _page(key: str, *items: object, total: int | None = None, size: int = 500) -> dict[str, Any]:
    return {key: items, "totalItems": len(items) if total is None else total, "pageNumber": 1, "pageSize": size}


_TRUNK = f"/trunks/{ID}$"
_ACL = f"{PROJECT_PATH}/accessControlLists/{ID}$"
_LIST = f"{PROJECT_PATH}/credentialLists/{ID}$"
_LISTS_OF_TRUNK = f"/trunks/{ID}/credentialLists$"
_CHEAP = {"path": "/trunks$", "sent": "^size=1 $", "times": 1}
"""The requests that check access: with the token, with HTTP Basic, and twice with an invalid token."""
_OPAQUE = {"access_token": "not-a-jwt", "token_type": "bearer", "expires_in": 3600, "scope": ""}

WRONG: dict[str, Fault] = {
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
    "active-numbers": _lacks("nextPageToken", "GET", "/activeNumbers$"),
    "active-number-missing": _answers("GET", "/activeNumbers/\\+10$", 200, {"phoneNumber": "+10"}),
    "active-number-est": _answers("GET", "/activeNumbers/\\+1202", 200, {"voiceConfiguration": {"type": "RTC"}}),
    "list-countryPermissions": _answers("GET", "/countryPermissions$", 200, {"countryPermissions": []}),
    "country-get": _answers("GET", "/countryPermissions/US", 404),
    "rule-direction": _mistypes("direction", "GET", "/callBlockingRules$"),
    "calls-page-size": {"settings": {"page_cap": 50}},
    "calls-since": _answers("GET", "/calls$", 200, _page("calls", {}), sent="^size=1&createTime", times=1),
    "calls-range": _answers("GET", "/calls$", 200, _page("calls", total=77), sent="^size=1 "),
    "call-times": _mistypes("createTime", "GET", "/calls$"),
    "call-money": _mistypes("amount", "GET", "/calls$"),
    "call-direction": _mistypes("direction", "GET", "/calls$"),
    "call-export": {"kind": "html", "status": 200, "path": "/calls/export$"},
    "acl-create": _mistypes("ipRanges", "POST", "/accessControlLists$", times=1),
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
    "update-time": _mistypes("updateTime", "GET", _TRUNK),
    "host-name-unique": _answers("POST", "/trunks$", 201, {}, sent='trunk-two"'),
    "forward-number": _answers("POST", "/trunks$", 201, {}, sent='trunk-forward"'),
    "put-nulls": _answers("PUT", _TRUNK, 200, {}, times=1),
    "list-create": _lacks("credentials", None, "/credentialLists"),
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
"""The fault or the settings that make a fact wrong."""


def test_every_fact_is_confirmed_by_scratch_objects_alone(live: Live, dialect: str) -> None:
    ran = live.run(*EVERYTHING)
    assert ran.named("confirmed") == {check.name for check in TRIED}, ran.text
    assert ran.named("not tried") == {check.name for check in UNTOLD}
    assert (ran.status, ran.report["left_behind"], ran.report["problems"]) == (0, [], [])
    word = "sdk" if dialect == "sdk" else "ref"
    assert ran.report["dialects"] == {word: len(LISTINGS)}
    assert {ran.seen(name)[:5] for name in TELLING} == {f"{word}: "}
    assert ran.seen("calls-range").endswith(f"({word})")
    assert live.state() == live.before
    kinds = ("trunks", "accessControlLists", "credentialLists")
    theirs = {one["id"] for kind in kinds for one in live.before[kind]} | {"+12025550123"}
    theirs |= {endpoint["id"] for trunk in live.before["trunks"] for endpoint in trunk["endpoints"]}
    sent = [f"{entry['path']} {entry['body']}" for entry in live.control.writes()]
    assert [one for one in sent if any(word in one for word in theirs)] == []
    assert {one.split("/")[4].split()[0] for one in sent} == {*kinds, "phoneNumbers"}
    assert all(one.startswith(f"/v1/projects/{PROJECT}/") for one in sent)


@pytest.mark.usefixtures("dialect")
def test_reading_writes_nothing(live: Live) -> None:
    live.control.settings(read_only=True)
    ran = live.run()
    assert ran.named("confirmed") == {check.name for check in READING}, ran.text
    assert (ran.status, ran.report["wrote"], live.control.counters()["writes"]) == (0, False, 0)


@pytest.mark.usefixtures("dialect")
def test_an_empty_project_is_told_by_scratch_objects(live: Live) -> None:
    live.environ["SINCH_PROJECT_ID"] = "empty"
    ran = live.run("--write")
    untried = {
        "page-walk",
        "number-get",
        "number-filter",
        "active-number-est",
        "rule-direction",
        "export-pages",
        "call-times",
    }
    untried |= {"calls-since", "calls-range", "call-money", "call-direction"}
    assert ran.named("not tried") == untried | {check.name for check in (*UNTOLD, *NUMBER)}, ran.text
    assert (ran.named("refuted"), ran.status) == (set(), 0)
    state = live.control.state("empty")
    assert [state[kind] for kind in ("trunks", "accessControlLists", "credentialLists")] == [[], [], []]


def test_every_fact_is_declared_and_can_be_wrong() -> None:
    names = [check.name for check in (*TRIED, *UNTOLD)]
    assert len(set(names)) == len(names)
    for check in (*TRIED, *UNTOLD):
        assert check.code, check.name
        assert [path for path in check.code if not (ROOT / path).exists()] == [], check.name
        assert set(check.sources.split(", ")) <= {"seed", "ref", "sdk", "field", "numbers", "guess"}, check.name
    assert {check.name for check in TRIED if check.sources == "guess"} == GUESSES.keys()
    assert {check.name for check in TRIED if check.sources != "guess"} == WRONG.keys()


@pytest.mark.parametrize("name", GUESSES)
def test_a_wrong_guess_is_refuted_and_nothing_else(live: Live, name: str) -> None:
    live.control.settings(guesses={GUESSES[name]: False})
    ran = live.run(*EVERYTHING)
    assert ran.named("refuted") == {name}, ran.text
    assert ran.named("confirmed") == {check.name for check in TRIED} - {name} - FOLLOWING.get(name, set())
    assert (ran.status, ran.report["left_behind"], live.state()) == (1, [], live.before)


@pytest.mark.usefixtures("dialect")
def test_all_guesses_wrong(live: Live) -> None:
    live.control.settings(echo_secrets=True, guesses=dict.fromkeys(GUESSES.values(), False))
    ran = live.run(*EVERYTHING)
    assert ran.named("refuted") == GUESSES.keys() - FOLLOWING["number-post-assigns"]
    assert (ran.status, ran.named("could not be told"), live.state()) == (1, set(), live.before)


@pytest.mark.parametrize("name", WRONG)
def test_another_wrong_fact_is_refuted(live: Live, name: str) -> None:
    wrong = dict(WRONG[name])
    live.control.settings(**wrong.pop("settings", {}))
    if wrong:
        live.control.fault(**wrong)
    ran = live.run(*EVERYTHING)
    assert name in ran.named("refuted"), ran.text
    assert ran.named("could not be told") == set(), ran.text
    assert (ran.status, ran.report["left_behind"], live.state()) == (1, [], live.before), ran.text


_PAGE = {"trunks": [{}], "totalItems": 1, "pageNumber": 1, "pageSize": 500}


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"pageNumber": "1"}, "a mixture: under 'trunks', 'pageSize' for the page size, pageNumber a string, 1 in all"),
        ({"trunks": None, "items": []}, "no list under 'trunks' (lists found: items)"),
        ({"totalItems": True}, "totalItems is a boolean"),
        ({"pageSize": "many"}, "neither pageSize nor size is a number"),
    ],
)
def test_pages_in_neither_dialect(change: dict[str, Any], seen: str) -> None:
    page = read_page(_PAGE | change, ListKeys("trunks", "sipTrunks"))
    assert (page.problems or [page.seen]) == [seen]
