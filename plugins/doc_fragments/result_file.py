# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options of the file that a result is written to."""

    DOCUMENTATION = r"""
options:
  dest:
    description:
      - Path of a file, on the host that the task runs on, to write the result to. Its folder must exist.
      - The file is replaced completely or not at all, even by the same content. In check mode, it is not written.
      - An empty string counts as not set.
    type: path
  format:
    description:
      - Format of the file. V(json) if not set.
      - V(prometheus) is the text exposition format, for the textfile collector of the node exporter of Prometheus.
        All metrics are gauges. Unknown values are left out.
      - Only the user can read a new file with V(json). All users can read one with V(prometheus), because the node
        exporter is another user.
    type: str
    choices: [json, prometheus]
"""
