# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updates: of whole objects and of single items, and answers that are not as expected."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.updates import item_writes, update
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES


def _range(own: str, address: str, **more: Any) -> dict[str, Any]:
    return {"id": own, "ipAddress": address, "range": 32, **more}


OFFICE, LAB, NEW = _range("R1", "192.0.2.1"), _range("R2", "192.0.2.2", description="lab"), _range("R3", "192.0.2.3")
PBX: dict[str, Any] = {"id": "A1", "name": "pbx", "enabled": True, "ipRanges": [OFFICE, LAB], "trunks": []}
OFF, LEFT, FULL = {**PBX, "enabled": False}, {**PBX, "ipRanges": [OFFICE]}, {**PBX, "ipRanges": [OFFICE, LAB, NEW]}
MAIN = {"id": "T1", "name": "main", "hostName": "main", "enableCallerName": False, "enableCallForward": False, "x": 1}
PHONES: dict[str, Any] = {"id": "C1", "name": "phones", "credentials": [{"username": "alice"}]}
US = {"isoCode": "US", "name": "United States", "enabled": False}


def _change(kind: str, sent: dict[str, Any], given: dict[str, Any]) -> Change:
    """Return the change that updates an object to values, which are as users write them."""
    resource, values = RESOURCES[kind], {}
    before = resource.state_of(sent)
    for name, value in given.items():
        form = resource.field(name).value
        values[name] = form.merge(before.values[name], form.parse(value), additive=False)
    after, own = before._replace(values={**before.values, **values}), resource.id_of(sent)
    return Change(0, "update", kind, "x", "it", id=own, old=before, new=after, written=tuple(values))


def _update(api: Any, kind: str, sent: dict[str, Any], given: dict[str, Any]) -> Any:
    """Update an object that was ``sent`` when the plan was made; return the result or the message of the error."""
    change = _change(kind, sent, given)
    return api.attempt(update, api.writer([change], **{kind: [sent]}), change)


@pytest.mark.parametrize(
    ("sent", "given", "writes"),
    [
        # New items come before those that are removed.
        (PBX, {"ip_ranges": ["192.0.2.1", "192.0.2.3"]}, [{"ipAddress": "192.0.2.3", "range": 32}, "R2"]),
        # Only a PUT changes the description of an item.
        (PBX, {"ip_ranges": ["192.0.2.3", {"cidr": "192.0.2.2", "description": "x"}]}, []),
        (PBX, {"ip_ranges": ["192.0.2.1"], "enabled": False}, []),
        (PBX, {"enabled": False}, []),
        # A range without an ID cannot be removed alone.
        ({**PBX, "ipRanges": [OFFICE, {**LAB, "id": None}]}, {"ip_ranges": ["192.0.2.1"]}, []),
    ],
)
def test_item_writes(sent: dict[str, Any], given: dict[str, Any], writes: list[Any]) -> None:
    found = item_writes(_change("acl", sent, given), sent)
    assert [one.address if one.body is None else one.body for one in found] == writes


GET, PUT = "GET accessControlLists/A1", "PUT accessControlLists/A1"
ADD, REMOVE = "POST accessControlLists/A1/ipRanges", "DELETE accessControlLists/A1/ipRanges/R2"
LOST = ApiError("lost", method="POST", path="/x", status=503, uncertain=True, repeatable=True)
ONE, THREE = ["192.0.2.1"], ["192.0.2.1", "192.0.2.2", "192.0.2.3"]
BOTH, SECOND = {**PBX, "ipRanges": [OFFICE, LAB, {**NEW, "id": "R4"}, NEW]}, REMOVE.replace("R2", "R4")
NOT_DONE = "shows that it is not (ip_ranges)"


@pytest.mark.parametrize(
    ("ranges", "answers", "keys", "result"),
    [
        (THREE, {ADD: NEW, GET: FULL}, [ADD, GET], FULL),
        (THREE, {ADD: LOST, GET: FULL}, [ADD, GET, GET], FULL),
        (THREE, {ADD: (LOST, NEW), GET: (PBX, FULL)}, [ADD, GET, ADD, GET], FULL),
        (ONE, {REMOVE: None, GET: LEFT}, [REMOVE, GET], LEFT),
        # Of the two that two runs have added, the one with the lower ID stays.
        (THREE, {ADD: NEW, GET: (BOTH, FULL), SECOND: None}, [ADD, GET, SECOND, GET], FULL),
        (ONE, {REMOVE: None, GET: BOTH}, [REMOVE, GET], NOT_DONE),
        (THREE, {ADD: NEW, GET: PBX}, [ADD, GET], NOT_DONE),
        (ONE, {REMOVE: None}, [REMOVE, GET], NOT_DONE),
    ],
)
def test_items(ranges: list[str], answers: dict[str, Any], keys: list[str], result: Any, api: Any) -> None:
    """Items are written alone; then the object is read."""
    api.answers = answers
    found = _update(api, "acl", PBX, {"ip_ranges": ranges})
    assert result in found if isinstance(result, str) else found == result
    assert api.keys == keys


