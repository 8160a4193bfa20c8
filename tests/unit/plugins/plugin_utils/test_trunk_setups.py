# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of the role become the data of sinch_sip_config; what is wrong with them is told all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_setups import project_data

PASSWORD = "Correct-horse-1"
USER = {"username": "alice", "password": PASSWORD}
STATIC = {"name": "pbx", "address": "203.0.113.20"}
DEVICE = {"name": "phone", "credential_username": "alice"}
NUMBER = "+12025550101"
ACL: Mapping[str, Any] = {"setup": "outbound_acl", "allow_from": ["203.0.113.10"]}
DIGEST: Mapping[str, Any] = {"setup": "outbound_digest", "credentials": [USER]}
INBOUND: Mapping[str, Any] = {"setup": "inbound_static", "endpoints": [STATIC], "phone_numbers": [NUMBER]}
REGISTERED: Mapping[str, Any] = {
    "setup": "inbound_registered",
    "credentials": [USER],
    "endpoints": [DEVICE],
    "phone_numbers": [],
}
BOTH: Mapping[str, Any] = {**ACL, "setup": "bidirectional", "endpoints": [STATIC], "phone_numbers": [NUMBER]}

OWN_ACL = {"name": "office", "ip_ranges": ["203.0.113.10"], "allow_wide": False}
OWN_LIST = {
    "name": "office",
    "credentials": [USER],
    "purge_credentials": True,
    "update_password": "on_create",
}
TRUNK = {"name": "office", "host_name": "acme-office", "move": False}


def _entry(**keys: Any) -> dict[str, Any]:
    return {"name": "office", "host_name": "acme-office", **keys}


def _data(*setups: Mapping[str, Any], state: str = "present", countries: Any = (), passwords: str = "on_create") -> Any:
    """Return the data for variables that have no problem."""
    data, problems = project_data([*setups], state, countries, passwords)
    assert problems == []
    return data


def _problems(*setups: Any, state: str = "present", countries: Any = ()) -> list[str]:
    """Return the problems, which go with no data."""
    data, problems = project_data([*setups], state, countries, "on_create")
    assert (data == {}) is bool(problems)
    return problems


@pytest.mark.parametrize(
    ("keys", "acls", "lists", "trunk"),
    [
        (ACL, [OWN_ACL], [], {"acls": ["office"], "credential_lists": []}),
        (DIGEST, [], [OWN_LIST], {"acls": [], "credential_lists": ["office"]}),
        (INBOUND, [], [], {"acls": [], "credential_lists": [], "endpoints": [STATIC], "phone_numbers": [NUMBER]}),
        (
            REGISTERED,
            [],
            [OWN_LIST],
            {"acls": [], "credential_lists": ["office"], "endpoints": [DEVICE], "phone_numbers": []},
        ),
        (
            BOTH,
            [OWN_ACL],
            [],
            {"acls": ["office"], "credential_lists": [], "endpoints": [STATIC], "phone_numbers": [NUMBER]},
        ),
    ],
    ids=lambda value: value.get("setup") if isinstance(value, dict) else None,
)
def test_setups(keys: Mapping[str, Any], acls: list[Any], lists: list[Any], trunk: Mapping[str, Any]) -> None:
    """Each setup has its own parts, links them and no others, and touches no country."""
    data = _data(_entry(**keys))
    (made,) = data.pop("trunks")
    assert {"endpoints": [], **made} == {"endpoints": [], **TRUNK, **trunk}
    assert data == {"acls": acls, "credential_lists": lists}


def test_everything_else_that_an_entry_has() -> None:
    """What is beyond the needs of a setup is built too, and shared things are linked beside those of the trunk."""
    forward = {"enable_caller_name": "yes", "enable_call_forward": True, "call_forward_number": NUMBER}
    shared = {"acls": ["head office"], "credential_lists": ["phones"], "allow_wide": "true"}
    endpoint = {**STATIC, "port": "5061", "transport": "TLS", "priority": 2, "enabled": "no"}
    entry = _entry(**BOTH, **forward, **shared, credentials=[USER], move_phone_numbers=True)
    data = _data({**entry, "endpoints": [endpoint]}, countries=["us", "GB"], passwords="always")
    assert data == {
        "acls": [{**OWN_ACL, "allow_wide": True}],
        "credential_lists": [{**OWN_LIST, "update_password": "always"}],
        "trunks": [
            {
                **TRUNK,
                **forward,
                "move": True,
                "enable_caller_name": True,
                "acls": ["head office", "office"],
                "credential_lists": ["phones", "office"],
                "endpoints": [{**endpoint, "port": 5061, "enabled": False}],
                "phone_numbers": [NUMBER],
            }
        ],
        "country_permissions": {"enabled": ["US", "GB"], "exclusive": True},
    }


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
    """Without purging, users stay; so does the other way to be admitted, where a setup admits in either."""
    data = _data(_entry(**keys, purge_access=False))
    (trunk,) = data["trunks"]
    assert {key: trunk[key] for key in ("acls", "credential_lists") if key in trunk} == links
    assert [one["purge_credentials"] for one in data["credential_lists"]] == [False] * ("credentials" in keys)


