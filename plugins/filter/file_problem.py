# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: file_problem
short_description: Find files that a run would write over other files
version_added: 1.0.0
description:
  - Returns a message that names the files which a run would write and also read, or write for two purposes.
  - The comparison of paths follows symbolic links, and ignores the case of letters.
positional: _input
options:
  _input:
    description: >-
      The files of each host, by host name. Each entry has the mappings C(read) and C(written), from the name of a file,
      such as its variable, to its path.
    type: dict
    required: true
author:
  - Sinch SIP collection contributors (@sinch)
"""

EXAMPLES = r"""
- name: Stop if the report would overwrite the file of the project
  ansible.builtin.assert:
    that: problem == ''
    fail_msg: "{{ problem }}"
  vars:
    files: {read: {project: acme.yml}, written: {report: acme.json}}
    problem: "{{ {'localhost': files} | sinch.sip.file_problem }}"
"""

RETURN = r"""
_value:
  description: The problem, in words. It is empty if there is none.
  type: str
"""

from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.plugin_utils import _separate_files
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


def file_problem(hosts: Mapping[str, _separate_files.HostFiles]) -> str:
    """Return the problem with the files of the hosts, or an empty string."""
    return _separate_files.file_problem(plain(hosts))


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filter by its name."""
        return {"file_problem": file_problem}
