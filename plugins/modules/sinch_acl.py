#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_acl
short_description: Manage an access control list of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Creates, changes, renames and deletes an ACL, a list of the IPv4 addresses that may place calls through the trunks
    that it is linked to.
  - O(name), matched exactly, or O(id) identifies the ACL. With O(id), O(name) renames it.
  - Ranges are added and removed one by one, which does not interfere with other users who add or remove ranges at the
    same time. Any other change replaces the whole ACL, and fails if the ACL has changed since it was read.
  - Link the ACL to trunks with the option O(sinch.sip.sinch_sip_trunk#module:acls).
options:
  # generated from the declarations: make generate
  state:
    description:
      - V(present) ensures that the ACL exists as described.
      - V(absent) ensures that there is no such ACL.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the ACL, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the ACL. If several ACLs have it, the task fails and lists their IDs.
    type: str
  enabled:
    description:
      - Whether the ACL is in force.
      - Defaults to V(true) for a new ACL.
    type: bool
  ip_ranges:
    description:
      - IPv4 ranges that may place calls, each a string in CIDR notation or a mapping of C(cidr) and C(description). A
        bare address is a C(/32).
      - The order does not matter. A range that is given without a description keeps the description that it has.
      - An ACL cannot be left without ranges. IPv6, C(/0) and ranges with host bits set are refused.
      - Required to create an ACL.
    type: list
    elements: raw
  purge_ip_ranges:
    description:
      - Whether to remove ranges that are not listed. With V(false), ranges are only added.
    type: bool
    default: true
  allow_wide:
    description:
      - Allow adding a range shorter than C(/16). Such a range is refused otherwise, because one compromised address in
        it is enough for toll fraud.
      - A wide range that the ACL already has is never refused.
    type: bool
    default: false
  force:
    description:
      - With O(state=absent), also unlink the ACL from the trunks that use it. Without it, an ACL in use is not deleted,
        and the error names the trunks.
    type: bool
    default: false
  keep_if_used:
    description:
      - With O(state=absent), keep the object while something that stays uses it, instead of failing.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_acl_info
  - module: sinch.sip.sinch_sip_trunk
"""

EXAMPLES = r"""
- name: Admit the office's PBX and the whole range of the data centre
  sinch.sip.sinch_acl:
    name: office-pbx
    ip_ranges:
      - 203.0.113.10
      - cidr: 198.51.100.0/24
        description: data centre

- name: Admit one more address, and keep the others
  sinch.sip.sinch_acl:
    name: office-pbx
    ip_ranges: [203.0.113.11]
    purge_ip_ranges: false

- name: Remove the ACL, and unlink it from the trunks that use it
  sinch.sip.sinch_acl:
    name: office-pbx
    state: absent
    force: true
"""

RETURN = r"""
# generated from the declarations: make generate
acl:
  description:
    - The ACL as it is after the task. With O(state=absent), the ACL as it was, or null if there was none.
    - In check mode, values that only the server knows, such as C(id), are null for a new ACL.
    - Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: dict
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

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import object_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL

MODULE = object_module(ACL)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
