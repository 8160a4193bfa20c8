# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong options are refused with a message that names them, in check mode too, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from tests.playbooks.cases import MAIN, PBX, PHONES
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import (
    FIRST,
    PASSWORD,
    SECOND,
    UNKNOWN_ID,
    acl,
    credential_list,
    registered_endpoint,
    trunk,
    user,
)
from tests.playbooks.truth import IdOf, resolved
from tests.simulator.process import Control

SEED = {
    "accessControlLists": [acl("pbx"), acl("twin"), acl("twin")],
    "credentialLists": [credential_list("phones"), credential_list("others", "carol")],
    "trunks": [
        trunk(
            "main", acls=["pbx"], credentialLists=["phones"], endpoints=[registered_endpoint()], phoneNumbers=[FIRST]
        ),
        trunk("spare"),
    ],
}


class Refusal(NamedTuple):
    """A task that must be refused, and the parts of the message: at least the option and the value."""

    module: str
    options: Mapping[str, Any]
    message: tuple[str | IdOf, ...]
    environ: Mapping[str, str] = {}


def _acl(value: object, *message: str, **options: Any) -> Refusal:
    return Refusal("sinch_acl", {"name": "new", "ip_ranges": [value], **options}, ("ip_ranges", *message))


def _trunk(*message: str | IdOf, **options: Any) -> Refusal:
    return Refusal("sinch_sip_trunk", {"name": "main", **options}, message)


def _country(value: object, *message: str, **options: Any) -> Refusal:
    return Refusal("sinch_country_permission", {"countries": value, **options}, message)


def _endpoint(*message: str | IdOf, **options: Any) -> Refusal:
    return Refusal("sinch_sip_endpoint", {"trunk": "main", "name": "new", **options}, message)


def _user(username: object, password: object, *message: str, **options: Any) -> Refusal:
    users = [{"username": username, "password": password}]
    return Refusal("sinch_credential_list", {"name": "new", "credentials": users, **options}, ("credentials", *message))


def _number(number: object, *message: str | IdOf, **options: Any) -> Refusal:
    return Refusal("sinch_phone_number", {"phone_numbers": [number], "trunk": "spare", **options}, message)


def _rule(*message: str, **options: Any) -> Refusal:
    return Refusal("sinch_call_blocking_rule", {"name": "new", "direction": "INBOUND", **options}, message)


def _connection(*message: str, environ: Mapping[str, str] | None = None, **options: Any) -> Refusal:
    return Refusal("sinch_country_permission", {"countries": ["GB"], **options}, message, environ or {})


