# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading back: whether a write took effect, where the answer does not say so or is known to mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from .._errors import ApiError, SinchError, shown_path
from .._plan.model import ApiObject, Change, Desired, Snapshot
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Field
from .._transport.client import Client
from .reader import FEW, list_links, list_objects, read_object, tells_its_users
from .results import Results
from .scheduler import Workers

# The API echoes links without checking them, and answers 201 for numbers that are not the project's (field).
_READ_BACK = frozenset({"link", "assign", "unassign"})


class Verification:
    """Reads the objects of changes, to find the effects of writes."""

    def __init__(self, client: Client, snapshot: Snapshot, results: Results) -> None:
        """Store the client, the state that the plan was made from, and the results."""
        self.client = client
        self.snapshot = snapshot
        self.results = results

    def parent_id(self, change: Change) -> str:
        """Return the ID of the parent of a change's object, "" for none."""
        return self.results.known(change.parent)

    def planned_from(self, change: Change) -> ApiObject | None:
        """Return the object of a change as it was when the plan was made."""
        hits = self.snapshot.find(Desired(change.kind, id=str(change.id)), self.parent_id(change))
        return hits[0] if hits else None

    def read(self, change: Change) -> ApiObject | None:
        """Return the object of a change as it is now, or None if it is gone."""
        return read_object(self.client, RESOURCES[change.kind], self.parent_id(change), str(change.id))

    def find_effect(self, change: Change) -> ApiObject | None:
        """Return the object that shows the effect of a POST, or None if it had no effect."""
        if change.action == "create":
            objects = list_objects(self.client, RESOURCES[change.kind], self.parent_id(change))
            return self.new_among(change, objects)
        if change.action == "link":
            return self._find_link(change)
        if change.action == "add":
            return self.find_item(change, RESOURCES[change.kind].field(change.option), change.item)
        return self._if_assigned(change, self.read(change))

    def new_among(self, change: Change, objects: Sequence[ApiObject]) -> ApiObject | None:
        """Return the object that a change has created, if it is among some objects."""
        resource = RESOURCES[change.kind]
        before = {resource.id_of(one) for one in self.snapshot.of(change.kind, self.parent_id(change))}
        new = (one for one in objects if resource.id_of(one) not in before)
        return next((one for one in new if resource.name_of(one) == change.name), None)

    def find_item(self, change: Change, field: Field, key: str) -> ApiObject | None:
        """Return the object of a change if a field of the object has an item, otherwise None."""
        sent = self.read(change)
        return sent if sent and self.has_item(sent, field, key) else None

    @staticmethod
    def has_item(sent: ApiObject, field: Field, key: str) -> bool:
        """Return whether a field of an object has an item."""
        return key in field.value.load(sent.get(field.api))

    def _find_link(self, change: Change) -> ApiObject | None:
        owner = RESOURCES[change.kind]
        linked = list_links(self.client, owner, owner.links[change.option], str(change.id))
        return {change.option: linked} if {*map(self.results.known, change.targets)} <= {*linked} else None

    def _if_assigned(self, change: Change, sent: ApiObject | None) -> ApiObject | None:
        """Return an object if it is assigned as a change asks, or None; the API may not list an unassigned one."""
        resource, wanted = RESOURCES[change.kind], "".join(map(self.results.known, change.targets))
        relation = resource.assignment
        if relation is None:
            return None
        if sent is None and not wanted:
            return {**(self.planned_from(change) or {}), resource.field(relation.field).api: None}
        return sent if sent and resource.values_of(sent)[relation.field] == wanted else None

    def not_in_effect(self, change: Change, hint: str = "") -> SinchError:
        """Return the error of a write that was answered with success and has no effect."""
        text = f"{change}: the API answered that it is done, and reading it back shows that it is not{hint}"
        method, path = self.results.requests[change.index]
        return ApiError(text, method=method, path=shown_path(path))

    def read_back(self, changes: Sequence[Change], workers: Workers) -> None:
        """Read back the done changes whose answers may mislead, in as few requests as possible; record the errors."""
        done = [change for change in changes if change.action in _READ_BACK and change.status == "done"]
        # An object that is moved is unassigned, and then assigned: only the assignment can still be seen.
        assigned = {(change.kind, change.name) for change in done if change.action == "assign"}
        seen = [one for one in done if one.action != "unassign" or (one.kind, one.name) not in assigned]
        try:
            lists = self._lists(seen)
        except SinchError as error:
            self.results.errors.update((change.index, error) for change in seen)
            return
        for change, future in [(change, workers.start(lambda one: self._look(lists, one), change)) for change in seen]:
            if self.results.record_result(change, future) and self.results.answers[change.index] is None:
                relation = RESOURCES[change.kind].assignment
                hint = f"; check that {relation.condition}" if change.action == "assign" and relation else ""
                self.results.errors[change.index] = self.not_in_effect(change, hint)

    def _lists(self, changes: Sequence[Change]) -> dict[tuple[str, str], dict[str, ApiObject]]:
        """Return the objects by ID, by kind and option of the changes, where one list serves many changes."""
        lists: dict[tuple[str, str], dict[str, ApiObject]] = {}
        for (kind, option), count in Counter((change.kind, change.option) for change in changes).items():
            if count > FEW:
                resource = RESOURCES[kind]
                link = resource.links.get(option)
                seen = resource if link is None else RESOURCES[link.target]
                if link is not None and not link.backlink:
                    continue
                listed = list_objects(self.client, seen)
                if link is None or tells_its_users(link, listed):
                    lists[kind, option] = {seen.id_of(sent): sent for sent in listed}
        return lists

    def _look(self, lists: Mapping[tuple[str, str], Mapping[str, ApiObject]], change: Change) -> ApiObject | None:
        """Return the object that shows the effect of a change, from a list if there is one, or None for no effect."""
        listed = lists.get((change.kind, change.option))
        if listed is None:
            return self.find_effect(change)
        if change.action != "link":
            return self._if_assigned(change, listed.get(str(change.id)))
        link = RESOURCES[change.kind].links[change.option]
        backlink, targets = RESOURCES[link.target].field(link.backlink).api, [*map(self.results.known, change.targets)]
        linked = all(change.id in listed.get(target, {}).get(backlink, ()) for target in targets)
        return {change.option: targets} if linked else None
