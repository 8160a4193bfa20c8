# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry out a plan: in an order in which all that an action needs is done, and then look whether it took effect."""

from __future__ import annotations

import collections
import functools
from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from .._errors import ApiError, ApplyError, SinchError
from .._plan.model import ApiObject, Change, Made, Plan, Snapshot
from .._resources.catalogue import LINKS, PHONE_NUMBER, RESOURCES, link_of
from .._transport.client import Client
from .lookup import Lookup
from .reader import list_objects, tells_its_users
from .workers import Workers, first_done
from .writer import Writer

# What is read back even where the API says that it is done: it echoes links without looking, and says 201 for
# numbers that are not the project's (field).
_READ_BACK = frozenset({"link", "assign", "unassign"})
# Up to so many numbers and links are read back one by one; more, by listing everything.
_FEW = 3


def apply_plan(client: Client, plan: Plan, snapshot: Snapshot, workers: Workers) -> None:
    """Carry out every action, and put what the API answered into the outcomes; raise SinchError where one fails.

    A failed action stops only what depends on it. What was done stays done: the next run finds it, and completes the
    rest.
    """
    executor = _Executor(client, snapshot)
    executor.run([action for action in plan.actions if not action.deferred], workers)
    if not executor.errors:
        executor.run([action for action in plan.actions if action.deferred], workers)
    executor.note_statuses(plan.actions)
    for outcome in plan.outcomes:
        answer = None if outcome.action is None else executor.answers.get(outcome.action.index)
        if answer is not None and outcome.after is not None:
            apart = {one.api for one in outcome.resource.fields if one.apart}
            outcome.after = {**answer, **{key: item for key, item in outcome.after.items() if key in apart}}
    if executor.errors:
        raise executor.report(plan)


