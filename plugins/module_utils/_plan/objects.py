# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning to create and update objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._resources.declaration import Edit, Field, Resource
from .builder import PlanBuilder, Target
from .claims import Claims
from .model import ApiObject, ItemWrite, Made, Outcome
from .registration import Registration


class Objects:
    """Objects that are to be there."""

    def __init__(self, builder: PlanBuilder, claims: Claims, registration: Registration) -> None:
        """Take the builder to plan in, and what it has to agree with."""
        self.builder = builder
        self.claims = claims
        self.registration = registration

    @staticmethod
    def edit(target: Target) -> Edit:
        """Return an object as it is and as it is to be."""
        desired, before = target.desired, target.before
        after: dict[str, Any] = {}
        for field in target.resource.fields:
            current = field.value.load(None) if before is None else before[field.name]
            if field.name in desired.values:
                after[field.name] = field.value.merge(current, desired.values[field.name], desired.additive)
            elif before is None and field.default is not None:
                after[field.name] = field.default
            else:
                after[field.name] = current
        edit = Edit(before, after, desired.values, desired.overrides)
        return edit if after == before else edit._replace(after={**after, **target.resource.implied(edit)})

    def check_values(self, target: Target, edit: Edit) -> bool:
        """Note what a new object lacks, and what is wrong with each value that is not there already."""
        resource, desired = target.resource, target.desired
        sound = True
        for field in resource.writable:
            if edit.before is None and field.required and field.name not in desired.values and not desired.broken:
                self.builder.obstacle(
                    desired, f"{field.name}: is required to create the {resource.label} {desired.name!r}"
                )
                sound = False
            current = field.value.load(None) if edit.before is None else edit.before[field.name]
            for text in field.value.problems(current, edit.after[field.name]):
                self.builder.problem(desired, f"{field.name}: {text}")
                sound = False
        return sound

    def check(self, target: Target, edit: Edit) -> None:
        """Note what speaks against an object as it is to be."""
        resource, desired = target.resource, target.desired
        before, after = edit.before, edit.after
        if not self.check_values(target, edit):
            return
        for option, text in filter(None, (rule(edit) for rule in resource.rules)):
            self.builder.problem(desired, f"{option or target.option}: {text}")
        for option, text in filter(None, (caution(edit) for caution in resource.cautions)):
            self.builder.plan.notices.append(f"{desired.where}{option or target.option}: {text}")
        name = after[resource.identity]
        others = [one for one in self.builder.names.refs((resource.kind, target.parent), name) if one != target.own]
        if others and (before is None or name != before[resource.identity]):
            self.builder.problem(
                desired, f"{resource.named_by}: another {resource.label} is already named {name!r} (ID {others[0]})"
            )
        for field in resource.fields:
            if field.unique and after[field.name]:
                self.claims.check_unique(target, field, after[field.name])

    def create(self, target: Target, after: Mapping[str, Any]) -> Outcome:
        """Plan a new object."""
        resource, desired = target.resource, target.desired
        body = {}
        for field in resource.writable:
            dumped = field.value.dump(after[field.name], None)
            if dumped is not None:
                body[field.api] = dumped
        predicted = {field.api: field.default for field in resource.fields if field.read_only}
        predicted.update(body)
        _derive(resource, predicted, after)
        name = str(desired.name)
        action = self.builder.act("create", target, name, None, "POST", target.path, body)
        action.after = resource.show_writable(predicted)
        made = Made(action.index)
        self.builder.names.add((resource.kind, target.parent), made, name)
        outcome = Outcome(resource, desired, None, predicted, action=action)
        self.builder.name_parent(target, outcome)
        for field in resource.writable:
            if field.apart:
                self.registration.check_passwords(desired, field, after[field.name], after[field.name])
                self.registration.users[made] = after[field.name]
        return outcome

    def update(self, target: Target, before: Mapping[str, Any], after: Mapping[str, Any]) -> Outcome:
        """Plan the changes to an object, if there are any."""
        resource, sent, own = target.resource, target.sent or {}, target.own or ""
        outcome = Outcome(resource, target.desired, sent, sent)
        self.builder.name_parent(target, outcome)
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
            path = (*target.path, own)
            action = self.builder.act("update", target, resource.name_of(sent), own, "PUT", path, body)
            if len(changed) == 1:
                field = changed[0]
                action.parts = _part_writes(field, before[field.name], after[field.name], sent.get(field.api))
            old, new = resource.show_writable(sent), resource.show_writable(predicted)
            action.before = {field.name: old[field.name] for field in changed if not field.internal}
            action.after = {field.name: new[field.name] for field in changed if not field.internal}
            outcome.action = self.claims.updates[resource.kind, own] = action
        for field in resource.writable:
            if field.apart:
                self.registration.write_users(target, outcome, field, before[field.name], after[field.name])
        return outcome


def _part_writes(field: Field, before: Any, after: Any, sent: Any) -> tuple[ItemWrite, ...]:
    """Return the requests that add and take away the items of a field; none where that is not all that changes."""
    items = field.subresource
    if items is None or any(after[key] != one for key, one in before.items() if key in after):
        return ()
    addresses = items.addresses(sent)
    if len(addresses) < len(sent or ()):
        return ()
    # What is added comes first, so that nobody is shut out for a moment.
    added = (ItemWrite(field, key, items.body(one)) for key, one in after.items() if key not in before)
    removed = (ItemWrite(field, key, address=address) for key, address in addresses if key not in after)
    return (*added, *removed)


def _derive(resource: Resource, predicted: ApiObject, after: Mapping[str, Any]) -> None:
    for field in resource.fields:
        if field.derive is not None:
            predicted[field.api] = field.derive(after)
