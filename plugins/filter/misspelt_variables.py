# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: misspelt_variables
short_description: Find variables whose names are almost those of variables of this collection
version_added: 1.0.0
description:
  - Returns a message for each name that differs by a letter or two from that of a variable of the role
    P(sinch.sip.trunk#role) or of a playbook of this collection. The role and the playbooks refuse such variables.
  - Other names are ignored, whatever their prefix.
positional: _input
options:
  _input:
    description: The names of variables.
    type: list
    elements: str
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
"""

EXAMPLES = r"""
- name: Stop if a variable is misspelt
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('; ') }}"
  vars:
    problems: "{{ query('ansible.builtin.varnames', '^trunk_') | sinch.sip.misspelt_variables }}"
"""

RETURN = r"""
_value:
  description: The messages.
  type: list
  elements: str
  sample: ["trunk_stups is not a variable of this collection: is trunk_setups meant?"]
"""

from collections.abc import Iterable
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils import _variable_names
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


def misspelt_variables(names: Iterable[str]) -> list[str]:
    """Return a message for each name that is almost that of a variable of the collection."""
    return _variable_names.misspelt_variables(plain(names))


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"misspelt_variables": misspelt_variables}
