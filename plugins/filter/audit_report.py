# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: audit_report
short_description: Tell how a project of Sinch Elastic SIP Trunking differs from its file
version_added: 1.0.0
description:
  - Turns the plan that would make a project exactly what its file says into what differs between the two, object by
    object.
positional: _input
options:
  _input:
    description: The RV(sinch.sip.sinch_sip_config#module:plan) of a run in check mode that purges every kind.
    type: list
    elements: dict
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config
  - plugin: sinch.sip.audit_page
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what differs
  ansible.builtin.debug:
    msg: "{{ (compared.plan | sinch.sip.audit_report).sentences }}"
"""

RETURN = r"""
_value:
  description: What differs.
  type: dict
  contains:
    drift:
      description: Whether anything differs.
      type: bool
      returned: always
      sample: true
    counts:
      description: How many objects there are with each status.
      type: dict
      returned: always
      sample: {only_in_file: 0, only_in_project: 0, differs: 1}
    differences:
      description: The objects that differ, by kind and name.
      type: list
      elements: dict
      returned: always
      contains:
        kind:
          description: The kind of the object.
          type: str
          returned: always
          sample: sip_endpoint
        name:
          description: Name of the object.
          type: str
          returned: always
          sample: pbx
        id:
          description: ID of the object; null for one that is in the file only.
          type: str
          returned: always
          sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
        trunk:
          description: Name of the trunk that an endpoint or a number belongs to; else null.
          type: str
          returned: always
          sample: office
        status:
          description: V(only_in_file), V(only_in_project) or V(differs).
          type: str
          returned: always
          sample: differs
        changes:
          description: >-
            The fields that differ, as they are in the C(project) and in the C(file). Of a set, each side has what the
            other does not have.
          type: dict
          returned: always
          sample: {port: {project: 5060, file: 5061}}
        parts:
          description: Endpoints and numbers that come or go with a trunk, in the same form.
          type: list
          elements: dict
          returned: always
          sample: []
    sentences:
      description: The differences in words.
      type: list
      elements: str
      returned: always
      sample: ["differs: SIP endpoint pbx of office (port: 5060 in the project, 5061 in the file)"]
"""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils.drift import report
from ansible_collections.sinch.sip.plugins.plugin_utils.plain import plain


def audit_report(plan: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what differs between a project and its file."""
    return report(plain(plan))


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"audit_report": audit_report}
