# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each host has a project of its own, or the run is for none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._host_projects import ProjectError, project_of


class Variables(Mapping[str, Any]):
    """The variables of a host, one of which cannot be rendered."""

    def __getitem__(self, name: str) -> Any:
        """Return no variable at all."""
        raise ArithmeticError(name)

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(["sinch_project_id"])

    def __len__(self) -> int:
        """Return how many there are."""
        return 1


def _own(*ids: object) -> dict[str, Mapping[str, Any]]:
    """Return hosts named a, b, … that have these projects; None is for a host without one."""
    return {"abc"[at]: {} if own is None else {"sinch_project_id": own} for at, own in enumerate(ids)}


@pytest.mark.parametrize(
    ("hosts", "projects"),
    [
        (_own("1"), {"a": "1"}),
        (_own("1", " 2 "), {"a": "1", "b": "2"}),
        (_own(1, "2"), {"a": "1", "b": "2"}),
        ({"localhost": {}}, {"localhost": None}),
        ({"localhost": {"sinch_project_id": "1"}}, {"localhost": None}),
        ({"localhost": {"sinch_project_id": "1"}, **_own("2")}, {"localhost": "1", "a": "2"}),
    ],
)
def test_project(hosts: Mapping[str, Mapping[str, Any]], projects: Mapping[str, str | None]) -> None:
    """A host has its own project; what localhost has where it is alone is for others to say."""
    assert {host: project_of(host, hosts, [*hosts], is_said=True) for host in hosts} == projects


@pytest.mark.parametrize(
    ("hosts", "without", "sharing"),
    [
        (_own(None), "a", "none"),
        (_own("", "1"), "a", "none"),
        (_own(" "), "a", "none"),
        ({"a": {"sinch_project_id": None}}, "a", "none"),
        (_own("{{ nowhere }}"), "a", "none"),
        ({"a": Variables()}, "a", "none"),
        (_own("1", None), "b", "none"),
        ({"localhost": {}, **_own("1")}, "localhost", "none"),
        (_own("x", "y", "X "), "none", "a, c"),
        (_own("x", "x", None), "c", "a, b"),
    ],
)
def test_refused(hosts: Mapping[str, Mapping[str, Any]], without: str, sharing: str) -> None:
    """Of hosts, one of which has no project or that of another, none has one, and all are told."""
    for host in hosts:
        with pytest.raises(ProjectError) as caught:
            project_of(host, hosts, [*hosts], is_said=True)
        assert str(caught.value) == (
            "Nothing was changed. Of the hosts, each must have a sinch_project_id of its own; only localhost alone can"
            f" do without. Without any: {without}. Sharing one: {sharing}."
        )


def test_forgotten_hosts() -> None:
    """Where nobody says which hosts are meant, and there are projects, localhost has none."""
    hosts: Mapping[str, Mapping[str, Any]] = {"localhost": {}, "pbx": {}}
    assert project_of("localhost", hosts, ["localhost"], is_said=False) is None
    hosts = {**hosts, **_own("1")}
    assert project_of("localhost", hosts, ["localhost"], is_said=True) is None
    with pytest.raises(ProjectError, match=r"^Nothing was changed\. The inventory has Sinch projects \(a\), and"):
        project_of("localhost", hosts, ["localhost"], is_said=False)