class _Executor:
    def __init__(self, client: Client, snapshot: Snapshot) -> None:
        self.client = client
        self.lookup = Lookup(client, snapshot)
        self.writer = Writer(client, self.lookup)
        self.answers = self.lookup.answers
        self.errors: dict[int, SinchError] = {}

    def run(self, actions: Sequence[Change], workers: Workers) -> None:
        """Do each action as soon as all that it needs is done, then read back where the API is known to mislead.

        No more are started than can be under way, so that an error that would meet them all stops them.
        """
        # Those of an earlier round are all done.
        those = {action.index for action in actions}
        open_needs = {action.index: action.needs & those for action in actions}
        dependents: dict[int, list[Change]] = {}
        for action in actions:
            for need in open_needs[action.index]:
                dependents.setdefault(need, []).append(action)
        ready = collections.deque(action for action in actions if not open_needs[action.index])
        under_way: dict[Future[ApiObject | None], Change] = {}
        stopped = False
        while ready or under_way:
            while ready and len(under_way) < workers.at_once:
                action = ready.popleft()
                under_way[workers.start(self.writer.perform, action)] = action
            # In the order of the plan, so that what comes next does not depend on chance.
            for action, future in sorted(first_done(under_way), key=lambda one: one[0].index):
                if self.settle(action, future):
                    for dependent in dependents.get(action.index, ()):
                        open_needs[dependent.index].discard(action.index)
                        if not open_needs[dependent.index]:
                            ready.append(dependent)
                else:
                    stopped = stopped or is_final(self.errors[action.index])
            if stopped:
                ready.clear()
        done = [action for action in actions if action.verb in _READ_BACK and action.status == "done"]
        assigned = {action.name for action in done if action.verb == "assign"}
        to_see = [action for action in done if action.verb != "unassign" or action.name not in assigned]
        try:
            self.read_back(to_see, workers)
        except SinchError as error:
            self.errors.update((action.index, error) for action in to_see)
        settle = functools.partial(self.settle_doubles, dependents)
        for made, settled in [(group, workers.start(settle, group)) for group in self.namable_twice(actions)]:
            try:
                settled.result()
            except SinchError as error:
                self.errors.update((action.index, error) for action in made)

    def note_statuses(self, actions: Sequence[Change]) -> None:
        """Note which actions failed, and which were not tried for it."""
        for action in actions:
            if action.index in self.errors:
                action.status = "failed"
            elif action.status == "planned":
                action.status = "not_tried"

    def settle(self, action: Change, future: Future[ApiObject | None]) -> bool:
        """Note what came of an action, and return whether it was done."""
        try:
            self.answers[action.index] = future.result()
        except SinchError as error:
            self.errors[action.index] = error
            return False
        action.status = "done"
        return True

    def report(self, plan: Plan) -> SinchError:
        """Return the error to raise: the one that there was, where there is nothing to add to it."""
        first = self.errors[min(self.errors)]
        if len(plan.actions) == 1:
            return first
        by_status = {status: [one for one in plan.actions if one.status == status] for status in ("done", "not_tried")}
        failed = [f"{plan.actions[index]} failed: {error}" for index, error in sorted(self.errors.items())]
        kept = sum(action.deferred for action in by_status["not_tried"])
        return ApplyError(failed, [*map(str, by_status["done"])], [*map(str, by_status["not_tried"])], first, kept)

    def read_back(self, actions: Sequence[Change], workers: Workers) -> None:
        """See whether what the API said is done is so, in as few requests as it takes."""
        numbers: dict[str, ApiObject] | None = None
        if sum(action.verb != "link" for action in actions) > _FEW:
            numbers = {PHONE_NUMBER.name_of(sent): sent for sent in list_objects(self.client, PHONE_NUMBER)}
        users: dict[str, dict[str, ApiObject]] = {}
        for link in LINKS:
            target = RESOURCES[link.target]
            if target.names_its_users and sum(action.option == link.option for action in actions) > _FEW:
                listed = list_objects(self.client, target)
                if tells_its_users(target, listed):
                    users[link.option] = {target.id_of(sent): sent for sent in listed}
        look = functools.partial(self.look, numbers, users)
        for action, future in [(action, workers.start(look, action)) for action in actions]:
            if self.settle(action, future) and self.answers[action.index] is None:
                hint = "; does the project rent the number?" if action.verb == "assign" else ""
                self.errors[action.index] = self.lookup.not_in_effect(action, hint)

    def look(
        self, numbers: Mapping[str, ApiObject] | None, users: Mapping[str, Mapping[str, ApiObject]], action: Change
    ) -> ApiObject | None:
        """Return what shows that an action took effect, from a list of everything where there is one."""
        if action.option in users:
            link = link_of(action.kind, action.option)
            body = self.lookup.filled(action.body)
            there = (users[action.option].get(target, {}).get("trunks", ()) for target in body[link.body_key])
            return dict(body) if all(action.id in owners for owners in there) else None
        if numbers is None or action.verb == "link":
            return self.lookup.seek(action)
        return self.lookup.number_if(action, numbers.get(action.name))

    def namable_twice(self, actions: Sequence[Change]) -> list[list[Change]]:
        """Return what was made of which the API takes two of one name, those of one kind and parent together."""
        made: dict[tuple[str, str], list[Change]] = {}
        for action in actions:
            resource = RESOURCES[action.kind]
            new_parent = resource.parent is not None and isinstance(action.path[1], Made)
            if action.verb == "create" and action.status == "done" and not resource.unique and not new_parent:
                made.setdefault((action.kind, self.lookup.parent_of(action)), []).append(action)
        return [*made.values()]

    def settle_doubles(self, dependents: Mapping[int, Sequence[Change]], made: Sequence[Change]) -> None:
        """Give up what another run has made at the same time as well: of two, the one with the lower ID stays."""
        resource = RESOURCES[made[0].kind]
        by_name: dict[str, list[ApiObject]] = {}
        for sent in list_objects(self.client, resource, self.lookup.parent_of(made[0])):
            by_name.setdefault(resource.name_of(sent), []).append(sent)
        for action in made:
            doubles = sorted(by_name.get(action.name, ()), key=resource.id_of)
            if len(doubles) < 2 or resource.id_of(doubles[0]) == action.id:
                continue
            own = self.answers[action.index] or {}
            ids = ", ".join(resource.id_of(sent) for sent in doubles)
            if dependents.get(action.index) or resource.values_of(doubles[0]) != resource.values_of(own):
                text = f"another run made {resource.a_label} {action.name!r} at the same time (IDs {ids}); remove one"
                self.errors[action.index] = SinchError(text)
                continue
            self.client.delete((*(self.lookup.known(part) for part in action.path), str(action.id)))
            self.answers[action.index] = doubles[0]
            action.id = resource.id_of(doubles[0])


def is_final(error: SinchError) -> bool:
    """Return whether an error would meet every other action too: the key is refused, or nobody is there."""
    return isinstance(error, ApiError) and (
        error.status == 401 or (error.status is None and error.repeatable and not error.uncertain)
    )
