#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_audit
short_description: Compare a project of Sinch Elastic SIP Trunking with its data
version_added: 1.0.0
description:
  - Compares a project with its data, object by object, and reports what M(sinch.sip.sinch_sip_config) would change. The
    project is only read.
  - An object that is in the project and not in the data is a difference, even if the data leaves out the option that
    would list the object.
  - Options that an entry leaves out are not compared. Unlisted countries that can be dialled are a difference only with
    O(country_permissions.exclusive=true).
  - Passwords cannot be compared, because the API never returns them.
  - Options that concern writing only, such as C(force), C(allow_wide), C(move) and C(update_password), have no effect.
    Contradictory data, or a name that several objects have, is an error.
  - The differences can also be written to files. They are written on the controller, wherever the module runs.
options:
  json_dest:
    description:
      - Path of a file on the controller to write RV(in_sync) and RV(drift) to, as JSON. Its folder must exist.
      - A relative path starts at the folder of the playbook. The file is replaced completely or not at all. In check
        mode, it is not written.
    type: path
  html_dest:
    description:
      - Path of a file on the controller to write a page to, under the same conditions as O(json_dest).
      - The page draws every trunk with its ACLs, credential lists, endpoints and phone numbers, and marks the
        differences. It is one HTML file without scripts, and loads nothing.
    type: path
  fail_on_drift:
    description:
      - Whether to fail if there are differences. The message lists them. The files are written nevertheless.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.project_data
  - sinch.sip.connection
  - sinch.sip.connection.pool
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config
  - module: sinch.sip.sinch_sip_config_info
  - plugin: sinch.sip.project_file
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Compare the project with its data, and draw it
  sinch.sip.sinch_sip_audit:
    acls:
      - name: office-pbx
        ip_ranges:
          - 203.0.113.10
    trunks:
      - name: office
        host_name: acme-office
        acls: [office-pbx]
        endpoints:
          - name: pbx-a
            address: 203.0.113.10
        phone_numbers: ["+12025550123"]
    country_permissions:
      enabled: ["US", "CA"]
      exclusive: true
    html_dest: "{{ export_folder }}/audit.html"
  register: audit

- name: Show the differences
  ansible.builtin.debug:
    msg: "{{ audit.drift | map(attribute='text') | list }}"

- name: Read the project before maintenance
  sinch.sip.sinch_sip_config_info:
  register: before

- name: Fail if the project has changed after maintenance
  sinch.sip.sinch_sip_audit:
    acls: "{{ before.config.acls }}"
    credential_lists: "{{ before.config.credential_lists }}"
    trunks: "{{ before.config.trunks }}"
    country_permissions: "{{ before.config.country_permissions }}"
    call_blocking_rules: "{{ before.config.call_blocking_rules }}"
    fail_on_drift: true
"""

RETURN = r"""
in_sync:
  description: Whether the project equals its data.
  returned: success, and failure because of drift
  type: bool
  sample: false
drift:
  description: The objects that differ, sorted by kind and name.
  returned: success, and failure because of drift
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      returned: always
      sample: sip_endpoint
    name:
      description: Name of the object.
      type: str
      returned: always
      sample: pbx
    id:
      description: ID of the object, or null if it is in the data only.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    trunk:
      description: Name of the trunk that an endpoint or phone number belongs to, else null.
      type: str
      returned: always
      sample: office
    status:
      description: V(only_in_file) for an object that is in the data only, V(only_in_project) or V(differs).
      type: str
      returned: always
      sample: differs
    changes:
      description: >-
        The fields that differ, as they are in the C(project) and in the data (C(file)). For a set, each side lists
        the items that the other side lacks.
      type: dict
      returned: always
      sample: {port: {project: 5060, file: 5061}}
    parts:
      description: Endpoints and phone numbers that are added or removed with a trunk, in the same form.
      type: list
      elements: dict
      returned: always
      sample: []
    text:
      description: Description of the difference.
      type: str
      returned: always
      sample: "differs: SIP endpoint pbx of office (port: 5060 in the project, 5061 in the file)"
json_dest:
  description: Path of the JSON file.
  returned: when the file was written
  type: str
  sample: /srv/reports/audit.json
html_dest:
  description: Path of the HTML file.
  returned: when the file was written
  type: str
  sample: /srv/reports/audit.html
"""

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import read_state
from ansible_collections.sinch.sip.plugins.module_utils._comparison import Comparison
from ansible_collections.sinch.sip.plugins.module_utils._drift import differences
from ansible_collections.sinch.sip.plugins.module_utils._emergency_config import address_changes
from ansible_collections.sinch.sip.plugins.module_utils._errors import SinchError
from ansible_collections.sinch.sip.plugins.module_utils._given_options import stated
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.report import plan_entries
from ansible_collections.sinch.sip.plugins.module_utils._project_config import (
    CONFIG_OPTIONS,
    CONNECTIONS,
    config_of,
    read_whole,
    workers_for,
)


def work(task: Task) -> dict[str, object]:
    """Compare a project with its data."""
    comparison = Comparison(task.params)
    with workers_for(task.params) as workers:
        snapshot = read_whole(task.client, workers)
        read_state(task.client, comparison.all_desired, comparison.purges, workers, snapshot)
        # An address that the API would not accept is a difference too.
        addresses, _problems = address_changes(task.client, task.params, workers)
    plan = comparison.plan(snapshot)
    task.warnings.extend([*plan.notices, *plan.missing])
    entries = [*plan_entries(plan), *(one.entry() for one in addresses)]
    found = differences(entries)
    result: dict[str, object] = {"changed": False, "in_sync": not found, "drift": [one.show() for one in found]}
    if stated(task.params["html_dest"]) is not None:
        # For the action plugin, which removes it and draws the page on the controller.
        project_id = task.client.connection.project_id
        result["page"] = {"project_id": project_id, "config": config_of(snapshot), "plan": entries}
    if found and task.params["fail_on_drift"]:
        texts = "\n".join(f"- {one.sentence()}" for one in found)
        error = SinchError(f"the project is not what the data says:\n{texts}")
        error.more.update(result)
        raise error
    return result


MODULE = SinchModule(
    {
        **CONFIG_OPTIONS,
        "json_dest": {"type": "path"},
        "html_dest": {"type": "path"},
        "fail_on_drift": {"type": "bool", "default": False},
        **CONNECTIONS,
    },
    work,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
