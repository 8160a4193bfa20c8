# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that choose among calls."""

    DOCUMENTATION = r"""
options:
  from:
    description:
      - First digits of the calling number. Quote it.
    type: raw
  to:
    description:
      - First digits of the called number. Quote it.
    type: raw
  trunk:
    description:
      - Name or ID of the trunk that the calls went through. One that does not exist is an error.
    type: str
  created:
    description:
      - When the calls were started, as the beginning of an ISO 8601 time, like V(2026-01-31) for a whole day.
    type: str
  created_after:
    description:
      - Only calls that were started after this ISO 8601 time, or its beginning.
      - Where none of O(created), O(created_after) and O(created_before) is given, the last 7 days.
    type: str
  created_before:
    description:
      - Only calls that were started before this ISO 8601 time, or its beginning.
    type: str
  call_result:
    description:
      - How the calls ended.
    type: str
    choices: [COMPLETED, NO_ANSWER, CANCEL, BUSY, FAILED]
"""
