#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_emergency_address_info
short_description: List the emergency addresses of phone numbers
version_added: 1.0.0
description:
  - Lists phone numbers of the US and Canada that a project rents, each with its emergency address. The key needs access
    to the Numbers API, which is asked once for each number.
options:
  # generated from the declarations: make generate
  phone_numbers:
    description:
      - List only these phone numbers, in E.164 format. Quote them.
    type: raw
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_emergency_address
"""

EXAMPLES = r"""
- name: Read the emergency addresses
  sinch.sip.sinch_emergency_address_info:
  register: found

- name: Show the numbers that have none
  ansible.builtin.debug:
    msg: "{{ found.emergency_addresses | selectattr('address', 'none') | map(attribute='phone_number') }}"
"""

RETURN = r"""
emergency_addresses:
  description: The numbers with their emergency addresses. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
    phone_number:
      description: Phone number in E.164 format.
      type: str
      returned: always
      sample: '+12025550123'
    address:
      description: The address, or null. Its keys are those of O(sinch.sip.sinch_emergency_address#module:address).
      type: dict
      returned: always
      sample: {street_number: "1600", street_info: PENNSYLVANIA AVE NW, location: null, city: WASHINGTON, state: DC,
        postal_code: "20500", postal_code_plus_four: null}
"""

from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_objects
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._emergency_address import EmergencyAddress, show
from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed_list, stated
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACTIVE_NUMBER

# The countries whose numbers have emergency addresses.
REGIONS = ("US", "CA")


def work(task: Task) -> dict[str, Any]:
    """Read emergency addresses."""
    wanted = None
    if stated(task.params["phone_numbers"]) is not None:
        parse = ACTIVE_NUMBER.field("phone_number").value.parse_new
        wanted = parsed_list("phone_numbers", parse, task.params["phone_numbers"])
    numbers = [
        ACTIVE_NUMBER.name_of(sent)
        for sent in list_objects(task.client, ACTIVE_NUMBER)
        if sent.get("regionCode") in REGIONS and (wanted is None or ACTIVE_NUMBER.name_of(sent) in wanted)
    ]
    addresses = Workers().each(lambda number: EmergencyAddress(task.client, number).read(), numbers)
    shown = [
        {"phone_number": number, "address": None if address is None else show(address)}
        for number, address in zip(numbers, addresses)
    ]
    return {"changed": False, "emergency_addresses": shown}


MODULE = SinchModule(
    {
        "phone_numbers": {
            "type": "raw",
            "description": "List only these phone numbers, in E.164 format. Quote them.",
        },
    },
    work,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
