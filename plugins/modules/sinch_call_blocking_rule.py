#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_call_blocking_rule
short_description: Manage a call blocking rule of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Creates, changes, renames and deletes a rule that blocks calls by their origin or destination.
  - O(name), matched exactly, or O(id) identifies the rule. With O(id), O(name) renames it.
  - Quote codes and prefixes. Without quotes, C(NO) is a boolean in YAML and C(0044) is a number. Any value that is not
    a string is refused. An empty string clears the field.
options:
  # generated from the declarations: make generate
  state:
    description:
      - V(present) ensures that the call blocking rule exists as described.
      - V(absent) ensures that there is no such call blocking rule.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the call blocking rule, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the call blocking rule. If several call blocking rules have it, the task fails and lists their IDs.
    type: str
  direction:
    description:
      - Direction of the calls that the rule blocks.
      - Required to create a call blocking rule.
    type: str
    choices: [INBOUND, OUTBOUND]
  caller_country:
    description:
      - ISO 3166-1 alpha-2 code of the country that calls come from. Quote it.
    type: raw
  caller_match:
    description:
      - First digits of the numbers that calls come from, for inbound calls. Quote them.
    type: raw
  callee_country:
    description:
      - ISO 3166-1 alpha-2 code of the country that calls go to. Quote it.
    type: raw
  callee_match:
    description:
      - First digits of the numbers that calls go to, for outbound calls. Quote them.
    type: raw
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_call_blocking_rule_info
  - module: sinch.sip.sinch_country_permission
"""

EXAMPLES = r"""
- name: Block inbound calls from a range of numbers
  sinch.sip.sinch_call_blocking_rule:
    name: no-robocalls
    direction: INBOUND
    caller_match: "+1202555"

- name: Block calls to premium-rate numbers
  sinch.sip.sinch_call_blocking_rule:
    name: no-premium-rate
    direction: OUTBOUND
    callee_country: "GB"
    callee_match: "+449"

- name: Remove a rule
  sinch.sip.sinch_call_blocking_rule:
    name: no-robocalls
    state: absent
"""

RETURN = r"""
# generated from the declarations: make generate
call_blocking_rule:
  description:
    - The call blocking rule as it is after the task. With O(state=absent), the call blocking rule as it was, or null if
      there was none.
    - In check mode, values that only the server knows, such as C(id), are null for a new call blocking rule.
    - Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: dict
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

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import object_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL_BLOCKING_RULE

MODULE = object_module(CALL_BLOCKING_RULE)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
