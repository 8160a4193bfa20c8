# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Relations: the lists to read and the dependents, also of a resource that is made up."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Read, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan, required_reads
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._plan.relations import dependents, reads_of
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES
from ansible_collections.sinch.sip.plugins.module_utils._resources.credentials import Credential, Credentials
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Field, Resource, text
from ansible_collections.sinch.sip.plugins.module_utils._resources.relations import (
    Assignment,
    KeyReference,
    Link,
    Parent,
)

TRUNKS = [{"id": "T1", "name": "main"}, {"id": "T2", "name": "spare"}]
ACL = {"id": "A1", "name": "office"}
LIST = {"id": "C1", "name": "phones", "credentials": [{"username": "alice"}, {"username": "bob"}]}
DESK = {"id": "E1", "name": "desk", "credentialUsername": "alice"}
BASE: dict[tuple[str, str], list[Any]] = {
    ("sip_trunk", ""): TRUNKS,
    ("acl", ""): [ACL],
    ("credential_list", ""): [LIST],
    ("sip_endpoint", "T1"): [DESK],
}
LINKS = {("credential_lists", "T1"): ["C1"]}


def _users(*names: str) -> dict[str, Any]:
    return {"credentials": {name: Credential(name) for name in names}}


def _of(*kinds: str) -> list[Read]:
    return [Read("objects", *kind.split("/")) for kind in kinds]


ENDPOINTS = _of("sip_trunk", "sip_endpoint/T1", "sip_endpoint/T2")


@pytest.mark.parametrize(
    ("desired", "reads"),
    [
        (Desired("acl", name="new"), _of("acl")),
        (Desired("sip_endpoint", name="x", parent="nowhere"), _of("sip_trunk")),
        (Desired("sip_endpoint", name="x", parent="main"), _of("sip_trunk", "sip_endpoint/T1")),
        # A registered endpoint needs the credential lists of its trunk, a static one does not.
        (
            Desired("sip_endpoint", name="x", parent="T1", values={"credential_username": "bob"}),
            [*_of("sip_trunk", "sip_endpoint/T1", "credential_list"), Read("links", "credential_lists", "T1")],
        ),
        (
            Desired("sip_endpoint", name="desk", parent="T1"),
            [*_of("sip_trunk", "sip_endpoint/T1", "credential_list"), Read("links", "credential_lists", "T1")],
        ),
        (
            Desired("sip_endpoint", name="desk", parent="T1", values={"address": "x"}),
            _of("sip_trunk", "sip_endpoint/T1"),
        ),
        (
            Desired("phone_number", name="+1202", values={"sip_trunk_id": "main"}),
            _of("phone_number", "sip_trunk", "active_number"),
        ),
        # Links that are not asked for are not read, nor those of a trunk that is new.
        (Desired("sip_trunk", name="main"), _of("sip_trunk")),
        (Desired("sip_trunk", name="new", links={"acls": ("office",)}), _of("sip_trunk", "acl")),
        (
            Desired("sip_trunk", name="main", links={"acls": ()}),
            [*_of("sip_trunk", "acl"), Read("links", "acls", "T1")],
        ),
        # Whoever uses what a trunk loses is looked for.
        (
            Desired("sip_trunk", name="main", links={"credential_lists": ()}),
            [*_of("sip_trunk", "credential_list"), Read("links", "credential_lists", "T1"), *_of("sip_endpoint/T1")],
        ),
        (
            Desired("sip_trunk", name="main", links={"credential_lists": ("phones",)}),
            [*_of("sip_trunk", "credential_list"), Read("links", "credential_lists", "T1")],
        ),
        (
            Desired("credential_list", name="phones", values=_users("bob")),
            [*_of("credential_list"), *ENDPOINTS, Read("links", "credential_lists", "T1")],
        ),
        (Desired("credential_list", name="phones", values=_users("alice")), [*_of("credential_list"), *ENDPOINTS]),
        (Desired("credential_list", name="phones", values=_users("alice", "bob")), _of("credential_list")),
        (Desired("credential_list", name="phones", values=_users("bob"), additive=True), _of("credential_list")),
        (Desired("credential_list", name="phones", values={"name": "new"}), _of("credential_list")),
        # A deletion needs all dependents.
        (Desired("acl", name="gone", absent=True), _of("acl")),
        (Desired("acl", name="office", absent=True), [*_of("acl"), Read("users", "acls", "A1")]),
        (
            Desired("credential_list", name="phones", absent=True),
            [*_of("credential_list"), *ENDPOINTS, Read("users", "credential_lists", "C1")],
        ),
        (
            Desired("sip_trunk", name="main", absent=True),
            [
                *_of("sip_trunk", "acl", "credential_list", "sip_endpoint/T1", "phone_number"),
                Read("links", "acls", "T1"),
                Read("links", "credential_lists", "T1"),
            ],
        ),
        (Desired("country_permission", name="US", absent=True), _of("country_permission")),
    ],
)
def test_reads(desired: Desired, reads: list[Read]) -> None:
    assert sorted(dict.fromkeys(reads_of(Snapshot(dict(BASE), dict(LINKS)), desired))) == sorted(reads)


