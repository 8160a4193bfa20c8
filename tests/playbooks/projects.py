# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hypothesis strategies for projects as the API may have them, and for data that changes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from hypothesis import settings
from hypothesis import strategies as st

from tests.playbooks.seeds import PASSWORD
from tests.playbooks.truth import IdOf

Entry = dict[str, Any]

PURGED = ("acls", "credential_lists", "trunks", "endpoints", "phone_numbers", "call_blocking_rules")
NEW_PASSWORD = "Battery-staple-2"

settings.register_profile("quick", max_examples=20, derandomize=True, deadline=None, database=None)
settings.register_profile("thorough", max_examples=500, deadline=None, database=None)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
"""The number of projects: few and always the same; with ``HYPOTHESIS_PROFILE=thorough`` many random ones."""

_ADDRESSES = st.sampled_from(["203.0.113.10", "198.51.100.0", "10.9.8.7"])
_CIDRS = ("203.0.113.10/32", "198.51.100.0/24", "10.0.0.0/8", "192.0.2.0/28")
_NUMBERS = ("+12025550101", "+12025550102", "+12025550103", "+442079460104")
_FORWARD = "+12025550199"
_CODES = ("US", "CA", "GB", "DE", "*")
_ODD_NAMES = ("Büro: #1 'x'", " ", "line\nof\x85{{ lines }}")
_FLAGS = st.booleans()
_TRANSPORTS = st.sampled_from(["UDP", "TCP", "TLS"])


class Project(NamedTuple):
    """A project as the simulator takes it, the final names of its uniquely named objects, and the nulled endpoints."""

    seed: Mapping[str, Any]
    called: Mapping[str, str | None]
    nulled: frozenset[str]

    def is_known_by_name(self, things: Iterable[Entry], name: str) -> bool:
        """Return whether an object has a unique name that is not blank."""
        called = self.called[name] or ""
        return bool(called.strip()) and [self.called[one["name"]] for one in things].count(called) == 1


class Change(NamedTuple):
    """A project, and data for it: options of ``sinch_sip_config``, with IdOf for the IDs that the project has."""

    project: Project
    data: Mapping[str, Any]


def _usernames(list_name: str) -> list[str]:
    """Return the users that only this credential list may have; the last two may exist, and cannot be added."""
    return [f"{who} of {list_name}" for who in ("alice", "Zoë", " bob", "carol\u2028")]


def _subset(draw: st.DrawFn, items: Sequence[Any], least: int = 0) -> list[Any]:
    """Draw a subset of items, in their order."""
    chosen = [item for item in items if draw(_FLAGS)]
    return chosen if len(chosen) >= least else list(items[:least])


def _some(draw: st.DrawFn, **strategies: st.SearchStrategy[Any]) -> Entry:
    return {name: draw(strategy) for name, strategy in strategies.items() if draw(_FLAGS)}


_IP_RANGE = st.fixed_dictionaries(
    {"ipAddress": _ADDRESSES, "range": st.sampled_from([32, 24, 8, None])},
    optional={"description": st.sampled_from(["office", "", None])},
)
_RULE = {
    "direction": st.sampled_from(["INBOUND", "OUTBOUND"]),
    "callerCountry": st.sampled_from([None, "gb", "USA"]),
    "callerMatch": st.sampled_from([None, "4470", "anonymous"]),
    "calleeMatch": st.sampled_from([None, "+1900"]),
}


def _seeded_endpoint(draw: st.DrawFn, name: str, usernames: Sequence[str]) -> Entry:
    """Draw an endpoint. The API takes a user name that no list linked to the trunk has (field)."""
    shared: Entry = {"name": name, "priority": draw(st.integers(1, 3)), **_some(draw, enabled=_FLAGS)}
    if draw(_FLAGS) and usernames:
        return {**shared, "isRegistered": True, "credentialUsername": draw(st.sampled_from(usernames))}
    address = draw(st.sampled_from(["203.0.113.20", "PBX.example.com", "pbx", "2001:DB8:0:0::20"]))
    return {**shared, "address": address, **_some(draw, port=st.just(5080), transport=_TRANSPORTS)}


