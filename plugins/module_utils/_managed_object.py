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
from ._given_options import overrides_of, stated
from ._module_runner import SinchModule, Task
from ._plan.model import Desired, Outcome, Plan
from ._plan.planner import make_plan
from ._plan.purge import Purge
from ._resources.catalogue import (
    ACL,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    PHONE_NUMBER_ASSIGNMENT,
    RESOURCES,
    SIP_TRUNK,
)
from ._resources.declaration import Field, Resource

# The argument spec of an option, and its description, a paragraph per line, for the documentation.
Option = Mapping[str, Any]


def flag_option(description: str, default: bool = False) -> Option:
    """Return a boolean option."""
    return {"type": "bool", "default": default, "description": description}


_KEEP_IF_USED = flag_option(
    "With O(state=absent), keep the object while something that stays uses it, instead of failing."
)


def _links_option(label: str) -> Option:
    return {
        "type": "list",
        "elements": "str",
        "description": f"Names or IDs of the {label}s to link. All others are unlinked. An empty list unlinks all.\n"
        "If left out, links are neither read nor changed.\n"
        "A change takes about 60 seconds to reach the SIP edge.",
    }


def _nothing(_given: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class ObjectOptions:
    """The options of one kind of object: the fields of its resource, its links, and ``more``.

    ``refine`` returns the attributes of Desired that follow from ``more``.
    """

    resource: Resource
    more: Mapping[str, Option] = field(default_factory=dict)
    refine: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _nothing

    @property
    def spec(self) -> dict[str, Option]:
        """The argument spec of the options, with descriptions."""
        label = self.resource.label
        return {
            "state": {
                "type": "str",
                "choices": ["present", "absent"],
                "default": "present",
                "description": f"V(present) ensures that the {label} exists as described.\n"
                f"V(absent) ensures that there is no such {label}.",
            },
            "id": {
                "type": "str",
                "description": f"ID of the {label}, instead of its name. "
                "With O(state=present), an ID that does not exist is an error.",
            },
            **{one.name: self._option_of(one) for one in self.resource.options},
            **{option: _links_option(RESOURCES[link.target].label) for option, link in self.resource.links.items()},
            **self.more,
        }

    def _option_of(self, one: Field) -> Option:
        """Return the option that sets a field."""
        resource = self.resource
        if one.name == resource.identity:
            several = f"{resource.label}s{f' of the {resource.parent.option}' if resource.parent else ''}"
            texts = [f"Name of the {resource.label}. If several {several} have it, the task fails and lists their IDs."]
        else:
            texts = [one.description]
            if one.required:
                texts.append(f"Required to create {resource.a_label}.")
            elif one.default is not None:
                default = str(one.default).lower() if isinstance(one.default, bool) else one.default
                texts.append(f"Defaults to V({default}) for a new {resource.label}.")
        option = {**one.value.option, "description": "\n".join(texts)}
        if "options" in option:
            parts = {part.name: part.description for part in one.parts}
            option["options"] = {key: {**inner, "description": parts[key]} for key, inner in option["options"].items()}
        return option

    @property
    def rules(self) -> dict[str, Any]:
        """The rules between the options."""
        return {"required_one_of": [("id", self.resource.identity)]}

    def desired(self, params: Mapping[str, Any], where: str = "", **more: Any) -> tuple[Desired, list[str]]:
        """Return the Desired that options describe, and their problems, which make it a broken one.

        ``where`` names the entry of a list that the options are in.
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
                values[option] = resource.field(option).value.parse(value)
            except ValueError as error:
                problems.append(f"{where}{option}: {error}")
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
    {
        "purge_ip_ranges": flag_option(
            "Whether to remove ranges that are not listed. With V(false), ranges are only added.", default=True
        ),
        "allow_wide": flag_option(
            "Allow adding a range shorter than C(/16). Such a range is refused otherwise, because one "
            "compromised address in it is enough for toll fraud.\n"
            "A wide range that the ACL already has is never refused."
        ),
        "force": flag_option(
            "With O(state=absent), also unlink the ACL from the trunks that use it. Without it, an ACL "
            "in use is not deleted, and the error names the trunks."
        ),
        "keep_if_used": _KEEP_IF_USED,
    },
    lambda params: {"additive": not params["purge_ip_ranges"], "overrides": overrides_of(params)},
)
CREDENTIAL_LIST_OPTIONS = ObjectOptions(
    CREDENTIAL_LIST,
    {
        "purge_credentials": flag_option(
            "Whether to remove users that are not listed. With V(false), users are only added.", default=True
        ),
        "update_password": {
            "type": "str",
            "choices": ["on_create", "always"],
            "default": "on_create",
            "no_log": False,
            "description": "V(on_create) sets the passwords of new users only.\n"
            "V(always) sets every password that is given. The task then reports a change every time.",
        },
        "force": flag_option(
            "With O(state=absent), also unlink the credential list from the trunks that use it, and "
            "delete the SIP endpoints of any trunk that register with one of its users. Without it, a credential list "
            "in use is not deleted, and the error names what uses it.\n"
            "With O(state=present), also remove a user that a SIP endpoint registers as, with a warning. Without it, "
            "this is refused, and the error names the endpoint."
        ),
        "keep_if_used": _KEEP_IF_USED,
    },
    lambda params: {
        "additive": not params["purge_credentials"],
        "reset_secrets": params["update_password"] == "always",
    },
)
SIP_TRUNK_OPTIONS = ObjectOptions(
    SIP_TRUNK,
    {
        "force": flag_option(
            "With O(state=absent), also unassign the phone numbers of the trunk, delete its SIP "
            "endpoints, and unlink its ACLs and credential lists. Without it, a trunk in use is not deleted, and the "
            "error names what uses it.\n"
            "With O(state=present), also unlink a credential list whose users the SIP endpoints of the trunk register "
            "as, with a warning. Without it, this is refused, and the error names the endpoints.\n"
            "In M(sinch.sip.sinch_sip_config), also take over the host name of a trunk that is purged first."
        ),
    },
)
_WITH_MORE = {one.resource.kind: one for one in (ACL_OPTIONS, CREDENTIAL_LIST_OPTIONS, SIP_TRUNK_OPTIONS)}
# The options of each kind of object that users create and delete, in the order in which objects are made.
OBJECT_OPTIONS: Mapping[str, ObjectOptions] = {
    kind: _WITH_MORE.get(kind, ObjectOptions(resource)) for kind, resource in RESOURCES.items() if not resource.absent
}

# A list of numbers, and the trunk to assign them to.
NUMBER_OPTIONS: Mapping[str, Option] = {
    "phone_numbers": {
        "type": "raw",
        "description": "Phone numbers in E.164 format to assign to the trunk. Quote them.\n"
        "If left out, the numbers of the trunk are left as they are.",
    },
    "move": flag_option(
        "Take phone numbers from other trunks. Without it, a number of another trunk is refused, and "
        "the error names that trunk."
    ),
}


def desired_numbers(
    params: Mapping[str, Any], numbers: list[str], trunk: str | None, absent: bool = False, where: str = ""
) -> list[Desired]:
    """Return a Desired per phone number, to be assigned to a trunk or to none."""
    values = {} if trunk is None else {PHONE_NUMBER_ASSIGNMENT.field: trunk}
    overrides = overrides_of(params)
    return [
        Desired(PHONE_NUMBER.kind, name=number, values=values, absent=absent, overrides=overrides, where=where)
        for number in dict.fromkeys(numbers)
    ]


def object_module(resource: Resource) -> SinchModule:
    """Return the module that manages one object, with a required option that names its parent, if it has one."""
    described = OBJECT_OPTIONS[resource.kind]
    parent = resource.parent.option if resource.parent else ""
    options: dict[str, Option] = {}
    if parent:
        text = (
            f"Name or ID of the {parent} that the {resource.label} belongs to.\n"
            f"In check mode, a {parent} that does not exist is a warning, because an earlier task may create it."
        )
        options[parent] = {"type": "str", "required": True, "description": text}

    def work(task: Task) -> dict[str, Any]:
        more = {"parent": stated(task.params[parent])} if parent else {}
        if None in more.values():
            raise OptionError(parent, "is not set; give a name or an ID")
        desired, problems = described.desired(task.params, **more)
        plan = converge(task, [desired], problems=problems)
        outcome = plan.outcomes[0]
        return {resource.kind: outcome.show(), **changes(plan, *outcome.diff())}

    return SinchModule({**options, **described.spec}, work, described.rules)


def converge(
    task: Task,
    all_desired: Sequence[Desired],
    purges: Sequence[Purge] = (),
    problems: Sequence[str] = (),
    workers: Workers | None = None,
    report: Callable[[Plan], Mapping[str, Any]] = _nothing,
    wait_s: float = 0,
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
    if task.check_mode:
        task.warnings.extend(plan.notices)
        task.warnings.extend(f"{text}; unless an earlier task makes it, this task will fail" for text in plan.missing)
        task.warnings.extend(plan.unverifiable)
        return plan
    try:
        apply_plan(task.client, plan, snapshot, workers, wait_s)
    except SinchError as error:
        error.more.update(report(plan))
        raise
    finally:
        task.warnings.extend(plan.notices)
    return plan


def changes(plan: Plan, before: Any, after: Any) -> dict[str, Any]:
    """Return the keys that the results of all state modules have in common."""
    return {"changed": plan.changed, "diff": {"before": before, "after": after}}


def diff_by_name(outcomes: Sequence[Outcome]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides of a diff of several objects: the objects that change, by name."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for outcome in outcomes:
        old, new = outcome.diff()
        if old != new:
            before[outcome.title], after[outcome.title] = old, new
    return before, after
