# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire form of changes: the one place where canonical values become requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, NamedTuple, Optional

from .._plan.model import ApiObject, Change, Ref
from .._resources.catalogue import RESOURCES
from .._resources.declaration import Resource
from .._resources.values import Items
from .reader import collection_path


class Request(NamedTuple):
    """A request to the API; ``body`` is None where there is none."""

    method: str
    path: tuple[str, ...]
    body: Mapping[str, Any] | None = None


# Returns the ID that a reference stands for.
Known = Callable[[Optional[Ref]], str]


def request_of(change: Change, known: Known, planned_from: ApiObject | None) -> Request:
    """Return the request of a change of an object that the API sent as ``planned_from``."""
    resource = RESOURCES[change.kind]
    collection = collection_path(resource, known(change.parent))
    own = (*collection, known(change.id))
    targets = [*map(known, change.targets)]
    if change.action == "create":
        return Request("POST", collection, without_nulls(resource.body_of_new(change.values)))
    if change.action == "update":
        body = resource.body_of_changed(planned_from or {}, change.values, change.written)
        return Request("PUT", own, without_nulls(body))
    if change.action == "delete":
        return Request("DELETE", own)
    if change.action == "link":
        link = resource.links[change.option]
        return Request("POST", (*own, link.path), {link.body_key: targets})
    if change.action == "unlink":
        return Request("DELETE", (*own, resource.links[change.option].path, *targets))
    if change.option in resource.items:
        return _item_request(change, resource.items[change.option], own)
    return Request("POST", collection, _assignment(resource, change.name, "".join(targets)))


def _item_request(change: Change, items: Items, own: tuple[str, ...]) -> Request:
    path = (*own, items.path)
    if change.action == "add":
        return Request("POST", path, items.item_body(change.values[change.item]))
    if change.action == "set":
        return Request("PUT", (*path, change.item), items.secret_body(change.values[change.item]))
    return Request("DELETE", (*path, change.item))


def _assignment(resource: Resource, name: str, target: str) -> dict[str, str]:
    """Return the body that assigns an object, or with an empty target unassigns it (ref's example)."""
    relation = resource.assignment
    assigned = {} if relation is None else {resource.field(relation.field).api: target}
    return {resource.field(resource.identity).api: name, **assigned}


def without_nulls(body: Any) -> Any:
    """Return a body without null, at any depth: what is to be cleared is left out (ref)."""
    if isinstance(body, dict):
        return {key: without_nulls(item) for key, item in body.items() if item is not None}
    return [without_nulls(item) for item in body] if isinstance(body, list) else body