_PHONES, _DESK = ("credential list 'phones'", PHONES), ("SIP endpoint 'desk'", IdOf("endpoints", "desk"))
_GONE = {"name": "phones", "state": "absent"}
REFUSALS = {
    # Values; the unit tests have more
    "a host name": _acl("pbx.example.com", "'pbx.example.com'"),
    "IPv6": _acl("2001:db8::1", "'2001:db8::1'", "IPv6"),
    "a wide range": _acl("203.0.0.0/15", "'203.0.0.0/15'", "allow_wide"),
    "a new ACL without ranges": Refusal("sinch_acl", {"name": "new"}, ("ip_ranges", "'new'")),
    "an ACL left without ranges": Refusal("sinch_acl", {"name": "pbx", "ip_ranges": []}, ("ip_ranges", "[]")),
    "an unknown country": _country(["GB", "XX"], "countries", "'XX'"),
    "NO, unquoted": _country([False], "countries", "False", "quote"),
    "NO alone, unquoted": _country(False, "countries", "False", "quote"),
    "no country": _country([], "countries", "[]"),
    "every country": _country(["*"], "countries", "'*'", "allow_wide"),
    "a number, unquoted": _trunk("call_forward_number", "12025550123", "quote", call_forward_number=12025550123),
    "not a number": _trunk("call_forward_number", "'0044 20'", call_forward_number="0044 20"),
    "forwarding to nowhere": _trunk("call_forward_number", "enable_call_forward", enable_call_forward=True),
    "a host name with a dot": _trunk("host_name", "'main.example'", host_name="main.example"),
    "an empty name": _trunk("name", name=""),
    "an empty name and ID": _trunk("name", "id", name="", id="", state="absent"),
    "a blank name and ID": _trunk("name", "id", name=" ", id="\n"),
    "an empty trunk of an endpoint": _endpoint("trunk", "ID", address="203.0.113.9", trunk=""),
    "a blank trunk of a number": _number(SECOND, "trunk", "present", trunk=" "),
    "an endpoint with an empty address": _endpoint("address", "needs", address=""),
    "port 0": _endpoint("port", "0", "65535", address="203.0.113.9", port=0),
    "a transport in lower case": _endpoint("transport", "sctp", address="203.0.113.9", transport="sctp"),
    "an endpoint neither static nor registered": _endpoint("address", "credential_username"),
    "a password without a digit": _user("dave", "Correct-horse", "'dave'", "digit"),
    "a new user without a password": _user("dave", None, "'dave'", "password"),
    "a user added without a password": _user("dave", None, "'dave'", "password", name="phones"),
    "a user without a name": _user(" ", PASSWORD, "username"),
    "a user with blanks around the name": _user(" dave", PASSWORD, "' dave'", "'dave'"),
    "a description that is a list": _acl({"cidr": "203.0.113.1", "description": ["x"]}, "description", "a list"),
    "two bad ranges": _acl("nowhere", "2 problems", "'nowhere'", "'::1'", ip_ranges=["nowhere", "::1"]),
    "a bad value beside one of a bad type": _trunk(
        "2 problems", "'a.b'", "12025550123", host_name="a.b", call_forward_number=12025550123
    ),
    "a user twice": _user("dave", PASSWORD, "'dave'", "twice", credentials=[user("dave")] * 2),
    "a new list without users": Refusal("sinch_credential_list", {"name": "new"}, ("credentials", "'new'")),
    "a phone number, unquoted": _number(12025550199, "phone_numbers", "12025550199", "quote"),
    "no phone number": _number("", "phone_numbers", "''"),
    "a phone number and no trunk": _number(SECOND, "trunk", "present", trunk=None),
    "a rule's country, unquoted": _rule("caller_country", "False", "quote", caller_country=False),
    "a rule's prefix, unquoted": _rule("caller_match", "44", "quote", caller_match=44),
    "a new rule without a direction": Refusal("sinch_call_blocking_rule", {"name": "new"}, ("direction", "'new'")),
    # Other objects
    "a new trunk without host_name": _trunk("host_name", "'new'", name="new"),
    "the host name of another trunk": _trunk("host_name", "'spare'", IdOf("trunks", "spare"), host_name="SPARE"),
    "an unknown ID": _trunk("id", UNKNOWN_ID, id=UNKNOWN_ID),
    "the name of another trunk": _trunk("name", "'spare'", IdOf("trunks", "spare"), id=MAIN, name="spare"),
    "an ACL name that two have": _trunk("acls", "'twin'", "2 ACLs", acls=["twin"]),
    "a trunk in use": _trunk("SIP trunk 'main'", "ACL 'pbx'", PBX, "force", state="absent"),
    "a trunk in use by everything": _trunk(*_PHONES, *_DESK, f"phone number '{FIRST}'", state="absent"),
    "a credential list in use": Refusal("sinch_credential_list", _GONE, ("SIP trunk 'main'", MAIN, *_DESK, "force")),
    "a number of another trunk": _number(FIRST, "phone_numbers", f"'{FIRST}'", "'main'", MAIN, "move"),
    "an ACL in use": Refusal(
        "sinch_acl", {"id": PBX, "state": "absent"}, ("ACL 'pbx'", "SIP trunk 'main'", MAIN, "force")
    ),
    "neither name nor ID": Refusal("sinch_acl", {"ip_ranges": ["203.0.113.1"]}, ("id", "name")),
    "name and ID null": Refusal("sinch_acl", {"id": None, "name": None, "enabled": False}, ("id", "name")),
    "name and ID null, and absent": Refusal("sinch_acl", {"id": None, "name": None, "state": "absent"}, ("id", "name")),
    "an unknown state": Refusal("sinch_acl", {"name": "pbx", "state": "gone"}, ("state", "gone")),
    # The connection; the unit tests have more
    "no key": _connection("key_id", "SINCH_KEY_ID", environ={"SINCH_KEY_ID": "", "SINCH_KEY_SECRET": ""}),
    "key and token as options": _connection("access_token", "key_id", key_id="one", access_token="two"),
    "a timeout that is no number": _connection("timeout", "a string", "a number", timeout="soon"),
}


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_refused(refusal: Refusal, check: bool, control: Control, ansible: Ansible) -> None:
    """The message names the option and the value, or the objects in the way; nothing is written."""
    control.seed(PROJECT, **SEED)
    state = control.state(PROJECT)
    ansible.environ.update(refusal.environ)
    message = ansible.module(refusal.module, resolved(refusal.options, state), check=check).error()
    for part in refusal.message:
        assert resolved(part, state) in message
    assert control.writes() == []
    assert control.state(PROJECT) == state