def test_reads_of_a_name_that_two_have() -> None:
    """What is not known to be meant is not looked into."""
    snapshot = Snapshot({("acl", ""): [ACL, {**ACL, "id": "A2"}]})
    assert [*reads_of(snapshot, Desired("acl", name="office", absent=True))] == _of("acl")


@pytest.mark.parametrize(
    ("purge", "reads"),
    [
        (Purge("acl"), [*_of("acl"), Read("users", "acls", "A1")]),
        (Purge("sip_endpoint"), ENDPOINTS),
        (Purge("sip_endpoint", parents=frozenset({"spare"})), _of("sip_trunk", "sip_endpoint/T2")),
        (Purge("phone_number"), _of("phone_number")),
        (Purge("phone_number", parents=frozenset({"main"})), _of("sip_trunk", "phone_number")),
    ],
)
def test_reads_of_a_purge(purge: Purge, reads: list[Read]) -> None:
    found = required_reads(Snapshot(dict(BASE), dict(LINKS)), [], [purge])
    assert sorted(dict.fromkeys(found)) == sorted(reads)


def test_dependents() -> None:
    """What blocks a deletion, with the object that goes first in front."""
    number = {"phoneNumber": "+1202", "sipTrunkId": "T1"}
    snapshot = Snapshot(
        {**BASE, ("phone_number", ""): [number, {**number, "phoneNumber": "+1203", "sipTrunkId": "T2"}]},
        {("acls", "T1"): ["A1"], **LINKS},
        {("credential_lists", "C1"): {"T1": "main"}},
    )
    trunk = [*dependents(snapshot, RESOURCES["sip_trunk"], TRUNKS[0])]
    assert [str(one) for one in trunk] == [
        "phone number '+1202'",
        "SIP endpoint 'desk' (ID E1)",
        "ACL 'office' (ID A1)",
        "credential list 'phones' (ID C1)",
    ]
    assert [one.key for one in trunk][1:3] == [("object", "sip_endpoint", "E1"), ("link", "acls", "T1", "A1")]
    phones = [*dependents(snapshot, RESOURCES["credential_list"], LIST)]
    assert [(str(one), one.parent) for one in phones] == [
        ("SIP endpoint 'desk' (ID E1)", "T1"),
        ("SIP trunk 'main' (ID T1)", ""),
    ]
    nobody = {**LIST, "credentials": [{"username": "bob"}]}
    assert [one.kind for one in dependents(snapshot, RESOURCES["credential_list"], nobody)] == ["sip_trunk"]


