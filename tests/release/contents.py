# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of a release."""

from __future__ import annotations

import tarfile
from collections.abc import Collection
from pathlib import Path

from tests.release.links import relative_links

_MADE = {"FILES.json", "MANIFEST.json"}  # The files that a release has beside the sources

TOP = {
    *_MADE,
    *("CHANGELOG.md", "CHANGELOG.rst", "LICENSE", "README.md", "SECURITY.md", "requirements.txt"),
    *("changelogs", "docs", "extensions", "meta", "playbooks", "plugins", "roles"),
}
"""The files and folders at the top of a release: all required, no others allowed."""

MOST_BYTES = 1_000_000  # The largest allowed size of a release


def problems(tarball: Path, sources: Collection[str]) -> list[str]:
    """Return the problems of a release that was built from source files (paths from the root)."""
    with tarfile.open(tarball) as archive:
        packed = {member.name for member in archive if member.isfile()}
        pages = {name: _text(archive, name) for name in packed if name.endswith("README.md")}
    tops = {name.split("/")[0] for name in packed}
    strangers = {name for name in packed if name.split("/")[0] not in TOP} | packed - {*sources} - _MADE
    found = [f"{name} does not belong in a release" for name in sorted(strangers)]
    found += [f"{name} is missing" for name in sorted(TOP - tops)]
    found += [f"{name} links to {link}" for name in sorted(pages) for link in relative_links(pages[name])]
    if (size := tarball.stat().st_size) > MOST_BYTES:
        found.append(f"it has {size:,} bytes; {MOST_BYTES:,} are allowed")
    return found


def _text(archive: tarfile.TarFile, name: str) -> str:
    """Return the text of a file of an archive."""
    file = archive.extractfile(name)
    assert file is not None
    return file.read().decode()
