# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_options
short_description: Prepare the file of a project for being compared
version_added: 1.0.0
description:
  - Returns the options of M(sinch.sip.sinch_sip_config) that a file has, so that a run in check mode tells every
    difference and refuses none.
  - Whatever asks before something is done (C(allow_wide), C(move), C(force)) is granted. Use the result in check mode
    only.
  - Passwords cannot be compared, since the API never returns them. Those of the file do not appear in the result.
positional: _input
options:
  _input:
    description: The options that the file has.
    type: dict
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config
  - plugin: sinch.sip.project_file
    plugin_type: lookup
  - plugin: sinch.sip.audit_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: See whether the project has other trunks than its file
  sinch.sip.sinch_sip_config:
    trunks: "{{ (lookup('sinch.sip.project_file', 'sinch-project.yml') | sinch.sip.audit_options).trunks }}"
    purge: [trunks]
    purge_all: true
  check_mode: true
"""

RETURN = r"""
_value:
  description: The options.
  type: dict
"""

from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils.plain import plain
from ansible_collections.sinch.sip.plugins.plugin_utils.project_file import comparable


def audit_options(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a project's file as options for comparing."""
    return comparable(plain(data))


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"audit_options": audit_options}
