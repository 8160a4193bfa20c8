# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The declared resources: lists, creation, replacement, deletion, links, in both dialects."""

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


@pytest.mark.parametrize("path", COLLECTIONS)
def test_every_collection_creates_replaces_and_deletes(api: Api, dialect: str, path: str) -> None:
    created = api.ok("POST", path, COLLECTIONS[path])
    one = f"{path}/{created['id']}"
    assert len(created["id"]) == 26
    assert created["updateTime"] == (None if dialect == "sdk" else "")
    assert created["createTime"].endswith("Z") == (dialect == "sdk")
    replaced = api.ok("PUT", one, {**COLLECTIONS[path], "name": "renamed"})
    assert (replaced["id"], replaced["name"], replaced["createTime"]) == (
        created["id"],
        "renamed",
        created["createTime"],
    )
    assert replaced["updateTime"]
    assert api.send("DELETE", one).status_code == (204 if dialect == "sdk" else 200)
    assert api.send("DELETE", one).status_code == 404


@pytest.mark.parametrize(
    ("path", "sdk_key", "reference_key"),
    [
        ("/trunks", "trunks", "sipTrunks"),
        ("/accessControlLists", "accessControlLists", "accessControlLists"),
        ("/credentialLists", "credentialLists", "credentialLists"),
        ("/phoneNumbers", "phoneNumbers", "phoneNumbers"),
        ("/calls", "calls", "calls"),
    ],
)
def test_list_shapes(api: Api, dialect: str, path: str, sdk_key: str, reference_key: str) -> None:
    answer = api.ok("GET", path)
    size = 100 if path == "/calls" else 500
    if dialect == "sdk":
        assert answer == {sdk_key: [], "totalItems": 0, "pageNumber": 1, "pageSize": size}
    else:
        assert answer == {reference_key: [], "totalItems": 0, "pageNumber": "1", "size": size}


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
def test_unfit_bodies_are_refused(
    control: Control, api: Api, path: str, change: dict[str, Any], error: tuple[int, str]
) -> None:
    before = control.state(PROJECT)
    assert api.refused("POST", path, COLLECTIONS[path] | change) == error
    assert control.state(PROJECT) == before


def test_violations_name_the_field_and_missing_ones_too(api: Api) -> None:
    answer = api.send("POST", "/accessControlLists", {"name": "a", "ipRanges": [{"ipAddress": "x"}]}).json()
    assert answer["message"] == "Failed to read HTTP message"
    fields = [item["field"] for item in answer["details"][0]["fieldViolations"]]
    assert fields == ["enabled", "ipRanges.0.ipAddress"]
    assert api.send("POST", "/trunks", []).json()["status"] == "VALIDATION_FAILED"


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


def test_single_ranges(api: Api) -> None:
    acl = api.acl()
    path = f"/accessControlLists/{acl['id']}/ipRanges"
    added = api.ok("POST", path, {"ipAddress": "198.51.100.0", "range": 24, "description": "branch"})
    changed = api.ok("PUT", f"{path}/{added['id']}", {"ipAddress": "198.51.100.0"})
    assert (changed["range"], changed["description"]) == (32, None)
    api.ok("DELETE", f"{path}/{acl['ipRanges'][0]['id']}")
    assert [item["id"] for item in api.ok("GET", path)["ipRanges"]] == [added["id"]]
    other = api.acl("other")
    assert api.refused("DELETE", f"/accessControlLists/{other['id']}/ipRanges/{added['id']}") == MISSING


