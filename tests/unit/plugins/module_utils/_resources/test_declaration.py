# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all resources have in common."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES, SIP_TRUNK
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource, to_camel
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import to_snake

TRUNK = {
    "id": "T1",
    "name": "main",
    "hostName": "Main",
    "enableCallForward": None,
    "callForwardNumber": None,
    "futureField": {"deepField": 1},
    "createTime": "2026-01-31T09:30:00Z",
}


@pytest.mark.parametrize(
    ("snake", "camel"),
    [("name", "name"), ("host_name", "hostName"), ("calls_per_second", "callsPerSecond"), ("e911_id", "e911Id")],
)
def test_names(snake: str, camel: str) -> None:
    assert (to_camel(snake), to_snake(camel)) == (camel, snake)


def test_show() -> None:
    """Known fields in their canonical form, unknown ones as they are, and what the server alone sets."""
    shown = SIP_TRUNK.show(TRUNK)
    assert shown["host_name"] == "main"
    assert shown["enable_call_forward"] is False
    assert shown["call_forward_number"] is None
    assert shown["future_field"] == {"deepField": 1}
    assert (shown["id"], shown["update_time"], shown["project_id"]) == ("T1", None, None)


def test_name_of_an_object_without_a_name() -> None:
    assert SIP_TRUNK.name_of({"id": "T1", "name": None}) == "T1"


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (17, "int"),
        (None, "NoneType"),
        ({}, "'id'"),
        ({"id": 17}, "'id'"),
        ({"id": ""}, "'id'"),
        ({**TRUNK, "name": ["main"]}, "'name'"),
        ({**TRUNK, "enableCallForward": "yes"}, "'enableCallForward'"),
        ({**TRUNK, "hostName": 17}, "'hostName'"),
    ],
)
def test_malformed(sent: Any, named: str) -> None:
    """An object that cannot be read is told by the part that is wrong."""
    assert named in str(SIP_TRUNK.malformed(sent))


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_least_object_can_be_read(resource: Resource) -> None:
    """An answer that has the key alone is well-formed, and is shown with every field."""
    sent = {to_camel(resource.key): "US"}
    assert resource.malformed(sent) is None
    assert {field.name for field in resource.fields} <= resource.show(sent).keys()


def test_declarations_fit_together() -> None:
    """The target of each relation is created before its owners, and the fields of a relation exist."""
    order = list(RESOURCES)
    for kind, resource in RESOURCES.items():
        assert resource.kind == kind
        for relation in resource.relations:
            assert order.index(relation.target) < order.index(kind)
        for reference in resource.key_references:
            assert {reference.field, reference.instead} <= {field.name for field in resource.options}
            assert RESOURCES[reference.target].field(reference.items).items is not None
            assert resource.parent is not None
            assert reference.through in RESOURCES[resource.parent.target].links


def test_state() -> None:
    """A state has the known fields in their canonical form, and the others as they came."""
    state = SIP_TRUNK.state_of(TRUNK)
    assert state.values["host_name"] == "main"
    assert state.rest == {"id": "T1", "futureField": {"deepField": 1}, "createTime": "2026-01-31T09:30:00Z"}
    assert SIP_TRUNK.title_of(state) == "main"
    assert SIP_TRUNK.title_of(state._replace(values={**state.values, "name": ""})) == "T1"
    assert SIP_TRUNK.title_of(SIP_TRUNK.state_of({})) == ""


def test_derived_roles_of_fields() -> None:
    trunk, lists = SIP_TRUNK, RESOURCES["credential_list"]
    assert [one.name for one in RESOURCES["sip_endpoint"].writable if one.internal] == ["is_registered"]
    assert "is_registered" not in [one.name for one in RESOURCES["sip_endpoint"].options]
    assert trunk.not_written >= {"id", "domain", "topLevelDomain", "callsPerSecond", "createTime"}
    assert "hostName" not in trunk.not_written
    assert "credentials" in lists.not_written
    assert "ipRanges" not in RESOURCES["acl"].not_written
    assert [*RESOURCES["acl"].items, *lists.items, *trunk.items] == ["ip_ranges", "credentials"]
    assert (trunk.unique, lists.unique) == (True, False)
    assert [RESOURCES[kind].a_label for kind in ("acl", "sip_trunk")] == ["an ACL", "a SIP trunk"]


@pytest.mark.parametrize(("trunk", "there"), [("T1", True), ("", False), (None, False)])
def test_what_stands_for_absent(trunk: Any, there: bool) -> None:
    assert RESOURCES["phone_number"].is_there({"phoneNumber": "+1202", "sipTrunkId": trunk}) is there
    assert SIP_TRUNK.is_there({})


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ({"isoCode": "US", "name": "United States/Canada"}, ["CA"]),
        ({"isoCode": "US", "name": "United States"}, []),
        ({"isoCode": "GB", "name": "United States/Canada"}, []),
    ],
)
def test_aliases(sent: dict[str, Any], names: list[str]) -> None:
    assert RESOURCES["country_permission"].aliases_of(sent) == names
    assert SIP_TRUNK.aliases_of(TRUNK) == []
