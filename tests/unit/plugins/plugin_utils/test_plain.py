# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversion of data from ansible-core to plain Python types."""

from __future__ import annotations

import datetime
from collections import UserDict, UserList
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


class Text(str):
    """A string with more to it."""

    __slots__ = ()


class Number(float):
    """A number with more to it."""


def _types(value: Any) -> Any:
    """Return data with types instead of values."""
    if isinstance(value, dict):
        return {type(key): _types(item) for key, item in value.items()}
    return [_types(item) for item in value] if isinstance(value, list) else type(value)


def test_plain() -> None:
    """Containers of any type and depth, and the values in them, become plain."""
    value = plain(
        UserDict({Text("a"): (Text("b"), [Text("c")], 1, True, None, Number(1.5), datetime.date(2026, 1, 2))})
    )
    assert value == {"a": ["b", ["c"], 1, True, None, 1.5, "2026-01-02"]}
    assert _types(value) == {str: [str, [str], int, bool, type(None), float, str]}


@pytest.mark.parametrize("value", [{1: "x"}, [{None: "x"}], b"x", [1 + 2j], UserList("x")], ids=repr)
def test_strict(value: Any) -> None:
    with pytest.raises(TypeError):
        plain(value, strict=True)


def test_other_types() -> None:
    """Without ``strict``, other sequences become text, as inline vaults do, and other objects stay."""
    value = object()
    assert plain([value, UserList("x"), {1: 2}]) == [value, "['x']", {1: 2}]
