# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API under ``/_control``, by which tests set the simulator up and look into it."""

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
_RULES = TypeAdapter(list[FaultRule])


class ClockShift(BaseModel):
    """By how much to shift the server's clock, from where it is now."""

    model_config = ConfigDict(extra="forbid")

    seconds: float


def project_state(project: Project) -> Row:
    """Return all that a project has, passwords and links included, in the SDK's dialect."""
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
    state["calls"] = list(project.tables["calls"].rows.values())
    state["addedProjects"] = list(project.added_projects)
    return state


def add_control(app: web.Application, simulator: Simulator) -> None:
    """Add the control API to the application; what is unfit for it gets a 422 that says why."""

    def reset(_body: Any, _request: web.Request) -> object:
        simulator.reset()
        return {}

    def settings(_body: Any, _request: web.Request) -> object:
        return simulator.settings.model_dump()

    def change_settings(body: Any, _request: web.Request) -> object:
        simulator.configure(simulator.settings.changed(body))
        return simulator.settings.model_dump()

    def faults(_body: Any, _request: web.Request) -> object:
        return [
            {**active.rule.model_dump(), "seen": active.seen, "applied": active.applied} for active in simulator.faults
        ]

    def add_faults(body: Any, request: web.Request) -> object:
        rules = _RULES.validate_python(body if isinstance(body, list) else [body])
        simulator.faults.extend(ActiveFault(rule) for rule in rules)
        return faults(body, request)

    def clear_faults(_body: Any, _request: web.Request) -> object:
        simulator.faults.clear()
        return {}

    def requests(_body: Any, _request: web.Request) -> object:
        return simulator.record.log

    def clear_record(_body: Any, _request: web.Request) -> object:
        simulator.record = Record()
        return {}

    def counters(_body: Any, _request: web.Request) -> object:
        return simulator.record.counters()

    def seed(body: Any, _request: web.Request) -> object:
        return seed_projects(simulator, SEEDS.validate_python(body))

    def state(_body: Any, request: web.Request) -> object:
        return project_state(simulator.store.project(request.match_info["project"]))

    def shift_clock(body: Any, _request: web.Request) -> object:
        simulator.clock.shift_s += ClockShift.model_validate(body).seconds
        return {"shift_s": simulator.clock.shift_s}

    def served(
        action: Callable[[Any, web.Request], object],
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request) -> web.StreamResponse:
            text = await request.text()
            try:
                return web.json_response(action(json.loads(text) if text else None, request))
            except ApiError as problem:
                return web.json_response({"error": problem.message, "violations": problem.violations}, status=422)
            except ValueError as error:
                return web.json_response({"error": str(error)}, status=422)

        return handler

    for method, path, action in (
        ("POST", "/reset", reset),
        ("GET", "/settings", settings),
        ("PATCH", "/settings", change_settings),
        ("GET", "/faults", faults),
        ("POST", "/faults", add_faults),
        ("DELETE", "/faults", clear_faults),
        ("GET", "/requests", requests),
        ("DELETE", "/requests", clear_record),
        ("GET", "/counters", counters),
        ("POST", "/seed", seed),
        ("GET", "/state/{project}", state),
        ("POST", "/clock", shift_clock),
    ):
        app.router.add_route(method, PREFIX + path, served(action))
