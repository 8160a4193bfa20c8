# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: known_hosts
short_description: Refuse a pattern of hosts if a part of it matches nothing
version_added: 1.0.0
description:
  - Returns a pattern of hosts as it is. Fails if a part of it matches no host and is not the name of a group, even if
    the part excludes hosts.
  - Ansible ignores such a part. A play would then run for the host that it should leave alone.
positional: _input, groups
options:
  _input:
    description: A pattern, or a list of patterns.
    type: raw
    required: true
  groups:
    description: The variable C(groups).
    type: dict
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - plugin: sinch.sip.host_project
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Change every project but one
  hosts: "{{ 'all:!acme-production' | sinch.sip.known_hosts(groups) }}"
  tasks: []
"""

RETURN = r"""
_value:
  description: The pattern.
  type: raw
"""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.sinch.sip.plugins.plugin_utils._host_pattern import HostPattern, PatternError
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


def known_hosts(pattern: Any, groups: Mapping[str, Sequence[str]]) -> Any:
    """Return a pattern unchanged if all its parts match; raise AnsibleFilterError."""
    try:
        HostPattern(plain(pattern), plain(groups))
    except PatternError as error:
        raise AnsibleFilterError(str(error)) from None
    return pattern


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"known_hosts": known_hosts}
