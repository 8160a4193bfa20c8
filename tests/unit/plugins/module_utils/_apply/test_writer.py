# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The writer: the request of each change, and what it makes of answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.writer import Request, request_of, without_nulls
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import (
    Change,
    Desired,
    Made,
    Outcome,
    Plan,
    Ref,
    Snapshot,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

PASSWORD = "Correct-horse-1"
DESK = {"id": "E1", "name": "desk", "address": "203.0.113.20", "port": 5060, "priority": 1, "enabled": True}


def _change(action: str, kind: str, values: dict[str, Any] | None = None, **more: Any) -> Change:
    """Return a change that writes values, which are given as users write them."""
    resource = RESOURCES[kind]
    change = Change(0, action, kind, more.pop("name", "x"), f"{resource.label} 'x'", **more)
    if values is not None:
        given = {name: resource.field(name).value.parse(value) for name, value in values.items()}
        loaded = resource.state_of({})
        state = loaded._replace(values={**loaded.values, **given})
        change.write(Outcome(resource, Desired(kind), None, None, state))
    return change


def _known(ref: Ref | None) -> str:
    return "" if ref is None else "M3" if isinstance(ref, Made) else str(ref)


RANGES = ["203.0.113.10", {"cidr": "198.51.100.0/24", "description": "lab"}]
RANGE_BODIES = [
    {"ipAddress": "203.0.113.10", "range": 32},
    {"ipAddress": "198.51.100.0", "range": 24, "description": "lab"},
]
USERS = [{"username": "bob", "password": PASSWORD}]
ENDPOINT: dict[str, Any] = {"address": "203.0.113.20", "transport": "TCP", "priority": 2, "enabled": True}

REQUESTS: list[tuple[Change, Request]] = [
    (
        _change("create", "acl", {"name": "x", "enabled": False, "ip_ranges": RANGES}),
        Request("POST", ("accessControlLists",), {"name": "x", "enabled": False, "ipRanges": RANGE_BODIES}),
    ),
    (
        _change("create", "sip_endpoint", {"name": "x", **ENDPOINT}, parent=Made(3)),
        Request("POST", ("trunks", "M3", "endpoints"), {"name": "x", **ENDPOINT}),
    ),
    (_change("delete", "sip_endpoint", id="E1", parent="T1"), Request("DELETE", ("trunks", "T1", "endpoints", "E1"))),
    (
        _change("link", "sip_trunk", id="T1", option="acls", targets=("A1", Made(3))),
        Request("POST", ("trunks", "T1", "accessControlLists"), {"accessControlListIds": ["A1", "M3"]}),
    ),
    (
        _change("unlink", "sip_trunk", id="T1", option="credential_lists", targets=("C1",)),
        Request("DELETE", ("trunks", "T1", "credentialLists", "C1")),
    ),
    (
        _change("assign", "phone_number", id="+1202", name="+1202", option="trunk", targets=(Made(3),)),
        Request("POST", ("phoneNumbers",), {"phoneNumber": "+1202", "sipTrunkId": "M3"}),
    ),
    (
        _change("unassign", "phone_number", id="+1202", name="+1202", option="trunk"),
        Request("POST", ("phoneNumbers",), {"phoneNumber": "+1202", "sipTrunkId": ""}),
    ),
    (
        _change("add", "credential_list", {"credentials": USERS}, id="C1", option="credentials", item="bob"),
        Request("POST", ("credentialLists", "C1", "credentials"), {"username": "bob", "password": PASSWORD}),
    ),
    (
        _change("set", "credential_list", {"credentials": USERS}, id="C1", option="credentials", item="bob"),
        Request("PUT", ("credentialLists", "C1", "credentials", "bob"), {"password": PASSWORD}),
    ),
    (
        _change("remove", "credential_list", {"credentials": []}, id="C1", option="credentials", item="bob"),
        Request("DELETE", ("credentialLists", "C1", "credentials", "bob")),
    ),
]


@pytest.mark.parametrize(("change", "request_"), REQUESTS, ids=[f"{one.action}-{one.kind}" for one, _other in REQUESTS])
def test_request(change: Change, request_: Request) -> None:
    assert request_of(change, _known) == request_


def test_update_writes_the_whole_object() -> None:
    """PUT nulls what it is not sent (ref, field): known and unknown fields go back, those of the server do not."""
    sent = {
        "id": "T1",
        "createTime": "2026",
        "domain": "main.pstn.sinch.com",
        "name": "main",
        "hostName": "Main",
        "enableCallForward": None,
        "callForwardNumber": "+12025550123",
        "future": {"deep": [1, None], "none": None},
    }
    change = _change("update", "sip_trunk", {"name": "new", "call_forward_number": ""}, id="T1")
    change.written = ("name", "call_forward_number")
    request = request_of(change, _known, sent)
    assert request.path == ("trunks", "T1")
    # The host name does not change, and goes back as it came.
    body = {"name": "new", "hostName": "Main", "enableCallForward": False, "enableCallerName": False}
    assert request.body == {**body, "future": {"deep": [1, None]}}


def test_update_of_a_list_writes_no_users() -> None:
    change = _change("update", "credential_list", {"name": "new", "credentials": USERS}, id="C1")
    change.written = ("name",)
    sent = {"id": "C1", "name": "old", "credentials": [{"username": "alice"}]}
    assert request_of(change, _known, sent).body == {"name": "new"}


def test_without_nulls() -> None:
    assert without_nulls({"a": None, "b": [{"c": None, "d": 0}], "e": False}) == {"b": [{"d": 0}], "e": False}


def _error(status: int | None = 400, text: str = "no", **more: Any) -> ApiError:
    return ApiError(text, method="POST", path="/somewhere", status=status, **more)


LOST: dict[str, Any] = {"uncertain": True, "repeatable": True}


@pytest.mark.parametrize(
    ("method", "answers", "looks", "sent"),
    [
        ("POST", (_error(503, **LOST), "done"), [None], 2),
        ("POST", (_error(503, **LOST), "done"), [{"id": "A1"}], 1),
        ("POST", _error(503, **LOST), [None] * 3, 3),
        ("POST", _error(500, uncertain=True), [None], 1),
        ("POST", _error(429, repeatable=True), [], 1),
        ("PUT", _error(503, **LOST), [], 1),
    ],
)
def test_lost_answer(method: str, answers: Any, looks: list[Any], sent: int, make_api: Any, make_writer: Any) -> None:
    """A POST whose answer was lost is repeated only where looking finds no effect, and so often."""
    api, left = make_api({f"{method} acls": answers}), list(looks)
    writer = make_writer(api, Plan())
    try:
        found = writer.send(Request(method, ("acls",)), lambda: left.pop(0))
    except ApiError as error:
        found = error
    assert (len(api.sent), left, api.pauses) == (sent, [], list(range(sent - 1)))
    raised = not isinstance(answers, tuple)
    assert isinstance(found, ApiError) is raised
    assert raised or found == (looks[-1] or "done")


def _create(api: Any, make_writer: Any, kind: str = "sip_endpoint", snapshot: Snapshot | None = None) -> Change:
    """Create an endpoint, or an object of another kind, and return the change."""
    more = {"parent": "T1", "parent_name": "main"} if kind == "sip_endpoint" else {}
    values = {"name": "desk", **(ENDPOINT if kind == "sip_endpoint" else {"ip_ranges": RANGES})}
    change = _change("create", kind, values, name="desk", **more)
    make_writer(api, Plan([change]), snapshot).write(change)
    return change


PATH = "trunks/T1/endpoints"


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({f"POST {PATH}": DESK}, ["POST"]),
        # The sources disagree on whether the body names the parent.
        ({f"POST {PATH}": (_error(400, "sipTrunkId: is required"), DESK)}, ["POST", "POST"]),
        ({f"POST {PATH}": (_error(400, violations=["sipTrunkId: is required"]), DESK)}, ["POST", "POST"]),
        # A new endpoint may come as a page of endpoints (ref), or not at all.
        ({f"POST {PATH}": {"endpoints": [{"id": 7}, {**DESK, "name": "other", "id": "E0"}, DESK]}}, ["POST"]),
        ({f"POST {PATH}": {}, f"GET {PATH}": [DESK]}, ["POST", "GET"]),
        ({f"POST {PATH}": {"endpoints": None}, f"GET {PATH}": [DESK]}, ["POST", "GET"]),
    ],
)
def test_created(answers: dict[str, Any], keys: list[str], make_api: Any, make_writer: Any) -> None:
    api = make_api(answers)
    assert _create(api, make_writer).id == "E1"
    assert [key.partition(" ")[0] for key in api.keys] == keys
    first, last = api.sent[0][1], [one[1] for one in api.sent if len(one) > 1][-1]
    assert last == (first if keys.count("POST") == 1 else {**first, "sipTrunkId": "T1"})


