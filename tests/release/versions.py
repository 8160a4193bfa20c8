# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The versions that a release may have, by the kinds of changes since the last release."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_PLACE_OF = {
    "breaking_changes": 0,
    "removed_features": 0,
    "major_changes": 1,
    "minor_changes": 1,
    "deprecated_features": 1,
}
"""The number of a version that a kind of change increments (0: the first); other kinds increment the last."""


@dataclass(frozen=True, order=True)
class Version:
    """A version such as 1.2.3."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Return the version that a text names; raise ValueError if that is not three numbers."""
        found = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text)
        if not found:
            raise ValueError(f"{text!r} is no version such as 1.2.3")
        return cls(*map(int, found.groups()))

    def raised(self, place: int) -> Version:
        """Return the next version after an increment of the number in a place."""
        return (
            Version(self.major + 1, 0, 0),
            Version(self.major, self.minor + 1, 0),
            Version(self.major, self.minor, self.patch + 1),
        )[place]

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True)
class Releases:
    """The versions of a checkout.

    Attributes:
        version: the version in ``galaxy.yml``.
        changelog: the versions in the changelog.
        tags: the versions of git tags.
        kinds: the kinds of changes in the fragments, which the changelog does not have yet.
    """

    version: Version
    changelog: Collection[Version] = ()
    tags: Collection[Version] = ()
    kinds: Collection[str] = ()

    def least_next(self) -> Version | None:
        """Return the lowest version that the fragments allow, None before the first release."""
        before = [*({*self.changelog} - {self.version}), *self.tags]
        return max(before).raised(min(_PLACE_OF.get(kind, 2) for kind in self.kinds)) if before else None

    def problem(self) -> str | None:
        """Return why this is not a release and cannot become one, None if it is or can."""
        if self.kinds:
            least = self.least_next()
            # The changelog of a version that has no tag yet takes up more fragments.
            if self.version in self.tags:
                return f"version {self.version} is released already: set version in galaxy.yml to {least} or higher"
            if least and self.version < least:
                kinds = ", ".join(sorted(self.kinds))
                return f"version {self.version} is too low for {kinds}: set version in galaxy.yml to {least} or higher"
            return None
        if not self.changelog:
            return "nothing says what is in this version: changelogs/fragments is empty, and so is the changelog"
        if self.version != max(self.changelog):
            newest = max(self.changelog)
            return f"galaxy.yml says {self.version}, the changelog {newest}, and there is no fragment for a new version"
        higher = [tag for tag in self.tags if tag > self.version]
        return f"version {self.version} comes after {max(higher)}, which is released already" if higher else None

    def tag_problem(self, tag: str) -> str | None:
        """Return why a tag does not fit its commit, or None."""
        if tag != f"v{self.version}":
            return f"the tag is {tag}, but galaxy.yml says {self.version}: the tag must be v{self.version}"
        if self.kinds or self.version not in self.changelog:
            return f"{tag} is not the commit of a release: it has no changelog for {self.version} (make release)"
        return None


def read(root: Path) -> Releases:
    """Return the versions of a checkout; raise ValueError for one that is not three numbers."""
    changelog = _load(root / "changelogs" / "changelog.yaml")["releases"]
    # After a release, git has no such folder.
    fragments = map(_load, (root / "changelogs" / "fragments").glob("*.y*ml"))
    command = ["git", "-C", str(root), "tag", "--list", "v*"]
    tags = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Releases(
        version=Version.parse(_load(root / "galaxy.yml")["version"]),
        changelog=[Version.parse(version) for version in changelog],
        # Other tags may begin with a v too.
        tags=[Version.parse(tag[1:]) for tag in tags if re.fullmatch(r"v\d+\.\d+\.\d+", tag)],
        kinds={kind for fragment in fragments for kind in fragment},
    )


def _load(file: Path) -> Mapping[str, Any]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(data, dict), f"{file} is no dictionary"
    return data
