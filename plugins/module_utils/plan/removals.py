# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning to delete objects, and before them what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Callable

from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from ..resources.declaration import Link, Resource
from .draft import Draft, Subject
from .links import Links
from .numbers import Numbers
from .registration import Registration
from .state import Sent, Wish


@dataclass(frozen=True)
class _Dependent:
    """Something that stands in the way of a removal, and how it is taken away.

    ``needed`` says why it is to stay, where it was asked for and needs what is removed.
    """

    kind: str
    id: str
    name: str
    key: tuple[str, ...]
    remove: Callable[[], int]
    trunk: str | None = None
    needed: str = ""

    def __str__(self) -> str:
        known_by = "" if self.id == self.name else f" (ID {self.id})"
        return f"{RESOURCES[self.kind].label} {self.name!r}{known_by}"

    def show(self) -> dict[str, Any]:
        """Return the object as failures have it."""
        shown = {"kind": self.kind, "id": self.id, "name": self.name}
        return shown if self.trunk is None else {**shown, "trunk": self.trunk}


class Removals:
    """Objects that are to be gone."""

    def __init__(self, draft: Draft, links: Links, registration: Registration, numbers: Numbers) -> None:
        """Take the draft to plan in, who registers, and how links and numbers are taken away."""
        self.draft = draft
        self.links = links
        self.registration = registration
        self.numbers = numbers

    def is_used(self, subject: Subject) -> bool:
        """Return whether something that is there once the plan has run uses an object."""
        name = subject.resource.name_of(subject.sent or {})
        dependents = list(self._dependents(subject, subject.own or "", name))
        return any(one.needed or one.key not in self.draft.removals for one in dependents)

    def delete(self, subject: Subject) -> int:
        """Plan to delete an object, once; return its action."""
        resource, own, sent = subject.resource, subject.own or "", subject.sent or {}
        if (resource.kind, own) not in self.draft.removals:
            name = resource.name_of(sent)
            dependents = list(self._dependents(subject, own, name))
            for one in dependents:
                if one.needed:
                    self.draft.problem(subject.wish, f"state: {one.needed}")
            standing = [one for one in dependents if one.key not in self.draft.removals]
            if standing and not subject.wish.force:
                self.draft.plan.in_use_by.extend(one.show() for one in standing)
                self.draft.problem(
                    subject.wish,
                    f"state: the {resource.label} {name!r} (ID {own}) is in use by {', '.join(map(str, standing))}; "
                    "take that away first, or set force: true to have it done",
                )
            needs = {
                self.draft.removals[one.key] if one.key in self.draft.removals else one.remove() for one in dependents
            }
            action = self.draft.act("delete", subject, name, own, "DELETE", (*subject.path, own))
            action.before, action.needs = resource.show_writable(sent), needs
            self.draft.removals[resource.kind, own] = action.index
        return self.draft.removals[resource.kind, own]

    def _dependents(self, subject: Subject, own: str, name: str) -> Iterator[_Dependent]:
        """Yield what the API wants gone before it deletes an object (field)."""
        resource = subject.resource
        if resource is SIP_TRUNK:
            assigned = PHONE_NUMBER.field(PHONE_NUMBER.assigns)
            for number in self.draft.snapshot.having(PHONE_NUMBER.kind, assigned, own):
                yield self._dependent(PHONE_NUMBER, None, own, number, lambda one: self.numbers.release(one, own).index)
            for endpoint in self.draft.snapshot.of(SIP_ENDPOINT.kind, own):
                yield self._dependent(SIP_ENDPOINT, own, own, endpoint, self.delete)
        for link in LINKS:
            if link.owner == resource.kind:
                for target in self.draft.snapshot.links.get((link.option, own), []):
                    target_name = self.links.names_of(link, [target])[0]
                    yield self._linked(link, link.target, target_name, own, name, target)
            if link.target == resource.kind:
                for owner_id, owner_name in self.draft.snapshot.users.get((link.option, own), {}).items():
                    yield self._linked(link, link.owner, owner_name, owner_id, owner_name, own)
        if resource is CREDENTIAL_LIST:
            yield from self._users_of(subject)

    def _users_of(self, subject: Subject) -> Iterator[_Dependent]:
        """Yield the endpoints that register as a user of a list; those that are to stay are not deleted for it."""
        usernames = subject.resource.values_of(subject.sent or {})["credentials"]
        for (kind, trunk), endpoints in self.draft.snapshot.objects.items():
            for endpoint in endpoints if kind == SIP_ENDPOINT.kind else ():
                if SIP_ENDPOINT.values_of(endpoint)["credential_username"] not in usernames:
                    continue
                dependent = self._dependent(SIP_ENDPOINT, trunk, trunk, endpoint, self.delete)
                username, changing = self.registration.staying.get(dependent.id, ("", None))
                if changing is not None:
                    self.draft.removals[dependent.key] = changing.index
                needed = f"{dependent} of {dependent.trunk!r} is to stay, and registers as {username!r}"
                yield replace(dependent, needed=needed) if username in usernames else dependent

    def _dependent(
        self, resource: Resource, parent: str | None, trunk: str, sent: Sent, remove: Callable[[Subject], int]
    ) -> _Dependent:
        target, name = resource.id_of(sent), resource.name_of(sent)
        subject = Subject(Wish(resource.kind, name=name, absent=True), resource, parent, sent)
        trunk_name = self.draft.trunk_name(trunk)
        return _Dependent(resource.kind, target, name, (resource.kind, target), lambda: remove(subject), trunk_name)

    def _linked(self, link: Link, user: str, user_name: str, owner_id: str, owner_name: str, target: str) -> _Dependent:
        return _Dependent(
            user,
            target if user == link.target else owner_id,
            user_name,
            (link.option, owner_id, target),
            lambda: self.links.unlink(link, owner_id, owner_name, target, set()),
        )
