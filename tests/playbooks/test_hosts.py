# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The hosts that playbooks run for: those that are asked for, and none passes for one that is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

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
    ("pattern", "unknown"), [("all:!acme-prodution", "!acme-prodution"), ("all:&nope", "&nope"), ("~nope.*", "~nope.*")]
)
def test_misspelt_exclusion(pattern: str, unknown: str, control: Control, ansible: Ansible) -> None:
    """A host that was to be left alone is, also where its name is misspelt."""
    run = play(ansible, "converge", "-e", f"sinch_hosts={pattern}", **HOSTS)
    assert run.returncode != 0
    assert f"has no such host or group: {unknown}" in " ".join(run.output.split())
    assert control.requests() == []


@pytest.mark.parametrize("hosts", ['""', "[]", "[5]"])
def test_no_hosts(hosts: str, control: Control, ansible: Ansible) -> None:
    """Of what names no hosts, a survey's empty answer say, is said what it must be."""
    run = play(ansible, "converge", "-e", f'{{"sinch_hosts": {hosts}}}', **HOSTS)
    assert run.returncode != 0
    assert "sinch_hosts must be the name of a host or group" in " ".join(run.output.split())
    assert control.requests() == []


@pytest.mark.compat
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["-e", "sinch_hosts=acme-staging"], {"acme-staging"}),
        (["-e", "sinch_hosts=acme-*:!acme-staging"], {"acme-production"}),
        (["-e", "sinch_hosts=acme-production,acme-staging"], set(HOSTS)),
        (["-e", "sinch_hosts=all[0]"], {"acme-production"}),
        (["-e", '{"sinch_hosts": ["all", "!acme-staging"]}'], {"acme-production"}),
        (["--limit", "acme-staging"], {"acme-staging"}),
        # A group that this run has no host of, as in a slice of AWX.
        (["-e", "sinch_hosts=ungrouped", "--limit", "acme-staging"], {"acme-staging"}),
        (["-e", "sinch_hosts=empty"], set()),
    ],
    ids=["name", "pattern", "list", "position", "yaml-list", "limit", "group", "empty-group"],
)
def test_found(arguments: list[str], names: set[str], control: Control, ansible: Ansible) -> None:
    """Names, groups and patterns are what they are to Ansible, and so is a limit."""
    for name in HOSTS:
        control.seed(name)
    (ansible.home / "more.yml").write_text("empty: {hosts: {}}\n", encoding="utf-8")
    play(ansible, "export", "-i", "inventory.yml", "-i", "more.yml", *arguments, **HOSTS).succeeded()
    assert {path.name for path in ansible.home.glob("sinch-*")} == {f"sinch-{name}.yml" for name in names}


@pytest.mark.compat
@pytest.mark.parametrize(
    "hosts",
    [
        {"one": {}},
        {"one": {"sinch_project_id": "one"}, "two": {"sinch_project_id": " "}},
        {"one": {"sinch_project_id": "{{ nowhere }}"}},
        {"one": {"sinch_project_id": "same"}, "two": {"sinch_project_id": "same"}},
    ],
    ids=["none", "blank", "undefined", "shared"],
)
def test_guard_is_not_passed_by(hosts: Mapping[str, Mapping[str, Any]], control: Control, ansible: Ansible) -> None:
    """A run that starts later does not take the project from the environment, nor that of another host."""
    for name in hosts:
        (ansible.home / f"sinch-{name}.yml").write_text("acls: [{name: new}]", encoding="utf-8")
    run = play(ansible, "converge", "--start-at-task", "Make the project what its file says", **hosts)
    assert run.returncode != 0
    assert "each must have a sinch_project_id of its own" in " ".join(run.output.split())
    assert control.requests() == []


@pytest.mark.compat
def test_guard_of_the_role_is_not_passed_by(control: Control, ansible: Ansible) -> None:
    """The role's tasks have the project of the host, and none where it has none."""
    control.seed("one")
    setup = {"name": "office", "host_name": "office", "setup": "outbound_acl", "allow_from": ["203.0.113.9"]}
    start = ("--start-at-task", "sinch.sip.trunk : Check the variables")
    variables = {"trunk_setups": [setup]}
    play(ansible, "provision", *start, one={"sinch_project_id": "one", **variables}).succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {"one"}
    control.clear_log()
    run = play(ansible, "provision", *start, one=variables)
    assert run.returncode != 0
    assert "each must have a sinch_project_id of its own" in " ".join(run.output.split())
    assert control.requests() == []


def test_project_of_a_play(control: Control, ansible: Ansible) -> None:
    """A variable that is every host's does not win over the project that each host has."""
    for name in HOSTS:
        control.seed(name)
    wrapper = [{"ansible.builtin.import_playbook": "sinch.sip.export", "vars": {"sinch_project_id": "other"}}]
    (ansible.home / "book.yml").write_text(json.dumps(wrapper), encoding="utf-8")
    inventory = {"all": {"hosts": HOSTS}}
    (ansible.home / "inventory.yml").write_text(json.dumps(inventory), encoding="utf-8")
    ansible.run("ansible-playbook", "book.yml", "-e", "sinch_hosts=all").succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {*HOSTS}
