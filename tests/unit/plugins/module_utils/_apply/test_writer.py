# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The writer: the request of each change, and what it makes of answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.writer import Request, request_of
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Made, Ref
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

PASSWORD = "Correct-horse-1"
RANGES = ["203.0.113.10", {"cidr": "198.51.100.0/24", "description": "lab"}]
RANGE_BODIES = [
    {"ipAddress": "203.0.113.10", "range": 32},
    {"ipAddress": "198.51.100.0", "range": 24, "description": "lab"},
]
BOB = {"username": "bob", "password": PASSWORD}
USER = {"id": "C1", "option": "credentials", "item": "bob", "credentials": [BOB]}
DESK: dict[str, Any] = {"name": "desk", "address": "203.0.113.20", "transport": "TCP", "priority": 2, "enabled": True}
ACL, MAIN, NUMBER = (
    {"name": "x", "enabled": False, "ip_ranges": RANGES},
    {"id": "T1"},
    {"id": "+1", "name": "+1", "option": "trunk"},
)


def _change(action: str, kind: str, given: dict[str, Any], **more: Any) -> Change:
    """Return a change with these attributes and values; values are as users write them."""
    resource = RESOURCES[kind]
    fields = {one.name: one.value for one in resource.writable if one.name in given}
    state = resource.state_of({})
    values = {**state.values, **{name: value.parse(given[name]) for name, value in fields.items()}}
    attributes = {"name": "x", **{key: value for key, value in given.items() if key not in fields or key == "name"}}
    return Change(0, action, kind, description="it", new=state._replace(values=values), **{**attributes, **more})


@pytest.mark.parametrize(
    ("change", "method", "path", "body"),
    [
        (
            _change("create", "acl", ACL),
            "POST",
            "accessControlLists",
            {**ACL, "ip_ranges": None, "ipRanges": RANGE_BODIES},
        ),
        (_change("create", "sip_endpoint", DESK, parent=Made(3)), "POST", "trunks/M3/endpoints", DESK),
        (_change("delete", "sip_endpoint", {"id": "E1", "parent": "T1"}), "DELETE", "trunks/T1/endpoints/E1", None),
        (
            _change("link", "sip_trunk", MAIN, option="acls", targets=("A1", Made(3))),
            "POST",
            "trunks/T1/accessControlLists",
            {"accessControlListIds": ["A1", "M3"]},
        ),
        (
            _change("unlink", "sip_trunk", MAIN, option="credential_lists", targets=("C1",)),
            "DELETE",
            "trunks/T1/credentialLists/C1",
            None,
        ),
        (
            _change("assign", "phone_number", NUMBER, targets=(Made(3),)),
            "POST",
            "phoneNumbers",
            {"phoneNumber": "+1", "sipTrunkId": "M3"},
        ),
        (_change("unassign", "phone_number", NUMBER), "POST", "phoneNumbers", {"phoneNumber": "+1", "sipTrunkId": ""}),
        (_change("add", "credential_list", USER), "POST", "credentialLists/C1/credentials", BOB),
        (_change("set", "credential_list", USER), "PUT", "credentialLists/C1/credentials/bob", {"password": PASSWORD}),
        (_change("remove", "credential_list", USER), "DELETE", "credentialLists/C1/credentials/bob", None),
    ],
)
def test_request(change: Change, method: str, path: str, body: Any) -> None:
    def known(ref: Ref | None) -> str:
        return f"M{ref.change}" if isinstance(ref, Made) else str(ref or "")

    expected = None if body is None else {key: item for key, item in body.items() if item is not None}
    assert request_of(change, known) == Request(method, tuple(path.split("/")), expected)


