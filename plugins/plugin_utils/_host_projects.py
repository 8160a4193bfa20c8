# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which project a host is.

What a host lacks would come from the environment, and so might be another host's, also where a run has no other host: a
slice of AWX may be a single one. Only localhost alone may take its project from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

LOCALHOST = "localhost"
VARIABLE = "sinch_project_id"


class ProjectError(ValueError):
    """Why none of the hosts of a run has a project."""


def project_of(
    host: str, variables: Mapping[str, Mapping[str, Any]], targets: Collection[str], is_said: bool
) -> str | None:
    """Return the project of a host; None where localhost is alone, and may have any; raise ProjectError.

    ``variables`` are those of each host of the inventory, ``targets`` the hosts that the run is for, and ``is_said`` is
    whether it was said which these are. The answer is the same error for all hosts, so that none is run for.
    """
    if not is_said:
        _refuse_forgotten(variables)
    if set(targets) == {LOCALHOST}:
        return None
    projects = {target: _own(variables[target]) for target in sorted(targets)}
    count = Counter(project.lower() for project in projects.values())
    without = [target for target, project in projects.items() if not project]
    sharing = [target for target, project in projects.items() if project and count[project.lower()] > 1]
    if without or sharing:
        raise ProjectError(
            f"Nothing was changed. Of the hosts, each must have a {VARIABLE} of its own; only {LOCALHOST} alone can do"
            f" without. Without any: {', '.join(without) or 'none'}. Sharing one: {', '.join(sharing) or 'none'}."
        )
    return projects[host]


def _refuse_forgotten(variables: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse an inventory that has projects, one of which was meant, and not that of the environment."""
    projects = sorted(host for host in variables if host != LOCALHOST and VARIABLE in variables[host])
    if projects:
        raise ProjectError(
            f"Nothing was changed. The inventory has Sinch projects ({', '.join(projects)}), and this run is for"
            f" {LOCALHOST}. Say which are meant, with -e sinch_hosts=all or names of hosts; for {LOCALHOST},"
            f" -e sinch_hosts={LOCALHOST}."
        )


def _own(variables: Mapping[str, Any]) -> str:
    """Return the project that a host has; empty where it has none."""
    try:
        project = str(variables.get(VARIABLE) or "").strip()
    except Exception:
        # ansible-core has several for a variable that cannot be rendered.
        return ""
    # Up to ansible-core 2.18 a variable that cannot be rendered is its own template.
    return "" if "{{" in project else project
