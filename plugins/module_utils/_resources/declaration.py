# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The declaration of a resource of the API: all that the reader, the planner, the writer and the modules know of it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any, Callable, NamedTuple, Optional

from .relations import Assignment, Counterpart, KeyReference, Link, Parent, Relation
from .values import READ_ONLY, Flag, Items, Text, Value, to_snake


class Edit(NamedTuple):
    """The values of one object before and after a change, and the given ones, canonical and by field name.

    ``before`` is None for a new object. ``overrides`` are the options that lift a rule.
    """

    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    given: Mapping[str, Any]
    overrides: frozenset[str] = frozenset()

    def touches(self, *names: str) -> bool:
        """Return whether one of these fields changes."""
        before = self.before
        return before is None or any(before[name] != self.after[name] for name in names)


# A rule of a resource returns what is wrong with an edit, as the option that says it ("" for the one that names the
# object) and the text. What is there already is never wrong: a rule is about what an edit adds.
Rule = Callable[[Edit], Optional[tuple[str, str]]]


def _nothing(_edit: Edit) -> Mapping[str, Any]:
    return {}


@functools.cache
def to_camel(name: str) -> str:
    """Return the API's spelling of an option name."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


class ObjectState(NamedTuple):
    """The values of an object by field name, canonical, and the unknown fields by API name."""

    values: Mapping[str, Any]
    rest: Mapping[str, Any]


@dataclass(frozen=True)
class Alias:
    """A name that stands for another object, the one with these values, where no object has it for its own."""

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of a resource.

    ``default`` is what a new object gets where nothing is asked for. ``internal`` says that no
    option sets it: other fields imply it. ``unique`` says that no two objects of the project can have the same value.
    ``derive`` computes a read-only field from the values of the others, for the prediction of a plan.
    ``description`` documents the option, a paragraph per line. ``returned`` and ``sample`` document the result, where
    they are not the first paragraph and the default. ``parts`` document the keys of each entry of a list.
    """

    name: str
    value: Value = attribute(default_factory=Value)
    required: bool = False
    default: Any = None
    read_only: bool = False
    internal: bool = False
    unique: bool = False
    derive: Callable[[Mapping[str, Any]], Any] | None = None
    description: str = ""
    returned: str = ""
    sample: Any = None
    parts: tuple[Field, ...] = ()

    @functools.cached_property
    def api(self) -> str:
        """The name of the field in the API."""
        return to_camel(self.name)

    @property
    def items(self) -> Items | None:
        """The value of a field whose items the API can write one by one; None for any other field."""
        return self.value if isinstance(self.value, Items) else None

    @property
    def subresource(self) -> Items | None:
        """The value of a field that an update of the object does not write; None for any other field."""
        return self.items if self.items is not None and self.items.subresource else None


