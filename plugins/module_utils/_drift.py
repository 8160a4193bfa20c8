# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The differences between a project and its file, derived from the plan that would make them equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Union

from ._resources.catalogue import BESIDE_PLANS, COUNTRY_PERMISSION, PHONE_NUMBER, RESOURCES, SIP_TRUNK, resource_of

IN_FILE = "only_in_file"
IN_PROJECT = "only_in_project"
DIFFERS = "differs"
WORDS = {IN_FILE: "only in the file", IN_PROJECT: "only in the project", DIFFERS: "differs"}

# A value, or the items of a set that the other side lacks.
Side = Union[str, int, None, list[str]]


@dataclass(frozen=True)
class FieldDifference:
    """The two values of a field; of a set, each side has only the items that the other side lacks."""

    project: Side = None
    file: Side = None


@dataclass
class Difference:
    """An object that is only in the file, only in the project, or different in both.

    ``status`` is IN_FILE, IN_PROJECT or DIFFERS. ``trunk`` is the name of the trunk of an endpoint or phone number.
    ``parts`` are the endpoints and phone numbers of a trunk that have the status of the trunk.
    """

    kind: str
    name: str
    id: str | None
    trunk: str | None = None
    status: str = DIFFERS
    changes: dict[str, FieldDifference] = field(default_factory=dict)
    parts: list[Difference] = field(default_factory=list)

    def show(self) -> dict[str, Any]:
        """Return the difference as data, with a sentence under ``text``."""
        return {
            "kind": self.kind,
            "name": self.name,
            "id": self.id,
            "trunk": self.trunk,
            "status": self.status,
            "changes": {name: {"project": one.project, "file": one.file} for name, one in self.changes.items()},
            "parts": [part.show() for part in self.parts],
            "text": self.sentence(),
        }

    def title(self) -> str:
        """Return the name of the object, and that of its trunk."""
        return self.name if self.trunk is None else f"{self.name} of {self.trunk}"

    def details(self) -> str:
        """Return the changed fields in words, or the number of parts of a trunk."""
        if self.status == DIFFERS:
            return "; ".join(_change_words(name, one) for name, one in self.changes.items())
        labels = Counter(resource_of(part.kind).label for part in self.parts)
        return ", ".join(f"{label}s: {count}" for label, count in labels.items())

    def sentence(self) -> str:
        """Return the difference as a sentence."""
        details = self.details()
        more = f" ({details})" if details else ""
        return f"{WORDS[self.status]}: {resource_of(self.kind).label} {self.title()}{more}"


def _change_words(name: str, change: FieldDifference) -> str:
    sides = (change.project, "project"), (change.file, "file")
    parts = [
        f"{', '.join(side)} only in the {where}" if isinstance(side, list) else f"{value_words(side)} in the {where}"
        for side, where in sides
        if side != []
    ]
    return f"{name}: {', '.join(parts)}"


def value_words(value: Any) -> str:
    """Return a value as YAML writes it, or ``none``."""
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value is None else str(value)


def differences(plan: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Return the differences in a plan that would make a project equal to its file, sorted by kind and name.

    ``plan`` is the ``plan`` that sinch_sip_config returns.
    """
    found: dict[tuple[str, ...], Difference] = {}
    for entry in plan:
        kind, name, trunk = entry["kind"], entry["name"], entry.get("trunk")
        key = (kind, entry["id"]) if entry["id"] else (kind, trunk or "", name)
        one = found.setdefault(key, Difference(kind, name, entry["id"], trunk))
        _add(one, entry["action"], entry["before"], entry["after"])
    kinds = [*RESOURCES, *BESIDE_PLANS]
    ordered = sorted(found.values(), key=lambda one: (kinds.index(one.kind), one.trunk or "", one.name, one.id or ""))
    return list(_with_parts(ordered))


def _add(one: Difference, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Add one change of the plan to a difference."""
    if action == "create":
        one.status = IN_FILE
    elif action == "delete":
        one.status = IN_PROJECT
    elif one.kind == PHONE_NUMBER.kind:
        one.status = _side(before["trunk"], after["trunk"])
        one.trunk = after["trunk"] if before["trunk"] is None else before["trunk"]
    elif one.kind == COUNTRY_PERMISSION.kind:
        one.status = _side(before["enabled"] or None, after["enabled"] or None)
    for name in {**before, **after}:
        one.changes[name] = _merged(one.changes.get(name), before.get(name), after.get(name))


def _side(before: Any, after: Any) -> str:
    return DIFFERS if before is not None and after is not None else IN_FILE if before is None else IN_PROJECT


def _merged(known: FieldDifference | None, before: Any, after: Any) -> FieldDifference:
    """Return two values, or add the items that two sets do not share to a known difference."""
    if not isinstance(before, list) and not isinstance(after, list):
        return FieldDifference(before, after)
    project, file = [*labels(before or ())], [*labels(after or ())]
    sides = [one for one in project if one not in file], [one for one in file if one not in project]
    earlier = (known.project, known.file) if known else ((), ())
    return FieldDifference(*([*(old if isinstance(old, list) else ()), *new] for old, new in zip(earlier, sides)))


def labels(items: Iterable[Any]) -> Iterator[str]:
    """Yield the items of a set as text: names unchanged, the values of mappings joined."""
    for item in items:
        yield " ".join(str(part) for part in item.values() if part) if isinstance(item, dict) else str(item)


def _with_parts(ordered: Sequence[Difference]) -> Iterator[Difference]:
    """Yield the differences; those of a trunk with the same status become its parts."""
    whole = {(one.name, one.status): one for one in ordered if one.kind == SIP_TRUNK.kind and one.status != DIFFERS}
    for one in ordered:
        owner = whole.get((one.trunk or "", one.status))
        if owner is None:
            yield one
        else:
            owner.parts.append(one)
