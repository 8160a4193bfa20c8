# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers of a survey become an entry of the role's list; what is empty is left out."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils.trunk_answers import trunk_answers

NOTHING = {
    "entries": [],
    "allowed_countries": [],
    "update_password": "on_create",
    "wait_for_propagation": False,
    "problems": [],
}
LISTS = "allow_from", "acls", "credential_lists", "phone_numbers"
NO_TEXT = "is not a string; quote it, or put a blank after it in a survey"
TEXTS = "setup", "host_name", "endpoint_address"


def _entry(**given: Any) -> dict[str, Any]:
    """Return the entry for answers that have no problem."""
    said = trunk_answers({"name": "office", **given}, "present")
    assert said["problems"] == []
    (entry,) = said["entries"]
    return dict(entry)


def _problem(**given: Any) -> str:
    """Return the one problem that answers have."""
    (problem,) = trunk_answers({"name": "office", **given}, "present")["problems"]
    return str(problem)


@pytest.mark.parametrize("empty", ["", " \n\t", None, []], ids=repr)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_empty(empty: Any, state: str) -> None:
    """Whatever is empty, in whichever way, is as if it were not given."""
    names = (
        *LISTS,
        *TEXTS,
        "name",
        "credential_password",
        "endpoint_port",
        "move_phone_numbers",
        "call_forward_number",
    )
    more = "allowed_countries", "update_password", "wait_for_propagation", "endpoint_name"
    assert trunk_answers(dict.fromkeys((*names, *more), empty), state) == NOTHING


def test_empty_items() -> None:
    """A list of nothing is empty."""
    given = {name: ["", " ", None] for name in (*LISTS, "allowed_countries")}
    assert trunk_answers(given, "present") == NOTHING


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("given", "items"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\n\r\nb\n", ["a", "b"]),
        (" a,b ,\tc ", ["a", "b", "c"]),
        (["a b", " c "], ["a b", "c"]),
        (("a",), ["a"]),
        ([{"cidr": "a"}], [{"cidr": "a"}]),
    ],
    ids=repr,
)
def test_lists(name: str, given: Any, items: list[Any]) -> None:
    """Text is taken apart, lists are not; a mapping is left for the role to judge."""
    assert _entry(**{name: given})[name] == items


@pytest.mark.parametrize("name", [*LISTS, "allowed_countries"])
@pytest.mark.parametrize("given", [36, False, 1.5])
def test_items_that_are_no_text(name: str, given: Any) -> None:
    """What was meant by 36 or false cannot be told: 0044 or NO, perhaps."""
    for some in (given, [given]):
        assert _problem(**{name: some}) == f"trunk_{name} {given} {NO_TEXT}"


@pytest.mark.parametrize("given", [36, 12025550123, 0o0012025550123, -12025550123, True])
def test_numbers_that_are_none(given: int) -> None:
    """What was typed cannot be told from an integer: it may have begun with a plus or with zeros."""
    assert _problem(phone_numbers=given) == f"trunk_phone_numbers {given} {NO_TEXT}"


def test_lists_that_are_none() -> None:
    """A mapping is no list."""
    assert _problem(acls={"a": 1}) == "trunk_acls must be a list"


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    """Text loses the blanks around it. A list is refused, and so is what is no text: 36 may have been 0044."""
    where = {"endpoint_address": ("endpoints", 0, "address")}.get(name, (name,))
    value: Any = _entry(**{name: " a "})
    for key in where:
        value = value[key]
    assert value == "a"
    for given in (36, False, 1.5):
        assert _problem(**{name: given}) == f"trunk_{name} {given} {NO_TEXT}"
    assert _problem(**{name: ["a"]}) == f"trunk_{name} must be a single value"


