# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations on the data, the same for all declared resources; no HTTP here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import ApiError, invalid, not_found, unreadable
from .models import Body, validated
from .renting import follow, new_number
from .resources import Resource
from .settings import Settings
from .store import Clock, Project, Row, Store


class Operations:
    """Creates, finds, replaces and deletes objects; every method raises ApiError for a refusal."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock

    def find(self, project: Project, resource: Resource, address: str, parent_id: str = "") -> Row:
        """Return the row that a path names; raise ApiError 404."""
        table = project.tables[resource.kind]
        parent = resource.parent
        if parent:
            self.require(project, parent.kind, parent_id)
        if resource.address == table.key:
            row = table.rows.get(address)
            if row is not None and self.shows(resource, row) and (not parent or row[parent.field] == parent_id):
                return row
        elif parent:
            for row in table.where(parent.field, parent_id):
                if row[resource.address] == address:
                    return row
        raise not_found(resource.kind, address)

    def shows(self, resource: Resource, row: Row) -> bool:
        """Return whether the API lists and finds a row."""
        return resource.shown_unless is None or not resource.shown_unless(row, self._settings.guesses)

    def require(self, project: Project, kind: str, key: str) -> Row:
        """Return the row with a key; raise ApiError 404."""
        row = project.tables[kind].rows.get(key)
        if row is None:
            raise not_found(kind, key)
        return row

    def create(self, project: Project, resource: Resource, body: object, parent_id: str = "") -> Row:
        assert resource.body is not None
        if resource.parent:
            self.require(project, resource.parent.kind, parent_id)
        sent = self._accepted(resource, resource.body, body, parent_id, creating=True)
        if resource.linked_by_trunks and not self._settings.guesses.names_may_repeat:
            self._refuse_repeated_name(project, resource, sent["name"])
        return self._add(project, resource, sent, parent_id)

    @staticmethod
    def _refuse_repeated_name(project: Project, resource: Resource, name: str) -> None:
        if any(row["name"] == name for row in project.tables[resource.kind].rows.values()):
            raise ApiError(409, "ALREADY_EXISTS", f"the name {name} is taken")

    def _add(self, project: Project, resource: Resource, sent: Row, parent_id: str) -> Row:
        """Create an object and its embedded objects from checked fields."""
        children: list[Row] = sent.pop(resource.embedded.kind, []) if resource.embedded else []
        if resource.embedded:
            self._refuse_doubles(resource.embedded, children)
        row = {**self.stamps(project), **self._settings.extra_fields.get(resource.kind, {}), **sent}
        defaults = {**(resource.body.defaults() if resource.body else {}), **resource.defaults}
        row |= {name: value for name, value in defaults.items() if row.get(name) is None}
        row = resource.derive(row)
        if resource.parent:
            row[resource.parent.field] = parent_id
        self._own(project, resource, row, None)
        project.tables[resource.kind].put(row)
        if resource.embedded:
            for child in children:
                self._add(project, resource.embedded, child, row["id"])
        return row

    def stamps(self, project: Project) -> Row:
        """Return the fields that the server adds to every new object."""
        now = self._clock.timestamp()
        return {"id": self._clock.new_id(), "projectId": project.id, "createTime": now, "updateTime": None}

    def replace(self, project: Project, resource: Resource, address: str, body: object, parent_id: str = "") -> Row:
        """Replace an object; writable fields that the body lacks, known or not, become null (ref, field)."""
        try:
            before = self.find(project, resource, address, parent_id)
        except ApiError:
            if not (resource.replace_guess and getattr(self._settings.guesses, resource.replace_guess)):
                raise
            return self.create(project, resource, {resource.address: address, **_mapping(body)}, parent_id)
        model = resource.replacement or resource.body
        assert model is not None
        sent = self._accepted(resource, model, body, parent_id, creating=False)
        embedded = resource.embedded
        if embedded and embedded.kind in sent:
            self._replace_children(project, embedded, before["id"], sent.pop(embedded.kind))
        kept = resource.read_only | resource.create_only
        row = {name: value if name in kept else None for name, value in before.items()} | sent
        return self._store_change(project, resource, before, row)

    def _store_change(self, project: Project, resource: Resource, before: Row, row: Row) -> Row:
        row = resource.derive(row)
        if "updateTime" in row:
            row["updateTime"] = self._clock.timestamp()
        self._own(project, resource, row, before)
        project.tables[resource.kind].put(row)
        return row

    def _replace_children(self, project: Project, resource: Resource, parent_id: str, wanted: list[Row]) -> None:
        """Replace the IP ranges of an ACL.

        An entry that has the ID of a range, or else its address and prefix length, keeps the ID and times of the range.
        """
        assert resource.parent is not None
        table = project.tables[resource.kind]
        left = {row["id"]: row for row in table.where(resource.parent.field, parent_id)}
        by_value = {(row["ipAddress"], row["range"]): row["id"] for row in left.values()}
        for entry in sorted(wanted, key=lambda item: item.get("id") not in left):
            range_id = entry.pop("id", None)
            if range_id not in left:
                range_id = by_value.get((entry["ipAddress"], entry.get("range") or 32))
            known = left.pop(range_id, None)
            if known is None:
                self._add(project, resource, entry, parent_id)
                continue
            kept = {name: value if name in resource.read_only else None for name, value in known.items()}
            row = resource.derive(kept | entry)
            if row != known:
                self._store_change(project, resource, known, row)
        if self._settings.guesses.put_removes_ranges:
            for key in left:
                table.delete(key)

    def delete(self, project: Project, resource: Resource, address: str, parent_id: str = "") -> None:
        """Delete an object and its embedded objects; raise ApiError 400 if something depends on it (field)."""
        row = self.find(project, resource, address, parent_id)
        table = project.tables[resource.kind]
        key = row[table.key]
        dependants = dict(resource.dependants(project, key)) if resource.dependants else {}
        if resource.linked_by_trunks:
            dependants["trunks"] = project.links[resource.kind].trunks(key)
        in_use_by = [kind for kind, found in dependants.items() if found]
        if in_use_by:
            raise ApiError(400, "FAILED_PRECONDITION", f"{resource.kind} {key} is in use by {', '.join(in_use_by)}")
        if resource.embedded and resource.embedded.parent:
            children = project.tables[resource.embedded.kind]
            for child in list(children.where(resource.embedded.parent.field, key)):
                children.delete(child["id"])
        if resource.unique and resource.unique.everywhere:
            del self._store.owners[resource.kind, row[resource.unique.field].lower()]
        table.delete(key)

    def assign_number(self, project: Project, resource: Resource, body: object) -> Row:
        """Assign a phone number to a trunk or to none; this can appear to succeed for a number not rented (field)."""
        assert resource.body is not None
        sent = self._accepted(resource, resource.body, body, "", creating=True)
        if sent["sipTrunkId"]:
            self.require(project, "trunks", sent["sipTrunkId"])
        elif not self._settings.guesses.number_empty_trunk_unassigns:
            raise invalid("sipTrunkId", "must not be empty")
        sent["sipTrunkId"] = sent["sipTrunkId"] or None
        rented = project.tables["phoneNumbers"].rows.get(sent["phoneNumber"])
        if rented is not None:
            on = rented["sipTrunkId"]
            if on and sent["sipTrunkId"] not in (on, None) and not self._settings.guesses.number_moves:
                raise ApiError(409, "ALREADY_EXISTS", f"{sent['phoneNumber']} is on another trunk")
            assigned = self._store_change(project, resource, rented, rented | sent)
            follow(self._settings, self._clock, project, assigned)
            return assigned
        if self._settings.rent_any_number and sent["sipTrunkId"]:
            row = self.rent_number(project, resource, sent | {"sipTrunkId": None})
            assigned = self._store_change(project, resource, row, row | sent)
            follow(self._settings, self._clock, project, assigned)
            return assigned
        return self._new_number(project, resource, sent)

    def unassign_number(self, project: Project, resource: Resource, number: str) -> None:
        """Unassign a phone number, which stays rented."""
        self.find(project, resource, number)
        self.put_on_trunk(project, resource, number, None)
        follow(self._settings, self._clock, project, {"phoneNumber": number, "sipTrunkId": None})

    def rent_number(self, project: Project, resource: Resource, fields: Mapping[str, Any]) -> Row:
        row = self._new_number(project, resource, fields)
        project.tables["phoneNumbers"].put(row)
        number = new_number(self._clock, project, row)
        if row["sipTrunkId"]:
            number["voiceConfiguration"] = {"type": "EST", "trunkId": row["sipTrunkId"], "lastUpdatedTime": None}
        project.tables["activeNumbers"].put(number)
        return row

    def put_on_trunk(self, project: Project, resource: Resource, number: str, trunk_id: str | None) -> None:
        """Assign a rented number, or with None unassign it."""
        row = project.tables["phoneNumbers"].rows[number]
        self._store_change(project, resource, row, row | {"sipTrunkId": trunk_id})

    def _new_number(self, project: Project, resource: Resource, fields: Mapping[str, Any]) -> Row:
        extra = self._settings.extra_fields.get(resource.kind, {})
        digits = fields["phoneNumber"][1:]
        codes = {
            dialing_code: country["isoCode"]
            for country in project.tables["countryPermissions"].rows.values()
            for dialing_code in country["countryDialingCodes"]
        }
        country_code = next((codes[digits[:size]] for size in (4, 3, 2, 1) if digits[:size] in codes), None)
        return {**self.stamps(project), "sipTrunkId": None, **extra, **fields, "countryCode": country_code}

    def _accepted(self, resource: Resource, model: type[Body], body: object, parent_id: str, *, creating: bool) -> Row:
        """Return the fields of a body to store, after checking them."""
        body = self._writable(resource, _mapping(body), creating=creating)
        parent = resource.parent
        if parent and parent.in_body:
            required = creating and not self._settings.guesses.endpoint_trunk_id_optional
            if body.get(parent.field, parent_id) != parent_id or (required and parent.field not in body):
                raise invalid(parent.field, "must be the ID in the path")
        embedded = resource.embedded
        if embedded and isinstance(body.get(embedded.kind), list):
            # In a body that replaces an object, the read-only ID of an embedded object identifies it.
            identity = frozenset() if creating else frozenset({"id"})
            body[embedded.kind] = [
                self._writable(embedded, entry, creating=True, but=identity) if isinstance(entry, dict) else entry
                for entry in body[embedded.kind]
            ]
        nulls = _nulls(body) if self._settings.guesses.null_refused else []
        if nulls:
            raise unreadable([(name, "must not be null") for name in nulls])
        sent = dict(validated(model, body))
        if not self._settings.guesses.names_kept and isinstance(sent.get("name"), str):
            sent["name"] = " ".join(sent["name"].split())
        if parent:
            sent.pop(parent.field, None)
        return sent

    def _writable(self, resource: Resource, body: Row, *, creating: bool, but: frozenset[str] = frozenset()) -> Row:
        """Return a body without its read-only fields, which strict settings refuse."""
        fixed = (resource.read_only if creating else resource.read_only | resource.create_only) - but
        if resource.parent and resource.parent.in_body:
            fixed -= {resource.parent.field}
        refused = sorted(fixed & body.keys())
        if refused and self._settings.strict_read_only:
            raise unreadable([(name, "is read-only") for name in refused])
        return {name: value for name, value in body.items() if name not in fixed}

    @staticmethod
    def _refuse_doubles(resource: Resource, children: list[Row]) -> None:
        """Refuse embedded objects that share a unique value."""
        if not resource.unique:
            return
        seen = set()
        for child in children:
            value = child[resource.unique.field]
            if value in seen:
                raise _taken(resource, value)
            seen.add(value)

    def _own(self, project: Project, resource: Resource, row: Row, before: Row | None) -> None:
        """Refuse the unique value of another object; else record the owner of the value."""
        unique = resource.unique
        if not unique:
            return
        value = row[unique.field]
        if not unique.everywhere:
            assert resource.parent is not None
            siblings = project.tables[resource.kind].where(resource.parent.field, row[resource.parent.field])
            if any(other[unique.field] == value and other["id"] != row["id"] for other in siblings):
                raise _taken(resource, value)
            return
        owners = self._store.owners
        # A host name is part of a domain name, in which case does not matter.
        if owners.get((resource.kind, value.lower()), row["id"]) != row["id"]:
            raise _taken(resource, value)
        if before is not None:
            del owners[resource.kind, before[unique.field].lower()]
        owners[resource.kind, value.lower()] = row["id"]


def _mapping(body: object) -> Row:
    """Return a body that is an object; raise ApiError 400."""
    if not isinstance(body, dict):
        raise unreadable()
    return body


def _nulls(body: Row) -> list[str]:
    """Return the names of fields that are null, also in nested objects."""
    inside = [one for value in body.values() for one in (value if isinstance(value, list) else [value])]
    nulls = [name for name, value in body.items() if value is None]
    return nulls + [name for one in inside if isinstance(one, dict) for name in _nulls(one)]


def _taken(resource: Resource, value: str) -> ApiError:
    """Return the error for the unique value of another object."""
    assert resource.unique is not None
    return ApiError(409, "ALREADY_EXISTS", f"{resource.unique.field} {value} is taken")
