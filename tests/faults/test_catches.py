# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The safety catches against toll fraud hold in modules, in data for a whole project and in the role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.shipped import play
from tests.simulator.process import Control

_WIDE = "203.0.0.0/15"


def _role(allow_from: str = "203.0.113.9", **variables: Any) -> Mapping[str, Any]:
    """Return a play of the role, with one trunk."""
    setup = {"name": "new", "host_name": "new", "setup": "outbound_acl", "allow_from": [allow_from]}
    return {"roles": ["sinch.sip.trunk"], "vars": {"trunk_setups": [setup], **variables}}


def _task(module: str, **options: Any) -> Mapping[str, Any]:
    """Return a play of one task."""
    return {"tasks": [{f"sinch.sip.{module}": options}]}


@pytest.mark.parametrize(
    ("wide", "says"),
    [
        (_task("sinch_acl", name="new", ip_ranges=[_WIDE]), "allow_wide"),
        (_task("sinch_sip_config", acls=[{"name": "new", "ip_ranges": [_WIDE]}]), "allow_wide"),
        (_role(_WIDE), "allow_wide"),
        (_task("sinch_country_permission", countries=["*"]), "allow_wide"),
        (_task("sinch_sip_config", country_permissions={"enabled": ["*"]}), "allow_wide"),
        # The role has no way at all to open every country.
        (_role(trunk_allowed_countries=["*"]), "is not an ISO 3166-1 alpha-2 country code"),
    ],
    ids=["wide-module", "wide-config", "wide-role", "countries-module", "countries-config", "countries-role"],
)
def test_what_opens_the_door_wide(wide: Mapping[str, Any], says: str, control: Control, ansible: Ansible) -> None:
    """A range for tens of thousands of addresses, or every country of the world, is not opened without being meant."""
    control.seed(PROJECT)
    run = ansible.plays([wide])
    assert run.returncode != 0
    assert says in run.output
    assert control.writes() == []


def test_exclusive_is_for_what_is_enabled(control: Control, ansible: Ansible) -> None:
    """With ``state: disabled``, "all others" would be a way to open every country: that is refused."""
    options = {"countries": ["US"], "state": "disabled", "exclusive": True}
    assert "exclusive" in ansible.module("sinch_country_permission", options).error()
    assert control.writes() == []


_OWN = {"sinch_project_id": "own"}


@pytest.mark.parametrize("book", ["provision", "teardown", "converge", "export", "audit"])
def test_forgotten_hosts(book: str, control: Control, ansible: Ansible) -> None:
    """Where the inventory has projects, one of them was meant, and not that of the environment."""
    inventory = {"all": {"hosts": {"acme": _OWN, "pbx": {}}}}
    (ansible.home / "inventory.yml").write_text(json.dumps(inventory), encoding="utf-8")
    run = ansible.run("ansible-playbook", f"sinch.sip.{book}", "-e", "sinch_host=acme")
    assert run.returncode != 0
    assert "The inventory has Sinch projects (acme), and this run is for localhost." in " ".join(run.output.split())
    assert control.requests() == []


def test_limit_does_not_hide_who_shares_a_project(control: Control, ansible: Ansible) -> None:
    """Else the one that is left out now would be run for another time, on the same project."""
    run = play(ansible, "export", "--limit", "one", one=_OWN, two=_OWN)
    assert run.returncode != 0
    assert "Sharing one: one, two." in " ".join(run.output.split())
    assert control.requests() == []


# As in a slice of AWX, with a credential that has a project.
_SINGLE: tuple[Mapping[str, Mapping[str, Any]], str] = ({"one": {}}, "Without any: one. Sharing one: none.")


@pytest.mark.parametrize(
    ("book", "hosts", "says"),
    [
        *((book, *_SINGLE) for book in ("provision", "teardown", "converge", "export", "audit")),
        ("provision", {"one": {"sinch_project_id": ""}}, "Without any: one. Sharing one: none."),
        ("provision", {"one": {"sinch_project_id": " "}}, "Without any: one. Sharing one: none."),
        ("export", {"one": _OWN, "two": {"sinch_project_id": "Own "}}, "Without any: none. Sharing one: one, two."),
        ("teardown", {"one": _OWN, "two": {}}, "Without any: two. Sharing one: none."),
        ("converge", {"one": _OWN, "two": _OWN}, "Without any: none. Sharing one: one, two."),
        ("audit", {"localhost": {}, "one": _OWN}, "Without any: localhost. Sharing one: none."),
    ],
)
def test_every_host_has_a_project_of_its_own(
    book: str, hosts: Mapping[str, Mapping[str, Any]], says: str, control: Control, ansible: Ansible
) -> None:
    """A forgotten variable does not lead to somebody else's project, neither of several hosts nor of a single one."""
    run = play(ansible, book, **hosts)
    assert run.returncode != 0
    (refused,) = (result for result in run.results if result.status == "failed")
    assert "each must have a sinch_project_id of its own" in refused.error()
    assert says in refused.error()
    assert control.requests() == []


@pytest.mark.parametrize(("host", "project"), [("localhost", PROJECT), ("one", "own")])
def test_a_host_that_is_alone(host: str, project: str, control: Control, ansible: Ansible) -> None:
    """Alone, localhost takes the project from the environment; any other host has its own."""
    for known in (PROJECT, "own"):
        control.seed(known)
    play(ansible, "export", **{host: {} if project == PROJECT else _OWN}).succeeded()
    assert {entry["project"] for entry in control.requests()} - {None} == {project}
