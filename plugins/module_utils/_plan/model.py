# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of planning: the state that was read, the desired states, and the plan that leads from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Union

from .._resources.catalogue import RESOURCES, resource_of
from .._resources.declaration import Field, ObjectState, Resource
from .._resources.relations import Assignment, Counterpart, Link, Parent, Use

# An object as the API sends it.
ApiObject = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """The ID of an object that a change of the same plan creates."""

    change: int


@dataclass(frozen=True)
class Missing:
    """The ID of an object that does not exist: another task may create it first."""

    name: str


# A known ID, or what stands for one in a plan.
Ref = Union[str, Made, Missing]


class Read(NamedTuple):
    """One list to read: the objects of a kind, the targets that an owner has linked, or the owners of a linked target.

    ``sort`` is "objects", "links" or "users". ``name`` is a kind or the option of a link, ``of`` the ID of the parent,
    the owner or the target, "" for objects without a parent. Of the sort "singles", it is one object of a kind by ID.
    """

    sort: str
    name: str
    of: str = ""


@dataclass
class _Index:
    by_id: dict[str, list[ApiObject]] = field(default_factory=dict)
    by_name: dict[str, list[ApiObject]] = field(default_factory=dict)


@dataclass
class Snapshot:
    """The part of a project's state that was read; a plan needs nothing else.

    ``objects`` holds the lists by kind and, for objects that belong to another, the ID of that other, else "";
    ``links`` the IDs of the targets by link option and ID of the owner; ``users`` the names of the owners by their
    ID, by link option and ID of the target; ``singles`` the objects that a list did not have, None for one that does
    not exist, by kind and ID. ``closed`` holds the reason for each kind that the key may not read.
    """

    objects: dict[tuple[str, str], list[ApiObject]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    users: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    singles: dict[tuple[str, str], ApiObject | None] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)

    _index: dict[tuple[str, str], _Index] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, str], dict[Any, list[ApiObject]]] = field(default_factory=dict, repr=False)

    def has(self, read: Read) -> bool:
        """Return whether a list was read."""
        known: Mapping[tuple[str, str], Any] = getattr(self, read.sort)
        return (read.name, read.of) in known

    def of(self, kind: str, parent: str = "") -> list[ApiObject]:
        """Return the objects of a kind, of one parent where they have one."""
        return self.objects.get((kind, parent), [])

    def everywhere(self, kind: str) -> list[tuple[str, ApiObject]]:
        """Return the objects of a kind that were read, each with the ID of its parent, "" for none."""
        return [
            (parent, sent) for (other, parent), objects in self.objects.items() if other == kind for sent in objects
        ]

    def linked(self, option: str, owner: Ref) -> list[str]:
        """Return the IDs of the targets that an owner has linked."""
        return self.links.get((option, owner), []) if isinstance(owner, str) else []

    def lookup(self, kind: str, token: str, parent: str = "") -> list[ApiObject]:
        """Return the object with a token for its ID, else those with it for their name."""
        index = self._indexed(kind, parent)
        return index.by_id.get(token) or index.by_name.get(token, [])

    def find(self, desired: Desired, parent: str = "") -> list[ApiObject]:
        """Return the objects that a desired state is about: by ID if it has one, else by the exact name or an alias."""
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

    def knows(self, counterpart: Counterpart) -> bool:
        """Return whether the other API has been asked for what it says of owners, and has answered."""
        return (counterpart.kind, "") in self.objects and counterpart.kind not in self.closed

    def use_of(self, counterpart: Counterpart, own: str) -> Use | None:
        """Return what the other API says that an owner is used for; None if the owner does not exist there."""
        hits = self.lookup(counterpart.kind, own)
        sent = hits[0] if hits else self.singles.get((counterpart.kind, own))
        return None if sent is None else counterpart.use_of(sent)

    def name_of(self, kind: str, own: str) -> str:
        """Return the name of an object; its ID where it was not read."""
        hits = self.lookup(kind, own)
        return RESOURCES[kind].name_of(hits[0]) if hits else own

    def label(self, kind: str, own: str, parent: str = "") -> str:
        """Return the name of an object, or its ID if it has no name or shares the name with another."""
        hits = self.lookup(kind, own, parent)
        name = RESOURCES[kind].name_of(hits[0]) if hits else ""
        return name if name.strip() and self.lookup(kind, name, parent) == hits else own

    def _indexed(self, kind: str, parent: str) -> _Index:
        if (kind, parent) not in self._index:
            resource, index = resource_of(kind), _Index()
            if (kind, parent) not in self.objects:
                return index
            for sent in self.of(kind, parent):
                index.by_id.setdefault(resource.id_of(sent), []).append(sent)
                index.by_name.setdefault(resource.name_of(sent), []).append(sent)
            self._index[kind, parent] = index
        return self._index[kind, parent]


