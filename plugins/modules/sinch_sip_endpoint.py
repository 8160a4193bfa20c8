#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_endpoint
short_description: Manage a SIP endpoint of a trunk of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Creates, changes, renames and deletes an endpoint, the place where a trunk sends inbound calls.
  - An endpoint is either static, known by its O(address), or one that registers as O(credential_username). Giving the
    one
    turns an endpoint of the other sort into it.
  - An endpoint is known by its O(name) within its trunk, matched exactly, or by its O(id). With O(id), O(name) renames
    it.
options:
  trunk:
    description:
      - Name or ID of the trunk that the endpoint belongs to.
      - In check mode, a trunk that does not exist is a warning, since an earlier task may be what creates it.
    type: str
    required: true
  state:
    description:
      - V(present) makes sure that the endpoint exists as described.
      - V(absent) makes sure that there is no such endpoint.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the endpoint, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the endpoint. Where several endpoints of the trunk have it, the task fails and lists their IDs.
    type: str
  address:
    description:
      - IP address or fully qualified domain name of a static endpoint.
    type: str
  port:
    description:
      - Port of a static endpoint. V(5060) for a new one where nothing is said; V(5061) is usual with TLS.
    type: int
  transport:
    description:
      - How SIP is carried. V(UDP) for a new endpoint where nothing is said.
    type: str
    choices: [UDP, TCP, TLS]
  priority:
    description:
      - Its turn, from 1 up. The lowest that can be reached gets the call; equal ones take turns.
      - V(1) for a new endpoint where nothing is said.
    type: int
  enabled:
    description:
      - Whether the endpoint gets calls. V(true) for a new one where nothing is said.
    type: bool
  credential_username:
    description:
      - User name that the endpoint registers with. A credential list that is linked to the trunk must have it. The API
        would accept any other, and every call would fail. In check mode a list that is not there yet is a warning.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_endpoint_info
  - module: sinch.sip.sinch_sip_trunk
  - module: sinch.sip.sinch_credential_list
"""

EXAMPLES = r"""
- name: Send calls to the office's PBX
  sinch.sip.sinch_sip_endpoint:
    trunk: office
    name: pbx-a
    address: 203.0.113.10

- name: Fall back to a second PBX over TLS
  sinch.sip.sinch_sip_endpoint:
    trunk: office
    name: pbx-b
    address: pbx-b.example.com
    port: 5061
    transport: TLS
    priority: 2

- name: Send calls to a phone that registers
  sinch.sip.sinch_sip_endpoint:
    trunk: office
    name: desk-1001
    credential_username: desk-1001

- name: Remove the second PBX
  sinch.sip.sinch_sip_endpoint:
    trunk: office
    name: pbx-b
    state: absent
"""

RETURN = r"""
sip_endpoint:
  description:
    - The endpoint as it is after the task; with O(state=absent) as it was, and null if there was none.
    - In check mode, what only the server can tell (V(id), V(create_time), …) is null for a endpoint that would be
      created.
    - Fields that this collection does not know are passed on under their name in snake case.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the endpoint.
      type: str
      returned: always
      sample: 01JD3XF7Q9S1T3V5W7X9Y1Z3AB
    name:
      description: Name of the endpoint.
      type: str
      returned: always
      sample: pbx-a
    trunk:
      description: Name of its trunk.
      type: str
      returned: always
      sample: office
    sip_trunk_id:
      description: ID of its trunk.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    address:
      description: IP address or domain name of a static endpoint, else null.
      type: str
      returned: always
      sample: 203.0.113.10
    port:
      description: Port of a static endpoint.
      type: int
      returned: always
      sample: 5060
    transport:
      description: V(UDP), V(TCP) or V(TLS).
      type: str
      returned: always
      sample: UDP
    priority:
      description: Its turn. Lower wins; equal ones take turns.
      type: int
      returned: always
      sample: 1
    enabled:
      description: Whether it gets calls.
      type: bool
      returned: always
      sample: true
    is_registered:
      description: Whether it is one that registers.
      type: bool
      returned: always
      sample: false
    credential_username:
      description: User name of an endpoint that registers, else null.
      type: str
      returned: always
      sample: null
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When it was created, RFC 3339.
      type: str
      returned: always
      sample: "2026-01-31T09:30:00.123456789Z"
    update_time:
      description: When it was last changed, RFC 3339; null if never.
      type: str
      returned: always
      sample: "2026-01-31T09:30:00.123456789Z"
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import SIP_ENDPOINT_OPTIONS, object_module

MODULE = object_module(SIP_ENDPOINT_OPTIONS, parent="trunk")


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
