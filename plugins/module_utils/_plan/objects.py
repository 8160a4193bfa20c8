# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning objects: those that are to be created, changed or deleted."""

from __future__ import annotations

from typing import Any

from .._resources.catalogue import RESOURCES
from .._resources.declaration import Edit, Field, ObjectState
from .._resources.relations import Assignment, KeyReference, Link
from .._resources.values import Items
from .builder import PlanBuilder, Target
from .links import items_now, release, unlink
from .model import Change, Desired, Outcome
from .relations import Dependent, dependents
from .uniqueness import Uniqueness


def edit_of(target: Target) -> Edit:
    """Return the state of an object before and after, in canonical values."""
    desired, before = target.desired, None if target.state is None else target.state.values
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
    if after != before:
        after.update(target.resource.implied(edit))
        if target.resource.parent is not None and isinstance(target.parent, str):
            after[target.resource.parent.field] = target.parent
        after.update({one.name: one.derive(after) for one in target.resource.fields if one.derive is not None})
    return edit


def check_values(builder: PlanBuilder, target: Target, edit: Edit) -> bool:
    """Record the missing values of a new object, and the problems of each value that would be added."""
    resource, desired = target.resource, target.desired
    sound = True
    for field in resource.writable:
        if edit.before is None and field.required and field.name not in desired.values and not desired.broken:
            builder.obstacle(desired, f"{field.name}: is required to create the {resource.label} {desired.name!r}")
            sound = False
        current = field.value.load(None) if edit.before is None else edit.before[field.name]
        for text in field.value.problems(current, edit.after[field.name]):
            builder.problem(desired, f"{field.name}: {text}")
            sound = False
        for text in field.value.obstacles(current, edit.after[field.name]):
            builder.obstacle(desired, f"{field.name}: {text}")
    return sound


def check(builder: PlanBuilder, uniqueness: Uniqueness, target: Target, edit: Edit) -> None:
    """Record the problems of an object as it is to be."""
    resource, desired = target.resource, target.desired
    if not check_values(builder, target, edit):
        return
    for option, text in filter(None, (rule(edit) for rule in resource.rules)):
        builder.problem(desired, f"{option or target.option}: {text}")
    for option, text in filter(None, (caution(edit) for caution in resource.cautions)):
        builder.notice(desired, f"{option or target.option}: {text}")
    name = edit.after[resource.identity]
    others = [one for one in builder.references.named((resource.kind, target.parent), name) if one != target.own]
    if others and edit.touches(resource.identity):
        text = f"another {resource.label} is already named {name!r} (ID {others[0]})"
        builder.problem(desired, f"{resource.named_by}: {text}")
    for field in resource.fields:
        if field.unique and edit.after[field.name]:
            uniqueness.check(target, field, edit.after[field.name])


def create(builder: PlanBuilder, target: Target, edit: Edit) -> Outcome:
    """Plan a new object."""
    names = _parent_name(builder, target)
    outcome = Outcome(target.resource, target.desired, None, None, ObjectState(edit.after, {}), {**names}, {**names})
    outcome.change = builder.change("create", target)
    outcome.change.write(outcome)
    builder.name(target.resource.kind, target.parent, outcome.ref, target.name)
    return outcome


def update(builder: PlanBuilder, target: Target, edit: Edit) -> Outcome:
    """Plan the changes of an object that is there, if there are any."""
    resource, before, after, state = target.resource, edit.before or {}, edit.after, target.state
    names, then = _parent_name(builder, target), state and state._replace(values=after)
    outcome = Outcome(resource, target.desired, target.own, state, then, {**names}, {**names})
    changed = [one.name for one in resource.writable if not one.subresource and after[one.name] != before[one.name]]
    if changed:
        outcome.change = builder.change("update", target, id=target.own, written=tuple(changed))
        outcome.change.write(outcome)
    for field in resource.writable:
        if field.subresource is not None:
            outcome.notes.update(_write_items(builder, target, outcome, field, field.subresource))
    return outcome


def _parent_name(builder: PlanBuilder, target: Target) -> dict[str, str]:
    """Return the name of the parent of an object, by the option that names it."""
    relation, name = target.resource.parent, builder.parent_name(target)
    return {} if relation is None or name is None else {relation.option: name}