def test_endpoints(control: Control, api: Api, dialect: str) -> None:
    trunk = api.trunk()
    path = f"/trunks/{trunk['id']}/endpoints"
    api.ok("POST", path, {"name": "old", "priority": 1, "address": "pbx.example.com"})
    created = api.ok("POST", path, {"name": "new", "priority": 2, "isRegistered": True, "credentialUsername": "nobody"})
    if dialect == "sdk":
        assert (created["name"], created["sipTrunkId"], created["transport"]) == ("new", trunk["id"], "UDP")
    else:
        assert [item["name"] for item in created["endpoints"]] == ["old", "new"]
    old, new = api.ok("GET", path)["endpoints"]
    assert (old["port"], old["enabled"], "port" in new) == (5060, True, False)
    bare = api.ok("PUT", f"{path}/{old['id']}", {"name": "old", "priority": 3, "address": "192.0.2.1"})
    assert (bare["priority"], bare["port"], bare["transport"], bare["enabled"]) == (3, None, None, None)
    assert api.ok("GET", f"{path}/{old['id']}") == bare
    for body in (
        {"name": "x", "priority": 1},
        {"name": "x", "priority": 0, "address": "192.0.2.1"},
        {"name": "x", "priority": 1, "address": "not an address"},
        {"name": "x", "priority": 1, "isRegistered": True},
        {"name": "x", "priority": 1, "address": "192.0.2.1", "sipTrunkId": "another"},
    ):
        assert api.refused("POST", path, body) == BAD_FIELD
    control.settings(guesses={"endpoint_trunk_id_optional": False})
    body = {"name": "x", "priority": 1, "address": "192.0.2.1"}
    assert api.refused("POST", path, body) == BAD_FIELD
    api.ok("POST", path, body | {"sipTrunkId": trunk["id"]})


def test_credentials(control: Control, api: Api) -> None:
    phones = api.credential_list("phones", "alice")
    path = f"/credentialLists/{phones['id']}"
    assert [set(item) for item in phones["credentials"]] == [{"id", "username"}]
    assert set(api.ok("POST", f"{path}/credentials", {"username": "bob", "password": PASSWORD})) == {"id", "username"}
    assert api.refused("POST", f"{path}/credentials", {"username": "bob", "password": PASSWORD}) == TAKEN
    api.ok("PUT", f"{path}/credentials/bob", {"password": "Another-secret-2"})
    renamed = api.ok("PUT", path, {"name": "renamed", "credentials": []})
    assert [item["username"] for item in renamed["credentials"]] == ["alice", "bob"]
    api.ok("DELETE", f"{path}/credentials/alice")
    control.settings(guesses={"credential_put_adds": False})
    assert api.refused("PUT", f"{path}/credentials/alice", {"password": PASSWORD}) == MISSING
    (state,) = control.state(PROJECT)["credentialLists"]
    assert [(item["username"], item["password"]) for item in state["credentials"]] == [("bob", "Another-secret-2")]
    control.settings(guesses={"credential_post_path": False, "credential_put_adds": True})
    assert api.send("POST", f"{path}/credentials", {"username": "x", "password": PASSWORD}).status_code == 404
    api.ok("PUT", f"{path}/credentials/x", {"password": PASSWORD})
    assert [item["username"] for item in api.ok("GET", path)["credentials"]] == ["bob", "x"]
    assert api.refused("PUT", "/credentialLists/unknown/credentials/x", {"password": PASSWORD}) == MISSING


def test_acl_links(api: Api, dialect: str) -> None:
    trunk, first, second = api.trunk(), api.acl("first"), api.acl("second")
    path = f"/trunks/{trunk['id']}/accessControlLists"
    key = "accessControlListIds"
    api.ok("POST", path, {key: [first["id"]]})
    assert api.ok("POST", path, {key: [second["id"]]})[key] == [second["id"]]
    api.ok("POST", path, {key: [second["id"]]})
    assert api.ok("GET", path)[key] == [first["id"], second["id"]]
    assert api.refused("POST", path, {key: ["unknown"]}) == MISSING
    assert api.refused("POST", path, {}) == BAD_BODY
    assert api.send("PUT", path, {key: []}).status_code == 405
    users = api.ok("GET", f"/accessControlLists/{first['id']}/trunks")
    assert [item["id"] for item in users["trunks" if dialect == "sdk" else "sipTrunks"]] == [trunk["id"]]
    assert api.ok("GET", f"/accessControlLists/{first['id']}")["trunks"] == [trunk["id"]]
    api.ok("DELETE", f"{path}/{first['id']}")
    assert api.refused("DELETE", f"{path}/{first['id']}") == MISSING
    assert api.ok("GET", path)[key] == [second["id"]]


