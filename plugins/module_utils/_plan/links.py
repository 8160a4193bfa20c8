# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning references to other objects: links, assignments, and items that objects use by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from .._resources.catalogue import RESOURCES
from .._resources.declaration import ObjectState, Resource
from .._resources.relations import Assignment, Counterpart, KeyReference, Link, Use
from .builder import PlanBuilder, Target
from .model import ApiObject, Change, Missing, Outcome, Ref
from .relations import key_of


def plan_links(builder: PlanBuilder, target: Target, outcome: Outcome) -> None:
    """Plan that an object has exactly the desired targets linked, of each link that is asked for."""
    for option, tokens in target.desired.links.items():
        _plan_link(builder, target, outcome, target.resource.links[option], tokens)


def _plan_link(builder: PlanBuilder, target: Target, outcome: Outcome, link: Link, tokens: Iterable[str]) -> None:
    owner, there = outcome.ref, builder.snapshot.linked(link.option, outcome.ref)
    wanted: dict[Ref, str] = {}
    for token in tokens:
        ref = builder.resolve(target.desired, link.target, token, link.option)
        wanted[ref] = ref.name if isinstance(ref, Missing) else builder.references.label(link.target, ref, token)
    outcome.link(link.option, list(wanted), names_of(builder, link, there), sorted(wanted.values()))
    new = [ref for ref in wanted if ref not in there]
    linking = None
    if new:
        names = [wanted[ref] for ref in new]
        linking = builder.record(
            "link",
            target.resource,
            target.name,
            _link_words(link, names, f"to {target.resource.label} {target.name!r}"),
            id=owner,
            option=link.option,
            targets=tuple(new),
            names_after={link.option: names},
            adds=[("link", link.option, owner, ref) for ref in new],
        )
    for one in there:
        if one not in wanted:
            # The new links come first, so that an owner is never without any while they are exchanged.
            unlink(builder, target.resource, link, str(owner), target.name, one).wait_for(linking)


def unlink(builder: PlanBuilder, owner: Resource, link: Link, owner_id: str, owner_name: str, linked: str) -> Change:
    """Plan an unlink, once; return its change."""
    key = ("link", link.option, owner_id, linked)
    names = names_of(builder, link, [linked])
    return builder.removed_by(key) or builder.record(
        "unlink",
        owner,
        owner_name,
        _link_words(link, names, f"from {owner.label} {owner_name!r}"),
        id=owner_id,
        option=link.option,
        targets=(linked,),
        names_before={link.option: names},
        removes=key,
    )


def _link_words(link: Link, names: Iterable[str], end: str) -> str:
    return f"{RESOURCES[link.target].label} {', '.join(map(repr, names))} {end}"


def names_of(builder: PlanBuilder, link: Link, targets: Iterable[str]) -> list[str]:
    """Return the names of linked targets, sorted."""
    return sorted(builder.shown_name(link.target, one) for one in targets)


def assign(builder: PlanBuilder, target: Target, relation: Assignment) -> Outcome:
    """Plan to assign an object; one that is assigned elsewhere is moved only if that is overridden."""
    desired, current = target.desired, _assigned_to(target, relation)
    token = desired.values[relation.field]
    wanted = builder.resolve(desired, relation.target, token, relation.option)
    outcome = _assignment_outcome(builder, target, relation, wanted, token)
    more = _counterpart_change(builder, target, relation, wanted, outcome)
    if more is None:
        return outcome
    change = builder.change(
        "assign",
        target,
        id=target.name,
        option=relation.option,
        targets=(wanted,),
        names_before=outcome.names_before,
        names_after=outcome.names_after,
        # The object that had it is rid of it.
        removes=("object", target.resource.kind, target.name) if current and current != wanted else None,
        **more,
    )
    return replace(outcome, change=change)


def _counterpart_change(
    builder: PlanBuilder, target: Target, relation: Assignment, wanted: Ref, outcome: Outcome
) -> dict[str, Any] | None:
    """Check an assignment on both of its sides; return the attributes of the change that makes it, None for none."""
    side, desired, current = relation.counterpart, target.desired, _assigned_to(target, relation)
    if side is None or not builder.snapshot.knows(side):
        if wanted != current:
            _check_move(builder, target, relation, outcome)
        return None if wanted == current else {}
    use, who = builder.snapshot.use_of(side, target.name), f"{target.resource.named_by}: {target.name!r}"
    if use is None and wanted == current:
        # What is there already is never refused.
        builder.notice(desired, f"{who}: {side.absence}")
        return None
    if use is None:
        builder.obstacle(desired, f"{who}: {side.absence}")
        return {}
    if wanted != current:
        _check_move(builder, target, relation, outcome, use)
        return {}
    if use.target == wanted:
        return None
    if use.under_way:
        builder.notice(desired, f"{who}: the {side.label} is still provisioning it ({use.status})")
        return None
    if relation.override in desired.overrides:
        return {"counterpart": True}
    text = _two_sides(builder, relation, side, use, outcome.names_after[relation.option])
    builder.notice(desired, f"{who}: {text}; set {relation.override}: true to write it there too")
    return None


