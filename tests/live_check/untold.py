# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts that are left alone, with the reason."""

from __future__ import annotations

from .facts import Checks, NotTriedError
from .run import Run

UNTOLD = Checks()


def _leave(name: str, sources: str, claim: str, why: str, *code: str) -> None:
    """Declare a fact that is not tried."""

    def look(_run: Run) -> str:
        raise NotTriedError(why)

    UNTOLD.fact(name, sources, claim, *code)(look)


_leave(
    "country-put",
    "seed",
    "PUT of a country permission with enabled opens or closes it",
    "it decides what the whole project may dial",
    "plugins/module_utils/_resources/catalogue.py",
)
_leave(
    "rule-writes",
    "ref",
    "Call blocking rules are made, replaced and deleted",
    "a rule blocks calls of the whole project",
    "plugins/module_utils/_resources/catalogue.py",
)
_leave(
    "add-projects",
    "ref",
    "POST /addProjects adds projects, and ignores those that it knows",
    "what is added cannot be taken back",
    "plugins/modules/sinch_project.py",
)
_leave(
    "number-not-rented",
    "field",
    "Assigning a number that the project does not rent can be answered 201",
    "it might rent the number",
    "plugins/module_utils/_apply/executor.py",
)
_leave(
    "token-rate",
    "sdk",
    "The token endpoint answers 429 after 30 requests at once, without Retry-After",
    "it would take a flood of requests",
    "plugins/module_utils/_transport/client.py",
)
_leave(
    "capture",
    "ref",
    "The packet capture of a call is a .pcap file, kept for 10 days",
    "it is what people said",
    "plugins/modules/sinch_call_export.py",
)
_leave(
    "propagation",
    "field",
    "Any change of configuration takes about 60 seconds to reach the SIP edge",
    "it would take SIP traffic",
    "roles/trunk/defaults/main.yml",
)
