# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The hosts that playbooks run for: those that are asked for, and none passes for one that is not there."""

from __future__ import annotations

import pytest

from tests.playbooks.running import Ansible
from tests.playbooks.shipped import play
from tests.simulator.process import Control

HOSTS = {name: {"sinch_project_id": name} for name in ("acme-production", "acme-staging")}


@pytest.mark.parametrize(
    "book", ["provision", "converge", "export", "audit", pytest.param("teardown", marks=pytest.mark.compat)]
)
def test_misspelt(book: str, control: Control, ansible: Ansible) -> None:
    """An audit or a teardown of hosts that are not there does not pass for one that found nothing to do."""
    run = play(ansible, book, "-e", "sinch_hosts=acme-prodution", **HOSTS)
    assert run.returncode != 0
    assert "sinch_hosts is acme-prodution, and the inventory has no such host or group" in run.output
    assert control.requests() == []


@pytest.mark.compat
@pytest.mark.parametrize("pattern", ["acme-staging,acme-prodution", "acme-staging:acme-prodution:!localhost"])
def test_one_of_several_misspelt(pattern: str, control: Control, ansible: Ansible) -> None:
    """Ansible would pass over it, and an audit of two projects would be one of one."""
    run = play(ansible, "audit", "-e", f"sinch_hosts={pattern}", **HOSTS)
    assert run.returncode != 0
    assert "has no such host or group: acme-prodution" in " ".join(run.output.split())
    assert control.requests() == []


@pytest.mark.compat
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["-e", "sinch_hosts=acme-staging"], {"acme-staging"}),
        (["-e", "sinch_hosts=acme-*:!acme-staging"], {"acme-production"}),
        (["-e", "sinch_hosts=acme-production,acme-staging"], set(HOSTS)),
        (["-e", "sinch_hosts=all[0]"], {"acme-production"}),
        (["--limit", "acme-staging"], {"acme-staging"}),
        # A group that this run has no host of, as in a slice of AWX.
        (["-e", "sinch_hosts=ungrouped", "--limit", "acme-staging"], {"acme-staging"}),
        (["-e", "sinch_hosts=empty"], set()),
    ],
    ids=["name", "pattern", "list", "position", "limit", "group", "empty-group"],
)
def test_found(arguments: list[str], names: set[str], control: Control, ansible: Ansible) -> None:
    """Names, groups and patterns are what they are to Ansible, and so is a limit."""
    for name in HOSTS:
        control.seed(name)
    (ansible.home / "more.yml").write_text("empty: {hosts: {}}\n", encoding="utf-8")
    play(ansible, "export", "-i", "inventory.yml", "-i", "more.yml", *arguments, **HOSTS).succeeded()
    assert {path.name for path in ansible.home.glob("sinch-*")} == {f"sinch-{name}.yml" for name in names}
