# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there is now of what the actions of a plan are about: whether a write took effect is seen by looking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._errors import ApiError, SinchError, shown_path
from .._plan.model import ApiObject, Change, Desired, Made, Ref, Snapshot
from .._resources.catalogue import PHONE_NUMBER, RESOURCES, link_of
from .._resources.declaration import Field
from .._transport.client import Client
from .reader import checked, list_links, list_objects, read_object


class Lookup:
    """Looks at what actions are about.

    ``answers`` are what the API answered, by action: it has the IDs that a plan left open.
    """

    def __init__(self, client: Client, snapshot: Snapshot) -> None:
        """Take what was there when the plan was made."""
        self.client = client
        self.snapshot = snapshot
        self.answers: dict[int, ApiObject | None] = {}

    def known(self, ref: Ref) -> str:
        """Return the ID that a reference stands for, of an object that is there by now."""
        if isinstance(ref, Made):
            made = self.answers[ref.action]
            return str((made or {})["id"])
        return str(ref)

    def filled(self, body: Any) -> Any:
        """Return a body with the IDs that it left open, and without null: what is to be cleared is left out (ref)."""
        if isinstance(body, dict):
            return {key: self.filled(item) for key, item in body.items() if item is not None}
        if isinstance(body, list):
            return [self.filled(item) for item in body]
        return self.known(body) if isinstance(body, Made) else body

    def parent_of(self, action: Change) -> str:
        """Return the ID of what the object of an action belongs to, "" for nothing."""
        return "" if RESOURCES[action.kind].parent is None else self.known(action.path[1])

    def planned_from(self, action: Change) -> ApiObject | None:
        """Return the object of an action as it was when the plan was made."""
        hits = self.snapshot.find(Desired(action.kind, id=str(action.id)), self.parent_of(action))
        return hits[0] if hits else None

    def read(self, action: Change) -> ApiObject | None:
        """Return the object of an action as it is now, or None where it is gone."""
        return read_object(self.client, RESOURCES[action.kind], self.parent_of(action), str(action.id))

    def seek(self, action: Change) -> ApiObject | None:
        """Return what shows that a POST took effect, or None where nothing does."""
        body = self.filled(action.body)
        if action.verb == "create":
            return self.seek_created(action)
        if action.verb == "link":
            return self.seek_linked(action, body)
        return self.seek_item(action, *self.item_of(action)) if action.verb == "add" else self.seek_number(action)

    def seek_created(self, action: Change) -> ApiObject | None:
        """Return the object of that name that was not there when the plan was made."""
        return self.new_among(action, list_objects(self.client, RESOURCES[action.kind], self.parent_of(action)))

    def new_among(self, action: Change, objects: Sequence[ApiObject]) -> ApiObject | None:
        """Return the object that an action has made, if it is among some."""
        resource = RESOURCES[action.kind]
        before = {resource.id_of(one) for one in self.snapshot.of(action.kind, self.parent_of(action))}
        new = (one for one in objects if resource.id_of(one) not in before)
        return next((one for one in new if resource.name_of(one) == action.name), None)

    def seek_linked(self, action: Change, body: Any) -> ApiObject | None:
        """Return the request where all that it links is linked."""
        link = link_of(action.kind, action.option)
        there = list_links(self.client, link, self.known(action.id or ""))
        return dict(body) if set(body[link.body_key]) <= set(there) else None

    @staticmethod
    def item_of(action: Change) -> tuple[Field, str]:
        """Return the field that an action adds an item to, and the item's key."""
        ((name, (key,)),) = action.after.items()
        return RESOURCES[action.kind].field(name), key

    @staticmethod
    def has_item(sent: ApiObject, one: Field, key: str) -> bool:
        """Return whether a field of an object has an item."""
        return key in one.value.load(sent.get(one.api))

    def seek_item(self, action: Change, one: Field, key: str) -> ApiObject | None:
        """Return the object of an action where a field of it has an item, with all that the item was sent with."""
        sent = self.read(action)
        return sent if sent and self.has_item(sent, one, key) else None

    def seek_number(self, action: Change) -> ApiObject | None:
        """Return the number where it is on the trunk that it was assigned to, or on none where it was unassigned."""
        path = (PHONE_NUMBER.path, action.name)
        found = self.client.get(path)
        return self.number_if(action, None if found is None else checked(PHONE_NUMBER, path, [found])[0])

    def number_if(self, action: Change, sent: ApiObject | None) -> ApiObject | None:
        """Return a number where it is where an action should have put it: one that is on no trunk may not be listed."""
        wanted = self.filled(action.body)["sipTrunkId"]
        if sent is None and not wanted:
            return {**(self.planned_from(action) or {}), "sipTrunkId": None}
        return sent if sent and PHONE_NUMBER.values_of(sent)[PHONE_NUMBER.assigns] == wanted else None

    def not_in_effect(self, action: Change, hint: str = "") -> SinchError:
        """Return the error for a write that was answered with success and is not there."""
        text = f"{action}: the API answered that it is done, and reading it back shows that it is not{hint}"
        path = [self.known(part) for part in action.path]
        return ApiError(text, method=action.method, path=shown_path(path))
