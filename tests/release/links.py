# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links of Markdown files, which are relative in a clone, and absolute on Galaxy, which has no other files."""

from __future__ import annotations

import posixpath
import re

# An image, or any other link whose target has neither a scheme nor is a heading of the same file.
_RELATIVE = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?!#|[a-z]+:)(?P<target>[^)\s]+)\)")


def relative_links(text: str) -> list[str]:
    """Return the targets of the relative links of a Markdown text."""
    return [found["target"] for found in _RELATIVE.finditer(text)]


def with_absolute_links(text: str, path: str, repository: str, version: str) -> str:
    """Return a Markdown text with links to the files of a version on GitHub in place of the relative ones.

    ``path`` is that of the text from the root, ``repository`` the URL of the repository.
    """

    def absolute(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found["target"]))
        view = "raw" if found["image"] else "blob"
        return f"{found['image']}[{found['text']}]({repository}/{view}/v{version}/{target})"

    return _RELATIVE.sub(absolute, text)
