# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Info modules, which list objects and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Callable

from ._apply.reader import list_objects
from ._errors import OptionError
from ._given_options import parsed, stated
from ._module_runner import SinchModule, Task
from ._plan.model import ApiObject, Snapshot
from ._resources import active_numbers
from ._resources.catalogue import ACTIVE_NUMBER, PHONE_NUMBER, PHONE_NUMBER_ASSIGNMENT, SIP_ENDPOINT, SIP_TRUNK
from ._resources.declaration import Resource


@dataclass(frozen=True)
class Filter:
    """An option that selects objects.

    ``parse`` returns the canonical form of its value, ``matches`` tells whether an object is selected. ``query``
    returns the parameters that make the API select beforehand, if it can.
    """

    option: Mapping[str, Any]
    parse: Callable[[Any], Any]
    matches: Callable[[Any, ApiObject], bool]
    query: Callable[[Any], Mapping[str, str]] = field(default=lambda _wanted: {})


def by_field(resource: Resource, name: str, description: str = "", **more: Any) -> Filter:
    """Return the filter for objects with exactly the given value in a field."""
    one = resource.field(name)
    text = f"List only the {resource.label}s with exactly this {name.replace('_', ' ')}."
    return Filter(
        {**one.value.option, "description": description or text},
        one.value.parse,
        lambda wanted, sent: bool(one.value.load(sent.get(one.api)) == wanted),
        **more,
    )


def by_id(resource: Resource) -> Filter:
    """Return the filter for the object with the given ID."""
    option = {"type": "str", "description": f"List only the {resource.label} with this ID."}
    return Filter(option, str, lambda wanted, sent: resource.id_of(sent) == wanted)


# Objects, each with the names that its result has beside its fields.
Fetched = Iterable[tuple[ApiObject, Mapping[str, Any]]]


def info_module(
    key: str,
    resource: Resource,
    filters: Mapping[str, Filter],
    more: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    fetch: Callable[[Task, Mapping[str, str]], Fetched] | None = None,
) -> SinchModule:
    """Return the module that lists the objects of a resource that pass every given filter, under ``key``.

    ``fetch`` reads the objects if more than one list is needed. ``more`` are the options that it uses.
    """

    def work(task: Task) -> dict[str, Any]:
        chosen = {name: one for name, one in filters.items() if stated(task.params[name]) is not None}
        wanted = {name: parsed(name, one.parse, task.params[name]) for name, one in chosen.items()}
        query: dict[str, str] = {}
        for name, one in chosen.items():
            query.update(one.query(wanted[name]))
        fetched: Fetched
        if fetch is not None:
            fetched = fetch(task, query)
        else:
            fetched = ((sent, {}) for sent in list_objects(task.client, resource, query=query))
        objects = [
            {**resource.show(sent), **names}
            for sent, names in fetched
            if all(one.matches(wanted[name], sent) for name, one in chosen.items())
        ]
        return {"changed": False, key: objects}

    return SinchModule({**{name: one.option for name, one in filters.items()}, **more}, work)


def endpoints_by_trunk(task: Task, query: Mapping[str, str]) -> Fetched:
    """Yield the endpoints of the trunk that the task names, or of all trunks."""
    for trunk in chosen_trunks(task, list_objects(task.client, SIP_TRUNK)):
        for sent in list_objects(task.client, SIP_ENDPOINT, SIP_TRUNK.id_of(trunk), query):
            yield sent, {"trunk": SIP_TRUNK.name_of(trunk)}


def numbers_of_trunk(task: Task, query: Mapping[str, str]) -> Fetched:
    """Yield the numbers of the trunk that the task names, or all numbers, each with the name of its trunk."""
    trunks = list_objects(task.client, SIP_TRUNK)
    if stated(task.params["trunk"]) is not None:
        query = {**query, "sipTrunkId": SIP_TRUNK.id_of(chosen_trunks(task, trunks)[0])}
    names = {SIP_TRUNK.id_of(trunk): SIP_TRUNK.name_of(trunk) for trunk in trunks}
    for sent in list_objects(task.client, PHONE_NUMBER, query=query):
        target = PHONE_NUMBER.values_of(sent)[PHONE_NUMBER_ASSIGNMENT.field]
        yield sent, {"trunk": names.get(target, target) or None}


def active_numbers_with_trunks(task: Task, query: Mapping[str, str]) -> Fetched:
    """Yield the numbers that the project rents, each with the name of its trunk, as far as the task asks for them."""
    trunks = list_objects(task.client, SIP_TRUNK)
    names = {SIP_TRUNK.id_of(trunk): SIP_TRUNK.name_of(trunk) for trunk in trunks}
    chosen = {SIP_TRUNK.id_of(trunk) for trunk in chosen_trunks(task, trunks)}
    only, assigned = stated(task.params["trunk"]) is not None, task.params["assigned"]
    for sent in list_objects(task.client, ACTIVE_NUMBER, query=query):
        target = active_numbers.use_of(sent).target
        if (target in chosen or not only) and assigned in (None, bool(target)):
            yield sent, {"trunk": names.get(target, target) or None}


def chosen_trunks(task: Task, trunks: list[ApiObject]) -> list[ApiObject]:
    """Return the trunk that the option ``trunk`` names, or all trunks if it is not set. Raise OptionError."""
    token = stated(task.params["trunk"])
    if token is None:
        return trunks
    hits = Snapshot({(SIP_TRUNK.kind, ""): trunks}).lookup(SIP_TRUNK.kind, token)
    if len(hits) == 1:
        return hits
    if not hits:
        raise OptionError("trunk", f"the project has no SIP trunk with the name or ID {token!r}")
    ids = ", ".join(sorted(SIP_TRUNK.id_of(one) for one in hits))
    raise OptionError("trunk", f"{len(hits)} SIP trunks are named {token!r} (IDs {ids}); give the ID of the one meant")
