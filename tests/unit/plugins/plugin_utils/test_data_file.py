# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data files: values are read unchanged, and errors never quote them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._data_file import UnreadableError, read_data

CANARY = "Canary-in-file-1"
HEADER = "$ANSIBLE_VAULT;1.1;AES256"
VAULT = f"{HEADER}\n3061\n"


def _decrypt(text: str) -> str:
    if text.strip() != VAULT.strip():
        raise UnreadableError("it cannot be decrypted")
    return "password: from the vault"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *((f"'{text}'", text) for text in ("Passw0rd{# x #}Word123", "{{ vault_password }}", "{% raw")),
        ('!unsafe "{{ x }}"', "{{ x }}"),
        ("!unsafe 5", "5"),
        ("!unsafe [a, {b: c}]", ["a", {"b": "c"}]),
        ("!unsafe {a: [b]}", {"a": ["b"]}),
        *((f"!vault{tag} |\n  {HEADER}\n  3061", "password: from the vault") for tag in ("", "-encrypted")),
        ("2026-01-02", "2026-01-02"),
        ("[1, 2.5, true, null, NO, '0044']", [1, 2.5, True, None, False, "0044"]),
        ("{<<: {b: 1, c: 2}, c: 3}", {"b": 1, "c": 3}),
    ],
)
def test_values(written: str, value: object) -> None:
    assert read_data(f"a: {written}\n", _decrypt) == {"a": value}


def test_whole_file_in_a_vault() -> None:
    assert read_data(VAULT, _decrypt) == {"password": "from the vault"}


@pytest.mark.parametrize("text", ['{\n\t"a": "\\ud83d\\ude00"}', '{"a": "\U0001f600"}'])
def test_json(text: str) -> None:
    """Some JSON is not valid YAML, or means something else."""
    assert read_data(text, _decrypt) == {"a": "\U0001f600"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"a:\n  password: !{CANARY} [x]", "line 2, column 13: this tag is not known"),
        (f"a: !!python/object:{CANARY} {{}}", "line 1, column 4: this tag is not known"),
        (f"a: [\n  password: {CANARY}", "line 3, column 1: it is not YAML"),
        *((f"a: {text}", "line 1, column .*: it is not YAML") for text in (f"*{CANARY}", f"{{{{ {CANARY} }}}}")),
        (f"a: {CANARY}\n---\nb: 1", "line 2, column 1: it is not YAML"),
        *((f"a: {text}", "line 1, column 4: this value is not") for text in (f"!!int {CANARY}", "2026-13-45", ".inf")),
        (f"a: {{b: {CANARY}, b: 1}}", "line 1, column 26: this key is there already"),
        (f'{{"a": "{CANARY}",\n "a": 1}}', "line 2, column 2: this key is there already"),
        (f"a: &loop [{CANARY}, *loop]", "it is nested too deeply"),
        ("[" * 100_000, "it is nested too deeply"),
        (f"a: {CANARY}\x07", "it has a character that YAML does not allow"),
        *((text, "it is not a mapping") for text in (f"- {CANARY}", CANARY, "")),
        (f"1: {CANARY}", "it is not data: a key is not a string"),
        ("a: !!binary aGk=", "it is not data: JSON has nothing like bytes"),
        (f"a: !vault {CANARY}", "line 1, column 4: it cannot be decrypted"),
        (f"{VAULT}{CANARY}", "it cannot be decrypted"),
    ],
)
def test_unreadable(text: str, problem: str) -> None:
    """Errors have a position, but nothing of the content of the file."""
    with pytest.raises(UnreadableError, match=f"^{problem}") as caught:
        read_data(text, _decrypt)
    error: Any = caught.value
    while error is not None:
        assert CANARY not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