@pytest.mark.parametrize(
    ("answers", "kind", "text"),
    [
        ({f"POST {PATH}": _error(400, "priority: is taken")}, "sip_endpoint", "priority"),
        ({f"POST {PATH}": _error(403, "sipTrunkId: is not yours")}, "sip_endpoint", "not yours"),
        ({"POST accessControlLists": _error(400, "sipTrunkId: is required")}, "acl", "sipTrunkId"),
        ({f"POST {PATH}": {}, f"GET {PATH}": []}, "sip_endpoint", "shows that it is not"),
        ({f"POST {PATH}": {**DESK, "port": "soon"}}, "sip_endpoint", "'port'"),
        ({f"POST {PATH}": {**DESK, "name": "the desk"}}, "sip_endpoint", "'the desk' now (ID E1)"),
    ],
)
def test_not_created(answers: dict[str, Any], kind: str, text: str, make_api: Any, make_writer: Any) -> None:
    api = make_api(answers)
    with pytest.raises(SinchError) as caught:
        _create(api, make_writer, kind)
    assert text in str(caught.value)
    assert sum(key.startswith("POST") for key in api.keys) == 1


def test_object_that_was_there_is_not_taken_for_the_new_one(make_api: Any, make_writer: Any) -> None:
    api = make_api({f"POST {PATH}": {}, f"GET {PATH}": [DESK]})
    with pytest.raises(SinchError, match="shows that it is not"):
        _create(api, make_writer, snapshot=Snapshot({("sip_endpoint", "T1"): [DESK]}))


