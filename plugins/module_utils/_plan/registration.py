# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning the users of credential lists, and who of them can register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._resources.catalogue import CREDENTIAL_LIST, SIP_ENDPOINT
from .._resources.declaration import Field
from .builder import PlanBuilder, Target
from .links import Links
from .model import ApiObject, Change, Desired, Missing, Outcome, Ref

# The option of the link by which a trunk has credential lists.
_LISTS = "credential_lists"


class Registration:
    """Users and endpoints that register.

    ``users`` are the user names of credential lists once the plan has run; ``adding`` are the actions that see to it.
    ``staying`` are the users that endpoints asked for will register as, and the actions that see to it, by their ID.
    ``removing`` are the actions that take users out of lists, and the all_desired that ask for it, by user name.
    """

    def __init__(self, builder: PlanBuilder, links: Links) -> None:
        """Take the builder to plan in, and what is linked."""
        self.builder = builder
        self.links = links
        self.users: dict[Ref, Iterable[str]] = {}
        self.adding: dict[Ref, set[int]] = {}
        self.staying: dict[str, tuple[str, Change | None]] = {}
        self.removing: dict[str, list[tuple[Change, Desired]]] = {}

    def check_passwords(self, desired: Desired, field: Field, users: Mapping[str, Any], new: Iterable[str]) -> None:
        """See that every new user has a password."""
        for username in new:
            if users[username].password is None:
                text = f"{field.name}: {username!r} is new, and a new user needs a password; give it one"
                self.builder.obstacle(desired, text)

    def write_users(
        self, target: Target, outcome: Outcome, field: Field, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Plan the requests that write the users of a list one by one."""
        resource, own = target.resource, target.own or ""
        path = (resource.path, own, field.apart)
        name = resource.name_of(outcome.before or {})
        new = [username for username in after if username not in before]
        again = [
            username
            for username, one in after.items()
            if target.desired.reset_secrets and username in before and one.password is not None
        ]
        self.check_passwords(target.desired, field, after, new)
        self.users[own] = after
        for username in new:
            body = {"username": username, "password": after[username].password}
            action = self.builder.act("add", target, name, own, "POST", path, body, what=f"user {username!r} to ")
            action.after = {field.name: [username]}
            self.adding.setdefault(own, set()).add(action.index)
        for username in again:
            body = {"password": after[username].password}
            self.builder.act(
                "set", target, name, own, "PUT", (*path, username), body, what=f"password of {username!r} in "
            )
        for username in before:
            if username not in after:
                action = self.builder.act(
                    "remove", target, name, own, "DELETE", (*path, username), what=f"user {username!r} from "
                )
                action.before = {field.name: [username]}
                # The new users come first: whoever is moved to one of them is never without.
                action.needs |= self.adding.get(own, set())
                self.removing.setdefault(username, []).append((action, target.desired))
        if again:
            outcome.notes["passwords_set_again"] = sorted(again)
        if new or len(after) != len(before):
            outcome.after = {**(outcome.after or {}), field.api: [{"username": username} for username in after]}

    def check_endpoint(self, target: Target, outcome: Outcome, after: Mapping[str, Any]) -> None:
        """See that a registered endpoint can register: its user must be in a list linked to its trunk (field)."""
        username, trunk = after["credential_username"], target.parent
        if target.own is not None:
            self.staying[target.own] = (username, outcome.action)
        if not username or trunk is None or isinstance(trunk, Missing):
            return
        key = (_LISTS, trunk)
        there, lists = self.links.linked_now(*key), self.links.linked_then(*key)
        for one in lists:
            if username in self.usernames(one):
                if outcome.action is not None:
                    outcome.action.needs |= self.adding.get(one, set())
                    if key in self.links.linking and one not in there:
                        outcome.action.needs.add(self.links.linking[key])
                return
        names = ", ".join(repr(self.builder.names.label("credential_list", one, str(one))) for one in lists) or "none"
        text = (
            f"credential_username: no credential list linked to the trunk {outcome.names_after['trunk']!r} has the "
            f"user {username!r} (linked: {names}), so that it could not register"
        )
        before = None if outcome.before is None else SIP_ENDPOINT.values_of(outcome.before)["credential_username"]
        if any(username in self.usernames_now(one) for one in there):
            self.builder.problem(target.desired, f"{text}: the same data takes it away")
        elif target.desired.lenient and before == username:
            self.builder.plan.notices.append(target.desired.where + text)
        else:
            self.builder.missing(target.desired, text)

    def check_what_stays(self) -> None:
        """See that no endpoint loses the user that it registers as, and let users stay until endpoints let them go."""
        for (kind, trunk), endpoints in self.builder.snapshot.objects.items():
            for endpoint in endpoints if kind == SIP_ENDPOINT.kind else ():
                username = SIP_ENDPOINT.values_of(endpoint)["credential_username"]
                if username:
                    self._check_user_of(endpoint, trunk, username)

    def _check_user_of(self, endpoint: ApiObject, trunk: str, username: str) -> None:
        own = SIP_ENDPOINT.id_of(endpoint)
        removal = self.builder.removals.get((SIP_ENDPOINT.kind, own))
        if removal is not None:
            self._let_go_first(trunk, username, self.builder.plan.actions[removal])
        elif own in self.staying:
            then, changing = self.staying[own]
            if then != username and changing is not None:
                self._let_go_first(trunk, username, changing)
        else:
            self._check_left_alone(endpoint, trunk, username)

    def _let_go_first(self, trunk: str, username: str, letting_go: Change) -> None:
        """Let what takes a user away wait for the action by which an endpoint stops to register as it."""
        for action, _wish in self.removing.get(username, ()):
            action.needs.add(letting_go.index)
        for one in self.links.linked_now(_LISTS, trunk):
            unlinking = self.builder.removals.get((_LISTS, trunk, one))
            if unlinking is not None and username in self.usernames_now(one):
                self.builder.plan.actions[unlinking].needs.add(letting_go.index)

    def _check_left_alone(self, endpoint: ApiObject, trunk: str, username: str) -> None:
        """See that an endpoint that nobody asked about can register as well as before."""
        removing = self.removing.get(username, [])
        before = any(username in self.usernames_now(one) for one in self.links.linked_now(_LISTS, trunk))
        after = any(username in self.usernames(one) for one in self.links.linked_then(_LISTS, trunk))
        if after or not (before or removing):
            return
        desired = removing[0][1] if removing else self.links.all_desired[_LISTS, trunk]
        option = "credentials" if removing else _LISTS
        name, trunk_name = SIP_ENDPOINT.name_of(endpoint), self.builder.trunk_name(trunk)
        text = (
            f"{option}: the SIP endpoint {name!r} (ID {SIP_ENDPOINT.id_of(endpoint)}) of {trunk_name!r} registers as "
            f"{username!r}, and no list linked to its trunk would have that user"
        )
        if desired.force:
            self.builder.plan.notices.append(f"{desired.where}{text}")
        else:
            advice = "let it use another user or remove it first, or set force: true to have it so"
            self.builder.problem(desired, f"{text}; {advice}")

    def usernames(self, ref: Ref) -> Iterable[str]:
        """Return the users that a credential list will have."""
        return self.users[ref] if ref in self.users else self.usernames_now(ref)

    def usernames_now(self, ref: Ref) -> Iterable[str]:
        """Return the users that a credential list has before the plan."""
        hits = self.builder.snapshot.lookup(CREDENTIAL_LIST.kind, ref) if isinstance(ref, str) else []
        return list(CREDENTIAL_LIST.values_of(hits[0])["credentials"]) if hits else []
