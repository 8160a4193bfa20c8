# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The builder: names, things that changes add and take away, and problems that are told once."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.builder import PlanBuilder, References, Target
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Made, Missing, Ref, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL, SIP_ENDPOINT

OFFICE = {"id": "A1", "name": "office"}
DESIRED = Desired("sip_trunk", name="main", where="trunks[1]: ")


def _builder(*names: tuple[Ref, str]) -> PlanBuilder:
    builder = PlanBuilder(Snapshot({("acl", ""): [OFFICE], ("sip_trunk", ""): [{"id": "T1", "name": "main"}]}))
    for ref, name in names:
        builder.name("acl", None, ref, name)
    return builder


@pytest.mark.parametrize(
    ("names", "token", "ref", "problem", "missing"),
    [
        ([("A1", "office")], "office", "A1", "", ""),
        ([("A1", "office")], "A1", "A1", "", ""),
        ([("A1", "A2"), ("A2", "x")], "A2", "A2", "", ""),
        ([(Made(0), "new")], "new", Made(0), "", ""),
        ([("A1", "office"), ("A2", "office")], "office", "A1", "2 ACLs are named 'office' (IDs A1, A2)", ""),
        ([], "office", Missing("office"), "removes or renames the ACL 'office'", ""),
        ([], "nowhere", Missing("nowhere"), "", "no ACL with the name or ID 'nowhere'"),
    ],
)
def test_resolve(names: list[Any], token: str, ref: Ref, problem: str, missing: str) -> None:
    builder = _builder(*names)
    for _again in range(2):
        assert builder.resolve(DESIRED, "acl", token, "acls") == ref
    for found, expected in ((builder.problems, problem), (builder.missing_references, missing)):
        assert len(found) == bool(expected)
        assert all(one.startswith("trunks[1]: acls: ") and expected in one for one in found)


def test_resolve_quietly() -> None:
    """A missing parent of an object that is to be gone is no problem."""
    builder = _builder()
    gone = Desired("sip_trunk", name="main", absent=True)
    assert builder.resolve(gone, "acl", "nowhere", "acls", quiet=True) == Missing("nowhere")
    assert builder.resolve(gone, "acl", "office", "acls") == Missing("office")
    assert (builder.problems, len(builder.missing_references)) == ([], 1)


@pytest.mark.parametrize(
    ("names", "label"), [({"A1": "x"}, "x"), ({}, "given"), ({"A1": "x", "A2": "x"}, "A1"), ({"A2": "given"}, "given")]
)
def test_label(names: dict[str, str], label: str) -> None:
    """An object is called by its name; by its ID where several have that name."""
    references = References()
    for ref, name in names.items():
        references.add(("acl", None), ref, name)
    assert references.label("acl", "A1", "given") == label


def test_obstacle_is_a_problem_too() -> None:
    builder = _builder()
    for _again in range(2):
        builder.obstacle(DESIRED, "no")
        builder.obstacle(None, "cycle")
        builder.problem(DESIRED, "other")
    assert builder.problems == ["trunks[1]: no", "cycle", "trunks[1]: other"]
    assert builder.obstacles == {"trunks[1]: no", "cycle"}


@pytest.mark.parametrize(
    ("parent", "name", "depends_on"),
    [("T1", "main", set()), (Made(4), "asked for", {4}), (Missing("nowhere"), "nowhere", set())],
)
def test_change_of_an_object_with_a_parent(parent: Ref, name: str, depends_on: set[int]) -> None:
    builder = _builder()
    target = Target(Desired("sip_endpoint", name="desk", parent="asked for"), SIP_ENDPOINT, parent, None)
    change = builder.change("create", target, "a part of ")
    assert str(change) == f"create a part of SIP endpoint 'desk' of {name!r}"
    assert (change.parent_name, change.depends_on, change.index) == (name, depends_on, 0)


def test_added_and_removed_by() -> None:
    builder = _builder()
    target = Target(Desired("acl", name="office"), ACL, None, OFFICE)
    first = builder.change("update", target, id="A1", adds=[("a",), ("b",)])
    second = builder.change("delete", target, id=Made(0), targets=(Made(0), "A2"), removes=("c",))
    assert [builder.added_by((key,)) for key in "abc"] == [first, first, None]
    assert [builder.removed_by((key,)) for key in "abc"] == [None, None, second]
    assert (second.depends_on, second.index, second.name, target.own) == ({0}, 1, "office", "A1")
    first.wait_for(builder.change("create", target))
    assert [change.index for change in builder.in_order()] == [2, 0, 1]
