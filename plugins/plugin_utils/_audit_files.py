# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that an audit writes: what it found as JSON, and as a page."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.module_utils._errors import OptionError
from ansible_collections.sinch.sip.plugins.module_utils._files import put_file, read_file
from ansible_collections.sinch.sip.plugins.module_utils._given_options import stated
from ansible_collections.sinch.sip.plugins.plugin_utils._audit_page import page

JSON, HTML = "json_dest", "html_dest"
# No secrets are in them, and others may be meant to see them.
_MODE = 0o644


class AuditFiles:
    """Where an audit writes to, by option; nothing where nothing is asked for."""

    def __init__(self, options: Mapping[str, Any], full_path: Callable[[str], str]) -> None:
        """Take the options of the task, and what makes a path a full one; raise OptionError."""
        given = {option: options.get(option) for option in (JSON, HTML)}
        # What is no text is left for the module to refuse.
        self._paths = {
            option: full_path(os.path.expandvars(path))
            for option, path in given.items()
            if isinstance(path, str) and stated(path) is not None
        }
        for option, path in self._paths.items():
            read_file(path, option)
        if len({*map(os.path.realpath, self._paths.values())}) < len(self._paths):
            raise OptionError(HTML, f"{given[HTML]!r} is the file of {JSON} as well; give each a file of its own")

    def refuse(self, reason: str) -> None:
        """Raise OptionError for a reason why nothing can be written, where anything is to be."""
        for option in self._paths:
            raise OptionError(option, reason)

    def write(self, result: Mapping[str, Any], about: Mapping[str, Any] | None, title: str) -> dict[str, str]:
        """Write what the module returned, and return the paths; raise OptionError.

        ``about`` is what the page shows, ``title`` what it calls the project.
        """
        contents = {JSON: json.dumps({key: result[key] for key in ("in_sync", "drift")}, indent=2) + "\n"}
        if about:
            contents[HTML] = page(title, about["config"], about["plan"], f"project {about['project_id']}")
        for option, path in self._paths.items():
            put_file(path, contents[option].encode(), False, option, _MODE)
        return self._paths