@st.composite
def projects(draw: st.DrawFn) -> Project:
    acls = [
        {"name": f"acl-{n}", "enabled": draw(_FLAGS), "ipRanges": draw(st.lists(_IP_RANGE, min_size=1, max_size=3))}
        for n in range(draw(st.integers(0, 3)))
    ]
    lists: list[Entry] = []
    for name in [f"list-{n}" for n in range(draw(st.integers(0, 2)))]:
        users = [{"username": one, "password": PASSWORD} for one in _subset(draw, _usernames(name))]
        lists.append({"name": name, "credentials": users})
    usernames = [user["username"] for one in lists for user in one["credentials"]]
    trunks = []
    numbers = list(_NUMBERS)
    for n in range(draw(st.integers(0, 3))):
        assigned = _subset(draw, numbers)
        numbers = [one for one in numbers if one not in assigned]
        endpoints = [_seeded_endpoint(draw, f"endpoint-{n}-{m}", usernames) for m in range(draw(st.integers(0, 2)))]
        trunks.append(
            {
                "name": f"trunk-{n}",
                "hostName": draw(st.sampled_from([f"host-{n}", f"Host-{n}"])),
                **_some(draw, enableCallerName=_FLAGS, callForwardNumber=st.just(_FORWARD)),
                **draw(st.sampled_from([{}, {"enableCallForward": True, "callForwardNumber": _FORWARD}])),
                "acls": _subset(draw, [one["name"] for one in acls]),
                "credentialLists": _subset(draw, [one["name"] for one in lists]),
                "endpoints": endpoints,
                "phoneNumbers": assigned,
            }
        )
    rules = [{"name": f"rule-{n}", **draw(st.fixed_dictionaries(_RULE))} for n in range(draw(st.integers(0, 2)))]
    endpoints = [one for trunk in trunks for one in cast(list[Entry], trunk["endpoints"])]
    called = {
        one["name"]: draw(st.sampled_from([one["name"], "twin", *_ODD_NAMES, *([None] if one in rules else [])]))
        for one in (*acls, *lists, *trunks, *endpoints, *rules)
    }
    seed: dict[str, Any] = {
        "accessControlLists": acls,
        "credentialLists": lists,
        "trunks": trunks,
        "phoneNumbers": _subset(draw, numbers),
        "callBlockingRules": rules,
        "countryPermissions": {code: draw(_FLAGS) for code in _subset(draw, _CODES)},
    }
    return Project(seed, called, frozenset(_subset(draw, [one["name"] for one in endpoints])))


