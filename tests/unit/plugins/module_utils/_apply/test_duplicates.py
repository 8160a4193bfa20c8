# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Duplicates: objects that two runs create at the same time."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.duplicates import resolve_duplicates
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Made, Plan

OWN = {"id": "A5", "name": "office", "enabled": True, "ipRanges": []}
PATH = "accessControlLists"


def _created(name: str = "office", own: str = "A5", kind: str = "acl", **more: Any) -> Change:
    return Change(0, "create", kind, name, f"{kind} {name!r}", id=own, status="done", **more)


def _resolve(make_writer: Any, api: Any, changes: list[Change], own: Any = None) -> dict[int, Any]:
    """Resolve the duplicates of created objects, and return the errors."""
    for index, change in enumerate(changes):
        change.index = index
    verification = make_writer(api, Plan(changes)).verification
    verification.results.answers = {change.index: own or OWN for change in changes}
    resolve_duplicates(verification, changes, Workers())
    errors: dict[int, Any] = verification.results.errors
    return errors


@pytest.mark.parametrize(
    ("others", "own_id", "keys"),
    [
        ([], "A5", [f"GET {PATH}"]),
        ([{**OWN, "id": "A9"}], "A5", [f"GET {PATH}"]),
        ([{**OWN, "id": "A1", "name": "lab"}], "A5", [f"GET {PATH}"]),
        ([{**OWN, "id": "A1"}], "A1", [f"GET {PATH}", f"DELETE {PATH}/A5"]),
        ([{**OWN, "id": "A9"}, {**OWN, "id": "A1", "createTime": "2026"}], "A1", [f"GET {PATH}", f"DELETE {PATH}/A5"]),
    ],
)
def test_lowest_id_stays(others: list[Any], own_id: str, keys: list[str], make_api: Any, make_writer: Any) -> None:
    change = _created()
    api = make_api({f"GET {PATH}": [OWN, *others], f"DELETE {PATH}/A5": None})
    assert _resolve(make_writer, api, [change]) == {}
    assert (change.id, api.keys) == (own_id, keys)


@pytest.mark.parametrize("reason", ["differs", "depended on"])
def test_both_stay(reason: str, make_api: Any, make_writer: Any) -> None:
    """An object that differs, or that another change depends on, is not given up: the error has both IDs."""
    other = {**OWN, "id": "A1", "enabled": reason != "differs"}
    link = Change(1, "link", "sip_trunk", "main", "link", id="T1", depends_on={0} if reason == "depended on" else set())
    api = make_api({f"GET {PATH}": [OWN, other]})
    errors = _resolve(make_writer, api, [_created(), link])
    assert list(errors) == [0]
    assert "(IDs A1, A5)" in str(errors[0])
    assert "an ACL 'office'" in str(errors[0])
    assert api.keys == [f"GET {PATH}"]


def test_one_list_for_a_kind_and_a_parent(make_api: Any, make_writer: Any) -> None:
    """Each kind and parent takes one list; objects of unique kinds and of new parents have no duplicates."""
    changes = [
        *(_created(f"n{one}", f"A{one}") for one in range(3)),
        _created("x", "E1", "sip_endpoint", parent="T1"),
        _created("y", "E2", "sip_endpoint", parent="T2"),
        _created("z", "E3", "sip_endpoint", parent=Made(0)),
        _created("main", "T3", "sip_trunk"),
    ]
    changes.append(Change(0, "create", "acl", "failed", "ACL", status="failed"))
    api = make_api({f"GET {PATH}": [], "GET trunks/T1/endpoints": [], "GET trunks/T2/endpoints": []})
    assert _resolve(make_writer, api, changes) == {}
    assert sorted(api.keys) == [f"GET {PATH}", "GET trunks/T1/endpoints", "GET trunks/T2/endpoints"]


def test_list_that_fails(make_api: Any, make_writer: Any) -> None:
    """Where the list cannot be read, each object of it may be double."""
    api = make_api({f"GET {PATH}": ApiError("no", method="GET", path="/x", status=500)})
    assert list(_resolve(make_writer, api, [_created(), _created("lab", "A6")])) == [0, 1]


def test_each_object_is_looked_at(make_api: Any, make_writer: Any) -> None:
    """An object without a duplicate, or with the lowest ID, stops no other one from being resolved."""
    changes = [_created("lone", "A2"), _created("lowest", "A3"), _created()]
    listed = [{**OWN, "id": own, "name": name} for own, name in (("A2", "lone"), ("A3", "lowest"), ("A4", "lowest"))]
    api = make_api({f"GET {PATH}": [*listed, OWN, {**OWN, "id": "A1"}], f"DELETE {PATH}/A5": None})
    assert _resolve(make_writer, api, changes) == {}
    assert [change.id for change in changes] == ["A2", "A3", "A1"]
