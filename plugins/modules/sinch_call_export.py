#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_call_export
short_description: Write calls of Sinch Elastic SIP Trunking to files
version_added: 1.0.0
description:
  - Writes the calls of a project to a CSV file or, with O(pcap_ids), the packet captures of chosen calls to a folder.
  - A file that already has the same content is left as it is. Only the user can read a new file, because calls are
    personal data.
  - Check mode reads the data, and writes nothing.
  - Without O(pcap_ids), the other options select the calls. Without a time, the calls of the last 7 days are written.
options:
  dest:
    description:
      - Path of the CSV file or, with O(pcap_ids), of the folder for the captures. The folder must exist.
    type: path
    required: true
  pcap_ids:
    description:
      - IDs of packet captures, as M(sinch.sip.sinch_call_info) returns them. Each is written to C(PCAP_ID.pcap). Sinch
        keeps them for 10 days.
    type: list
    elements: str
  direction:
    description:
      - Direction of the calls or, with O(pcap_ids), the captured side of the calls, which is V(OUTBOUND) if not set.
    type: str
    choices: [INBOUND, OUTBOUND]
  from_country_code:
    description:
      - ISO 3166-1 alpha-2 code of the country that calls come from. Quote it.
    type: raw
  to_country_code:
    description:
      - ISO 3166-1 alpha-2 code of the country that calls go to. Quote it.
    type: raw
  emergency_only:
    description:
      - Whether to export emergency calls only.
    type: bool
  region:
    description:
      - Region in which the calls were handled.
    type: str
  project_ids:
    description:
      - IDs of the projects whose calls to export.
    type: list
    elements: str
  file_name:
    description:
      - File name that the API gives to the export.
    type: str
  group_id:
    description:
      - ID of the group of the calls.
    type: str
  parent_id:
    description:
      - ID of the call that the calls belong to.
    type: str
  relationship_type:
    description:
      - Relationship of the calls to this call.
    type: str
  has_children:
    description:
      - Only calls that other calls belong to (V(true)), or that no call belongs to (V(false)).
    type: bool
extends_documentation_fragment:
  - sinch.sip.call_filters
  - sinch.sip.connection
  - sinch.sip.attributes
attributes:
  check_mode:
    description: Can run in check mode, and then returns the result of a real run.
    support: full
  diff_mode:
    description: Returns the changes or, in check mode, the changes that a real run would make.
    support: none
    details:
      - Calls are personal data, which a diff would show.
author:
  - Sinch SIP collection contributors (@sinch)
seealso:
  - module: sinch.sip.sinch_call_info
"""

EXAMPLES = r"""
- name: Write the calls of a month to a file
  sinch.sip.sinch_call_export:
    created: "2026-01"
    dest: "{{ export_folder }}/calls-2026-01.csv"

- name: Find the calls of the last 7 days that failed
  sinch.sip.sinch_call_info:
    call_result: FAILED
  register: failed_calls

- name: Write their packet captures
  sinch.sip.sinch_call_export:
    pcap_ids: "{{ failed_calls.calls | map(attribute='pcap_id') | select | list }}"
    dest: "{{ export_folder }}"
"""

RETURN = r"""
files:
  description: The files.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Path of the file.
      type: str
      returned: always
      sample: /srv/calls/calls-2026-01.csv
    size:
      description: Size of the file in bytes.
      type: int
      returned: always
      sample: 18230
    sha256:
      description: SHA-256 checksum of the file.
      type: str
      returned: always
      sample: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    changed:
      description: Whether the file was written or, in check mode, would be written.
      type: bool
      returned: always
      sample: true
"""

import datetime
import os
import re

from ansible_collections.sinch.sip.plugins.module_utils._calls import (
    CALL_FILTER_RULES,
    CALL_FILTERS,
    call_query,
    exported_calls,
)
from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._files import put_file
from ansible_collections.sinch.sip.plugins.module_utils._given_options import parsed, stated
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import to_camel
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import OptionalCountry

PCAP = "application/octet-stream, */*"
EXPORT_FILTERS = {
    "from_country_code": {"type": "raw"},
    "to_country_code": {"type": "raw"},
    "emergency_only": {"type": "bool"},
    "region": {"type": "str"},
    "project_ids": {"type": "list", "elements": "str"},
    "file_name": {"type": "str"},
    "group_id": {"type": "str"},
    "parent_id": {"type": "str"},
    "relationship_type": {"type": "str"},
    "has_children": {"type": "bool"},
}


def export_query(task: Task) -> dict[str, str]:
    """Return the query parameters of the export."""
    query = call_query(task, datetime.datetime.now(datetime.timezone.utc))
    for name in EXPORT_FILTERS:
        value = stated(task.params[name])
        if value is None:
            continue
        if name.endswith("country_code"):
            value = parsed(name, OptionalCountry().parse_new, value)
        elif isinstance(value, list):
            value = ",".join(value)
        query[to_camel(name)] = str(value).lower() if isinstance(value, bool) else value
    return query


def work(task: Task) -> dict[str, object]:
    """Write calls to a file, or packet captures to a folder."""
    dest = task.params["dest"]
    if task.params["pcap_ids"] is None:
        content = exported_calls(task.client, export_query(task))
        files = [put_file(dest, content, task.check_mode)]
    else:
        if not os.path.isdir(dest):
            raise OptionError("dest", f"{dest!r} is not a folder; with pcap_ids, name one that exists")
        files = []
        query = {"direction": task.params["direction"] or "OUTBOUND"}
        for pcap_id in task.params["pcap_ids"]:
            if not re.fullmatch(r"[A-Za-z0-9_-]+", pcap_id):
                raise OptionError("pcap_ids", f"{pcap_id!r} is not the ID of a capture; take it from sinch_call_info")
            content = task.client.download(("calls", "records", pcap_id, "pcap"), query, PCAP)
            files.append(put_file(os.path.join(dest, f"{pcap_id}.pcap"), content, task.check_mode))
    return {"changed": any(one["changed"] for one in files), "files": files}


MODULE = SinchModule(
    {
        "dest": {"type": "path", "required": True},
        "pcap_ids": {"type": "list", "elements": "str"},
        **CALL_FILTERS,
        **EXPORT_FILTERS,
    },
    work,
    CALL_FILTER_RULES,
)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