def test_credential_list_links(api: Api, dialect: str) -> None:
    trunk, first, second = api.trunk(), api.credential_list("first"), api.credential_list("second")
    path = f"/trunks/{trunk['id']}/credentialLists"

    def ids(answer: dict[str, Any]) -> list[str]:
        if dialect == "sdk":
            return [item["id"] for item in answer["credentialLists"]]
        return list(answer["credentialListIds"])

    assert ids(api.ok("POST", path, {"credentialListIds": [first["id"]]})) == [first["id"]]
    both = [second["id"], first["id"]]
    wrong, right = (both, {"credentialListIds": both}) if dialect == "sdk" else ({"credentialListIds": both}, both)
    assert api.refused("PUT", path, wrong) == BAD_BODY
    assert ids(api.ok("PUT", path, right)) == both
    api.ok("DELETE", f"{path}/{first['id']}")
    assert ids(api.ok("GET", path)) == [second["id"]]


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


def test_phone_numbers(control: Control, api: Api) -> None:
    trunk = api.trunk()
    number, unrented = "+442071234567", "+12025550999"
    assert api.ok("POST", "/phoneNumbers", {"phoneNumber": number, "sipTrunkId": trunk["id"]})["countryCode"] == "GB"
    control.settings(rent_any_number=False)
    assert api.send("POST", "/phoneNumbers", {"phoneNumber": unrented, "sipTrunkId": trunk["id"]}).status_code == 201
    assert api.refused("GET", f"/phoneNumbers/{unrented}") == MISSING
    assert api.refused("POST", "/phoneNumbers", {"phoneNumber": number, "sipTrunkId": "unknown"}) == MISSING
    listed = api.ok("GET", "/phoneNumbers", sipTrunkId=trunk["id"])["phoneNumbers"]
    assert [item["phoneNumber"] for item in listed] == [number]
    api.ok("POST", "/phoneNumbers", {"phoneNumber": number, "sipTrunkId": ""})
    assert api.refused("GET", f"/phoneNumbers/{number.replace('+', '%2B')}") == MISSING
    assert api.ok("GET", "/phoneNumbers")["phoneNumbers"] == []
    control.settings(guesses={"number_unlisted_when_free": False})
    assert api.ok("GET", f"/phoneNumbers/{number.replace('+', '%2B')}")["sipTrunkId"] is None
    assert api.ok("GET", "/phoneNumbers", sipTrunkId=trunk["id"])["phoneNumbers"] == []
    control.settings(dialect="reference")
    assert [item["sipTrunkId"] for item in api.ok("GET", "/phoneNumbers")["phoneNumbers"]] == [""]
    control.settings(guesses={"number_delete_unassigns": False, "number_empty_trunk_unassigns": False})
    assert api.send("DELETE", f"/phoneNumbers/{number}").status_code == 405
    assert api.refused("POST", "/phoneNumbers", {"phoneNumber": number, "sipTrunkId": ""}) == BAD_FIELD
    control.settings(guesses={"number_post_assigns": False})
    assert api.send("POST", "/phoneNumbers", {"phoneNumber": number, "sipTrunkId": trunk["id"]}).status_code == 405


def test_canada_may_be_part_of_the_entry_of_the_us(control: Control, api: Api) -> None:
    control.settings(guesses={"canada_apart": False})
    listed = api.ok("GET", "/countryPermissions")["countryPermissions"]
    assert [item["name"] for item in listed if item["isoCode"] in ("US", "CA")] == ["United States/Canada"]
    assert api.refused("GET", "/countryPermissions/CA") == MISSING
    assert api.refused("PUT", "/countryPermissions/CA", {"enabled": False}) == MISSING


