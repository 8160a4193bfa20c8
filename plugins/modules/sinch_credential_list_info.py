#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_credential_list_info
short_description: List the credential lists of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the credential lists of a project.
options:
  # generated from the declarations: make generate
  id:
    description:
      - List only the credential list with this ID.
    type: str
  name:
    description:
      - List only the credential lists with exactly this name.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_credential_list
"""

EXAMPLES = r"""
- name: List all credential lists
  sinch.sip.sinch_credential_list_info:
  register: found

- name: Show their names
  ansible.builtin.debug:
    msg: "{{ found.credential_lists | map(attribute='name') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
credential_lists:
  description: The credential lists, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID of the credential list.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the credential list.
      type: str
      returned: always
      sample: office-phones
    credentials:
      description: Users, sorted by name. Passwords are never returned.
      type: list
      elements: dict
      returned: always
      sample:
        - username: desk-1001
      contains:
        username:
          description: Name of the user.
          type: str
          returned: always
          sample: desk-1001
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the credential list was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the credential list was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._info_module import by_field, by_id, info_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CREDENTIAL_LIST

MODULE = info_module(
    "credential_lists", CREDENTIAL_LIST, {"id": by_id(CREDENTIAL_LIST), "name": by_field(CREDENTIAL_LIST, "name")}
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
