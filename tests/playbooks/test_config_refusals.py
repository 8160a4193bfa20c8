# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong data: all problems are reported in one message, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.playbooks.cases import MAIN, PBX
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import FIRST, acl, credential_list, trunk
from tests.playbooks.truth import resolved
from tests.simulator.process import Control

SEED: Mapping[str, Any] = {
    "accessControlLists": [acl("pbx"), acl("twin"), acl("twin")],
    "credentialLists": [credential_list("phones")],
    "trunks": [trunk("main", phoneNumbers=[FIRST]), trunk("spare", acls=["pbx"])],
}
NEW = {"name": "new", "host_name": "new"}
STATIC = {"name": "a", "address": "203.0.113.1"}

Problems = Mapping[str, tuple[str, ...]]
"""The beginning of each problem, which is its place, and the words that the problem must have."""
Refusal = tuple[Mapping[str, Any], Problems]
_ABSENT, _PBX = {"state": "absent"}, {"name": "pbx"}
_MOVED = [{"name": name, "phone_numbers": [FIRST], "move": True} for name in ("main", "spare")]
_LINKED = [{"name": "main", "acls": ["pbx"]}]
_USER = "endpoints 'a': credential_username"
_BAD_ACL = [{"name": "new", "ip_ranges": ["nothing"]}]
_BOB = [{"name": "phones", "credentials": [{"username": "bob"}]}]


def _registered(username: str) -> Mapping[str, Any]:
    return {"name": "a", "credential_username": username}


def _wrong(place: str, *words: str, **data: Any) -> Refusal:
    return data, {place: words}


def _acls(place: str, *words: str, entries: Sequence[Mapping[str, Any]]) -> Refusal:
    return _wrong(f"acls {place}", *words, acls=entries)


def _trunks(place: str, *words: str, entries: Sequence[Mapping[str, Any]]) -> Refusal:
    return _wrong(f"trunks {place}", *words, trunks=entries)


def _main(place: str, *words: str, **entry: Any) -> Refusal:
    return _trunks(f"'main': {place}", *words, entries=[{"name": "main", **entry}])


def _new(place: str, *words: str, **entry: Any) -> Refusal:
    return _trunks(f"'new': {place}", *words, entries=[{**NEW, **entry}])