def test_taking_down() -> None:
    """The name alone counts then; the trunk's own ACL and credential list go, unless others use them."""
    gone = {"name": "office", "state": "absent"}
    for more in ({}, {"setup": "inbound_static", "phone_numbers": [44], "host_name": "_"}):
        assert _data({"name": "office", **more}, state="absent", countries=["nowhere"]) == {
            "trunks": [{**gone, "force": True}],
            "acls": [{**gone, "keep_if_used": True}],
            "credential_lists": [{**gone, "keep_if_used": True}],
        }
    assert _problems({"host_name": "a"}, {"nmae": "office"}, state="absent")[0] == "trunk_setups[1]: lacks name"


def test_nothing() -> None:
    """Without trunks and countries there is nothing to do."""
    for countries in ((), None, "", " \n", ["", " "]):
        assert not any(_data(countries=countries).values())


@pytest.mark.parametrize("given", ["US,GB", " us\nGB ", ["US", " gb ", ""]])
def test_countries(given: Any) -> None:
    """Codes come as a list or as text."""
    assert _data(countries=given)["country_permissions"] == {"enabled": ["US", "GB"], "exclusive": True}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("US Europe", "trunk_allowed_countries[2]: 'EUROPE' is not an ISO 3166-1 alpha-2 country code"),
        ([False], "trunk_allowed_countries[1]: False is a boolean, not a string: quote it"),
        (False, "trunk_allowed_countries[1]: False is a boolean, not a string: quote it"),
        ("*", "trunk_allowed_countries[1]: '*' is not an ISO 3166-1 alpha-2 country code"),
    ],
)
def test_countries_that_are_none(given: Any, says: str) -> None:
    """There is no code that opens every country."""
    (problem,) = _problems(countries=given)
    assert problem.startswith(says)


