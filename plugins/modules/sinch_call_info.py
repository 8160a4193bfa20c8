#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_call_info
short_description: List the calls of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Lists the calls of a project, in the order of the API, which is newest first. Without a time, lists the calls of the
    last 7 days.
  - Calls are personal data. Consider who can read the results and logs of your tasks.
options:
  limit:
    description:
      - Maximum number of calls to list. V(0) lists all.
    type: int
    default: 1000
extends_documentation_fragment:
  - sinch.sip.call_filters
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_call_export
"""

EXAMPLES = r"""
- name: List the failed calls of a day
  sinch.sip.sinch_call_info:
    created: "2026-01-31"
    call_result: FAILED
  register: found

- name: Count the calls of the last 7 days that came in through a trunk
  sinch.sip.sinch_call_info:
    trunk: office
    direction: INBOUND
    limit: 0
  register: inbound
"""

RETURN = r"""
calls:
  description:
    - The calls. Fields that this collection does not know are returned under their names in snake case.
  returned: success
  type: list
  elements: dict
  contains:
    # generated from the declarations: make generate
    call_id:
      description: ID of the call.
      type: str
      returned: always
      sample: 01JD3XN4P5R6T7V8W9X0Y1Z2AB
    from:
      description: Calling number.
      type: str
      returned: always
      sample: '+12025550123'
    to:
      description: Called number.
      type: str
      returned: always
      sample: '+12025550124'
    direction:
      description: Direction of the call.
      type: str
      returned: always
      sample: INBOUND
    call_result:
      description: How the call ended.
      type: str
      returned: always
      sample: COMPLETED
    create_time:
      description: When the call was started.
      type: str
      returned: always
      sample: '2026-01-31T09:30:00.123456789Z'
    answer_time:
      description: When the call was answered.
      type: str
      returned: always
      sample: '2026-01-31T09:30:04.123456789Z'
    end_time:
      description: When the call ended.
      type: str
      returned: always
      sample: '2026-01-31T09:31:05.123456789Z'
    duration_seconds:
      description: Duration of the call.
      type: int
      returned: always
      sample: 61
    billing_duration_seconds:
      description: Billed duration of the call.
      type: int
      returned: always
      sample: 120
    price_per_minute:
      description: Price of a minute, with the amount as a string.
      type: dict
      returned: always
      sample:
        currency_code: USD
        amount: '0.0040'
    price:
      description: Price of the call, with the amount as a string.
      type: dict
      returned: always
      sample:
        currency_code: USD
        amount: '0.0080'
    trunk_id:
      description: ID of the trunk.
      type: str
      returned: always
      sample: 01JD3X9V5Q8ZK4T2M7N6P0RBCD
    pcap_id:
      description: ID of the packet capture, for M(sinch.sip.sinch_call_export).
      type: str
      returned: always
      sample: 01JD3XP0Q1R2S3T4V5W6X7Y8Z9
    project_id:
      description: ID of the project.
      type: str
      returned: always
      sample: 00000000-0000-4000-8000-000000000000
"""

import datetime

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import checked
from ansible_collections.sinch.sip.plugins.module_utils._calls import (
    CALL_FILTER_RULES,
    CALL_FILTERS,
    LARGEST_PAGE,
    call_query,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import CALL


def work(task: Task) -> dict[str, object]:
    """List calls."""
    limit = task.params["limit"]
    if limit < 0:
        raise OptionError("limit", f"{limit} is negative; give a number of calls, or 0 for all")
    query = call_query(task, datetime.datetime.now(datetime.timezone.utc))
    size = min(limit or LARGEST_PAGE, LARGEST_PAGE)
    calls = task.client.list((CALL.path,), CALL.list_keys, query=query, page_size=size, limit=limit)
    return {"changed": False, "calls": [CALL.show(sent) for sent in checked(CALL, (CALL.path,), calls)]}


MODULE = SinchModule({**CALL_FILTERS, "limit": {"type": "int", "default": 1000}}, work, CALL_FILTER_RULES)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
