# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole project as data: convert the data to Desired objects, and the current state to data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._apply.reader import read_lists
from ._apply.scheduler import Workers
from ._emergency_config import EMERGENCY_OPTION
from ._errors import OptionError, SinchError, problems_of
from ._given_options import overrides_of, parsed_list, stated
from ._managed_object import NUMBER_OPTIONS, OBJECT_OPTIONS, ObjectOptions, Option, desired_numbers, flag_option
from ._plan.model import Desired, Read, Snapshot
from ._plan.purge import Purge
from ._resources.catalogue import (
    ACL,
    COUNTRY_PERMISSION,
    PHONE_NUMBER,
    PHONE_NUMBER_ASSIGNMENT,
    RESOURCES,
    SIP_ENDPOINT,
    SIP_TRUNK,
)
from ._resources.declaration import Field, Resource
from ._transport.client import Client

# The resources by the options that hold their objects.
_BY_OPTION: Mapping[str, Resource] = {f"{kind.removeprefix('sip_')}s": one for kind, one in RESOURCES.items()}
# Those that can be purged.
KINDS: Mapping[str, Resource] = {
    option: resource for option, resource in _BY_OPTION.items() if resource is not COUNTRY_PERMISSION
}
# Those whose objects are entries of a list, each with the options of an entry.
LISTED: Mapping[str, ObjectOptions] = {
    option: OBJECT_OPTIONS[resource.kind]
    for option, resource in KINDS.items()
    if resource.kind in OBJECT_OPTIONS and resource.parent is None
}


def _entries(spec: Mapping[str, Option], description: str) -> Option:
    return {"type": "list", "elements": "dict", "options": dict(spec), "description": description}


_TRUNK_OPTIONS: Mapping[str, Option] = {
    **OBJECT_OPTIONS[SIP_TRUNK.kind].spec,
    "endpoints": _entries(
        OBJECT_OPTIONS[SIP_ENDPOINT.kind].spec,
        "SIP endpoints of the trunk. If left out, the endpoints are left as they are.",
    ),
    **NUMBER_OPTIONS,
    "emergency_address": EMERGENCY_OPTION,
}
_COUNTRY_OPTIONS: Mapping[str, Option] = {
    "enabled": {
        "type": "raw",
        "required": True,
        "description": 'ISO 3166-1 alpha-2 codes of the countries that can be dialled, or V("*"). Quote the codes.',
    },
    "exclusive": flag_option("Forbid every country that is not in O(enabled)."),
    "allow_wide": flag_option('Allow enabling V("*"), which opens every destination, premium-rate numbers included.'),
}


def _config_option(option: str, resource: Resource) -> Option:
    if resource is COUNTRY_PERMISSION:
        return {"type": "dict", "options": _COUNTRY_OPTIONS, "description": "Countries that can be dialled."}
    if resource is SIP_TRUNK:
        return _entries(_TRUNK_OPTIONS, "SIP trunks of the project, each with its endpoints and phone numbers.")
    return _entries(LISTED[option].spec, f"{resource.heading} of the project.")


CONFIG_OPTIONS: Mapping[str, Option] = {
    option: _config_option(option, resource)
    for option, resource in _BY_OPTION.items()
    if resource is COUNTRY_PERMISSION or option in LISTED
}
PURGE_OPTIONS: Mapping[str, Option] = {
    "purge": {
        "type": "list",
        "elements": "str",
        "choices": [*KINDS],
        "default": [],
        "description": "Kinds of objects whose unlisted objects are removed, together with their dependents. They are "
        "removed last, and only if every other change has succeeded.\n"
        "Objects that the data refers to are never removed. V(endpoints) and V(phone_numbers) concern only trunks that "
        "list theirs.",
    },
    "purge_all": flag_option(
        "Allow O(purge) to remove every object of a kind, or more than five objects and 30 % of a kind. Allow "
        "O(country_permissions.exclusive) to disable every country. Without it, this is refused, because a list that "
        "was cut short by mistake is more likely."
    ),
}

MOST_CONNECTIONS = 64
CONNECTIONS: Mapping[str, Any] = {"max_connections": {"type": "int", "default": 8}}


def workers_for(params: Mapping[str, Any]) -> Workers:
    """Return as many workers as the options allow connections. Raise OptionError."""
    threads = params["max_connections"]
    if not 1 <= threads <= MOST_CONNECTIONS:
        raise OptionError("max_connections", f"{threads} is out of range; give from 1 to {MOST_CONNECTIONS}")
    return Workers(threads)


def desired_in_config(params: Mapping[str, Any]) -> tuple[list[Desired], list[str]]:
    """Return the Desired objects that the data describes, and the problems of the entries that describe none."""
    all_desired: list[Desired] = []
    problems: list[str] = []
    for option, described in LISTED.items():
        for number, entry in enumerate(params[option] or (), 1):
            where = _where("", option, number, entry)
            _add(all_desired, problems, described, entry, where)
            if option == "trunks" and entry["state"] == "present" and _token(entry):
                _add_parts(all_desired, problems, entry, where)
    try:
        all_desired.extend(_desired_countries(params["country_permissions"]))
    except SinchError as error:
        problems.extend(problems_of(error))
    return all_desired, problems


def _where(outer: str, option: str, number: int, entry: Mapping[str, Any]) -> str:
    name = stated(entry.get("name")) or stated(entry.get("id"))
    return f"{outer}{option} {name!r}: " if name else f"{outer}{option}[{number}]: "