REFUSED: dict[str, tuple[Mapping[str, Any], list[str]]] = {
    "host-name": ({**ACL, "host_name": "a_b"}, ["host_name: 'a_b' is not a host name"]),
    "host-bits": (
        {**ACL, "allow_from": ["203.0.113.10/24"]},
        ["allow_from: '203.0.113.10/24' has host bits set: write '203.0.113.0/24'"],
    ),
    "ranges": (
        {**ACL, "allow_from": ["300.1.1.1", {"cidr": "2001:db8::1"}]},
        ["allow_from: '300.1.1.1' is not an IPv4 range", "allow_from: '2001:db8::1' is IPv6"],
    ),
    "range-key": ({**ACL, "allow_from": [{"range": "203.0.113.10"}]}, ["allow_from: {'range': '203.0.113.10'} has"]),
    "password": (
        {**DIGEST, "credentials": [{"username": "bob", "password": "Weak-p1"}]},
        ["credentials: the password of 'bob' is refused by the API: it needs at least 12 characters"],
    ),
    "user-twice": ({**DIGEST, "credentials": [USER, USER]}, ["credentials: the username 'alice' is listed twice"]),
    "user-name": (
        {**DIGEST, "credentials": [{**USER, "username": " alice"}]},
        ["credentials: ' alice' has blanks around it"],
    ),
    "misspelt-beside-others": (
        {
            **REGISTERED,
            "host_name": "a_b",
            "allow_from": ["203.0.113.10/24"],
            "credentials": [{"username": "alice", "pasword": PASSWORD}],
        },
        [
            "credentials[1]: pasword: there is no such option; there are password, username",
            "host_name: 'a_b' is not a host name",
            "allow_from: '203.0.113.10/24' has host bits set",
        ],
    ),
    "no-user-name": (
        {**DIGEST, "credentials": [{"password": PASSWORD}]},
        ["missing required arguments: username found in credentials"],
    ),
    "number": ({**INBOUND, "phone_numbers": ["0044"]}, ["phone_numbers[1]: '0044' is not an E.164 number"]),
    "unquoted": ({**INBOUND, "phone_numbers": [44]}, ["phone_numbers[1]: 44 is an integer, not a string: quote it"]),
    "number-twice": ({**INBOUND, "phone_numbers": [NUMBER] * 2}, [f"phone_numbers[2] {NUMBER} is listed twice"]),
    "no-numbers": (
        {**INBOUND, "phone_numbers": None},
        ["setup inbound_static lacks phone_numbers (write [] if there are none yet)"],
    ),
    "address": (
        {**INBOUND, "endpoints": [{**STATIC, "address": "a b"}]},
        ["endpoints[1]: address: 'a b' is not an IP address or a fully qualified domain name"],
    ),
    "port": (
        {**INBOUND, "endpoints": [{**STATIC, "port": 70000}]},
        ["endpoints[1]: port: 70000 is not a port: give a whole number from 1 to 65535"],
    ),
    "port-type": (
        {**INBOUND, "endpoints": [{**STATIC, "port": "soon"}]},
        ["endpoints[1]: port: is a string that cannot be used as a whole number"],
    ),
    "transport": (
        {**INBOUND, "endpoints": [{**STATIC, "transport": "tcp"}]},
        ["value of transport must be one of: UDP, TCP, TLS, got: tcp found in endpoints"],
    ),
    "endpoint-twice": (
        {**INBOUND, "endpoints": [STATIC, {**STATIC, "address": "203.0.113.21"}]},
        ["endpoints[2]: the name pbx is listed twice"],
    ),
    "endpoint-nowhere": (
        {**BOTH, "endpoints": [{"name": "pbx"}]},
        ["endpoints[1]: address: an endpoint needs either an address, or the credential_username"],
    ),
    "endpoint-of-both-kinds": (
        {**BOTH, "credentials": [USER], "endpoints": [{**STATIC, **DEVICE}]},
        ["endpoints[1]: address: address '203.0.113.20' contradict"],
    ),
    "other-kind": (
        {**INBOUND, "credentials": [USER], "endpoints": [DEVICE]},
        ["setup inbound_static lacks an endpoint with address"],
    ),
    "stranger": (
        {**REGISTERED, "endpoints": [{**DEVICE, "credential_username": "bob"}]},
        ["endpoints[1]: credential_username bob is not in credentials"],
    ),
    "forward-nowhere": (
        {**ACL, "enable_call_forward": True},
        ["call_forward_number: is required when enable_call_forward is true"],
    ),
    "forward-number": ({**ACL, "call_forward_number": "0044"}, ["call_forward_number: '0044' is not an E.164 number"]),
    "outbound-acl": ({"setup": "outbound_acl", "allow_from": []}, ["setup outbound_acl lacks allow_from or acls"]),
    "outbound-digest": (
        {"setup": "outbound_digest", "credentials": []},
        ["setup outbound_digest lacks credentials or credential_lists"],
    ),
    "inbound-registered": (
        {"setup": "inbound_registered"},
        [
            "setup inbound_registered lacks credentials or credential_lists",
            "setup inbound_registered lacks endpoints",
            "setup inbound_registered lacks phone_numbers",
        ],
    ),
    "bidirectional": (
        {"setup": "bidirectional", "phone_numbers": []},
        [
            "setup bidirectional lacks allow_from or acls or credentials or credential_lists",
            "setup bidirectional lacks endpoints",
        ],
    ),
    "no-setup": ({"setup": "", "host_name": " "}, ["value of setup must be one of", "lacks host_name", "lacks setup"]),
    "unknown-setup": ({"setup": "nonsense"}, ["value of setup must be one of: outbound_acl, outbound_digest"]),
    "unknown-key": ({**ACL, "alow_wide": True}, ["alow_wide: there is no such option; there are acls, allow_from"]),
    "no-list": ({**ACL, "allow_from": {"cidr": "203.0.113.10"}}, ["allow_from: is a mapping; give a list"]),
    "no-mapping": (
        {**DIGEST, "credentials": [PASSWORD]},
        ["credentials[1]: is not a mapping; give one that has password, username"],
    ),
    "no-text": ({**ACL, "host_name": [PASSWORD]}, ["host_name: is a list, not text"]),
}
"""What an entry has beside its name, and how the problems begin after the entry's place."""


@pytest.mark.parametrize("case", REFUSED)
def test_refusals(case: str) -> None:
    """Whatever is wrong is told with the place of its entry; no password is in it, and there is no data."""
    keys, told = REFUSED[case]
    found = _problems(
        {"name": "first", "host_name": "first", **ACL}, {"name": "branch", "host_name": "acme-branch", **keys}
    )
    where = "trunk_setups[2] (branch): "
    assert [text[: len(where) + len(says)] for text, says in zip(found, told)] == [where + says for says in told]
    assert len(found) == len(told)
    assert PASSWORD not in str(found)
    assert "Weak-p1" not in str(found)


def test_what_is_there_twice() -> None:
    """Names, host names (whatever their case) and phone numbers are those of one entry."""
    again = {**INBOUND, "name": "office", "host_name": "ACME-office"}
    assert _problems(_entry(**INBOUND), again) == [
        "trunk_setups[2] (office): the name office is listed twice",
        "trunk_setups[2] (office): host_name acme-office is listed twice",
        f"trunk_setups[2] (office): phone_numbers[1] {NUMBER} is listed twice",
    ]


def test_everything_at_once() -> None:
    """One pass tells all, in all entries and beside them."""
    weak = {**DIGEST, "credentials": [{"username": "bob", "password": "x"}]}
    found = _problems({"setup": "inbound_static"}, PASSWORD, _entry(**weak), countries="Europe")
    assert [text.partition(":")[0] for text in found] == [
        *["trunk_setups[1]"] * 4,
        "trunk_setups[2] must be a mapping",
        "trunk_setups[3] (office)",
        "trunk_allowed_countries[1]",
    ]


def test_no_list_of_trunks() -> None:
    """A single entry is no list, nor is text."""
    for given in (_entry(**ACL), "office"):
        assert project_data(given, "present", [], "on_create") == ({}, ["trunk_setups must be a list"])