REFUSALS: Mapping[str, Refusal] = {
    "a name twice": _acls("'pbx': name: ", "'pbx'", "twice", entries=[_PBX, {**_PBX, "enabled": False}]),
    "a new name twice": _trunks("'new': name: ", "'new'", "twice", entries=[NEW, {**NEW, "host_name": "other"}]),
    "an object by name and by ID": _acls("'{pbx}': ", "twice", entries=[_PBX, {"id": PBX, "enabled": False}]),
    "an endpoint twice": _main("endpoints 'a': name: ", "twice", endpoints=[STATIC, STATIC]),
    "a name that several have": _acls("'twin': name: 2 ACLs", "IDs", entries=[{"name": "twin"}]),
    "a name that another has": _acls("'twin': name: ", "already named 'twin'", entries=[{"id": PBX, "name": "twin"}]),
    "a name that a new one has too": _trunks("'new': name: ", "'new'", entries=[{"id": MAIN, "name": "new"}, NEW]),
    "an unknown ID": _acls("'nothing': id: ", "'nothing'", entries=[{"id": "nothing", "enabled": True}]),
    "neither name nor ID": _wrong("call_blocking_rules[1]: name: ", call_blocking_rules=[{"direction": "INBOUND"}]),
    "a blank name and an empty ID": _wrong("acls[1]: name: is not set", "id", acls=[{"name": " ", "id": ""}]),
    "a trunk without a name, with what belongs to it": _wrong(
        "trunks[1]: name: is not set", "id", trunks=[{"name": "", "endpoints": [STATIC], "phone_numbers": [FIRST]}]
    ),
    "an ACL that does not exist": _main("acls: ", "'nothing'", acls=["nothing"]),
    "an ACL that several are": _main("acls: 2 ACLs", "'twin'", "IDs", acls=["twin"]),
    "an ACL that goes": _wrong(
        "trunks 'main': acls: ", "'pbx'", acls=[{**_PBX, **_ABSENT, "force": True}], trunks=_LINKED
    ),
    "a credential list that does not exist": _new("credential_lists: ", "'nothing'", credential_lists=["nothing"]),
    "a host name of two new trunks": _trunks(
        "'more': host_name: ", "'new'", "twice", "trunks 'new'", entries=[NEW, {"name": "more", "host_name": "NEW"}]
    ),
    "a host name that another trunk has": _new("host_name: ", "'spare'", "belongs to", host_name="spare"),
    "an endpoint without its list": _main(f"{_USER}: ", "'alice'", "'main'", endpoints=[_registered("alice")]),
    "an endpoint whose list is unlinked": _new(
        f"{_USER}: ", "'bob'", "'phones'", credential_lists=["phones"], endpoints=[_registered("bob")]
    ),
    "a number on two trunks": _trunks("'spare': phone_numbers: ", FIRST, "twice", "trunks 'main'", entries=_MOVED),
    "a number of another trunk": _trunks(
        "'spare': phone_numbers: ", FIRST, "'main'", "move: true", entries=[{"name": "spare", "phone_numbers": [FIRST]}]
    ),
    "a new user without a password": _wrong(
        "credential_lists 'phones': credentials: ", "'bob'", "password", credential_lists=_BOB
    ),
    "something in use": _acls("'pbx': state: ", "in use", "'spare'", "force: true", entries=[{**_PBX, **_ABSENT}]),
    "bad values in several entries": (
        {
            "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.300"]}, {"name": "more", "ip_ranges": ["2001:db8::/64"]}],
            "credential_lists": [{"name": "phones", "credentials": [{"username": "a", "password": "Weak-1"}]}],
            "trunks": [
                {"name": "main", "endpoints": [{**STATIC, "port": 70000}]},
                {"name": "spare", "phone_numbers": [12025550101]},
                {"name": "new", "host_name": "new.example.com"},
            ],
            "country_permissions": {"enabled": ["US", False]},
            "call_blocking_rules": [{"name": "spam", "direction": "INBOUND", "caller_match": "07x"}],
        },
        {
            "acls 'pbx': ip_ranges: ": ("'203.0.113.300'",),
            "acls 'more': ip_ranges: ": ("IPv6",),
            "credential_lists 'phones': credentials: ": ("'a'", "12"),
            "trunks 'main': endpoints 'a': port: ": ("70000",),
            "trunks 'spare': phone_numbers: ": ("12025550101", "quote"),
            "trunks 'new': host_name: ": ("'new.example.com'",),
            "country_permissions: enabled: ": ("False", "quote"),
            "call_blocking_rules 'spam': caller_match: ": ("'07x'",),
        },
    ),
    "several bad values in one entry": (
        {"trunks": [{"name": "new", "host_name": "-", "endpoints": [{**STATIC, "address": "no address", "port": 0}]}]},
        {
            "trunks 'new': host_name: ": ("'-'",),
            "trunks 'new': endpoints 'a': address: ": ("'no address'",),
            "trunks 'new': endpoints 'a': port: ": ("0",),
        },
    ),
    "a bad entry that another refers to": _wrong(
        "acls 'new': ip_ranges: ", "'nothing'", acls=_BAD_ACL, trunks=[{"name": "main", "acls": ["new"]}]
    ),
    "bad values beside what cannot be reached": (
        {
            "acls": [*_BAD_ACL, {"name": "empty", "ip_ranges": []}],
            "trunks": [{"name": "main", "acls": ["nowhere"]}, {"name": "lost"}],
            "purge": ["credential_lists"],
        },
        {
            "acls 'new': ip_ranges: ": ("'nothing'",),
            "acls 'empty': ip_ranges: ": (),
            "trunks 'main': acls: ": ("'nowhere'",),
            "trunks 'lost': host_name: ": ("required",),
            "purge: credential_lists ": ("purge_all",),
        },
    ),
}


@pytest.mark.parametrize(("data", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_data_is_refused(data: Mapping[str, Any], expected: Problems, control: Control, ansible: Ansible) -> None:
    """Each problem names its entry, all problems are reported, and nothing is written."""
    (own, *_twins) = control.seed(PROJECT, **SEED)["accessControlLists"]
    result = ansible.module("sinch_sip_config", resolved(data, control.state(PROJECT)))
    message = result.error()
    problems = list(result.data.get("problems", [message]))
    assert all(problem in message for problem in problems)
    for place, words in expected.items():
        (found,) = (one for one in problems if one.startswith(place.format(pbx=own)))
        for word in words:
            assert word in found
    assert len(problems) == len(expected), problems
    assert control.writes() == []


def test_what_is_not_there_is_a_warning_in_check_mode(control: Control, ansible: Ansible) -> None:
    """A reference to a missing object is a warning in check mode, and refused in a real run."""
    control.seed(PROJECT, **SEED)
    data = {"trunks": [{"name": "main", "acls": ["nothing"], "endpoints": [_registered("bob")]}]}
    predicted = ansible.module("sinch_sip_config", data, check=True).succeeded()
    assert ["trunks 'main': acls: " in text for text in predicted.warnings] == [True, False]
    assert "'bob'" in predicted.warnings[1]
    assert predicted["summary"]["by_action"] == {"create": 1, "link": 1}
    assert len(ansible.module("sinch_sip_config", data).data["problems"]) == 2
    assert control.writes() == []
