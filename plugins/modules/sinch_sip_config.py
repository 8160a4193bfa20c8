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
  - Converges a whole project to its data with as few requests as possible. The project is read once, everything is
    planned before the first change, and independent changes run in parallel.
  - Entries have the options of the single modules. References are names or IDs of objects that exist or that this task
    creates.
  - Options that are left out change nothing. Unlisted objects are removed only with O(purge).
  - If a change fails, the changes that do not depend on it are still made. The task then fails, and reports the changes
    that were made, failed or were not tried. The next run completes them.
  - Use M(sinch.sip.sinch_sip_config_info) to export a project that was made by hand.
options:
  # generated from the declarations: make generate
  purge:
    description:
      - Kinds of objects whose unlisted objects are removed, together with their dependents. They are removed
        last, and only if every other change has succeeded.
      - Objects that the data refers to are never removed. V(endpoints) and V(phone_numbers) concern only trunks
        that list theirs.
    type: list
    elements: str
    choices: [acls, credential_lists, trunks, endpoints, phone_numbers, call_blocking_rules]
    default: []
  purge_all:
    description:
      - Allow O(purge) to remove every object of a kind, or more than five objects and 30 % of a kind. Allow
        O(country_permissions.exclusive) to disable every country. Without it, this is refused, because a list
        that was cut short by mistake is more likely.
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
- name: Converge a project
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

- name: Show what a purge of all unlisted trunks and ACLs would change
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
  description: Every change, in the order of the plan. In check mode, the changes that a real run would make.
  returned: success, and failure once there was a plan
  type: list
  elements: dict
  contains:
    action:
      description: >-
        V(create), V(update) or V(delete) an object, V(link) or V(unlink) ACLs and credential lists, V(assign) or
        V(unassign) a phone number, V(add) or V(remove) a user of a credential list, or V(set) the password of a user.
      type: str
      returned: always
      sample: create
    kind:
      description: Kind of the object, like V(sip_trunk).
      type: str
      returned: always
      sample: sip_trunk
    name:
      description: Name of the object.
      type: str
      returned: always
      sample: office
    id:
      description: ID of the object, or null if it does not exist yet.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    trunk:
      description: Name of the trunk that an endpoint belongs to.
      type: str
      returned: for endpoints
      sample: office
    before:
      description: Changed fields, before the change.
      type: dict
      returned: always
      sample: {enabled: true}
    after:
      description: Changed fields, after the change.
      type: dict
      returned: always
      sample: {enabled: false}
    status:
      description: V(planned) in check mode, otherwise V(done), V(failed) or V(not_tried).
      type: str
      returned: always
      sample: done
summary:
  description: Number of changes, by action and status.
  returned: success, and failure once there was a plan
  type: dict
  contains:
    actions:
      description: Number of changes.
      type: int
      returned: always
      sample: 3
    by_action:
      description: Number of changes by action.
      type: dict
      returned: always
      sample: {create: 2, link: 1}
    by_status:
      description: Number of changes by status.
      type: dict
      returned: always
      sample: {done: 3}
    unchanged:
      description: Number of listed objects that needed no change.
      type: int
      returned: always
      sample: 0
changes:
  description: The changes in words. In check mode, the changes that a real run would make.
  returned: success, and failure once there was a plan
  type: list
  elements: str
  sample: ["create ACL 'office-pbx'", "link ACL 'office-pbx' to SIP trunk 'office'"]
domains:
  description: Domain of each trunk of the data, by the name of the trunk.
  returned: success
  type: dict
  sample: {office: acme-office.pstn.sinch.com}
"""

from collections.abc import Sequence

from ansible_collections.sinch.sip.plugins.module_utils._emergency_config import (
    AddressChange,
    address_changes,
    write_addresses,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import SinchError
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import changes, converge
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.report import diff_texts, plan_entries, plan_summary
from ansible_collections.sinch.sip.plugins.module_utils._project_config import (
    CONFIG_OPTIONS,
    CONNECTIONS,
    PURGE_OPTIONS,
    desired_in_config,
    purges_in_config,
    workers_for,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK


def work(task: Task) -> dict[str, object]:
    """Converge a whole project to its data."""
    all_desired, problems = desired_in_config(task.params)
    with workers_for(task.params) as workers:
        addresses, more = address_changes(task.client, task.params, workers)

        def report(plan: Plan) -> dict[str, object]:
            return _report(plan, addresses)

        plan = converge(task, all_desired, purges_in_config(task.params), [*problems, *more], workers, report)
    if not task.check_mode:
        _write(plan, addresses)
    trunks = [outcome.show() or {} for outcome in plan.outcomes if outcome.resource is SIP_TRUNK and outcome.after]
    domains = {trunk["name"]: trunk["domain"] for trunk in trunks}
    sides = zip(diff_texts(plan.outcomes), *(one.texts() for one in addresses))
    before, after = ("".join(texts) for texts in sides)
    changed = plan.changed or bool(addresses)
    return {**_report(plan, addresses), "domains": domains, **changes(plan, before, after), "changed": changed}


def _write(plan: Plan, addresses: Sequence[AddressChange]) -> None:
    """Set the emergency addresses, once the numbers are on their trunks."""
    try:
        write_addresses(addresses)
    except SinchError as error:
        done = plan.changed or any(one.status == "done" for one in addresses)
        error.more.update(_report(plan, addresses), changed=done)
        raise


def _report(plan: Plan, addresses: Sequence[AddressChange]) -> dict[str, object]:
    """Return the part of the result that reports a plan, whether or not it was applied completely."""
    entries = [*plan_entries(plan), *(one.entry() for one in addresses)]
    words = [*map(str, plan.changes), *map(str, addresses)]
    made = [text for text, entry in zip(words, entries) if entry["status"] in ("planned", "done")]
    return {"plan": entries, "summary": plan_summary(plan, entries), "changes": made}


MODULE = SinchModule({**CONFIG_OPTIONS, **PURGE_OPTIONS, **CONNECTIONS}, work)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
