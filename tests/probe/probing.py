# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs probes in this process: the same code as the module's, and faster."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sinch.sip.plugins.module_utils._sip_probe.probe import PROBE_OPTIONS, checked_target, probe
from tests.probe.peers import LOOPBACK

DOMAIN = "acme.pstn.sinch.com"
ENOUGH_S = 60
"""Seconds in which any machine answers."""
SHORT_S = 1
"""Seconds to wait for what does not come, where nothing else has to happen in them."""
LONGER_S = 4
"""Seconds to wait for what does not come, where something else has to come first."""


def probed(port: int, transport: str = "UDP", **options: Any) -> Mapping[str, Any]:
    """Probe a port of the loopback and return what the module returns under ``sip_probe``."""
    given = {"domain": DOMAIN, "address": LOOPBACK, "port": port, "transport": transport, "timeout": ENOUGH_S}
    validated = ArgumentSpecValidator(PROBE_OPTIONS).validate({**given, **options})
    assert validated.error_messages == []
    found = probe(checked_target(validated.validated_parameters))
    # What Ansible cannot pass on would fail here.
    return dict(json.loads(json.dumps(found)))


def no_port(transport: str) -> int:
    """Return a port at which nothing listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if transport == "UDP" else socket.SOCK_STREAM) as holder:
        holder.bind((LOOPBACK, 0))
        return int(holder.getsockname()[1])
