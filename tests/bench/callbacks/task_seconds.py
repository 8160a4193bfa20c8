# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback that writes the time of every task to a file."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: task_seconds
type: notification
short_description: Write how long tasks take to a file
description:
  - Writes the name of every task, and the seconds from its start to the start of the next one, to the file that
    E(TASK_SECONDS) names.
"""


class CallbackModule(CallbackBase):
    """Appends to the file that the environment variable TASK_SECONDS names, one JSON list a line."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "task_seconds"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._started = 0.0

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """Write the time of the task before, and start that of this one."""
        self._note()
        self._name, self._started = task.get_name(), time.monotonic()

    def v2_playbook_on_stats(self, stats: Any) -> None:
        self._note()

    def _note(self) -> None:
        if self._name:
            with open(os.environ["TASK_SECONDS"], "a", encoding="utf-8") as file:
                file.write(json.dumps([self._name, time.monotonic() - self._started]) + "\n")
