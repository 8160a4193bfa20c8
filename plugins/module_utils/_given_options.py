# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as they were given, before ansible-core checks them: it tells the value of what it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ._option_types import options_by_name, type_problems

CENSORED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
"""What ansible-core has in place of a secret."""

# Keys and passwords have digits: what has none is a name, misspelt perhaps.
_NAME = re.compile(r"[A-Za-z_-]{1,40}")
# Types of which a list or mapping is refused here; text is checked with the types.
_SINGLE = ("bool", "float", "int")

Spec = Mapping[str, Any]


def problems_of_options(spec: Spec, given: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the names, shapes and types of options, at any depth; no value is told."""
    return [*_problems(spec, given, ""), *type_problems(spec, given)]


def unknown_option(name: object, known: Iterable[str]) -> str:
    """Return the message about an option that there is not; a name that may be a secret is not told."""
    shown = name if _is_name(name) else "(a name that is not shown)"
    return f"{shown}: there is no such option; there are {', '.join(sorted(known))}"


def censored(spec: Spec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with every value replaced that is secret, or that the spec does not describe."""
    options = options_by_name(spec)
    return {
        (name if _is_name(name) or name in options else CENSORED): _shown(options.get(name), value)
        for name, value in given.items()
    }


def secret_values(spec: Spec, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of options that are not to be logged, at any depth."""
    for name, option in options_by_name(spec).items():
        value = given.get(name)
        if option.get("no_log") and isinstance(value, (str, int)) and not isinstance(value, bool):
            yield str(value)
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, Mapping):
                yield from secret_values(option.get("options") or {}, entry)


def _problems(spec: Spec, given: Mapping[str, Any], where: str) -> Iterator[str]:
    options = options_by_name(spec)
    for name, value in given.items():
        if name not in options:
            yield where + unknown_option(name, spec)
        elif value is not None:
            yield from _problems_of_value(options[name], value, where + name)


def _problems_of_value(option: Spec, value: Any, where: str) -> Iterator[str]:
    kind = option.get("type", "str")
    if option.get("options"):
        yield from _problems_of_entries(option, value, where)
    elif kind == "list" and isinstance(value, Mapping):
        yield f"{where}: is a mapping; give a list"
    elif kind in _SINGLE and isinstance(value, (list, Mapping)):
        yield f"{where}: is a list or a mapping; give a single value"


def _problems_of_entries(option: Spec, value: Any, where: str) -> Iterator[str]:
    """Yield what is wrong with what holds options of its own: a mapping, or a list of such."""
    inner = option["options"]
    names = ", ".join(sorted(inner))
    if option["type"] == "list" and not isinstance(value, list):
        yield f"{where}: is not a list; give a list of mappings that have {names}"
        return
    places = [(where, value)]
    if isinstance(value, list) and option["type"] == "list":
        places = [(f"{where}[{number}]", entry) for number, entry in enumerate(value, 1)]
    for place, entry in places:
        if isinstance(entry, Mapping):
            yield from _problems(inner, entry, f"{place}: ")
        else:
            yield f"{place}: is not a mapping; give one that has {names}"


def _shown(option: Spec | None, value: Any) -> Any:
    """Return a value as far as its option, None for an unknown one, says that it is no secret."""
    if value is None or isinstance(value, bool):
        return value
    if option is None or option.get("no_log"):
        return CENSORED
    if isinstance(value, list):
        return [CENSORED if isinstance(entry, list) else _shown(option, entry) for entry in value]
    inner = option.get("options")
    if isinstance(value, Mapping):
        return censored(inner, value) if inner else CENSORED
    return CENSORED if inner else value


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(_NAME.fullmatch(name))
