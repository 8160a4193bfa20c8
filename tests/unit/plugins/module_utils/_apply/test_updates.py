# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Updates: whole objects and items, and answers that are not as expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.executor import apply_plan
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client

OFFICE = {"id": "R1", "ipAddress": "203.0.113.10", "range": 32, "description": None}
LAB = {"id": "R2", "ipAddress": "198.51.100.0", "range": 24, "description": "lab"}
PBX = {"id": "A1", "name": "pbx", "enabled": True, "ipRanges": [OFFICE, LAB], "trunks": []}
MAIN = {"id": "T1", "name": "main", "hostName": "main", "callForwardNumber": "+12025550123", "future": 1}
OFF = {"enableCallerName": False, "enableCallForward": False}
PHONES = {"id": "C1", "name": "phones", "credentials": [{"id": "U1", "username": "alice"}]}
RULE = {"id": "B1", "name": "spam", "direction": "inbound", "callerMatch": "+44"}
US = {"isoCode": "US", "name": "United States/Canada", "enabled": False}

Answer = Callable[[Any], Any]


class Api:
    """A client of an API that answers as it is told to, by method and path, and keeps what was sent.

    ``answers`` return what is answered to a body, or raise. What nobody answers is answered 404.
    """

    def __init__(self, **answers: Answer) -> None:
        """Take the answers by method and path, with blanks between the parts."""
        self.answers = {tuple(key.split("__")): answer for key, answer in answers.items()}
        self.sent: list[tuple[Any, ...]] = []
        self.connection = SimpleNamespace(max_retries=2)
        self.list = self.listed

    def send(self, method: str, path: Sequence[str], body: Any = None) -> Any:
        """Answer a request."""
        self.sent.append((method, "/".join(path)) if body is None else (method, "/".join(path), body))
        answer = self.answers.get((method, *path))
        if answer is None:
            raise refusal(404, method=method)
        return SimpleNamespace(data=answer(body))

    def get(self, path: Sequence[str]) -> Any:
        """Answer a GET; None for 404."""
        try:
            return self.send("GET", path).data
        except ApiError:
            return None

    def listed(self, path: Sequence[str], *_how: Any) -> Any:
        """Answer a list."""
        return self.send("GET", path).data

    def delete(self, path: Sequence[str]) -> None:
        """Answer a DELETE."""
        self.send("DELETE", path)

    def pause(self, _tries: int) -> None:
        """Wait for nothing."""

    def writes(self) -> list[tuple[Any, ...]]:
        """Return what was sent but for what only reads."""
        return [one for one in self.sent if one[0] != "GET"]


def refusal(status: int, text: str = "no", method: str = "POST", **more: Any) -> ApiError:
    """Return the error of a request that the API refuses."""
    return ApiError(text, method=method, path="/somewhere", status=status, **more)


def always(data: Any) -> Answer:
    """Return the answer that is always the same."""
    return lambda _body: data


def in_turn(*answers: Any) -> Answer:
    """Return the answer that is another one each time, the last for good; errors are raised."""
    left = list(answers)

    def answer(_body: Any) -> Any:
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return one

    return answer


def desired(kind: str, known_as: str, /, **values: Any) -> Desired:
    """Return what is wanted, with values as options have them."""
    fields = RESOURCES[kind].field
    parsed = {one: value if kind == "phone_number" else fields(one).value.parse(value) for one, value in values.items()}
    return Desired(kind, name=known_as, parent="main" if RESOURCES[kind].parent else None, values=parsed)


def run(api: Api, *all_desired: Desired) -> Plan:
    """Plan and apply."""
    objects: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("acl", ""): [PBX],
        ("credential_list", ""): [PHONES],
        ("sip_trunk", ""): [MAIN],
        ("country_permission", ""): [US],
        ("call_blocking_rule", ""): [RULE],
    }
    snapshot = Snapshot(objects, {("credential_lists", "T1"): ["C1"]})
    plan = make_plan(snapshot, all_desired)
    assert plan.problems == plan.missing == []
    apply_plan(cast(Client, api), plan, snapshot, Workers())
    return plan


def refused(api: Api, *all_desired: Desired) -> str:
    """Plan and apply what must fail; return the message."""
    with pytest.raises(SinchError) as caught:
        run(api, *all_desired)
    return str(caught.value)


