# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning the users of credential lists, and who of them can register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..resources.catalogue import CREDENTIAL_LIST, SIP_ENDPOINT
from ..resources.declaration import Field
from .actions import Missing, Outcome, Ref
from .draft import Draft, Subject
from .links import Links
from .state import Wish


class Registration:
    """Users and endpoints that register.

    ``users`` are the user names of credential lists once the plan has run; ``adding`` are the actions that see to it.
    ``staying`` are the users that endpoints asked for will register as, and the actions that see to it, by their ID.
    """

    def __init__(self, draft: Draft, links: Links) -> None:
        """Take the draft to plan in, and what is linked."""
        self.draft = draft
        self.links = links
        self.users: dict[Ref, Iterable[str]] = {}
        self.adding: dict[Ref, set[int]] = {}
        self.staying: dict[str, tuple[str, int | None]] = {}

    def check_passwords(self, wish: Wish, field: Field, users: Mapping[str, Any], new: Iterable[str]) -> None:
        """See that every new user has a password."""
        for username in new:
            if users[username].password is None:
                text = f"{field.name}: {username!r} is new, and a new user needs a password; give it one"
                self.draft.problem(wish, text)

    def write_users(
        self, subject: Subject, outcome: Outcome, field: Field, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Plan the requests that write the users of a list one by one."""
        resource, own = subject.resource, subject.own or ""
        path = (resource.path, own, field.apart)
        name = resource.name_of(outcome.before or {})
        new = [username for username in after if username not in before]
        again = [
            username
            for username, one in after.items()
            if subject.wish.renew and username in before and one.password is not None
        ]
        self.check_passwords(subject.wish, field, after, new)
        self.users[own] = after
        for username in new:
            body = {"username": username, "password": after[username].password}
            action = self.draft.act("add", subject, name, own, "POST", path, body, what=f"user {username!r} to ")
            action.after = {field.name: [username]}
            self.adding.setdefault(own, set()).add(action.index)
        for username in again:
            body = {"password": after[username].password}
            self.draft.act(
                "set", subject, name, own, "PUT", (*path, username), body, what=f"password of {username!r} in "
            )
        for username in before:
            if username not in after:
                action = self.draft.act(
                    "remove", subject, name, own, "DELETE", (*path, username), what=f"user {username!r} from "
                )
                action.before = {field.name: [username]}
                # The new users come first: whoever is moved to one of them is never without.
                action.needs |= self.adding.get(own, set())
        if again:
            outcome.notes["passwords_set_again"] = sorted(again)
        if new or len(after) != len(before):
            outcome.after = {**(outcome.after or {}), field.api: [{"username": username} for username in after]}

    def check_endpoint(self, subject: Subject, outcome: Outcome, after: Mapping[str, Any]) -> None:
        """See that a registered endpoint can register: its user must be in a list linked to its trunk (field)."""
        username, trunk = after["credential_username"], subject.parent
        if subject.own is not None:
            self.staying[subject.own] = (username, outcome.action)
        if not username or trunk is None or isinstance(trunk, Missing):
            return
        key = ("credential_lists", trunk)
        there: Sequence[Ref] = self.draft.snapshot.links.get((key[0], str(trunk)), [])
        lists = self.links.linked.get(key, there)
        for one in lists:
            if username in self.usernames(one):
                if outcome.action is not None:
                    needs = self.draft.plan.actions[outcome.action].needs
                    needs |= self.adding.get(one, set())
                    needs |= {self.links.linking[key]} if key in self.links.linking and one not in there else set()
                return
        names = ", ".join(repr(self.draft.names.label("credential_list", one, str(one))) for one in lists) or "none"
        text = (
            f"credential_username: no credential list linked to the trunk {outcome.names_after['trunk']!r} has the "
            f"user {username!r} (linked: {names}), so that it could not register"
        )
        before = None if outcome.before is None else SIP_ENDPOINT.values_of(outcome.before)["credential_username"]
        was_so = before == username and not any(username in self.usernames_now(one) for one in there)
        if subject.wish.lenient and was_so:
            self.draft.plan.notices.append(subject.wish.where + text)
        else:
            self.draft.missing(subject.wish, text)

    def usernames(self, ref: Ref) -> Iterable[str]:
        """Return the users that a credential list will have."""
        return self.users[ref] if ref in self.users else self.usernames_now(ref)

    def usernames_now(self, ref: Ref) -> Iterable[str]:
        """Return the users that a credential list has before the plan."""
        hits = self.draft.snapshot.lookup(CREDENTIAL_LIST.kind, ref) if isinstance(ref, str) else []
        return list(CREDENTIAL_LIST.values_of(hits[0])["credentials"]) if hits else []
