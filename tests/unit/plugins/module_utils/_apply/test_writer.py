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
BOB = {"username": "bob", "password": PASSWORD}
USER = {"id": "C1", "option": "credentials", "item": "bob", "credentials": [BOB]}
USERS = "credentialLists/C1/credentials"
DESK: dict[str, Any] = {"name": "desk", "address": "203.0.113.20", "transport": "TCP", "priority": 2, "enabled": True}
LINK, UNLINK = ({"id": "T1", "option": one, "targets": ("A1", Made(3))} for one in ("acls", "credential_lists"))
NUMBER, RANGE = {"name": "+1", "option": "trunk"}, {"ipAddress": "203.0.113.10", "range": 32}


def _change(action: str, kind: str, given: dict[str, Any]) -> Change:
    """Return a change with these attributes, and with these values, which are as users write them."""
    resource = RESOURCES[kind]
    fields = {one.name: one.value for one in resource.writable if one.name in given}
    state = resource.state_of({})
    state = state._replace(values={**state.values, **{name: one.parse(given[name]) for name, one in fields.items()}})
    attributes = {"name": "x", **{key: value for key, value in given.items() if key == "name" or key not in fields}}
    return Change(0, action, kind, description="it", new=state, written=tuple(fields), **attributes)


@pytest.mark.parametrize(
    ("action", "kind", "given", "key", "body"),
    [
        (
            *("create", "acl", {"name": "x", "enabled": False, "ip_ranges": ["203.0.113.10"]}),
            *("POST accessControlLists", {"name": "x", "enabled": False, "ipRanges": [RANGE]}),
        ),
        ("create", "sip_endpoint", {**DESK, "parent": Made(3)}, "POST trunks/M3/endpoints", DESK),
        ("delete", "sip_endpoint", {"id": "E1", "parent": "T1"}, "DELETE trunks/T1/endpoints/E1", None),
        ("link", "sip_trunk", LINK, "POST trunks/T1/accessControlLists", {"accessControlListIds": ["A1", "M3"]}),
        ("unlink", "sip_trunk", UNLINK, "DELETE trunks/T1/credentialLists/A1/M3", None),
        ("assign", "phone_number", {**NUMBER, "targets": ("T1",)}, "POST phoneNumbers", ["+1", "T1"]),
        ("unassign", "phone_number", NUMBER, "POST phoneNumbers", ["+1", ""]),
        ("add", "credential_list", USER, f"POST {USERS}", BOB),
        ("set", "credential_list", USER, f"PUT {USERS}/bob", {"password": PASSWORD}),
        ("remove", "credential_list", USER, f"DELETE {USERS}/bob", None),
    ],
)
def test_request(action: str, kind: str, given: dict[str, Any], key: str, body: Any) -> None:
    def known(ref: Ref | None) -> str:
        return f"M{ref.change}" if isinstance(ref, Made) else str(ref or "")

    method, path = key.split()
    expected = dict(zip(("phoneNumber", "sipTrunkId"), body)) if isinstance(body, list) else body
    assert request_of(_change(action, kind, given), known) == Request(method, tuple(path.split("/")), expected)


TRUNK = {"createTime": "2026", "domain": "x", "hostName": "Main", "callForwardNumber": "+1"}
OFF = {"enableCallForward": False, "enableCallerName": False}