def test_all_problems_are_told_at_once(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **SEED)
    result = ansible.module("sinch_sip_trunk", {"name": "main", "host_name": "spare", "acls": ["twin", "none"]})
    assert "3 problems" in result.error()
    assert len(result["problems"]) == 3
    assert control.writes() == []


_NEW = {"name": "new"}
_ON_MAIN, _CAROL = {**_NEW, "trunk": "main"}, {"credential_username": "carol", "is_registered": True}
_BROKEN = {"credential_username": "a\nb", "is_registered": True}
_LISTS, _TRUNK = {**_NEW, "credential_lists": ["later"]}, {"trunk": "later", "sip_trunk_id": None}
_LATER: Mapping[str, tuple[str, Mapping[str, Any], str, Mapping[str, Any]]] = {
    "ACL": ("sip_trunk", {"name": "main", "acls": ["pbx", "later"]}, "'later'", {"acls": ["later", "pbx"]}),
    "credential list": ("sip_trunk", {**_LISTS, "host_name": "new"}, "'later'", _LISTS),
    "trunk of an endpoint": (
        "sip_endpoint",
        {**_NEW, "trunk": "later", "address": "203.0.113.9"},
        "'later'",
        {**_NEW, **_TRUNK},
    ),
    "user": ("sip_endpoint", {**_ON_MAIN, "credential_username": "carol"}, "'carol'", {**_NEW, **_CAROL}),
    "user with a line break": (
        "sip_endpoint",
        {**_ON_MAIN, "credential_username": "a\nb"},
        "credential_username: no credential list linked to the trunk 'main' has the user 'a\\nb'",
        {**_NEW, **_BROKEN},
    ),
    "trunk of a number": (
        "phone_number",
        {"trunk": "later", "phone_numbers": SECOND},
        "'later'",
        {"phone_number": SECOND, **_TRUNK},
    ),
}


@pytest.mark.parametrize("reference", _LATER)
def test_what_does_not_exist_yet(reference: str, control: Control, ansible: Ansible) -> None:
    """A reference to a missing object is a warning in check mode, and an error in a real run."""
    module, options, named, predicted = _LATER[reference]
    control.seed(PROJECT, **SEED, phoneNumbers=[SECOND])
    checked = ansible.module(f"sinch_{module}", options, check=True).succeeded()
    assert named in checked.warnings[0]
    assert checked.changed
    (shown,) = (value for key, value in checked.data.items() if key not in ("changed", "diff", "warnings"))
    assert predicted.items() <= (shown[0] if isinstance(shown, list) else shown).items()
    assert named in ansible.module(f"sinch_{module}", options).error()
    assert control.writes() == []


def test_number_that_the_project_does_not_rent(control: Control, ansible: Ansible) -> None:
    """The API confirms the assignment of such a number (field); reading it back shows that it failed."""
    control.seed(PROJECT, **SEED)
    control.settings(rent_any_number=False)
    message = ansible.module("sinch_phone_number", {"trunk": "main", "phone_numbers": SECOND}).error()
    assert SECOND in message


@pytest.mark.usefixtures("both_ways")
def test_a_task_that_yaml_spoilt_fails_in_a_playbook(control: Control, ansible: Ansible) -> None:
    """Ansible's own conversion of types does not hide the mistake."""
    for name, options, message in (
        ("sinch_country_permission", {"countries": [False, "GB"]}, "countries: False is a boolean"),
        ("sinch_sip_trunk", {"name": "main", "call_forward_number": 44}, "call_forward_number: 44 is an integer"),
    ):
        assert message in ansible.task(name, options).error()
    assert control.writes() == []
