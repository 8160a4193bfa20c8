# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API below ``/_control``: tests set the simulator up and inspect it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .errors import ApiError
from .faults import ActiveFault, FaultRule
from .resources import ENDPOINTS, PHONE_NUMBERS, RESOURCES, TRUNKS
from .seeding import ProjectSeed, seed_projects
from .simulator import Record, Simulator
from .store import Project, Row

PREFIX = "/_control"
SEEDS = TypeAdapter(dict[str, ProjectSeed])


class ClockShift(BaseModel):
    model_config = ConfigDict(extra="forbid")

    seconds: float


def project_state(project: Project) -> Row:
    """Return all objects of a project, with passwords and links, in the SDK's dialect."""
    state: Row = {}
    for resource in RESOURCES:
        if resource.parent is None:
            rows = [dict(row) for row in project.tables[resource.kind].rows.values()]
            embedded = resource.embedded
            if embedded and embedded.parent:
                children = project.tables[embedded.kind]
                for row in rows:
                    row[embedded.kind] = list(children.where(embedded.parent.field, row["id"]))
            state[resource.kind] = rows
    for trunk in state[TRUNKS.kind]:
        trunk["accessControlListIds"] = project.links["accessControlLists"].targets(trunk["id"])
        trunk["credentialListIds"] = project.links["credentialLists"].targets(trunk["id"])
        trunk["endpoints"] = list(project.tables[ENDPOINTS.kind].where("sipTrunkId", trunk["id"]))
        numbers = project.tables[PHONE_NUMBERS.kind].where("sipTrunkId", trunk["id"])
        trunk["phoneNumbers"] = [row["phoneNumber"] for row in numbers]
    state["countryPermissions"] = {row["isoCode"]: row["enabled"] for row in state["countryPermissions"]}
    state["emergencyAddresses"] = list(project.tables["emergencyAddresses"].rows.values())
    state["calls"] = list(project.tables["calls"].rows.values())
    state["addedProjects"] = list(project.added_projects)
    return state


class _ControlApi:
    """The actions of the control API; each takes the decoded body and the request, and returns what to answer."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def actions(self) -> list[tuple[str, str, Callable[[Any, web.Request], object]]]:
        """Return the method, the path and the function of each action."""
        return [
            ("POST", "/reset", self._reset),
            ("PATCH", "/settings", self._settings),
            ("GET", "/faults", self._faults),
            ("POST", "/faults", self._add_faults),
            ("DELETE", "/faults", self._clear_faults),
            ("GET", "/requests", self._requests),
            ("DELETE", "/requests", self._clear_requests),
            ("GET", "/counters", self._counters),
            ("POST", "/seed", self._seed),
            ("GET", "/state/{project}", self._state),
            ("POST", "/clock", self._shift_clock),
        ]

    def _reset(self, _body: Any, _request: web.Request) -> object:
        self._simulator.reset()
        return {}

    def _settings(self, body: Any, _request: web.Request) -> object:
        self._simulator.configure(self._simulator.settings.changed(body))
        return self._simulator.settings.model_dump()

    def _faults(self, _body: Any, _request: web.Request) -> object:
        return [{**one.rule.model_dump(), "seen": one.seen, "applied": one.applied} for one in self._simulator.faults]

    def _add_faults(self, body: Any, request: web.Request) -> object:
        self._simulator.faults.append(ActiveFault(FaultRule.model_validate(body)))
        return self._faults(body, request)

    def _clear_faults(self, _body: Any, _request: web.Request) -> object:
        self._simulator.faults.clear()
        return {}

    def _requests(self, _body: Any, _request: web.Request) -> object:
        return self._simulator.record.log

    def _clear_requests(self, _body: Any, _request: web.Request) -> object:
        self._simulator.record = Record()
        return {}

    def _counters(self, _body: Any, _request: web.Request) -> object:
        return self._simulator.record.counters()

    def _seed(self, body: Any, _request: web.Request) -> object:
        return seed_projects(self._simulator, SEEDS.validate_python(body))

    def _state(self, _body: Any, request: web.Request) -> object:
        return project_state(self._simulator.store.project(request.match_info["project"]))

    def _shift_clock(self, body: Any, _request: web.Request) -> object:
        self._simulator.clock.shift_s += ClockShift.model_validate(body).seconds
        return {}


def add_control(app: web.Application, simulator: Simulator) -> None:
    """Add the control API to the application; a wrong request is answered 422 with the reason."""

    def served(action: Callable[[Any, web.Request], object]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            text = await request.text()
            try:
                return web.json_response(action(json.loads(text) if text else None, request))
            except ApiError as error:
                return web.json_response({"error": str(error), "violations": error.violations}, status=422)
            except ValueError as error:
                return web.json_response({"error": str(error)}, status=422)

        return handler

    for method, path, action in _ControlApi(simulator).actions():
        app.router.add_route(method, PREFIX + path, served(action))
