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
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Made

OWN = {"id": "A5", "name": "office", "enabled": True, "ipRanges": []}
LIST, DELETE = "GET accessControlLists", "DELETE accessControlLists/A5"


def _created(name: str = "office", own: str = "A5", kind: str = "acl", **more: Any) -> Change:
    return Change(0, "create", kind, name, "", id=own, **{"status": "done", **more})


def _resolve(api: Any, *changes: Change) -> Any:
    """Resolve the duplicates of created objects, and return the results."""
    verification = api.writer(changes).verification
    verification.results.answers = {change.index: OWN for change in changes}
    resolve_duplicates(verification, changes, Workers())
    return verification.results


@pytest.mark.parametrize(
    ("offices", "own", "keys"),
    [
        ([OWN], "A5", [LIST]),
        ([OWN, {**OWN, "id": "A9"}], "A5", [LIST]),
        ([OWN, {**OWN, "id": "A1", "name": "lab"}], "A5", [LIST]),
        ([OWN, {**OWN, "id": "A1"}], "A1", [LIST, DELETE]),
        ([OWN, {**OWN, "id": "A9"}, {**OWN, "id": "A1", "createTime": "2026"}], "A1", [LIST, DELETE]),
        # A list that is too old to have the new object does not tell.
        ([{**OWN, "id": "A1"}], "A5", [LIST]),
    ],
)
def test_lowest_id_stays(offices: list[Any], own: str, keys: list[str], api: Any) -> None:
    """The object of this run is deleted where another one has a lower ID; changes before it have no part in that."""
    changes = [_created("lone", "A2"), _created("lowest", "A3"), _created()]
    listed = [{**OWN, "id": one, "name": name} for one, name in (("A2", "lone"), ("A3", "lowest"), ("A4", "lowest"))]
    api.answers = {LIST: [*listed, *offices], DELETE: None}
    results = _resolve(api, *changes)
    assert (results.errors, api.keys) == ({}, keys)
    assert ([change.id for change in changes], results.answers[2]["id"]) == (["A2", "A3", own], own)


@pytest.mark.parametrize(("enabled", "depends_on"), [(False, set()), (True, {0, 1})])
def test_both_stay(enabled: bool, depends_on: set[int], api: Any) -> None:
    """An object that differs, or that another change depends on, is not deleted: the error has both IDs."""
    api.answers = {LIST: [OWN, {**OWN, "id": "A1", "enabled": enabled}]}
    link = Change(0, "link", "sip_trunk", "main", "", id="T1", depends_on=depends_on)
    errors = _resolve(api, _created(), _created(), link).errors
    assert [*errors] == [0, 1]
    assert "made an ACL 'office' at the same time (IDs A1, A5)" in str(errors[0])
    assert api.keys == [LIST]


def test_one_list_for_each_kind_and_parent(api: Any) -> None:
    """Failed changes, and objects of unique kinds and of new parents, have no duplicates."""
    endpoints = [_created("e", "E1", "sip_endpoint", parent=parent) for parent in ("T1", "T2", "T1", Made(0))]
    unique, failed = _created("main", "T3", "sip_trunk"), _created(kind="call_blocking_rule", status="failed")
    keys = [LIST, "GET trunks/T1/endpoints", "GET trunks/T2/endpoints"]
    api.answers = {key: [] for key in keys}
    assert _resolve(api, _created(), _created("lab", "A6"), *endpoints, unique, failed).errors == {}
    assert api.keys == keys


def test_list_that_fails(api: Any) -> None:
    """Where the list cannot be read, each object of it may be a duplicate."""
    api.answers = {LIST: ApiError("no", method="GET", path="/x", status=500)}
    assert [*_resolve(api, _created(), _created("lab", "A6")).errors] == [0, 1]
