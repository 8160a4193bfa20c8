# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of planning: looking things up in a snapshot, and what changes and outcomes show."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import (
    Change,
    Desired,
    Made,
    Outcome,
    Read,
    Snapshot,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL, SIP_TRUNK

MAIN = {"id": "T1", "name": "main", "hostName": "main", "future": 1}
TWIN, OTHER = {"id": "T2", "name": "main"}, {"id": "main", "name": "T1"}


def _snapshot(*trunks: Any) -> Snapshot:
    return Snapshot({("sip_trunk", ""): list(trunks)}, {("acls", "T1"): ["A1"]}, {("acls", "A1"): {"T1": "main"}})


@pytest.mark.parametrize(("token", "ids"), [("T1", ["T1"]), ("main", ["main"]), ("T2", ["T2"]), ("Main", []), ("", [])])
def test_lookup(token: str, ids: list[str]) -> None:
    """An ID comes before a name, and names are matched exactly."""
    assert [one["id"] for one in _snapshot(MAIN, TWIN, OTHER).lookup("sip_trunk", token)] == ids


@pytest.mark.parametrize(
    ("desired", "ids"),
    [
        (Desired("sip_trunk", name="main"), ["T1", "T2"]),
        (Desired("sip_trunk", id="T2", name="new"), ["T2"]),
        (Desired("sip_trunk", id="T9"), []),
        (Desired("sip_trunk", name="T2"), []),
        (Desired("acl", name="x"), []),
    ],
)
def test_find(desired: Desired, ids: list[str]) -> None:
    assert [one["id"] for one in _snapshot(MAIN, TWIN).find(desired)] == ids


def test_having() -> None:
    snapshot, field = _snapshot(MAIN, {**TWIN, "hostName": "MAIN"}, {"id": "T3"}), SIP_TRUNK.field("host_name")
    assert [one["id"] for one in snapshot.having("sip_trunk", field, "main")] == ["T1", "T2"]
    assert snapshot.having("sip_trunk", field, "x") == []


def test_has_and_linked() -> None:
    snapshot = _snapshot(MAIN)
    known = [Read("objects", "sip_trunk"), Read("links", "acls", "T1"), Read("users", "acls", "A1")]
    assert all(map(snapshot.has, known))
    assert not any(
        map(snapshot.has, [Read("objects", "acl"), Read("links", "acls", "T2"), Read("users", "acls", "T1")])
    )
    assert (snapshot.linked("acls", "T1"), snapshot.linked("acls", "T2"), snapshot.linked("acls", Made(0))) == (
        ["A1"],
        [],
        [],
    )
    assert (snapshot.name_of("sip_trunk", "T1"), snapshot.name_of("sip_trunk", "T9")) == ("main", "T9")
    assert snapshot.everywhere("sip_trunk") == [("", MAIN)]


def test_objects_that_are_read_later_are_found() -> None:
    snapshot = Snapshot()
    assert snapshot.lookup("acl", "A1") == []
    snapshot.objects["acl", ""] = [{"id": "A1"}]
    assert len(snapshot.lookup("acl", "A1")) == 1


def _outcome(**more: Any) -> Outcome:
    before = SIP_TRUNK.state_of(MAIN)
    after = before._replace(values={**before.values, "name": "new", "enable_caller_name": True})
    return Outcome(
        SIP_TRUNK, Desired("sip_trunk", name="new"), "T1", before, after, {"acls": ["a"]}, {"acls": []}, **more
    )


def test_outcome() -> None:
    outcome = _outcome(notes={"set_again": ["x"]})
    before, after = outcome.diff()
    assert {key: item for key, item in after.items() if before.get(key) != item} == {
        "name": "new",
        "enable_caller_name": True,
        "acls": [],
        "set_again": ["x"],
    }
    shown = outcome.show() or {}
    assert (shown["id"], shown["name"], shown["future"], shown["acls"]) == ("T1", "new", 1, [])
    assert (outcome.title, outcome.ref) == ("main", "T1")
    gone = Outcome(SIP_TRUNK, outcome.desired, "T1", outcome.before, None, {"acls": ["a"]})
    shown = gone.show() or {}
    assert (shown["name"], shown["acls"], gone.diff()[1]) == ("main", ["a"], {})
    none = Outcome(SIP_TRUNK, outcome.desired, None, None, None)
    assert (none.show(), none.title) == (None, "new")


def test_outcome_that_is_created() -> None:
    change = Change(3, "create", "sip_trunk", "new", "SIP trunk 'new'")
    outcome = Outcome(SIP_TRUNK, Desired("sip_trunk", name="new"), None, None, None, change=change)
    assert outcome.ref == Made(3)
    outcome.change = None
    with pytest.raises(ValueError, match="nothing creates the SIP trunk 'new'"):
        assert outcome.ref


@pytest.mark.parametrize(
    ("more", "before", "after"),
    [
        ({"written": ("name", "domain")}, {"name": "main"}, {"name": "new"}),
        ({"names_before": {"acls": ["a"]}, "item": "x"}, {"acls": ["a"]}, {}),
    ],
)
def test_shown_by_a_change(more: dict[str, Any], before: Any, after: Any) -> None:
    """Results show the options that are written; of an item, its key."""
    change = Change(0, "update", "sip_trunk", "main", "SIP trunk 'main'", **more)
    change.write(_outcome())
    assert (change.before, change.after) == (before, after)
    assert change.values["name"] == "new"


def test_shown_by_a_creation() -> None:
    change = Change(0, "create", "acl", "new", "ACL 'new'")
    assert (change.before, change.after, change.values) == ({}, {}, {})
    change.write(Outcome(ACL, Desired("acl"), None, None, ACL.state_of({"name": "new"})))
    assert change.after == {"name": "new", "enabled": True, "ip_ranges": []}
    assert change.before == {}


@pytest.mark.parametrize(
    ("action", "removes"),
    [
        (one, one in ("delete", "unlink", "unassign", "remove"))
        for one in ("create", "update", "delete", "link", "unlink")
    ]
    + [("assign", False), ("unassign", True), ("add", False), ("set", False), ("remove", True)],
)
def test_removes(action: str, removes: bool) -> None:
    assert Change(0, action, "acl", "x", "x").removes is removes


def test_waiting() -> None:
    first, second, third = (Change(index, "create", "acl", "x", "x") for index in range(3))
    third.wait_for(first, None, third)
    assert third.depends_on == {0}
    third.wait_instead(first, second)
    assert third.depends_on == {1}
    third.follow(Change(4, "assign", "acl", "x", "x", names_after={"trunk": None}))
    assert third.names_before == {"trunk": None}


@pytest.mark.parametrize(
    ("own", "label"), [("T1", "T1"), ("T2", "T2"), ("T3", "other"), ("T4", "T4"), ("T5", "T5"), ("gone", "gone")]
)
def test_label(own: str, label: str) -> None:
    """An object has its name, or its ID where the name is shared, is missing or is the ID of another."""
    trunks = [MAIN, TWIN, {"id": "T3", "name": "other"}, {"id": "T4", "name": " "}, {"id": "T5", "name": "T3"}]
    assert _snapshot(*trunks).label("sip_trunk", own) == label
