# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Seeing that no two objects are to have what only one can have."""

from __future__ import annotations

from typing import Any

from ..resources.declaration import Field
from .draft import Draft, Subject
from .numbers import Numbers


class Claims:
    """Names, IDs and values of which there can be one only, and who asks for them.

    ``updates`` are the actions that change an object, by kind and ID. ``final`` are the values as they will be where a
    wish changes them, by kind, ID and field: None for those that go.
    """

    def __init__(self, draft: Draft, numbers: Numbers) -> None:
        """Take the draft to plan in, and how numbers are taken away."""
        self.draft = draft
        self.numbers = numbers
        self.updates: dict[tuple[str, str], int] = {}
        self.final: dict[tuple[str, str, str], Any] = {}
        self._claims: dict[tuple[Any, ...], str] = {}
        self._waiting: list[tuple[int, str, str]] = []

    def claim(self, subject: Subject, option: str, value: Any) -> None:
        """Note that a wish is about something that no other may be about."""
        key = (subject.resource.kind, subject.parent, option, value)
        if key in self._claims:
            self.draft.problem(
                subject.wish, f"{option}: {value!r} is asked for twice, see {self._claims[key] or 'the other entry'}"
            )
        self._claims[key] = subject.wish.where.rstrip(": ")

    def check_unique(self, subject: Subject, field: Field, value: Any) -> None:
        """See that no other object has a value, or will give it up in the same plan."""
        resource = subject.resource
        self.claim(subject, field.name, value)
        for other in self.draft.snapshot.having(resource.kind, field, value):
            other_id = resource.id_of(other)
            if other_id == subject.own:
                continue
            self._waiting.append((len(self.draft.plan.actions), resource.kind, other_id))
            if self.final.get((resource.kind, other_id, field.name), value) == value:
                self.draft.problem(
                    subject.wish,
                    f"{field.name}: {value!r} belongs to the {resource.label} {resource.name_of(other)!r} "
                    f"(ID {other_id})",
                )

    def let_wait(self) -> None:
        """Let what takes a value over wait for the action by which another object gives it up."""
        for index, kind, other_id in self._waiting:
            giving_up = self.draft.removals.get((kind, other_id), self.updates.get((kind, other_id)))
            if giving_up is not None and index < len(self.draft.plan.actions) and giving_up != index:
                self.draft.plan.actions[index].needs.add(giving_up)
                self.numbers.free(index, self.draft.plan.actions[giving_up])
