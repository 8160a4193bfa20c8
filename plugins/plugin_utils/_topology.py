# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The trunks of a project with the objects that belong to them, marked where they differ from the project file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._drift import (
    DIFFERS,
    IN_FILE,
    IN_PROJECT,
    Difference,
    FieldDifference,
    differences,
    labels,
    value_words,
)
from ansible_collections.sinch.sip.plugins.module_utils._project_config import LISTED
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CALL_BLOCKING_RULE,
    COUNTRY_PERMISSION,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    RESOURCES,
    SIP_ENDPOINT,
    SIP_TRUNK,
    TOP_LEVEL_DOMAIN,
)

SAME = ""


@dataclass
class Line:
    """A line of text about an object; ``mark`` is SAME, IN_FILE or IN_PROJECT."""

    text: str
    mark: str = SAME


@dataclass
class Thing:
    """An object of a project or of its file.

    ``mark`` is SAME, IN_FILE, IN_PROJECT or DIFFERS. ``lines`` describe the object. ``later`` is its name in the file.
    ``order`` is the priority of an endpoint.
    """

    kind: str
    name: str
    id: str | None = None
    mark: str = SAME
    lines: list[Line] = field(default_factory=list)
    later: str = ""
    order: int = 0

    def __post_init__(self) -> None:
        """Use the name in the project as the name in the file, unless that one is given."""
        self.later = self.later or self.name


@dataclass
class Admission:
    """An ACL or credential list that admits calls to a trunk; ``mark`` is that of the link."""

    thing: Thing
    mark: str = SAME


@dataclass
class Trunk:
    """A trunk with its admissions, endpoints and phone numbers."""

    thing: Thing
    admissions: list[Admission] = field(default_factory=list)
    endpoints: list[Thing] = field(default_factory=list)
    numbers: list[Line] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The mark of the trunk itself, or DIFFERS if only an object that belongs to it has a mark."""
        about = [mark for one in self.admissions for mark in (one.mark, one.thing.mark)]
        about += [one.mark for one in self.endpoints] + [line.mark for line in self.numbers]
        return self.thing.mark or (DIFFERS if any(about) else SAME)


@dataclass
class Topology:
    """A whole project. Countries and the objects in ``standalone``, by heading, belong to no trunk."""

    trunks: list[Trunk]
    unused: list[Thing]
    countries: list[Line]
    standalone: dict[str, list[Thing]]
    differences: list[Difference]


def topology(config: Mapping[str, Any], plan: Sequence[Mapping[str, Any]]) -> Topology:
    """Return a project, marked with the differences from its file.

    ``config`` comes from sinch_sip_config_info, ``plan`` from sinch_sip_config. If the project has changed in between,
    differences of objects that are missing in ``config`` are not drawn, but are in ``differences``.
    """
    found = differences(plan)
    drawing = _Drawing(config)
    for one in found:
        for difference in (one, *one.parts):
            drawing.draw(difference)
    return drawing.finished(found)


class _Drawing:
    """A project into which differences are drawn, targets of links before the trunks that link them."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.shared: dict[str, list[Thing]] = {
            kind: [_thing(kind, one) for one in config[option]]
            for option, kind in ((option, described.resource.kind) for option, described in LISTED.items())
            if kind != SIP_TRUNK.kind
        }
        self.trunks = [self._trunk(one) for one in config["trunks"]]
        self.countries = [Line(code) for code in config["country_permissions"]["enabled"]]

    def _trunk(self, entry: Mapping[str, Any]) -> Trunk:
        trunk = Trunk(_thing(SIP_TRUNK.kind, entry))
        for link in SIP_TRUNK.links.values():
            for label in entry[link.option]:
                self._admit(trunk, link.target, label, SAME)
        trunk.endpoints = [_thing(SIP_ENDPOINT.kind, one) for one in entry["endpoints"]]
        trunk.numbers = [Line(number) for number in entry["phone_numbers"]]
        return trunk

    def _admit(self, trunk: Trunk, kind: str, label: str, mark: str) -> None:
        thing = _labelled(self.shared[kind], label)
        if thing is None:
            return
        for admission in trunk.admissions:
            if admission.thing is thing:
                admission.mark = mark
                return
        trunk.admissions.append(Admission(thing, mark))

    def draw(self, one: Difference) -> None:
        """Draw one difference."""
        if one.kind == COUNTRY_PERMISSION.kind:
            _mark(self.countries, one.name, one.status)
        elif one.kind == PHONE_NUMBER.kind:
            where = one.changes["trunk"]
            for label, mark in ((where.project, IN_PROJECT), (where.file, IN_FILE)):
                trunk = self._trunk_labelled(label)
                if trunk is not None:
                    _mark(trunk.numbers, one.name, mark)
        elif one.kind == SIP_ENDPOINT.kind:
            trunk = self._trunk_labelled(one.trunk)
            if trunk is not None:
                _draw_thing(trunk.endpoints, one)
        elif one.kind == SIP_TRUNK.kind:
            self._draw_trunk(one)
        elif one.kind in self.shared:
            _draw_thing(self.shared[one.kind], one)

    def _trunk_labelled(self, label: Any) -> Trunk | None:
        thing = _labelled([trunk.thing for trunk in self.trunks], str(label))
        return next((trunk for trunk in self.trunks if trunk.thing is thing), None)

    def _draw_trunk(self, one: Difference) -> None:
        things = [trunk.thing for trunk in self.trunks]
        thing = _draw_thing(things, one)
        if thing is None:
            return
        if len(things) > len(self.trunks):
            self.trunks.append(Trunk(thing))
        trunk = next(trunk for trunk in self.trunks if trunk.thing is thing)
        for link in SIP_TRUNK.links.values():
            change = one.changes.get(link.option, FieldDifference([], []))
            for side, mark in ((change.project, IN_PROJECT), (change.file, IN_FILE)):
                for label in side if isinstance(side, list) else ():
                    self._admit(trunk, link.target, label, mark)

    def finished(self, found: list[Difference]) -> Topology:
        """Return the topology, sorted."""
        for trunk in self.trunks:
            trunk.endpoints.sort(key=lambda one: (one.order, one.name))
            trunk.numbers.sort(key=lambda one: one.text)
        used = {id(admission.thing) for trunk in self.trunks for admission in trunk.admissions}
        standalone = dict(self.shared)
        admitting = [thing for link in SIP_TRUNK.links.values() for thing in standalone.pop(link.target)]
        return Topology(
            trunks=sorted(self.trunks, key=lambda one: (one.thing.name, one.thing.id or "")),
            unused=[thing for thing in admitting if id(thing) not in used],
            countries=sorted(self.countries, key=lambda one: one.text),
            standalone={RESOURCES[kind].heading: things for kind, things in standalone.items()},
            differences=found,
        )


