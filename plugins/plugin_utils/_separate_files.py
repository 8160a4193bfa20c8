# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks that the files that playbooks write do not overwrite each other or files that are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import NamedTuple

HostFiles = Mapping[str, Mapping[str, str]]
"""The paths of a host: ``read`` and ``written``, each by the name of its variable."""


def file_problem(hosts: Mapping[str, HostFiles]) -> str:
    """Return the problem with the files of the hosts, or an empty string."""
    uses: dict[str, list[_Use]] = {}
    for use in _uses(hosts):
        # On macOS and Windows, names that differ only in case are one file.
        uses.setdefault(use.path.casefold(), []).append(use)
    problems = [
        f"Of {', '.join(use.name for use in same)}, each must have a file of its own, and all have {same[0].path}."
        for same in uses.values()
        if len(same) > 1 and any(use.is_written for use in same)
    ]
    hint = "What is for several hosts can have inventory_hostname in it."
    return " ".join(["Nothing was written.", *problems, hint]) if problems else ""


class _Use(NamedTuple):
    """One use of a file by a host."""

    name: str
    path: str
    is_written: bool


def _uses(hosts: Mapping[str, HostFiles]) -> Iterator[_Use]:
    for host, files in hosts.items():
        for what, paths in files.items():
            for variable, path in paths.items():
                yield _Use(f"{variable} of {host}", os.path.realpath(os.path.expanduser(path)), what == "written")