def _check_move(
    builder: PlanBuilder, target: Target, relation: Assignment, outcome: Outcome, use: Use | None = None
) -> None:
    """Record a problem if an assignment would take an object from another use on either side."""
    desired, current, label = target.desired, _assigned_to(target, relation), RESOURCES[relation.target].label
    who = f"{target.resource.named_by}: {target.name!r}"
    says = f", as the {relation.counterpart.label} says" if relation.counterpart else ""
    if target.sent is None and use is None:
        builder.unverifiable(
            desired,
            f"{who} is on no {relation.option} of the project; unless {relation.condition}, this task will fail",
        )
    if relation.override in desired.overrides:
        return
    advice = f"set {relation.override}: true to take it from there"
    if current:
        name = outcome.names_before[relation.option]
        builder.problem(desired, f"{who} belongs to the {label} {name!r} (ID {current}); {advice}")
    elif use is not None and use.other:
        builder.problem(desired, f"{who} is used for {use.other}{says}; {advice}")
    elif use is not None and use.target and use.target not in _refs(builder, target, relation):
        name = builder.shown_name(relation.target, use.target)
        builder.problem(desired, f"{who} belongs to the {label} {name!r} (ID {use.target}){says}; {advice}")


def _refs(builder: PlanBuilder, target: Target, relation: Assignment) -> Collection[Ref]:
    """Return the objects that the desired target of an assignment may be."""
    token = target.desired.values[relation.field]
    return [token, *builder.references.named((relation.target, None), token)]


def _two_sides(builder: PlanBuilder, relation: Assignment, side: Counterpart, use: Use, name: Any) -> str:
    """Return in words what both sides of an assignment say, where they disagree."""
    label = RESOURCES[relation.target].label
    there = f"{label} {builder.shown_name(relation.target, use.target)!r}" if use.target else use.other or "nothing"
    failed = f", and provisioning has {use.status}" if use.failed else ""
    return f"is on the {label} {name!r}, while the {side.label} has it for {there}{failed}"


def unassign(builder: PlanBuilder, target: Target, relation: Assignment) -> Outcome:
    """Plan to unassign an object, or only from the object that is named."""
    current, only = _assigned_to(target, relation), target.desired.values.get(relation.field)
    elsewhere = only is not None and builder.resolve(target.desired, relation.target, only, relation.option) != current
    if not current or elsewhere:
        return _assignment_outcome(builder, target, relation, current or None, "")
    outcome = _assignment_outcome(builder, target, relation, None, "")
    return replace(outcome, change=release(builder, target, relation))


def release(builder: PlanBuilder, target: Target, relation: Assignment) -> Change:
    """Plan to unassign an object that is assigned."""
    return builder.change(
        "unassign",
        target,
        id=target.name,
        option=relation.option,
        names_before={relation.option: builder.shown_name(relation.target, _assigned_to(target, relation))},
        names_after={relation.option: None},
        removes=("object", target.resource.kind, target.name),
    )


def _assigned_to(target: Target, relation: Assignment) -> str:
    return "" if target.state is None else str(target.state.values[relation.field])


def _assignment_outcome(
    builder: PlanBuilder, target: Target, relation: Assignment, wanted: Ref | None, token: str
) -> Outcome:
    """Return the outcome of an object that is to be assigned, or with None unassigned."""
    resource, current = target.resource, _assigned_to(target, relation)
    before, after = target.state, None
    if before is not None or wanted is not None:
        known = before or ObjectState({**resource.values_of({}), resource.identity: target.name}, {})
        after = known._replace(values={**known.values, relation.field: wanted if isinstance(wanted, str) else ""})
    outcome = Outcome(resource, target.desired, target.own, before, after)
    outcome.names_before[relation.option] = builder.shown_name(relation.target, current) if current else None
    name = None if wanted is None else builder.references.label(relation.target, wanted, token or str(wanted))
    outcome.names_after[relation.option] = name
    return outcome


def rest_between(builder: PlanBuilder, taking: Change, giving_up: Change) -> None:
    """Let an assigned object rest unassigned where its new target can be created only once its old target is gone."""
    for index in sorted(giving_up.depends_on):
        moved = builder.changes[index]
        if moved.action == "assign" and taking.index in moved.depends_on:
            freed = builder.record(
                "unassign",
                RESOURCES[moved.kind],
                moved.name,
                moved.description,
                id=moved.id,
                option=moved.option,
                names_before=moved.names_before,
                names_after={moved.option: None},
            )
            moved.follow(freed)
            giving_up.wait_instead(moved, freed)


def check_key_references(builder: PlanBuilder) -> None:
    """Check that objects can use the items that they are to use, and that no object loses the item that it uses."""
    for target, outcome in builder.planned:
        for reference in target.resource.key_references:
            _check_desired(builder, target, outcome, reference)
    for owner in RESOURCES.values():
        for reference in owner.key_references:
            for parent, sent in builder.snapshot.everywhere(owner.kind):
                _check_existing(builder, owner, reference, parent, sent)


