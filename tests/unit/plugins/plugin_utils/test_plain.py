# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What filters get becomes Python's own types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ansible_collections.sinch.sip.plugins.plugin_utils._plain import plain


class Text(str):
    """A string with more to it."""

    __slots__ = ()


class Lazy(Mapping[str, object]):
    """A mapping that is no dict, and makes its items as they are read."""

    def __getitem__(self, key: str) -> object:
        """Return an item."""
        return (Text(key), [Text("x")], 1, True, None)

    def __iter__(self) -> Iterator[str]:
        """Return the keys."""
        return iter([Text("a")])

    def __len__(self) -> int:
        """Return how many there are."""
        return 1


def test_plain() -> None:
    """Containers of any type and depth, and the strings in them, become plain ones."""
    value = plain(Lazy())
    assert value == {"a": ["a", ["x"], 1, True, None]}
    (key,) = value
    assert [type(one) for one in (value, key, value["a"], value["a"][0], value["a"][1], value["a"][1][0])] == [
        dict,
        str,
        list,
        str,
        list,
        str,
    ]
