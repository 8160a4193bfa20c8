#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_trunk_info
short_description: List the SIP trunks of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the SIP trunks of a project.
options:
  # generated from the declarations: make generate
  id:
    description:
      - List only the SIP trunk with this ID.
    type: str
  name:
    description:
      - List only the SIP trunks with exactly this name.
    type: str
  host_name:
    description:
      - List only the SIP trunks with exactly this host name.
    type: str
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_trunk
  - module: sinch.sip.sinch_acl_info
    description: Tells which trunks each ACL is linked to.
"""

EXAMPLES = r"""
- name: List all trunks
  sinch.sip.sinch_sip_trunk_info:
  register: found

- name: Show where SIP traffic goes
  ansible.builtin.debug:
    msg: "{{ found.sip_trunks | map(attribute='domain') }}"
"""

RETURN = r"""
# generated from the declarations: make generate
sip_trunks:
  description: The SIP trunks, as the API lists them. An empty list if none matches.
  returned: success
  type: list
  elements: dict
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
"""

from ansible_collections.sinch.sip.plugins.module_utils._info_module import by_field, by_id, info_module
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK, TOP_LEVEL_DOMAIN

MODULE = info_module(
    "sip_trunks",
    SIP_TRUNK,
    {
        "id": by_id(SIP_TRUNK),
        "name": by_field(SIP_TRUNK, "name"),
        # The API finds a trunk by its full domain in one request, however many there are (ref).
        "host_name": by_field(SIP_TRUNK, "host_name", query=lambda name: {"domain": f"{name}.{TOP_LEVEL_DOMAIN}"}),
    },
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
