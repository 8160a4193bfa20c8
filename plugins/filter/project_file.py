# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: project_file
short_description: Write a project of Sinch Elastic SIP Trunking as a file for git
version_added: 1.0.0
description:
  - Turns the result of M(sinch.sip.sinch_sip_config_info) into YAML that M(sinch.sip.sinch_sip_config) takes. A header
    says what the file is, how to use it, and which users lack a password.
  - Country codes, numbers and addresses are quoted. Line breaks and control characters are escaped. Text that looks
    like a template is marked as C(!unsafe). Every value is read back exactly as it was.
  - The same project always gives the same text.
positional: _input, passwords_left_out
options:
  _input:
    description: The RV(sinch.sip.sinch_sip_config_info#module:config) of a project.
    type: dict
    required: true
  passwords_left_out:
    description: The RV(sinch.sip.sinch_sip_config_info#module:passwords_left_out) of the project.
    type: dict
    default: {}
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config_info
  - plugin: sinch.sip.project_file
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Read the project
  sinch.sip.sinch_sip_config_info:
  register: project

- name: Write the project to a file
  ansible.builtin.copy:
    content: "{{ project.config | sinch.sip.project_file(project.passwords_left_out) }}"
    dest: sinch-project.yml
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The content of the file.
  type: str
"""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain
from ansible_collections.sinch.sip.plugins.plugin_utils._project_file import project_text


def project_file(config: Mapping[str, Any], passwords_left_out: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the text of the file of a project."""
    return project_text(plain(config), plain(passwords_left_out or {}))


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"project_file": project_file}
