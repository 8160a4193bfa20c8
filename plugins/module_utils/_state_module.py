# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that bring objects to a state: options to all_desired, all_desired to a plan, the plan to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ._apply.executor import apply_plan
from ._apply.reader import read_state
from ._apply.workers import Workers
from ._errors import OptionError, PlanError
from ._module import SinchModule, Task
from ._object_options import ObjectOptions
from ._option_values import stated
from ._plan.model import Desired, Outcome, Plan, Snapshot
from ._plan.planner import make_plan
from ._plan.purge import Purge


def object_module(described: ObjectOptions, parent: str = "") -> SinchModule:
    """Return the module that manages one object; ``parent`` is the option that names what it belongs to."""
    options: dict[str, Mapping[str, Any]] = {parent: {"type": "str", "required": True}} if parent else {}

    def work(task: Task) -> dict[str, Any]:
        more = {}
        if parent:
            more["parent"] = stated(task.params[parent])
            if more["parent"] is None:
                raise OptionError(parent, "is not set; give a name or an ID")
        desired, problems = described.desired(task.params, **more)
        plan = converge(task, [desired], problems=problems)
        outcome = plan.outcomes[0]
        return {described.resource.kind: outcome.show(), **changes(plan, *outcome.diff())}

    return SinchModule({**described.spec, **options}, work, described.rules)


def converge(
    task: Task, all_desired: Sequence[Desired], purges: Sequence[Purge] = (), problems: Sequence[str] = ()
) -> Plan:
    """Read, plan and, unless in check mode, carry out; raise SinchError, ``problems`` among it."""
    workers = Workers()
    snapshot, plan = prepare(task, all_desired, purges, workers, problems)
    if not task.check_mode:
        apply_plan(task.client, plan, snapshot, workers)
    return plan


def prepare(
    task: Task, all_desired: Sequence[Desired], purges: Sequence[Purge], workers: Workers, problems: Sequence[str] = ()
) -> tuple[Snapshot, Plan]:
    """Return what there is, and a plan that can be carried out; raise PlanError, ``problems`` among it.

    Check mode is the same plan, not carried out. There, what does not exist may be made by an earlier task, so that a
    reference to it is a warning and no error.
    """
    snapshot = read_state(task.client, all_desired, purges, workers)
    plan = make_plan(snapshot, all_desired, purges)
    found = [*problems, *plan.problems]
    if found or (plan.missing and not task.check_mode):
        raise PlanError([*found, *plan.missing], plan.in_use_by)
    task.warnings.extend(plan.notices)
    if task.check_mode:
        task.warnings.extend(f"{text}; unless an earlier task makes it, this task will fail" for text in plan.missing)
        task.warnings.extend(plan.unverifiable)
    return snapshot, plan


def changes(plan: Plan, before: Any, after: Any) -> dict[str, Any]:
    """Return the keys that every state module has in common."""
    return {"changed": plan.changed, "diff": {"before": before, "after": after}}


def diff_by_name(outcomes: Sequence[Outcome]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a diff shows of several objects: those that change, by name."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for outcome in outcomes:
        old, new = outcome.diff()
        if old != new:
            name = outcome.resource.name_of(outcome.after or outcome.before or {})
            before[name], after[name] = old, new
    return before, after