def test_country_permissions(api: Api) -> None:
    answer = api.ok("GET", "/countryPermissions", size=1)
    permissions = {item["isoCode"]: item for item in answer["countryPermissions"]}
    assert set(answer) == {"countryPermissions"}
    assert len(permissions) > 50
    assert [code for code, item in permissions.items() if item["enabled"]] == ["CA", "US"]
    assert permissions["US"]["name"] == "United States/Canada"
    assert api.ok("PUT", "/countryPermissions/GB", {"enabled": True}) == permissions["GB"] | {"enabled": True}
    assert api.ok("PUT", "/countryPermissions/*", {"enabled": True})["enabled"] is True
    assert api.refused("PUT", "/countryPermissions/XX", {"enabled": True}) == MISSING
    assert api.refused("PUT", "/countryPermissions/GB", {}) == BAD_FIELD


def test_blocking_rules_cannot_be_read_one_by_one(api: Api) -> None:
    rule = api.ok("POST", "/callBlockingRules", {"direction": "OUTBOUND", "calleeMatch": "+1900"})
    assert (rule["name"], rule["calleeMatch"]) == (None, "+1900")
    assert rule["direction"] == "outbound"
    assert api.refused("PUT", f"/callBlockingRules/{rule['id']}", {"direction": "outbound"}) == BAD_BODY
    assert api.send("GET", f"/callBlockingRules/{rule['id']}").status_code == 405


def test_added_projects(api: Api) -> None:
    assert api.ok("POST", "/addProjects", {"projectIds": ["a", "b"]}) == {"addedProjects": ["a", "b"]}
    assert api.ok("POST", "/addProjects", {"projectIds": ["b", "c"]}) == {"addedProjects": ["c"]}
    assert api.refused("POST", "/addProjects", {"projectIds": "a"}) == BAD_BODY


def test_guesses_that_writes_rest_on(control: Control, api: Api) -> None:
    guesses = ("delete_missing", "link_may_repeat", "names_may_repeat", "number_moves", "names_kept")
    control.settings(guesses=dict.fromkeys((*guesses, "put_removes_ranges", "null_refused"), False))
    trunk, other, acl = api.trunk("one"), api.trunk("two"), api.acl("office")
    again = {"name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.20"}]}
    assert api.refused("POST", "/accessControlLists", again) == TAKEN
    links, body = f"/trunks/{trunk['id']}/accessControlLists", {"accessControlListIds": [acl["id"]]}
    api.ok("POST", links, body)
    assert api.refused("POST", links, body) == TAKEN
    path = f"/accessControlLists/{acl['id']}"
    ranges = api.ok("PUT", path, again)["ipRanges"]
    assert [one["ipAddress"] for one in ranges] == ["203.0.113.10", "203.0.113.20"]
    nulls: dict[str, Any] = {"more": None, "ipRanges": [{**ranges[0], "description": None}]}
    spaced: dict[str, Any] = {"name": " the  office", "enabled": True, **nulls}
    assert api.ok("PUT", path, spaced)["name"] == "the office"
    control.settings(guesses={"null_refused": True, "names_kept": True})
    assert api.refused("PUT", path, spaced) == BAD_BODY
    assert api.refused("PUT", path, {**again, "more": {"deep": None}}) == BAD_BODY
    assert api.ok("PUT", path, {**again, "name": " the  office"})["name"] == " the  office"
    number = {"phoneNumber": "+12025550123", "sipTrunkId": trunk["id"]}
    api.ok("POST", "/phoneNumbers", number)
    assert api.refused("POST", "/phoneNumbers", number | {"sipTrunkId": other["id"]}) == TAKEN
    assert api.refused("DELETE", "/accessControlLists/unknown") == IN_USE
