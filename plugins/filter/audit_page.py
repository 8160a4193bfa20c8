# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_page
short_description: Draw a project of Sinch Elastic SIP Trunking, and how it differs from its file
version_added: 1.0.0
description:
  - Returns a page of HTML that draws every trunk, as SVG, with what may call out through it, where calls come in, and
    its numbers. It also shows the countries that can be dialled, and the call blocking rules.
  - What differs between the project and its file is marked.
  - The page has no scripts, and loads nothing from anywhere.
  - The same arguments give the same page.
positional: _input, plan, title
options:
  _input:
    description: The RV(sinch.sip.sinch_sip_config_info#module:config) of the project.
    type: dict
    required: true
  plan:
    description: The RV(sinch.sip.sinch_sip_config#module:plan) of a run in check mode that purges every kind.
    type: list
    elements: dict
    required: true
  title:
    description: What to call the project.
    type: str
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config_info
  - plugin: sinch.sip.audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write the page
  ansible.builtin.copy:
    content: "{{ project.config | sinch.sip.audit_page(compared.plan, title='office') }}"
    dest: sinch-audit.html
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The page.
  type: str
"""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils.audit_page import page
from ansible_collections.sinch.sip.plugins.plugin_utils.plain import plain


def audit_page(config: Mapping[str, Any], plan: Sequence[Mapping[str, Any]], title: str) -> str:
    """Return the page of an audit."""
    return page(plain(title), plain(config), plain(plan))


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"audit_page": audit_page}