@pytest.mark.parametrize(
    ("given", "value"), [(True, True), ("true", True), (" Yes ", True), (False, False), ("false", False), ("0", False)]
)
def test_switches(given: Any, value: bool) -> None:
    """Text may be a boolean. False is an answer, but for what does nothing then."""
    assert _entry(enable_caller_name=given)["enable_caller_name"] is value
    assert _entry(move_phone_numbers=given).get("move_phone_numbers", False) is value
    assert ("move_phone_numbers" in _entry(move_phone_numbers=given)) is value
    assert trunk_answers({"wait_for_propagation": given}, "present")["wait_for_propagation"] is value


def test_switches_that_are_none() -> None:
    """Any other text is refused."""
    assert _problem(enable_caller_name="maybe") == "trunk_enable_caller_name must be true or false; it is maybe"


@pytest.mark.parametrize("given", [5080, "5080", " 5080"])
def test_port(given: Any) -> None:
    """A port is a number, also as text."""
    (endpoint,) = _entry(endpoint_address="a", endpoint_port=given)["endpoints"]
    assert endpoint == {"name": "pbx", "address": "a", "port": 5080}


@pytest.mark.parametrize("given", ["0", 65536, "-1", "1.5", "\u0665", "x", True])
def test_port_that_is_none(given: Any) -> None:
    """Anything else is no port."""
    assert "must be a number from 1 to 65535" in _problem(endpoint_address="a", endpoint_port=given)


def test_password_is_kept_as_it_is() -> None:
    """Blanks around a password may be part of it."""
    (user,) = _entry(credential_username=" a ", credential_password=" x ")["credentials"]
    assert user == {"username": "a", "password": " x "}
    assert _entry(credential_username="a", credential_password=" ")["credentials"] == [{"username": "a"}]


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
    """In that setup the endpoint is the trunk's user, unless it is said what it is."""
    entry = _entry(setup="inbound_registered", credential_username="alice", **given)
    assert entry["endpoints"] == endpoints


def test_no_endpoint() -> None:
    """A name makes no endpoint, nor does a user who may just call out; what belongs to none is refused."""
    assert "endpoints" not in _entry(setup="bidirectional", credential_username="alice", endpoint_name="pbx")
    assert _problem(endpoint_port=1) == "trunk_endpoint_port lacks trunk_endpoint_address"
    assert _problem(endpoint_transport="TLS").startswith("trunk_endpoint_transport lacks trunk_endpoint_address or")


def test_no_name() -> None:
    """Answers without the name of a trunk are no trunk, and are not passed over in silence."""
    said = trunk_answers({"setup": "outbound_acl", "endpoint_name": "pbx", "move_phone_numbers": False}, "present")
    assert said["entries"] == []
    (problem,) = said["problems"]
    assert problem == "trunk_name is missing: the name of the trunk that is described by trunk_setup"


@pytest.mark.parametrize("number", ["0044", "44", "+0", "+1 2"])
def test_number_to_forward_to(number: str) -> None:
    """A number is in E.164. Nobody would notice a wrong one, so that an integer is refused."""
    assert _problem(call_forward_number=number).endswith("is not in E.164, like +12025550123")
    assert _problem(call_forward_number=12025550123) == f"trunk_call_forward_number 12025550123 {NO_TEXT}"
    assert _entry(call_forward_number=" +12025550123 ")["call_forward_number"] == "+12025550123"


def test_taking_down() -> None:
    """The name is all that counts then."""
    given = {
        "name": " office ",
        "setup": ["x"],
        "endpoint_port": "x",
        "update_password": "x",
        "allowed_countries": "US",
    }
    assert trunk_answers(given, "absent") == {**NOTHING, "entries": [{"name": "office"}]}


def test_no_password_in_problems() -> None:
    """A password that came as a list or a number is refused, and not shown."""
    assert _problem(credential_username="a", credential_password=0xAB12) == (
        "trunk_credential_password is not a string; quote it, or choose another in a survey"
    )
    assert _problem(credential_username="a", credential_password=["x"]) == (
        "trunk_credential_password must be a single value"
    )
    assert _problem(credential_password="x") == "trunk_credential_password lacks trunk_credential_username"
