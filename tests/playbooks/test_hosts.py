# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks run for the hosts that ``sinch_hosts`` names, and refuse names that the inventory does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import Ansible
from tests.playbooks.shipped import BOOKS, play
from tests.simulator.process import Control

HOSTS = {name: {"sinch_project_id": name} for name in ("acme-production", "acme-staging")}
_OF_ITS_OWN = "each must have a sinch_project_id of its own"


def _refused_hosts(ansible: Ansible, control: Control, book: str, hosts: str) -> str:
    """Return the output of a playbook that must refuse ``sinch_hosts`` before it sends a request."""
    output = play(ansible, book, "-e", hosts if hosts.startswith("{") else f"sinch_hosts={hosts}", **HOSTS).refused()
    assert control.requests() == []
    return output


@pytest.mark.parametrize(
    "book", [pytest.param(book, marks=pytest.mark.compat if book == "teardown" else ()) for book in BOOKS]
)
def test_misspelt(book: str, control: Control, ansible: Ansible) -> None:
    """A misspelt host is an error in every playbook, not a run that finds nothing to do."""
    output = _refused_hosts(ansible, control, book, "acme-prodution")
    assert "sinch_hosts is acme-prodution, and the inventory has no such host or group" in output


@pytest.mark.compat
def test_misspelt_variable(control: Control, ansible: Ansible) -> None:
    """A playbook refuses a variable that nothing reads if its name is almost that of another one."""
    misspelt = ("-e", "sinch_hosts=acme-staging", "-e", "sinch_purg=acls")
    assert "is sinch_purge meant?" in play(ansible, "converge", *misspelt, **HOSTS).refused()
    assert control.requests() == []


@pytest.mark.compat
@pytest.mark.parametrize("pattern", ["acme-staging,acme-prodution", "acme-staging:acme-prodution:!localhost"])
def test_one_of_several_misspelt(pattern: str, control: Control, ansible: Ansible) -> None:
    assert "no such host or group: acme-prodution" in _refused_hosts(ansible, control, "audit", pattern)


@pytest.mark.compat
@pytest.mark.parametrize(
    ("pattern", "unknown"), [("all:!acme-prodution", "!acme-prodution"), ("all:&nope", "&nope"), ("~nope.*", "~nope.*")]
)
def test_misspelt_exclusion(pattern: str, unknown: str, control: Control, ansible: Ansible) -> None:
    """A misspelt exclusion is an error, so the host that it was meant to exclude is not changed."""
    assert f"no such host or group: {unknown}" in _refused_hosts(ansible, control, "converge", pattern)


@pytest.mark.parametrize("hosts", ['""', "[]", "[5]"])
def test_no_hosts(hosts: str, control: Control, ansible: Ansible) -> None:
    """Values that name no host, such as a survey's empty answer, are refused."""
    output = _refused_hosts(ansible, control, "converge", f'{{"sinch_hosts": {hosts}}}')
    assert "sinch_hosts must be the name of a host or group" in output


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
    """Names, groups, patterns and limits mean what they mean to Ansible."""
    for name in HOSTS:
        control.seed(name)
    ansible.write("more.yml", "empty: {hosts: {}}\n")
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
    """A run that starts at a later task still refuses hosts without a project of their own."""
    for name in hosts:
        ansible.write(f"sinch-{name}.yml", "acls: [{name: new}]")
    run = play(ansible, "converge", "--start-at-task", "Make the project what its file says", **hosts)
    assert _OF_ITS_OWN in run.refused()
    assert control.requests() == []


@pytest.mark.compat
def test_guard_of_the_role_is_not_passed_by(control: Control, ansible: Ansible) -> None:
    """A run that starts within the role works on the project of the host, and refuses a host without one."""
    control.seed("one")
    setup = {"name": "office", "host_name": "office", "setup": "outbound_acl", "allow_from": ["203.0.113.9"]}
    start = ("--start-at-task", "sinch.sip.trunk : Check the variables")
    variables = {"trunk_setups": [setup]}
    play(ansible, "provision", *start, one={"sinch_project_id": "one", **variables}).succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {"one"}
    control.clear_log()
    assert _OF_ITS_OWN in play(ansible, "provision", *start, one=variables).refused()
    assert control.requests() == []


def test_project_of_a_play(control: Control, ansible: Ansible) -> None:
    """A ``sinch_project_id`` among the variables of a play does not replace those of the hosts."""
    for name in HOSTS:
        control.seed(name)
    book = {"ansible.builtin.import_playbook": "sinch.sip.export", "vars": {"sinch_project_id": "other"}}
    ansible.write("book.yml", [book])
    ansible.inventory(HOSTS)
    ansible.run("ansible-playbook", "book.yml", "-e", "sinch_hosts=all").succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {*HOSTS}
