# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The project of a host.

The project of a host without one would come from the environment, and might be that of another host. This holds for a
run with a single host too, because it may be a slice of an AWX job. Only localhost may take its project from the
environment, and only if it is the only host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

LOCALHOST = "localhost"
VARIABLE = "sinch_project_id"


class ProjectError(ValueError):
    """The projects of the hosts of a run are missing or shared."""


def project_of(
    host: str, variables: Mapping[str, Mapping[str, Any]], targets: Collection[str], is_said: bool
) -> str | None:
    """Return the project of a host, or None if localhost is the only host; raise ProjectError.

    ``variables`` are those of each host in the inventory, and ``targets`` the hosts of the run. ``is_said`` tells
    whether the user has named the hosts. All hosts get the same error, so the run stops for all of them.
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
    """Refuse an inventory with projects, because the user probably forgot to name its hosts."""
    projects = sorted(host for host in variables if host != LOCALHOST and VARIABLE in variables[host])
    if projects:
        raise ProjectError(
            f"Nothing was changed. The inventory has Sinch projects ({', '.join(projects)}), and this run is for"
            f" {LOCALHOST}. Say which are meant, with -e sinch_hosts=all or names of hosts; for {LOCALHOST},"
            f" -e sinch_hosts={LOCALHOST}."
        )


def _own(variables: Mapping[str, Any]) -> str:
    """Return the project in the variables of a host, or an empty string."""
    try:
        project = str(variables.get(VARIABLE) or "").strip()
    except Exception:
        # ansible-core raises various errors for a variable that cannot be rendered.
        return ""
    # Up to ansible-core 2.18, a variable that cannot be rendered is returned as its template.
    return "" if "{{" in project else project
