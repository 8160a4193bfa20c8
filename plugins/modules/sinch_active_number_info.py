#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_active_number_info
short_description: List the phone numbers that a project rents
version_added: 1.0.0
description:
  - Lists the phone numbers that a project rents, with what they are used for, as the Numbers API has them. The key
    needs access to that API.
  - Numbers are neither rented nor released by this collection.
options:
  # generated from the declarations: make generate
  region_code:
    description:
      - List only the numbers of this country, by its ISO 3166-1 alpha-2 code. Quote it.
    type: raw
  type:
    description:
      - List only the numbers of this type.
    type: str
    choices: [LOCAL, MOBILE, TOLL_FREE]
  pattern:
    description:
      - List only the numbers that contain these digits or, after a V(+), begin with them. Quote them.
    type: str
  trunk:
    description:
      - List only the numbers of the trunk with this name or ID. A trunk that does not exist is an error.
    type: str
  assigned:
    description:
      - List only the numbers that are on a trunk or, with V(false), that are on none.
    type: bool
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_phone_number
  - module: sinch.sip.sinch_phone_number_info
"""

EXAMPLES = r"""
- name: Find out which of our numbers ring nowhere
  sinch.sip.sinch_active_number_info:
    assigned: false
  register: found

- name: Show them
  ansible.builtin.debug:
    msg: "{{ found.active_numbers | map(attribute='phone_number') }}"

- name: List the toll-free numbers of the US
  sinch.sip.sinch_active_number_info:
    region_code: "US"
    type: TOLL_FREE
"""

RETURN = r"""
active_numbers:
  description: The numbers, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
    trunk:
      description: Name of the SIP trunk that the number is on, or null.
      type: str
      returned: always
      sample: office
    # generated from the declarations: make generate
    phone_number:
      description: Phone number in E.164 format.
      type: str
      returned: always
      sample: '+12025550123'
    display_name:
      description: Name of the number in the dashboard.
      type: str
      returned: always
      sample: Reception
    region_code:
      description: Country of the number.
      type: str
      returned: always
      sample: US
    type:
      description: V(LOCAL), V(MOBILE) or V(TOLL_FREE).
      type: str
      returned: always
      sample: LOCAL
    capability:
      description: What the number can do.
      type: list
      elements: str
      returned: always
      sample: [SMS, VOICE]
    voice_configuration:
      description: What the number is used for in calls, as the Numbers API has it. A provisioning that is under way or
        has failed is in C(scheduled_voice_provisioning).
      type: dict
      returned: always
      sample:
        type: EST
        trunk_id: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    sms_configuration:
      description: What the number is used for in messages, as the Numbers API has it.
      type: dict
      returned: always
      sample:
        service_plan_id: ''
        campaign_id: ''
    money:
      description: Price of a payment interval, with the amount as a string.
      type: dict
      returned: always
      sample:
        currency_code: USD
        amount: '2.00'
    payment_interval_months:
      description: Months between two payments.
      type: int
      returned: always
      sample: 1
    next_charge_date:
      description: When the next payment is due.
      type: str
      returned: always
      sample: '2026-02-28T14:42:42.022227Z'
    expire_at:
      description: When the rent ends, or null.
      type: str
      returned: always
      sample: '2026-02-28T14:42:42.022227Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._info_module import (
    Filter,
    active_numbers_with_trunks,
    by_field,
    info_module,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACTIVE_NUMBER


def _digits(given: str) -> str:
    """Return a pattern of digits; raise ValueError for anything else."""
    if not given.lstrip("+").isdecimal():
        raise ValueError(f"{given!r} is not digits; give some like '202', or the first ones like '+1202'")
    return given


def _has_digits(pattern: str, number: str) -> bool:
    return number.startswith(pattern) if pattern.startswith("+") else pattern in number


MODULE = info_module(
    "active_numbers",
    ACTIVE_NUMBER,
    {
        "region_code": by_field(
            ACTIVE_NUMBER,
            "region_code",
            "List only the numbers of this country, by its ISO 3166-1 alpha-2 code. Quote it.",
            query=lambda wanted: {"regionCode": wanted},
        ),
        "type": Filter(
            {
                "type": "str",
                "choices": ["LOCAL", "MOBILE", "TOLL_FREE"],
                "description": "List only the numbers of this type.",
            },
            str,
            lambda wanted, sent: sent.get("type") == wanted,
            lambda wanted: {"type": wanted},
        ),
        "pattern": Filter(
            {
                "type": "str",
                "description": "List only the numbers that contain these digits or, after a V(+), begin with them. "
                "Quote them.",
            },
            _digits,
            lambda wanted, sent: _has_digits(wanted, ACTIVE_NUMBER.name_of(sent)),
            lambda wanted: {
                "numberPattern.pattern": wanted,
                "numberPattern.searchPattern": "START" if wanted.startswith("+") else "CONTAINS",
            },
        ),
    },
    more={
        "trunk": {
            "type": "str",
            "description": "List only the numbers of the trunk with this name or ID. A trunk that does not exist is an "
            "error.",
        },
        "assigned": {
            "type": "bool",
            "description": "List only the numbers that are on a trunk or, with V(false), that are on none.",
        },
    },
    fetch=active_numbers_with_trunks,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
