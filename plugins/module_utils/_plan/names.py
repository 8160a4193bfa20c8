# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What names will stand for once a plan has run."""

from __future__ import annotations

from typing import Optional

from .model import Ref

# The kind of the objects, and what they belong to where they belong to something.
Scope = tuple[str, Optional[Ref]]


class Names:
    """The names of the objects that there will be, whether they are there already or the plan makes them."""

    def __init__(self) -> None:
        """Start with none."""
        self._names: dict[Scope, dict[str, str]] = {}
        self._refs: dict[Scope, dict[str, list[Ref]]] = {}

    def add(self, scope: Scope, ref: Ref, name: str) -> None:
        """Note what an object will be called."""
        if isinstance(ref, str):
            self._names.setdefault(scope, {})[ref] = name
        self._refs.setdefault(scope, {}).setdefault(name, []).append(ref)

    def has(self, kind: str, target: str) -> bool:
        """Return whether there will be an object of that ID."""
        return target in self._names.get((kind, None), {})

    def refs(self, scope: Scope, name: str) -> list[Ref]:
        """Return what will have that name."""
        return self._refs.get(scope, {}).get(name, [])

    def label(self, kind: str, ref: Ref, otherwise: str) -> str:
        """Return the name of what a reference stands for; its ID where the name stands for several."""
        name = self._names.get((kind, None), {}).get(ref, otherwise) if isinstance(ref, str) else otherwise
        return name if len(self.refs((kind, None), name)) <= 1 else str(ref)
