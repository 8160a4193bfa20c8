#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_country_permission_info
short_description: List which countries can be dialled with Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the country permissions of a project.
options:
  # generated from the declarations: make generate
  countries:
    description:
      - List only the countries with these ISO 3166-1 alpha-2 codes. Quote them. The wildcard is V("*").
    type: raw
    aliases: [iso_code]
  enabled:
    description:
      - List only the countries that can (V(true)) or cannot (V(false)) be dialled.
    type: bool
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_country_permission
"""

EXAMPLES = r"""
- name: See which countries can be dialled
  sinch.sip.sinch_country_permission_info:
    enabled: true
  register: dialable

- name: Show their codes
  ansible.builtin.debug:
    msg: "{{ dialable.country_permissions | map(attribute='iso_code') | join(', ') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
country_permissions:
  description: The country permissions, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
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

from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed_list
from ansible_collections.sinch.sip.plugins.module_utils._info_module import Filter, by_field, info_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import COUNTRY_PERMISSION

CODE = COUNTRY_PERMISSION.field("iso_code").value

MODULE = info_module(
    "country_permissions",
    COUNTRY_PERMISSION,
    {
        "countries": Filter(
            {
                "type": "raw",
                "aliases": ["iso_code"],
                "description": "List only the countries with these ISO 3166-1 alpha-2 codes. Quote them. "
                'The wildcard is V("*").',
            },
            lambda given: parsed_list("countries", CODE.parse_new, given),
            lambda codes, sent: bool(
                {COUNTRY_PERMISSION.name_of(sent), *COUNTRY_PERMISSION.aliases_of(sent)} & {*codes}
            ),
        ),
        "enabled": by_field(
            COUNTRY_PERMISSION, "enabled", "List only the countries that can (V(true)) or cannot (V(false)) be dialled."
        ),
    },
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
