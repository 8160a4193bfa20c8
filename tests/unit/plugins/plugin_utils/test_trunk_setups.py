# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversion of the variables of the role to options of sinch_sip_config, and all their problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import project_data

PASSWORD = "Correct-horse-1"
USER = {"username": "alice", "password": PASSWORD}
WEAK = {"username": "bob", "password": "Weak-p1"}
MISSPELT = {"username": "alice", "pasword": PASSWORD}
STATIC = {"name": "pbx", "address": "203.0.113.20"}
DEVICE = {"name": "phone", "credential_username": "alice"}
NUMBER = "+12025550101"
ACL: Mapping[str, Any] = {"setup": "outbound_acl", "allow_from": ["203.0.113.10"]}
DIGEST: Mapping[str, Any] = {"setup": "outbound_digest", "credentials": [USER]}
INBOUND: Mapping[str, Any] = {"setup": "inbound_static", "endpoints": [STATIC], "phone_numbers": [NUMBER]}
REGISTERED = {**DIGEST, "setup": "inbound_registered", "endpoints": [DEVICE], "phone_numbers": []}
BOTH: Mapping[str, Any] = {**ACL, "setup": "bidirectional", "endpoints": [STATIC], "phone_numbers": [NUMBER]}

OWN_ACL = {"name": "office", "ip_ranges": ["203.0.113.10"], "allow_wide": False}
OWN_LIST = {"name": "office", "credentials": [USER], "purge_credentials": True, "update_password": "on_create"}
TRUNK = {"name": "office", "host_name": "acme-office", "move": False}


def _entry(**keys: Any) -> dict[str, Any]:
    return {"name": "office", "host_name": "acme-office", **keys}


def _data(*setups: Mapping[str, Any], state: str = "present", countries: Any = (), passwords: str = "on_create") -> Any:
    data, problems = project_data([*setups], state, countries, passwords)
    assert problems == []
    return data


def _problems(*setups: Any, state: str = "present", countries: Any = ()) -> list[str]:
    """Return the problems; if there are any, there are no options."""
    data, problems = project_data([*setups], state, countries, "on_create")
    assert (data == {}) is bool(problems)
    return problems


@pytest.mark.parametrize(
    ("keys", "acls", "lists", "trunk"),
    [
        (ACL, [OWN_ACL], [], {}),
        (DIGEST, [], [OWN_LIST], {}),
        (INBOUND, [], [], {"endpoints": [STATIC], "phone_numbers": [NUMBER]}),
        (REGISTERED, [], [OWN_LIST], {"endpoints": [DEVICE], "phone_numbers": []}),
        (BOTH, [OWN_ACL], [], {"endpoints": [STATIC], "phone_numbers": [NUMBER]}),
    ],
    ids=lambda value: value.get("setup") if isinstance(value, dict) else None,
)
def test_setups(keys: Mapping[str, Any], acls: list[Any], lists: list[Any], trunk: Mapping[str, Any]) -> None:
    """Each setup creates and links its own objects only, and changes no country permissions."""
    data = _data(_entry(**keys))
    (made,) = data.pop("trunks")
    links = {"acls": ["office"] * len(acls), "credential_lists": ["office"] * len(lists)}
    assert {"endpoints": [], **made} == {"endpoints": [], **TRUNK, **links, **trunk}
    assert data == {"acls": acls, "credential_lists": lists}


def test_all_keys() -> None:
    """Optional keys have effect, and shared objects are linked besides those of the trunk."""
    forward = {"enable_caller_name": "yes", "enable_call_forward": True, "call_forward_number": NUMBER}
    shared = {"acls": ["head office"], "credential_lists": ["phones"], "allow_wide": "true"}
    endpoint = {**STATIC, "port": "5061", "transport": "TLS", "priority": 2, "enabled": "no"}
    entry = _entry(**BOTH, **forward, **shared, credentials=[USER], move_phone_numbers=True)
    data = _data({**entry, "endpoints": [endpoint]}, countries=["us", "GB"], passwords="always")
    (trunk,) = data.pop("trunks")
    links = {"acls": ["head office", "office"], "credential_lists": ["phones", "office"]}
    parts = {"phone_numbers": [NUMBER], "endpoints": [{**endpoint, "port": 5061, "enabled": False}]}
    assert trunk == {**TRUNK, **forward, "move": True, "enable_caller_name": True, **links, **parts}
    lists = {"credential_lists": [{**OWN_LIST, "update_password": "always"}]}
    countries = {"country_permissions": {"enabled": ["US", "GB"], "exclusive": True}}
    assert data == {"acls": [{**OWN_ACL, "allow_wide": True}], **lists, **countries}


