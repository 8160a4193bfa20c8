#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_trunk
short_description: Manage a SIP trunk of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Creates, changes, renames and deletes a SIP trunk, and links the ACLs and credential lists that admit calls.
  - A trunk is known by its O(name), matched exactly, or by its O(id). With O(id), O(name) renames it.
  - An update sends back every field of the trunk that was read, also those that this collection does not know.
options:
  state:
    description:
      - V(present) makes sure that the trunk exists as described.
      - V(absent) makes sure that there is no such trunk.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the trunk, instead of its name. With O(state=present), an ID that the project does not have is an error.
    type: str
  name:
    description:
      - Name of the trunk. Where several trunks have it, the task fails and lists their IDs.
    type: str
  host_name:
    description:
      - First label of the trunk's domain, which is then C(HOST_NAME.pstn.sinch.com). Letters, digits and hyphens;
        unique across all of Sinch.
      - Required to create a trunk. One that belongs to another trunk of the project is refused.
    type: str
  enable_caller_name:
    description:
      - Whether the caller's name is looked up (US and Canada only). V(false) for a new trunk where nothing is said.
    type: bool
  enable_call_forward:
    description:
      - Whether calls are forwarded to O(call_forward_number) when the trunk cannot be reached. V(false) for a new
        trunk where nothing is said.
    type: bool
  call_forward_number:
    description:
      - Number in E.164 that calls are forwarded to, quoted, like V("+12025550123"). Required with
        O(enable_call_forward=true).
      - An empty string removes it.
    type: raw
  acls:
    description:
      - Names or IDs of the ACLs to have linked, and no others. An empty list unlinks all.
      - Left out, links are neither read nor changed.
      - A change takes about 60 seconds to reach the SIP edge.
    type: list
    elements: str
  credential_lists:
    description:
      - Names or IDs of the credential lists to have linked, and no others. An empty list unlinks all.
      - Left out, links are neither read nor changed.
      - A change takes about 60 seconds to reach the SIP edge.
    type: list
    elements: str
  force:
    description:
      - With O(state=absent), also unassign the trunk's phone numbers, delete its endpoints, and unlink its ACLs and
        credential
        lists. Without it, a trunk in use is not deleted, and the error names what uses it.
      - With O(state=present), also unlink a credential list whose users endpoints of the trunk register as, with a
        warning. Without it, that is refused, and the error names the endpoints.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_trunk_info
  - module: sinch.sip.sinch_acl
"""

EXAMPLES = r"""
- name: Let the office's PBX place calls through a trunk
  sinch.sip.sinch_sip_trunk:
    name: office
    host_name: acme-office
    acls:
      - office-pbx

- name: Rename the trunk, leaving everything else as it is
  sinch.sip.sinch_sip_trunk:
    id: "{{ trunk_id }}"
    name: head-office

- name: Forward calls while the PBX cannot be reached
  sinch.sip.sinch_sip_trunk:
    name: office
    enable_call_forward: true
    call_forward_number: "+12025550123"

- name: Remove the trunk, together with what is linked to it
  sinch.sip.sinch_sip_trunk:
    name: office
    state: absent
    force: true
"""

RETURN = r"""
sip_trunk:
  description:
    - The trunk as it is after the task; with O(state=absent) as it was, and null if there was none.
    - In check mode, what only the server can tell (V(id), V(create_time), …) is null for a trunk that would be created.
    - Fields that this collection does not know are passed on under their name in snake case.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the trunk.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    name:
      description: Name of the trunk.
      type: str
      returned: always
      sample: office
    host_name:
      description: First label of its domain.
      type: str
      returned: always
      sample: acme-office
    domain:
      description: Where SIP traffic goes.
      type: str
      returned: always
      sample: acme-office.pstn.sinch.com
    top_level_domain:
      description: The rest of its domain.
      type: str
      returned: always
      sample: pstn.sinch.com
    calls_per_second:
      description: Calls that may be started in a second; 1 unless Sinch has raised it.
      type: int
      returned: always
      sample: 1
    enable_caller_name:
      description: Whether the caller's name is looked up.
      type: bool
      returned: always
      sample: false
    enable_call_forward:
      description: Whether calls are forwarded when the trunk cannot be reached.
      type: bool
      returned: always
      sample: false
    call_forward_number:
      description: Number that calls are forwarded to, null where there is none.
      type: str
      returned: always
      sample: "+12025550123"
    acls:
      description: Names of the linked ACLs, sorted; the ID instead of a name that several ACLs have.
      type: list
      elements: str
      returned: when O(acls) is given, or a trunk is deleted
      sample: [office-pbx]
    credential_lists:
      description: Names of the linked credential lists, sorted; the ID instead of a name that several lists have.
      type: list
      elements: str
      returned: when O(credential_lists) is given, or a trunk is deleted
      sample: [office-phones]
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the trunk was created, RFC 3339.
      type: str
      returned: always
      sample: "2026-01-31T09:30:00.123456789Z"
    update_time:
      description: When it was last changed, RFC 3339; null if never.
      type: str
      returned: always
      sample: "2026-01-31T09:30:00.123456789Z"
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import SIP_TRUNK_OPTIONS, object_module

MODULE = object_module(SIP_TRUNK_OPTIONS)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
