# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that stand for objects of other names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..resources.catalogue import RESOURCES
from .state import Snapshot, Wish


def without_aliases(snapshot: Snapshot, wishes: Sequence[Wish], notices: list[str]) -> list[Wish]:
    """Return the wishes, those under an alias under the name of the object that it stands for; add to ``notices``.

    Two wishes that turn out to be the same become one; two that contradict each other stay, for the planner to refuse.
    """
    by_name = {(wish.kind, wish.name): wish for wish in wishes if wish.id is None}
    named: list[Wish] = []
    for wish in wishes:
        resource = RESOURCES[wish.kind]
        hits = snapshot.find(wish) if wish.id is None and any(one.name == wish.name for one in resource.aliases) else []
        meant = resource.name_of(hits[0]) if hits else wish.name
        if meant == wish.name:
            named.append(wish)
            continue
        other, renamed = by_name.get((wish.kind, meant)), replace(wish, name=meant)
        if other is None:
            notices.append(
                f"{wish.where}{wish.option or resource.named_by}: {wish.name!r} has no {resource.label} of its own; "
                f"it is that of {meant!r}, and goes for both"
            )
        if other != renamed:
            named.append(renamed)
    return named
