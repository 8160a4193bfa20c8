# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The projects of the hosts of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._host_projects import ProjectError, project_of


class Variables(dict[str, Any]):
    """Variables that cannot be rendered."""

    def get(self, name: str, default: Any = None) -> Any:
        raise ArithmeticError(name)


def _own(*ids: object) -> dict[str, Mapping[str, Any]]:
    """Return hosts a, b, … with these projects; None is for a host without one."""
    return {"abc"[at]: {} if own is None else {"sinch_project_id": own} for at, own in enumerate(ids)}


@pytest.mark.parametrize(
    ("hosts", "projects"),
    [
        (_own("1"), {"a": "1"}),
        (_own(1, " 2 "), {"a": "1", "b": "2"}),
        *(({"localhost": own}, {"localhost": None}) for own in ({}, {"sinch_project_id": "1"})),
        ({"localhost": {"sinch_project_id": "1"}, **_own("2")}, {"localhost": "1", "a": "2"}),
    ],
)
def test_project(hosts: Mapping[str, Mapping[str, Any]], projects: Mapping[str, str | None]) -> None:
    """Localhost may take its project from the environment if it is the only host."""
    assert {host: project_of(host, hosts, [*hosts], is_said=True) for host in hosts} == projects


@pytest.mark.parametrize(
    ("hosts", "without", "sharing"),
    [
        *((_own(own, "1"), "a", "none") for own in (None, "", " ", "{{ nowhere }}")),
        *(({"a": own}, "a", "none") for own in ({"sinch_project_id": None}, Variables())),
        (_own("1", None), "b", "none"),
        ({"localhost": {}, **_own("1")}, "localhost", "none"),
        (_own("x", "y", "X "), "none", "a, c"),
        (_own("x", "x", None), "c", "a, b"),
    ],
)
def test_refused(hosts: Mapping[str, Mapping[str, Any]], without: str, sharing: str) -> None:
    """All hosts are refused with the names of those without a project and of those that share one."""
    for host in hosts:
        with pytest.raises(ProjectError) as caught:
            project_of(host, hosts, [*hosts], is_said=True)
        assert "sinch_project_id" in str(caught.value)
        assert str(caught.value).endswith(f" Without any: {without}. Sharing one: {sharing}.")


def test_forgotten_hosts() -> None:
    """If the user names no hosts and the inventory has projects, localhost is refused."""
    hosts: Mapping[str, Mapping[str, Any]] = {"localhost": {}, "pbx": {}}
    assert project_of("localhost", hosts, ["localhost"], is_said=False) is None
    hosts = {**hosts, **_own("1")}
    assert project_of("localhost", hosts, ["localhost"], is_said=True) is None
    with pytest.raises(ProjectError, match=r"projects \(a\).*sinch_hosts"):
        project_of("localhost", hosts, ["localhost"], is_said=False)
