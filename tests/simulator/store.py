# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The data: tables with indexes, links between trunks and lists, projects, and the clock."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from .country_data import COUNTRIES

Row = dict[str, Any]  # An object in the SDK's dialect. A stored row is never changed, only replaced by ``Table.put``.

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Clock:
    """The server's clock, which tests can shift."""

    def __init__(self) -> None:
        self.shift_s = 0.0

    def now_s(self) -> float:
        """Return the seconds since the epoch."""
        return time.time() + self.shift_s

    def timestamp(self, seconds_ago: float = 0) -> str:
        """Return a time as RFC 3339 with nanosecond digits (sdk)."""
        nanoseconds = time.time_ns() + int((self.shift_s - seconds_ago) * 1e9)
        whole, fraction = divmod(nanoseconds, 1_000_000_000)
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + f".{fraction:09d}Z"

    def new_id(self) -> str:
        """Return a new ID like a ULID: 26 characters, of which the first ten are the time (sdk, field)."""
        number = (int(self.now_s() * 1000) << 80) | secrets.randbits(80)
        return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


class Table:
    """Rows by key in order of creation, with indexes."""

    def __init__(self, key: str, *indexed: str) -> None:
        self.key = key
        self.rows: dict[str, Row] = {}
        self._indexes: dict[str, dict[Any, dict[str, Row]]] = {field: {} for field in indexed}

    def put(self, row: Row) -> None:
        """Add a row, or replace the row with its key."""
        key = row[self.key]
        before = self.rows.get(key)
        self.rows[key] = row
        for field, index in self._indexes.items():
            if before is not None and before.get(field) != row.get(field):
                del index[before.get(field)][key]
            index.setdefault(row.get(field), {})[key] = row

    def delete(self, key: str) -> None:
        """Remove a row; raise KeyError."""
        row = self.rows.pop(key)
        for field, index in self._indexes.items():
            del index[row.get(field)][key]

    def where(self, field: str, value: object) -> Collection[Row]:
        """Return the rows that have a value in an indexed field."""
        return self._indexes[field].get(value, {}).values()


class Links:
    """The links between trunks and lists of a kind, indexed from both ends."""

    def __init__(self) -> None:
        self._targets: dict[str, dict[str, None]] = {}
        self._trunks: dict[str, dict[str, None]] = {}

    def add(self, trunk_id: str, target_id: str) -> None:
        """Add a link; repeating it changes nothing."""
        self._targets.setdefault(trunk_id, {})[target_id] = None
        self._trunks.setdefault(target_id, {})[trunk_id] = None

    def remove(self, trunk_id: str, target_id: str) -> None:
        """Remove a link; raise KeyError."""
        del self._targets[trunk_id][target_id]
        del self._trunks[target_id][trunk_id]

    def targets(self, trunk_id: str) -> list[str]:
        """Return the IDs that a trunk is linked to, in the order of linking."""
        return list(self._targets.get(trunk_id, ()))

    def trunks(self, target_id: str) -> list[str]:
        """Return the IDs of the trunks that are linked to a target."""
        return list(self._trunks.get(target_id, ()))


class Project:
    """The data of a project; a new one allows calls only to the US and Canada (field)."""

    def __init__(self, project_id: str) -> None:
        self.id = project_id
        special = {
            "trunks": Table("id", "domain"),
            "endpoints": Table("id", "sipTrunkId", "credentialUsername"),
            "ipRanges": Table("id", "accessControlListId"),
            "credentials": Table("id", "credentialListId"),
            "phoneNumbers": Table("phoneNumber", "sipTrunkId"),
            "activeNumbers": Table("phoneNumber"),
            "emergencyAddresses": Table("phoneNumber"),
            "countryPermissions": Table("isoCode"),
            "calls": Table("callId", "pcapId"),
        }
        self.tables = defaultdict(lambda: Table("id"), special)
        self.links = {"accessControlLists": Links(), "credentialLists": Links()}
        self.added_projects: dict[str, None] = {}
        self.found_calls: tuple[object, list[Row]] = (None, [])  # The last list of calls, and what it was found by
        for country in COUNTRIES:
            self.tables["countryPermissions"].put({**country, "enabled": country["isoCode"] in ("US", "CA")})


class Store:
    """All projects, and the values that are unique across them."""

    def __init__(self) -> None:
        self.projects: dict[str, Project] = {}
        self.owners: dict[tuple[str, str], str] = {}  # The ID of the object that has a unique value, by kind and value

    def project(self, project_id: str) -> Project:
        """Return a project, which the first use creates."""
        if project_id not in self.projects:
            self.projects[project_id] = Project(project_id)
        return self.projects[project_id]
