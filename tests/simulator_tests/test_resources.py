# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources: pages, creation, replacement, deletion, links."""

from __future__ import annotations

import pytest

from tests.simulator.process import Control
from tests.simulator_tests.client import ACL, LIST, NUMBER, PASSWORD, PHONE, PROJECT, RULE, SEED, TRUNK, Api

BAD_FIELD, BAD_BODY, IN_USE, TAKEN, MISSING = (
    (400, "INVALID_ARGUMENT"),
    (400, "VALIDATION_FAILED"),
    (400, "FAILED_PRECONDITION"),
    (409, "ALREADY_EXISTS"),
    (404, "NOT_FOUND"),
)


def test_pages(control: Control, api: Api) -> None:
    seeds = [{"name": f"t{number}", "hostName": f"t{number}"} for number in range(1, 6)]
    control.seed(PROJECT, trunks=seeds)

    def names(page: int) -> list[str]:
        return [trunk["name"] for trunk in api.ok("GET", "/trunks", page=page, size=2)["trunks"]]

    assert [names(page) for page in (1, 2, 3, 4)] == [["t1", "t2"], ["t3", "t4"], ["t5"], []]
    control.settings(page_cap=3)
    capped = api.ok("GET", "/trunks", size=100)
    assert (len(capped["trunks"]), capped["totalItems"], capped["pageSize"]) == (3, 5, 3)
    assert api.send("GET", "/trunks", query={"page": 0}).status_code == 400


def test_put_clears_what_it_is_not_sent_and_keeps_unknown_fields(control: Control, api: Api) -> None:
    control.settings(extra_fields={"trunks": {"futureField": "x"}})
    trunk = api.trunk(enableCallForward=True, callForwardNumber=NUMBER)
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


def test_host_names_are_unique_across_projects(control: Control, api: Api) -> None:
    trunk, other = api.trunk("main"), api.trunk("main2")
    assert api.refused("PUT", f"/trunks/{other['id']}", {"name": "main2", "hostName": "MAIN"}) == TAKEN
    with Api(control.url, "another-project") as stranger:
        assert stranger.refused("POST", "/trunks", {"name": "x", "hostName": "Main"}) == TAKEN
        api.ok("DELETE", f"/trunks/{trunk['id']}")
        assert stranger.trunk("main")["projectId"] == "another-project"
        api.ok("PUT", f"/trunks/{other['id']}", {"name": "main2", "hostName": "main3"})
        stranger.trunk("main2")


@pytest.mark.parametrize(
    ("method", "path", "body", "error"),
    [
        ("POST", "/trunks", TRUNK, TAKEN),
        ("POST", "/trunks", {"hostName": "new", "name": None}, BAD_BODY),
        ("POST", "/trunks", {"hostName": "new", "name": ""}, BAD_FIELD),
        ("POST", "/trunks", {"hostName": "a.b", "name": "t"}, BAD_FIELD),
        ("POST", "/trunks", {"hostName": "new", "name": "t", "enableCallForward": True}, BAD_FIELD),
        ("POST", "/trunks", {"hostName": "new", "name": "t", "enableCallForward": "yes"}, BAD_BODY),
        ("POST", "/trunks", {"hostName": "new", "name": "t", "callForwardNumber": "0123"}, BAD_FIELD),
        ("DELETE", "/trunks/{trunk}", None, IN_USE),
        ("POST", "/trunks/{trunk}/endpoints", {"name": "x", "priority": 1}, BAD_FIELD),
        ("POST", "/trunks/{trunk}/endpoints", {"name": "x", "priority": 0, "address": "192.0.2.1"}, BAD_FIELD),
        ("POST", "/trunks/{trunk}/endpoints", {"name": "x", "priority": 1, "address": "not one"}, BAD_FIELD),
        ("POST", "/trunks/{trunk}/endpoints", {"name": "x", "priority": 1, "isRegistered": True}, BAD_FIELD),
        ("POST", "/trunks/{trunk}/endpoints", PHONE | {"sipTrunkId": "another"}, BAD_FIELD),
        ("POST", "/trunks/{trunk}/accessControlLists", {"accessControlListIds": ["unknown"]}, MISSING),
        ("POST", "/trunks/{trunk}/accessControlLists", {}, BAD_BODY),
        ("DELETE", "/trunks/{trunk}/accessControlLists/{free}", None, MISSING),
        ("POST", "/accessControlLists", ACL | {"enabled": None}, BAD_BODY),
        ("POST", "/accessControlLists", ACL | {"ipRanges": []}, BAD_FIELD),
        ("POST", "/accessControlLists", ACL | {"ipRanges": ["203.0.113.1"]}, BAD_BODY),
        ("POST", "/accessControlLists", ACL | {"ipRanges": [{"ipAddress": "203.0.113.0/24"}]}, BAD_BODY),
        ("POST", "/accessControlLists", ACL | {"ipRanges": [{"ipAddress": "203.0.113.1", "range": 33}]}, BAD_FIELD),
        ("PUT", "/accessControlLists/{acl}", {"name": "a"}, BAD_FIELD),
        ("DELETE", "/accessControlLists/{acl}", None, IN_USE),
        ("DELETE", "/accessControlLists/{free}/ipRanges/unknown", None, MISSING),
        (
            "POST",
            "/credentialLists",
            {"name": "x", "credentials": [{"username": "u", "password": "Short1"}]},
            BAD_FIELD,
        ),
        ("POST", "/credentialLists", LIST | {"credentials": LIST["credentials"] * 2}, TAKEN),
        ("POST", "/credentialLists/{list}/credentials", LIST["credentials"][0], TAKEN),
        ("PUT", "/credentialLists/unknown/credentials/x", {"password": PASSWORD}, MISSING),
        ("DELETE", "/credentialLists/{list}", None, IN_USE),
        ("POST", "/phoneNumbers", {"phoneNumber": NUMBER, "sipTrunkId": "unknown"}, MISSING),
        ("PUT", "/countryPermissions/XX", {"enabled": True}, MISSING),
        ("PUT", "/callBlockingRules/{rule}", RULE | {"direction": "inbound"}, BAD_BODY),
        ("DELETE", "/callBlockingRules/unknown", None, MISSING),
        ("POST", "/addProjects", {"projectIds": "a"}, BAD_BODY),
    ],
)
def test_refusals_change_nothing(
    control: Control, api: Api, method: str, path: str, body: object, error: tuple[int, str]
) -> None:
    ids = control.seed(PROJECT, **SEED)
    acl, free = ids["accessControlLists"]
    before = control.state(PROJECT)
    names = {"trunk": ids["trunks"][0], "list": ids["credentialLists"][0], "rule": ids["callBlockingRules"][0]}
    assert api.refused(method, path.format(acl=acl, free=free, **names), body) == error
    assert control.state(PROJECT) == before


