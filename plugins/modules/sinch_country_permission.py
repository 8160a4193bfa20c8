#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_country_permission
short_description: Manage which countries can be dialled with Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Allows or forbids calls to countries. Permissions are per project, not per trunk.
  - Country permissions are the last barrier against toll fraud. Allow only the countries that you call.
options:
  state:
    description:
      - Whether calls to O(countries) are allowed or forbidden.
    type: str
    choices: [enabled, disabled]
    default: enabled
  countries:
    description:
      - ISO 3166-1 alpha-2 codes, as a list or as a string with commas, or V("*") for every country without an entry of
        its own.
      - If the project has one entry V(US) for "United States/Canada", V(CA) means this entry as well, with a warning.
      - Quote the codes. Without quotes, C(NO) is a boolean in YAML. Any value that is not a string is refused.
    type: raw
    required: true
    aliases: [iso_code]
  exclusive:
    description:
      - With O(state=enabled), forbid every country that is not in O(countries), V("*") among them.
      - Refused with O(state=disabled).
    type: bool
    default: false
  allow_wide:
    description:
      - Allow enabling V("*"), which opens every destination, premium-rate numbers included.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_country_permission_info
"""

EXAMPLES = r"""
- name: Allow calls to two countries, and to no other
  sinch.sip.sinch_country_permission:
    countries: ["US", "GB"]
    exclusive: true

- name: Forbid calls to Norway, and leave other countries as they are
  sinch.sip.sinch_country_permission:
    countries: ["NO"]
    state: disabled
"""

RETURN = r"""
country_permissions:
  description: The permissions of O(countries) as they are after the task, in this order. With O(exclusive=true), the
    permissions of all other countries follow.
  returned: success
  type: list
  elements: dict
  contains:
    # generated from the declarations: make generate
    iso_code:
      description: ISO 3166-1 alpha-2 code of the country, or V(*).
      type: str
      returned: always
      sample: US
    enabled:
      description: Whether the country can be dialled.
      type: bool
      returned: always
      sample: true
    name:
      description: Name of the country.
      type: str
      returned: always
      sample: United States
    continent:
      description: Continent of the country.
      type: str
      returned: always
      sample: North America
    country_dialing_codes:
      description: Dialling codes of the country.
      type: list
      elements: str
      returned: always
      sample: ['1']
"""

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._given_options import overrides_of, parsed_list
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import changes, converge, diff_by_name
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import COUNTRY_PERMISSION


def work(task: Task) -> dict[str, object]:
    """Allow or forbid calls to countries."""
    params = task.params
    disabled = params["state"] == "disabled"
    if params["exclusive"] and disabled:
        raise OptionError(
            "exclusive", "true would forbid every country with state: disabled; use it with state: enabled only"
        )
    kind = COUNTRY_PERMISSION.kind
    codes = parsed_list("countries", COUNTRY_PERMISSION.field("iso_code").value.parse, params["countries"])
    if not codes:
        raise OptionError("countries", "[] names no country; give at least one code")
    overrides = overrides_of(params)
    all_desired = [
        Desired(kind, name=code, values={} if disabled else {"enabled": True}, absent=disabled, overrides=overrides)
        for code in dict.fromkeys(codes)
    ]
    plan = converge(task, all_desired, purges=[Purge(kind, exclusive=True)] if params["exclusive"] else [])
    permissions = [outcome.show() for outcome in plan.outcomes]
    return {"country_permissions": permissions, **changes(plan, *diff_by_name(plan.outcomes))}


MODULE = SinchModule(
    {
        "state": {"type": "str", "choices": ["enabled", "disabled"], "default": "enabled"},
        "countries": {"type": "raw", "required": True, "aliases": ["iso_code"]},
        "exclusive": {"type": "bool", "default": False},
        "allow_wide": {"type": "bool", "default": False},
    },
    work,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