@pytest.mark.parametrize(
    ("kind", "sent", "given", "body"),
    [
        # Known and unknown fields go back as they came, without null; those that the server sets do not.
        (
            "sip_trunk",
            {
                "createTime": "2026",
                "domain": "x",
                "hostName": "Main",
                "callForwardNumber": "+1",
                "new": {"a": [1], "b": None},
            },
            {"name": "x", "call_forward_number": ""},
            {"name": "x", "hostName": "Main", "enableCallForward": False, "enableCallerName": False, "new": {"a": [1]}},
        ),
        (
            "acl",
            {"name": "x", "ipRanges": [{"id": "R1", "ipAddress": "203.0.113.10", "range": 32, "description": None}]},
            {"enabled": False},
            {"name": "x", "enabled": False, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]},
        ),
        # The direction comes in lower case, and is taken in upper case.
        (
            "call_blocking_rule",
            {"name": "x", "direction": "inbound", "callerMatch": "+44"},
            {"caller_match": "+45"},
            {"name": "x", "direction": "INBOUND", "callerMatch": "+45"},
        ),
        # The users of a list are written by requests of their own.
        ("credential_list", {"name": "old", "credentials": [{"username": "alice"}]}, {"name": "x"}, {"name": "x"}),
    ],
)
def test_update_writes_the_whole_object(kind: str, sent: Any, given: Any, body: dict[str, Any]) -> None:
    """PUT nulls what it is not sent (ref, field)."""
    change = _change("update", kind, given, id="X1", written=tuple(given))
    assert request_of(change, str, {"id": "X1", **sent}) == Request("PUT", (RESOURCES[kind].path, "X1"), body)


def _error(status: int, text: str = "no", **more: Any) -> ApiError:
    return ApiError(text, method="POST", path="/somewhere", status=status, **more)


LOST, SHORT = _error(503, uncertain=True, repeatable=True), _error(500, uncertain=True)
BUSY = _error(429, repeatable=True)


@pytest.mark.parametrize(
    ("method", "answer", "effects", "sent", "result"),
    [
        ("POST", (LOST, "done"), [None], 2, "done"),
        ("POST", (LOST, "done"), ["effect"], 1, "effect"),
        ("POST", LOST, [None] * 3, 3, str(LOST)),
        ("POST", SHORT, [None], 1, str(SHORT)),
        ("POST", BUSY, [], 1, str(BUSY)),
        ("PUT", LOST, [], 1, str(LOST)),
        ("DELETE", LOST, [], 1, str(LOST)),
        ("DELETE", "data", [], 1, None),
    ],
)
def test_lost_answer(method: str, answer: Any, effects: list[Any], sent: int, result: Any, api: Any) -> None:
    """A POST whose answer was lost is repeated, up to ``max_retries`` times, only where it has had no effect."""
    api.answers = {f"{method} acls": answer}
    assert api.attempt(api.writer([]).send, Request(method, ("acls",)), lambda: effects.pop(0)) == result
    assert (len(api.sent), effects, api.pauses) == (sent, [], [*range(sent - 1)])


POST, LIST, ASKED = "POST trunks/T1/endpoints", "GET trunks/T1/endpoints", "sipTrunkId: is required"
MADE, OTHER = {**DESK, "id": "E1"}, {**DESK, "id": "E0", "name": "other"}


