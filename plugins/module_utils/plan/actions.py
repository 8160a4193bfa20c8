# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan: the requests that lead from what is to what is wanted, and what each object will be then."""

from __future__ import annotations

import graphlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from ..resources.declaration import Field, Resource
from .state import Sent, Wish


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
class PartWrite:
    """A request that writes one item of a field of an object: ``key`` is the item's in the value of the field.

    An item is added, with its ``body``, or where there is none, taken away from its ``address``.
    """

    field: Field
    key: str
    body: Mapping[str, Any] | None = None
    address: str = ""


@dataclass
class Action:
    """One write: a request with places for IDs that are not known yet, and the actions that must succeed before it.

    ``subject`` says what it is done to, in words, and ``trunk`` is the name of the trunk that the object belongs to, if
    any. ``before`` and ``after`` hold the changed fields, as results show them. ``body`` may hold a Made in any place.
    ``parts`` are the requests that are made instead, where they do the same and write nothing else. A ``deferred``
    action waits for all that are not, and is not tried where one of them failed. ``status`` is planned, and then done,
    failed or not_tried.
    """

    index: int
    verb: str
    kind: str
    name: str
    subject: str
    id: Ref | None
    method: str
    path: tuple[Ref, ...]
    body: Any = None
    parts: tuple[PartWrite, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    needs: set[int] = field(default_factory=set)
    option: str = ""
    trunk: str | None = None
    deferred: bool = False
    status: str = "planned"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

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
    wish: Wish
    before: Sent | None
    after: Sent | None
    names_before: dict[str, Any] = field(default_factory=dict)
    names_after: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    action: Action | None = None

    @property
    def ref(self) -> Ref:
        """The ID of the object, or what stands for it until an action of the plan has made it.

        Raises ValueError where the object neither is there nor is made.
        """
        if self.before is not None:
            return self.resource.id_of(self.before)
        if self.action is None:
            raise ValueError(f"nothing makes the {self.resource.label} {self.wish.name!r}")
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
    error in a real run, a warning in check mode, where an earlier task may be what makes them. ``doubts`` are what only
    a real run can tell. ``notices`` are what is as it was asked for, and cannot work.
    """

    actions: list[Action] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    obstacles: set[str] = field(default_factory=set)
    in_use_by: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def cycle(self) -> list[Action]:
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