# A made-up world: racks have keyrings linked, doors belong to racks and use a key of a keyring, and badges are
# assigned to racks.
KEYRING = Resource(
    "keyring", "keyring", "keyrings", ("keyrings",), (text("name", required=True), Field("users", Credentials()))
)
RACK = Resource(
    "rack",
    "rack",
    "racks",
    ("racks",),
    (text("name", required=True),),
    relations=(Link("keyrings", "keyring", path="keyrings", body_key="ids", list_keys=("ids",)),),
)
DOOR = Resource(
    "door",
    "door",
    "doors",
    ("doors",),
    (text("name", required=True), text("opener"), text("code"), Field("rack_id", read_only=True)),
    relations=(
        Parent("rack", "rack", field="rack_id"),
        KeyReference(
            "opener",
            "keyring",
            field="opener",
            instead="code",
            items="users",
            through="keyrings",
            use="opens for",
            consequence="it could not open",
        ),
    ),
)
BADGE = Resource(
    "badge",
    "badge",
    "badges",
    ("badges",),
    (text("name", read_only=True), text("rack_id", internal=True)),
    key="name",
    absent={"rack_id": ""},
    relations=(Assignment("rack", "rack", field="rack_id", override="move", condition="it is printed"),),
)
RACKS = [{"id": "R1", "name": "left"}, {"id": "R2", "name": "right"}]
KEYS = {"id": "K1", "name": "night", "users": [{"username": "guard"}]}
FRONT = {"id": "D1", "name": "front", "opener": "guard", "rackId": "R1"}
WORLD: dict[tuple[str, str], list[Any]] = {
    ("keyring", ""): [KEYS, {"id": "K2", "name": "day", "users": []}],
    ("rack", ""): RACKS,
    ("door", "R1"): [FRONT],
    ("door", "R2"): [],
    ("badge", ""): [{"name": "b1", "rackId": "R1"}],
}
WORLD_LINKS = {("keyrings", "R1"): ["K1"], ("keyrings", "R2"): []}
WORLD_USERS = {("keyrings", "K1"): {"R1": "left"}, ("keyrings", "K2"): {}}