def _write_items(
    builder: PlanBuilder, target: Target, outcome: Outcome, field: Field, items: Items
) -> dict[str, list[str]]:
    """Plan the changes that write the items of a field one by one; return the notes for its diff."""
    before, after = ({} if state is None else state.values[field.name] for state in (outcome.before, outcome.after))
    added: list[Change] = []

    def write(action: str, key: str, part: str, **more: Any) -> Change:
        change = builder.change(action, target, part, id=target.own, option=field.name, item=key, **more)
        change.write(outcome)
        return change

    for key in after:
        if key not in before:
            part, thing = f"{items.item_label} {key!r} to ", _item_key(target, field, key)
            added.append(write("add", key, part, names_after={field.name: [key]}, adds=[thing]))
    again = [key for key, item in after.items() if key in before and items.secret_body(item) is not None]
    again = again if target.desired.reset_secrets else []
    for key in again:
        write("set", key, f"{items.secret_label} of {key!r} in ")
    for key in before:
        if key not in after:
            part, thing = f"{items.item_label} {key!r} from ", _item_key(target, field, key)
            removal = write("remove", key, part, names_before={field.name: [key]}, removes=thing)
            # The new items come first: an object that is moved to one of them is never without.
            removal.wait_for(*added)
    return {f"{items.secret_label}s_set_again": sorted(again)} if again else {}


def _item_key(target: Target, field: Field, key: str) -> tuple[str | None, ...]:
    return ("item", target.resource.kind, field.name, target.own, key)


def is_used(builder: PlanBuilder, target: Target) -> bool:
    """Return whether an object that is there once the plan is done uses an object."""
    return any(_still_needs(builder, one) or _removal_of(builder, one) is None for one in _dependents(builder, target))


def delete(builder: PlanBuilder, target: Target) -> Change:
    """Plan to delete an object and, if that is forced, its dependents, once; return its change."""
    resource, key = target.resource, ("object", target.resource.kind, target.own)
    planned = builder.removed_by(key)
    if planned is not None:
        return planned
    users = [*_dependents(builder, target)]
    for one in users:
        text = _still_needs(builder, one)
        if text:
            builder.problem(target.desired, f"state: {text}")
    standing = [one for one in users if _removal_of(builder, one) is None]
    if standing and not target.desired.force:
        builder.in_use(_show(builder, one) for one in standing)
        builder.problem(
            target.desired,
            f"state: the {resource.label} {target.name!r} (ID {target.own}) is in use by "
            f"{', '.join(map(str, standing))}; take that away first, or set force: true to have it done",
        )
    removals = [_removal_of(builder, one) or _remove(builder, one) for one in users]
    change = builder.change("delete", target, id=target.own, removes=key)
    change.write(Outcome(resource, target.desired, target.own, target.state, None))
    change.wait_for(*removals)
    return change


def _dependents(builder: PlanBuilder, target: Target) -> list[Dependent]:
    return [*dependents(builder.snapshot, target.resource, target.sent)] if target.sent else []


def _remove(builder: PlanBuilder, one: Dependent) -> Change:
    """Plan to take away a dependent, or its relation to the object that is deleted."""
    if isinstance(one.relation, Link):
        return unlink(builder, one.owner, one.relation, one.owner_id, one.owner_name, one.target_id)
    desired = Desired(one.kind, name=one.name, absent=True, force=True)
    target = Target(desired, one.owner, one.parent or None, one.sent)
    if isinstance(one.relation, Assignment):
        return release(builder, target, one.relation)
    return delete(builder, target)


def _removal_of(builder: PlanBuilder, one: Dependent) -> Change | None:
    """Return the change by which a dependent lets go of the object that is deleted; None where none is planned."""
    outcome = builder.outcome_of(one.kind, one.id) if isinstance(one.relation, KeyReference) else None
    return builder.removed_by(one.key) or (outcome.change if outcome else None)


def _still_needs(builder: PlanBuilder, one: Dependent) -> str:
    """Return the reason why a dependent cannot do without the object that is deleted, "" for none."""
    outcome = builder.outcome_of(one.kind, one.id)
    if not isinstance(one.relation, KeyReference) or outcome is None or outcome.after is None:
        return ""
    key = outcome.after.values[one.relation.field]
    if key not in items_now(builder, one.relation, one.target_id):
        return ""
    of_parent = "".join(f" of {name!r}" for name in _parent_names(builder, one).values())
    return f"{one}{of_parent} is to stay, and {one.relation.use} {key!r}"


def _parent_names(builder: PlanBuilder, one: Dependent) -> dict[str, str]:
    """Return the name of the object that a dependent belongs or is assigned to, by the option that names it."""
    if isinstance(one.relation, Assignment):
        return {one.relation.option: builder.shown_name(one.relation.target, one.target_id)}
    relation = RESOURCES[one.kind].parent
    return {} if relation is None else {relation.option: builder.shown_name(relation.target, one.parent)}


def _show(builder: PlanBuilder, one: Dependent) -> dict[str, Any]:
    """Return a dependent as failures have it."""
    return {"kind": one.kind, "id": one.id, "name": one.name, **_parent_names(builder, one)}
