# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inventory hosts, groups and variables made of the trunks and endpoints of a project."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_objects
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_ENDPOINT, SIP_TRUNK
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import Client

ALL = "sinch_pbxs"
ENABLED = "sinch_enabled"
VARIABLE = "sinch_sip_endpoints"

# The trunks of a project as JSON: for each trunk {"trunk": …, "endpoints": […]}, with the keys of the API.
Read = list[dict[str, Any]]


def read_project(client: Client, workers: Workers) -> Read:
    """Return the trunks of a project with their endpoints; raise ApiError."""
    trunks = list_objects(client, SIP_TRUNK)
    endpoints = workers.each(lambda one: list_objects(client, SIP_ENDPOINT, SIP_TRUNK.id_of(one)), trunks)
    return [
        {"trunk": _known(SIP_TRUNK, trunk), "endpoints": [_known(SIP_ENDPOINT, one) for one in its_endpoints]}
        for trunk, its_endpoints in zip(trunks, endpoints)
    ]


def _known(resource: Resource, api_object: Mapping[str, Any]) -> dict[str, Any]:
    """Return the known fields of an object; unknown ones might bring secrets into the cache."""
    return {"id": resource.id_of(api_object), **{one.api: api_object.get(one.api) for one in resource.fields}}


def is_readable(data: Any) -> bool:
    """Return whether data from a cache has the structure that ``read_project`` returns."""
    return isinstance(data, list) and all(
        isinstance(entry, dict)
        and entry.keys() == {"trunk", "endpoints"}
        and SIP_TRUNK.malformed(entry["trunk"]) is None
        and isinstance(entry["endpoints"], list)
        and all(SIP_ENDPOINT.malformed(one) is None for one in entry["endpoints"])
        for entry in data
    )


@dataclass
class Pbxs:
    """Hosts by name with their endpoints, groups by name with their hosts, and warnings.

    ``trunk_groups`` are the groups by trunk, which together have all hosts.
    """

    hosts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=lambda: {ENABLED: set()})
    trunk_groups: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def pbxs_of(project_id: str, read: Read) -> Pbxs:
    """Return the hosts and groups of a project.

    A host is an address: all endpoints with one address, whatever their trunk, are one host in several groups.
    """
    found = Pbxs()
    trunks_by_group: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(read, key=lambda one: _order(SIP_TRUNK, one["trunk"])):
        trunk = {**SIP_TRUNK.values_of(entry["trunk"]), **_identity(SIP_TRUNK, entry["trunk"])}
        by_name = group_name("trunk", trunk["name"])
        trunks_by_group.setdefault(by_name, []).append(trunk)
        groups = [by_name, *([_by_domain(trunk)] if trunk["host_name"] else [])]
        for group in groups:
            found.groups.setdefault(group, set())
        for api_object in sorted(entry["endpoints"], key=lambda one: _order(SIP_ENDPOINT, one)):
            endpoint = _endpoint(project_id, trunk, api_object)
            if endpoint is not None:
                _add(found, groups, endpoint)
    found.trunk_groups = sorted(trunks_by_group)
    found.warnings += [_shared(group, trunks) for group, trunks in trunks_by_group.items() if len(trunks) > 1]
    return found


def _order(resource: Resource, api_object: Mapping[str, Any]) -> tuple[int, str, str]:
    return (api_object.get("priority") or 0, resource.name_of(api_object), resource.id_of(api_object))


def _identity(resource: Resource, api_object: Mapping[str, Any]) -> dict[str, str]:
    return {"id": resource.id_of(api_object), "name": resource.name_of(api_object)}


def group_name(prefix: str, text: str) -> str:
    """Return the name of a group, with an underscore for each invalid character, as is usual in Ansible."""
    return re.sub(r"\W", "_", f"sinch_{prefix}_{text}")


def _by_domain(trunk: Mapping[str, Any]) -> str:
    """Return the group of a single trunk: a host name has no underscore and is unique in all projects."""
    return group_name("domain", trunk["host_name"])


def _shared(group: str, trunks: Sequence[Mapping[str, Any]]) -> str:
    names = ", ".join(repr(trunk["name"]) for trunk in trunks)
    distinct = ", ".join(_by_domain(trunk) for trunk in trunks if trunk["host_name"])
    return f"the trunks {names} share the group {group}; what tells them apart are the groups {distinct}"


def _endpoint(project_id: str, trunk: Mapping[str, Any], api_object: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return an endpoint for the variable of its host, or None if it has no address."""
    values = SIP_ENDPOINT.values_of(api_object)
    if values["is_registered"] or not values["address"]:
        return None
    return {
        **_identity(SIP_ENDPOINT, api_object),
        "trunk": trunk["name"],
        "sip_trunk_id": trunk["id"],
        "domain": trunk["domain"],
        "address": values["address"],
        # The defaults are those of the API (ref).
        **{name: values[name] or SIP_ENDPOINT.field(name).default for name in ("port", "transport", "priority")},
        "enabled": values["enabled"],
        "project_id": project_id,
    }


def _add(found: Pbxs, groups: Iterable[str], endpoint: dict[str, Any]) -> None:
    """Add an endpoint to its host and the host to its groups, or add a warning if the address cannot be a host."""
    host = host_of(endpoint["address"])
    if host is None:
        found.warnings.append(
            f"endpoint {endpoint['name']!r} of trunk {endpoint['trunk']!r} is left out: its address "
            f"{endpoint['address']!r} is neither an IP address nor a domain name that Sinch could call"
        )
        return
    found.hosts.setdefault(host, []).append(endpoint)
    for group in (*groups, group_name("transport", endpoint["transport"].lower())):
        found.groups.setdefault(group, set()).add(host)
    if endpoint["enabled"]:
        found.groups[ENABLED].add(host)


def host_of(given: str) -> str | None:
    """Return the host name for an address in its canonical spelling, or None if it cannot be a host.

    Host names are not marked as literal, so they must not look like a template. Ansible would take a loopback address
    for the machine that it runs on.
    """
    try:
        host = str(SIP_ENDPOINT.field("address").value.parse_new(given))
    except ValueError:
        return None
    try:
        address = ipaddress.ip_address("" if "%" in host else host)
    except ValueError:
        own = host.split(".", maxsplit=1)[0] == "localhost" or host.endswith(".localhost")
        return None if "%" in host or own else host or None
    mapped = getattr(address, "ipv4_mapped", None) or address
    return None if mapped.is_loopback or mapped.is_unspecified else host


def merged(others: Any, endpoints: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the endpoints of a host, after those that the inventory of another project has added to it."""
    ours = {one["id"] for one in endpoints}
    before = others if isinstance(others, list) else []
    return [one for one in before if isinstance(one, dict) and one.get("id") not in ours] + endpoints
