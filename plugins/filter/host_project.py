# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: host_project
short_description: Return the project of Sinch Elastic SIP Trunking that a host stands for
version_added: 1.0.0
description:
  - Returns the project of a host, which is its C(sinch_project_id). If a host of the run has none, or has that of
    another host, no host has a project. The filter then returns a message that names the problem.
  - Only C(localhost) may have no C(sinch_project_id), and only if it is the only host.
positional: _input, host, groups, play_hosts, pattern
options:
  _input:
    description: The variable C(hostvars).
    type: dict
    required: true
  host:
    description: The name of the host.
    type: str
    required: true
  groups:
    description: The variable C(groups).
    type: dict
    required: true
  play_hosts:
    description: The variable C(ansible_play_hosts_all).
    type: list
    elements: str
    required: true
  pattern:
    description:
      - The pattern of hosts that the run is for, or a list of patterns. Hosts that C(--limit) leaves out count.
      - If it is not given, the run is for C(localhost). An inventory in which another host has a C(sinch_project_id) is
        then refused.
    type: raw
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - plugin: sinch.sip.known_hosts
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Stop if a host has no project of its own
  ansible.builtin.assert:
    that: own.problem == ''
    fail_msg: "{{ own.problem }}"
  vars:
    own: "{{ hostvars | sinch.sip.host_project(inventory_hostname, groups, ansible_play_hosts_all, 'all') }}"
"""

RETURN = r"""
_value:
  description: The project, or the problem.
  type: dict
  contains:
    project:
      description: >-
        The ID of the project. It is empty if there is a problem, and for C(localhost) if that is the only host and has
        no C(sinch_project_id).
      type: str
      returned: always
      sample: 11111111-1111-4111-8111-111111111111
    problem:
      description: The problem, in words. It is empty if there is none.
      type: str
      returned: always
      sample: ""
"""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils._host_pattern import HostPattern
from ansible_collections.sinch.sip.plugins.plugin_utils._host_projects import LOCALHOST, ProjectError, project_of
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


def host_project(
    variables: Mapping[str, Mapping[str, Any]],
    host: str,
    groups: Mapping[str, Sequence[str]],
    play_hosts: Sequence[str],
    pattern: Any = None,
) -> dict[str, str]:
    """Return the project of a host, or the problem of the run; one of them is empty."""
    asked_for = HostPattern(LOCALHOST if pattern is None else plain(pattern), plain(groups)).hosts
    try:
        project = project_of(str(host), variables, {*plain(play_hosts), *asked_for}, is_said=pattern is not None)
    except ProjectError as error:
        return {"project": "", "problem": str(error)}
    return {"project": project or "", "problem": ""}


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"host_project": host_project}
