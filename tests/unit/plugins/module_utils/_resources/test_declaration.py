# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all resources have in common."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES, SIP_TRUNK
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource, to_camel, to_snake

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
