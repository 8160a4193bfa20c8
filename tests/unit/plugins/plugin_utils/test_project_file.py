# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The text of project files: it is read back unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.sinch.sip.plugins.plugin_utils._data_file import UnreadableError
from ansible_collections.sinch.sip.plugins.plugin_utils._project_file import project_text, read_project

# Line breaks and other characters that YAML must escape.
ODD = st.text(st.sampled_from("ab :#'\"\\\n\r\t\x00\x1b\x7f\x85\xa0\u2028\u2029\ufeff\ufffe\ud800\U0001f600"))
SCALARS = (
    st.text() | ODD | st.booleans() | st.none() | st.integers(0, 65535) | st.sampled_from(["NO", "0044", "{{ x }}"])
)


def _decrypt(text: str) -> str:
    raise AssertionError(text)


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.dictionaries(st.sampled_from(["name", "port", "enabled"]), SCALARS)), st.text() | ODD)
def test_comes_back(entries: list[dict[str, Any]], username: str) -> None:
    config = {"acls": entries, "trunks": []}
    text = project_text(config, {username: [username]})
    assert read_project(text, _decrypt) == config
    assert text.encode().count(b"\n") == len(text.splitlines())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *((code, f'"{code}"') for code in ("NO", "*", "+12025550101", "203.0.113.0/24")),
        *(("office", "office"), (True, "true"), (5060, "5060")),
        *(("a\x85b", '"a\\Nb"'), ("a\u2028b", '"a\\Lb"'), ("a\nb", '"a\\nb"'), ("a\x85{{ b", '!unsafe "a\\N{{ b"')),
        *((template, f'!unsafe "{template}"') for template in ("{{ boom }}", "{% boom %}", "{# boom #}")),
    ],
)
def test_quotes(value: object, written: str) -> None:
    """Country codes, numbers and addresses are quoted, and templates are marked."""
    assert project_text({"a": [value]}, {}).endswith(f"---\na:\n  - {written}\n")


def test_names_users_without_password() -> None:
    """The header has the users without a password, sorted by credential list."""
    text = project_text({"acls": []}, {"z": ["carol"], "a\nacls: x": ["alice", "bob"]})
    users = [line for line in text.splitlines() if line.startswith("#   ")]
    assert users == ["#   'a\\nacls: x': 'alice', 'bob'", "#   'z': 'carol'"]
    assert "password" not in project_text({"acls": []}, {}).lower()


def test_unknown_keys() -> None:
    with pytest.raises(UnreadableError, match=r"unknown keys: trunk, acl; .*acls, credential_lists, "):
        read_project("trunk: []\nacls: []\nacl: []", _decrypt)
