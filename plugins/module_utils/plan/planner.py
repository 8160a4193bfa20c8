# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one planner: ``current state + wishes -> plan``. Pure: no HTTP, no Ansible, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable

from ..resources.catalogue import CREDENTIAL_LIST, LINKS, PHONE_NUMBER, RESOURCES, SIP_ENDPOINT, SIP_TRUNK
from ..resources.declaration import Field, Link, Resource
from .actions import Action, Made, Missing, Outcome, Plan, Ref
from .names import Names
from .state import Sent, Snapshot, Wish
from .sweep import Sweep, leftovers


def make_plan(snapshot: Snapshot, wishes: Sequence[Wish], sweeps: Sequence[Sweep] = ()) -> Plan:
    """Return what leads from the snapshot to the wishes; its problems are all those that can be told beforehand.

    ``sweeps`` are the kinds of which only what is wished for may remain.
    """
    problems: list[str] = []
    swept = [wish for sweep in sweeps for wish in leftovers(snapshot, wishes, sweep, problems)]
    plan = _Planner(snapshot).run([*wishes, *swept])
    plan.problems[:0] = problems
    return plan


@dataclass(frozen=True)
class _Subject:
    """A wish, and the object that it is about: None where there is none."""

    index: int
    wish: Wish
    resource: Resource
    parent: Ref | None
    sent: Sent | None

    @property
    def own(self) -> str | None:
        return None if self.sent is None else self.resource.id_of(self.sent)


@dataclass(frozen=True)
class _Dependent:
    """Something that stands in the way of a removal, and how it is taken away."""

    kind: str
    id: str
    name: str
    key: tuple[str, ...]
    remove: Callable[[], int]
    trunk: str | None = None

    def __str__(self) -> str:
        known_by = "" if self.id == self.name else f" (ID {self.id})"
        return f"{RESOURCES[self.kind].label} {self.name!r}{known_by}"

    def show(self) -> dict[str, Any]:
        """Return the object as failures have it."""
        shown = {"kind": self.kind, "id": self.id, "name": self.name}
        return shown if self.trunk is None else {**shown, "trunk": self.trunk}


