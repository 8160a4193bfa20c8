# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run probes in this process: the same code as the module runs, and faster."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import PROBE_OPTIONS, checked_target, probe
from tests.probe.peers import LOOPBACK

DOMAIN = "acme.pstn.sinch.com"
ENOUGH_S = 60
"""Seconds within which any machine answers."""
SHORT_S = 1
"""Seconds to wait for an answer that does not come, if nothing else happens meanwhile."""
LONGER_S = 4
"""Seconds to wait for an answer that does not come, if other messages come first."""


def probed(port: int, transport: str = "UDP", **options: Any) -> Mapping[str, Any]:
    """Probe a port of the loopback, and return the module's ``sip_probe``."""
    given = {"domain": DOMAIN, "address": LOOPBACK, "port": port, "transport": transport, "timeout": ENOUGH_S}
    validated = ArgumentSpecValidator(PROBE_OPTIONS).validate({**given, **options})
    assert validated.error_messages == []
    found = probe(checked_target(validated.validated_parameters))
    # A value that Ansible cannot return would fail here.
    return dict(json.loads(json.dumps(found)))
