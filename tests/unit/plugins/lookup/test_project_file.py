# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup of a project's file reads it as data, and its errors have nothing of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader

from ansible_collections.sinch.sip.plugins.lookup.project_file import LookupModule

CANARY = "Canary-in-file-1"
CLOSED = "it cannot be decrypted with any of the vault passwords that were given."


def _read(file: Path) -> object:
    """Return what a file has, relative to its folder."""
    loader = DataLoader()
    loader.set_basedir(str(file.parent))
    (data,) = LookupModule(loader=loader).run([file.name])
    return data


def test_reads(tmp_path: Path) -> None:
    """The options are as they are written."""
    file = tmp_path / "project.yml"
    file.write_text("acls: [{name: '{{ x }}'}]", encoding="utf-8")
    assert _read(file) == {"acls": [{"name": "{{ x }}"}]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory; the playbook sinch.sip.export writes such a file."),
        (b"\xff" + CANARY.encode(), "it is not text in UTF-8."),
        (b"$ANSIBLE_VAULT;1.1;AES256\n3061\n", CLOSED),
        (b"acls: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3061\n", f"line 1, column 7: {CLOSED}"),
        (b"acls: !vault " + CANARY.encode(), f"line 1, column 7: {CLOSED}"),
        (b"- " + CANARY.encode(), "it is not a mapping of options to their values."),
    ],
)
def test_problems(content: bytes | None, problem: str, tmp_path: Path) -> None:
    """What is wrong is said in words, and no cause that has the file comes with it."""
    file = tmp_path / "project.yml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(AnsibleLookupError) as caught:
        _read(file)
    assert str(caught.value) == f"{file} cannot be used: {problem}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