def _labelled(things: Sequence[Thing], label: str) -> Thing | None:
    """Return the object with an ID or, as in a plan, with the name that it has in the file; None if there is none."""
    by_id = (thing for thing in things if thing.id == label)
    return next(by_id, next((thing for thing in things if thing.later == label), None))


def _mark(lines: list[Line], text: str, mark: str) -> None:
    """Mark a line, and add it if it is not in the project."""
    for line in lines:
        if line.text == text:
            line.mark = mark
            return
    lines.append(Line(text, mark))


def _draw_thing(things: list[Thing], one: Difference) -> Thing | None:
    """Draw a difference into its object, and add the object if it is only in the file; return None if it is missing."""
    if one.status == IN_FILE:
        entry = {name: change.file for name, change in one.changes.items()}
        things.append(_thing(one.kind, {**entry, "name": one.name}, IN_FILE))
        return things[-1]
    known = [thing for thing in things if thing.mark != IN_FILE]
    by_id = (thing for thing in known if thing.id is not None and thing.id == one.id)
    thing = next(by_id, next((thing for thing in known if thing.name == one.name), None))
    if thing is None:
        return None
    thing.mark = one.status
    if one.status == DIFFERS:
        thing.later = str(one.changes["name"].file) if "name" in one.changes else thing.later
        for name, change in one.changes.items():
            if name not in SIP_TRUNK.links:
                _draw_change(thing.lines, name, change)
    return thing


def _draw_change(lines: list[Line], name: str, change: FieldDifference) -> None:
    for side, mark in ((change.project, IN_PROJECT), (change.file, IN_FILE)):
        if isinstance(side, list):
            for text in side:
                _mark(lines, text, mark)
        else:
            lines.append(Line(f"{name}: {value_words(side)}", mark))


def _thing(kind: str, entry: Mapping[str, Any], mark: str = SAME) -> Thing:
    lines = [Line(text) for text in _DESCRIBED.get(kind, _option_lines)(entry) if text]
    name = entry.get("name")
    known_by = str(name or entry.get("id"))
    return Thing(kind, known_by, entry.get("id"), mark, lines, order=entry.get("priority") or 0)


def _option_lines(entry: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {value_words(value)}" for name, value in entry.items() if name not in ("id", "name")]


def _acl_lines(entry: Mapping[str, Any]) -> list[str]:
    return ["" if entry.get("enabled", True) else "disabled", *labels(entry.get("ip_ranges") or ())]


def _credential_list_lines(entry: Mapping[str, Any]) -> list[str]:
    return list(labels(entry.get("credentials") or ()))


def _trunk_lines(entry: Mapping[str, Any]) -> list[str]:
    return [
        f"{entry['host_name']}.{TOP_LEVEL_DOMAIN}" if entry.get("host_name") else "",
        "looks up the caller's name" if entry.get("enable_caller_name") else "",
        f"forwards to {entry.get('call_forward_number')} if out of reach" if entry.get("enable_call_forward") else "",
    ]


def _endpoint_lines(entry: Mapping[str, Any]) -> list[str]:
    user, address = entry.get("credential_username"), str(entry.get("address"))
    # Brackets separate the colons of an IPv6 address from the one before the port.
    static = f"{f'[{address}]' if ':' in address else address}:{entry.get('port')}"
    where = f"registers as {user}" if user else static
    return ["" if entry.get("enabled", True) else "disabled", f"{where}, {entry.get('transport')}"]


def _rule_lines(entry: Mapping[str, Any]) -> list[str]:
    lines = [str(entry.get("direction") or "")]
    for party, words in (("caller", "from"), ("callee", "to")):
        parts = [str(entry[key]) for key in (f"{party}_country", f"{party}_match") if entry.get(key)]
        lines.append(f"{words} {' '.join(parts)}" if parts else "")
    return lines


_DESCRIBED = {
    ACL.kind: _acl_lines,
    CREDENTIAL_LIST.kind: _credential_list_lines,
    SIP_TRUNK.kind: _trunk_lines,
    SIP_ENDPOINT.kind: _endpoint_lines,
    CALL_BLOCKING_RULE.kind: _rule_lines,
}
