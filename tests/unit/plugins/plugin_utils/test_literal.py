# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Literal data is never rendered."""

from __future__ import annotations

from typing import Any

import pytest
from ansible import template
from ansible.parsing.dataloader import DataLoader

from ansible_collections.sinch.sip.plugins.plugin_utils._literal import literal

PLAIN = ["office", "東京, Büro 2", "pbx_1.example.com:5061", "2001:db8::1", "alice@example.com", "+1 2/3", ""]
TEMPLATES = [
    *("{{ 6 * 7 }}", "a {{ 6 * 7 }} b", "{% if true %}x{% endif %}", "{# nothing #}"),
    "#jinja2:variable_start_string:'[[',variable_end_string:']]'\n[[ 6 * 7 ]]",
    "#jinja2:variable_start_string:'{{'\n{{ 6 * 7 }}",
]


def _from_a_playbook(text: str) -> Any:
    """Return a string that may be a template, like those in playbooks."""
    return template.trust_as_template(text) if hasattr(template, "trust_as_template") else text


def _used(value: Any) -> Any:
    """Return the value that a task gets from a variable."""
    templar = template.Templar(loader=DataLoader(), variables={"x": value})
    return templar.template(_from_a_playbook("{{ x }}"))


@pytest.mark.parametrize("text", [*PLAIN, *TEMPLATES])
def test_is_not_rendered(text: str) -> None:
    value = {"name": text, "list": [text, {"deep": text}], "number": 1, "none": None, "flag": True}
    assert literal(value) == value
    assert _used(literal(text)) == text
    assert _used(literal(value)) == value
    # Without literal(), a variable is rendered.
    assert str(_used(_from_a_playbook(TEMPLATES[0]))) == "42"