@pytest.mark.parametrize(
    ("answer", "listed", "keys", "text"),
    [
        (MADE, None, [POST], ""),
        # The sources disagree on whether the body names the parent.
        ((_error(400, ASKED), MADE), None, [POST, POST], ""),
        ((_error(400, violations=[ASKED]), MADE), None, [POST, POST], ""),
        (_error(400, "priority: is taken"), None, [POST], "priority"),
        (_error(403, "sipTrunkId: is not yours"), None, [POST], "not yours"),
        (_error(503, ASKED, uncertain=True), [OTHER, MADE], [POST, LIST], ""),
        ((_error(400, ASKED), LOST), [MADE], [POST, POST, LIST], ""),
        # A new endpoint may come as a page of endpoints (ref), or not at all.
        ({"endpoints": [{"id": 7}, OTHER, MADE]}, None, [POST], ""),
        ({"endpoints": None}, [MADE], [POST, LIST], ""),
        (None, [MADE], [POST, LIST], ""),
        # What was there before is not the new one.
        ({}, [{**MADE, "id": "E9"}], [POST, LIST], "shows that it is not"),
        ({**MADE, "port": "soon"}, None, [POST], "'port'"),
        # No later run would find an object of another name.
        ({**MADE, "name": "Desk"}, None, [POST], "'desk' was sent, and it is there under 'Desk' now (ID E1)"),
    ],
)
def test_create(answer: Any, listed: Any, keys: list[str], text: str, api: Any) -> None:
    api.answers = {POST: answer, LIST: listed}
    change = _change("create", "sip_endpoint", DESK, parent="T1")
    writer = api.writer([change])
    writer.verification.snapshot.objects["sip_endpoint", "T1"] = [{**MADE, "id": "E9"}]
    result = api.attempt(writer.write, change)
    assert text in result if text else (result, change.id) == (MADE, "E1")
    assert api.keys == keys
    assert api.bodies == [DESK, {**DESK, "sipTrunkId": "T1"}][: keys.count(POST)]


ADD, SET, READ = (
    "POST credentialLists/C1/credentials",
    "PUT credentialLists/C1/credentials/bob",
    "GET credentialLists/C1",
)
PHONES = {"id": "C1", "name": "phones", "credentials": []}
WITH_BOB = {**PHONES, "credentials": [{"username": "bob"}]}
NO_WAY = "make a second credential list with 'bob', and link it to the same trunks, beside 'phones'"


@pytest.mark.parametrize(
    ("answers", "keys", "text"),
    [
        ({ADD: {}}, [ADD], ""),
        ({ADD: _error(400, "weak")}, [ADD], "weak"),
        ({ADD: LOST, READ: WITH_BOB}, [ADD, READ], ""),
        ({ADD: _error(405), SET: {}, READ: WITH_BOB}, [ADD, SET, READ], ""),
        ({SET: {}, READ: PHONES}, [ADD, SET, READ], NO_WAY),
        ({SET: _error(405), READ: PHONES}, [ADD, SET, READ], NO_WAY),
        ({READ: PHONES}, [ADD, SET, READ], NO_WAY),
        ({SET: _error(400, "weak")}, [ADD, SET], "weak"),
        ({}, [ADD, SET, READ], "no such thing"),
    ],
)
def test_add_a_user(answers: dict[str, Any], keys: list[str], text: str, api: Any) -> None:
    """Where the API knows no POST, the PUT that sets a password is tried, and believed once the user is there."""
    api.answers = answers
    change = _change("add", "credential_list", USER, name="phones")
    result = api.attempt(api.writer([change]).write, change)
    assert text in result if text else result is None
    assert PASSWORD not in str(result)
    assert (api.keys, api.bodies) == (keys, [BOB, {"password": PASSWORD}][: len({ADD, SET} & {*keys})])


def test_refusal_that_names_no_parent(api: Any) -> None:
    """The refusal of an object without a parent, and of any other change, is final."""
    create, link = _change("create", "acl", ACL), _change("link", "sip_trunk", MAIN, option="acls", targets=("A1",))
    api.answers = {"POST accessControlLists": _error(400, ASKED), "POST trunks/T1/accessControlLists": _error(404)}
    writer = api.writer([create, link])
    for change in (create, link):
        with pytest.raises(ApiError):
            writer.write(change)
    assert len(api.sent) == 2


def test_id_of_a_created_object(api: Any) -> None:
    create, link = _change("create", "sip_trunk", {}), _change("link", "sip_trunk", {}, id=Made(0), option="acls")
    api.answers = {"POST trunks/T9/accessControlLists": {}}
    writer = api.writer([create, link])
    writer.results.answers[0] = {"id": "T9"}
    assert writer.write(link) is None
    assert (link.id, writer.results.requests) == ("T9", {1: ("POST", ("trunks", "T9", "accessControlLists"))})
