# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources: pages, creation, replacement, deletion, links."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.process import Control
from tests.simulator_tests.client import PASSWORD, PROJECT, Api

BAD_FIELD, BAD_BODY, IN_USE, TAKEN, MISSING = (
    (400, "INVALID_ARGUMENT"),
    (400, "VALIDATION_FAILED"),
    (400, "FAILED_PRECONDITION"),
    (409, "ALREADY_EXISTS"),
    (404, "NOT_FOUND"),
)

COLLECTIONS: dict[str, dict[str, Any]] = {
    "/trunks": {"name": "t", "hostName": "t"},
    "/accessControlLists": {"name": "a", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.1"}]},
    "/credentialLists": {"name": "c", "credentials": [{"username": "u", "password": PASSWORD}]},
    "/callBlockingRules": {"name": "r", "direction": "INBOUND", "callerMatch": "+1900"},
}


def test_pages(control: Control, api: Api) -> None:
    seeds = [{"name": f"t{number}", "hostName": f"t{number}"} for number in range(1, 6)]
    control.seed(PROJECT, trunks=seeds)

    def names(**query: int) -> list[str]:
        return [trunk["name"] for trunk in api.ok("GET", "/trunks", **query)["trunks"]]

    assert names(page=2, size=2) == ["t3", "t4"]
    assert names(page=3, size=2) == ["t5"]
    assert names(page=4, size=2) == []
    control.settings(page_cap=3)
    capped = api.ok("GET", "/trunks", size=100)
    assert (len(capped["trunks"]), capped["totalItems"], capped["pageSize"]) == (3, 5, 3)
    assert api.send("GET", "/trunks", query={"page": 0}).status_code == 400
    assert api.ok("GET", "/callBlockingRules")["callBlockingRules"] == []
    control.settings(dialect="reference")
    assert api.ok("GET", "/callBlockingRules") == []


def test_a_put_nulls_what_it_is_not_sent_and_keeps_what_nobody_knows(control: Control, api: Api) -> None:
    control.settings(extra_fields={"trunks": {"futureField": "x"}})
    trunk = api.trunk(enableCallForward=True, callForwardNumber="+12025550123")
    assert (trunk["futureField"], trunk["enabled"], trunk["domain"]) == ("x", True, "main.pstn.sinch.com")
    one = f"/trunks/{trunk['id']}"
    same = api.ok("PUT", one, trunk | {"another": 1})
    assert same == trunk | {"another": 1, "updateTime": same["updateTime"]}
    bare = api.ok("PUT", one, {"name": "main", "hostName": "moved", "id": "ignored"})
    lost = ("futureField", "another", "enabled", "enableCallForward", "enableCallerName", "callForwardNumber")
    assert all(bare[field] is None for field in lost)
    assert (bare["id"], bare["domain"], bare["callsPerSecond"]) == (trunk["id"], "moved.pstn.sinch.com", 1)
    control.settings(strict_read_only=True)
    assert api.refused("PUT", one, trunk) == BAD_BODY


def test_host_names_are_unique_everywhere_and_found_by_domain(control: Control, api: Api) -> None:
    trunk = api.trunk("main")
    other = api.trunk("main2") | {"hostName": "MAIN"}
    assert api.refused("POST", "/trunks", {"name": "x", "hostName": "main"}) == TAKEN
    del other["callForwardNumber"]
    assert api.refused("PUT", f"/trunks/{other['id']}", other) == TAKEN
    with Api(control.url, "another-project") as stranger:
        assert stranger.refused("POST", "/trunks", {"name": "x", "hostName": "Main"}) == TAKEN
        api.ok("DELETE", f"/trunks/{trunk['id']}")
        assert stranger.trunk("main")["projectId"] == "another-project"
        api.ok("PUT", f"/trunks/{other['id']}", other | {"hostName": "main3"})
        stranger.trunk("main2")
    found = api.ok("GET", "/trunks", domain="main3.pstn.sinch.com")
    assert [item["id"] for item in found["trunks"]] == [other["id"]]
    assert api.ok("GET", "/trunks", domain="main3")["trunks"] == []


@pytest.mark.parametrize(
    ("path", "change", "error"),
    [
        ("/trunks", {"name": None}, BAD_BODY),
        ("/trunks", {"name": ""}, BAD_FIELD),
        ("/trunks", {"hostName": "a.b"}, BAD_FIELD),
        ("/trunks", {"enableCallForward": True}, BAD_FIELD),
        ("/trunks", {"enableCallForward": "yes"}, BAD_BODY),
        ("/trunks", {"enableCallForward": True, "callForwardNumber": "0123"}, BAD_FIELD),
        ("/accessControlLists", {"enabled": None}, BAD_BODY),
        ("/accessControlLists", {"ipRanges": []}, BAD_FIELD),
        ("/accessControlLists", {"ipRanges": ["203.0.113.1"]}, BAD_BODY),
        ("/accessControlLists", {"ipRanges": [{"ipAddress": "203.0.113.0/24"}]}, BAD_BODY),
        ("/accessControlLists", {"ipRanges": [{"ipAddress": "203.0.113.1", "range": 0}]}, BAD_FIELD),
        ("/accessControlLists", {"ipRanges": [{"ipAddress": "203.0.113.1", "range": 33}]}, BAD_FIELD),
        ("/credentialLists", {"credentials": [{"username": "u", "password": "Short1"}]}, BAD_FIELD),
        ("/credentialLists", {"credentials": [{"username": "u", "password": "no-upper-case-1"}]}, BAD_FIELD),
        ("/credentialLists", {"credentials": [{"username": "u", "password": PASSWORD}] * 2}, TAKEN),
        ("/callBlockingRules", {"direction": "SIDEWAYS"}, BAD_BODY),
    ],
)
def test_wrong_bodies(control: Control, api: Api, path: str, change: dict[str, Any], error: tuple[int, str]) -> None:
    before = control.state(PROJECT)
    assert api.refused("POST", path, COLLECTIONS[path] | change) == error
    assert control.state(PROJECT) == before


def test_violations_name_the_field(api: Api) -> None:
    answer = api.send("POST", "/accessControlLists", {"name": "a", "ipRanges": [{"ipAddress": "x"}]}).json()
    assert answer["message"] == "Failed to read HTTP message"
    fields = [item["field"] for item in answer["details"][0]["fieldViolations"]]
    assert fields == ["enabled", "ipRanges.0.ipAddress"]


def test_acl_ranges_keep_their_identity_when_replaced(control: Control, api: Api) -> None:
    acl = api.acl("office", "203.0.113.1", "203.0.113.2", "203.0.113.3")
    one = f"/accessControlLists/{acl['id']}"
    first, second, _third = acl["ipRanges"]
    wanted = [
        {"ipAddress": "203.0.113.2", "range": 32, "description": "by value"},
        {"id": first["id"], "ipAddress": "203.0.113.9", "range": 32},
        {"ipAddress": "203.0.113.4"},
    ]
    replaced = api.ok("PUT", one, {"name": "office", "enabled": True, "ipRanges": wanted})
    by_address = {item["ipAddress"]: item for item in replaced["ipRanges"]}
    assert sorted(by_address) == ["203.0.113.2", "203.0.113.4", "203.0.113.9"]
    assert (by_address["203.0.113.2"]["id"], by_address["203.0.113.9"]["id"]) == (second["id"], first["id"])
    assert (by_address["203.0.113.2"]["description"], by_address["203.0.113.4"]["range"]) == ("by value", 32)
    kept = api.ok("PUT", one, {"name": "office", "enabled": False})
    assert (kept["enabled"], kept["ipRanges"]) == (False, replaced["ipRanges"])
    no_enabled, no_ranges = {"name": "office"}, {"name": "office", "enabled": True, "ipRanges": None}
    assert api.refused("PUT", one, no_enabled) == BAD_FIELD
    assert api.refused("PUT", one, no_ranges) == BAD_BODY
    unchanged = {item["id"]: item["updateTime"] for item in kept["ipRanges"]}
    control.settings(strict_read_only=True)
    names = ("id", "ipAddress", "description")
    bare = [{name: item[name] for name in names if item[name] is not None} for item in kept["ipRanges"]]
    again = api.ok("PUT", one, {"name": "office", "enabled": True, "ipRanges": bare})
    assert {item["id"]: item["updateTime"] for item in again["ipRanges"]} == unchanged


@pytest.mark.parametrize(
    "change",
    [
        {"address": None},
        {"priority": 0},
        {"address": "not an address"},
        {"isRegistered": True},
        {"sipTrunkId": "another"},
    ],
    ids=str,
)
def test_wrong_endpoints(api: Api, change: dict[str, Any]) -> None:
    path = f"/trunks/{api.trunk()['id']}/endpoints"
    body = {"name": "x", "priority": 1, "address": "192.0.2.1", **change}
    assert api.refused("POST", path, {name: value for name, value in body.items() if value is not None}) == BAD_FIELD


def test_passwords_and_usernames(control: Control, api: Api) -> None:
    path = f"/credentialLists/{api.credential_list('phones', 'alice')['id']}/credentials"
    assert set(api.ok("POST", path, {"username": "bob", "password": PASSWORD})) == {"id", "username"}
    assert api.refused("POST", path, {"username": "bob", "password": PASSWORD}) == TAKEN
    api.ok("PUT", f"{path}/bob", {"password": "Another-secret-2"})
    (state,) = control.state(PROJECT)["credentialLists"]
    assert [item["password"] for item in state["credentials"]] == [PASSWORD, "Another-secret-2"]
    assert api.refused("PUT", "/credentialLists/unknown/credentials/x", {"password": PASSWORD}) == MISSING


def test_wrong_links(api: Api) -> None:
    path, acl = f"/trunks/{api.trunk()['id']}/accessControlLists", api.acl()["id"]
    assert api.refused("POST", path, {"accessControlListIds": ["unknown"]}) == MISSING
    assert api.refused("POST", path, {}) == BAD_BODY
    assert api.refused("DELETE", f"{path}/{acl}") == MISSING
    assert api.send("PUT", path, {"accessControlListIds": []}).status_code == 405


def test_deletion_is_refused_while_in_use(api: Api) -> None:
    trunk, acl, phones = api.trunk(), api.acl(), api.credential_list("phones", "alice")
    one, acl_path, list_path = (
        f"/trunks/{trunk['id']}",
        f"/accessControlLists/{acl['id']}",
        f"/credentialLists/{phones['id']}",
    )
    body = {"name": "phone", "priority": 1, "isRegistered": True, "credentialUsername": "alice"}
    endpoint = api.ok("POST", f"{one}/endpoints", body)
    api.ok("POST", f"{one}/accessControlLists", {"accessControlListIds": [acl["id"]]})
    api.ok("POST", f"{one}/credentialLists", {"credentialListIds": [phones["id"]]})
    api.ok("POST", "/phoneNumbers", {"phoneNumber": "+12025550123", "sipTrunkId": trunk["id"]})
    assert api.refused("DELETE", acl_path) == IN_USE
    assert api.refused("DELETE", list_path) == IN_USE
    for user in ("phoneNumbers/+12025550123", f"accessControlLists/{acl['id']}", f"credentialLists/{phones['id']}"):
        assert api.refused("DELETE", one) == IN_USE
        api.ok("DELETE", f"/{user}" if user.startswith("phone") else f"{one}/{user}")
    api.ok("DELETE", acl_path)
    assert api.refused("DELETE", list_path) == IN_USE
    assert api.refused("DELETE", one) == IN_USE
    api.ok("DELETE", f"{one}/endpoints/{endpoint['id']}")
    api.ok("DELETE", list_path)
    api.ok("DELETE", one)


def test_numbers_that_are_not_rented(control: Control, api: Api) -> None:
    body = {"phoneNumber": "+442071234567", "sipTrunkId": api.trunk()["id"]}
    control.settings(rent_any_number=False)
    assert api.ok("POST", "/phoneNumbers", body)["countryCode"] == "GB"
    assert api.refused("GET", "/phoneNumbers/+442071234567") == MISSING
    control.settings(rent_any_number=True)
    api.ok("POST", "/phoneNumbers", body)
    assert api.ok("GET", "/phoneNumbers/+442071234567")["sipTrunkId"] == body["sipTrunkId"]
    assert api.refused("POST", "/phoneNumbers", body | {"sipTrunkId": "unknown"}) == MISSING


def test_country_permissions(api: Api) -> None:
    permissions = {item["isoCode"]: item for item in api.ok("GET", "/countryPermissions")["countryPermissions"]}
    assert len(permissions) > 50
    assert [code for code, item in permissions.items() if item["enabled"]] == ["CA", "US"]
    assert api.ok("PUT", "/countryPermissions/GB", {"enabled": True}) == permissions["GB"] | {"enabled": True}
    assert api.ok("PUT", "/countryPermissions/*", {"enabled": True})["enabled"] is True
    assert api.refused("PUT", "/countryPermissions/XX", {"enabled": True}) == MISSING


def test_call_blocking_rules(api: Api) -> None:
    rule = api.ok("POST", "/callBlockingRules", {"direction": "OUTBOUND", "calleeMatch": "+1900"})
    one = f"/callBlockingRules/{rule['id']}"
    assert (rule["name"], rule["direction"]) == (None, "outbound")
    assert api.refused("PUT", one, {"direction": "outbound"}) == BAD_BODY
    assert api.ok("PUT", one, {"name": "premium", "direction": "OUTBOUND"})["calleeMatch"] is None
    assert api.send("GET", one).status_code == 405
    api.ok("DELETE", one)
    assert api.refused("DELETE", one) == MISSING


def test_added_projects(api: Api) -> None:
    assert api.ok("POST", "/addProjects", {"projectIds": ["a", "b"]}) == {"addedProjects": ["a", "b"]}
    assert api.ok("POST", "/addProjects", {"projectIds": ["b", "c"]}) == {"addedProjects": ["c"]}