@pytest.mark.parametrize(
    ("keys", "links"),
    [
        ({**BOTH}, {"acls": ["office"]}),
        ({**BOTH, "allow_from": None, "credentials": [USER]}, {"credential_lists": ["office"]}),
        ({**BOTH, "allow_from": [], "acls": ["shared"]}, {"acls": ["shared"]}),
        ({**DIGEST}, {"acls": [], "credential_lists": ["office"]}),
    ],
)
def test_access_that_stays(keys: Mapping[str, Any], links: Mapping[str, Any]) -> None:
    """Without purging, unlisted users stay; so do, in the setup bidirectional, links that are not mentioned."""
    data = _data(_entry(**keys, purge_access=False))
    (trunk,) = data["trunks"]
    assert {key: trunk[key] for key in ("acls", "credential_lists") if key in trunk} == links
    assert [one["purge_credentials"] for one in data["credential_lists"]] == [False] * ("credentials" in keys)


def test_taking_down() -> None:
    """Only the name is read; the own ACL and credential list of the trunk go, unless others use them."""
    gone = {"name": "office", "state": "absent"}
    for more in ({}, {"setup": "inbound_static", "phone_numbers": [44], "host_name": "_"}):
        own = [{**gone, "keep_if_used": True}]
        expected = {"trunks": [{**gone, "force": True}], "acls": own, "credential_lists": own}
        assert _data({"name": "office", **more}, state="absent", countries=["nowhere"]) == expected
    assert _problems({"host_name": "a"}, {"nmae": "office"}, state="absent")[0] == "trunk_setups[1]: lacks name"


@pytest.mark.parametrize("given", ["US,GB", " us\nGB ", ["US", " gb ", ""]])
def test_countries(given: Any) -> None:
    assert _data(countries=given)["country_permissions"] == {"enabled": ["US", "GB"], "exclusive": True}
    for empty in ((), None, "", " \n", ["", " "]):
        assert not any(_data(countries=empty).values())


@pytest.mark.parametrize(
    ("given", "number", "shown"),
    [("US Europe", 2, "'EUROPE'"), ([False], 1, "False"), (False, 1, "False"), ("*", 1, "'*'")],
)
def test_no_countries(given: Any, number: int, shown: str) -> None:
    """There is no code for every country."""
    (problem,) = _problems(countries=given)
    assert problem.startswith(f"trunk_allowed_countries[{number}]: {shown} is ")


