#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_emergency_address
short_description: Manage the emergency address of a phone number
version_added: 1.0.0
description:
  - Sets or removes the address that help is sent to when a phone number of the US or Canada calls an emergency number.
    Law requires such an address there. The key needs access to the Numbers API.
  - The API validates the address before it is set, also in check mode. A validation changes nothing.
options:
  # generated from the declarations: make generate
  state:
    description:
      - V(present) ensures that the number has the address.
      - V(absent) ensures that it has none.
    type: str
    choices: [present, absent]
    default: present
  phone_number:
    description:
      - Phone number in E.164 format, which the project rents. Quote it.
    type: raw
    required: true
  display_name:
    description:
      - Name of the person or company at the address. Required to set an address.
      - The API does not return it, so that a different name alone is not a change.
    type: str
  address:
    description:
      - The address. Required to set an address.
    type: dict
    suboptions:
      street_number:
        description:
          - Number of the house. Required.
        type: str
      street_info:
        description:
          - Name of the street. Required.
        type: str
      location:
        description:
          - Place in the house, such as C(APT 12).
        type: str
      city:
        description:
          - City. Required.
        type: str
      state:
        description:
          - Code of the state or province, such as C(DC). Required.
        type: str
      postal_code:
        description:
          - Postal code. Quote it. Required.
        type: str
      postal_code_plus_four:
        description:
          - Last four digits of a ZIP+4 code. Quote them.
        type: str
  accept_correction:
    description:
      - Set the address that the API proposes instead of one that is not quite right. Without it, such an address is an
        error that shows the proposal.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_emergency_address_info
  - module: sinch.sip.sinch_phone_number
"""

EXAMPLES = r"""
- name: Say where help is to be sent
  sinch.sip.sinch_emergency_address:
    phone_number: "+12025550123"
    display_name: Acme
    address:
      street_number: "1600"
      street_info: PENNSYLVANIA AVE NW
      city: WASHINGTON
      state: DC
      postal_code: "20500"
    accept_correction: true

- name: Remove the address
  sinch.sip.sinch_emergency_address:
    phone_number: "+12025550123"
    state: absent
"""

RETURN = r"""
emergency_address:
  description:
    - The emergency address as it is after the task. With O(state=absent), as it was, or null if there was none.
  returned: success
  type: dict
  contains:
    phone_number:
      description: Phone number in E.164 format.
      type: str
      returned: always
      sample: '+12025550123'
    address:
      description: The address, with the keys of O(address). Parts that it lacks are null.
      type: dict
      returned: always
      sample: {street_number: "1600", street_info: PENNSYLVANIA AVE NW, location: null, city: WASHINGTON, state: DC,
        postal_code: "20500", postal_code_plus_four: null}
"""

from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._emergency_address import (
    EMERGENCY_OPTIONS,
    EmergencyAddress,
    address_of,
    show,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed, stated
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import Option
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACTIVE_NUMBER

OPTIONS: dict[str, Option] = {
    "state": {
        "type": "str",
        "choices": ["present", "absent"],
        "default": "present",
        "description": "V(present) ensures that the number has the address.\nV(absent) ensures that it has none.",
    },
    "phone_number": {
        "type": "raw",
        "required": True,
        "description": "Phone number in E.164 format, which the project rents. Quote it.",
    },
    **EMERGENCY_OPTIONS,
}


def work(task: Task) -> dict[str, Any]:
    """Set or remove an emergency address."""
    params = task.params
    number = parsed("phone_number", ACTIVE_NUMBER.field("phone_number").value.parse_new, params["phone_number"])
    at_api, wanted, name = EmergencyAddress(task.client, number), None, str(stated(params["display_name"]) or "")
    if params["state"] == "present":
        if not name:
            raise OptionError("display_name", "is required with state: present; give the name of who is there")
        wanted = address_of(params["address"] or {})
    before = at_api.read()
    if before is None and wanted is not None:
        at_api.check_rented()
    if wanted is not None and wanted != before:
        wanted = at_api.validated(name, wanted, before, params["accept_correction"])
    changed = wanted != before
    if changed and not task.check_mode:
        if wanted is None:
            at_api.remove()
        else:
            at_api.write(name, wanted)
    sides = [{} if one is None else {"phone_number": number, "address": show(one)} for one in (before, wanted)]
    return {
        "changed": changed,
        "emergency_address": sides[1] or sides[0] or None,
        "diff": {"before": sides[0], "after": sides[1]},
    }


MODULE = SinchModule(OPTIONS, work)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