@pytest.fixture
def _world(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (KEYRING, RACK, DOOR, BADGE):
        monkeypatch.setitem(RESOURCES, one.kind, one)


def _plan(*desired: Desired, purges: tuple[Purge, ...] = ()) -> Plan:
    return make_plan(Snapshot(dict(WORLD), dict(WORLD_LINKS), dict(WORLD_USERS)), desired, purges)


def _door(**more: Any) -> Desired:
    values = {"name": "back", "opener": more.pop("opener", "guard")}
    return Desired("door", name="back", parent=more.pop("parent", "left"), values=values, **more)


@pytest.mark.usefixtures("_world")
class TestMadeUpResources:
    """Resources that the planner has never heard of, with a relation of each sort."""

    def test_reads(self) -> None:
        snapshot = Snapshot({("rack", ""): RACKS, ("keyring", ""): [KEYS]})
        doors = _of("rack", "door/R1", "door/R2")
        assert sorted(dict.fromkeys(reads_of(snapshot, Desired("keyring", id="K1", absent=True)))) == sorted(
            [*_of("keyring"), *doors, Read("users", "keyrings", "K1")]
        )
        assert {*reads_of(snapshot, _door())} == {
            *_of("rack", "door/R1", "keyring"),
            Read("links", "keyrings", "R1"),
        }

    def test_created_in_order(self) -> None:
        """A door waits for the link to the keyring that has its key; all wait for what they belong to."""
        keyring = Desired(
            "keyring", name="new", values={"name": "new", "users": {"cat": Credential("cat", "Secret-12345")}}
        )
        rack = Desired("rack", name="third", values={"name": "third"}, links={"keyrings": ("new",)})
        plan = _plan(_door(parent="third", opener="cat"), rack, keyring)
        assert plan.problems == plan.missing == []
        names = [str(change) for change in plan.changes]
        assert names == [
            "create keyring 'new'",
            "create rack 'third'",
            "link keyring 'new' to rack 'third'",
            "create door 'back' of 'third'",
        ]
        assert [sorted(change.depends_on) for change in plan.changes] == [[], [], [0, 1], [1, 2]]

    @pytest.mark.parametrize(("opener", "missing"), [("guard", 0), ("thief", 1), ("", 0)])
    def test_missing_key(self, opener: str, missing: int) -> None:
        plan = _plan(_door(opener=opener))
        assert len(plan.missing) == missing
        assert "so that it could not open" in "".join(plan.missing) or not missing

    def test_key_that_is_taken_away(self) -> None:
        """What takes the key of a door away is refused, and with force a warning; not if the door goes too."""
        for desired in (
            Desired("keyring", name="night", values={"users": {}}),
            Desired("rack", name="left", links={"keyrings": ()}),
        ):
            (problem,) = _plan(desired).problems
            assert "the door 'front' (ID D1) of 'left' opens for 'guard'" in problem
            forced = Desired(desired.kind, desired.name, values=desired.values, links=desired.links, force=True)
            assert [len(part) for part in (_plan(forced).problems, _plan(forced).notices)] == [0, 1]
            gone = _plan(desired, Desired("door", name="front", parent="left", absent=True))
            losing = next(change for change in gone.changes if change.action in ("remove", "unlink"))
            letting_go = next(change for change in gone.changes if change.action == "delete")
            assert (gone.problems, losing.depends_on) == ([], {letting_go.index})

    def test_assignment(self) -> None:
        moved = Desired("badge", name="b1", values={"rack_id": "right"})
        assert "set move: true" in _plan(moved).problems[0]
        allowed = Desired("badge", name="b1", values={"rack_id": "right"}, overrides=frozenset({"move"}))
        (change,) = _plan(allowed).changes
        assert (change.action, change.targets, change.before, change.after) == (
            "assign",
            ("R2",),
            {"rack": "left"},
            {"rack": "right"},
        )
        new = _plan(Desired("badge", name="b2", values={"rack_id": "left"}))
        assert "unless it is printed" in new.unverifiable[0]

    def test_deletion(self) -> None:
        plan = _plan(Desired("rack", name="left", absent=True))
        assert "is in use by badge 'b1', door 'front' (ID D1), keyring 'night' (ID K1)" in plan.problems[0]
        assert plan.in_use_by == [
            {"kind": "badge", "id": "b1", "name": "b1", "rack": "left"},
            {"kind": "door", "id": "D1", "name": "front", "rack": "left"},
            {"kind": "keyring", "id": "K1", "name": "night"},
        ]
        forced = _plan(Desired("rack", name="left", absent=True, force=True))
        assert [str(change) for change in forced.changes] == [
            "unassign badge 'b1'",
            "delete door 'front' of 'left'",
            "unlink keyring 'night' from rack 'left'",
            "delete rack 'left'",
        ]
        assert forced.changes[-1].depends_on == {0, 1, 2}

    def test_key_that_a_staying_door_needs(self) -> None:
        keyring = Desired("keyring", name="night", absent=True, force=True)
        (problem,) = _plan(keyring, Desired("door", name="front", parent="left")).problems
        assert problem == "state: door 'front' (ID D1) of 'left' is to stay, and opens for 'guard'"

    @pytest.mark.parametrize(
        ("desired", "kind", "gone"),
        [
            (Desired("door", name="front", parent="left"), "keyring", ["K2"]),
            (Desired("door", name="front", parent="left"), "rack", ["R2"]),
            (Desired("badge", name="b1", values={"rack_id": "left"}), "rack", ["R2"]),
            (Desired("rack", name="left", links={"keyrings": ("night",)}), "keyring", ["K2"]),
            (Desired("rack", name="left"), "badge", ["b1"]),
        ],
    )
    def test_purge(self, desired: Desired, kind: str, gone: list[str]) -> None:
        """A purge spares what desired objects refer to."""
        plan = _plan(desired, purges=(Purge(kind, purge_all=True),))
        changes = [change.id for change in plan.changes if change.kind == kind and change.removes]
        assert (plan.problems, changes) == ([], gone)
