#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_endpoint_info
short_description: List the SIP endpoints of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the endpoints of a trunk, or of all trunks of a project. Each trunk takes a request.
options:
  # generated from the declarations: make generate
  id:
    description:
      - List only the SIP endpoint with this ID.
    type: str
  name:
    description:
      - List only the SIP endpoints with exactly this name.
    type: str
  trunk:
    description:
      - List only the SIP endpoints of the trunk with this name or ID. A trunk that does not exist is an error.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_endpoint
"""

EXAMPLES = r"""
- name: List the endpoints of a trunk
  sinch.sip.sinch_sip_endpoint_info:
    trunk: office
  register: found

- name: Show where its calls go, first choice first
  ansible.builtin.debug:
    msg: "{{ found.sip_endpoints | sort(attribute='priority') | map(attribute='name') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
sip_endpoints:
  description: The SIP endpoints, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
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

from ansible_collections.sinch.sip.plugins.module_utils._info_module import (
    by_field,
    by_id,
    endpoints_by_trunk,
    info_module,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_ENDPOINT

MODULE = info_module(
    "sip_endpoints",
    SIP_ENDPOINT,
    {"id": by_id(SIP_ENDPOINT), "name": by_field(SIP_ENDPOINT, "name")},
    more={
        "trunk": {
            "type": "str",
            "description": "List only the SIP endpoints of the trunk with this name or ID. A trunk that does not exist "
            "is an error.",
        }
    },
    fetch=endpoints_by_trunk,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
