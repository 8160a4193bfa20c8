# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Confirming assignments at the other API, which has the last word and may need time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Callable

from .._errors import ApiError, SinchError, shown_path
from .._plan.model import ApiObject, Change, Plan, Snapshot
from .._resources.catalogue import resource_of
from .._resources.declaration import Resource
from .._resources.relations import Counterpart, Use
from .._transport.client import Client
from .reader import FEW, list_objects, read_object
from .results import Results
from .scheduler import Workers


@dataclass
class _Awaited:
    """An owner whose assignment is to be confirmed; ``change`` is None if it was assigned before."""

    side: Counterpart
    named_by: str
    name: str
    option: str
    target: str
    target_name: str
    change: Change | None


class Confirmation:
    """Confirms the assignments of a plan, once its changes are made."""

    def __init__(self, client: Client, snapshot: Snapshot, results: Results, workers: Workers) -> None:
        """Store what the plan was made from, and its results."""
        self.client = client
        self.snapshot = snapshot
        self.results = results
        self.workers = workers

    def confirm(self, plan: Plan, wait_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Record an error for each assignment that the other API does not have, a warning for one that it is making.

        With ``wait_s``, wait up to as many seconds until none is being made, also of those that were there before.
        """
        awaited = [*self._awaited(plan, wait_s > 0)]
        deadline, tries = clock() + wait_s, 0
        while awaited:
            try:
                uses = self._uses(awaited)
            except SinchError as error:
                self.results.errors.update((one.change.index, error) for one in awaited if one.change)
                return
            awaited = [one for one in awaited if not self._is_decided(one, uses.get(one.name))]
            if not awaited or clock() >= deadline:
                break
            self.client.pause(tries)
            tries += 1
        for one in awaited:
            self._record_pending(plan, one, uses[one.name], wait_s)

    def _awaited(self, plan: Plan, with_old: bool) -> Iterator[_Awaited]:
        for outcome in plan.outcomes:
            relation, side = outcome.resource.assignment, outcome.resource.counterpart
            if relation is None or side is None or outcome.after is None or not self.snapshot.knows(side):
                continue
            change, name = outcome.change, outcome.title
            if change is not None and change.action == "assign" and change.status == "done":
                target = "".join(map(self.results.known, change.targets))
            elif change is None and with_old and self._was_under_way(side, name):
                target = str(outcome.after.values[relation.field])
            else:
                continue
            target_name = str(outcome.names_after.get(relation.option))
            yield _Awaited(side, outcome.resource.named_by, name, relation.option, target, target_name, change)

    def _was_under_way(self, side: Counterpart, name: str) -> bool:
        use = self.snapshot.use_of(side, name)
        return use is not None and use.under_way

    def _uses(self, awaited: Sequence[_Awaited]) -> Mapping[str, Use]:
        """Return what the other API says that each owner is used for."""
        by_kind: dict[str, list[_Awaited]] = {}
        for one in awaited:
            by_kind.setdefault(one.side.kind, []).append(one)
        uses: dict[str, Use] = {}
        for kind, owners in by_kind.items():
            for sent in self._read(resource_of(kind), owners):
                uses[resource_of(kind).id_of(sent)] = owners[0].side.use_of(sent)
        return uses

    def _read(self, resource: Resource, owners: Sequence[_Awaited]) -> list[ApiObject]:
        if len(owners) > FEW:
            return list_objects(self.client, resource)
        found = self.workers.each(lambda one: read_object(self.client, resource, "", one.name), owners)
        return [sent for sent in found if sent is not None]

    def _is_decided(self, one: _Awaited, use: Use | None) -> bool:
        """Return whether the other API has an assignment or never will; record the error of one that it does not."""
        if use is not None and use.under_way:
            return False
        if use is None or use.failed or use.target != one.target:
            self._record_failure(one, use)
        return True

    def _record_failure(self, one: _Awaited, use: Use | None) -> None:
        if one.change is None:
            return
        if use is None:
            text = one.side.absence
        elif use.failed:
            text = f"the {one.side.label} says that provisioning has {use.status}"
        else:
            there = f"the {one.option} {use.target}" if use.target else use.other or f"no {one.option}"
            here = f"the {one.option} {one.target_name!r} (ID {one.target})"
            text = f"it is on {here}, while the {one.side.label} has it on {there}"
        method, path = self.results.requests[one.change.index]
        error = ApiError(f"{one.change}: {text}", method=method, path=shown_path(path))
        self.results.errors[one.change.index] = error

    def _record_pending(self, plan: Plan, one: _Awaited, use: Use, wait_s: float) -> None:
        where = f"{one.named_by}: the {one.side.label} is still provisioning {one.name!r} ({use.status})"
        if not wait_s:
            plan.notices.append(f"{where}; calls arrive once that is done")
        elif one.change is not None:
            self.results.errors[one.change.index] = SinchError(f"{where} after {wait_s:g} seconds (wait_timeout)")
        else:
            raise SinchError(f"{where} after {wait_s:g} seconds (wait_timeout)")
