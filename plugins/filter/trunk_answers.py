# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: trunk_answers
short_description: Turn the answers of a survey into a trunk of the role sinch.sip.trunk
version_added: 1.0.0
description:
  - Returns the entry of C(trunk_setups) that the flat variables of the role P(sinch.sip.trunk#role) describe, and its
    other variables, with empty answers left out.
  - The role does this by itself. Text, numbers and booleans are taken as a survey sends them.
positional: _input, state
options:
  _input:
    description: The answers, by the names of their variables without C(trunk_).
    type: dict
    required: true
  state:
    description: Where it is V(absent), all but the name of the trunk is passed over.
    type: str
    choices: [present, absent]
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
"""

EXAMPLES = r"""
- name: See what the role would make of these answers
  ansible.builtin.debug:
    msg: "{{ answers | sinch.sip.trunk_answers('present') }}"
  vars:
    answers:
      name: office
      setup: outbound_acl
      host_name: acme-office
      allow_from: 203.0.113.10, 203.0.113.11
"""

RETURN = r"""
_value:
  description: What the answers say.
  type: dict
  contains:
    entries:
      description: The trunk that is described, with the keys of an entry of C(trunk_setups); else nothing.
      type: list
      elements: dict
      returned: always
      sample: [{name: office, setup: outbound_acl, host_name: acme-office, allow_from: [203.0.113.10, 203.0.113.11],
        phone_numbers: []}]
    allowed_countries:
      description: Codes of the countries that can be dialled; empty where they are not to be touched.
      type: list
      elements: str
      returned: always
      sample: ["US", "GB"]
    update_password:
      description: V(on_create) or V(always).
      type: str
      returned: always
      sample: on_create
    wait_for_propagation:
      description: Whether to wait until links and credentials have reached the SIP edge.
      type: bool
      returned: always
      sample: false
    problems:
      description: What stands in the way, in words; no password is in it.
      type: list
      elements: str
      returned: always
      sample: [trunk_credential_password lacks trunk_credential_username]
"""

from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils import trunk_answers as answers
from ansible_collections.sinch.sip.plugins.plugin_utils.plain import plain


def trunk_answers(given: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Return what the answers of a survey say."""
    return answers.trunk_answers(plain(given), plain(state))


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"trunk_answers": trunk_answers}
