# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guards against toll fraud and against the wrong project hold in modules, project data, the role and playbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.shipped import BOOKS, play
from tests.simulator.process import Control

_WIDE = ["203.0.0.0/15"]
_EVERY = ["*"]
_OWN = {"sinch_project_id": "own"}
_OF_ITS_OWN = "each must have a sinch_project_id of its own"


def test_what_opens_the_door_wide(control: Control, ansible: Ansible) -> None:
    """No range of tens of thousands of addresses is added, and no wildcard enabled, unless an option allows it."""
    tasks: list[tuple[str, Mapping[str, Any]]] = [
        ("sinch_acl", {"name": "new", "ip_ranges": _WIDE}),
        ("sinch_sip_config", {"acls": [{"name": "new", "ip_ranges": _WIDE}]}),
        ("sinch_country_permission", {"countries": _EVERY}),
        ("sinch_sip_config", {"country_permissions": {"enabled": _EVERY}}),
    ]
    for module, options in tasks:
        assert "allow_wide" in ansible.module(module, options).error()
    setup = {"name": "new", "host_name": "new", "setup": "outbound_acl", "allow_from": ["203.0.113.9"]}
    run = play(
        ansible,
        "provision",
        ranges={"sinch_project_id": "one", "trunk_setups": [{**setup, "allow_from": _WIDE}]},
        countries={"sinch_project_id": "two", "trunk_setups": [setup], "trunk_allowed_countries": _EVERY},
    )
    assert "allow_wide" in run.errors["ranges"]
    # The role cannot enable the wildcard at all.
    assert "is not an ISO 3166-1 alpha-2 country code" in run.errors["countries"]
    assert control.writes() == []


def test_exclusive_is_for_what_is_enabled(control: Control, ansible: Ansible) -> None:
    """``exclusive`` with ``state: disabled``, which would enable all other countries, is refused."""
    options = {"countries": ["US"], "state": "disabled", "exclusive": True}
    assert "exclusive" in ansible.module("sinch_country_permission", options).error()
    assert control.writes() == []


@pytest.mark.parametrize("book", BOOKS)
def test_forgotten_hosts(book: str, control: Control, ansible: Ansible) -> None:
    """A playbook is not run for localhost, with the project of the environment, where the inventory has projects."""
    ansible.inventory({"acme": _OWN, "pbx": {}})
    refused = ansible.run("ansible-playbook", f"sinch.sip.{book}", "-e", "sinch_host=acme").refused()
    assert "The inventory has Sinch projects (acme), and this run is for localhost." in refused
    assert control.requests() == []


def test_limit_does_not_hide_who_shares_a_project(control: Control, ansible: Ansible) -> None:
    """Hosts that share a project are refused even if ``--limit`` leaves one of them for a later run."""
    assert "Sharing one: one, two." in play(ansible, "export", "--limit", "one", one=_OWN, two=_OWN).refused()
    assert control.requests() == []


@pytest.mark.parametrize(
    ("book", "hosts", "says"),
    [
        # As in a slice of AWX, with a credential that has a project.
        *((book, {"one": {}}, "Without any: one. Sharing one: none.") for book in BOOKS),
        ("provision", {"one": {"sinch_project_id": " "}}, "Without any: one. Sharing one: none."),
        ("export", {"one": _OWN, "two": {"sinch_project_id": "Own "}}, "Without any: none. Sharing one: one, two."),
        ("teardown", {"one": _OWN, "two": {}}, "Without any: two. Sharing one: none."),
        ("audit", {"localhost": {}, "one": _OWN}, "Without any: localhost. Sharing one: none."),
    ],
)
def test_every_host_has_a_project_of_its_own(
    book: str, hosts: Mapping[str, Mapping[str, Any]], says: str, control: Control, ansible: Ansible
) -> None:
    """A host without a project is refused, whether it is one of several or the only one."""
    run = play(ansible, book, **hosts)
    run.refused()
    (refused,) = run.errors.values()
    assert _OF_ITS_OWN in refused
    assert says in refused
    assert control.requests() == []


@pytest.mark.parametrize(("host", "project"), [("localhost", PROJECT), ("one", "own")])
def test_a_host_that_is_alone(host: str, project: str, control: Control, ansible: Ansible) -> None:
    """A run for localhost alone takes the project from the environment; any other host needs its own."""
    for known in (PROJECT, "own"):
        control.seed(known)
    play(ansible, "export", **{host: {} if project == PROJECT else _OWN}).succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {project}