@dataclass(frozen=True)
class Desired:
    """The desired state of one object.

    ``parent`` is the name or ID of the object that it belongs to. ``values`` are canonical and hold only the fields
    that were asked for; a reference in them is a name or an ID. ``links`` hold the names or IDs of the exact set to
    have linked, by link option.

    ``absent`` asks for the object to be gone, unless ``keep_if_used`` is set and an object that stays uses it.
    ``additive`` asks for nothing to be removed from a set, ``reset_secrets`` for secrets that the API never returns to
    be written again. ``force`` allows to remove the dependents of the object with it. ``lenient`` accepts what exists
    as it is, even where it cannot work. ``overrides`` names the options that override a safety rule.

    ``where`` is the place in the options, for messages, and ``option`` the option that names the object where it is not
    the usual one. A ``broken`` desired state says only that the object is asked for. An ``unlisted`` one is about an
    object that a purge removes.
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

    def references(self, relation: Parent | Assignment | Link) -> tuple[str, ...]:
        """Return the names or IDs of the objects that are to be the targets of a relation by ID."""
        if isinstance(relation, Link):
            return self.links.get(relation.option, ())
        token = self.parent if isinstance(relation, Parent) else self.values.get(relation.field)
        return (token,) if token else ()


# The actions that take something away.
_REMOVALS = frozenset({"delete", "unlink", "unassign", "remove"})


@dataclass
class Change:
    """One write of a plan, in canonical values, and the changes that must succeed before it.

    ``action`` is create, update or delete (an object), link or unlink (``targets`` of the relation ``option``), assign
    or unassign (to the one target), add, set or remove (the item ``item`` of the field ``option``). ``id`` and
    ``parent`` are those of the object, ``old`` and ``new`` its states before and after the plan, where the change
    writes fields; ``written`` are the names of the fields that it writes. ``names_before`` and ``names_after`` hold
    the part of any other change that results show. ``counterpart`` says that only the other side of an assignment is
    written.

    ``description`` says in words what is written, and ``parent_name`` the name of the parent, if there is one. A
    ``deferred`` change waits for all that are not, and is not tried where one of them failed. ``status`` is planned,
    and then done, failed or not_tried.
    """

    index: int
    action: str
    kind: str
    name: str
    description: str
    id: Ref | None = None
    parent: Ref | None = None
    parent_name: str | None = None
    old: ObjectState | None = None
    new: ObjectState | None = None
    written: tuple[str, ...] = ()
    option: str = ""
    targets: tuple[Ref, ...] = ()
    item: str = ""
    counterpart: bool = False
    names_before: Mapping[str, Any] = field(default_factory=dict)
    names_after: Mapping[str, Any] = field(default_factory=dict)
    depends_on: set[int] = field(default_factory=set)
    deferred: bool = False
    status: str = "planned"

    def __str__(self) -> str:
        return f"{self.action} {self.description}"

    @property
    def removes(self) -> bool:
        """Whether something is taken away."""
        return self.action in _REMOVALS

    @property
    def values(self) -> Mapping[str, Any]:
        """The values that the object is to have; empty where the change writes no fields."""
        return self.new.values if self.new else {}

    @property
    def before(self) -> Mapping[str, Any]:
        """The changed fields before, as results show them."""
        return self._shown(self.old, self.names_before)

    @property
    def after(self) -> Mapping[str, Any]:
        """The changed fields after, as results show them."""
        return self._shown(self.new, self.names_after)

    def _shown(self, state: ObjectState | None, names: Mapping[str, Any]) -> Mapping[str, Any]:
        if state is None or self.item:
            return names
        shown = RESOURCES[self.kind].show_writable(state.values)
        return {name: shown[name] for name in self.written if name in shown} if self.written else shown

    def write(self, outcome: Outcome) -> None:
        """Let the change write the values of an outcome."""
        self.old, self.new = outcome.before, outcome.after

    def defer(self) -> None:
        """Let the change wait for all that are not deferred."""
        self.deferred = True

    def wait_instead(self, given_up: Change, other: Change) -> None:
        """Let the change wait for another one instead of the one that it waits for."""
        self.depends_on = {*self.depends_on - {given_up.index}, other.index}

    def follow(self, other: Change) -> None:
        """Let the change start from the state that another change of the same object leaves."""
        self.names_before = other.names_after

    def wait_for(self, *others: Change | None) -> None:
        """Let the change wait for others; None is for a change that is not needed."""
        self.depends_on.update(other.index for other in others if other is not None and other is not self)


@dataclass
class Outcome:
    """One object before and after a plan; ``before`` and ``after`` are None where there is none.

    ``id`` is the ID of the object that is there. ``names_before`` and ``names_after`` hold the names of the objects
    that it refers to and is linked to, ``links`` the targets that it will have linked, by option; ``notes`` is shown in
    diffs beside the fields.
    """

    resource: Resource
    desired: Desired
    id: str | None
    before: ObjectState | None
    after: ObjectState | None
    names_before: dict[str, Any] = field(default_factory=dict)
    names_after: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[Ref]] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    change: Change | None = None

    @property
    def ref(self) -> Ref:
        """The ID of the object, or its stand-in until a change of the plan has created it.

        Raises ValueError where the object neither exists nor is created.
        """
        if self.id is not None:
            return self.id
        if self.change is None:
            raise ValueError(f"nothing creates the {self.resource.label} {self.desired.name!r}")
        return Made(self.change.index)

    def link(self, option: str, targets: list[Ref], before: list[str], after: list[str]) -> None:
        """Set the targets that the object will have linked, with their names before and after."""
        self.links[option], self.names_before[option], self.names_after[option] = targets, before, after

    @property
    def title(self) -> str:
        """The name of the object, as it was before."""
        state = self.before or self.after
        return str(self.desired.name) if state is None else self.resource.title_of(state)

    def show(self) -> dict[str, Any] | None:
        """Return the object as a result has it: as it will be, or as it was where it is gone."""
        state, names = (self.before, self.names_before) if self.after is None else (self.after, self.names_after)
        return None if state is None else {**self.resource.show_state(state), **names}

    def diff(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the part that a user can set, before and after."""
        before, after = (
            {} if state is None else {**self.resource.show_writable(state.values), **names}
            for state, names in ((self.before, self.names_before), (self.after, self.names_after))
        )
        return before, {**after, **self.notes}


@dataclass
class Plan:
    """All that a run would do.

    ``problems`` make the plan impossible. ``obstacles`` are those of them that keep it from being written although it
    is clear what is wanted, and ``in_use_by`` the objects behind those that say that an object is in use. ``missing``
    are references to objects that do not exist: an error in a real run, a warning in check mode, where an earlier task
    may be the one that creates them. ``unverifiable`` are warnings about what only a real run can tell, ``notices``
    warnings about what is as it was asked for and cannot work.
    """

    changes: list[Change] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    obstacles: set[str] = field(default_factory=set)
    in_use_by: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unverifiable: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return bool(self.changes)
