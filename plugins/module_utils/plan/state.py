# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a plan is made from: the state that was read of a project, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..resources.catalogue import RESOURCES
from ..resources.declaration import Field

# An object as the API sends it.
Sent = dict[str, Any]


@dataclass
class _Index:
    by_id: dict[str, list[Sent]] = field(default_factory=dict)
    by_name: dict[str, list[Sent]] = field(default_factory=dict)


class Need(NamedTuple):
    """Something to know of a project: a list of objects, the links of one, or the users of one.

    ``name`` is a kind or a link option, ``of`` the ID of what objects, links or users belong to, "" for none.
    """

    sort: str
    name: str
    of: str = ""


@dataclass
class Snapshot:
    """The part of a project's state that was read; what is not in it was not needed.

    ``objects`` holds the lists by kind and, for objects that belong to another, the ID of that other, else "";
    ``links`` the IDs of the targets by link option and ID of the owner; ``users`` the names of the owners by their
    ID, by link option and ID of the target.
    """

    objects: dict[tuple[str, str], list[Sent]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    users: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    _index: dict[tuple[str, str], _Index] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, str], dict[Any, list[Sent]]] = field(default_factory=dict, repr=False)

    def has(self, need: Need) -> bool:
        """Return whether something is known."""
        known: Mapping[tuple[str, str], Any] = getattr(self, need.sort)
        return (need.name, need.of) in known

    def of(self, kind: str, parent: str = "") -> list[Sent]:
        """Return the objects of a kind, of one parent where they have one."""
        return self.objects.get((kind, parent), [])

    def lookup(self, kind: str, token: str, parent: str = "") -> list[Sent]:
        """Return the object that has a token for its ID, else those that have it for their name."""
        index = self._indexed(kind, parent)
        return index.by_id.get(token) or index.by_name.get(token, [])

    def find(self, wish: Wish, parent: str = "") -> list[Sent]:
        """Return the objects that a wish is about: by ID where one is given, else by the exact name, or an alias."""
        index = self._indexed(wish.kind, parent)
        if wish.id is not None:
            return index.by_id.get(wish.id, [])
        named, resource = index.by_name.get(wish.name or ""), RESOURCES[wish.kind]
        if named or not resource.aliases:
            return named or []
        return [sent for sent in self.of(wish.kind, parent) if wish.name in resource.aliases_of(sent)]

    def having(self, kind: str, one: Field, value: Any) -> list[Sent]:
        """Return the objects of a kind that have a value in a field."""
        key = (kind, one.name)
        if key not in self._values:
            self._values[key] = {}
            for sent in self.of(kind):
                self._values[key].setdefault(one.value.load(sent.get(one.api)), []).append(sent)
        return self._values[key].get(value, [])

    def _indexed(self, kind: str, parent: str) -> _Index:
        if (kind, parent) not in self._index:
            resource, index = RESOURCES[kind], _Index()
            if (kind, parent) not in self.objects:
                return index
            for sent in self.of(kind, parent):
                index.by_id.setdefault(resource.id_of(sent), []).append(sent)
                index.by_name.setdefault(resource.name_of(sent), []).append(sent)
            self._index[kind, parent] = index
        return self._index[kind, parent]


@dataclass(frozen=True)
class Wish:
    """What is wanted of one object.

    ``parent`` is the name or ID of the object that it belongs to. ``values`` are canonical and hold only the fields
    that were asked for; a reference in them is a name or an ID. ``links`` hold the names or IDs of the exact set to
    have linked, by link option. ``keep_if_used`` asks for an object to stay, for all that it is to be gone, where
    something that stays uses it. ``keep`` asks for nothing to be taken out of a set that is a field, ``renew`` for
    secrets that the API never returns to be written again. ``force`` allows what depends on the object to be taken
    away with it. ``lenient`` takes what is there already as it is, even where it cannot work. ``lifted`` names the
    options that lift a safety rule. ``where`` says in which part of the options the wish stands, and
    ``option`` which option names the object where it is not the usual one, for messages. A ``broken`` wish says only
    that the object is asked for, and not what it should be. An ``unlisted`` one is about an object that is
    removed since it is not listed.
    """

    kind: str
    name: str | None = None
    id: str | None = None
    parent: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: bool = False
    keep_if_used: bool = False
    keep: bool = False
    renew: bool = False
    force: bool = False
    lenient: bool = False
    lifted: frozenset[str] = frozenset()
    where: str = ""
    option: str = ""
    broken: bool = False
    unlisted: bool = False