class TestUpdates:
    """Objects that are replaced whole."""

    def test_null_is_left_out(self) -> None:
        """A field that is to be cleared is left out of what replaces the object, in the objects inside as well."""
        api = Api(GET__accessControlLists__A1=always(PBX), PUT__accessControlLists__A1=lambda body: {**PBX, **body})
        run(api, desired("acl", "pbx", enabled=False))
        ranges = [{"ipAddress": "203.0.113.10", "range": 32}, {"ipAddress": "198.51.100.0", "range": 24}]
        ranges[1]["description"] = "lab"
        body = {"name": "pbx", "enabled": False, "ipRanges": ranges}
        assert api.writes() == [("PUT", "accessControlLists/A1", body)]

    def test_cleared_field(self) -> None:
        """The prediction has null where the request has nothing."""
        api = Api(GET__trunks__T1=always(MAIN), PUT__trunks__T1=lambda body: {**body, "id": "T1"})
        plan = run(api, desired("sip_trunk", "main", call_forward_number=""))
        assert plan.changes[0].after == {"call_forward_number": None}
        assert api.writes() == [("PUT", "trunks/T1", {"name": "main", "hostName": "main", "future": 1, **OFF})]

    def test_changed_by_somebody_else(self) -> None:
        """What has changed since it was read is not written over: the error names it."""
        api = Api(GET__trunks__T1=always({**MAIN, "enableCallForward": True}))
        message = refused(api, desired("sip_trunk", "main", enable_caller_name=True))
        assert "changed by somebody else (enable_call_forward) since it was read" in message
        assert "run the task again" in message
        assert api.writes() == []

    def test_changed_alike_by_somebody_else(self) -> None:
        """What has become what is wanted is no reason to stop."""
        now = {**MAIN, "enableCallerName": True}
        api = Api(GET__trunks__T1=always(now), PUT__trunks__T1=always(now))
        run(api, desired("sip_trunk", "main", enable_caller_name=True))
        assert len(api.writes()) == 1

    def test_unknown_fields_are_those_of_now(self) -> None:
        """A field that is not known here goes back as it is now, or not at all where it is null."""
        now = {**MAIN, "future": 2, "new": [None], "gone": None, "createTime": "2026"}
        api = Api(GET__trunks__T1=always(now), PUT__trunks__T1=lambda body: {**body, "id": "T1"})
        run(api, desired("sip_trunk", "main", enable_caller_name=True))
        ((_put, _path, body),) = api.writes()
        assert body == {
            "name": "main",
            "hostName": "main",
            "callForwardNumber": "+12025550123",
            **OFF,
            "enableCallerName": True,
            "future": 2,
            "new": [None],
        }

    def test_nothing_else_is_written(self) -> None:
        """Where all that is sent is what changes, nothing can be written over, and nothing is read."""
        api = Api(
            PUT__countryPermissions__US=always({**US, "enabled": True}),
            PUT__credentialLists__C1=always({**PHONES, "name": "renamed"}),
        )
        renamed = Desired("credential_list", id="C1", values={"name": "renamed"})
        run(api, desired("country_permission", "US", enabled=True), renamed)
        assert sorted(method for method, *_more in api.sent) == ["PUT", "PUT"]

    def test_words_in_upper_case(self) -> None:
        """The API answers the direction of a rule in lower case, and takes it in upper case; rules are read by list."""
        rules = always([RULE])
        api = Api(
            GET__callBlockingRules=rules,
            PUT__callBlockingRules__B1=lambda body: {**RULE, **body, "direction": "inbound"},
        )
        run(api, desired("call_blocking_rule", "spam", caller_match="+45"))
        assert [method for method, *_more in api.sent] == ["GET", "PUT"]
        assert api.writes()[0][2] == {"name": "spam", "direction": "INBOUND", "callerMatch": "+45"}


