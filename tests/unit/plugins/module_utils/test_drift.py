# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The differences in a plan."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._drift import FieldDifference, differences


def entry(action: str, kind: str, name: str, known_by: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action": action, "kind": kind, "name": name, "id": known_by, "before": {}, "after": {}, **more}


def _assign(before: str | None, after: str | None) -> dict[str, Any]:
    return entry("assign", "phone_number", "+12", "+12", before={"trunk": before}, after={"trunk": after})


def _enable(kind: str, enabled: bool) -> dict[str, Any]:
    return entry("update", kind, "US", "US", before={"enabled": not enabled}, after={"enabled": enabled})


@pytest.mark.parametrize(
    ("planned", "sentence"),
    [
        (entry("create", "acl", "a", after={"enabled": True}), "only in the file: ACL a"),
        (entry("delete", "acl", "a", "A1", before={"enabled": True}), "only in the project: ACL a"),
        (
            entry("update", "sip_endpoint", "e", "E1", trunk="t", before={"port": 5060}, after={"port": None}),
            "differs: SIP endpoint e of t (port: 5060 in the project, none in the file)",
        ),
        (entry("remove", "acl", "a", "A1", before={"x": ["b"]}), "differs: ACL a (x: b only in the project)"),
        (_assign(None, "t"), "only in the file: phone number +12 of t"),
        (_assign("t", None), "only in the project: phone number +12 of t"),
        (_assign("t", "u"), "differs: phone number +12 of t (trunk: t in the project, u in the file)"),
        (_enable("acl", True), "differs: ACL US (enabled: false in the project, true in the file)"),
        (_enable("country_permission", True), "only in the file: country permission US"),
        (_enable("country_permission", False), "only in the project: country permission US"),
    ],
)
def test_sentences(planned: dict[str, Any], sentence: str) -> None:
    assert [one.sentence() for one in differences([planned])] == [sentence]


def test_one_difference_for_each_object() -> None:
    """All changes of an object are one difference with its current name."""
    plan = [
        entry("update", "sip_trunk", "old", "T1", before={"name": "old"}, after={"name": "new"}),
        entry("link", "sip_trunk", "new", "T1", after={"acls": ["x", "y"]}),
        entry("unlink", "sip_trunk", "new", "T1", before={"acls": ["z"]}),
    ]
    (one,) = differences(plan)
    assert one.name == "old"
    assert one.changes == {"name": FieldDifference("old", "new"), "acls": FieldDifference(["z"], ["x", "y"])}


def test_sets_have_only_what_the_other_side_lacks() -> None:
    """A description is part of its range."""
    office = {"cidr": "203.0.113.10/32", "description": ""}
    lab, renamed = ({"cidr": "198.51.100.0/24", "description": text} for text in ("lab", "test"))
    (one,) = differences(
        [entry("update", "acl", "a", "A1", before={"ip_ranges": [office, lab]}, after={"ip_ranges": [office, renamed]})]
    )
    assert one.changes == {"ip_ranges": FieldDifference(["198.51.100.0/24 lab"], ["198.51.100.0/24 test"])}


def test_parts_come_and_go_with_their_trunk() -> None:
    """The endpoints of a trunk that is only on one side are its parts, but numbers that move are not."""
    plan = [
        entry("create", "sip_trunk", "new"),
        entry("create", "sip_endpoint", "e", trunk="new"),
        entry("create", "sip_endpoint", "f", trunk="new"),
        entry("delete", "sip_endpoint", "e", "E1", trunk="gone"),
        _assign("gone", "new"),
        entry("delete", "sip_trunk", "gone", "T1"),
    ]
    found = differences(plan)
    assert [one.sentence() for one in found] == [
        "only in the project: SIP trunk gone (SIP endpoints: 1)",
        "only in the file: SIP trunk new (SIP endpoints: 2)",
        "differs: phone number +12 of gone (trunk: gone in the project, new in the file)",
    ]
    shown = found[1].show()
    assert (shown["status"], shown["text"]) == ("only_in_file", "only in the file: SIP trunk new (SIP endpoints: 2)")
    assert [part["name"] for part in shown["parts"]] == ["e", "f"]