def _check_desired(builder: PlanBuilder, target: Target, outcome: Outcome, reference: KeyReference) -> None:
    """Check that an object can use its item: a target with the item must be linked to its parent (field)."""
    key = outcome.after.values[reference.field] if outcome.after else ""
    parent, relation = target.parent, target.resource.parent
    if not key or relation is None or parent is None or isinstance(parent, Missing):
        return
    there = builder.snapshot.linked(reference.through, parent)
    linked = _linked_then(builder, relation.target, reference, parent)
    holder = next((one for one in linked if key in _items_then(builder, reference, one)), None)
    if holder is not None:
        if outcome.change is not None:
            outcome.change.wait_for(
                builder.added_by(("item", reference.target, reference.items, holder, key)),
                builder.added_by(("link", reference.through, parent, holder)),
            )
        return
    kind = RESOURCES[reference.target]
    item = item_label(reference)
    names = ", ".join(repr(builder.references.label(kind.kind, one, str(one))) for one in linked) or "none"
    text = (
        f"{reference.option}: no {kind.label} linked to the {relation.option} {outcome.names_after[relation.option]!r} "
        f"has the {item} {key!r} (linked: {names}), so that {reference.consequence}"
    )
    if any(key in items_now(builder, reference, one) for one in there):
        builder.problem(target.desired, f"{text}: the same data takes it away")
    elif target.desired.lenient and outcome.before and outcome.before.values[reference.field] == key:
        builder.notice(target.desired, text)
    else:
        builder.missing(target.desired, text)


def _check_existing(
    builder: PlanBuilder, owner: Resource, reference: KeyReference, parent: str, sent: ApiObject
) -> None:
    """Check that an object keeps the item that it uses, or let the item stay until the object lets it go."""
    own, key = owner.id_of(sent), key_of(owner, reference, sent)
    if not key:
        return
    outcome = builder.outcome_of(owner.kind, own)
    removal = builder.removed_by(("object", owner.kind, own))
    if removal is None and outcome is not None and outcome.after is not None:
        # Otherwise it goes on to use the item, and that was checked with all that is desired of it.
        removal = outcome.change if outcome.after.values[reference.field] != key else None
    elif removal is None:
        _check_left_alone(builder, owner, reference, parent, sent)
    if removal is not None:
        for one in builder.snapshot.linked(reference.through, parent):
            for losing in (
                builder.removed_by(("item", reference.target, reference.items, one, key)),
                builder.removed_by(("link", reference.through, parent, one)),
            ):
                if losing is not None and key in items_now(builder, reference, one):
                    losing.wait_for(removal)


def _check_left_alone(
    builder: PlanBuilder, owner: Resource, reference: KeyReference, parent: str, sent: ApiObject
) -> None:
    """Check that an object that no desired state is about can use its item as well as before."""
    relation, key = owner.parent, key_of(owner, reference, sent)
    there = builder.snapshot.linked(reference.through, parent)
    holders = [one for one in there if key in items_now(builder, reference, one)]
    if relation is None or not holders:
        return
    linked = _linked_then(builder, relation.target, reference, parent)
    if any(key in _items_then(builder, reference, one) for one in linked):
        return
    emptied = (builder.outcome_of(reference.target, one) for one in holders if one in linked)
    blamed = next(filter(None, emptied), None)
    option = reference.items if blamed else reference.through
    blamed = blamed or builder.outcome_of(relation.target, parent)
    if blamed is None:
        return
    kind = RESOURCES[reference.target]
    text = (
        f"{option}: the {owner.label} {owner.name_of(sent)!r} (ID {owner.id_of(sent)}) of "
        f"{builder.shown_name(relation.target, parent)!r} {reference.use} {key!r}, and no {kind.label} linked to its "
        f"{relation.option} would have that {item_label(reference)}"
    )
    if blamed.desired.force:
        builder.notice(blamed.desired, text)
    else:
        advice = "let it use another or remove it first, or set force: true to have it so"
        builder.problem(blamed.desired, f"{text}; {advice}")


def item_label(reference: KeyReference) -> str:
    """Return the word for the items that a reference is about."""
    items = RESOURCES[reference.target].field(reference.items).items
    return "" if items is None else items.item_label


def _linked_then(builder: PlanBuilder, kind: str, reference: KeyReference, parent: Ref) -> Sequence[Ref]:
    """Return the targets that a parent will have linked."""
    outcome = builder.outcome_of(kind, parent)
    then = None if outcome is None else outcome.links.get(reference.through)
    return builder.snapshot.linked(reference.through, parent) if then is None else then


def items_now(builder: PlanBuilder, reference: KeyReference, ref: Ref) -> Collection[str]:
    """Return the keys of the items that a target has."""
    hits = builder.snapshot.lookup(reference.target, ref) if isinstance(ref, str) else []
    return RESOURCES[reference.target].values_of(hits[0])[reference.items] if hits else ()


def _items_then(builder: PlanBuilder, reference: KeyReference, ref: Ref) -> Collection[str]:
    """Return the keys of the items that a target will have."""
    outcome = builder.outcome_of(reference.target, ref)
    state = None if outcome is None else outcome.after
    return items_now(builder, reference, ref) if state is None else state.values[reference.items]
