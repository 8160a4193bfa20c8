# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write the result of every task on every host to a file, one JSON object a line, for tests to read."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: result_lines
type: notification
short_description: Write task results to a file
description:
  - Writes the result of every task on every host to the file that E(RESULT_LINES) names.
"""


class CallbackModule(CallbackBase):
    """A callback that appends results to the file in the environment variable RESULT_LINES."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "result_lines"
    CALLBACK_NEEDS_ENABLED = True

    def v2_runner_on_ok(self, result: Any) -> None:
        self._note("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._note("failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._note("skipped", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._note("unreachable", result)

    @staticmethod
    def _note(status: str, result: Any) -> None:
        host, task = result._host.get_name(), result._task.get_name()
        line = {"status": status, "host": host, "task": task, "data": result._result}
        with open(os.environ["RESULT_LINES"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line, default=str) + "\n")
