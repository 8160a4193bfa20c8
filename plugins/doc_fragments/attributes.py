# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What the modules of the collection support."""

    DOCUMENTATION = r"""
options: {}
attributes:
  platform:
    description: The platforms that the module runs on.
    platforms: posix
    support: full
  action_group:
    description: The action group to set options of all modules with, in C(module_defaults).
    membership:
      - sinch.sip.sinch
    support: full
notes:
  - Set the options of the connection once for all modules with C(module_defaults) and the action group
    C(group/sinch.sip.sinch), or with variables of the host that have C(sinch_) before the name of the option, such as
    C(sinch_project_id). What a task says goes first, then the defaults, the variables, and the environment.
"""

    STATE = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode, and then returns what a real run would return.
    support: full
  diff_mode:
    description: Returns what changed, or in check mode what would change.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode, and then returns what a real run would return.
    support: full
    details:
      - This module only reads.
  diff_mode:
    description: Returns what changed, or in check mode what would change.
    support: N/A
    details:
      - This module only reads.
"""
