# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of the variables of the collection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ansible_collections.sinch.sip.plugins.plugin_utils._variable_names import VARIABLES, misspelt_variables

ROOT = Path(__file__).resolve().parents[4]
NAMES = [f"{prefix}{name}" for prefix, names in VARIABLES.items() for name in names]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("trunk_stups", "trunk_setups"),
        ("trunk_alowed_countries", "trunk_allowed_countries"),
        ("trunk_endpoint_adress", "trunk_endpoint_address"),
        ("sinch_config_fle", "sinch_config_file"),
        ("sinch_projectid", "sinch_project_id"),
        ("sinch_awx_progect_url", "sinch_awx_project_url"),
    ],
)
def test_misspelt(name: str, meant: str) -> None:
    assert misspelt_variables([name, *NAMES]) == [f"{name} is not a variable of this collection: is {meant} meant?"]


def test_other_names() -> None:
    """Variables of the collection, and those of users that are unlike them, pass."""
    assert misspelt_variables([*NAMES, "trunk_vlan", "trunk_sites", "sinch_region", "trunks_setups", "sinch"]) == []


def test_role() -> None:
    """The variables of the role are those of its interface, and the facts that it sets."""
    specs = yaml.safe_load((ROOT / "roles/trunk/meta/argument_specs.yml").read_text(encoding="utf-8"))
    options = {name[len("trunk_") :] for name in specs["argument_specs"]["main"]["options"]}
    assert options <= {*VARIABLES["trunk_"]}


def test_documentation() -> None:
    """The guides name each variable, and no other."""
    guides = ROOT / "docs" / "docsite" / "rst"
    text = "".join((guides / f"guide_{name}.rst").read_text(encoding="utf-8") for name in ("playbooks", "awx"))
    named = {*re.findall(r"``((?:sinch|trunk)_\w+)``", text)}
    facts = {"trunk_changes", "trunk_domains", "trunk_state"}
    results = ("trunk_domains", "changes", "drift", "exports", "alarms", "responses")
    published = {f"sinch_{one}" for one in results} | {"sinch_awx_"}
    assert {*NAMES} - named == facts
    assert named - {*NAMES} == published
