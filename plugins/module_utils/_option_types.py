# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of options as they were given, where ansible-core would make something else of them, or fail.

It makes text of anything, of a list its Python spelling, and cannot tell an infinite number from a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable

from ansible.module_utils.common.validation import check_type_dict, check_type_int, check_type_list

from ._resources.values import text_problem

# No number that is an option comes near.
_TOO_LARGE = 2**63


def type_problems(spec: Mapping[str, Any], params: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the types of options, at any depth, as ``OPTION: TEXT``.

    ``params`` are the options before ansible-core has converted them. What is not told here is a container in the
    place of another. No value is told: a mapping in a wrong place may hold a password.
    """
    return list(_option_problems(spec, params, ""))


def options_by_name(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a spec by each of their names."""
    return {name: option for key, option in spec.items() for name in (key, *option.get("aliases", ()))}


def _option_problems(spec: Mapping[str, Any], params: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, described in options_by_name(spec).items():
        if params.get(name) is not None:
            yield from _value_problems(described, params[name], where + name)


def _value_problems(described: Mapping[str, Any], given: Any, where: str) -> Iterator[str]:
    kind = described.get("type", "str")
    if kind in _PROBLEMS:
        problem = _PROBLEMS[kind](given)
        if problem is not None:
            yield f"{where}: {problem}"
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


def _number_problem(given: Any) -> str | None:
    try:
        usable = abs(check_type_int(given)) < _TOO_LARGE
    except TypeError:
        # Of this ansible-core tells in words of its own.
        return None
    except (ArithmeticError, ValueError):
        usable = False
    return None if usable else "is not a number that can be used; give a whole number in digits, like 5060"


_PROBLEMS = {"str": text_problem, "path": text_problem, "int": _number_problem}
