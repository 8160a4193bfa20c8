# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of the variables that users set for the role and the playbooks, and names that look like them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from ansible_collections.sinch.sip.plugins.module_utils._connection import CONNECTION_OPTIONS
from ansible_collections.sinch.sip.plugins.plugin_utils._trunk_answers import QUESTIONS

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "trunk_": (
        *("setups", "state", "allowed_countries", "update_password", "wait_for_propagation"),
        *("changes", "domains"),
        *QUESTIONS,
    ),
    "sinch_": (*CONNECTION_OPTIONS, "hosts", "config_file", "audit_json", "audit_html", "purge", "purge_all"),
    "sinch_watch_": (
        *("window", "max_spend", "max_attempts", "max_short_calls", "min_asr", "baseline", "response"),
        *("json", "undo_file", "undo"),
    ),
    "sinch_awx_": (
        *("organization", "project", "project_url", "project_branch", "project_credential", "inventory"),
        *("inventory_path", "environment", "image", "credential", "further_credentials", "slices", "update_secrets"),
        *("audit_rrule", "watch_rrule", "notification", "notification_type", "notification_configuration"),
        "variables_file",
    ),
}
"""The variables by their prefix, without it."""

# How alike two names are, from 0 to 1. Names that differ by a letter or two are above it.
_ALIKE = 0.85


def misspelt_variables(names: Iterable[str]) -> list[str]:
    """Return a sentence for each name that is almost that of a variable, and is none."""
    problems = []
    for name in sorted(names):
        for prefix, known in VARIABLES.items():
            rest = name[len(prefix) :]
            if name.startswith(prefix) and rest not in known:
                alike = difflib.get_close_matches(rest, known, n=1, cutoff=_ALIKE)
                problems += [f"{name} is not a variable of this collection: is {prefix}{one} meant?" for one in alike]
    return problems
