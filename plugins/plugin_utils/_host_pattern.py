# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The hosts in the pattern of the variable sinch_hosts.

ansible-core ignores a part of a pattern that matches nothing. If that is a misspelt exclusion, a play would run for the
very host that it was meant to exclude.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError
from ansible.inventory.manager import InventoryManager, split_host_pattern


class PatternError(ValueError):
    """A pattern is invalid, or a part of it matches nothing."""


class HostPattern:
    """A pattern of hosts in which each part matches a host or names a group."""

    def __init__(self, pattern: object, groups: Mapping[str, Sequence[str]]) -> None:
        """Check a pattern or a list of patterns against the hosts by group; raise PatternError."""
        self._inventory = _inventory(groups)
        self._parts = _parts(pattern)
        # A group may be empty, for example in a slice of an AWX job.
        unknown = [part for part in self._parts if not (_unsigned(part) in groups or self._matches(_unsigned(part)))]
        if unknown:
            text = pattern if isinstance(pattern, str) else ",".join(self._parts)
            raise PatternError(
                f"sinch_hosts is {text}, and the inventory has no such host or group: {', '.join(unknown)}"
            )

    @property
    def hosts(self) -> list[str]:
        """The names of the matching hosts."""
        return self._matching(self._parts)

    def _matching(self, parts: Sequence[str]) -> list[str]:
        # ansible-core does not split a pattern with a comma at its colons.
        return [host.name for host in self._inventory.get_hosts("".join(f"{part}," for part in parts))]

    def _matches(self, name: str) -> bool:
        """Return whether a part without its sign matches a host."""
        if name[:1] in ("", "!", "&"):
            return False
        try:
            return bool(self._matching([name]))
        except AnsibleError:
            # An index out of range, or an invalid regular expression.
            return False


def _inventory(groups: Mapping[str, Sequence[str]]) -> Any:
    """Return an inventory of the hosts by group."""
    inventory = InventoryManager(loader=None, parse=False)
    for group, hosts in groups.items():
        inventory.add_group(group)
        for host in hosts:
            inventory.add_host(host, group=group)
    return inventory


def _parts(pattern: object) -> list[str]:
    """Return the parts of a pattern as ansible-core splits it; raise PatternError."""
    patterns = pattern if isinstance(pattern, list) else [pattern]
    parts = split_host_pattern(patterns) if all(isinstance(one, str) for one in patterns) else []
    if not parts:
        raise PatternError(
            "sinch_hosts must be the name of a host or group, a pattern, or a list of such; leave it out for localhost"
        )
    return [str(part) for part in parts]


def _unsigned(part: str) -> str:
    """Return a part of a pattern without its sign for exclusion or intersection."""
    return part[1:] if part[0] in "!&" else part
