# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data that cannot be right: all that is wrong is said in one message, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import PASSWORD
from tests.simulator.process import Control

RANGE = {"ipAddress": "203.0.113.10", "range": 32}
NUMBER = "+12025550101"
SEED: Mapping[str, Any] = {
    "accessControlLists": [{"name": name, "enabled": True, "ipRanges": [RANGE]} for name in ("pbx", "twin", "twin")],
    "credentialLists": [{"name": "phones", "credentials": [{"username": "alice", "password": PASSWORD}]}],
    "trunks": [
        {"name": "main", "hostName": "main", "phoneNumbers": [NUMBER]},
        {"name": "spare", "hostName": "spare", "acls": ["pbx"]},
    ],
}

Problems = Mapping[str, tuple[str, ...]]
"""What is wrong: the beginning of a problem, which is where it is, and what else it has to say."""


def trunks(*entries: Mapping[str, Any]) -> dict[str, Any]:
    """Return data of trunks alone."""
    return {"trunks": [*entries]}


NEW = {"name": "new", "host_name": "new"}
REFUSALS: Mapping[str, tuple[Mapping[str, Any], Problems]] = {
    "a name twice": (
        {"acls": [{"name": "pbx"}, {"name": "pbx", "enabled": False}]},
        {"acls 'pbx': name: ": ("'pbx'", "twice")},
    ),
    "a new name twice": (trunks(NEW, {**NEW, "host_name": "other"}), {"trunks 'new': name: ": ("'new'", "twice")}),
    "an object by name and by ID": (
        {"acls": [{"name": "pbx"}, {"id": "<pbx>", "enabled": False}]},
        {"acls '<pbx>': ": ("twice",)},
    ),
    "an endpoint twice": (
        trunks({"name": "main", "endpoints": [{"name": "a", "address": "203.0.113.1"}] * 2}),
        {"trunks 'main': endpoints 'a': name: ": ("twice",)},
    ),
    "a name that several have": ({"acls": [{"name": "twin"}]}, {"acls 'twin': name: 2 ACLs": ("IDs",)}),
    "a name that another has": (
        {"acls": [{"id": "<pbx>", "name": "twin"}]},
        {"acls 'twin': name: ": ("already named 'twin'",)},
    ),
    "a name that a new one has too": (
        trunks({"id": "<main>", "name": "new"}, NEW),
        {"trunks 'new': name: ": ("'new'",)},
    ),
    "an unknown ID": ({"acls": [{"id": "nothing", "enabled": True}]}, {"acls 'nothing': id: ": ("'nothing'",)}),
    "neither name nor ID": (
        {"call_blocking_rules": [{"direction": "INBOUND"}]},
        {"call_blocking_rules[1]: name: ": ()},
    ),
    "a blank name and an empty ID": (
        {"acls": [{"name": " ", "id": "", "state": "absent"}]},
        {"acls[1]: name: is not set": ("id",)},
    ),
    "a trunk without a name, with what belongs to it": (
        trunks({"name": "", "endpoints": [{"name": "a", "address": "203.0.113.1"}], "phone_numbers": [NUMBER]}),
        {"trunks[1]: name: is not set": ("id",)},
    ),
    "an ACL that does not exist": (
        trunks({"name": "main", "acls": ["nothing"]}),
        {"trunks 'main': acls: ": ("'nothing'",)},
    ),
    "an ACL that several are": (
        trunks({"name": "main", "acls": ["twin"]}),
        {"trunks 'main': acls: 2 ACLs": ("'twin'", "IDs")},
    ),
    "an ACL that goes": (
        {"acls": [{"name": "pbx", "state": "absent", "force": True}], **trunks({"name": "main", "acls": ["pbx"]})},
        {"trunks 'main': acls: ": ("'pbx'",)},
    ),
    "a credential list that does not exist": (
        trunks({**NEW, "credential_lists": ["nothing"]}),
        {"trunks 'new': credential_lists: ": ("'nothing'",)},
    ),
    "a host name of two new trunks": (
        trunks(NEW, {"name": "more", "host_name": "NEW"}),
        {"trunks 'more': host_name: ": ("'new'", "twice", "trunks 'new'")},
    ),
    "a host name that another trunk has": (
        trunks({**NEW, "host_name": "spare"}),
        {"trunks 'new': host_name: ": ("'spare'", "belongs to")},
    ),
    "no host name": (trunks({"name": "new"}), {"trunks 'new': host_name: ": ("required",)}),
    "an endpoint without its list": (
        trunks({"name": "main", "endpoints": [{"name": "desk", "credential_username": "alice"}]}),
        {"trunks 'main': endpoints 'desk': credential_username: ": ("'alice'", "'main'")},
    ),
    "an endpoint whose list is unlinked": (
        trunks({**NEW, "credential_lists": ["phones"], "endpoints": [{"name": "desk", "credential_username": "bob"}]}),
        {"trunks 'new': endpoints 'desk': credential_username: ": ("'bob'", "'phones'")},
    ),
    "a number on two trunks": (
        trunks(*({"name": name, "phone_numbers": [NUMBER], "move": True} for name in ("main", "spare"))),
        {"trunks 'spare': phone_numbers: ": (NUMBER, "twice", "trunks 'main'")},
    ),
    "a number of another trunk": (
        trunks({"name": "spare", "phone_numbers": [NUMBER]}),
        {"trunks 'spare': phone_numbers: ": (NUMBER, "'main'", "move: true")},
    ),
    "a wide range": (
        {"acls": [{"name": "pbx", "ip_ranges": ["10.0.0.0/8"]}]},
        {"acls 'pbx': ip_ranges: ": ("10.0.0.0/8", "allow_wide")},
    ),
    "no range": ({"acls": [{"name": "pbx", "ip_ranges": []}]}, {"acls 'pbx': ip_ranges: ": ("at least one",)}),
    "a new user without a password": (
        {"credential_lists": [{"name": "phones", "credentials": [{"username": "bob"}]}]},
        {"credential_lists 'phones': credentials: ": ("'bob'", "password")},
    ),
    "every country": ({"country_permissions": {"enabled": ["*"]}}, {"country_permissions: ": ("'*'", "allow_wide")}),
    "an unknown country": ({"country_permissions": {"enabled": ["XX"]}}, {"country_permissions: ": ("'XX'",)}),
    "something in use": (
        {"acls": [{"name": "pbx", "state": "absent"}]},
        {"acls 'pbx': state: ": ("in use", "'spare'", "force: true")},
    ),
    "bad values in several entries": (
        {
            "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.300"]}, {"name": "more", "ip_ranges": ["2001:db8::/64"]}],
            "credential_lists": [{"name": "phones", "credentials": [{"username": "a", "password": "Weak-1"}]}],
            "trunks": [
                {"name": "main", "endpoints": [{"name": "a", "address": "203.0.113.1", "port": 70000}]},
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
        trunks(
            {
                "name": "new",
                "host_name": "-",
                "call_forward_number": 12025550101,
                "endpoints": [{"name": "a", "address": "no address", "port": 0}],
                "phone_numbers": ["nothing"],
            }
        ),
        {
            "trunks 'new': host_name: ": ("'-'",),
            "trunks 'new': call_forward_number: ": ("12025550101",),
            "trunks 'new': endpoints 'a': address: ": ("'no address'",),
            "trunks 'new': endpoints 'a': port: ": ("0",),
            "trunks 'new': phone_numbers: ": ("'nothing'",),
        },
    ),
    "a bad entry that another refers to": (
        {"acls": [{"name": "new", "ip_ranges": ["nothing"]}], **trunks({"name": "main", "acls": ["new"]})},
        {"acls 'new': ip_ranges: ": ("'nothing'",)},
    ),
    "bad values beside what cannot be reached": (
        {
            "acls": [{"name": "new", "ip_ranges": ["nothing"]}, {"name": "empty", "ip_ranges": []}],
            **trunks({"name": "main", "acls": ["nowhere"]}, {"name": "lost"}),
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
    """Each problem says in which entry it is, and no more problems are told than there are; nothing is written."""
    ids = control.seed(PROJECT, **SEED)
    known = {"<pbx>": ids["accessControlLists"][0], "<main>": ids["trunks"][0]}
    result = ansible.module("sinch_sip_config", _with_ids(data, known))
    message = result.error()
    problems = list(result.data.get("problems", [message]))
    assert all(problem in message for problem in problems)
    for where, words in expected.items():
        (found,) = (one for one in problems if one.startswith(_with_ids(where, known)))
        for word in words:
            assert word in found
    assert len(problems) == len(expected), problems
    assert control.writes() == []


def _with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """Return options with IDs in the place of what stands for them."""
    if isinstance(value, Mapping):
        return {key: _with_ids(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_ids(item, ids) for item in value]
    if isinstance(value, str):
        for name, own in ids.items():
            value = value.replace(name, own)
    return value


def test_what_is_not_there_is_a_warning_in_check_mode(control: Control, ansible: Ansible) -> None:
    """In check mode an earlier task may be what makes it; the same run is refused in earnest."""
    control.seed(PROJECT, **SEED)
    endpoint = {"name": "desk", "credential_username": "bob"}
    data = trunks({"name": "main", "acls": ["nothing"], "endpoints": [endpoint]})
    predicted = ansible.module("sinch_sip_config", data, check=True).succeeded()
    assert ["trunks 'main': acls: " in text for text in predicted.warnings] == [True, False]
    assert "'bob'" in predicted.warnings[1]
    assert predicted["summary"]["by_action"] == {"create": 1, "link": 1}
    assert len(ansible.module("sinch_sip_config", data).data["problems"]) == 2
    assert control.writes() == []