class _Planner:
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.plan = Plan()
        self.names = Names()
        # The actions that take something away, by what it is: a link by option and IDs, an object by kind and ID.
        self.removals: dict[tuple[str, ...], int] = {}
        # What an owner has linked once the plan has run, and the actions that see to it.
        self.linked: dict[tuple[str, Ref], list[Ref]] = {}
        self.linking: dict[tuple[str, Ref], int] = {}
        # The user names of credential lists once the plan has run, and the actions that see to it.
        self.users: dict[Ref, Iterable[str]] = {}
        self.adding: dict[Ref, set[int]] = {}
        # Values that only one object can have: who asks for them, and which actions wait for another to give one up.
        self.claims: dict[tuple[Any, ...], str] = {}
        self.waiting: list[tuple[int, str, str]] = []
        self.updates: dict[tuple[str, str], int] = {}
        # Values that only one object can have, as they will be where a wish changes them; None for those that go.
        self.final: dict[tuple[str, str, str], Any] = {}

    def run(self, wishes: Sequence[Wish]) -> Plan:
        outcomes: dict[int, Outcome] = {}
        leaving: list[_Subject] = []
        by_kind: dict[str, list[tuple[int, Wish]]] = {kind: [] for kind in RESOURCES}
        for index, wish in enumerate(wishes):
            by_kind[wish.kind].append((index, wish))
        for kind in RESOURCES:
            subjects = [self._subject(index, wish) for index, wish in by_kind[kind]]
            self._register(kind, subjects)
            for subject in subjects:
                if subject.wish.absent:
                    leaving.insert(0, subject)
                else:
                    outcomes[subject.index] = self._present(subject)
        for subject in leaving:
            outcomes[subject.index] = self._absent(subject)
        self._let_wait()
        self.plan.outcomes = [outcomes[index] for index in range(len(wishes))]
        return self.plan

    # Which object a wish is about

    def _subject(self, index: int, wish: Wish) -> _Subject:
        resource = RESOURCES[wish.kind]
        parent: Ref | None = None
        if resource.parent is not None:
            parent = self._resolve(wish, resource.parent, wish.parent or "", "trunk", quiet=wish.absent)
        hits = self.snapshot.find(wish, parent if isinstance(parent, str) else "")
        if len(hits) > 1:
            ids = ", ".join(sorted(resource.id_of(one) for one in hits))
            self._problem(
                wish,
                f"{resource.named_by}: {len(hits)} {resource.label}s are named {wish.name!r} (IDs {ids}); "
                "give the id of the one that is meant",
            )
        if not hits and not wish.absent and wish.id is not None:
            self._problem(wish, f"id: no {resource.label} of the project has the ID {wish.id!r}")
        elif not hits and resource.absent is not None and not resource.assigns:
            known = ", ".join(resource.name_of(one) for one in self.snapshot.of(wish.kind))
            self._problem(
                wish,
                f"{resource.named_by}: the project has no {resource.label} {wish.name!r}; it has {known or 'none'}",
            )
        subject = _Subject(index, wish, resource, parent, hits[0] if hits else None)
        if not wish.absent or subject.own is not None:
            self._claim(subject, resource.named_by, subject.own or wish.name)
        return subject

    def _claim(self, subject: _Subject, option: str, value: Any) -> None:
        """Note that a wish is about something that no other may be about."""
        key = (subject.resource.kind, subject.parent, option, value)
        if key in self.claims:
            self._problem(
                subject.wish, f"{option}: {value!r} is asked for twice, see {self.claims[key] or 'the other entry'}"
            )
        self.claims[key] = subject.wish.where.rstrip(": ")

    def _register(self, kind: str, subjects: Sequence[_Subject]) -> None:
        """Note which names will stand for which objects once this plan has run."""
        resource = RESOURCES[kind]
        renamed: dict[str, str | None] = {}
        for subject in subjects:
            if subject.sent is not None and subject.own is not None:
                gone = subject.wish.absent and resource.absent is None
                for field in resource.fields:
                    if field.unique and (gone or field.name in subject.wish.values):
                        value = None if gone else subject.wish.values[field.name]
                        self.final[kind, subject.own, field.name] = value
                name = subject.wish.values.get(resource.identity, resource.name_of(subject.sent))
                renamed[subject.own] = None if gone else name
        for (other, parent), objects in self.snapshot.objects.items():
            for sent in objects if other == kind else ():
                target = resource.id_of(sent)
                name = renamed.get(target, resource.name_of(sent))
                if name is not None:
                    self.names.add((kind, parent or None), target, name)

    def _resolve(self, wish: Wish, kind: str, token: str, option: str, quiet: bool = False) -> Ref:
        label = RESOURCES[kind].label
        if self.names.has(kind, token):
            return token
        refs = self.names.refs((kind, None), token)
        if len(refs) > 1:
            ids = ", ".join(sorted(str(ref) for ref in refs))
            self._problem(
                wish,
                f"{option}: {len(refs)} {label}s are named {token!r} (IDs {ids}); give the ID of the one that is meant",
            )
        if refs:
            return refs[0]
        if not quiet:
            self._missing(wish, f"{option}: the project has no {label} with the name or ID {token!r}")
        return Missing(token)

    # Objects that are to be there

    def _present(self, subject: _Subject) -> Outcome:
        resource, wish, sent = subject.resource, subject.wish, subject.sent
        if resource.assigns:
            return self._assign(subject)
        before = None if sent is None else resource.values_of(sent)
        after = self._values_after(subject, before)
        self._check(subject, before, after)
        outcome = self._create(subject, after) if before is None else self._update(subject, before, after)
        for option, tokens in wish.links.items():
            self._link(outcome, _link_of(wish.kind, option), tokens)
        if resource is SIP_ENDPOINT:
            self._check_username(subject, outcome, after)
        return outcome

    @staticmethod
    def _values_after(subject: _Subject, before: Mapping[str, Any] | None) -> dict[str, Any]:
        wish = subject.wish
        wanted = {**wish.values, **subject.resource.implied(wish.values)}
        after: dict[str, Any] = {}
        for field in subject.resource.fields:
            current = field.value.load(None) if before is None else before[field.name]
            if field.name in wanted:
                after[field.name] = field.value.merge(current, wanted[field.name], wish.keep)
            elif before is None and field.default is not None:
                after[field.name] = field.default
            else:
                after[field.name] = current
        return after

    def _check(self, subject: _Subject, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        resource, wish = subject.resource, subject.wish
        if before is None:
            for field in resource.writable:
                if field.required and field.name not in wish.values:
                    self._problem(wish, f"{field.name}: is required to create the {resource.label} {wish.name!r}")
                    return
        for rule in resource.rules:
            problem = rule(before, after, wish.lifted)
            if problem is not None:
                self._problem(wish, problem)
        name = after[resource.identity]
        others = [one for one in self.names.refs((resource.kind, subject.parent), name) if one != subject.own]
        if others and (before is None or name != before[resource.identity]):
            self._problem(
                wish, f"{resource.named_by}: another {resource.label} is already named {name!r} (ID {others[0]})"
            )
        for field in resource.fields:
            if field.unique and after[field.name] is not None:
                self._check_unique(subject, field, after[field.name])

    def _check_unique(self, subject: _Subject, field: Field, value: Any) -> None:
        """See that no other object has a value, or will give it up in the same plan."""
        resource = subject.resource
        self._claim(subject, field.name, value)
        for other in self.snapshot.having(resource.kind, field, value):
            other_id = resource.id_of(other)
            if other_id == subject.own:
                continue
            self.waiting.append((len(self.plan.actions), resource.kind, other_id))
            if self.final.get((resource.kind, other_id, field.name), value) == value:
                self._problem(
                    subject.wish,
                    f"{field.name}: {value!r} belongs to the {resource.label} {resource.name_of(other)!r} "
                    f"(ID {other_id})",
                )

    def _let_wait(self) -> None:
        """Let what takes a value over wait for the action by which another object gives it up."""
        for index, kind, other_id in self.waiting:
            giving_up = self.removals.get((kind, other_id), self.updates.get((kind, other_id)))
            if giving_up is not None and index < len(self.plan.actions) and giving_up != index:
                self.plan.actions[index].needs.add(giving_up)

    def _create(self, subject: _Subject, after: Mapping[str, Any]) -> Outcome:
        resource, wish = subject.resource, subject.wish
        body = {}
        for field in resource.writable:
            dumped = field.value.dump(after[field.name], None)
            if dumped is not None:
                body[field.api] = dumped
        predicted = {field.api: field.default for field in resource.fields if field.read_only}
        predicted.update(body)
        self._derive(resource, predicted, after)
        name = str(wish.name)
        action = self._act("create", subject, name, None, "POST", self._path(subject), body)
        action.after = resource.show_writable(predicted)
        made = Made(action.index)
        self.names.add((resource.kind, subject.parent), made, name)
        outcome = Outcome(resource, wish, None, predicted, action=action.index)
        self._name_parent(subject, outcome)
        for field in resource.writable:
            if field.apart:
                self._check_passwords(wish, field, after[field.name], after[field.name])
                self.users[made] = after[field.name]
        return outcome

    def _update(self, subject: _Subject, before: Mapping[str, Any], after: Mapping[str, Any]) -> Outcome:
        resource, sent, own = subject.resource, subject.sent or {}, subject.own or ""
        outcome = Outcome(resource, subject.wish, sent, sent)
        self._name_parent(subject, outcome)
        whole = [field for field in resource.writable if not field.apart]
        changed = [field for field in whole if after[field.name] != before[field.name]]
        if changed:
            predicted = outcome.after = dict(sent)
            for field in changed:
                predicted[field.api] = field.value.dump(after[field.name], sent.get(field.api))
            # PUT nulls what it is not sent (ref, field): send back all that was read, whether or not it is known here.
            kept_out = resource.read_only_api | {field.api for field in resource.writable if field.apart}
            body = {key: item for key, item in predicted.items() if key not in kept_out}
            for field in whole:
                dumped = field.value.dump(after[field.name], sent.get(field.api))
                if body.get(field.api) is None and dumped is not None:
                    body[field.api] = dumped
                elif field not in changed and field.api in body:
                    body[field.api] = field.value.resend(sent[field.api])
            self._derive(resource, predicted, after)
            path = (*self._path(subject), own)
            action = self._act("update", subject, resource.name_of(sent), own, "PUT", path, body)
            old, new = resource.show_writable(sent), resource.show_writable(predicted)
            action.before = {field.name: old[field.name] for field in changed if not field.internal}
            action.after = {field.name: new[field.name] for field in changed if not field.internal}
            outcome.action = self.updates[resource.kind, own] = action.index
        for field in resource.writable:
            if field.apart:
                self._write_apart(subject, outcome, field, before[field.name], after[field.name])
        return outcome

    @staticmethod
    def _derive(resource: Resource, predicted: Sent, after: Mapping[str, Any]) -> None:
        for field in resource.fields:
            if field.derive is not None:
                predicted[field.api] = field.derive(after)

    @staticmethod
    def _path(subject: _Subject) -> tuple[Ref, ...]:
        resource = subject.resource
        if resource.parent is None or subject.parent is None:
            return (resource.path,)
        return (RESOURCES[resource.parent].path, subject.parent, resource.path)

    def _name_parent(self, subject: _Subject, outcome: Outcome) -> None:
        if subject.resource.parent is not None and subject.parent is not None:
            parent = subject.parent
            token = parent.name if isinstance(parent, Missing) else subject.wish.parent or ""
            name = self.names.label(subject.resource.parent, parent, token)
            outcome.names_before["trunk"] = outcome.names_after["trunk"] = name
            if outcome.before is None and outcome.after is not None and isinstance(parent, str):
                outcome.after["sipTrunkId"] = parent

    # Parts of an object that are written one by one

    def _check_passwords(self, wish: Wish, field: Field, users: Mapping[str, Any], new: Iterable[str]) -> None:
        for username in new:
            if users[username].password is None:
                text = f"{field.name}: {username!r} is new, and a new user needs a password; give it one"
                self._problem(wish, text)

    def _write_apart(
        self, subject: _Subject, outcome: Outcome, field: Field, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        resource, own = subject.resource, subject.own or ""
        path = (resource.path, own, field.apart)
        name = resource.name_of(outcome.before or {})
        new = [username for username in after if username not in before]
        again = [
            username
            for username, one in after.items()
            if subject.wish.renew and username in before and one.password is not None
        ]
        self._check_passwords(subject.wish, field, after, new)
        self.users[own] = after
        for username in new:
            body = {"username": username, "password": after[username].password}
            action = self._act("add", subject, name, own, "POST", path, body, what=f"user {username!r} to ")
            action.after = {field.name: [username]}
            self.adding.setdefault(own, set()).add(action.index)
        for username in again:
            body = {"password": after[username].password}
            self._act("set", subject, name, own, "PUT", (*path, username), body, what=f"password of {username!r} in ")
        for username in before:
            if username not in after:
                action = self._act(
                    "remove", subject, name, own, "DELETE", (*path, username), what=f"user {username!r} from "
                )
                action.before = {field.name: [username]}
                # The new users come first: whoever is moved to one of them is never without.
                action.needs |= self.adding.get(own, set())
        if again:
            outcome.notes["passwords_set_again"] = sorted(again)
        if new or len(after) != len(before):
            outcome.after = {**(outcome.after or {}), field.api: [{"username": username} for username in after]}

    # Links

    def _link(self, outcome: Outcome, link: Link, tokens: Iterable[str]) -> None:
        owner = outcome.resource
        owner_ref: Ref
        if outcome.before is None:
            owner_ref, there = Made(outcome.action or 0), []
        else:
            owner_ref = owner.id_of(outcome.before)
            there = self.snapshot.links.get((link.option, owner_ref), [])
        wanted: dict[Ref, str] = {}
        for token in tokens:
            ref = self._resolve(outcome.wish, link.target, token, link.option)
            wanted[ref] = ref.name if isinstance(ref, Missing) else self.names.label(link.target, ref, token)
        outcome.names_before[link.option] = self._link_names(link, there)
        outcome.names_after[link.option] = sorted(wanted.values())
        self.linked[link.option, owner_ref] = list(wanted)
        new = [ref for ref in wanted if ref not in there]
        needs = {ref.action for ref in [owner_ref, *new] if isinstance(ref, Made)}
        name = owner.name_of(outcome.after or {}) if outcome.before is not None else str(outcome.wish.name)
        if new:
            new_names = [wanted[ref] for ref in new]
            linked = self._record(
                "link",
                link.owner,
                name,
                f"{RESOURCES[link.target].label} {', '.join(map(repr, new_names))} to {owner.label} {name!r}",
                owner_ref,
                "POST",
                (owner.path, owner_ref, link.path),
                {link.body_key: new},
            )
            linked.option, linked.after, linked.needs = link.option, {link.option: new_names}, set(needs)
            self.linking[link.option, owner_ref] = linked.index
            # The new links come first, so that a trunk is never without any while they are exchanged.
            needs.add(linked.index)
        for target in there:
            if target not in wanted:
                self._unlink(link, str(owner_ref), name, target, needs)

    def _link_names(self, link: Link, targets: Iterable[str]) -> list[str]:
        return sorted(self.names.label(link.target, one, self._name_now(link.target, one)) for one in targets)

    def _name_now(self, kind: str, target: str) -> str:
        hits = self.snapshot.lookup(kind, target)
        return RESOURCES[kind].name_of(hits[0]) if hits else target

    def _unlink(self, link: Link, owner_id: str, owner_name: str, target: str, needs: set[int]) -> int:
        key = (link.option, owner_id, target)
        if key not in self.removals:
            owner = RESOURCES[link.owner]
            target_name = self._link_names(link, [target])[0]
            action = self._record(
                "unlink",
                link.owner,
                owner_name,
                f"{RESOURCES[link.target].label} {target_name!r} from {owner.label} {owner_name!r}",
                owner_id,
                "DELETE",
                (owner.path, owner_id, link.path, target),
            )
            action.option, action.before, action.needs = link.option, {link.option: [target_name]}, set(needs)
            self.removals[key] = action.index
        return self.removals[key]

    def _check_username(self, subject: _Subject, outcome: Outcome, after: Mapping[str, Any]) -> None:
        """See that a registered endpoint can register: its user must be in a list linked to its trunk (field)."""
        username, trunk = after["credential_username"], subject.parent
        if not username or trunk is None or isinstance(trunk, Missing):
            return
        key = ("credential_lists", trunk)
        there: Sequence[Ref] = self.snapshot.links.get((key[0], str(trunk)), [])
        lists = self.linked.get(key, there)
        for one in lists:
            if username in self._usernames(one):
                if outcome.action is not None:
                    needs = self.plan.actions[outcome.action].needs
                    needs |= self.adding.get(one, set())
                    needs |= {self.linking[key]} if key in self.linking and one not in there else set()
                return
        names = ", ".join(repr(self.names.label("credential_list", one, str(one))) for one in lists) or "none"
        text = (
            f"credential_username: no credential list linked to the trunk {outcome.names_after['trunk']!r} has the "
            f"user {username!r} (linked: {names}), so that it could not register"
        )
        before = None if outcome.before is None else SIP_ENDPOINT.values_of(outcome.before)["credential_username"]
        was_so = before == username and not any(username in self._usernames_now(one) for one in there)
        if subject.wish.lenient and was_so:
            self.plan.notices.append(subject.wish.where + text)
        else:
            self._missing(subject.wish, text)

    def _usernames(self, ref: Ref) -> Iterable[str]:
        """Return the users that a credential list will have."""
        return self.users[ref] if ref in self.users else self._usernames_now(ref)

    def _usernames_now(self, ref: Ref) -> Iterable[str]:
        hits = self.snapshot.lookup(CREDENTIAL_LIST.kind, ref) if isinstance(ref, str) else []
        return list(CREDENTIAL_LIST.values_of(hits[0])["credentials"]) if hits else []

    # Numbers

    def _assign(self, subject: _Subject) -> Outcome:
        """Plan to assign a number to a trunk; one that another trunk has is moved only when that is meant."""
        resource, wish = subject.resource, subject.wish
        field = resource.field(resource.assigns)
        current = resource.values_of(subject.sent or {})[field.name]
        wanted = self._resolve(wish, SIP_TRUNK.kind, wish.values[field.name], "trunk")
        number = str(wish.name)
        outcome = self._numbered(subject, wanted, wish.values[field.name])
        if wanted == current:
            return outcome
        if subject.sent is None:
            self.plan.doubts.append(
                f"{wish.where}{resource.named_by}: {number!r} is not among the numbers of the project; "
                "unless the project rents it, this task will fail"
            )
        if current and "move" not in wish.lifted:
            self._problem(
                wish,
                f"phone_numbers: {number!r} belongs to the SIP trunk {outcome.names_before['trunk']!r} "
                f"(ID {current}); set move: true to take it from there",
            )
        action = self._act("assign", subject, number, number, "POST", (resource.path,), _assignment(number, wanted))
        action.before = {"trunk": outcome.names_before["trunk"]}
        action.after = {"trunk": outcome.names_after["trunk"]}
        action.needs = {wanted.action} if isinstance(wanted, Made) else set()
        outcome.action = action.index
        if current:
            # The trunk that had it is rid of it.
            self.removals[resource.kind, number] = action.index
        return outcome

    def _unassign(self, subject: _Subject) -> Outcome:
        resource, wish = subject.resource, subject.wish
        current = resource.values_of(subject.sent or {})[resource.assigns]
        only = wish.values.get(resource.assigns)
        if not current or (
            only is not None and self._resolve(wish, SIP_TRUNK.kind, only, "trunk", quiet=True) != current
        ):
            return self._numbered(subject, current or None, "")
        outcome = self._numbered(subject, None, "")
        number = resource.name_of(subject.sent or {})
        action = self._act("unassign", subject, number, number, "POST", (resource.path,), _assignment(number, ""))
        action.before = {"trunk": outcome.names_before["trunk"]}
        action.after = {"trunk": None}
        outcome.action = action.index
        self.removals[resource.kind, number] = action.index
        return outcome

    def _numbered(self, subject: _Subject, wanted: Ref | None, token: str) -> Outcome:
        """Return the outcome of a number that is to be on a trunk, or on none."""
        resource, sent = subject.resource, subject.sent
        field = resource.field(resource.assigns)
        current = resource.values_of(sent or {})[field.name]
        outcome = Outcome(resource, subject.wish, sent, None)
        if sent is not None or wanted is not None:
            known = {"phoneNumber": subject.wish.name} if sent is None else sent
            outcome.after = {**known, field.api: wanted if isinstance(wanted, str) else None}
        outcome.names_before["trunk"] = self._trunk_name(current)
        outcome.names_after["trunk"] = (
            None if wanted is None else self.names.label(SIP_TRUNK.kind, wanted, token or str(wanted))
        )
        return outcome

    def _trunk_name(self, target: str) -> str | None:
        return self.names.label(SIP_TRUNK.kind, target, self._name_now(SIP_TRUNK.kind, target)) if target else None

    # Objects that are to be gone

    def _absent(self, subject: _Subject) -> Outcome:
        resource, wish, sent = subject.resource, subject.wish, subject.sent
        if resource.assigns:
            return self._unassign(subject)
        if sent is None or subject.own is None:
            return Outcome(resource, wish, None, None)
        if resource.absent is not None:
            before = resource.values_of(sent)
            return self._update(subject, before, {**before, **resource.absent})
        outcome = Outcome(resource, wish, sent, None)
        for link in LINKS:
            if link.owner == resource.kind:
                outcome.names_before[link.option] = self._link_names(
                    link, self.snapshot.links.get((link.option, subject.own), [])
                )
        if resource.parent is not None and isinstance(subject.parent, str):
            outcome.names_before["trunk"] = self._trunk_name(subject.parent)
        self._delete(subject)
        return outcome

    def _delete(self, subject: _Subject) -> int:
        resource, own, sent = subject.resource, subject.own or "", subject.sent or {}
        if (resource.kind, own) not in self.removals:
            name = resource.name_of(sent)
            dependents = list(self._dependents(resource, own, name, sent))
            standing = [one for one in dependents if one.key not in self.removals]
            if standing and not subject.wish.force:
                self.plan.in_use_by.extend(one.show() for one in standing)
                self._problem(
                    subject.wish,
                    f"state: the {resource.label} {name!r} (ID {own}) is in use by {', '.join(map(str, standing))}; "
                    "take that away first, or set force: true to have it done",
                )
            needs = {self.removals[one.key] if one.key in self.removals else one.remove() for one in dependents}
            action = self._act("delete", subject, name, own, "DELETE", (*self._path(subject), own))
            action.before, action.needs = resource.show_writable(sent), needs
            self.removals[resource.kind, own] = action.index
        return self.removals[resource.kind, own]

    def _dependents(self, resource: Resource, own: str, name: str, sent: Sent) -> Iterator[_Dependent]:
        """Yield what the API wants gone before it deletes an object (field)."""
        if resource is SIP_TRUNK:
            for number in self.snapshot.of(PHONE_NUMBER.kind):
                if PHONE_NUMBER.values_of(number)[PHONE_NUMBER.assigns] == own:
                    yield self._dependent(PHONE_NUMBER, None, own, number, lambda one: self._unassign(one).action or 0)
            for endpoint in self.snapshot.of(SIP_ENDPOINT.kind, own):
                yield self._dependent(SIP_ENDPOINT, own, own, endpoint, self._delete)
        for link in LINKS:
            if link.owner == resource.kind:
                for target in self.snapshot.links.get((link.option, own), []):
                    target_name = self._link_names(link, [target])[0]
                    yield self._linked(link, link.target, target_name, own, name, target)
            if link.target == resource.kind:
                for owner_id, owner_name in self.snapshot.users.get((link.option, own), {}).items():
                    yield self._linked(link, link.owner, owner_name, owner_id, owner_name, own)
        if resource is CREDENTIAL_LIST:
            usernames = resource.values_of(sent)["credentials"]
            for (kind, trunk), endpoints in self.snapshot.objects.items():
                for endpoint in endpoints if kind == SIP_ENDPOINT.kind else ():
                    if SIP_ENDPOINT.values_of(endpoint)["credential_username"] in usernames:
                        yield self._dependent(SIP_ENDPOINT, trunk, trunk, endpoint, self._delete)

    def _dependent(
        self, resource: Resource, parent: str | None, trunk: str, sent: Sent, remove: Callable[[_Subject], int]
    ) -> _Dependent:
        target, name = resource.id_of(sent), resource.name_of(sent)
        subject = _Subject(-1, Wish(resource.kind, name=name, absent=True), resource, parent, sent)
        trunk_name = self._trunk_name(trunk)
        return _Dependent(resource.kind, target, name, (resource.kind, target), lambda: remove(subject), trunk_name)

    def _linked(self, link: Link, user: str, user_name: str, owner_id: str, owner_name: str, target: str) -> _Dependent:
        return _Dependent(
            user,
            target if user == link.target else owner_id,
            user_name,
            (link.option, owner_id, target),
            lambda: self._unlink(link, owner_id, owner_name, target, set()),
        )

    # The plan itself

    def _act(
        self,
        verb: str,
        subject: _Subject,
        name: str,
        ref: Ref | None,
        method: str,
        path: tuple[Ref, ...],
        body: Any = None,
        what: str = "",
    ) -> Action:
        resource = subject.resource
        action = self._record(verb, resource.kind, name, f"{what}{resource.label} {name!r}", ref, method, path, body)
        action.needs |= {part.action for part in path if isinstance(part, Made)}
        return action

    def _record(
        self,
        verb: str,
        kind: str,
        name: str,
        words: str,
        ref: Ref | None,
        method: str,
        path: tuple[Ref, ...],
        body: Any = None,
    ) -> Action:
        action = Action(len(self.plan.actions), verb, kind, name, words, ref, method, path, body)
        self.plan.actions.append(action)
        return action

    def _problem(self, wish: Wish, text: str) -> None:
        if wish.where + text not in self.plan.problems:
            self.plan.problems.append(wish.where + text)

    def _missing(self, wish: Wish, text: str) -> None:
        if wish.where + text not in self.plan.missing:
            self.plan.missing.append(wish.where + text)


def _assignment(number: str, trunk: Ref) -> dict[str, Any]:
    """Return the body that assigns a number, or with an empty trunk unassigns it (ref's example)."""
    return {"phoneNumber": number, "sipTrunkId": trunk}


def _link_of(kind: str, option: str) -> Link:
    return next(link for link in LINKS if link.owner == kind and link.option == option)