USERS_PATH = "credentialLists/C1/credentials"
WITH_BOB = {"id": "C1", "name": "phones", "credentials": [{"username": "bob"}]}
WITHOUT_BOB = {**WITH_BOB, "credentials": []}


@pytest.mark.parametrize(
    ("answers", "keys", "text"),
    [
        ({f"POST {USERS_PATH}": {}}, ["POST"], ""),
        ({f"POST {USERS_PATH}": _error(400, "weak")}, ["POST"], "weak"),
        ({f"PUT {USERS_PATH}/bob": {}, "GET credentialLists/C1": WITH_BOB}, ["POST", "PUT", "GET"], ""),
        (
            {
                f"POST {USERS_PATH}": _error(405),
                f"PUT {USERS_PATH}/bob": _error(405),
                "GET credentialLists/C1": WITHOUT_BOB,
            },
            ["POST", "PUT", "GET"],
            "make a second credential list with 'bob', and link it to the same trunks, beside 'phones'",
        ),
        ({f"PUT {USERS_PATH}/bob": _error(400, "weak")}, ["POST", "PUT"], "weak"),
        ({}, ["POST", "PUT", "GET"], "no such"),
    ],
)
def test_add_a_user(answers: dict[str, Any], keys: list[str], text: str, make_api: Any, make_writer: Any) -> None:
    """Where the API knows no POST, the PUT that sets a password is tried, and believed only once it is seen."""
    api = make_api(answers)
    change = _change(
        "add", "credential_list", {"credentials": USERS}, name="phones", id="C1", option="credentials", item="bob"
    )
    try:
        make_writer(api, Plan([change])).write(change)
        message = ""
    except SinchError as error:
        message = str(error)
    assert text in message
    assert bool(text) is bool(message)
    assert [key.partition(" ")[0] for key in api.keys] == keys
    assert PASSWORD not in message
    assert api.sent[1:2] in ([], [(f"PUT {USERS_PATH}/bob", {"password": PASSWORD})])


def test_ids_that_the_plan_left_open(make_api: Any, make_writer: Any) -> None:
    """A link uses the ID of the trunk that the plan has created."""
    create, link = (
        _change("create", "sip_trunk"),
        _change("link", "sip_trunk", id=Made(0), option="acls", targets=("A1",)),
    )
    writer = make_writer(make_api({"POST trunks/T9/accessControlLists": {}}), Plan([create, link]))
    writer.results.answers[0] = {"id": "T9"}
    assert writer.write(link) is None
    assert link.id == "T9"
