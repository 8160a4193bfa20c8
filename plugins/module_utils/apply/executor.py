# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry out a plan: fill in the IDs that it left open, and look before any POST is repeated."""

from __future__ import annotations

import collections
import functools
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from ..errors import ApiError, ApplyError, SinchError, shown_path
from ..plan.actions import Action, Made, Plan, Ref
from ..plan.state import Sent, Snapshot
from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES
from ..transport.client import Client
from .reader import checked, list_links, list_objects, tells_its_users
from .workers import Workers, first_done


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
        self.snapshot = snapshot
        self.answers: dict[int, Sent | None] = {}
        self.errors: dict[int, SinchError] = {}

    def run(self, actions: Sequence[Action], workers: Workers) -> None:
        """Do each action as soon as all that it needs is done, then read back where the API is known to mislead.

        No more are started than can be under way, so that an error that would meet them all stops them.
        """
        # Those of an earlier round are all done.
        those = {action.index for action in actions}
        open_needs = {action.index: action.needs & those for action in actions}
        dependents: dict[int, list[Action]] = {}
        for action in actions:
            for need in open_needs[action.index]:
                dependents.setdefault(need, []).append(action)
        ready = collections.deque(action for action in actions if not open_needs[action.index])
        under_way: dict[Future[Sent | None], Action] = {}
        stopped = False
        while ready or under_way:
            while ready and len(under_way) < workers.at_once:
                action = ready.popleft()
                under_way[workers.start(self.perform, action)] = action
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

    def note_statuses(self, actions: Sequence[Action]) -> None:
        """Note which actions failed, and which were not tried for it."""
        for action in actions:
            if action.index in self.errors:
                action.status = "failed"
            elif action.status == "planned":
                action.status = "not_tried"

    def settle(self, action: Action, future: Future[Sent | None]) -> bool:
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

    def perform(self, action: Action) -> Sent | None:
        path = tuple(self.known(part) for part in action.path)
        body = self.filled(action.body)
        action.id = None if action.id is None else self.known(action.id)
        if action.method == "DELETE":
            self.client.delete(path)
            return None
        found = self.write(action, path, body)
        if action.verb not in _RETURNS_THE_OBJECT or found is None:
            return None
        resource = RESOURCES[action.kind]
        sent = checked(resource, path, [found], action.method)[0]
        action.id = resource.id_of(sent)
        return self.updated(action, body, sent) if action.verb == "update" else sent

    def updated(self, action: Action, body: Any, sent: Sent) -> Sent:
        """Return an object as an update has left it; raise ApiError where that is not as it was sent.

        That a PUT replaces the ranges of an ACL is a guess, and an address that stays allowed is a door left open. An
        answer that says otherwise may only be an old one, so that the object is read once more.
        """
        if self.not_taken_over(action, body, sent):
            listed = list_objects(self.client, RESOURCES[action.kind], self.parent_of(action))
            sent = next((one for one in listed if RESOURCES[action.kind].id_of(one) == action.id), sent)
            fields = self.not_taken_over(action, body, sent)
            if fields:
                raise self.not_in_effect(action, f" ({', '.join(fields)})")
        return sent

    @staticmethod
    def not_taken_over(action: Action, body: Any, sent: Sent) -> list[str]:
        """Return the names of the changed fields that an object has, and has otherwise than they were sent."""
        changed = [RESOURCES[action.kind].field(name) for name in action.after or ()]
        return [
            one.name
            for one in changed
            if one.api in sent and one.value.load(sent[one.api]) != one.value.load(body.get(one.api))
        ]

    def write(self, action: Action, path: tuple[str, ...], body: Any) -> Sent | None:
        tries = 0
        while True:
            try:
                data = self.client.send(action.method, path, body).data
            except ApiError as error:
                if action.method != "POST" or not error.uncertain:
                    raise
                found = self.seek(action)
                if found is not None:
                    return found
                if not error.repeatable or tries >= self.client.connection.max_retries:
                    raise
                self.client.pause(tries)
                tries += 1
                continue
            return self.confirmed(action, data)

    def confirmed(self, action: Action, data: Any) -> Sent | None:
        """Return the object that a write was about, as the API answered it."""
        if action.verb != "create":
            return data if isinstance(data, dict) else None
        resource = RESOURCES[action.kind]
        if isinstance(data, dict) and data.get(resource.key):
            return data
        # A new endpoint may come as a page of endpoints (ref).
        pages = (
            [data[key] for key in resource.list_keys if isinstance(data.get(key), list)]
            if isinstance(data, dict)
            else []
        )
        found = self.new_among(action, [one for page in pages for one in page if resource.malformed(one) is None])
        if found is None:
            found = self.seek_created(action)
        if found is None:
            raise self.not_in_effect(action)
        return found

    def read_back(self, actions: Sequence[Action], workers: Workers) -> None:
        """See whether what the API said is done is so, in as few requests as it takes."""
        numbers: dict[str, Sent] | None = None
        if sum(action.verb != "link" for action in actions) > _FEW:
            numbers = {PHONE_NUMBER.name_of(sent): sent for sent in list_objects(self.client, PHONE_NUMBER)}
        users: dict[str, dict[str, Sent]] = {}
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
                self.errors[action.index] = self.not_in_effect(action, hint)

    def look(
        self, numbers: Mapping[str, Sent] | None, users: Mapping[str, Mapping[str, Sent]], action: Action
    ) -> Sent | None:
        """Return what shows that an action took effect, from a list of everything where there is one."""
        if action.option in users:
            link = next(one for one in LINKS if one.option == action.option)
            body = self.filled(action.body)
            there = (users[action.option].get(target, {}).get("trunks", ()) for target in body[link.body_key])
            return dict(body) if all(action.id in owners for owners in there) else None
        if numbers is None or action.verb == "link":
            return self.seek(action)
        return self.number_if(action, numbers.get(action.name))

    # Two runs at once

    def namable_twice(self, actions: Sequence[Action]) -> list[list[Action]]:
        """Return what was made of which the API takes two of one name, those of one kind and parent together."""
        made: dict[tuple[str, str], list[Action]] = {}
        for action in actions:
            resource = RESOURCES[action.kind]
            new_parent = resource.parent is not None and isinstance(action.path[1], Made)
            if action.verb == "create" and action.status == "done" and not resource.unique and not new_parent:
                made.setdefault((action.kind, self.parent_of(action)), []).append(action)
        return [*made.values()]

    def settle_doubles(self, dependents: Mapping[int, Sequence[Action]], made: Sequence[Action]) -> None:
        """Give up what another run has made at the same time as well: of two, the one with the lower ID stays."""
        resource = RESOURCES[made[0].kind]
        by_name: dict[str, list[Sent]] = {}
        for sent in list_objects(self.client, resource, self.parent_of(made[0])):
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
            self.client.delete((*(self.known(part) for part in action.path), str(action.id)))
            self.answers[action.index] = doubles[0]
            action.id = resource.id_of(doubles[0])

    def not_in_effect(self, action: Action, hint: str = "") -> SinchError:
        """Return the error for a write that was answered with success and is not there."""
        text = f"{action}: the API answered that it is done, and reading it back shows that it is not{hint}"
        path = [self.known(part) for part in action.path]
        return ApiError(text, method=action.method, path=shown_path(path))

    # References

    def known(self, ref: Ref) -> str:
        if isinstance(ref, Made):
            made = self.answers[ref.action]
            return str((made or {})["id"])
        return str(ref)

    def filled(self, body: Any) -> Any:
        if isinstance(body, dict):
            return {key: self.filled(item) for key, item in body.items()}
        if isinstance(body, list):
            return [self.filled(item) for item in body]
        return self.known(body) if isinstance(body, Made) else body

    # Whether a write took effect

    def seek(self, action: Action) -> Sent | None:
        """Return what shows that a POST took effect, or None where nothing does."""
        body = self.filled(action.body)
        if action.verb == "create":
            return self.seek_created(action)
        if action.verb == "link":
            return self.seek_linked(action, body)
        return self.seek_user(action, body) if action.verb == "add" else self.seek_number(action)

    def seek_created(self, action: Action) -> Sent | None:
        """Return the object of that name that was not there when the plan was made."""
        return self.new_among(action, list_objects(self.client, RESOURCES[action.kind], self.parent_of(action)))

    def new_among(self, action: Action, objects: Sequence[Sent]) -> Sent | None:
        """Return the object that an action has made, if it is among some."""
        resource = RESOURCES[action.kind]
        before = {resource.id_of(one) for one in self.snapshot.of(action.kind, self.parent_of(action))}
        new = (one for one in objects if resource.id_of(one) not in before)
        return next((one for one in new if resource.name_of(one) == action.name), None)

    def parent_of(self, action: Action) -> str:
        """Return the ID of what the object of an action belongs to, "" for nothing."""
        return "" if RESOURCES[action.kind].parent is None else self.known(action.path[1])

    def seek_linked(self, action: Action, body: Any) -> Sent | None:
        """Return the request where all that it links is linked."""
        link = next(one for one in LINKS if one.option == action.option)
        there = list_links(self.client, link, self.known(action.id or ""))
        return dict(body) if set(body[link.body_key]) <= set(there) else None

    def seek_user(self, action: Action, body: Any) -> Sent | None:
        """Return the list where it has the user; its password came with it."""
        path = (CREDENTIAL_LIST.path, self.known(action.id or ""))
        found = self.client.get(path)
        sent = {} if found is None else checked(CREDENTIAL_LIST, path, [found])[0]
        return sent if sent and body["username"] in CREDENTIAL_LIST.values_of(sent)["credentials"] else None

    def seek_number(self, action: Action) -> Sent | None:
        """Return the number where it is on the trunk that it was assigned to, or on none where it was unassigned."""
        path = (PHONE_NUMBER.path, action.name)
        found = self.client.get(path)
        return self.number_if(action, None if found is None else checked(PHONE_NUMBER, path, [found])[0])

    def number_if(self, action: Action, sent: Sent | None) -> Sent | None:
        """Return a number where it is where an action should have put it."""
        wanted = self.filled(action.body)["sipTrunkId"]
        return sent if sent and PHONE_NUMBER.values_of(sent)[PHONE_NUMBER.assigns] == wanted else None


def is_final(error: SinchError) -> bool:
    """Return whether an error would meet every other action too: the key is refused, or nobody is there."""
    return isinstance(error, ApiError) and (
        error.status == 401 or (error.status is None and error.repeatable and not error.uncertain)
    )


# What is read back even where the API says that it is done: it echoes links without looking, and says 201 for
# numbers that are not the project's (field).
_READ_BACK = frozenset({"link", "assign", "unassign"})
# Up to so many numbers and links are read back one by one; more, by listing everything.
_FEW = 3
_RETURNS_THE_OBJECT = frozenset({"create", "update", "assign", "unassign"})
