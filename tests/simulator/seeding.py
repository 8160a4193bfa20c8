# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds: data to fill projects with, in which objects refer to each other by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import AliasGenerator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from .calls import CallSeed, call_row
from .errors import not_found
from .models import E164, Body, validated
from .operations import Operations
from .resources import (
    ACLS,
    COUNTRY_PERMISSIONS,
    CREDENTIAL_LISTS,
    ENDPOINTS,
    PHONE_NUMBERS,
    RESOURCES,
    TRUNKS,
)
from .simulator import Simulator
from .store import Project, Row

_BY_KIND = {one.kind: one for one in RESOURCES if one.parent is None and "create" in one.verbs}


class ProjectSeed(BaseModel):
    """New objects of a project, as bodies of create requests. A list of any other kind may be there too."""

    model_config = ConfigDict(extra="allow", alias_generator=AliasGenerator(validation_alias=to_camel))

    access_control_lists: list[Row] = []
    credential_lists: list[Row] = []
    trunks: list[Row] = []
    """May have ``acls`` and ``credentialLists`` (names to link), ``endpoints`` (bodies) and ``phoneNumbers``."""
    phone_numbers: list[str | Row] = []  # Rented numbers: strings, or objects with the name of a ``trunk``
    emergency_addresses: dict[str, Row] = {}  # The addresses of rented numbers, valid ones
    calls: list[Row] = []  # May have the name of a ``trunk``, and further fields
    country_permissions: dict[str, bool] = {}
    added_projects: list[str] = []


class NumberSeed(Body):
    """A rented phone number."""

    phone_number: E164
    trunk: str | None = None  # The name of its trunk


class _Seeder:
    """Seeds one project; raises ApiError as the API does, and for unknown names."""

    def __init__(self, simulator: Simulator, project: Project) -> None:
        self._clock = simulator.clock
        # Existing objects may have nulls.
        settings = simulator.settings.changed({"guesses": {"null_refused": False, "names_kept": True}})
        self._operations = Operations(simulator.store, settings, simulator.clock)
        self._project = project
        self._names: dict[str, dict[str, str]] = {
            kind: {row["name"]: row["id"] for row in project.tables[kind].rows.values()}
            for kind in ("accessControlLists", "credentialLists", "trunks")
        }

    def _id(self, kind: str, name: str) -> str:
        """Return the ID of the newest object with a name."""
        if name not in self._names[kind]:
            raise not_found(kind, name)
        return self._names[kind][name]

    def fill(self, seed: ProjectSeed) -> dict[str, list[str]]:
        """Create all objects; return the new IDs by kind, in the order of the seed."""
        project, operations = self._project, self._operations
        ids: dict[str, list[str]] = {}
        for resource, bodies in ((ACLS, seed.access_control_lists), (CREDENTIAL_LISTS, seed.credential_lists)):
            rows = [operations.create(project, resource, body) for body in bodies]
            ids[resource.kind] = [row["id"] for row in rows]
            self._names[resource.kind].update((row["name"], row["id"]) for row in rows)
        ids["trunks"] = [self._trunk(body) for body in seed.trunks]
        for number in seed.phone_numbers:
            self._number({"phoneNumber": number} if isinstance(number, str) else number)
        for phone_number, address in seed.emergency_addresses.items():
            project.tables["emergencyAddresses"].put({"phoneNumber": phone_number, "address": address})
        for kind, bodies in (seed.model_extra or {}).items():
            if kind not in _BY_KIND:
                raise not_found("kinds", kind)
            ids[kind] = [operations.create(project, _BY_KIND[kind], body)["id"] for body in bodies]
        ids["calls"] = [self._call(call) for call in seed.calls]
        for code, enabled in seed.country_permissions.items():
            operations.replace(project, COUNTRY_PERMISSIONS, code, {"enabled": enabled})
        project.added_projects.update(dict.fromkeys(seed.added_projects))
        return ids

    def _trunk(self, seed: Mapping[str, Any]) -> str:
        """Create a trunk with its links, endpoints and phone numbers."""
        project, operations = self._project, self._operations
        body = dict(seed)
        linked = {"accessControlLists": body.pop("acls", []), "credentialLists": body.pop("credentialLists", [])}
        endpoints, numbers = body.pop("endpoints", []), body.pop("phoneNumbers", [])
        trunk = operations.create(project, TRUNKS, body)
        trunk_id = str(trunk["id"])
        self._names["trunks"][trunk["name"]] = trunk_id
        for kind, names in linked.items():
            for name in names:
                project.links[kind].add(trunk_id, self._id(kind, name))
        for endpoint in endpoints:
            operations.create(project, ENDPOINTS, {"sipTrunkId": trunk_id, **endpoint}, trunk_id)
        for number in numbers:
            self._number({"phoneNumber": number, "trunk": trunk["name"]})
        return trunk_id

    def _number(self, seed: Mapping[str, Any]) -> None:
        """Rent a number, and assign it if a trunk is named."""
        fields = dict(validated(NumberSeed, dict(seed)))
        trunk = fields.pop("trunk", None)
        if trunk is not None:
            fields["sipTrunkId"] = self._id("trunks", trunk)
        self._operations.rent_number(self._project, PHONE_NUMBERS, fields)

    def _call(self, seed: Mapping[str, Any]) -> str:
        """Add a call to the history."""
        given = dict(seed)
        trunk = given.pop("trunk", None)
        fields = dict(validated(CallSeed, given))
        if trunk is not None:
            fields["trunkId"] = self._id("trunks", trunk)
        row = call_row(fields, self._clock.new_id(), self._clock.timestamp(), self._project.id)
        self._project.tables["calls"].put(row)
        return str(row["callId"])


def seed_projects(simulator: Simulator, seeds: Mapping[str, ProjectSeed]) -> dict[str, dict[str, list[str]]]:
    """Fill projects; return the new IDs by project and kind; raise ApiError."""
    return {
        project_id: _Seeder(simulator, simulator.store.project(project_id)).fill(seed)
        for project_id, seed in seeds.items()
    }
