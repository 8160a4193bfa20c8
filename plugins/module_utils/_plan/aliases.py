# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that stand for objects of other names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .._resources.catalogue import RESOURCES
from .model import Desired, Snapshot


def without_aliases(snapshot: Snapshot, all_desired: Sequence[Desired], notices: list[str]) -> list[Desired]:
    """Return the desired states, those under an alias under the name of the object that it stands for.

    Two that turn out to be the same become one; two that contradict each other stay, for the planner to refuse. What
    a user should know of it is added to ``notices``.
    """
    by_name = {(desired.kind, desired.name): desired for desired in all_desired if desired.id is None}
    named: list[Desired] = []
    for desired in all_desired:
        resource = RESOURCES[desired.kind]
        hits = (
            snapshot.find(desired)
            if desired.id is None and any(one.name == desired.name for one in resource.aliases)
            else []
        )
        meant = resource.name_of(hits[0]) if hits else desired.name
        if meant == desired.name:
            named.append(desired)
            continue
        other, renamed = by_name.get((desired.kind, meant)), replace(desired, name=meant)
        if other is None:
            notices.append(
                f"{desired.where}{desired.option or resource.named_by}: {desired.name!r} has no {resource.label} of "
                f"its own; it is that of {meant!r}, and goes for both"
            )
        if other != renamed:
            named.append(renamed)
    return named
