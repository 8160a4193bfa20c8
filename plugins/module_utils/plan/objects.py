# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning to create and update objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..resources.declaration import Edit, Field, Resource
from .actions import Made, Outcome, PartWrite
from .claims import Claims
from .draft import Draft, Subject
from .registration import Registration
from .state import Sent


class Objects:
    """Objects that are to be there."""

    def __init__(self, draft: Draft, claims: Claims, registration: Registration) -> None:
        """Take the draft to plan in, and what it has to agree with."""
        self.draft = draft
        self.claims = claims
        self.registration = registration

    @staticmethod
    def edit(subject: Subject) -> Edit:
        """Return an object as it is and as it is to be."""
        wish, before = subject.wish, subject.before
        after: dict[str, Any] = {}
        for field in subject.resource.fields:
            current = field.value.load(None) if before is None else before[field.name]
            if field.name in wish.values:
                after[field.name] = field.value.merge(current, wish.values[field.name], wish.keep)
            elif before is None and field.default is not None:
                after[field.name] = field.default
            else:
                after[field.name] = current
        edit = Edit(before, after, wish.values, wish.lifted)
        return edit if after == before else edit._replace(after={**after, **subject.resource.implied(edit)})

    def check_values(self, subject: Subject, edit: Edit) -> bool:
        """Note what a new object lacks, and what is wrong with each value that is not there already."""
        resource, wish = subject.resource, subject.wish
        sound = True
        for field in resource.writable:
            if edit.before is None and field.required and field.name not in wish.values and not wish.broken:
                self.draft.obstacle(wish, f"{field.name}: is required to create the {resource.label} {wish.name!r}")
                sound = False
            current = field.value.load(None) if edit.before is None else edit.before[field.name]
            for text in field.value.problems(current, edit.after[field.name]):
                self.draft.problem(wish, f"{field.name}: {text}")
                sound = False
        return sound

    def check(self, subject: Subject, edit: Edit) -> None:
        """Note what speaks against an object as it is to be."""
        resource, wish = subject.resource, subject.wish
        before, after = edit.before, edit.after
        if not self.check_values(subject, edit):
            return
        for option, text in filter(None, (rule(edit) for rule in resource.rules)):
            self.draft.problem(wish, f"{option or subject.option}: {text}")
        for option, text in filter(None, (caution(edit) for caution in resource.cautions)):
            self.draft.plan.notices.append(f"{wish.where}{option or subject.option}: {text}")
        name = after[resource.identity]
        others = [one for one in self.draft.names.refs((resource.kind, subject.parent), name) if one != subject.own]
        if others and (before is None or name != before[resource.identity]):
            self.draft.problem(
                wish, f"{resource.named_by}: another {resource.label} is already named {name!r} (ID {others[0]})"
            )
        for field in resource.fields:
            if field.unique and after[field.name]:
                self.claims.check_unique(subject, field, after[field.name])

    def create(self, subject: Subject, after: Mapping[str, Any]) -> Outcome:
        """Plan a new object."""
        resource, wish = subject.resource, subject.wish
        body = {}
        for field in resource.writable:
            dumped = field.value.dump(after[field.name], None)
            if dumped is not None:
                body[field.api] = dumped
        predicted = {field.api: field.default for field in resource.fields if field.read_only}
        predicted.update(body)
        _derive(resource, predicted, after)
        name = str(wish.name)
        action = self.draft.act("create", subject, name, None, "POST", subject.path, body)
        action.after = resource.show_writable(predicted)
        made = Made(action.index)
        self.draft.names.add((resource.kind, subject.parent), made, name)
        outcome = Outcome(resource, wish, None, predicted, action=action)
        self.draft.name_parent(subject, outcome)
        for field in resource.writable:
            if field.apart:
                self.registration.check_passwords(wish, field, after[field.name], after[field.name])
                self.registration.users[made] = after[field.name]
        return outcome

    def update(self, subject: Subject, before: Mapping[str, Any], after: Mapping[str, Any]) -> Outcome:
        """Plan the changes to an object, if there are any."""
        resource, sent, own = subject.resource, subject.sent or {}, subject.own or ""
        outcome = Outcome(resource, subject.wish, sent, sent)
        self.draft.name_parent(subject, outcome)
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
            _derive(resource, predicted, after)
            path = (*subject.path, own)
            action = self.draft.act("update", subject, resource.name_of(sent), own, "PUT", path, body)
            if len(changed) == 1:
                field = changed[0]
                action.parts = _part_writes(field, before[field.name], after[field.name], sent.get(field.api))
            old, new = resource.show_writable(sent), resource.show_writable(predicted)
            action.before = {field.name: old[field.name] for field in changed if not field.internal}
            action.after = {field.name: new[field.name] for field in changed if not field.internal}
            outcome.action = self.claims.updates[resource.kind, own] = action
        for field in resource.writable:
            if field.apart:
                self.registration.write_users(subject, outcome, field, before[field.name], after[field.name])
        return outcome


def _part_writes(field: Field, before: Any, after: Any, sent: Any) -> tuple[PartWrite, ...]:
    """Return the requests that add and take away the items of a field; none where that is not all that changes."""
    items = field.subresource
    if items is None or any(after[key] != one for key, one in before.items() if key in after):
        return ()
    addresses = items.addresses(sent)
    if len(addresses) < len(sent or ()):
        return ()
    # What is added comes first, so that nobody is shut out for a moment.
    added = (PartWrite(field, key, items.body(one)) for key, one in after.items() if key not in before)
    removed = (PartWrite(field, key, address=address) for key, address in addresses if key not in after)
    return (*added, *removed)


def _derive(resource: Resource, predicted: Sent, after: Mapping[str, Any]) -> None:
    for field in resource.fields:
        if field.derive is not None:
            predicted[field.api] = field.derive(after)