@pytest.mark.parametrize(
    ("kind", "sent", "given", "body"),
    [
        # Known and unknown fields go back as they came, without null; those that the server sets do not.
        (
            "sip_trunk",
            {**TRUNK, "x": [{"y": None}]},
            {"call_forward_number": ""},
            {**OFF, "hostName": "Main", "x": [{}]},
        ),
        ("acl", {"ipRanges": [{**RANGE, "id": "R1"}]}, {"enabled": False}, {"enabled": False, "ipRanges": [RANGE]}),
        # The API sends the direction in lower case, and takes it in upper case.
        ("call_blocking_rule", {"direction": "inbound"}, {}, {"direction": "INBOUND"}),
        # The users of a list are written by requests of their own.
        ("credential_list", {"credentials": [{"username": "alice"}]}, {}, {}),
    ],
)
def test_update_writes_the_whole_object(kind: str, sent: Any, given: Any, body: dict[str, Any]) -> None:
    """PUT nulls what it is not sent (ref, field)."""
    change = _change("update", kind, {**given, "name": "x", "id": "X1"})
    request = request_of(change, str, {**sent, "id": "X1"})
    assert request == Request("PUT", (RESOURCES[kind].path, "X1"), {**body, "name": "x"})


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
    change = _change("create", "sip_endpoint", {**DESK, "parent": "T1"})
    writer = api.writer([change])
    writer.verification.snapshot.objects["sip_endpoint", "T1"] = [{**MADE, "id": "E9"}]
    result = api.attempt(writer.write, change)
    assert text in result if text else (result, change.id) == (MADE, "E1")
    assert api.keys == keys
    assert api.bodies == [DESK, {**DESK, "sipTrunkId": "T1"}][: keys.count(POST)]


ADD, SET, READ = f"POST {USERS}", f"PUT {USERS}/bob", "GET credentialLists/C1"
PHONES = {"id": "C1", "name": "phones", "credentials": []}
WITH_BOB = {**PHONES, "credentials": [{"username": "bob"}]}
NO_WAY = "make a second credential list with 'bob', and link it to the same trunks, beside 'phones'"


@pytest.mark.parametrize(
    ("answers", "keys", "text"),
    [
        ({ADD: {}}, [ADD], ""),
        ({ADD: _error(400, "weak")}, [ADD], "weak"),
        ({ADD: LOST, READ: WITH_BOB}, [ADD, READ], ""),
        ({ADD: (LOST, {}), READ: PHONES}, [ADD, READ, ADD], ""),
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
    change = _change("add", "credential_list", {**USER, "name": "phones"})
    result = api.attempt(api.writer([change]).write, change)
    assert text in result and PASSWORD not in result if text else result is None
    assert (api.keys, api.bodies) == (
        keys,
        [{ADD: BOB, SET: {"password": PASSWORD}}[key] for key in keys if key != READ],
    )


@pytest.mark.parametrize(
    ("action", "kind", "path", "status"),
    [("create", "acl", "accessControlLists", 400), ("unassign", "phone_number", "phoneNumbers", 400)],
)
def test_final_refusal(action: str, kind: str, path: str, status: int, api: Any) -> None:
    """Only objects with a parent, items and assignments have requests of another form."""
    api.answers = {f"POST {path}": _error(status, ASKED)}
    change = _change(action, kind, {})
    assert ASKED in api.attempt(api.writer([change]).write, change)
    assert api.keys == [f"POST {path}"]


@pytest.mark.parametrize(("targets", "assigned"), [(("T1",), "T1"), ((), "")], ids=["assign", "unassign"])
@pytest.mark.parametrize("status", [404, 405])
def test_assignment_by_the_other_api(targets: tuple[str, ...], assigned: str, status: int, api: Any) -> None:
    """If the request that assigns is unknown, the Numbers API assigns; if that fails too, both errors are told."""
    change = _change("assign" if targets else "unassign", "phone_number", {"targets": targets})
    api.answers = {"POST phoneNumbers": _error(status, ASKED), "PATCH activeNumbers/x": {}}
    assert api.attempt(api.writer([change]).write, change) is None
    assert api.sent[-1] == (
        "PATCH activeNumbers/x",
        {"voiceConfiguration": {"type": "EST", "trunkId": assigned}},
    )
    api.answers["PATCH activeNumbers/x"] = _error(403, "not for you")
    told = api.attempt(api.writer([change]).write, change)
    assert ASKED in told
    assert "not for you" in told


def test_id_of_a_created_object(api: Any) -> None:
    """A link uses the ID of the trunk that the plan has created."""
    link = _change("link", "sip_trunk", {**LINK, "id": Made(0), "targets": ("A1",)})
    api.answers = {"POST trunks/T9/accessControlLists": {}}
    writer = api.writer([_change("create", "sip_trunk", {}), link])
    writer.results.answers[0] = {"id": "T9"}
    assert writer.write(link) is None
    assert (link.id, writer.results.requests) == ("T9", {1: ("POST", ("trunks", "T9", "accessControlLists"))})
