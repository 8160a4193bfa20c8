# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options as users give them: problems with names, shapes and types, secrets, blank values, canonical values.

Names, shapes and types are checked before ansible-core does so, because its messages quote refused values. It also
converts any value to text, a list to its Python spelling, and fails on an infinite number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Callable

from ansible.module_utils.common.validation import check_type_bool, check_type_float, check_type_int

from ._errors import OptionError, SinchError, raise_all
from ._resources.values import text_problem, type_name

CENSORED = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
"""The text by which ansible-core replaces a secret."""

# Keys and passwords have digits. Text without digits is a name, perhaps misspelt.
_NAME = re.compile(r"[A-Za-z_-]{1,40}")
# Numbers of options are far below this.
_TOO_LARGE = 2**63
# The options that override a safety rule.
OVERRIDES = frozenset({"allow_wide", "move"})

Spec = Mapping[str, Any]


def stated(given: Any) -> Any:
    """Return the value of an option, or None for blank text, which surveys send for unanswered questions."""
    return None if isinstance(given, str) and not given.strip() else given


def parsed(option: str, parse: Callable[[Any], Any], given: Any) -> Any:
    """Return the canonical form of the value of an option; raise OptionError."""
    try:
        return parse(given)
    except ValueError as error:
        raise OptionError(option, str(error)) from None


def parsed_list(option: str, parse: Callable[[Any], Any], given: Any) -> list[Any]:
    """Return the canonical forms of a raw list, which may be a string with commas. Raise SinchError."""
    entries = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else [given]
    values: list[Any] = []
    errors: list[SinchError] = []
    for entry in entries:
        try:
            values.append(parsed(option, parse, entry))
        except OptionError as error:
            errors.append(error)
    raise_all(errors)
    return values


def overrides_of(params: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the options that are set and override a safety rule."""
    return frozenset(option for option in OVERRIDES if params.get(option))


def problems_of_options(spec: Spec, given: Mapping[str, Any]) -> list[str]:
    """Return the problems with the names, shapes and types of options, at any depth, without any value."""
    return list(_problems(spec, given, ""))


def options_by_name(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a spec by each of their names."""
    return {name: option for key, option in spec.items() for name in (key, *option.get("aliases", ()))}


def unknown_option(name: object, known: Iterable[str]) -> str:
    """Return the message about an unknown option, without its name if that may be a secret."""
    shown = name if _is_name(name) else "(a name that is not shown)"
    return f"{shown}: there is no such option; there are {', '.join(sorted(known))}"


def censored(spec: Spec, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options with every value replaced that is secret or that the spec does not describe."""
    options = options_by_name(spec)
    return {
        (name if _is_name(name) or name in options else CENSORED): _shown(options.get(name), value)
        for name, value in given.items()
    }


def secret_values(spec: Spec, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of the options that must not be logged, at any depth."""
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
    elif kind == "list":
        yield from _problems_of_list(option, value, where)
    elif kind in _CHECKS:
        problem = _CHECKS[kind](value)
        if problem is not None:
            yield f"{where}: {problem}"


def _problems_of_list(option: Spec, value: Any, where: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{where}: is a mapping; give a list"
    elif isinstance(value, list):
        element = {"type": option.get("elements", "raw")}
        for number, entry in enumerate(value, 1):
            yield from _problems_of_value(element, entry, f"{where}[{number}]")


def _problems_of_entries(option: Spec, value: Any, where: str) -> Iterator[str]:
    """Yield the problems of a value that has options of its own: a mapping, or a list of mappings."""
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


def _type_problem(convert: Callable[[Any], Any], expected: str, value: Any) -> str | None:
    """Return the problem with a value that must convert to a number or boolean, or None."""
    if isinstance(value, (list, Mapping)):
        return "is a list or a mapping; give a single value"
    try:
        usable = abs(convert(value)) < _TOO_LARGE
    except (TypeError, ValueError, ArithmeticError):
        usable = False
    return None if usable else f"is {type_name(value)} that cannot be used as {expected}"


_CHECKS: Mapping[str, Callable[[Any], str | None]] = {
    "str": text_problem,
    "path": text_problem,
    "int": partial(_type_problem, check_type_int, "a whole number; give one in digits, like 5060"),
    "float": partial(_type_problem, check_type_float, "a number; give one in digits, like 30"),
    "bool": partial(_type_problem, check_type_bool, "a boolean; give true or false"),
}


def _shown(option: Spec | None, value: Any) -> Any:
    """Return a value without secrets. ``option`` is None if the option is unknown."""
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
