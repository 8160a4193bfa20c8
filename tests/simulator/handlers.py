# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Handlers of requests: generic ones for every declared resource and link, and a few special ones."""

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
from .store import Links, Project, Row


@dataclass
class ApiRequest:
    """An authenticated request to the API."""

    simulator: Simulator
    project: Project
    path: Mapping[str, str]  # The variable parts of the path, by name
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw_body: bytes

    @property
    def key(self) -> str:
        """The key of the object that the path names."""
        return self.path["key"]

    @property
    def parent(self) -> str:
        """The ID of the object that the path goes through, or ""."""
        return self.path.get("parent", "")

    def json(self) -> Any:
        """Return the body; ApiError 400 if it is not JSON."""
        try:
            return json.loads(self.raw_body)
        except (ValueError, RecursionError) as error:
            raise unreadable() from error

    def shown(self, resource: Resource, row: Row) -> Row:
        return object_answer(self.simulator.settings.dialect, self.project, resource, row)

    def listed(self, resource: Resource, rows: Any) -> object:
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
Route = tuple[str, str, Handler]  # An HTTP method, a path below the project with names in braces, and a handler


def _deleted(request: ApiRequest) -> Answer:
    """Return the empty answer to a DELETE, which has either status (sdk)."""
    return Answer(204 if request.simulator.settings.dialect == "sdk" else 200)


class _ResourceHandlers:
    def __init__(self, resource: Resource) -> None:
        self._resource = resource

    def routes(self) -> list[Route]:
        every, one = self._resource.path, self._resource.path + "/{key}"
        routes: dict[str, Route] = {
            "list": ("GET", every, self._list),
            "create": ("POST", every, self._create),
            "get": ("GET", one, self._get),
            "replace": ("PUT", one, self._replace),
            "delete": ("DELETE", one, self._delete),
        }
        return [route for verb, route in routes.items() if verb in self._resource.verbs]

    def _list(self, request: ApiRequest) -> Answer:
        resource, operations = self._resource, request.simulator.operations
        table = request.project.tables[resource.kind]
        rows: Any = table.rows.values()
        if resource.parent:
            operations.require(request.project, resource.parent.kind, request.parent)
            rows = table.where(resource.parent.field, request.parent)
        for parameter, field in resource.filters.items():
            if parameter in request.query:
                rows = table.where(field, request.query[parameter])
        if resource.shown_unless:
            rows = [row for row in rows if operations.shows(resource, row)]
        if not resource.paged:
            return Answer(json={resource.kind: [request.shown(resource, row) for row in rows]})
        return Answer(json=request.listed(resource, rows))

    def _create(self, request: ApiRequest) -> Answer:
        resource, settings = self._resource, request.simulator.settings
        if resource.create_guess and not getattr(settings.guesses, resource.create_guess):
            raise GatewayError(404, "No such path")
        row = request.simulator.operations.create(request.project, resource, request.json(), request.parent)
        if resource.reference_create_lists and resource.parent and settings.dialect == "reference":
            rows = request.project.tables[resource.kind].where(resource.parent.field, request.parent)
            return Answer(201, request.listed(resource, rows))
        return Answer(201, request.shown(resource, row))

    def _get(self, request: ApiRequest) -> Answer:
        row = request.simulator.operations.find(request.project, self._resource, request.key, request.parent)
        return Answer(json=request.shown(self._resource, row))

    def _replace(self, request: ApiRequest) -> Answer:
        operations, body = request.simulator.operations, request.json()
        row = operations.replace(request.project, self._resource, request.key, body, request.parent)
        return Answer(json=request.shown(self._resource, row))

    def _delete(self, request: ApiRequest) -> Answer:
        try:
            request.simulator.operations.delete(request.project, self._resource, request.key, request.parent)
        except ApiError as error:
            if error.status != 404 or request.simulator.settings.guesses.delete_missing:
                raise
            raise ApiError(400, "FAILED_PRECONDITION", error.message) from error
        return _deleted(request)


