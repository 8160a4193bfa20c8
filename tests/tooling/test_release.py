# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which versions may be released, and what may be in them."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.demo import strangers
from tests.release import contents
from tests.release.versions import Releases, Version, read

V1 = Version(1, 0, 0)
V12 = Version(1, 2, 3)


@pytest.mark.parametrize("text", ["1.0", "1.0.0.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.x", ""])
def test_not_a_version(text: str) -> None:
    """Only three numbers are a version."""
    with pytest.raises(ValueError, match=r"is no version"):
        Version.parse(text)


def test_versions_compare_as_numbers() -> None:
    """1.10.0 comes after 1.9.0."""
    assert Version.parse("1.10.0") > Version.parse("1.9.0")


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        ({"bugfixes"}, "1.2.4"),
        ({"security_fixes", "known_issues", "trivial"}, "1.2.4"),
        ({"minor_changes", "bugfixes"}, "1.3.0"),
        ({"deprecated_features"}, "1.3.0"),
        ({"major_changes"}, "1.3.0"),
        ({"breaking_changes", "bugfixes"}, "2.0.0"),
        ({"removed_features"}, "2.0.0"),
    ],
)
def test_least_version(kinds: set[str], least: str) -> None:
    """The kinds of changes ask for a version; that one and any higher will do, and none below."""
    wanted = Version.parse(least)
    for version, fits in ((V12, False), (wanted, True), (Version(3, 0, 0), True), (Version(1, 2, 2), False)):
        problem = Releases(version, changelog=[V1, V12], tags=[V1, V12], kinds=kinds).problem()
        assert (problem is None) is fits
        assert fits or f"to {least} or higher" in str(problem)


def test_first_release() -> None:
    """Before the first release, any version will do, as long as something says what is in it."""
    assert Releases(V1, kinds={"major_changes"}).problem() is None
    assert "nothing says" in str(Releases(V1).problem())


@pytest.mark.parametrize("released", [{"changelog": [V1]}, {"tags": [V1]}, {"changelog": [V1], "tags": [V1]}])
def test_released_already(released: dict[str, list[Version]]) -> None:
    """A version that the changelog or a tag has is refused for anything new."""
    assert "released already" in str(Releases(V1, kinds={"bugfixes"}, **released).problem())


def test_nothing_new() -> None:
    """The commit of a release, and what comes after it without a fragment, is no problem; a version without one is."""
    assert Releases(V1, changelog=[V1]).problem() is None
    assert Releases(V1, changelog=[V1], tags=[V1]).problem() is None
    assert "no fragment" in str(Releases(V12, changelog=[V1], tags=[V1]).problem())
    assert "comes after" in str(Releases(V1, changelog=[V1], tags=[V1, V12]).problem())


def test_tag() -> None:
    """A tag must be that of the version, on a commit whose changelog has it."""
    released = Releases(V1, changelog=[V1], tags=[V1])
    assert released.tag_problem("v1.0.0") is None
    assert "must be v1.0.0" in str(released.tag_problem("v1.0.1"))
    assert "make release" in str(Releases(V1, tags=[V1], kinds={"bugfixes"}).tag_problem("v1.0.0"))
    assert "make release" in str(Releases(V12, changelog=[V1]).tag_problem("v1.2.3"))


def test_read(tmp_path: Path) -> None:
    """A checkout is read: galaxy.yml, the changelog, its fragments, and those tags that are versions."""
    (tmp_path / "changelogs" / "fragments").mkdir(parents=True)
    (tmp_path / "galaxy.yml").write_text("version: 1.2.3\n", encoding="utf-8")
    (tmp_path / "changelogs" / "changelog.yaml").write_text("releases: {1.0.0: {}}\n", encoding="utf-8")
    (tmp_path / "changelogs" / "fragments" / "1.yml").write_text("bugfixes: [one]\n", encoding="utf-8")
    (tmp_path / "changelogs" / "fragments" / "2.yaml").write_text("minor_changes: [two]\n", encoding="utf-8")
    (tmp_path / "changelogs" / "fragments" / ".gitkeep").touch()
    (tmp_path / "changelogs" / "fragments" / "3.txt").write_text("breaking_changes: [none]", encoding="utf-8")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    for command in (
        ["init", "--quiet"],
        [*who, "commit", "--quiet", "--allow-empty", "--message", "Release"],
        ["tag", "v1.0.0"],
        ["tag", "vendored"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    assert read(tmp_path) == Releases(V12, changelog=[V1], tags=[V1], kinds={"bugfixes", "minor_changes"})
    shutil.rmtree(tmp_path / "changelogs" / "fragments")
    assert read(tmp_path) == Releases(V12, changelog=[V1], tags=[V1], kinds=set())


def tarball(file: Path, names: set[str], size: int = 0) -> Path:
    """A release with these files, the first of them of a size in bytes that cannot be packed smaller."""
    with tarfile.open(file, "w") as archive:
        for name in sorted(names):
            member = tarfile.TarInfo(name)
            member.size, size = size, 0
            archive.addfile(member, io.BytesIO(bytes(member.size)))
    return file


FOLDERS = {"changelogs", "docs", "meta", "playbooks", "plugins", "roles"}
FILES = {name if name not in FOLDERS else f"{name}/file" for name in contents.TOP}
SOURCES = FILES - {"CHANGELOG.md", "FILES.json", "MANIFEST.json"} | {"tests/test.py", "plugins/other"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (set(), []),
        ({"tests/test.py"}, ["tests/test.py does not belong in a release"]),
        ({"plugins/left_behind.pyc"}, ["plugins/left_behind.pyc does not belong in a release"]),
        ({"CHANGELOG.md"}, ["CHANGELOG.md is missing"]),
        ({"roles/file"}, ["roles is missing"]),
    ],
    ids=["complete", "not-for-users", "not-in-git", "no-changelog", "no-roles"],
)
def test_contents(tmp_path: Path, change: set[str], found: list[str]) -> None:
    """A release has what it must have, and nothing else."""
    assert contents.problems(tarball(tmp_path / "release.tar", FILES ^ change), SOURCES) == found


def test_size(tmp_path: Path) -> None:
    """A release must not be too large."""
    large = tarball(tmp_path / "release.tar", FILES, contents.MOST_BYTES)
    assert contents.problems(large, SOURCES) == [f"it has {large.stat().st_size:,} bytes; 1,000,000 are allowed"]


def test_demo_from_a_folder(tmp_path: Path) -> None:
    """The demo tells tasks that are in the folder from those that are not, and is not content with none."""
    inside, outside = tmp_path / "installed" / "a.yml", tmp_path / "other" / "b.yml"
    assert strangers({str(inside)}, tmp_path / "installed") == []
    assert strangers({str(inside), str(outside)}, tmp_path / "installed") == [str(outside)]
    assert strangers(set(), tmp_path / "installed") == ["no task"]
