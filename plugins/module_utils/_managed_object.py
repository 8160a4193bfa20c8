# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The declaration of a managed object: its options, how they become a Desired, and the module that converges it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

from ._apply.executor import apply_plan
from ._apply.reader import read_state
from ._apply.scheduler import Workers
from ._errors import OptionError, PlanError, SinchError
from ._given_options import overrides_of, parsed, stated
from ._module_runner import SinchModule, Task
from ._plan.model import Desired, Outcome, Plan
from ._plan.planner import make_plan
from ._plan.purge import Purge
from ._resources.catalogue import (
    ACL,
    CALL_BLOCKING_RULE,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    PHONE_NUMBER_ASSIGNMENT,
    SIP_ENDPOINT,
    SIP_TRUNK,
)
from ._resources.declaration import Resource

Option = Mapping[str, Any]

_YES: Option = {"type": "bool", "default": True}
_NO: Option = {"type": "bool", "default": False}
_STATE: Option = {"type": "str", "choices": ["present", "absent"], "default": "present"}


def _nothing(_given: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class ObjectOptions:
    """The options of an object: those of its resource, and ``more``; ``refine`` reads those."""

    resource: Resource
    more: Mapping[str, Option] = field(default_factory=dict)
    refine: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _nothing

    @property
    def spec(self) -> dict[str, Option]:
        """The options as Ansible's argument specs have them."""
        return {
            "state": _STATE,
            "id": {"type": "str"},
            **{one.name: one.value.option for one in self.resource.options},
            **{option: {"type": "list", "elements": "str"} for option in self.resource.links},
            **self.more,
        }

    @property
    def rules(self) -> dict[str, Any]:
        """The rules between the options."""
        return {"required_one_of": [("id", self.resource.identity)]}

    def desired(self, params: Mapping[str, Any], where: str = "", **more: Any) -> tuple[Desired, list[str]]:
        """Return the desired that options say, and what is wrong with them, which makes it a broken one.

        ``where`` says in which entry of a list the options stand.
        """
        resource = self.resource
        given = {one.name: params[one.name] for one in resource.options if params[one.name] is not None}
        own, name = stated(params["id"]), stated(given.get(resource.identity))
        problems = []
        if name is None:
            given.pop(resource.identity, None)
            if own is None:
                problems.append(f"{where}{resource.identity}: is not set; give it, or the id")
        if params.get("force") and params.get("keep_if_used"):
            problems.append(f"{where}keep_if_used: true contradicts force: true; give one of them")
        values: dict[str, Any] = {}
        for option, value in given.items():
            try:
                values[option] = parsed(where + option, resource.field(option).value.parse, value)
            except OptionError as error:
                problems.append(str(error))
        desired = Desired(
            kind=resource.kind,
            name=values.get(resource.identity),
            id=own,
            values=values,
            links={option: tuple(params[option]) for option in self.resource.links if params[option] is not None},
            absent=params["state"] == "absent",
            force=bool(params.get("force")),
            keep_if_used=bool(params.get("keep_if_used")),
            where=where,
            broken=bool(problems),
            **self.refine(params),
            **more,
        )
        return desired, problems


ACL_OPTIONS = ObjectOptions(
    ACL,
    {"purge_ip_ranges": _YES, "allow_wide": _NO, "force": _NO, "keep_if_used": _NO},
    lambda params: {"additive": not params["purge_ip_ranges"], "overrides": overrides_of(params)},
)
CREDENTIAL_LIST_OPTIONS = ObjectOptions(
    CREDENTIAL_LIST,
    {
        "purge_credentials": _YES,
        "update_password": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "force": _NO,
        "keep_if_used": _NO,
    },
    lambda params: {
        "additive": not params["purge_credentials"],
        "reset_secrets": params["update_password"] == "always",
    },
)
SIP_TRUNK_OPTIONS = ObjectOptions(SIP_TRUNK, {"force": _NO})
SIP_ENDPOINT_OPTIONS = ObjectOptions(SIP_ENDPOINT)
CALL_BLOCKING_RULE_OPTIONS = ObjectOptions(CALL_BLOCKING_RULE)

# A list of numbers, and a trunk to assign them to.
NUMBER_OPTIONS: Mapping[str, Option] = {"phone_numbers": {"type": "raw"}, "move": _NO}


def desired_numbers(
    params: Mapping[str, Any], numbers: list[str], trunk: str | None, absent: bool = False, where: str = ""
) -> list[Desired]:
    """Return the all_desired that numbers be on a trunk, or on none."""
    values = {} if trunk is None else {PHONE_NUMBER_ASSIGNMENT.field: trunk}
    overrides = overrides_of(params)
    return [
        Desired(PHONE_NUMBER.kind, name=number, values=values, absent=absent, overrides=overrides, where=where)
        for number in dict.fromkeys(numbers)
    ]


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
    task: Task,
    all_desired: Sequence[Desired],
    purges: Sequence[Purge] = (),
    problems: Sequence[str] = (),
    workers: Workers | None = None,
    report: Callable[[Plan], Mapping[str, Any]] = _nothing,
) -> Plan:
    """Return the plan that leads to the desired states, carried out unless in check mode.

    Check mode is the same plan, not carried out. There, an object that does not exist may be created by an earlier
    task, so that a reference to it is a warning and no error. Raise PlanError, with ``problems`` first, for a plan that
    cannot be carried out, and SinchError for a change that fails, with what ``report`` returns of the plan.
    """
    workers = workers or Workers()
    snapshot = read_state(task.client, all_desired, purges, workers)
    plan = make_plan(snapshot, all_desired, purges)
    found = [*problems, *plan.problems]
    if found or (plan.missing and not task.check_mode):
        raise PlanError([*found, *plan.missing], plan.in_use_by)
    task.warnings.extend(plan.notices)
    if task.check_mode:
        task.warnings.extend(f"{text}; unless an earlier task makes it, this task will fail" for text in plan.missing)
        task.warnings.extend(plan.unverifiable)
        return plan
    try:
        apply_plan(task.client, plan, snapshot, workers)
    except SinchError as error:
        error.more.update(report(plan))
        raise
    return plan


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
            before[outcome.title], after[outcome.title] = old, new
    return before, after