REFUSED: list[tuple[Mapping[str, Any], list[str]]] = [
    (
        {**ACL, "allow_from": ["300.1.1.1", {"cidr": "2001:db8::1"}]},
        ["allow_from: '300.1.1.1'", "allow_from: '2001:db8"],
    ),
    ({**DIGEST, "credentials": [WEAK]}, ["credentials: the password of 'bob' is refused"]),
    (
        {**REGISTERED, "host_name": "a_b", "allow_from": ["203.0.113.10/24"], "credentials": [MISSPELT]},
        ["credentials[1]: pasword: there is no such option", "host_name: 'a_b'", "allow_from: '203.0.113.10/24'"],
    ),
    ({**DIGEST, "credentials": [{"password": PASSWORD}]}, ["missing required arguments: username"]),
    ({**DIGEST, "credentials": [PASSWORD]}, ["credentials[1]: is not a mapping"]),
    ({**INBOUND, "phone_numbers": [NUMBER, "0044"]}, ["phone_numbers[2]: '0044' is not an E.164 number"]),
    ({**INBOUND, "phone_numbers": [NUMBER] * 2}, [f"phone_numbers[2] {NUMBER} is listed twice"]),
    ({**INBOUND, "phone_numbers": None}, ["setup inbound_static lacks phone_numbers"]),
    ({**INBOUND, "endpoints": [{**STATIC, "address": "a b"}]}, ["endpoints[1]: address: 'a b'"]),
    ({**INBOUND, "endpoints": [{**STATIC, "port": "soon"}]}, ["endpoints[1]: port: is a string that cannot be used"]),
    ({**INBOUND, "endpoints": [STATIC, {**STATIC, "address": "a.b"}]}, ["endpoints[2]: the name pbx is listed twice"]),
    ({**BOTH, "endpoints": [{"name": "pbx"}]}, ["endpoints[1]: address: an endpoint needs either"]),
    (
        {**INBOUND, "credentials": [USER], "endpoints": [DEVICE]},
        ["setup inbound_static lacks an endpoint with address"],
    ),
    (
        {**REGISTERED, "endpoints": [{**DEVICE, "credential_username": "bob"}]},
        ["endpoints[1]: credential_username bob is not in credentials"],
    ),
    ({**ACL, "enable_call_forward": True}, ["call_forward_number: is required when"]),
    ({**ACL, "alow_wide": True}, ["alow_wide: there is no such option"]),
    ({"setup": "outbound_acl", "allow_from": []}, ["setup outbound_acl lacks allow_from or acls"]),
    (
        {"setup": "inbound_registered"},
        [f"setup inbound_registered lacks {key}" for key in ("credentials or", "endpoints", "phone_numbers")],
    ),
    ({"setup": "", "host_name": " "}, ["value of setup must be one of", "lacks host_name", "lacks setup"]),
]
"""The keys of an entry besides its name, and the beginnings of its problems after its place."""


@pytest.mark.parametrize(("keys", "expected"), REFUSED, ids=str)
def test_refused(keys: Mapping[str, Any], expected: list[str]) -> None:
    """A problem has the place of its entry and no password."""
    found = _problems(_entry(**ACL), {"name": "branch", "host_name": "acme-branch", **keys})
    where = "trunk_setups[2] (branch): "
    assert [text[: len(where + begin)] for text, begin in zip(found, expected)] == [where + one for one in expected]
    assert len(found) == len(expected)
    assert not any(password in str(found) for password in (PASSWORD, WEAK["password"]))


def test_duplicates() -> None:
    """Names, host names in any case, and phone numbers are unique in all entries."""
    again = {**INBOUND, "name": "office", "host_name": "ACME-office"}
    doubles = ("the name office", "host_name acme-office", f"phone_numbers[1] {NUMBER}")
    expected = [f"trunk_setups[2] (office): {one} is listed twice" for one in doubles]
    assert _problems(_entry(**INBOUND), again) == expected


def test_all_problems() -> None:
    weak = _entry(**{**DIGEST, "credentials": [WEAK]})
    found = _problems({"setup": "inbound_static"}, PASSWORD, weak, countries="Europe")
    last = ["trunk_setups[2] must be a mapping", "trunk_setups[3] (office)", "trunk_allowed_countries[1]"]
    assert [text.partition(":")[0] for text in found] == [*["trunk_setups[1]"] * 4, *last]


@pytest.mark.parametrize("given", [_entry(**ACL), "office"])
def test_no_list(given: Any) -> None:
    assert project_data(given, "present", [], "on_create") == ({}, ["trunk_setups must be a list"])


def test_emergency_address() -> None:
    """The emergency address of an entry is that of its trunk."""
    help_at = {"display_name": "Acme", "address": {"city": "RENO"}}
    options, problems = project_data([_entry(**INBOUND, emergency_address=help_at)], "present", [], "on_create")
    assert problems == []
    given = options["trunks"][0]["emergency_address"]
    assert (given["display_name"], given["address"]["city"], given["accept_correction"]) == ("Acme", "RENO", False)
    _options, problems = project_data([_entry(**INBOUND, emergency_address={"adress": {}})], "present", [], "on_create")
    assert "adress" in problems[0]
