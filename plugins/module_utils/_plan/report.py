# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as data and as text, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._resources.catalogue import RESOURCES
from .model import Change, Outcome, Plan


def plan_entries(plan: Plan) -> list[dict[str, Any]]:
    """Return every action of a plan, in the order in which they were planned."""
    return [_entry(action) for action in plan.actions]


def _entry(action: Change) -> dict[str, Any]:
    return {
        "action": action.verb,
        "kind": action.kind,
        "name": action.name,
        "id": action.id if isinstance(action.id, str) else None,
        "before": dict(action.before),
        "after": dict(action.after),
        "status": action.status,
        **({} if action.trunk is None else {"trunk": action.trunk}),
    }


def plan_summary(plan: Plan) -> dict[str, Any]:
    """Return how many actions there are of each sort, and what became of them."""
    return {
        "actions": len(plan.actions),
        "by_action": dict(sorted(Counter(action.verb for action in plan.actions).items())),
        "by_status": dict(sorted(Counter(action.status for action in plan.actions).items())),
        "unchanged": sum(_is_unchanged(outcome) for outcome in plan.outcomes if not outcome.desired.absent),
    }


def _is_unchanged(outcome: Outcome) -> bool:
    if outcome.action is None and outcome.before is outcome.after and outcome.names_before == outcome.names_after:
        return not outcome.notes
    before, after = outcome.diff()
    return before == after


def diff_texts(outcomes: Sequence[Outcome]) -> tuple[str, str]:
    """Return the project before and after as text: the objects that change, and of those that stay what changes."""
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
    sent = outcome.before or outcome.after
    name = str(outcome.desired.name) if sent is None else outcome.resource.name_of(sent)
    trunk = outcome.names_after.get("trunk") or outcome.names_before.get("trunk")
    return f"{name} of {trunk}" if outcome.resource.parent and trunk else name


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield values in the manner of YAML, fields that are not set left out."""
    for key, value in values.items():
        if isinstance(value, list):
            yield f"{key}:" if value else f"{key}: []"
            for item in value:
                yield f"  - {', '.join(str(one) for one in item.values() if one) if isinstance(item, dict) else item}"
        elif value is not None:
            yield f"{key}: {str(value).lower() if isinstance(value, bool) else value}"