@pytest.mark.parametrize("kind", ["acls", "credentialLists", "endpoints", "phoneNumbers"])
def test_a_trunk_in_use_is_not_deleted(control: Control, api: Api, kind: str) -> None:
    ids = control.seed(PROJECT, **SEED | {"trunks": [TRUNK | {kind: SEED["trunks"][0][kind]}]})
    assert api.refused("DELETE", f"/trunks/{ids['trunks'][0]}") == IN_USE


def test_violations_name_the_field(api: Api) -> None:
    answer = api.send("POST", "/accessControlLists", {"name": "a", "ipRanges": [{"ipAddress": "x"}]}).json()
    assert answer["message"] == "Failed to read HTTP message"
    fields = [item["field"] for item in answer["details"][0]["fieldViolations"]]
    assert fields == ["enabled", "ipRanges.0.ipAddress"]


def test_ip_ranges_keep_their_identity(control: Control, api: Api) -> None:
    acl = api.acl("office", "203.0.113.1", "203.0.113.2", "203.0.113.3")
    one, body = f"/accessControlLists/{acl['id']}", {"name": "office", "enabled": True}
    first, second, _third = acl["ipRanges"]
    wanted = [
        {"ipAddress": "203.0.113.2", "range": 32, "description": "by value"},
        {"id": first["id"], "ipAddress": "203.0.113.9", "range": 32},
        {"ipAddress": "203.0.113.4"},
    ]
    replaced = api.ok("PUT", one, {**body, "ipRanges": wanted})
    by_address = {item["ipAddress"]: item for item in replaced["ipRanges"]}
    assert sorted(by_address) == ["203.0.113.2", "203.0.113.4", "203.0.113.9"]
    assert (by_address["203.0.113.2"]["id"], by_address["203.0.113.9"]["id"]) == (second["id"], first["id"])
    assert (by_address["203.0.113.2"]["description"], by_address["203.0.113.4"]["range"]) == ("by value", 32)
    assert api.ok("PUT", one, body)["ipRanges"] == replaced["ipRanges"]
    control.settings(strict_read_only=True)
    names = ("id", "ipAddress", "description")
    bare = [{name: item[name] for name in names if item[name] is not None} for item in replaced["ipRanges"]]
    assert api.ok("PUT", one, {**body, "ipRanges": bare})["ipRanges"] == replaced["ipRanges"]


def test_numbers_that_are_not_rented(control: Control, api: Api) -> None:
    body = {"phoneNumber": "+442071234567", "sipTrunkId": api.trunk()["id"]}
    control.settings(rent_any_number=False)
    assert api.ok("POST", "/phoneNumbers", body)["countryCode"] == "GB"
    assert api.refused("GET", "/phoneNumbers/+442071234567") == MISSING
    control.settings(rent_any_number=True)
    api.ok("POST", "/phoneNumbers", body)
    assert api.ok("GET", "/phoneNumbers/+442071234567")["sipTrunkId"] == body["sipTrunkId"]


def test_what_the_live_check_does_not_write(api: Api) -> None:
    permissions = api.ok("GET", "/countryPermissions")["countryPermissions"]
    assert [item["isoCode"] for item in permissions if item["enabled"]] == ["CA", "US"]
    assert [api.ok("PUT", f"/countryPermissions/{code}", {"enabled": True})["enabled"] for code in ("GB", "*")]
    rule = api.ok("POST", "/callBlockingRules", RULE)
    one = f"/callBlockingRules/{rule['id']}"
    assert api.ok("PUT", one, {"name": "r", "direction": "OUTBOUND"}) | {"updateTime": None} == rule | {
        "direction": "outbound",
        "callerMatch": None,
    }
    api.ok("DELETE", one)
    assert api.ok("POST", "/addProjects", {"projectIds": ["a", "b"]}) == {"addedProjects": ["a", "b"]}
    assert api.ok("POST", "/addProjects", {"projectIds": ["b", "c"]}) == {"addedProjects": ["c"]}
