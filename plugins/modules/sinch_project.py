#!/usr/bin/python

# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sinch_project
short_description: Add projects to Sinch Elastic SIP Trunking
version_added: 1.0.0
description:
  - Adds projects to Elastic SIP Trunking, which lets them have trunks. Projects that were added before are left as they
    are.
  - The API can add projects, but cannot list them. Check mode cannot know whether anything would change. It warns, and
    reports a change.
options:
  project_ids:
    description:
      - IDs of the projects to add.
    type: list
    elements: str
    required: true
extends_documentation_fragment:
  - sinch.sip.connection
  - sinch.sip.attributes
attributes:
  check_mode:
    description: Can run in check mode, and then returns the result of a real run.
    support: partial
    details:
      - The API cannot list the projects that were added before. Check mode warns about this, and reports a change.
  diff_mode:
    description: Returns the changes or, in check mode, the changes that a real run would make.
    support: none
author:
  - Sinch SIP collection contributors (@sinch)
"""

EXAMPLES = r"""
- name: Add a sub-project to Elastic SIP Trunking
  sinch.sip.sinch_project:
    project_ids:
      - 11111111-1111-4111-8111-111111111111
"""

RETURN = r"""
added_projects:
  description:
    - IDs of the projects that were added by this task.
    - In check mode, all O(project_ids), because the projects that were added before are unknown.
  returned: success
  type: list
  elements: str
  sample: [11111111-1111-4111-8111-111111111111]
"""

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, OptionError
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import SinchModule, Task

PATH = ("addProjects",)


def work(task: Task) -> dict[str, object]:
    """Add projects. The API ignores projects that were added before (ref)."""
    wanted = [project.strip() for project in task.params["project_ids"]]
    if not wanted or not all(wanted):
        raise OptionError("project_ids", f"{wanted!r} names no project; give at least one ID, and no empty one")
    if task.check_mode:
        task.warnings.append(
            "project_ids: check mode cannot know which of the projects have been added before; the API cannot list them"
        )
        return {"changed": True, "added_projects": wanted}
    data = task.client.send("POST", PATH, {"projectIds": wanted}).data
    added = data.get("addedProjects") if isinstance(data, dict) else None
    if not isinstance(added, list):
        raise ApiError("the answer has no list 'addedProjects'", method="POST", path="/addProjects")
    ids = [str(one.get("id", one.get("projectId"))) if isinstance(one, dict) else str(one) for one in added]
    return {"changed": bool(ids), "added_projects": ids}


MODULE = SinchModule({"project_ids": {"type": "list", "elements": "str", "required": True}}, work)


def main() -> None:
    """Run the module."""
    MODULE.main()


if __name__ == "__main__":
    main()
