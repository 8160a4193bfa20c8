# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""README.md is the collection's page on Galaxy, where relative links lead nowhere.

``tests/guides/test_links.py`` checks that links to files of the repository lead to a file.
"""

from __future__ import annotations

import re

import yaml

import noxfile

SITE = "https://sinch.github.io/ansible-collection-sip/"
TEXT = (noxfile.ROOT / "README.md").read_text(encoding="utf-8")


def test_links() -> None:
    """Links are absolute, and those to guides of the site lead to guides."""
    links = set(re.findall(r"\]\(([^)]+)\)", TEXT))
    assert len(links) > 5
    assert [link for link in links if not link.startswith("https://")] == []
    pages = [link.removeprefix(SITE) for link in links if link.startswith(SITE) and link != SITE]
    guides = {f"docsite/{guide.stem}.html" for guide in (noxfile.ROOT / "docs" / "docsite" / "rst").glob("*.rst")}
    assert [page for page in pages if page not in guides] == []


def test_addresses_of_the_collection() -> None:
    """The addresses in galaxy.yml are those of the links."""
    galaxy = yaml.safe_load((noxfile.ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert galaxy["documentation"] == SITE
    assert galaxy["repository"] in TEXT


def test_everything_is_named() -> None:
    """README.md names each module, inventory plugin, playbook and role."""
    patterns = ("plugins/modules/*.py", "plugins/inventory/*.py", "playbooks/*.yml", "roles/*/")
    names = {one.stem for pattern in patterns for one in noxfile.ROOT.glob(pattern)}
    assert [name for name in sorted(names) if name not in TEXT] == []
