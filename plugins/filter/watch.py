# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters of the playbook ``watch``. They return literal data without templates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Callable

from ansible_collections.sinch.sip.plugins.module_utils._calls import time_text
from ansible_collections.sinch.sip.plugins.plugin_utils import _watch
from ansible_collections.sinch.sip.plugins.plugin_utils._literal import literal
from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


def watch_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the problems of the settings, and the time at which the window has begun."""
    given = plain(settings)
    problems = _watch.settings_problems(given)
    seconds = 0 if problems else _watch.window_seconds(given["window"])
    since = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=seconds)
    return {"problems": literal(problems), "since": time_text(since)}


def watch_alarms(stats: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the alarms, what a response to them concerns, and sentences about the calls."""
    read, given = plain(stats), plain(settings)
    found = _watch.alarms(read, given)
    countries = _watch.strange(found, given)
    return {
        "alarms": literal(found),
        "countries": literal(countries),
        "prefixes": literal(_watch.prefixes(read, countries)),
        "called": literal(_watch.prefixes(read, _watch.called(found))),
        "lines": literal(_watch.lines(read)),
    }


def watch_undo(now: Mapping[str, Any], earlier: Any) -> dict[str, Any]:
    """Return what is to be undone after an earlier response and a new one."""
    undo: dict[str, Any] = literal(_watch.merged_undo(plain(earlier), plain(now)))
    return undo


class FilterModule:
    """The filter plugin that Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by their names."""
        return {"watch_settings": watch_settings, "watch_alarms": watch_alarms, "watch_undo": watch_undo}
