# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check what would be released, or make the changelog of a release.

Usage: python -m tests.release check [--tag TAG] COPY OUTPUT
       python -m tests.release make
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.release import contents, links, versions

ROOT = Path(__file__).resolve().parents[2]


class NotReleasableError(Exception):
    """The checkout cannot be released; the message says why."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program and return its output; raise NotReleasableError if it fails."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise NotReleasableError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return done.stdout


def write_changelog(releases: versions.Releases, folder: Path) -> None:
    """Use up the fragments for the changelog of the version, which may have one that is not released yet."""
    more = ["--update-existing"] if releases.version in releases.changelog else []
    run("antsibull-changelog", "release", *more, cwd=folder)


def write_links(folder: Path) -> None:
    """Make the links of the pages that Galaxy shows absolute."""
    galaxy = yaml.safe_load((folder / "galaxy.yml").read_text(encoding="utf-8"))
    for page in (folder / galaxy["readme"], *folder.glob("roles/*/README.md")):
        text, path = page.read_text(encoding="utf-8"), page.relative_to(folder).as_posix()
        written = links.with_absolute_links(text, path, galaxy["repository"], galaxy["version"])
        page.write_text(written, encoding="utf-8")


def check(copy: Path, output: Path, tag: str | None) -> str:
    """Build the release from a copy of the checkout, which it changes, and check it as Galaxy would.

    Returns a line about the release; raises NotReleasableError.
    """
    releases = versions.read(ROOT)
    problem = releases.problem() or (releases.tag_problem(tag) if tag else None)
    if problem:
        raise NotReleasableError(problem)
    sources = [str(file.relative_to(copy)) for file in copy.rglob("*") if file.is_file()]
    if releases.kinds:
        write_changelog(releases, copy)
    write_links(copy)
    shutil.rmtree(output, ignore_errors=True)
    run("ansible-galaxy", "collection", "build", "--output-path", output, cwd=copy)
    (tarball,) = output.glob("*.tar.gz")
    if problems := contents.problems(tarball, sources):
        raise NotReleasableError("\n".join(problems))
    complaints = [
        line
        for line in run(sys.executable, "-m", "galaxy_importer.main", tarball, cwd=output).splitlines()
        if line.startswith(("WARNING", "ERROR"))
    ]
    if complaints:
        raise NotReleasableError("\n".join(complaints))
    changelog = ("antsibull-changelog", "generate", "--only-latest", "--output-format", "md", "--output")
    run(*changelog, output / "notes.md", cwd=copy)
    return f"{tarball.name}: {tarball.stat().st_size:,} bytes; galaxy-importer has nothing to say"


def make() -> str:
    """Make the changelog of the version in ``galaxy.yml`` from the fragments, in the checkout.

    Returns the next steps; raises NotReleasableError.
    """
    releases = versions.read(ROOT)
    if problem := releases.problem():
        raise NotReleasableError(problem)
    if not releases.kinds:
        raise NotReleasableError(f"version {releases.version} has its changelog already, and there is no new fragment")
    write_changelog(releases, ROOT)
    tag = f"v{releases.version}"
    return (
        f"CHANGELOG.md, CHANGELOG.rst and changelogs/ are those of {releases.version} now. Look at them, then:\n"
        f'git add CHANGELOG.* changelogs galaxy.yml && git commit -m "Release {releases.version}" && git tag {tag}\n'
        f"git push --atomic origin main {tag}"
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.release", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="build the release from a copy of the checkout, and check it")
    checking.add_argument("--tag", help="the git tag that marks this release")
    checking.add_argument("copy", type=Path, help="the copy, which is changed")
    checking.add_argument("output", type=Path, help="where the release goes; what is there is removed")
    commands.add_parser("make", help="make the changelog of a release from the fragments")
    chosen = parser.parse_args(arguments)
    try:
        print(check(chosen.copy, chosen.output, chosen.tag) if chosen.command == "check" else make())
    except (NotReleasableError, ValueError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
