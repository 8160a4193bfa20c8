# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that describe one object, wherever an object is described, and the desired that they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ._errors import OptionError
from ._option_values import overrides_of, parsed, stated
from ._plan.model import Desired
from ._resources.catalogue import (
    ACL,
    CALL_BLOCKING_RULE,
    CREDENTIAL_LIST,
    LINKS,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
)
from ._resources.declaration import Resource

Option = Mapping[str, Any]

_YES: Option = {"type": "bool", "default": True}
_NO: Option = {"type": "bool", "default": False}
_STATE: Option = {"type": "str", "choices": ["present", "absent"], "default": "present"}


def _nothing(_params: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class ObjectOptions:
    """The options of an object: those of its resource, and ``more``; ``refine`` reads those."""

    resource: Resource
    more: Mapping[str, Option] = field(default_factory=dict)
    refine: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _nothing

    @property
    def links(self) -> list[str]:
        """The options that name what is linked."""
        return [link.option for link in LINKS if link.owner == self.resource.kind]

    @property
    def spec(self) -> dict[str, Option]:
        """The options as Ansible's argument specs have them."""
        return {
            "state": _STATE,
            "id": {"type": "str"},
            **{one.name: one.value.option for one in self.resource.options},
            **{option: {"type": "list", "elements": "str"} for option in self.links},
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
            links={option: tuple(params[option]) for option in self.links if params[option] is not None},
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
    values = {} if trunk is None else {PHONE_NUMBER.assigns: trunk}
    overrides = overrides_of(params)
    return [
        Desired(PHONE_NUMBER.kind, name=number, values=values, absent=absent, overrides=overrides, where=where)
        for number in dict.fromkeys(numbers)
    ]
