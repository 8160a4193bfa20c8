# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release may have in it."""

from __future__ import annotations

import tarfile
from collections.abc import Collection
from pathlib import Path

TOP = {
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "changelogs",
    "docs",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
"""What must stand at the top of a release, and nothing else."""

MOST_BYTES = 1_000_000
"""How large a release may be."""

_MADE = {"CHANGELOG.md", "FILES.json", "MANIFEST.json"}
"""What making a release adds to the sources."""


def problems(tarball: Path, sources: Collection[str]) -> list[str]:
    """What is wrong with a release that was built from these source files (paths from the root)."""
    with tarfile.open(tarball) as archive:
        packed = {member.name for member in archive if member.isfile()}
    tops = {name.split("/")[0] for name in packed}
    strangers = {name for name in packed if name.split("/")[0] not in TOP} | packed - {*sources} - _MADE
    found = [f"{name} does not belong in a release" for name in sorted(strangers)]
    found += [f"{name} is missing" for name in sorted(TOP - tops)]
    if (size := tarball.stat().st_size) > MOST_BYTES:
        found.append(f"it has {size:,} bytes; {MOST_BYTES:,} are allowed")
    return found