@pytest.mark.parametrize(("answers", "changed"), [({ADD: NEW}, True), ({}, False)])
def test_failure_halfway(answers: dict[str, Any], changed: bool, api: Any) -> None:
    """The error says whether anything was written before."""
    api.answers = answers
    change = _change("acl", PBX, {"ip_ranges": ["192.0.2.1", "192.0.2.3"]})
    with pytest.raises(SinchError) as caught:
        update(api.writer([change], acl=[PBX]), change)
    assert caught.value.more == {"changed": changed}


@pytest.mark.parametrize(
    ("now", "more"), [({"x": 2}, {"x": 2}), ({"x": 2, "enableCallerName": True}, {"x": 2}), (None, {"x": 1})]
)
def test_trunk_as_it_is_now(now: dict[str, Any] | None, more: dict[str, Any], api: Any) -> None:
    """The fields that do not change are written as they are by now; those of an object that is gone, as they were."""
    api.answers = {"PUT trunks/T1": None, **({} if now is None else {"GET trunks/T1": {**MAIN, **now}})}
    assert _update(api, "sip_trunk", MAIN, {"enable_caller_name": True}) is None
    body = {**MAIN, "enableCallerName": True, **more}
    del body["id"]
    assert api.sent == [("GET trunks/T1",), ("PUT trunks/T1", body)]


def test_changed_by_somebody_else(api: Any) -> None:
    api.answers = {"GET trunks/T1": {**MAIN, "enableCallForward": True}}
    found = _update(api, "sip_trunk", MAIN, {"enable_caller_name": True})
    assert "changed by somebody else (enable_call_forward) since it was read, and is left as it is; run" in found
    assert api.keys == ["GET trunks/T1"]


LIST, RENAME = "GET credentialLists/C1", "PUT credentialLists/C1"


@pytest.mark.parametrize(
    ("kind", "sent", "given", "now", "keys"),
    [
        # Nothing is read where all that is written changes.
        ("country_permission", US, {"enabled": True}, US, ["PUT countryPermissions/US"]),
        ("credential_list", PHONES, {"name": "y"}, PHONES, [RENAME]),
        # The users of a list are not written with it.
        ("credential_list", {**PHONES, "x": 1}, {"name": "y"}, {**PHONES, "credentials": []}, [LIST, RENAME]),
    ],
)
def test_what_is_read_before(kind: str, sent: Any, given: Any, now: Any, keys: list[str], api: Any) -> None:
    api.answers = {keys[0]: now, keys[-1]: None}
    assert _update(api, kind, sent, given) is None
    assert (api.keys, api.bodies) == (keys, [given])


BOTH_FIELDS, LAST = {"ip_ranges": ONE, "enabled": False}, [GET, PUT, GET, REMOVE, GET]


@pytest.mark.parametrize(
    ("given", "answer", "reads", "keys", "result"),
    [
        ({"enabled": False}, OFF, (PBX,), [GET, PUT], OFF),
        # An answer that lacks the object or the field says nothing.
        ({"enabled": False}, [], (PBX,), [GET, PUT], None),
        ({"enabled": False}, {"id": "A1"}, (PBX,), [GET, PUT], {"id": "A1"}),
        # An answer may be old.
        ({"enabled": False}, PBX, (PBX, OFF), [GET, PUT, GET], OFF),
        ({"enabled": False}, PBX, (PBX,), [GET, PUT, GET], "shows that it is not (enabled)"),
        ({"enabled": False}, {**OFF, "id": 7}, (PBX,), [GET, PUT], "no usable 'id'"),
        # Items that the PUT has left are removed alone.
        (BOTH_FIELDS, OFF, (PBX, OFF, {**LEFT, "enabled": False}), LAST, {**LEFT, "enabled": False}),
        (BOTH_FIELDS, OFF, (PBX, OFF), LAST, NOT_DONE),
        (BOTH_FIELDS, OFF, (PBX, LOST), LAST, NOT_DONE),
        ({"name": "a  b"}, {**PBX, "name": "a b"}, (PBX, {**PBX, "name": "a b"}), [GET, PUT, GET], "under 'a b' now"),
    ],
)
def test_whole(given: Any, answer: Any, reads: Any, keys: list[str], result: Any, api: Any) -> None:
    """An object is written whole; if the answer differs from what was written, the object is read."""
    api.answers = {GET: reads, PUT: answer, REMOVE: None}
    found = _update(api, "acl", PBX, given)
    assert result in found if isinstance(result, str) else found == result
    assert api.keys == keys