class _Editor:
    """Draws possible changes of a project: every reference has a target in the end."""

    def __init__(self, draw: st.DrawFn, project: Project) -> None:
        self.draw = draw
        self.project = project
        self.purge = _subset(draw, PURGED)
        # The possible references to each object that stays.
        self.tokens: dict[str, list[Any]] = {}
        # The future users of each credential list, and the host names of deleted trunks.
        self.users: dict[str, set[str]] = {}
        self.free_hosts: list[str] = []

    def entries(self, kind: str, seeded: Sequence[Entry], new: str = "") -> list[tuple[Entry, Entry | None]]:
        """Draw entries for objects of a kind and for a new one, each with the seeded object."""
        found: list[tuple[Entry, Entry | None]] = []
        for thing in seeded:
            name = thing["name"]
            known_by_name = self.project.is_known_by_name(seeded, name)
            called: Entry = {"name": self.project.called[name]}
            own: Entry = {"id": IdOf(kind, name)}
            entry: Entry = self.draw(st.sampled_from([own, *([called] if known_by_name else [])]))
            fate = self.draw(st.sampled_from(["left out", "kept", "changed", "changed", "absent"]))
            if fate == "absent":
                found.append(({**entry, "state": "absent", **({} if kind in _UNFORCED else {"force": True})}, thing))
                continue
            self.tokens[name] = [own["id"], *([called["name"]] if known_by_name else [])]
            if fate == "left out":
                continue
            if fate == "changed" and "id" in entry and self.draw(_FLAGS):
                entry = {**entry, "name": f"{name} renamed"}
                self.tokens[name] = [own["id"], entry["name"]]
            found.append(({**entry, "is changed": fate == "changed"}, thing))
        if self.draw(_FLAGS):
            name = new or f"{_PREFIXES[kind]}-new"
            self.tokens[name] = [name]
            found.append(({"name": name, "is changed": True}, None))
        return list(self.draw(st.permutations(found)))

    def acls(self) -> list[Entry]:
        entries = []
        for entry, there in self.entries("accessControlLists", self.project.seed["accessControlLists"]):
            if entry.pop("is changed", False):
                ranges = [self._range(cidr) for cidr in _subset(self.draw, _CIDRS, least=1)]
                if there is None or self.draw(_FLAGS):
                    entry.update(ip_ranges=ranges, allow_wide=True, purge_ip_ranges=self.draw(_FLAGS))
                entry.update(_some(self.draw, enabled=_FLAGS))
            entries.append(entry)
        return entries

    def _range(self, cidr: str) -> Any:
        described = {"cidr": cidr, "description": "described"}
        return self.draw(st.sampled_from([cidr, cidr.removesuffix("/32"), {"cidr": cidr}, described]))

    def credential_lists(self) -> list[Entry]:
        lists = self.project.seed["credentialLists"]
        self.users = {one["name"]: {user["username"] for user in one["credentials"]} for one in lists}
        entries = []
        for entry, there in self.entries("credentialLists", lists):
            name = entry["name"] if there is None else there["name"]
            before = self.users.get(name, set())
            if entry.pop("is changed", False):
                keep, may_be = self.draw(_FLAGS), _usernames(name)
                wanted = _subset(self.draw, [one for one in may_be if one in before or one in may_be[:2]])
                new = [one for one in wanted if one not in before or self.draw(_FLAGS)]
                users = [{"username": one, **({"password": NEW_PASSWORD} if one in new else {})} for one in wanted]
                entry.update(credentials=users, purge_credentials=not keep)
                self.users[name] = {*wanted, *(before if keep else ())}
            entries.append(entry)
        return entries

    def trunks(self) -> list[Entry]:
        """Draw the trunks with their links, endpoints and numbers."""
        found = self.entries("trunks", self.project.seed["trunks"])
        staying = [there for entry, there in found if "is changed" in entry]
        for trunk in self.project.seed["trunks"]:
            listed = any(there is trunk for _entry, there in found)
            if trunk not in staying and (listed or "trunks" in self.purge):
                self.free_hosts.append(trunk["hostName"])
        numbers = list(_NUMBERS)
        entries = []
        for entry, there in found:
            if entry.pop("is changed", False):
                self._change_trunk(entry, there)
            if entry.get("state") != "absent" and self.draw(_FLAGS):
                wanted = _subset(self.draw, numbers)
                numbers = [one for one in numbers if one not in wanted]
                entry.update(phone_numbers=wanted, move=True)
            entries.append(entry)
        return entries

    def _change_trunk(self, entry: Entry, there: Entry | None) -> None:
        name = entry["name"] if there is None else there["name"]
        if there is None or self.draw(_FLAGS):
            entry["host_name"] = self.draw(st.sampled_from([f"{name}-host", *self.free_hosts]))
            if entry["host_name"] in self.free_hosts:
                # The host name of a purged trunk is free only after the purge.
                self.free_hosts.remove(entry["host_name"])
                entry["force"] = True
        off = {"enable_call_forward": False}
        forwards: list[Entry] = [{"enable_call_forward": True, "call_forward_number": _FORWARD}, off]
        forward = self.draw(st.sampled_from([{}, *forwards, {**off, "call_forward_number": ""}]))
        entry.update(forward, **_some(self.draw, enable_caller_name=_FLAGS))
        self._link(entry, "acls", "accessControlLists", () if there is None else there["acls"])
        linked = () if there is None else there["credentialLists"]
        lists = self._link(entry, "credential_lists", "credentialLists", linked)
        usernames = {user for one in lists for user in self.users[one]}
        if self.draw(_FLAGS):
            entry["endpoints"] = self._endpoints(name, () if there is None else there["endpoints"], sorted(usernames))

    def _link(self, entry: Entry, option: str, kind: str, linked: Sequence[str]) -> list[str]:
        """Draw the links of a trunk of one kind, and return the names of the linked objects."""
        names = [*(one["name"] for one in self.project.seed[kind]), f"{_PREFIXES[kind]}-new"]
        staying = [one for one in names if one in self.tokens]
        if not self.draw(_FLAGS):
            return [one for one in linked if one in staying]
        chosen = _subset(self.draw, staying)
        entry[option] = [self.draw(st.sampled_from(self.tokens[one])) for one in chosen]
        return chosen

    def _endpoints(self, trunk: str, seeded: Sequence[Entry], usernames: Sequence[str]) -> list[Entry]:
        """Draw the endpoints of a trunk; ``usernames`` are the users that can register with it in the end."""
        entries = []
        for entry, there in self.entries("endpoints", seeded, f"endpoint of {trunk}"):
            changed = entry.pop("is changed", False)
            registered = there is not None and there.get("credentialUsername")
            if entry.get("state") != "absent":
                if changed:
                    entry.update(self._endpoint_fields(usernames, is_new=there is None))
                if registered and registered not in usernames and not {"address", "credential_username"} & entry.keys():
                    continue
            entries.append(entry)
        return entries

    def _endpoint_fields(self, usernames: Sequence[str], is_new: bool) -> Entry:
        ways: list[Entry] = [{"address": "203.0.113.30", "port": 5090}]
        ways += [{"credential_username": one} for one in usernames]
        way: Entry = self.draw(st.sampled_from(ways if is_new else [{}, *ways]))
        return way | _some(self.draw, priority=st.integers(1, 3), enabled=_FLAGS, transport=_TRANSPORTS)

    def call_blocking_rules(self) -> list[Entry]:
        entries = []
        for entry, there in self.entries("callBlockingRules", self.project.seed["callBlockingRules"]):
            if entry.pop("is changed", False):
                direction = st.sampled_from(["INBOUND", "OUTBOUND"])
                entry.update(_some(self.draw, caller_match=st.sampled_from(["", "+4477"]), direction=direction))
                entry.setdefault("direction", "INBOUND")
                entry.update({} if there is None else _some(self.draw, caller_country=st.sampled_from(["", "fr"])))
            entries.append(entry)
        return entries


_UNFORCED = ("endpoints", "callBlockingRules")
_PREFIXES = {"accessControlLists": "acl", "credentialLists": "list", "trunks": "trunk", "callBlockingRules": "rule"}


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Draw a project, and data that changes it."""
    project = draw(projects())
    editor = _Editor(draw, project)
    countries = {"enabled": _subset(draw, _CODES), "exclusive": draw(_FLAGS), "allow_wide": True}
    data = {
        "acls": editor.acls(),
        "credential_lists": editor.credential_lists(),
        "trunks": editor.trunks(),
        "country_permissions": draw(st.sampled_from([None, countries])),
        "call_blocking_rules": editor.call_blocking_rules(),
        "purge": editor.purge,
        "purge_all": True,
    }
    return Change(project, data)