class TestParts:
    """Items that are written alone."""

    def test_added_and_removed(self) -> None:
        """What comes is added before what goes is removed, and what somebody else has added stays."""
        theirs = {"id": "R9", "ipAddress": "192.0.2.9", "range": 32}
        new = {"id": "R3", "ipAddress": "203.0.113.11", "range": 32}
        api = Api(
            POST__accessControlLists__A1__ipRanges=lambda body: {**body, "id": "R3"},
            DELETE__accessControlLists__A1__ipRanges__R2=always(None),
            GET__accessControlLists__A1=always({**PBX, "ipRanges": [OFFICE, theirs, new]}),
        )
        plan = run(
            api, desired("acl", "pbx", ip_ranges=["203.0.113.10", {"cidr": "203.0.113.11", "description": "new"}])
        )
        assert [change.action for change in plan.changes] == ["update"]
        assert api.sent == [
            (
                "POST",
                "accessControlLists/A1/ipRanges",
                {"ipAddress": "203.0.113.11", "range": 32, "description": "new"},
            ),
            ("DELETE", "accessControlLists/A1/ipRanges/R2"),
            ("GET", "accessControlLists/A1"),
        ]
        shown = plan.outcomes[0].show() or {}
        assert len(shown["ip_ranges"]) == 3

    def test_lost_answer(self) -> None:
        """A POST whose answer is lost is not made again where the range is there."""
        lost = refusal(503, uncertain=True, repeatable=True)
        new = {"id": "R3", "ipAddress": "203.0.113.11", "range": 32}
        api = Api(
            POST__accessControlLists__A1__ipRanges=in_turn(lost),
            GET__accessControlLists__A1=always({**PBX, "ipRanges": [OFFICE, LAB, new]}),
        )
        run(api, desired("acl", "pbx", ip_ranges=["203.0.113.10", "198.51.100.0/24", "203.0.113.11"]))
        assert len(api.writes()) == 1

    def test_failure_half_way(self) -> None:
        """What was written before it is told as a change."""
        api = Api(
            POST__accessControlLists__A1__ipRanges=lambda body: {**body, "id": "R3"},
            DELETE__accessControlLists__A1__ipRanges__R2=in_turn(refusal(403)),
        )
        with pytest.raises(SinchError) as caught:
            run(api, desired("acl", "pbx", ip_ranges=["203.0.113.10", "203.0.113.11"]))
        assert caught.value.more == {"changed": True}

    def test_added_by_another_run_too(self) -> None:
        """Of two that two runs have added at the same time, the one with the lower ID stays."""
        new = {"id": "R3", "ipAddress": "203.0.113.11", "range": 32}
        both = {**PBX, "ipRanges": [OFFICE, LAB, {**new, "id": "R4"}, new]}
        api = Api(
            POST__accessControlLists__A1__ipRanges=always(new),
            DELETE__accessControlLists__A1__ipRanges__R4=always(None),
            GET__accessControlLists__A1=in_turn(both, {**PBX, "ipRanges": [OFFICE, LAB, new]}),
        )
        run(api, desired("acl", "pbx", ip_ranges=["203.0.113.10", "198.51.100.0/24", "203.0.113.11"]))
        assert api.writes()[1:] == [("DELETE", "accessControlLists/A1/ipRanges/R4")]

    def test_not_in_effect(self) -> None:
        """A range that is there after it was removed is an error."""
        api = Api(DELETE__accessControlLists__A1__ipRanges__R2=always(None), GET__accessControlLists__A1=always(PBX))
        assert "shows that it is not (ip_ranges)" in refused(api, desired("acl", "pbx", ip_ranges=["203.0.113.10"]))

    def test_more_than_ranges_changes(self) -> None:
        """Where something else changes too, one PUT writes it all; what that leaves in place is removed alone."""
        left = {**PBX, "enabled": False}
        done = {**left, "ipRanges": [OFFICE]}
        api = Api(
            PUT__accessControlLists__A1=always(left),
            GET__accessControlLists__A1=in_turn(PBX, left, done),
            DELETE__accessControlLists__A1__ipRanges__R2=always(None),
        )
        plan = run(api, desired("acl", "pbx", ip_ranges=["203.0.113.10"], enabled=False))
        assert [one[:2] for one in api.writes()] == [
            ("PUT", "accessControlLists/A1"),
            ("DELETE", "accessControlLists/A1/ipRanges/R2"),
        ]
        assert plan.changes[0].status == "done"

    def test_described_anew(self) -> None:
        """A new description is not an item that comes or goes."""
        api = Api(GET__accessControlLists__A1=always(PBX), PUT__accessControlLists__A1=lambda body: {**PBX, **body})
        ranges = ["203.0.113.10", {"cidr": "198.51.100.0/24", "description": "new"}]
        run(api, desired("acl", "pbx", ip_ranges=ranges))
        assert [method for method, *_more in api.writes()] == ["PUT"]

    def test_rename_that_the_api_changes(self) -> None:
        """The same for a new name."""
        renamed = {**PHONES, "name": "the desks"}
        api = Api(PUT__credentialLists__C1=always(renamed), GET__credentialLists__C1=always(renamed))
        message = refused(api, Desired("credential_list", id="C1", values={"name": "the  desks"}))
        assert "'the  desks' was sent, and it is there under 'the desks' now (ID C1)" in message

    def test_half_done(self) -> None:
        """An item that neither the PUT nor its own request writes is an error that names the field."""
        left = {**PBX, "enabled": False}
        api = Api(
            PUT__accessControlLists__A1=always(left),
            GET__accessControlLists__A1=in_turn(PBX, left),
            DELETE__accessControlLists__A1__ipRanges__R2=always(None),
        )
        message = refused(api, desired("acl", "pbx", ip_ranges=["203.0.113.10"], enabled=False))
        assert "shows that it is not (ip_ranges)" in message

    @pytest.mark.parametrize("answer", [None, "", []])
    def test_no_object_in_the_answer(self, answer: Any) -> None:
        """An update whose answer is no object is taken for done."""
        api = Api(GET__trunks__T1=always(MAIN), PUT__trunks__T1=always(answer))
        plan = run(api, desired("sip_trunk", "main", enable_caller_name=True))
        assert (plan.outcomes[0].show() or {})["enable_caller_name"] is True

    def test_ranges_without_ids(self) -> None:
        """Where a range has no address of its own, the whole ACL is written."""
        bare = {**PBX, "ipRanges": [{key: item for key, item in OFFICE.items() if key != "id"}]}
        api = Api(GET__accessControlLists__A1=always(bare), PUT__accessControlLists__A1=lambda body: {**bare, **body})
        snapshot = Snapshot({("acl", ""): [bare]})
        plan = make_plan(snapshot, [desired("acl", "pbx", ip_ranges=["203.0.113.10", "203.0.113.11"])])
        apply_plan(cast(Client, api), plan, snapshot, Workers())
        assert [method for method, *_more in api.writes()] == ["PUT"]

    def test_object_that_is_gone(self) -> None:
        """An object that cannot be read is written as it was planned."""
        api = Api(PUT__trunks__T1=lambda body: {**body, "id": "T1"})
        run(api, desired("sip_trunk", "main", enable_caller_name=True))
        assert api.writes()[0][2]["future"] == 1
