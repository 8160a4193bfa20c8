#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_sip_config
short_description: Manage a whole project of Sinch Elastic SIP Trunking in one task
version_added: 1.0.0
description:
  - Brings a whole project to what the data says, with the least work. The project is read once, everything is planned
    before the first
    request that writes, and independent actions run at the same time.
  - Entries have the options of the single modules. References are names or IDs, of things that are there or that this
    task makes.
  - What is left out is left as it is. What is not listed is removed only with O(purge).
  - If an action fails, what does not depend on it is done all the same. The task then fails, and says what was done,
    what failed and what
    was not tried. The next run completes it.
  - Take over a project that was made by hand with M(sinch.sip.sinch_sip_config_info).
options:
  purge:
    description:
      - The kinds of which what is not listed is removed, together with what hangs on it. It is removed last, and only
        if all else has succeeded.
      - What the data refers to is never removed. V(endpoints) and V(phone_numbers) are about the trunks that list
        theirs.
    type: list
    elements: str
    choices: [acls, credential_lists, trunks, endpoints, phone_numbers, call_blocking_rules]
    default: []
  purge_all:
    description:
      - Allow O(purge) to remove all that there is of a kind, or more than five objects of it that are more than 30 % of
        them, and O(country_permissions.exclusive) to disable every country. Without it, that is refused, since a list
        that is cut short by mistake is likelier.
    type: bool
    default: false
extends_documentation_fragment:
  - sinch.sip.project_data
  - sinch.sip.connection
  - sinch.sip.connection.pool
  - sinch.sip.attributes
  - sinch.sip.attributes.state
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_sip_config_info
  - module: sinch.sip.sinch_sip_audit
"""

EXAMPLES = r"""
- name: Bring a project to what the file says
  sinch.sip.sinch_sip_config:
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

- name: See what would change if nothing but the listed trunks and ACLs remained
  sinch.sip.sinch_sip_config:
    acls:
      - name: office-pbx
    trunks:
      - name: office
    purge: [acls, trunks]
  check_mode: true
  diff: true
"""

RETURN = r"""
plan:
  description: Every action, in the order in which they were planned. In check mode, what a real run would do.
  returned: success, and failure once there was a plan
  type: list
  elements: dict
  contains:
    action:
      description: >-
        What is done: V(create), V(update) or V(delete) an object; V(link) or V(unlink) ACLs and credential lists;
        V(assign) or V(unassign)
        a number; V(add) or V(remove) a user of a credential list, or V(set) its password.
      type: str
      returned: always
      sample: create
    kind:
      description: The kind of the object, like V(sip_trunk).
      type: str
      returned: always
      sample: sip_trunk
    name:
      description: Name of the object.
      type: str
      returned: always
      sample: office
    id:
      description: ID of the object; null for one that is not there yet.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    trunk:
      description: Name of the trunk that an endpoint belongs to.
      type: str
      returned: for endpoints
      sample: office
    before:
      description: The fields that change, before.
      type: dict
      returned: always
      sample: {enabled: true}
    after:
      description: The fields that change, after.
      type: dict
      returned: always
      sample: {enabled: false}
    status:
      description: V(planned) in check mode; else V(done), V(failed) or V(not_tried).
      type: str
      returned: always
      sample: done
summary:
  description: How many actions there are, and what became of them.
  returned: success, and failure once there was a plan
  type: dict
  contains:
    actions:
      description: How many actions there are.
      type: int
      returned: always
      sample: 3
    by_action:
      description: How many there are of each sort.
      type: dict
      returned: always
      sample: {create: 2, link: 1}
    by_status:
      description: What became of them.
      type: dict
      returned: always
      sample: {done: 3}
    unchanged:
      description: How many of the objects asked for were as they should be.
      type: int
      returned: always
      sample: 0
changes:
  description: What was done, or in check mode would be, in words; empty where nothing was.
  returned: success, and failure once there was a plan
  type: list
  elements: str
  sample: ["create ACL 'office-pbx'", "link ACL 'office-pbx' to SIP trunk 'office'"]
domains:
  description: Where SIP traffic of each trunk of the data goes, by the name of the trunk.
  returned: success
  type: dict
  sample: {office: acme-office.pstn.sinch.com}
"""

from ansible_collections.sinch.sip.plugins.module_utils._managed_object import changes, converge
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.report import diff_texts, plan_entries, plan_summary
from ansible_collections.sinch.sip.plugins.module_utils._project_config import (
    CONFIG_OPTIONS,
    CONNECTIONS,
    KINDS,
    desired_in_config,
    purges_in_config,
    workers_for,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK


def work(task: Task) -> dict[str, object]:
    """Bring a whole project to what the data says."""
    all_desired, problems = desired_in_config(task.params)
    with workers_for(task.params) as workers:
        plan = converge(task, all_desired, purges_in_config(task.params), problems, workers, _report)
    trunks = [outcome.show() or {} for outcome in plan.outcomes if outcome.resource is SIP_TRUNK and outcome.after]
    domains = {trunk["name"]: trunk["domain"] for trunk in trunks}
    return {**_report(plan), "domains": domains, **changes(plan, *diff_texts(plan.outcomes))}


def _report(plan: Plan) -> dict[str, object]:
    """Return what came of a plan, whether or not all of it was done."""
    return {
        "plan": plan_entries(plan),
        "summary": plan_summary(plan),
        "changes": [str(change) for change in plan.changes if change.status in ("planned", "done")],
    }


MODULE = SinchModule(
    {
        **CONFIG_OPTIONS,
        "purge": {"type": "list", "elements": "str", "choices": list(KINDS), "default": []},
        "purge_all": {"type": "bool", "default": False},
        **CONNECTIONS,
    },
    work,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
