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
  - Creates, changes, renames and deletes an endpoint, to which a trunk sends inbound calls.
  - An endpoint is either static, with an O(address), or registers as O(credential_username). Giving one of the two
    options converts an endpoint of the other sort.
  - O(name), matched exactly within the trunk, or O(id) identifies the endpoint. With O(id), O(name) renames it.
options:
  # generated from the declarations: make generate
  trunk:
    description:
      - Name or ID of the trunk that the SIP endpoint belongs to.
      - In check mode, a trunk that does not exist is a warning, because an earlier task may create it.
    type: str
    required: true
  state:
    description:
      - V(present) ensures that the SIP endpoint exists as described.
      - V(absent) ensures that there is no such SIP endpoint.
    type: str
    choices: [present, absent]
    default: present
  id:
    description:
      - ID of the SIP endpoint, instead of its name. With O(state=present), an ID that does not exist is an error.
    type: str
  name:
    description:
      - Name of the SIP endpoint. If several SIP endpoints of the trunk have it, the task fails and lists their IDs.
    type: str
  address:
    description:
      - IP address or fully qualified domain name of a static endpoint.
    type: str
  port:
    description:
      - Port of a static endpoint. V(5061) is usual with TLS.
      - Defaults to V(5060) for a new SIP endpoint.
    type: int
  transport:
    description:
      - Transport of the SIP messages.
      - Defaults to V(UDP) for a new SIP endpoint.
    type: str
    choices: [UDP, TCP, TLS]
  priority:
    description:
      - Rank of the endpoint, from 1 up. A call goes to the endpoint with the lowest rank that can be reached. Endpoints
        of equal rank take turns.
      - Defaults to V(1) for a new SIP endpoint.
    type: int
  enabled:
    description:
      - Whether the endpoint gets calls.
      - Defaults to V(true) for a new SIP endpoint.
    type: bool
  credential_username:
    description:
      - User name that the endpoint registers with.
      - A credential list that is linked to the trunk must have this user. The API would accept any other name, and
        every call would fail. In check mode, a missing user is a warning.
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
# generated from the declarations: make generate
sip_endpoint:
  description:
    - The SIP endpoint as it is after the task. With O(state=absent), the SIP endpoint as it was, or null if there was
      none.
    - In check mode, values that only the server knows, such as C(id), are null for a new SIP endpoint.
    - Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: dict
  contains:
    id:
      description: ID of the SIP endpoint.
      type: str
      returned: always
      sample: 01JD3XA2M4R6T8V0W2Y4Z6B8CD
    name:
      description: Name of the SIP endpoint.
      type: str
      returned: always
      sample: pbx-a
    address:
      description: IP address or fully qualified domain name of a static endpoint.
      type: str
      returned: always
      sample: 203.0.113.10
    port:
      description: Port of a static endpoint, else null.
      type: int
      returned: always
      sample: 5060
    transport:
      description: Transport of the SIP messages.
      type: str
      returned: always
      sample: UDP
    priority:
      description: Rank of the endpoint. The lowest rank goes first.
      type: int
      returned: always
      sample: 1
    enabled:
      description: Whether the endpoint gets calls.
      type: bool
      returned: always
      sample: true
    credential_username:
      description: User name that the endpoint registers with.
      type: str
      returned: always
      sample: desk-1001
    is_registered:
      description: Whether the endpoint registers.
      type: bool
      returned: always
      sample: false
    trunk:
      description: Name of the SIP trunk.
      type: str
      returned: always
      sample: office
    sip_trunk_id:
      description: ID of the trunk.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
    create_time:
      description: When the SIP endpoint was created, in RFC 3339 format.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    update_time:
      description: When the SIP endpoint was last changed, in RFC 3339 format, or null if never.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import object_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_ENDPOINT

MODULE = object_module(SIP_ENDPOINT)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
