# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that bring objects to a state: options to wishes, wishes to a plan, the plan to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .apply.executor import apply_plan
from .apply.reader import read_state
from .errors import OptionError, PlanError
from .module import SinchModule, Task
from .plan.actions import Outcome, Plan
from .plan.planner import make_plan
from .plan.state import Wish
from .resources.catalogue import LINKS
from .resources.declaration import Resource

FORCE: Mapping[str, Any] = {"force": {"type": "bool", "default": False}}


def parsed(option: str, parse: Callable[[Any], Any], given: Any) -> Any:
    """Return the canonical form of what was given for an option; raise OptionError that says what would be right."""
    try:
        return parse(given)
    except ValueError as error:
        raise OptionError(option, str(error)) from None


def parsed_list(option: str, parse: Callable[[Any], Any], given: Any) -> list[Any]:
    """Return the canonical forms of a raw list; as for any list option, a string is split at commas."""
    entries = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else [given]
    return [parsed(option, parse, entry) for entry in entries]


def object_module(
    resource: Resource,
    more: Mapping[str, Any],
    refine: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _params: {},
) -> SinchModule:
    """Return the module that manages one object of a resource, known by its ID or its identity.

    ``more`` are options beyond the resource's own, and ``refine`` returns what they say of the wish.
    """
    links = [link.option for link in LINKS if link.owner == resource.kind]
    options: dict[str, Mapping[str, Any]] = {
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "id": {"type": "str"},
        **{one.name: one.value.option for one in resource.options},
        **{option: {"type": "list", "elements": "str"} for option in links},
        **more,
    }

    def work(task: Task) -> dict[str, Any]:
        params = task.params
        given = [one for one in resource.options if params[one.name] is not None]
        values = {one.name: parsed(one.name, one.value.parse, params[one.name]) for one in given}
        wish = Wish(
            kind=resource.kind,
            name=values.get(resource.identity),
            id=params["id"],
            values=values,
            links={option: tuple(params[option]) for option in links if params[option] is not None},
            absent=params["state"] == "absent",
            force=bool(params.get("force")),
            **refine(params),
        )
        plan = converge(task, [wish])
        outcome = plan.outcomes[0]
        return {resource.kind: outcome.show(), **changes(plan, *outcome.diff())}

    return SinchModule(options, work, {"required_one_of": [("id", resource.identity)]})


def lifted(params: Mapping[str, Any], options: Sequence[str]) -> frozenset[str]:
    """Return which of the options that lift a safety rule are set."""
    return frozenset(option for option in options if params[option])


def converge(task: Task, wishes: Sequence[Wish], swept: Sequence[str] = ()) -> Plan:
    """Read, plan and, unless in check mode, carry out; raise SinchError.

    This is all that check mode is: the same plan, not carried out. There, what does not exist may be made by an
    earlier task, so that a reference to it is a warning and no error.
    """
    snapshot = read_state(task.client, wishes)
    plan = make_plan(snapshot, wishes, swept)
    if plan.problems or (plan.missing and not task.check_mode):
        raise PlanError([*plan.problems, *plan.missing], plan.in_use_by)
    if task.check_mode:
        task.warnings.extend(f"{text}; unless an earlier task makes it, this task will fail" for text in plan.missing)
    else:
        apply_plan(task.client, plan, snapshot)
    return plan


def changes(plan: Plan, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
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
