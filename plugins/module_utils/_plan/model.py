# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of planning: what there is, what is wanted, and the plan that leads from one to the other."""

from __future__ import annotations

import graphlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Union

from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field, Resource

# An object as the API sends it.
ApiObject = dict[str, Any]


@dataclass
class _Index:
    by_id: dict[str, list[ApiObject]] = field(default_factory=dict)
    by_name: dict[str, list[ApiObject]] = field(default_factory=dict)


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

    objects: dict[tuple[str, str], list[ApiObject]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    users: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    _index: dict[tuple[str, str], _Index] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, str], dict[Any, list[ApiObject]]] = field(default_factory=dict, repr=False)

    def has(self, need: Need) -> bool:
        """Return whether something is known."""
        known: Mapping[tuple[str, str], Any] = getattr(self, need.sort)
        return (need.name, need.of) in known

    def of(self, kind: str, parent: str = "") -> list[ApiObject]:
        """Return the objects of a kind, of one parent where they have one."""
        return self.objects.get((kind, parent), [])

    def lookup(self, kind: str, token: str, parent: str = "") -> list[ApiObject]:
        """Return the object that has a token for its ID, else those that have it for their name."""
        index = self._indexed(kind, parent)
        return index.by_id.get(token) or index.by_name.get(token, [])

    def find(self, desired: Desired, parent: str = "") -> list[ApiObject]:
        """Return the objects that a desired is about: by ID where one is given, else by the exact name, or an alias."""
        index = self._indexed(desired.kind, parent)
        if desired.id is not None:
            return index.by_id.get(desired.id, [])
        named, resource = index.by_name.get(desired.name or ""), RESOURCES[desired.kind]
        if named or not resource.aliases:
            return named or []
        return [sent for sent in self.of(desired.kind, parent) if desired.name in resource.aliases_of(sent)]

    def having(self, kind: str, one: Field, value: Any) -> list[ApiObject]:
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
class Desired:
    """What is wanted of one object.

    ``parent`` is the name or ID of the object that it belongs to. ``values`` are canonical and hold only the fields
    that were asked for; a reference in them is a name or an ID. ``links`` hold the names or IDs of the exact set to
    have linked, by link option. ``keep_if_used`` asks for an object to stay, for all that it is to be gone, where
    something that stays uses it. ``additive`` asks for nothing to be taken out of a set, ``reset_secrets`` for
    secrets that the API never returns to be written again. ``force`` allows what depends on the object to be taken
    away with it. ``lenient`` takes what is there already as it is, even where it cannot work. ``overrides`` names the
    options that lift a safety rule. ``where`` says in which part of the options the desired stands, and
    ``option`` which option names the object where it is not the usual one, for messages. A ``broken`` desired says only
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
    additive: bool = False
    reset_secrets: bool = False
    force: bool = False
    lenient: bool = False
    overrides: frozenset[str] = frozenset()
    where: str = ""
    option: str = ""
    broken: bool = False
    unlisted: bool = False


@dataclass(frozen=True)
class Made:
    """The ID of an object that an action of the same plan makes."""

    action: int


@dataclass(frozen=True)
class Missing:
    """The ID of an object that does not exist: another task may make it first."""

    name: str


# What stands for an ID in a plan.
Ref = Union[str, Made, Missing]


# The verbs that take something away.
_REMOVALS = frozenset({"delete", "unlink", "unassign", "remove"})


@dataclass(frozen=True)
class ItemWrite:
    """A request that writes one item of a field of an object: ``key`` is the item's in the value of the field.

    An item is added, with its ``body``, or where there is none, taken away from its ``address``.
    """

    field: Field
    key: str
    body: Mapping[str, Any] | None = None
    address: str = ""


@dataclass
class Change:
    """One write: a request with places for IDs that are not known yet, and the actions that must succeed before it.

    ``target`` says what it is done to, in words, and ``trunk`` is the name of the trunk that the object belongs to, if
    any. ``before`` and ``after`` hold the changed fields, as results show them. ``body`` may hold a Made in any place.
    ``parts`` are the requests that are made instead, where they do the same and write nothing else. A ``deferred``
    action waits for all that are not, and is not tried where one of them failed. ``status`` is planned, and then done,
    failed or not_tried.
    """

    index: int
    verb: str
    kind: str
    name: str
    target: str
    id: Ref | None
    method: str
    path: tuple[Ref, ...]
    body: Any = None
    parts: tuple[ItemWrite, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    needs: set[int] = field(default_factory=set)
    option: str = ""
    trunk: str | None = None
    deferred: bool = False
    status: str = "planned"

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"

    @property
    def removes(self) -> bool:
        """Whether something is taken away."""
        return self.verb in _REMOVALS


@dataclass
class Outcome:
    """One object before and after a plan; ``before`` and ``after`` are None where there is none.

    ``names_before`` and ``names_after`` hold the names of what it refers to and is linked to; ``notes`` what else a
    diff has to tell of the change.
    """

    resource: Resource
    desired: Desired
    before: ApiObject | None
    after: ApiObject | None
    names_before: dict[str, Any] = field(default_factory=dict)
    names_after: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    action: Change | None = None

    @property
    def ref(self) -> Ref:
        """The ID of the object, or what stands for it until an action of the plan has made it.

        Raises ValueError where the object neither is there nor is made.
        """
        if self.before is not None:
            return self.resource.id_of(self.before)
        if self.action is None:
            raise ValueError(f"nothing makes the {self.resource.label} {self.desired.name!r}")
        return Made(self.action.index)

    def show(self) -> dict[str, Any] | None:
        """Return the object as a result has it: as it will be, or as it was where it is gone."""
        sent = self.before if self.after is None else self.after
        names = self.names_before if self.after is None else self.names_after
        return None if sent is None else {**self.resource.show(sent), **names}

    def diff(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the part that a user can set, before and after."""
        before = {} if self.before is None else {**self.resource.show_writable(self.before), **self.names_before}
        after = {} if self.after is None else {**self.resource.show_writable(self.after), **self.names_after}
        return before, {**after, **self.notes}


@dataclass
class Plan:
    """All that a run would do.

    ``problems`` are what makes the plan impossible; ``obstacles`` are those of them that only stand in the way of
    writing, since it is clear what is wanted. ``in_use_by`` are the objects behind those that are about something being
    in use. ``missing`` are references to things that do not exist: an
    error in a real run, a warning in check mode, where an earlier task may be what makes them. ``unverifiable`` is
    what only a real run can tell. ``notices`` are what is as it was asked for, and cannot work.
    """

    actions: list[Change] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    obstacles: set[str] = field(default_factory=set)
    in_use_by: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unverifiable: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def cycle(self) -> list[Change]:
        """Return the first actions found that can never be done, since each waits for another of them; usually none."""
        try:
            self._sorter().prepare()
        except graphlib.CycleError as error:
            # The first of a cycle is its last as well.
            return [self.actions[index] for index in error.args[1][1:]]
        return []

    def _sorter(self) -> graphlib.TopologicalSorter[int]:
        return graphlib.TopologicalSorter({action.index: sorted(action.needs) for action in self.actions})

    def defer_dependents(self) -> None:
        """Defer all that waits for a deferred action; raise graphlib.CycleError where actions wait for each other."""
        for index in self._sorter().static_order():
            action = self.actions[index]
            action.deferred = action.deferred or any(self.actions[need].deferred for need in action.needs)

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return bool(self.actions)
