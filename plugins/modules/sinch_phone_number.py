#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_phone_number
short_description: Assign phone numbers to a trunk of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Assigns phone numbers that the project rents to a trunk, which then gets their calls, and unassigns them.
  - An assignment has two sides. Elastic SIP Trunking lists the numbers of a trunk, and the Numbers API knows what the
    project rents. A number counts as assigned only if both agree. A number that the project does not rent is an error
    before anything is changed, also in check mode.
  - If the key has no access to the Numbers API, this is a warning, and what Elastic SIP Trunking says counts.
  - This module neither rents nor releases numbers.
options:
  state:
    description:
      - V(present) ensures that the numbers are assigned to O(trunk).
      - V(absent) ensures that the numbers are assigned to no trunk or, with O(trunk), not to that trunk.
    type: str
    choices: [present, absent]
    default: present
  phone_numbers:
    description:
      - Phone numbers in E.164 format, as a list or as a string with commas.
      - Quote them. Without quotes, C(+12025550123) is a number in YAML. Any value that is not a string is refused.
    type: raw
    required: true
  trunk:
    description:
      - Name or ID of the trunk. Required with O(state=present).
      - In check mode, a trunk that does not exist is a warning, because an earlier task may create it.
    type: str
  move:
    description:
      - Take phone numbers from other trunks, and from other uses that the Numbers API has for them. Without it, such a
        number is refused, and the error names its use.
      - If the two sides disagree about a number that is on O(trunk) already, write the side that differs. Without it,
        that is a warning.
    type: bool
    default: false
  wait:
    description:
      - Wait until the Numbers API has provisioned the numbers. Without it, a number that is being provisioned is a
        warning.
    type: bool
    default: false
  wait_timeout:
    description:
      - Seconds to wait for the numbers. A number that is not provisioned by then is an error.
    type: int
    default: 300
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_phone_number_info
  - module: sinch.sip.sinch_sip_trunk
"""

EXAMPLES = r"""
- name: Route the calls to two numbers to a trunk
  sinch.sip.sinch_phone_number:
    phone_numbers: ["+12025550123", "+12025550124"]
    trunk: office

- name: Move one of them to another trunk
  sinch.sip.sinch_phone_number:
    phone_numbers: ["+12025550124"]
    trunk: warehouse
    move: true

- name: Unassign a number from its trunk
  sinch.sip.sinch_phone_number:
    phone_numbers: ["+12025550123"]
    state: absent
"""

RETURN = r"""
phone_numbers:
  description:
    - The phone numbers as they are after the task, in the order of O(phone_numbers). With O(state=absent), numbers that
      the project does not have are left out.
  returned: success
  type: list
  elements: dict
  contains:
    # generated from the declarations: make generate
    phone_number:
      description: Phone number in E.164 format.
      type: str
      returned: always
      sample: '+12025550123'
    trunk:
      description: Name of the SIP trunk, or null.
      type: str
      returned: always
      sample: office
    sip_trunk_id:
      description: ID of the trunk that the number is assigned to, or null.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    country_code:
      description: Country of the number.
      type: str
      returned: always
      sample: US
"""

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed_list, stated
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import (
    NUMBER_OPTIONS,
    changes,
    converge,
    desired_numbers,
    diff_by_name,
)
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import PHONE_NUMBER

NUMBER = PHONE_NUMBER.field("phone_number").value


def work(task: Task) -> dict[str, object]:
    """Assign phone numbers to a trunk, or to none."""
    params = task.params
    numbers = parsed_list("phone_numbers", NUMBER.parse, params["phone_numbers"])
    if not numbers:
        raise OptionError("phone_numbers", "[] names no number; give at least one")
    absent = params["state"] == "absent"
    trunk = stated(params["trunk"])
    if not absent and trunk is None:
        raise OptionError("trunk", "is required with state: present; give the name or ID of a trunk")
    wait_s = params["wait_timeout"] if params["wait"] else 0
    if wait_s < 0:
        raise OptionError("wait_timeout", f"{wait_s} is less than no time; give seconds, such as 300")
    plan = converge(task, desired_numbers(params, numbers, trunk, absent), wait_s=wait_s)
    shown = [one for one in (outcome.show() for outcome in plan.outcomes) if one is not None]
    return {"phone_numbers": shown, **changes(plan, *diff_by_name(plan.outcomes))}


MODULE = SinchModule(
    {
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        **NUMBER_OPTIONS,
        "phone_numbers": {"type": "raw", "required": True},
        "trunk": {"type": "str"},
        "wait": {"type": "bool", "default": False},
        "wait_timeout": {"type": "int", "default": 300},
    },
    work,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
