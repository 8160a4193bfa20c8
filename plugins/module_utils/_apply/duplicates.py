# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Duplicates: objects that two runs create at the same time, of which one is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from .._errors import SinchError
from .._plan.model import ApiObject, Change, Made
from .._resources.catalogue import RESOURCES
from .reader import collection_path, list_objects
from .scheduler import Workers
from .verification import Verification


def resolve_duplicates(verification: Verification, changes: Sequence[Change], workers: Workers) -> None:
    """Delete each created object that another run has created at the same time too: the one with the lowest ID stays.

    An object that differs from that one, or that another change depends on, is not deleted: its change fails.
    """
    depended_on = {index for change in changes for index in change.depends_on}
    groups = _created(verification, changes)
    resolved = [workers.start(lambda one: _resolve(verification, one, depended_on), group) for group in groups]
    for group, future in zip(groups, resolved):
        try:
            future.result()
        except SinchError as error:
            verification.results.errors.update((change.index, error) for change in group)


def _created(verification: Verification, changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes that have created objects that may have duplicates, grouped by kind and parent."""
    created: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        new_parent = isinstance(change.parent, Made)
        if change.action == "create" and change.status == "done" and not (RESOURCES[change.kind].unique or new_parent):
            created.setdefault((change.kind, verification.parent_id(change)), []).append(change)
    return [*created.values()]


def _resolve(verification: Verification, created: Sequence[Change], depended_on: set[int]) -> None:
    client, results = verification.client, verification.results
    resource, parent = RESOURCES[created[0].kind], verification.parent_id(created[0])
    by_name: dict[str, list[ApiObject]] = {}
    for sent in list_objects(client, resource, parent):
        by_name.setdefault(resource.name_of(sent), []).append(sent)
    for change in created:
        same = sorted(by_name.get(change.name, ()), key=resource.id_of)
        if len(same) < 2 or resource.id_of(same[0]) == change.id:
            continue
        own = results.answers[change.index] or {}
        if change.index in depended_on or resource.values_of(same[0]) != resource.values_of(own):
            ids = ", ".join(map(resource.id_of, same))
            text = f"another run made {resource.a_label} {change.name!r} at the same time (IDs {ids}); remove one"
            results.errors[change.index] = SinchError(text)
            continue
        client.delete((*collection_path(resource, parent), str(change.id)))
        results.answers[change.index] = same[0]
        change.id = resource.id_of(same[0])
