# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that an audit writes: its result as JSON and as an HTML page."""

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
# Readable by all users: the files have no secrets and may be published.
_MODE = 0o644


class AuditFiles:
    """The output files of an audit, by option; there may be none."""

    def __init__(self, options: Mapping[str, Any], full_path: Callable[[str], str]) -> None:
        """Check the paths in the options of the task; ``full_path`` makes a path absolute. Raise OptionError."""
        given = {option: options.get(option) for option in (JSON, HTML)}
        # The module refuses values of other types.
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
        """Raise OptionError with a reason why no file can be written, if there is a file to write."""
        for option in self._paths:
            raise OptionError(option, reason)

    def write(self, result: Mapping[str, Any], about: Mapping[str, Any] | None, title: str) -> dict[str, str]:
        """Write the result of the module, and return the paths by option; raise OptionError.

        ``about`` is the data of the page, ``title`` its name of the project.
        """
        contents = {JSON: json.dumps({key: result[key] for key in ("in_sync", "drift")}, indent=2) + "\n"}
        if about:
            contents[HTML] = page(title, about["config"], about["plan"], f"project {about['project_id']}")
        for option, path in self._paths.items():
            put_file(path, contents[option].encode(), False, option, _MODE)
        return self._paths
