#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_call_stats_info
short_description: Count the calls of Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Returns statistics of the calls of a project, in total and by groups, such as the answer rate and the spend of each
    country. Without a time, counts the calls of the last 7 days.
  - All calls are read, a page at a time, and not kept.
options:
  by:
    description:
      - What to group the calls by. Each entry is a list in the result, with the group with the most calls first.
      - V(country) and V(destination) are those of the other party, which is the called one in outbound calls and the
        calling one in inbound calls. V(hour) is in UTC.
      - V(trunk) is the name of the trunk, or its ID if it is gone or shares the name with another one.
    type: list
    elements: str
    choices: [trunk, country, direction, hour, destination]
    default: []
  mask_numbers:
    description:
      - Replace the last four digits of the numbers in V(destination) by V(xxxx). Numbers that are the same then are one
        group.
      - Defaults to V(true) with O(dest), and to V(false) without it.
    type: bool
extends_documentation_fragment:
  - sinch.sip.call_filters
  - sinch.sip.result_file
  - sinch.sip.connection
  - sinch.sip.attributes
  - sinch.sip.attributes.info
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_call_info
"""

EXAMPLES = r"""
- name: Count the outbound calls of a day by country
  sinch.sip.sinch_call_stats_info:
    created: "2026-01-31"
    direction: OUTBOUND
    by: [country]
  register: calls

- name: Write metrics for Prometheus
  sinch.sip.sinch_call_stats_info:
    created_after: "{{ '%Y-%m-%dT%H:%M:%SZ' | strftime(now().timestamp() - 3600, utc=true) }}"
    by: [country, trunk]
    dest: "{{ export_folder }}/sinch.prom"
    format: prometheus

- name: Show what they have cost
  ansible.builtin.debug:
    msg: "{{ calls.stats.country | map(attribute='spend') }}"
"""

RETURN = r"""
stats:
  description:
    - The statistics, as C(total) and as a list for each entry of O(by). The rows of a list have the group under the
      name of the entry; it is null for calls of an unknown group.
  returned: success
  type: dict
  contains:
    total:
      description: The statistics of all calls.
      type: dict
      returned: always
      contains:
        attempts:
          description: Number of calls.
          type: int
          returned: always
          sample: 120
        answered:
          description: Number of answered calls, which have the result V(COMPLETED).
          type: int
          returned: always
          sample: 84
        asr:
          description: Answer-seizure ratio, the answered ones of all calls in percent. Null without calls.
          type: float
          returned: always
          sample: 70.0
        acd_seconds:
          description: Average call duration of the answered calls in seconds. Null without any.
          type: float
          returned: always
          sample: 95.5
        ner:
          description: >-
            Network effectiveness ratio, in percent. The calls that the network has carried to the other end, which are
            the answered ones and those with the results V(BUSY), V(NO_ANSWER) and V(CANCEL), of all calls. Null without
            calls.
          type: float
          returned: always
          sample: 98.3
        short_calls:
          description: Number of answered calls that lasted at most 6 seconds. Many of them may be fraud.
          type: int
          returned: always
          sample: 2
        minutes:
          description: Duration of the answered calls in minutes.
          type: float
          returned: always
          sample: 133.7
        spend:
          description: Price of the calls by currency, as strings, which lose nothing.
          type: dict
          returned: always
          sample: {USD: "1.2800"}
        peak_concurrent:
          description: Largest number of calls at the same time, from their start to their end.
          type: int
          returned: always
          sample: 4
dest:
  description: Path of the file.
  returned: when the file was written
  type: str
  sample: /var/lib/node_exporter/sinch.prom
"""

import datetime
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_objects
from ansible_collections.sinch.sip.plugins.module_utils._call_stats import KEYS, gauges_of, stats_of
from ansible_collections.sinch.sip.plugins.module_utils._calls import (
    CALL_FILTER_RULES,
    CALL_FILTERS,
    call_query,
    calls_of,
    time_text,
)
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK
from ansible_collections.sinch.sip.plugins.module_utils._result_file import (
    RESULT_FILE_OPTIONS,
    RESULT_FILE_RULES,
    ResultFile,
)


def work(task: Task) -> dict[str, Any]:
    """Count calls."""
    file = ResultFile(task.params, task.check_mode)
    mask_numbers = task.params["mask_numbers"]
    if mask_numbers is None:
        mask_numbers = file.path is not None
    now = datetime.datetime.now(datetime.timezone.utc)
    query = call_query(task, now)
    if not {"createTime", "createTime<"} & query.keys():
        # Calls that start meanwhile would move others from page to page.
        query["createTime<"] = time_text(now)
    by = list(dict.fromkeys(task.params["by"]))
    stats = stats_of(calls_of(task.client, query), by, mask_numbers)
    if "trunk" in by:
        trunks = Snapshot({(SIP_TRUNK.kind, ""): list_objects(task.client, SIP_TRUNK)})
        for row in stats["trunk"]:
            row["trunk"] = row["trunk"] and trunks.label(SIP_TRUNK.kind, row["trunk"])
    written = file.write(stats, lambda: gauges_of(stats, task.client.connection.project_id))
    return {"changed": False, "stats": stats, **written}


MODULE = SinchModule(
    {
        **CALL_FILTERS,
        "by": {"type": "list", "elements": "str", "choices": [*KEYS], "default": []},
        "mask_numbers": {"type": "bool"},
        **RESULT_FILE_OPTIONS,
    },
    work,
    {**CALL_FILTER_RULES, **RESULT_FILE_RULES},
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
