# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning to delete objects, and before them what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Callable

from .._resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from .._resources.declaration import Link, Resource
from .builder import PlanBuilder, Target
from .links import Links
from .model import ApiObject, Desired
from .numbers import Numbers
from .registration import Registration


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

    def __init__(self, builder: PlanBuilder, links: Links, registration: Registration, numbers: Numbers) -> None:
        """Take the builder to plan in, who registers, and how links and numbers are taken away."""
        self.builder = builder
        self.links = links
        self.registration = registration
        self.numbers = numbers

    def is_used(self, target: Target) -> bool:
        """Return whether something that is there once the plan has run uses an object."""
        name = target.resource.name_of(target.sent or {})
        dependents = list(self._dependents(target, target.own or "", name))
        return any(one.needed or one.key not in self.builder.removals for one in dependents)

    def delete(self, target: Target) -> int:
        """Plan to delete an object, once; return its action."""
        resource, own, sent = target.resource, target.own or "", target.sent or {}
        if (resource.kind, own) not in self.builder.removals:
            name = resource.name_of(sent)
            dependents = list(self._dependents(target, own, name))
            for one in dependents:
                if one.needed:
                    self.builder.problem(target.desired, f"state: {one.needed}")
            standing = [one for one in dependents if one.key not in self.builder.removals]
            if standing and not target.desired.force:
                self.builder.plan.in_use_by.extend(one.show() for one in standing)
                self.builder.problem(
                    target.desired,
                    f"state: the {resource.label} {name!r} (ID {own}) is in use by {', '.join(map(str, standing))}; "
                    "take that away first, or set force: true to have it done",
                )
            needs = {
                self.builder.removals[one.key] if one.key in self.builder.removals else one.remove()
                for one in dependents
            }
            action = self.builder.act("delete", target, name, own, "DELETE", (*target.path, own))
            action.before, action.needs = resource.show_writable(sent), needs
            self.builder.removals[resource.kind, own] = action.index
        return self.builder.removals[resource.kind, own]

    def _dependents(self, target: Target, own: str, name: str) -> Iterator[_Dependent]:
        """Yield what the API wants gone before it deletes an object (field)."""
        resource = target.resource
        if resource is SIP_TRUNK:
            assigned = PHONE_NUMBER.field(PHONE_NUMBER.assigns)
            for number in self.builder.snapshot.having(PHONE_NUMBER.kind, assigned, own):
                yield self._dependent(PHONE_NUMBER, None, own, number, lambda one: self.numbers.release(one, own).index)
            for endpoint in self.builder.snapshot.of(SIP_ENDPOINT.kind, own):
                yield self._dependent(SIP_ENDPOINT, own, own, endpoint, self.delete)
        for link in LINKS:
            if link.owner == resource.kind:
                for one in self.builder.snapshot.links.get((link.option, own), []):
                    linked_name = self.links.names_of(link, [one])[0]
                    yield self._linked(link, link.target, linked_name, own, name, one)
            if link.target == resource.kind:
                for owner_id, owner_name in self.builder.snapshot.users.get((link.option, own), {}).items():
                    yield self._linked(link, link.owner, owner_name, owner_id, owner_name, own)
        if resource is CREDENTIAL_LIST:
            yield from self._users_of(target)

    def _users_of(self, target: Target) -> Iterator[_Dependent]:
        """Yield the endpoints that register as a user of a list; those that are to stay are not deleted for it."""
        usernames = target.resource.values_of(target.sent or {})["credentials"]
        for (kind, trunk), endpoints in self.builder.snapshot.objects.items():
            for endpoint in endpoints if kind == SIP_ENDPOINT.kind else ():
                if SIP_ENDPOINT.values_of(endpoint)["credential_username"] not in usernames:
                    continue
                dependent = self._dependent(SIP_ENDPOINT, trunk, trunk, endpoint, self.delete)
                username, changing = self.registration.staying.get(dependent.id, ("", None))
                if changing is not None:
                    self.builder.removals[dependent.key] = changing.index
                needed = f"{dependent} of {dependent.trunk!r} is to stay, and registers as {username!r}"
                yield replace(dependent, needed=needed) if username in usernames else dependent

    def _dependent(
        self, resource: Resource, parent: str | None, trunk: str, sent: ApiObject, remove: Callable[[Target], int]
    ) -> _Dependent:
        own, name = resource.id_of(sent), resource.name_of(sent)
        target = Target(Desired(resource.kind, name=name, absent=True), resource, parent, sent)
        trunk_name = self.builder.trunk_name(trunk)
        return _Dependent(resource.kind, own, name, (resource.kind, own), lambda: remove(target), trunk_name)

    def _linked(self, link: Link, user: str, user_name: str, owner_id: str, owner_name: str, target: str) -> _Dependent:
        return _Dependent(
            user,
            target if user == link.target else owner_id,
            user_name,
            (link.option, owner_id, target),
            lambda: self.links.unlink(link, owner_id, owner_name, target, set()),
        )
