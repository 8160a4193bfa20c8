#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_acl_info
short_description: List the access control lists of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the ACLs of a project, with their ranges and the IDs of the trunks that they are linked to.
options:
  # generated from the declarations: make generate
  id:
    description:
      - List only the ACL with this ID.
    type: str
  name:
    description:
      - List only the ACLs with exactly this name.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_acl
"""

EXAMPLES = r"""
- name: Read one ACL
  sinch.sip.sinch_acl_info:
    name: office-pbx
  register: found

- name: Show who may place calls
  ansible.builtin.debug:
    msg: "{{ found.acls | map(attribute='ip_ranges') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
acls:
  description: The ACLs, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: ID of the ACL.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the ACL.
      type: str
      returned: always
      sample: office-pbx
    enabled:
      description: Whether the ACL is in force.
      type: bool
      returned: always
      sample: true
    ip_ranges:
      description: IPv4 ranges, sorted by address.
      type: list
      elements: dict
      returned: always
      sample:
        - cidr: 203.0.113.10/32
          description: head office
      contains:
        cidr:
          description: Range in CIDR notation.
          type: str
          returned: always
          sample: 203.0.113.10/32
        description:
          description: Description of the range, or an empty string.
          type: str
          returned: always
          sample: head office
    trunks:
      description: IDs of the trunks that the ACL is linked to.
      type: list
      elements: str
      returned: always
      sample: [01JD3X9V5Q8ZK4T2M7N6P0RBCD]
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the ACL was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the ACL was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._info_module import by_field, by_id, info_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL

MODULE = info_module("acls", ACL, {"id": by_id(ACL), "name": by_field(ACL, "name")})


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