@dataclass(frozen=True)
class Resource:
    """One kind of object, and how the API is asked for it.

    ``list_keys`` are the keys under which a list may come. ``identity`` is the field that a user knows an object by,
    and ``named_by`` the option that holds it;
    ``key`` is the field that the API addresses it by, and ``listed_only`` says that it cannot be read alone by it.
    ``service`` is the option with the base URL of the API that has the objects.
    ``aliases`` are names that may stand for objects of other names. ``relations`` are those to other resources.
    ``absent`` holds the values that stand for "absent" where objects can be neither deleted nor created. ``implied``
    returns the values that an edit brings with it. ``rules`` are about what an edit must not add, ``cautions`` about
    what it may add with a warning.
    """

    kind: str
    label: str
    path: str
    list_keys: tuple[str, ...]
    fields: tuple[Field, ...]
    identity: str = "name"
    named_by: str = "name"
    key: str = "id"
    paged: bool = True
    listed_only: bool = False
    service: str = "api_url"
    aliases: tuple[Alias, ...] = ()
    relations: tuple[Relation, ...] = ()
    absent: Mapping[str, Any] | None = None
    implied: Callable[[Edit], Mapping[str, Any]] = _nothing
    rules: tuple[Rule, ...] = ()
    cautions: tuple[Rule, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field of that option name."""
        return self._by_name[name]

    @functools.cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @functools.cached_property
    def writable(self) -> tuple[Field, ...]:
        """The fields that a user can set."""
        return tuple(one for one in self.fields if not one.read_only)

    @functools.cached_property
    def options(self) -> tuple[Field, ...]:
        """The fields that are options of the resource's module."""
        return tuple(one for one in self.writable if not one.internal)

    @property
    def unique(self) -> bool:
        """Whether the API takes care that there are no two of a kind."""
        return any(one.unique for one in self.fields)

    @functools.cached_property
    def items(self) -> dict[str, Items]:
        """The fields whose items the API can write one by one, by name."""
        return {one.name: one.items for one in self.fields if one.items is not None}

    @functools.cached_property
    def parent(self) -> Parent | None:
        """The relation to the objects that the objects of this kind belong to."""
        return next((one for one in self.relations if isinstance(one, Parent)), None)

    @functools.cached_property
    def assignment(self) -> Assignment | None:
        """The relation that is all that can be written of an object."""
        return next((one for one in self.relations if isinstance(one, Assignment)), None)

    @property
    def counterpart(self) -> Counterpart | None:
        """The side of the assignment that another API has."""
        return self.assignment.counterpart if self.assignment else None

    @functools.cached_property
    def links(self) -> dict[str, Link]:
        """The links that objects of this kind own, by option."""
        return {one.option: one for one in self.relations if isinstance(one, Link)}

    @functools.cached_property
    def key_references(self) -> tuple[KeyReference, ...]:
        """The references of this kind to items of other objects."""
        return tuple(one for one in self.relations if isinstance(one, KeyReference))

    def is_there(self, sent: Mapping[str, Any]) -> bool:
        """Return whether an object is not in the state that stands for absent."""
        values = self.values_of(sent)
        return self.absent is None or any(values[name] != value for name, value in self.absent.items())

    @property
    def a_label(self) -> str:
        """The label with its article."""
        return f"{'an' if self.label[0] in 'AEIOU' else 'a'} {self.label}"

    @property
    def heading(self) -> str:
        """The label of several objects, with a capital letter."""
        return f"{self.label[0].upper()}{self.label[1:]}s"

    def id_of(self, sent: Mapping[str, Any]) -> str:
        """Return the ID by which the API addresses an object."""
        return str(sent[to_camel(self.key)])

    def name_of(self, sent: Mapping[str, Any]) -> str:
        """Return the name of an object as a user knows it; its ID where it has no name."""
        one = self.field(self.identity)
        return str(one.value.load(sent.get(one.api)) or self.id_of(sent))

    def aliases_of(self, sent: Mapping[str, Any]) -> list[str]:
        """Return the names that stand for an object where no other has them for its own."""
        values = self.values_of(sent) if self.aliases else {}
        return [one.name for one in self.aliases if one.values.items() <= values.items()]

    def values_of(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Return the canonical values of the known fields."""
        return {one.name: one.value.load(sent.get(one.api)) for one in self.fields}

    def state_of(self, sent: Mapping[str, Any]) -> ObjectState:
        """Return an object that the API sent in canonical values."""
        return ObjectState(
            self.values_of(sent), {key: item for key, item in sent.items() if key not in self._api_names}
        )

    @functools.cached_property
    def not_written(self) -> frozenset[str]:
        """The API names of all that an update of the object does not write."""
        return READ_ONLY | {one.api for one in self.fields if one.read_only or one.subresource}

    @functools.cached_property
    def _api_names(self) -> frozenset[str]:
        return frozenset(one.api for one in self.fields)

    def title_of(self, state: ObjectState) -> str:
        """Return the name of an object as a user knows it; its ID where it has no name."""
        return str(state.values[self.identity] or state.rest.get(to_camel(self.key)) or "")

    def show(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object that the API sent as results have it."""
        return self.show_state(self.state_of(sent))

    def show_state(self, state: ObjectState) -> dict[str, Any]:
        """Return an object as results have it: the known fields, and the unknown ones in snake case."""
        shown = {to_snake(key): item for key, item in state.rest.items()}
        if self.key == "id":
            for name in sorted(READ_ONLY):
                shown.setdefault(to_snake(name), None)
        for one in self.fields:
            shown[one.name] = one.value.show(state.values[one.name])
        return shown

    def show_writable(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the part of an object that a user can set, as diffs have it."""
        return {one.name: one.value.show(values[one.name]) for one in self.options}

    def malformed(self, sent: Any) -> str | None:
        """Return the problem of an object of the API that cannot be read; None for one that can."""
        if not isinstance(sent, dict):
            return f"{self.a_label} is not a JSON object but {type(sent).__name__}"
        key = to_camel(self.key)
        if not isinstance(sent.get(key), str) or not sent[key]:
            return f"{self.a_label} has no usable {key!r}"
        for one in self.fields:
            if not one.value.well_formed(sent.get(one.api)):
                return f"{one.api!r} of {self.label} {sent[key]} is of the wrong type ({type(sent[one.api]).__name__})"
        return None


def text(name: str, **more: Any) -> Field:
    """Declare a text field."""
    return Field(name, Text(), **more)


def flag(name: str, default: bool, **more: Any) -> Field:
    """Declare a boolean field."""
    return Field(name, Flag(default), default=default, **more)


def read_only(name: str, **more: Any) -> Field:
    """Declare a field that the server sets."""
    return Field(name, read_only=True, **more)
