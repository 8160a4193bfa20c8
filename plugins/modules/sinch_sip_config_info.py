#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_config_info
short_description: Export a whole project of Sinch Elastic SIP Trunking as data
version_added: 1.0.0
description:
  - Reads a whole project, and returns it in exactly the form that M(sinch.sip.sinch_sip_config) takes. Converging the
    project to this data changes nothing.
  - Objects that have no name, or share it with others, have their C(id).
  - Passwords are missing, because the API never returns them. RV(passwords_left_out) lists their users. Existing users
    do not need their passwords.
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.connection.pool
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config
"""

EXAMPLES = r"""
- name: Read the whole project
  sinch.sip.sinch_sip_config_info:
  register: project

- name: Show that converging the project changes nothing
  sinch.sip.sinch_sip_config:
    acls: "{{ project.config.acls }}"
    credential_lists: "{{ project.config.credential_lists }}"
    trunks: "{{ project.config.trunks }}"
    country_permissions: "{{ project.config.country_permissions }}"
    call_blocking_rules: "{{ project.config.call_blocking_rules }}"
"""

RETURN = r"""
config:
  description: The project, with the options of M(sinch.sip.sinch_sip_config) as keys, sorted by name.
  returned: success
  type: dict
  contains:
    acls:
      description: The ACLs.
      type: list
      elements: dict
      returned: always
      sample: [{name: office-pbx, enabled: true, ip_ranges: [203.0.113.10/32]}]
    credential_lists:
      description: The credential lists, without passwords.
      type: list
      elements: dict
      returned: always
      sample: [{name: office-phones, credentials: [{username: desk-1001}]}]
    trunks:
      description: The trunks, each with its endpoints and phone numbers.
      type: list
      elements: dict
      returned: always
      sample: [{name: office, host_name: acme-office, acls: [office-pbx], endpoints: [], phone_numbers:
        ["+12025550123"]}]
    country_permissions:
      description: The countries that can be dialled.
      type: dict
      returned: always
      sample: {enabled: ["CA", "US"], exclusive: true}
    call_blocking_rules:
      description: The call blocking rules.
      type: list
      elements: dict
      returned: always
      sample: [{name: no-robocalls, direction: INBOUND, caller_match: "+1202555"}]
passwords_left_out:
  description: The users whose passwords are left out, by credential list.
  returned: success
  type: dict
  sample: {office-phones: [desk-1001]}
"""

from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._project_config import (
    CONNECTIONS,
    config_of,
    read_whole,
    workers_for,
)


def work(task: Task) -> dict[str, object]:
    """Export a whole project."""
    with workers_for(task.params) as workers:
        config = config_of(read_whole(task.client, workers))
    users = {one.get("name", one.get("id")): one["credentials"] for one in config["credential_lists"]}
    return {
        "changed": False,
        "config": config,
        "passwords_left_out": {name: [user["username"] for user in some] for name, some in users.items() if some},
    }


MODULE = SinchModule(CONNECTIONS, work)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
