# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that select calls."""

    DOCUMENTATION = r"""
options:
  from:
    description:
      - First digits of the calling number. Quote them.
    type: raw
  to:
    description:
      - First digits of the called number. Quote them.
    type: raw
  trunk:
    description:
      - Name or ID of the trunk of the calls. A trunk that does not exist is an error.
    type: str
  created:
    description:
      - Start of the calls, as the beginning of an ISO 8601 time, like V(2026-01-31) for a whole day.
    type: str
  created_after:
    description:
      - Only calls that were started after this ISO 8601 time, which may be incomplete, like V(2026-01).
      - If none of O(created), O(created_after) and O(created_before) is given, the last 7 days.
    type: str
  created_before:
    description:
      - Only calls that were started before this ISO 8601 time, which may be incomplete, like V(2026-01).
    type: str
  call_result:
    description:
      - Result of the calls.
    type: str
    choices: [COMPLETED, NO_ANSWER, CANCEL, BUSY, FAILED]
  direction:
    description:
      - Direction of the calls.
    type: str
    choices: [INBOUND, OUTBOUND]
"""
