# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of text options as they were given: ansible-core makes text of anything, of a list its Python spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable

from ansible.module_utils.common.validation import check_type_dict, check_type_list

_TEXT_TYPES = ("str", "path")


def type_name(given: Any) -> str | None:
    """Return in words what a value is that cannot stand for text; None for text, numbers without fraction and null."""
    if isinstance(given, bool):
        return "a boolean"
    if isinstance(given, float):
        return "a number with a fraction"
    if isinstance(given, Mapping):
        return "a mapping"
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)):
        return "a list"
    return None


def type_problems(spec: Mapping[str, Any], params: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the types of text options, at any depth, as ``OPTION: TEXT``.

    ``params`` are the options before ansible-core has converted them. No value is told: a mapping in a wrong place
    may hold a password.
    """
    return list(_option_problems(spec, params, ""))


def _option_problems(spec: Mapping[str, Any], params: Mapping[str, Any], where: str) -> Iterator[str]:
    for option, described in spec.items():
        for name in (option, *described.get("aliases", ())):
            if params.get(name) is not None:
                yield from _value_problems(described, params[name], where + name)


def _value_problems(described: Mapping[str, Any], given: Any, where: str) -> Iterator[str]:
    kind = described.get("type", "str")
    if kind in _TEXT_TYPES:
        problem = type_name(given)
        if problem is not None:
            yield f"{where}: is {problem}, not text; give text, in quotes where YAML would make something else of it"
    elif kind == "list":
        element = {**described, "type": described.get("elements", "raw")}
        for number, entry in enumerate(_converted(check_type_list, given, ()), 1):
            yield from _value_problems(element, entry, f"{where}[{number}]")
    elif kind == "dict":
        entries: Mapping[str, Any] = _converted(check_type_dict, given, {})
        yield from _option_problems(described.get("options") or {}, entries, f"{where}: ")


def _converted(convert: Callable[[Any], Any], given: Any, otherwise: Any) -> Any:
    """Return a container as ansible-core will read it; ``otherwise`` for what it will refuse, in words of its own."""
    try:
        return convert(given)
    except TypeError:
        return otherwise
