# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planning what is linked to an object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .._resources.catalogue import RESOURCES
from .._resources.declaration import Link
from .builder import PlanBuilder
from .model import Desired, Made, Missing, Outcome, Ref


class Links:
    """Links and unlinks.

    ``linked`` is what an owner has linked once the plan has run, by option and owner; ``linking`` are the actions that
    see to it, and ``all_desired`` what asks for it.
    """

    def __init__(self, builder: PlanBuilder) -> None:
        """Take the builder to plan in."""
        self.builder = builder
        self.linked: dict[tuple[str, Ref], list[Ref]] = {}
        self.linking: dict[tuple[str, Ref], int] = {}
        self.all_desired: dict[tuple[str, Ref], Desired] = {}

    def link(self, outcome: Outcome, link: Link, tokens: Iterable[str]) -> None:
        """Plan that exactly what the tokens name is linked."""
        owner, owner_ref = outcome.resource, outcome.ref
        there = self.linked_now(link.option, owner_ref)
        wanted: dict[Ref, str] = {}
        for token in tokens:
            ref = self.builder.resolve(outcome.desired, link.target, token, link.option)
            wanted[ref] = ref.name if isinstance(ref, Missing) else self.builder.names.label(link.target, ref, token)
        outcome.names_before[link.option] = self.names_of(link, there)
        outcome.names_after[link.option] = sorted(wanted.values())
        self.linked[link.option, owner_ref] = list(wanted)
        self.all_desired[link.option, owner_ref] = outcome.desired
        new = [ref for ref in wanted if ref not in there]
        needs = {ref.action for ref in [owner_ref, *new] if isinstance(ref, Made)}
        name = owner.name_of(outcome.after or {}) if outcome.before is not None else str(outcome.desired.name)
        if new:
            new_names = [wanted[ref] for ref in new]
            linked = self.builder.record(
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
                self.unlink(link, str(owner_ref), name, target, needs)

    def linked_now(self, option: str, owner: Ref) -> Sequence[str]:
        """Return the IDs of what an owner has linked before the plan."""
        return self.builder.snapshot.links.get((option, str(owner)), [])

    def linked_then(self, option: str, owner: Ref) -> Sequence[Ref]:
        """Return what an owner has linked once the plan has run."""
        return self.linked.get((option, owner), self.linked_now(option, owner))

    def names_of(self, link: Link, targets: Iterable[str]) -> list[str]:
        """Return the names of what is linked, sorted."""
        return sorted(
            self.builder.names.label(link.target, one, self.builder.name_now(link.target, one)) for one in targets
        )

    def unlink(self, link: Link, owner_id: str, owner_name: str, target: str, needs: set[int]) -> int:
        """Plan an unlink, once; return its action."""
        key = (link.option, owner_id, target)
        if key not in self.builder.removals:
            owner = RESOURCES[link.owner]
            target_name = self.names_of(link, [target])[0]
            action = self.builder.record(
                "unlink",
                link.owner,
                owner_name,
                f"{RESOURCES[link.target].label} {target_name!r} from {owner.label} {owner_name!r}",
                owner_id,
                "DELETE",
                (owner.path, owner_id, link.path, target),
            )
            action.option, action.before, action.needs = link.option, {link.option: [target_name]}, set(needs)
            self.builder.removals[key] = action.index
        return self.builder.removals[key]
