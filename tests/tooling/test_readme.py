# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""README.md is the collection's page on Galaxy, where relative links lead nowhere.

That links to files of the repository lead to one is what ``tests/guides/test_links.py`` is about.
"""

from __future__ import annotations

import re

import pytest
import yaml

import noxfile

REPOSITORY = "https://github.com/sinch/ansible-collection-sip"
SITE = "https://sinch.github.io/ansible-collection-sip/"
_TEXT = (noxfile.ROOT / "README.md").read_text(encoding="utf-8")
LINKS = sorted(set(re.findall(r"\]\(([^)]+)\)", _TEXT)))


def test_there_are_links() -> None:
    """Links are found at all."""
    assert len(LINKS) > 5


@pytest.mark.parametrize("link", LINKS)
def test_link(link: str) -> None:
    """A link is absolute, and one to a guide of the site leads to one that there is."""
    assert link.startswith("https://")
    if link.startswith(SITE) and link != SITE:
        page = re.fullmatch(r"docsite/(\w+)\.html", link.removeprefix(SITE))
        assert page
        assert (noxfile.ROOT / "docs" / "docsite" / "rst" / f"{page[1]}.rst").is_file()


def test_addresses_of_the_collection() -> None:
    """What Galaxy is told about the collection is where the links of README.md lead."""
    galaxy = yaml.safe_load((noxfile.ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["repository"] == REPOSITORY
    assert galaxy["documentation"] == SITE


def test_everything_is_named() -> None:
    """README.md names each module, inventory plugin, playbook and role."""
    patterns = ("plugins/modules/*.py", "plugins/inventory/*.py", "playbooks/*.yml", "roles/*/")
    names = {one.stem for pattern in patterns for one in noxfile.ROOT.glob(pattern)}
    assert [name for name in sorted(names) if name not in _TEXT] == []
