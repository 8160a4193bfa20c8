#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_call_blocking_rule_info
short_description: List the call blocking rules of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the call blocking rules of a project.
options:
  # generated from the declarations: make generate
  id:
    description:
      - List only the call blocking rule with this ID.
    type: str
  name:
    description:
      - List only the call blocking rules with exactly this name.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_call_blocking_rule
"""

EXAMPLES = r"""
- name: List all call blocking rules
  sinch.sip.sinch_call_blocking_rule_info:
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.call_blocking_rules | map(attribute='name') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
call_blocking_rules:
  description: The call blocking rules, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID of the call blocking rule.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the call blocking rule.
      type: str
      returned: always
      sample: no-robocalls
    direction:
      description: Direction of the calls that the rule blocks.
      type: str
      returned: always
      sample: INBOUND
    caller_country:
      description: Country that calls come from, or null.
      type: str
      returned: always
      sample: US
    caller_match:
      description: First digits of the numbers that calls come from, or null.
      type: str
      returned: always
      sample: '+1202555'
    callee_country:
      description: Country that calls go to, or null.
      type: str
      returned: always
      sample: GB
    callee_match:
      description: First digits of the numbers that calls go to, or null.
      type: str
      returned: always
      sample: '+449'
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the call blocking rule was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the call blocking rule was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._info_module import by_field, by_id, info_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL_BLOCKING_RULE

MODULE = info_module(
    "call_blocking_rules",
    CALL_BLOCKING_RULE,
    {"id": by_id(CALL_BLOCKING_RULE), "name": by_field(CALL_BLOCKING_RULE, "name")},
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
