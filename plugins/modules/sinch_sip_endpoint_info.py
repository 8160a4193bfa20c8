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
  - Lists the endpoints of one trunk, or of all trunks of a project. The API lists them trunk by trunk.
options:
  trunk:
    description:
      - Name or ID of the trunk; all trunks where nothing is said. One that does not exist is an error.
    type: str
  id:
    description:
      - List only the endpoint with this ID.
    type: str
  name:
    description:
      - List only the endpoints with exactly this name.
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
sip_endpoints:
  description:
    - The endpoints, as the API lists them; an empty list where none matches.
  returned: success
  type: list
  elements: dict
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
    more={"trunk": {"type": "str"}},
    fetch=endpoints_by_trunk,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
