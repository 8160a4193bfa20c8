# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the API answers: generic handlers for every declared resource and link, and the few special ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .dialect import object_answer, page_answer
from .errors import ApiError, GatewayError, unreadable
from .models import ProjectIdsBody, validated
from .resources import LINKS, PHONE_NUMBERS, RESOURCES, TRUNKS, Link, Resource
from .simulator import Simulator
from .store import Project, Row


@dataclass
class ApiRequest:
    """An authenticated request to the API."""

    simulator: Simulator
    project: Project
    path: Mapping[str, str]
    """The parts of the path that vary, by name."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw_body: bytes

    def json(self) -> Any:
        """Return the body; ApiError 400 where it is not JSON."""
        try:
            return json.loads(self.raw_body)
        except (ValueError, RecursionError) as error:
            raise unreadable() from error

    def shown(self, resource: Resource, row: Row) -> Row:
        """Return a row as the API shows it."""
        return object_answer(self.simulator.settings.dialect, self.project, resource, row)

    def listed(self, resource: Resource, rows: Any) -> object:
        """Return the page of rows that was asked for."""
        settings = self.simulator.settings
        list_key = resource.list_key(settings.dialect)
        return page_answer(settings, self.query, list_key, rows, lambda row: self.shown(resource, row))


@dataclass
class Answer:
    """A successful answer: JSON, or a body of another type, or neither."""

    status: int = 200
    json: object = None
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] | None = None


Handler = Callable[[ApiRequest], Answer]
Route = tuple[str, str, Handler]
"""An HTTP method, a path under the project with names in braces, and what serves it."""


def _deleted(request: ApiRequest) -> Answer:
    """Return the empty answer of a DELETE, which may be either status (sdk)."""
    return Answer(204 if request.simulator.settings.dialect == "sdk" else 200)


def _resource_routes(resource: Resource) -> list[Route]:
    """Return the routes of a declared resource."""

    def list_all(request: ApiRequest) -> Answer:
        table = request.project.tables[resource.kind]
        rows: Any = table.rows.values()
        if resource.parent:
            parent_id = request.path["parent"]
            request.simulator.operations.require(request.project, resource.parent.kind, parent_id)
            rows = table.where(resource.parent.field, parent_id)
        for parameter, field in resource.filters.items():
            if parameter in request.query:
                rows = table.where(field, request.query[parameter])
        if resource.shown_unless:
            rows = [row for row in rows if request.simulator.operations.shows(resource, row)]
        if not resource.paged:
            return Answer(json={resource.kind: [request.shown(resource, row) for row in rows]})
        return Answer(json=request.listed(resource, rows))

    def create(request: ApiRequest) -> Answer:
        settings = request.simulator.settings
        if resource.create_guess and not getattr(settings.guesses, resource.create_guess):
            raise GatewayError(404, "No such path")
        parent_id = request.path.get("parent", "")
        row = request.simulator.operations.create(request.project, resource, request.json(), parent_id)
        if resource.reference_create_lists and resource.parent and settings.dialect == "reference":
            rows = request.project.tables[resource.kind].where(resource.parent.field, parent_id)
            return Answer(201, request.listed(resource, rows))
        return Answer(201, request.shown(resource, row))

    def get(request: ApiRequest) -> Answer:
        row = request.simulator.operations.find(
            request.project, resource, request.path["key"], request.path.get("parent", "")
        )
        return Answer(json=request.shown(resource, row))

    def replace(request: ApiRequest) -> Answer:
        row = request.simulator.operations.replace(
            request.project, resource, request.path["key"], request.json(), request.path.get("parent", "")
        )
        return Answer(json=request.shown(resource, row))

    def delete(request: ApiRequest) -> Answer:
        key, parent_id = request.path["key"], request.path.get("parent", "")
        try:
            request.simulator.operations.delete(request.project, resource, key, parent_id)
        except ApiError as error:
            if error.status != 404 or request.simulator.settings.guesses.delete_missing:
                raise
            raise ApiError(400, "FAILED_PRECONDITION", error.message) from error
        return _deleted(request)

    one = resource.path + "/{key}"
    routes = {
        "list": ("GET", resource.path, list_all),
        "create": ("POST", resource.path, create),
        "get": ("GET", one, get),
        "replace": ("PUT", one, replace),
        "delete": ("DELETE", one, delete),
    }
    return [route for verb, route in routes.items() if verb in resource.verbs]


def _link_routes(link: Link) -> list[Route]:
    """Return the routes of the links between trunks and a kind of list."""
    target = link.target

    def require_trunk(request: ApiRequest) -> str:
        trunk_id = request.path["trunk"]
        request.simulator.operations.require(request.project, "trunks", trunk_id)
        return trunk_id

    def linkable(request: ApiRequest, ids: object) -> list[str]:
        if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
            raise unreadable([(link.ids_key, "must be a list of IDs")])
        for item in ids:
            request.simulator.operations.require(request.project, target.kind, item)
        return ids

    def shown(request: ApiRequest, ids: list[str]) -> Answer:
        settings = request.simulator.settings
        if link.sdk_answers_objects and settings.dialect == "sdk":
            table = request.project.tables[target.kind]
            return Answer(json=request.listed(target, [table.rows[item] for item in ids]))
        return Answer(json=page_answer(settings, request.query, link.ids_key, ids, str))

    def list_linked(request: ApiRequest) -> Answer:
        return shown(request, request.project.links[target.kind].targets(require_trunk(request)))

    def add(request: ApiRequest) -> Answer:
        trunk_id = require_trunk(request)
        body = request.json()
        ids = linkable(request, body.get(link.ids_key) if isinstance(body, dict) else None)
        links = request.project.links[target.kind]
        if not request.simulator.settings.guesses.link_may_repeat and not set(ids).isdisjoint(links.targets(trunk_id)):
            raise ApiError(409, "ALREADY_EXISTS", f"{target.kind} are linked already")
        for item in ids:
            links.add(trunk_id, item)
        # Only the IDs of the request are echoed, not the set that is linked now (field).
        return shown(request, ids)

    def replace_all(request: ApiRequest) -> Answer:
        trunk_id = require_trunk(request)
        body = request.json()
        if request.simulator.settings.dialect == "sdk":
            body = body.get(link.ids_key) if isinstance(body, dict) else None
        wanted = linkable(request, body)
        links = request.project.links[target.kind]
        for item in links.targets(trunk_id):
            links.remove(trunk_id, item)
        for item in wanted:
            links.add(trunk_id, item)
        return shown(request, links.targets(trunk_id))

    def remove(request: ApiRequest) -> Answer:
        trunk_id, key = require_trunk(request), request.path["key"]
        if key not in request.project.links[target.kind].targets(trunk_id):
            raise ApiError(404, "NOT_FOUND", f"{target.kind} {key} is not linked to the trunk")
        request.project.links[target.kind].remove(trunk_id, key)
        return _deleted(request)

    def trunks(request: ApiRequest) -> Answer:
        key = request.path["key"]
        request.simulator.operations.require(request.project, target.kind, key)
        table = request.project.tables["trunks"]
        rows = [table.rows[trunk_id] for trunk_id in request.project.links[target.kind].trunks(key)]
        return Answer(json=request.listed(TRUNKS, rows))

    of_trunk = f"/trunks/{{trunk}}{target.path}"
    routes: list[Route] = [
        ("GET", of_trunk, list_linked),
        ("POST", of_trunk, add),
        ("DELETE", of_trunk + "/{key}", remove),
        ("GET", target.path + "/{key}/trunks", trunks),
    ]
    return [*routes, ("PUT", of_trunk, replace_all)] if link.replaceable else routes


def _assign_number(request: ApiRequest) -> Answer:
    """Assign or unassign a phone number."""
    if not request.simulator.settings.guesses.number_post_assigns:
        raise GatewayError(405, "POST is not allowed here", {"Allow": "GET"})
    row = request.simulator.operations.assign_number(request.project, PHONE_NUMBERS, request.json())
    return Answer(201, request.shown(PHONE_NUMBERS, row))


def _unassign_number(request: ApiRequest) -> Answer:
    """Unassign a phone number."""
    if not request.simulator.settings.guesses.number_delete_unassigns:
        raise GatewayError(405, "DELETE is not allowed here", {"Allow": "GET"})
    request.simulator.operations.unassign_number(request.project, PHONE_NUMBERS, request.path["key"])
    return _deleted(request)


def _add_projects(request: ApiRequest) -> Answer:
    """Add projects to Elastic SIP Trunking; those already added are ignored."""
    body = request.json()
    wanted = validated(ProjectIdsBody, body)["projectIds"]
    known = request.project.added_projects
    added = [item for item in dict.fromkeys(wanted) if item not in known]
    known.update(dict.fromkeys(added))
    return Answer(json={"addedProjects": added})


def declared_routes() -> list[Route]:
    """Return every route but those of the calls."""
    return [
        *(route for resource in RESOURCES for route in _resource_routes(resource)),
        *(route for link in LINKS for route in _link_routes(link)),
        ("POST", PHONE_NUMBERS.path, _assign_number),
        ("DELETE", PHONE_NUMBERS.path + "/{key}", _unassign_number),
        ("POST", "/addProjects", _add_projects),
    ]
