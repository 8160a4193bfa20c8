# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The versions that may be released, and the contents of a release."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.release import contents
from tests.release.versions import Releases, Version, read

V1 = Version(1, 0, 0)
V12 = Version(1, 2, 3)
RELEASED: dict[str, Any] = {"changelog": [V1], "tags": [V1]}


@pytest.mark.parametrize("text", ["1.0", "1.0.0.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.x", ""])
def test_not_a_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no version"):
        Version.parse(text)


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        ({"security_fixes", "known_issues", "trivial"}, "1.2.4"),
        ({"minor_changes", "bugfixes"}, "1.3.0"),
        ({"deprecated_features"}, "1.3.0"),
        ({"major_changes"}, "1.3.0"),
        ({"breaking_changes", "bugfixes"}, "2.0.0"),
        ({"removed_features"}, "2.0.0"),
    ],
)
def test_least_version(kinds: set[str], least: str) -> None:
    """The kinds of changes require a version: that one or a higher one."""
    for version, fits in ((V12, False), (Version.parse(least), True), (Version(3, 0, 0), True), (V1, False)):
        problem = Releases(version, changelog=[V1, V12], tags=[V1, V12], kinds=kinds).problem()
        assert (problem is None) is fits
        assert fits or f"to {least} or higher" in str(problem)


@pytest.mark.parametrize(
    ("releases", "problem"),
    [
        (Releases(V1, kinds={"major_changes"}), None),
        (Releases(V1), "nothing says"),
        (Releases(V1, changelog=[V1], kinds={"bugfixes"}), None),
        (Releases(V1, tags=[V1], kinds={"bugfixes"}), "released already"),
        (Releases(V1, changelog=[V1]), None),
        (Releases(V1, **RELEASED), None),
        (Releases(V12, **RELEASED), "no fragment"),
        (Releases(V1, changelog=[V1], tags=[V1, V12]), "comes after"),
    ],
    ids=["first", "empty", "more-to-come", "tagged", "released", "released-and-tagged", "no-fragment", "too-late"],
)
def test_problems(releases: Releases, problem: str | None) -> None:
    """A version needs a change, and must be a new one or the newest release."""
    found = releases.problem()
    assert (found is None) is (problem is None)
    assert str(problem) in str(found)


def test_tag() -> None:
    """A tag must be that of the version, on a commit whose changelog has it."""
    released = Releases(V1, **RELEASED)
    assert released.tag_problem("v1.0.0") is None
    assert "must be v1.0.0" in str(released.tag_problem("v1.0.1"))
    assert "make release" in str(Releases(V1, tags=[V1], kinds={"bugfixes"}).tag_problem("v1.0.0"))
    assert "make release" in str(Releases(V12, changelog=[V1]).tag_problem("v1.2.3"))


def test_read(tmp_path: Path) -> None:
    """The versions of a checkout are in galaxy.yml, the changelog, its fragments, and git tags."""
    assert read_with(tmp_path) == Releases(V12, **RELEASED, kinds=set())
    for name, text in (
        ("1.yml", "bugfixes: [1]"),
        ("2.yaml", "minor_changes: [2]"),
        ("3.txt", "breaking_changes: [3]"),
    ):
        (tmp_path / "changelogs" / "fragments" / name).write_text(text, encoding="utf-8")
    assert read(tmp_path).kinds == {"bugfixes", "minor_changes"}


def read_with(folder: Path) -> Releases:
    """Make a checkout without fragments, and read it."""
    (folder / "changelogs" / "fragments").mkdir(parents=True)
    (folder / "galaxy.yml").write_text("version: 1.2.3\n", encoding="utf-8")
    (folder / "changelogs" / "changelog.yaml").write_text("releases: {1.0.0: {}}\n", encoding="utf-8")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    commit = (*who, "commit", "--quiet", "--allow-empty", "--message", "Release")
    for command in (("init", "--quiet"), commit, ("tag", "v1.0.0"), ("tag", "vendored")):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    return read(folder)


FOLDERS = {"changelogs", "docs", "meta", "playbooks", "plugins", "roles"}
FILES = {name if name not in FOLDERS else f"{name}/file" for name in contents.TOP}
SOURCES = FILES - {"FILES.json", "MANIFEST.json"} | {"tests/test.py", "plugins/other"}


@pytest.mark.parametrize(
    ("change", "size", "found"),
    [
        (set(), 0, []),
        ({"tests/test.py"}, 0, ["tests/test.py does not belong in a release"]),
        ({"plugins/left_behind.pyc"}, 0, ["plugins/left_behind.pyc does not belong in a release"]),
        ({"roles/file"}, 0, ["roles is missing"]),
        (set(), contents.MOST_BYTES, ["it has 1,013,760 bytes; 1,000,000 are allowed"]),
    ],
    ids=["complete", "not-for-users", "not-in-git", "no-roles", "too-large"],
)
def test_contents(tmp_path: Path, change: set[str], size: int, found: list[str]) -> None:
    """A release has what it must have, and nothing else, and is not too large."""
    tarball = tmp_path / "release.tar"
    with tarfile.open(tarball, "w") as archive:
        for name in sorted(FILES ^ change):
            member = tarfile.TarInfo(name)
            member.size, size = size, 0
            archive.addfile(member, io.BytesIO(bytes(member.size)))
    assert contents.problems(tarball, SOURCES) == found
