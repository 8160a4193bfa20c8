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
  - O(name), matched exactly, or O(id) identifies the trunk. With O(id), O(name) renames it.
  - An update writes back every field of the trunk that was read, including fields that this collection does not know.
options:
  # generated from the declarations: make generate
  state:
    description:
      - V(present) ensures that the SIP trunk exists as described.
      - V(absent) ensures that there is no such SIP trunk.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the SIP trunk, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the SIP trunk. If several SIP trunks have it, the task fails and lists their IDs.
    type: str
  host_name:
    description:
      - First label of the trunk's domain, C(HOST_NAME.pstn.sinch.com). Use letters, digits and hyphens.
      - The host name must be unique across all of Sinch. The host name of another trunk of the project is refused.
      - Required to create a SIP trunk.
    type: str
  enable_caller_name:
    description:
      - Whether the caller's name is looked up (US and Canada only).
      - Defaults to V(false) for a new SIP trunk.
    type: bool
  enable_call_forward:
    description:
      - Whether calls are forwarded to O(call_forward_number) while the trunk cannot be reached.
      - Defaults to V(false) for a new SIP trunk.
    type: bool
  call_forward_number:
    description:
      - Number in E.164 format that calls are forwarded to. Quote it, like V("+12025550123").
      - Required with O(enable_call_forward=true). An empty string removes the number.
    type: raw
  acls:
    description:
      - Names or IDs of the ACLs to link. All others are unlinked. An empty list unlinks all.
      - If left out, links are neither read nor changed.
      - A change takes about 60 seconds to reach the SIP edge.
    type: list
    elements: str
  credential_lists:
    description:
      - Names or IDs of the credential lists to link. All others are unlinked. An empty list unlinks all.
      - If left out, links are neither read nor changed.
      - A change takes about 60 seconds to reach the SIP edge.
    type: list
    elements: str
  force:
    description:
      - With O(state=absent), also unassign the phone numbers of the trunk, delete its SIP endpoints, and unlink its
        ACLs and credential lists. Without it, a trunk in use is not deleted, and the error names what uses it.
      - With O(state=present), also unlink a credential list whose users the SIP endpoints of the trunk register as,
        with a warning. Without it, this is refused, and the error names the endpoints.
      - In M(sinch.sip.sinch_sip_config), also take over the host name of a trunk that is purged first.
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

- name: Rename the trunk, and keep everything else
  sinch.sip.sinch_sip_trunk:
    id: "{{ trunk_id }}"
    name: head-office

- name: Forward calls while the PBX cannot be reached
  sinch.sip.sinch_sip_trunk:
    name: office
    enable_call_forward: true
    call_forward_number: "+12025550123"

- name: Remove the trunk, although it is in use
  sinch.sip.sinch_sip_trunk:
    name: office
    state: absent
    force: true
"""

RETURN = r"""
# generated from the declarations: make generate
sip_trunk:
  description:
    - The SIP trunk as it is after the task. With O(state=absent), the SIP trunk as it was, or null if there was none.
    - In check mode, values that only the server knows, such as C(id), are null for a new SIP trunk.
    - Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the SIP trunk.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the SIP trunk.
      type: str
      returned: always
      sample: office
    host_name:
      description: First label of the domain.
      type: str
      returned: always
      sample: acme-office
    enable_caller_name:
      description: Whether the caller's name is looked up (US and Canada only).
      type: bool
      returned: always
      sample: false
    enable_call_forward:
      description: Whether calls are forwarded while the trunk cannot be reached.
      type: bool
      returned: always
      sample: false
    call_forward_number:
      description: Number that calls are forwarded to, or null.
      type: str
      returned: always
      sample: '+12025550123'
    top_level_domain:
      description: Domain without its first label.
      type: str
      returned: always
      sample: pstn.sinch.com
    domain:
      description: Domain to send SIP traffic to.
      type: str
      returned: always
      sample: acme-office.pstn.sinch.com
    calls_per_second:
      description: Number of calls that can start per second, 1 unless Sinch has raised it.
      type: int
      returned: always
      sample: 1
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the SIP trunk was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the SIP trunk was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    acls:
      description: Names of the linked ACLs, sorted. An ID stands for a name that several have.
      type: list
      elements: str
      returned: when O(acls) is given, or the SIP trunk is deleted
      sample: [office-pbx]
    credential_lists:
      description: Names of the linked credential lists, sorted. An ID stands for a name that several have.
      type: list
      elements: str
      returned: when O(credential_lists) is given, or the SIP trunk is deleted
      sample: [office-phones]
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import object_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK

MODULE = object_module(SIP_TRUNK)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
