#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_phone_number_info
short_description: List the phone numbers of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the phone numbers of a project, and the trunks that they are assigned to. The API may leave out unassigned
    numbers.
options:
  # generated from the declarations: make generate
  phone_numbers:
    description:
      - List only these phone numbers, in E.164 format. Quote them.
    type: raw
  trunk:
    description:
      - List only the phone numbers of the trunk with this name or ID. A trunk that does not exist is an error.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_phone_number
"""

EXAMPLES = r"""
- name: List the numbers of a trunk
  sinch.sip.sinch_phone_number_info:
    trunk: office
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.phone_numbers | map(attribute='phone_number') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
phone_numbers:
  description: The phone numbers, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
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

from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed_list
from ansible_collections.sinch.sip.plugins.module_utils._info_module import Filter, info_module, numbers_of_trunk
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import PHONE_NUMBER

NUMBER = PHONE_NUMBER.field("phone_number").value

MODULE = info_module(
    "phone_numbers",
    PHONE_NUMBER,
    {
        "phone_numbers": Filter(
            {"type": "raw", "description": "List only these phone numbers, in E.164 format. Quote them."},
            lambda given: parsed_list("phone_numbers", NUMBER.parse_new, given),
            lambda numbers, sent: PHONE_NUMBER.name_of(sent) in numbers,
        ),
    },
    more={
        "trunk": {
            "type": "str",
            "description": "List only the phone numbers of the trunk with this name or ID. A trunk that does not exist "
            "is an error.",
        }
    },
    fetch=numbers_of_trunk,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
