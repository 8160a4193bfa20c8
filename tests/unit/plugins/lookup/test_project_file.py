# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup of project files."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader

from ansible_collections.sinch.sip.plugins.lookup.project_file import LookupModule

CANARY = "Canary-in-file-1"
CLOSED = "it cannot be decrypted"


def _read(file: Path) -> object:
    """Return the data of a file, relative to its folder."""
    loader = DataLoader()
    loader.set_basedir(str(file.parent))
    (data,) = LookupModule(loader=loader).run([file.name])
    return data


def test_reads(tmp_path: Path) -> None:
    file = tmp_path / "project.yml"
    file.write_text("acls: [{name: '{{ x }}'}]", encoding="utf-8")
    assert _read(file) == {"acls": [{"name": "{{ x }}"}]}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory; the playbook sinch.sip.export"),
        (b"\xff" + CANARY.encode(), "it is not text in UTF-8"),
        (b"$ANSIBLE_VAULT;1.1;AES256\n3061\n", CLOSED),
        (b"acls: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3061\n", f"line 1, column 7: {CLOSED}"),
        (b"acls: !vault " + CANARY.encode(), f"line 1, column 7: {CLOSED}"),
        (b"- " + CANARY.encode(), "it is not a mapping"),
    ],
)
def test_problems(content: bytes | None, problem: str, tmp_path: Path) -> None:
    """An error has no cause, because that would show the content of the file."""
    file = tmp_path / "project.yml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(AnsibleLookupError) as caught:
        _read(file)
    assert str(caught.value).startswith(f"{file} cannot be used: {problem}")
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
