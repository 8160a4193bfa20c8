# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.plugin_utils._audit_files import AuditFiles
from ansible_collections.sinch.sip.plugins.plugin_utils._direct import DirectAction
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


class ActionModule(DirectAction):
    """Runs sinch_sip_audit in the worker if possible, and writes its files on the controller."""

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the task."""
        try:
            files = AuditFiles(plain(self._task.args), self._loader.path_dwim)
            if self._task.async_val:
                files.refuse("a task with async has no result that could be written; leave async out")
            result = super().run(tmp, task_vars)
            page = result.pop("page", None)
            if "drift" in result and not self._task.check_mode:
                title = str((task_vars or {}).get("inventory_hostname"))
                result.update(files.write(result, page, title))
        except OptionError as error:
            return {"failed": True, "changed": False, "msg": str(error)}
        return result
