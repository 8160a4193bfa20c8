# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversion of the answers of a survey to an entry of ``trunk_setups``."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import QUESTIONS, trunk_entry

NUMBER = "+12025550123"
LISTS = "allow_from", "acls", "credential_lists", "phone_numbers"
NO_TEXT = "is not a string; quote it"
TEXTS = "name", "setup", "host_name", "credential_username", "endpoint_name", "endpoint_address", "call_forward_number"


def _entry(**given: Any) -> dict[str, Any]:
    """Return the entry for valid answers without the keys that all entries have."""
    entry, problems = trunk_entry(given, "present")
    assert problems == []
    assert entry is not None
    assert entry.pop("purge_access") is False
    if entry["phone_numbers"] == []:
        del entry["phone_numbers"]
    return entry


def _problem(**given: Any) -> str:
    """Return the beginning of the only problem of answers."""
    (problem,) = trunk_entry(given, "present")[1]
    return problem.partition(",")[0]


@pytest.mark.parametrize("empty", ["", " \n\t", None, [], ["", " ", None]], ids=repr)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_empty(empty: Any, state: str) -> None:
    names = QUESTIONS if not isinstance(empty, list) else LISTS
    other_variables = {"setups": [{"name": "a"}], "state": "absent"}
    assert trunk_entry({**dict.fromkeys(names, empty), **other_variables}, state) == (None, [])


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("given", "items"),
    [("a\r\n\r\nb\n", ["a", "b"]), (" a,b ,\tc ", ["a", "b", "c"]), (["a b", " c "], ["a b", "c"]), (("a",), ["a"])],
)
def test_lists(name: str, given: Any, items: list[str]) -> None:
    """Text is split, but the items of lists are not."""
    assert _entry(**{name: given}) == {name: items}
    ranges = [{"cidr": "203.0.113.10", "description": "office"}, *items]
    assert _entry(allow_from=ranges) == {"allow_from": ranges[:1] + items}


@pytest.mark.parametrize("name", [*TEXTS, *LISTS])
@pytest.mark.parametrize("given", [36, False, 1.5])
def test_no_string(name: str, given: Any) -> None:
    """36 and false may have been 0044 and NO."""
    assert _problem(**{name: given}) == f"trunk_{name} {given} {NO_TEXT}"
    if name in LISTS:
        assert _problem(**{name: [given, "x"]}) == f"trunk_{name} {given} {NO_TEXT}"


@pytest.mark.parametrize("given", [NUMBER, f" {NUMBER} ", NUMBER[1:], f"{NUMBER[1:]}\n", int(NUMBER), [int(NUMBER)]])
def test_phone_number(given: Any) -> None:
    """A number may lack its plus sign, and AWX may have converted it to an integer."""
    assert _entry(phone_numbers=given) == {"phone_numbers": [NUMBER]}
    if not isinstance(given, list):
        assert _entry(call_forward_number=given) == {"call_forward_number": NUMBER}


def test_other_numbers() -> None:
    """The role refuses text that is not in E.164."""
    given = ["0044", "9999999", "0012025550123", "+1 2", "x"]
    assert _entry(phone_numbers=given) == {"phone_numbers": given}
    for number in (-12025550123, True, 1202555.0, 9_999_999):
        assert _problem(phone_numbers=number) == f"trunk_phone_numbers {number} {NO_TEXT}"


def test_parts() -> None:
    """The role converts booleans and the port."""
    untyped = {"enable_caller_name": "false", "move_phone_numbers": True}
    user = {"credential_username": " alice ", "credential_password": " x "}
    endpoint = {"endpoint_address": "203.0.113.20", "endpoint_port": " 5080", "endpoint_transport": "TCP"}
    assert _entry(name=" office ", **untyped, **user, **endpoint) == {
        "name": "office",
        "credentials": [{"username": "alice", "password": " x "}],
        "endpoints": [{"name": "pbx", "address": "203.0.113.20", "port": "5080", "transport": "TCP"}],
        **untyped,
    }
    assert _entry(credential_username="a", credential_password=" ") == {"credentials": [{"username": "a"}]}


@pytest.mark.parametrize(
    ("given", "endpoints"),
    [
        ({}, [{"name": "pbx", "credential_username": "alice"}]),
        ({"endpoint_name": "desk"}, [{"name": "desk", "credential_username": "alice"}]),
        ({"endpoint_credential_username": "bob"}, [{"name": "pbx", "credential_username": "bob"}]),
        ({"endpoint_transport": "TLS"}, [{"name": "pbx", "transport": "TLS", "credential_username": "alice"}]),
        ({"endpoint_address": "a"}, [{"name": "pbx", "address": "a"}]),
    ],
)
def test_endpoint_that_registers(given: dict[str, Any], endpoints: list[Any]) -> None:
    """The default of the endpoint is the user of the trunk."""
    assert _entry(setup="inbound_registered", credential_username="alice", **given)["endpoints"] == endpoints

    # A name alone makes no endpoint, nor does a user of another setup.
    assert "endpoints" not in _entry(setup="bidirectional", credential_username="alice", endpoint_name="pbx")


def test_taking_down() -> None:
    """To remove a trunk, only its name is read."""
    given = {"name": " office ", "setup": ["x"], "endpoint_port": "x", "credential_password": 1}
    assert trunk_entry(given, "absent") == ({"name": "office"}, [])


@pytest.mark.parametrize("given", [0xAB12, ["x"], False])
def test_no_password_in_problems(given: Any) -> None:
    assert _problem(credential_password=given) == f"trunk_credential_password {NO_TEXT}"