def _add(
    all_desired: list[Desired],
    problems: list[str],
    described: ObjectOptions,
    entry: Mapping[str, Any],
    where: str,
    **more: Any,
) -> None:
    """Add the Desired of an entry, and its problems. Other entries may refer to it even if it has problems."""
    desired, found = described.desired(entry, where, **more)
    all_desired.append(desired)
    problems.extend(found)


def _add_parts(all_desired: list[Desired], problems: list[str], entry: Mapping[str, Any], where: str) -> None:
    """Add the Desired objects for the endpoints and numbers of a trunk."""
    trunk = _token(entry)
    for number, endpoint in enumerate(entry["endpoints"] or (), 1):
        inner = _where(where, "endpoints", number, endpoint)
        _add(all_desired, problems, OBJECT_OPTIONS[SIP_ENDPOINT.kind], endpoint, inner, parent=trunk, lenient=True)
    if entry["phone_numbers"] is not None:
        parse = PHONE_NUMBER.field("phone_number").value.parse
        try:
            numbers = parsed_list(f"{where}phone_numbers", parse, entry["phone_numbers"])
        except SinchError as error:
            problems.extend(problems_of(error))
        else:
            all_desired.extend(desired_numbers(entry, numbers, trunk, where=where))


def _desired_countries(given: Mapping[str, Any] | None) -> list[Desired]:
    if given is None:
        return []
    where = "country_permissions: "
    codes = parsed_list(f"{where}enabled", COUNTRY_PERMISSION.field("iso_code").value.parse, given["enabled"])
    overrides = overrides_of(given)
    return [
        Desired(
            COUNTRY_PERMISSION.kind,
            name=code,
            values={"enabled": True},
            overrides=overrides,
            where=where,
            option="enabled",
        )
        for code in dict.fromkeys(codes)
    ]


def _token(entry: Mapping[str, Any]) -> str:
    """Return the ID of an entry, else its name, else ""."""
    return str(stated(entry["id"]) or stated(entry["name"]) or "")


def purges_in_config(params: Mapping[str, Any]) -> list[Purge]:
    """Return the purges that the data asks for. Endpoints and numbers are purged of the trunks that list theirs."""
    purges: list[Purge] = []
    for option in dict.fromkeys(params["purge"]):
        trunks = None
        if option in ("endpoints", "phone_numbers"):
            entries = [one for one in params["trunks"] or () if one["state"] == "present" and one[option] is not None]
            trunks = frozenset(_token(entry) for entry in entries)
        purges.append(Purge(KINDS[option].kind, option, trunks, params["purge_all"]))
    if params["country_permissions"] and params["country_permissions"]["exclusive"]:
        purge_all = params["purge_all"]
        purges.append(Purge(COUNTRY_PERMISSION.kind, "country_permissions", purge_all=purge_all, exclusive=True))
    return purges


def read_whole(client: Client, workers: Workers) -> Snapshot:
    """Return the current state of a project, as far as options can describe it. Raise ApiError."""
    snapshot = Snapshot()
    kinds = [one.kind for one in RESOURCES.values() if one.parent is None]
    read_lists(client, snapshot, [Read("objects", kind) for kind in kinds], workers)
    trunks = [SIP_TRUNK.id_of(sent) for sent in snapshot.of(SIP_TRUNK.kind)]
    needed = [Read("objects", SIP_ENDPOINT.kind, trunk) for trunk in trunks]
    needed += [Read("links", option, trunk) for option in SIP_TRUNK.links for trunk in trunks]
    read_lists(client, snapshot, needed, workers)
    return snapshot


def config_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return a project as data, sorted by name, without passwords, which the API never returns."""
    return {
        option: _exported(snapshot, LISTED[option].resource) if option in LISTED else _exported_countries(snapshot)
        for option in CONFIG_OPTIONS
    }


def _exported_countries(snapshot: Snapshot) -> dict[str, Any]:
    countries = [sent for sent in snapshot.of(COUNTRY_PERMISSION.kind) if sent.get("enabled")]
    return {"enabled": sorted(COUNTRY_PERMISSION.name_of(sent) for sent in countries), "exclusive": True}


def _exported(snapshot: Snapshot, resource: Resource, parent: str = "") -> list[dict[str, Any]]:
    exported = []
    objects = snapshot.of(resource.kind, parent)
    for sent in sorted(objects, key=lambda one: (resource.name_of(one), resource.id_of(one))):
        own = resource.id_of(sent)
        entry: dict[str, Any] = {"id": own} if snapshot.label(resource.kind, own, parent) == own else {}
        shown = resource.show_writable(resource.values_of(sent))
        entry.update((one.name, shown[one.name]) for one in resource.options if _can_be_said(one, shown[one.name]))
        if resource is ACL:
            entry["ip_ranges"] = [one if one["description"] else one["cidr"] for one in entry["ip_ranges"]]
        if resource is SIP_TRUNK:
            entry.update(_exported_trunk(snapshot, resource.id_of(sent)))
        exported.append(entry)
    return exported


def _exported_trunk(snapshot: Snapshot, trunk: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        link.option: sorted(snapshot.label(link.target, one) for one in snapshot.links[link.option, trunk])
        for link in SIP_TRUNK.links.values()
    }
    entry["endpoints"] = _exported(snapshot, SIP_ENDPOINT, trunk)
    numbers = snapshot.having(PHONE_NUMBER.kind, PHONE_NUMBER.field(PHONE_NUMBER_ASSIGNMENT.field), trunk)
    entry["phone_numbers"] = sorted(PHONE_NUMBER.name_of(sent) for sent in numbers)
    return entry


def _can_be_said(one: Field, shown: Any) -> bool:
    """Return whether an option can have a value. The API may know words that are not among the choices yet."""
    return shown is not None and shown in one.value.option.get("choices", [shown])
