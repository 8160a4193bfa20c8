# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The local connection under another name."""

from __future__ import annotations

from ansible.plugins.connection import local

DOCUMENTATION = r"""
name: elsewhere
short_description: Run tasks on this machine as if it were another one
description:
  - The local connection by another name.
extends_documentation_fragment:
  - connection_pipelining
"""


class Connection(local.Connection):
    """The local connection under another name."""

    transport = "elsewhere"
