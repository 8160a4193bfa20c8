# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as results and diffs show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._resources.catalogue import RESOURCES
from .model import Change, Outcome, Plan


def plan_entries(plan: Plan) -> list[dict[str, Any]]:
    """Return the changes of a plan as data, in the order in which they were planned."""
    return [_entry(change) for change in plan.changes]


def _entry(change: Change) -> dict[str, Any]:
    parent = RESOURCES[change.kind].parent
    return {
        "action": change.action,
        "kind": change.kind,
        "name": change.name,
        "id": change.id if isinstance(change.id, str) else None,
        "before": dict(change.before),
        "after": dict(change.after),
        "status": change.status,
        **({} if parent is None or change.parent_name is None else {parent.option: change.parent_name}),
    }


def plan_summary(plan: Plan, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the number of entries by action and by status, and of objects that stay as they are."""
    return {
        "actions": len(entries),
        "by_action": dict(sorted(Counter(entry["action"] for entry in entries).items())),
        "by_status": dict(sorted(Counter(entry["status"] for entry in entries).items())),
        "unchanged": sum(_is_unchanged(outcome) for outcome in plan.outcomes if not outcome.desired.absent),
    }


def _is_unchanged(outcome: Outcome) -> bool:
    if outcome.change is None and outcome.before is outcome.after and outcome.names_before == outcome.names_after:
        return not outcome.notes
    before, after = outcome.diff()
    return before == after


def diff_texts(outcomes: Sequence[Outcome]) -> tuple[str, str]:
    """Return the changing objects before and after as text; of an object that stays, only the changing fields."""
    texts: list[list[str]] = [[], []]
    kinds = list(RESOURCES)
    changing = [outcome for outcome in outcomes if not _is_unchanged(outcome)]
    for outcome in sorted(changing, key=lambda one: (kinds.index(one.resource.kind), _title(one))):
        before, after = outcome.diff()
        if before and after:
            changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
            before, after = ({key: side[key] for key in changed if key in side} for side in (before, after))
        for text, side in zip(texts, (before, after)):
            if side:
                text.append(f"{outcome.resource.label} {_title(outcome)}:")
                text.extend(f"  {line}" for line in _lines(side))
    before_text, after_text = ("".join(f"{line}\n" for line in text) for text in texts)
    return before_text, after_text


def _title(outcome: Outcome) -> str:
    relation = outcome.resource.parent
    names = {**outcome.names_before, **outcome.names_after}
    parent = None if relation is None else names.get(relation.option)
    return f"{outcome.title} of {parent}" if parent else outcome.title


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield values in the manner of YAML, fields that are not set left out."""
    for key, value in values.items():
        if isinstance(value, list):
            yield f"{key}:" if value else f"{key}: []"
            for item in value:
                yield f"  - {', '.join(str(one) for one in item.values() if one) if isinstance(item, dict) else item}"
        elif value is not None:
            yield f"{key}: {str(value).lower() if isinstance(value, bool) else value}"
