# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The attributes of the modules of the collection."""

    DOCUMENTATION = r"""
options: {}
attributes:
  platform:
    description: The platforms that the module runs on.
    platforms: posix
    support: full
  action_group:
    description: The action group with which C(module_defaults) sets options of all modules.
    membership:
      - sinch.sip.sinch
    support: full
notes:
  - Set the connection options once for all modules with C(module_defaults) and the action group
    C(group/sinch.sip.sinch), or with host variables that have C(sinch_) before the name of the option, such as
    C(sinch_project_id). Options of a task come first, then C(module_defaults), host variables, the environment, and
    the default.
"""

    STATE = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode, and then returns the result of a real run.
    support: full
  diff_mode:
    description: Returns the changes or, in check mode, the changes that a real run would make.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check mode, and then returns the result of a real run.
    support: full
    details:
      - This module only reads.
  diff_mode:
    description: Returns the changes or, in check mode, the changes that a real run would make.
    support: N/A
    details:
      - This module only reads.
"""
