# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carry out a plan: fill in the IDs that it left open, and look before any POST is repeated."""

from __future__ import annotations

from typing import Any, Callable

from ..errors import ApiError, ApplyError, SinchError
from ..plan.actions import Action, Made, Plan, Ref
from ..plan.state import Sent, Snapshot
from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES
from ..transport.client import Client
from .reader import checked, list_links, list_objects


def apply_plan(client: Client, plan: Plan, snapshot: Snapshot) -> None:
    """Carry out every action, and put what the API answered into the outcomes; raise SinchError at the first failure.

    What was done stays done: the next run finds it, and completes the rest.
    """
    _Executor(client, snapshot).run(plan)


class _Executor:
    def __init__(self, client: Client, snapshot: Snapshot) -> None:
        self.client = client
        self.snapshot = snapshot
        self.answers: dict[int, Sent | None] = {}

    def run(self, plan: Plan) -> None:
        for action in plan.actions:
            try:
                self.answers[action.index] = self.perform(action)
            except SinchError as error:
                done = [str(one) for one in plan.actions[: action.index]]
                not_tried = [str(one) for one in plan.actions[action.index + 1 :]]
                if not done and not not_tried:
                    raise
                raise ApplyError([f"{action} failed: {error}"], done, not_tried, error) from None
        for outcome in plan.outcomes:
            answer = None if outcome.action is None else self.answers[outcome.action]
            if answer is not None and outcome.after is not None:
                apart = {one.api for one in outcome.resource.fields if one.apart}
                outcome.after = {**answer, **{key: item for key, item in outcome.after.items() if key in apart}}

    def perform(self, action: Action) -> Sent | None:
        path = tuple(self.known(part) for part in action.path)
        body = self.filled(action.body)
        if action.method == "DELETE":
            self.client.delete(path)
            return None
        found = self.write(action, path, body)
        if action.verb in _RETURNS_THE_OBJECT and found is not None:
            return checked(RESOURCES[action.kind], path, [found])[0]
        return None

    def write(self, action: Action, path: tuple[str, ...], body: Any) -> Sent | None:
        seek = _SEEK.get(action.verb)
        tries = 0
        while True:
            try:
                data = self.client.send(action.method, path, body).data
            except ApiError as error:
                if seek is None or not error.uncertain:
                    raise
                found = seek(self, action, body)
                if found is not None:
                    return found
                if not error.repeatable or tries >= self.client.connection.max_retries:
                    raise
                self.client.pause(tries)
                tries += 1
                continue
            return self.confirmed(action, body, data)

    def confirmed(self, action: Action, body: Any, data: Any) -> Sent | None:
        """Return the object that a write was about; read it back where the API is known to mislead (field)."""
        if action.verb == "create" and isinstance(data, dict) and data.get(RESOURCES[action.kind].key):
            return data
        if action.verb not in _READ_BACK:
            return data if isinstance(data, dict) else None
        found = _SEEK[action.verb](self, action, body)
        if found is None:
            text = "the API answered that it is done, and reading it back shows that it is not"
            raise ApiError(text, method=action.method, path="/" + "/".join(self.known(part) for part in action.path))
        return found

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

    def seek_created(self, action: Action, body: Any) -> Sent | None:
        """Return the object of that name that was not there when the plan was made."""
        resource = RESOURCES[action.kind]
        parent = "" if resource.parent is None else self.known(action.path[1])
        before = {resource.id_of(one) for one in self.snapshot.of(action.kind, parent)}
        new = [one for one in list_objects(self.client, resource, parent) if resource.id_of(one) not in before]
        return next((one for one in new if resource.name_of(one) == action.name), None)

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

    def seek_number(self, action: Action, body: Any) -> Sent | None:
        """Return the number where it is on the trunk that it was assigned to, or on none where it was unassigned."""
        path = (PHONE_NUMBER.path, action.name)
        found = self.client.get(path)
        if found is None:
            return None
        sent = checked(PHONE_NUMBER, path, [found])[0]
        return sent if PHONE_NUMBER.values_of(sent)[PHONE_NUMBER.assigns] == body["sipTrunkId"] else None


# How to see whether a POST took effect.
_SEEK: dict[str, Callable[[_Executor, Action, Any], Sent | None]] = {
    "create": _Executor.seek_created,
    "link": _Executor.seek_linked,
    "add": _Executor.seek_user,
    "assign": _Executor.seek_number,
    "unassign": _Executor.seek_number,
}
# What is read back even where the API says that it is done: it echoes links without looking, and says 201 for
# numbers that are not the project's (field); a new endpoint may come as a page of endpoints (ref).
_READ_BACK = frozenset({"create", "link", "assign", "unassign"})
_RETURNS_THE_OBJECT = frozenset({"create", "update", "assign", "unassign"})
