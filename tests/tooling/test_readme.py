# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""README.md, which is the collection's page in a clone, on GitHub and on Galaxy.

``tests/guides/test_links.py`` checks that its links lead to files of the repository.
"""

from __future__ import annotations

import re

import pytest
import yaml

from tests.release.links import relative_links, with_absolute_links
from tests.session_tools import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
# Sites that exist without this project.
SITES = (
    "https://dashboard.sinch.com/",
    "https://developers.sinch.com/docs/",
    "https://docs.ansible.com/ansible/latest/",
    "https://forum.ansible.com/",
    "https://semver.org/",
)


def test_links() -> None:
    """Links to the files of the project are relative, others are to sites that exist, or to the issues."""
    links = {*re.findall(r"\]\(([^)]+)\)", TEXT)}
    others = links - {*relative_links(TEXT)}
    assert len(links) > 20
    assert [link for link in sorted(others - {GALAXY["issues"]}) if not link.startswith(SITES)] == []


def test_links_of_a_release() -> None:
    """On Galaxy, links are to the files of the version on GitHub."""
    others = "[c](#here) [d](https://example.com/) [e](mailto:a@b)"
    text = f"![a\npage](docs/a.png) [b](../other.md#part) {others}"
    assert with_absolute_links(text, "roles/x/README.md", "https://git.example/p", "1.2.3") == (
        "![a\npage](https://git.example/p/raw/v1.2.3/roles/x/docs/a.png)"
        f" [b](https://git.example/p/blob/v1.2.3/roles/other.md#part) {others}"
    )
    assert relative_links(with_absolute_links(TEXT, "README.md", GALAXY["repository"], GALAXY["version"])) == []


@pytest.mark.parametrize("name", ["README.md", "galaxy.yml", "docs/docsite/rst/guide_quickstart.rst"])
def test_independence(name: str) -> None:
    """Where people meet the project, it says that Sinch does not make it."""
    text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
    assert re.search(r"independent project.{0,40}Sinch neither makes nor supports it", text)


def test_sections() -> None:
    """README.md has the sections that reviewers of collections look for."""
    sections = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    asked = "Requirements, Installation, Use cases, Testing, Support, Release notes and roadmap, Related information"
    asked += ", Contributing, Code of Conduct, Communication, Licence"
    assert [section for section in asked.split(", ") if section not in sections] == []


def test_everything_is_named() -> None:
    """README.md names each module, inventory plugin, playbook and role."""
    patterns = ("plugins/modules/*.py", "plugins/inventory/*.py", "playbooks/*.yml", "roles/*/")
    names = {one.stem for pattern in patterns for one in ROOT.glob(pattern)}
    assert [name for name in sorted(names) if name not in TEXT] == []
