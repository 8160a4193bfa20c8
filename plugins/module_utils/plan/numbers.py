# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning which trunk a phone number is on."""

from __future__ import annotations

from typing import Any

from ..resources.catalogue import SIP_TRUNK
from .actions import Action, Made, Outcome, Ref
from .draft import Draft, Subject


class Numbers:
    """Numbers that are assigned and unassigned."""

    def __init__(self, draft: Draft) -> None:
        """Take the draft to plan in."""
        self.draft = draft

    def assign(self, subject: Subject) -> Outcome:
        """Plan to assign a number to a trunk; one that another trunk has is moved only when that is meant."""
        resource, wish = subject.resource, subject.wish
        field = resource.field(resource.assigns)
        current = resource.values_of(subject.sent or {})[field.name]
        wanted = self.draft.resolve(wish, SIP_TRUNK.kind, wish.values[field.name], "trunk")
        number = str(wish.name)
        outcome = self._outcome(subject, wanted, wish.values[field.name])
        if wanted == current:
            return outcome
        if subject.sent is None:
            self.draft.plan.doubts.append(
                f"{wish.where}{resource.named_by}: {number!r} is on no trunk of the project; "
                "unless the project rents it, this task will fail"
            )
        if current and "move" not in wish.lifted:
            self.draft.problem(
                wish,
                f"phone_numbers: {number!r} belongs to the SIP trunk {outcome.names_before['trunk']!r} "
                f"(ID {current}); set move: true to take it from there",
            )
        action = self.draft.act(
            "assign", subject, number, number, "POST", (resource.path,), _assignment(number, wanted)
        )
        action.before = {"trunk": outcome.names_before["trunk"]}
        action.after = {"trunk": outcome.names_after["trunk"]}
        action.needs = {wanted.action} if isinstance(wanted, Made) else set()
        outcome.action = action
        if current:
            # The trunk that had it is rid of it.
            self.draft.removals[resource.kind, number] = action.index
        return outcome

    def unassign(self, subject: Subject) -> Outcome:
        """Plan to take a number off its trunk, or only off the trunk that is named."""
        resource, wish = subject.resource, subject.wish
        current = resource.values_of(subject.sent or {})[resource.assigns]
        only = wish.values.get(resource.assigns)
        elsewhere = only is not None and self.draft.resolve(wish, SIP_TRUNK.kind, only, "trunk") != current
        if not current or elsewhere:
            return self._outcome(subject, current or None, "")
        outcome = self._outcome(subject, None, "")
        outcome.action = self.release(subject, current)
        return outcome

    def release(self, subject: Subject, trunk: str) -> Action:
        """Plan to take a number off the trunk that it is on."""
        resource = subject.resource
        number = resource.name_of(subject.sent or {})
        action = self.draft.act("unassign", subject, number, number, "POST", (resource.path,), _assignment(number, ""))
        action.before, action.after = {"trunk": self.draft.trunk_name(trunk)}, {"trunk": None}
        self.draft.removals[resource.kind, number] = action.index
        return action

    def _outcome(self, subject: Subject, wanted: Ref | None, token: str) -> Outcome:
        """Return the outcome of a number that is to be on a trunk, or on none."""
        resource, sent = subject.resource, subject.sent
        field = resource.field(resource.assigns)
        current = resource.values_of(sent or {})[field.name]
        outcome = Outcome(resource, subject.wish, sent, None)
        if sent is not None or wanted is not None:
            known = {"phoneNumber": subject.wish.name} if sent is None else sent
            outcome.after = {**known, field.api: wanted if isinstance(wanted, str) else None}
        outcome.names_before["trunk"] = self.draft.trunk_name(current)
        outcome.names_after["trunk"] = (
            None if wanted is None else self.draft.names.label(SIP_TRUNK.kind, wanted, token or str(wanted))
        )
        return outcome

    def free(self, taking: int, giving_up: Action) -> None:
        """Let a number rest in between, where the trunk that it goes to can be made only once its old trunk is gone."""
        for need in sorted(giving_up.needs):
            moved = self.draft.plan.actions[need]
            if moved.verb == "assign" and taking in moved.needs:
                freed = self.draft.record(
                    "unassign",
                    moved.kind,
                    moved.name,
                    moved.subject,
                    moved.id,
                    "POST",
                    moved.path,
                    _assignment(moved.name, ""),
                )
                freed.before, freed.after = moved.before, {"trunk": None}
                moved.before = freed.after
                giving_up.needs.remove(need)
                giving_up.needs.add(freed.index)


def _assignment(number: str, trunk: Ref) -> dict[str, Any]:
    """Return the body that assigns a number, or with an empty trunk unassigns it (ref's example)."""
    return {"phoneNumber": number, "sipTrunkId": trunk}