class _LinkHandlers:
    """Handlers of the links between trunks and a kind of list."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._kind = link.target.kind

    def routes(self) -> list[Route]:
        every = f"/trunks/{{parent}}{self._link.target.path}"
        routes: list[Route] = [
            ("GET", every, self._list),
            ("POST", every, self._add),
            ("DELETE", every + "/{key}", self._remove),
            ("GET", self._link.target.path + "/{key}/trunks", self._list_trunks),
        ]
        return [*routes, ("PUT", every, self._replace)] if self._link.replaceable else routes

    def _links(self, request: ApiRequest) -> Links:
        """Return the links; ApiError 404 if there is no such trunk."""
        request.simulator.operations.require(request.project, "trunks", request.parent)
        return request.project.links[self._kind]

    def _linkable(self, request: ApiRequest, ids: object) -> list[str]:
        """Return the IDs of a body, checked; ApiError 400 or 404."""
        if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
            raise unreadable([(self._link.ids_key, "must be a list of IDs")])
        for item in ids:
            request.simulator.operations.require(request.project, self._kind, item)
        return ids

    def _shown(self, request: ApiRequest, ids: list[str]) -> Answer:
        settings = request.simulator.settings
        if self._link.sdk_answers_objects and settings.dialect == "sdk":
            table = request.project.tables[self._kind]
            return Answer(json=request.listed(self._link.target, [table.rows[item] for item in ids]))
        return Answer(json=page_answer(settings, request.query, self._link.ids_key, ids, str))

    def _list(self, request: ApiRequest) -> Answer:
        return self._shown(request, self._links(request).targets(request.parent))

    def _add(self, request: ApiRequest) -> Answer:
        links, body = self._links(request), request.json()
        ids = self._linkable(request, body.get(self._link.ids_key) if isinstance(body, dict) else None)
        repeated = not set(ids).isdisjoint(links.targets(request.parent))
        if repeated and not request.simulator.settings.guesses.link_may_repeat:
            raise ApiError(409, "ALREADY_EXISTS", f"{self._kind} are linked already")
        for item in ids:
            links.add(request.parent, item)
        # The answer has only the IDs of the request, not all links (field).
        return self._shown(request, ids)

    def _replace(self, request: ApiRequest) -> Answer:
        links, body = self._links(request), request.json()
        if request.simulator.settings.dialect == "sdk":
            body = body.get(self._link.ids_key) if isinstance(body, dict) else None
        wanted = self._linkable(request, body)
        for item in links.targets(request.parent):
            links.remove(request.parent, item)
        for item in wanted:
            links.add(request.parent, item)
        return self._shown(request, links.targets(request.parent))

    def _remove(self, request: ApiRequest) -> Answer:
        links = self._links(request)
        if request.key not in links.targets(request.parent):
            raise ApiError(404, "NOT_FOUND", f"{self._kind} {request.key} is not linked to the trunk")
        links.remove(request.parent, request.key)
        return _deleted(request)

    def _list_trunks(self, request: ApiRequest) -> Answer:
        request.simulator.operations.require(request.project, self._kind, request.key)
        rows = request.project.tables["trunks"].rows
        ids = request.project.links[self._kind].trunks(request.key)
        return Answer(json=request.listed(TRUNKS, [rows[trunk_id] for trunk_id in ids]))


def _assign_number(request: ApiRequest) -> Answer:
    if not request.simulator.settings.guesses.number_post_assigns:
        raise GatewayError(405, "POST is not allowed here", {"Allow": "GET"})
    row = request.simulator.operations.assign_number(request.project, PHONE_NUMBERS, request.json())
    return Answer(201, request.shown(PHONE_NUMBERS, row))


def _unassign_number(request: ApiRequest) -> Answer:
    if not request.simulator.settings.guesses.number_delete_unassigns:
        raise GatewayError(405, "DELETE is not allowed here", {"Allow": "GET"})
    request.simulator.operations.unassign_number(request.project, PHONE_NUMBERS, request.key)
    return _deleted(request)


def _add_projects(request: ApiRequest) -> Answer:
    """Add projects to Elastic SIP Trunking; projects that are already added are ignored."""
    wanted = validated(ProjectIdsBody, request.json())["projectIds"]
    known = request.project.added_projects
    added = [item for item in dict.fromkeys(wanted) if item not in known]
    known.update(dict.fromkeys(added))
    return Answer(json={"addedProjects": added})


def declared_routes() -> list[Route]:
    """Return all routes except those of the calls."""
    return [
        *(route for resource in RESOURCES for route in _ResourceHandlers(resource).routes()),
        *(route for link in LINKS for route in _LinkHandlers(link).routes()),
        ("POST", PHONE_NUMBERS.path, _assign_number),
        ("DELETE", PHONE_NUMBERS.path + "/{key}", _unassign_number),
        ("POST", "/addProjects", _add_projects),
    ]
