# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sorts of relations between resources, as data.

A resource declares the relations of which its objects are the owners. All that follows from them (what must be read,
what blocks a deletion, what a purge spares, what waits for what) is derived from these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Relation:
    """A relation: an owner refers to objects of the kind ``target``. ``option`` is the option that names them."""

    option: str
    target: str


@dataclass(frozen=True)
class Parent(Relation):
    """An owner belongs to one target, by ID, and is listed and written under the path of that target.

    ``field`` is the field of the owner that has the ID. The API refuses to delete a target that has owners (field).
    """

    field: str


@dataclass(frozen=True)
class Use:
    """What the other API says that an owner is used for.

    ``target`` is the ID of the target, "" for none; ``other`` names a use of another sort in words, "" for none.
    ``status`` is that of an assignment that is not done yet, "" for none.
    """

    target: str = ""
    other: str = ""
    status: str = ""

    @property
    def under_way(self) -> bool:
        """Whether an assignment is being made."""
        return self.status in ("WAITING", "IN_PROGRESS")

    @property
    def failed(self) -> bool:
        """Whether an assignment could not be made."""
        return self.status == "FAILED"


@dataclass(frozen=True)
class Counterpart:
    """The side of an assignment that another API has: an object of the kind ``kind`` for each owner that exists.

    An owner that has none cannot be assigned: ``absence`` says so, and what to do. ``use_of`` returns the use of an
    object, ``assign`` the body of the PATCH that assigns it to the target with an ID, or to none. ``label`` names the
    API in messages.
    """

    kind: str
    label: str
    absence: str
    use_of: Callable[[Mapping[str, Any]], Use]
    assign: Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Assignment(Relation):
    """An owner is assigned to one target or to none, by ID, with a request that writes nothing else.

    ``field`` is the field of the owner that has the ID, ``override`` the option that allows to take an owner from
    another target, ``condition`` what has to be true of an owner that the API does not list. The API refuses to delete
    a target that has owners (field); they are then unassigned, never deleted. It may say that an owner is assigned
    although it does not exist (field), so that the ``counterpart``, where there is one, has the last word.
    """

    field: str
    override: str
    condition: str
    counterpart: Counterpart | None = None


@dataclass(frozen=True)
class Link(Relation):
    """An owner has a set of targets linked, by ID.

    ``path`` is under the owner; ``body_key`` names the list of IDs in the POST that links; ``list_keys`` are the keys
    under which the answer to GET may hold the links, as IDs or as objects. ``backlink`` is the field of the target that
    has the IDs of its owners, "" where there is none. The API refuses to delete either end of a link (field).
    """

    path: str
    body_key: str
    list_keys: tuple[str, ...]
    backlink: str = ""


@dataclass(frozen=True)
class KeyReference(Relation):
    """An owner uses one item of a target by the key of the item.

    ``field`` is the field of the owner that has the key, ``instead`` the field that, once set, makes the owner do
    without; ``items`` is the field of the target that has the items. The target must be linked to the parent of the
    owner, by the link ``through``. The API takes the item and the target away all the same, and the owner stops to
    work (field), so that this is refused before. ``use`` and ``consequence`` say so in messages.
    """

    field: str
    instead: str
    items: str
    through: str
    use: str
    consequence: str
