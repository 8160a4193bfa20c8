# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The probe and SIPp: a real SIP peer accepts the request, and its answers are understood."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
import trustme

from tests.playbooks.running import CONNECTIONS, Ansible
from tests.probe.peers import LOOPBACK, losing, onward, scripted, sipp, tls
from tests.probe.probing import DOMAIN, LONGER_S, SHORT_S, probed

pytestmark = pytest.mark.compat


@contextmanager
def answering(transport: str, authority: trustme.CA, code: int, reason: str) -> Iterator[int]:
    """Run SIPp with an answer; for TLS, which Debian's SIPp lacks, behind a script."""
    with sipp("status", "UDP" if transport == "UDP" else "TCP", f"{code} {reason}") as port:
        if transport != "TLS":
            yield port
            return
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(DOMAIN).configure_cert(context)
        with scripted(tls(onward(port), context)) as secure:
            yield secure


@pytest.mark.parametrize("transport", ["UDP", "TCP", "TLS"])
@pytest.mark.parametrize(
    ("code", "reason", "cause"),
    [
        (200, "OK", None),
        (403, "Forbidden", "203.0.113.7, as which the server sees this host (127.0.0.1 on the host itself"),
        (404, "Not Found", f"No trunk has the domain {DOMAIN}"),
        (503, "Service Unavailable", "no enabled endpoint"),
    ],
    ids=["200", "403", "404", "503"],
)
def test_answers(
    transport: str, code: int, reason: str, cause: str | None, authority: trustme.CA, ca_path: str
) -> None:
    with answering(transport, authority, code, reason) as port:
        found = probed(port, transport, ca_path=ca_path)
    assert (found["outcome"], found["error"]) == ("answered", None)
    assert (found["code"], found["reason"]) == (code, reason)
    assert (found["domain"], found["transport"]) == (DOMAIN, transport)
    assert (found["addresses"], found["address"], found["port"]) == ([LOOPBACK], LOOPBACK, port)
    assert (found["local_address"], found["seen_as"]) == (LOOPBACK, "203.0.113.7")
    assert (found["server"], found["warning"]) == ("a peer", '399 peer "a warning"')
    assert (found["provisional"], found["ignored"], found["ignored_because"]) == ([], 0, [])
    assert found["transmissions"] >= 1
    assert found["round_trip_ms"] > 0
    if cause is None:
        assert found["cause"] is None
    else:
        assert cause in found["cause"]


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_no_answer(transport: str) -> None:
    with sipp("silent", transport) as port:
        found = probed(port, transport, timeout=SHORT_S)
    assert (found["outcome"], found["code"], found["round_trip_ms"]) == ("no_answer", None, None)
    assert found["transmissions"] >= 1
    assert f"{LOOPBACK} port {port} over {transport}" in found["cause"]


def test_lost_packet() -> None:
    with sipp("status", status="200 OK") as peer, losing(peer, 1) as port:
        found = probed(port)
    assert (found["code"], found["ignored"]) == (200, 0)
    assert found["transmissions"] >= 2


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
def test_provisional_answer(transport: str) -> None:
    with sipp("trying", transport) as port:
        found = probed(port, transport)
    assert (found["code"], found["ignored"]) == (200, 0)
    assert found["provisional"] == [100]


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
@pytest.mark.parametrize(
    ("scenario", "reason"), [("garbage", "not SIP"), ("other_call", "an answer with another Call-ID")]
)
def test_what_is_no_answer(scenario: str, reason: str, transport: str) -> None:
    """Other messages are not taken for an answer, and the cause reports them."""
    with sipp(scenario, transport) as port:
        found = probed(port, transport, timeout=LONGER_S)
    assert (found["outcome"], found["code"]) == ("no_answer", None)
    assert found["ignored"] >= 1
    assert found["ignored_because"] == [reason]
    assert f"{reason}): either no SIP server is there, or something on the way rewrites SIP." in found["cause"]


@pytest.fixture
def far(ansible: Ansible) -> Ansible:
    """Return Ansible with a host behind another connection, whose Python lacks requests."""
    lacking = ansible.write("lacking/requests.py", "raise ImportError('requests is not here')\n").parent
    ansible.environ.update(ANSIBLE_CONNECTION_PLUGINS=str(CONNECTIONS), PYTHONPATH=str(lacking))
    return ansible


@pytest.mark.parametrize("arguments", [(), ("--check", "--diff")], ids=["run", "check"])
def test_as_a_task(arguments: tuple[str, ...], far: Ansible) -> None:
    """On another host the probe is an ordinary module: never changed, and with a result on failure."""
    with sipp("status", status="403 Forbidden") as port:
        options: dict[str, Any] = {"domain": DOMAIN, "address": LOOPBACK, "port": port}
        codes, domain = {"expected_codes": [200, 403]}, {"domain": "sip:acme"}
        given: dict[str, Mapping[str, Any]] = {"expected": codes, "not expected": {}, "refused": domain}
        tasks = [{"name": name, "sinch.sip.sinch_sip_probe": {**options, **more}} for name, more in given.items()]
        elsewhere = {"ansible_connection": "elsewhere"}
        run = far.playbook(tasks, *arguments, vars=elsewhere, ignore_errors=True).succeeded()
    for name in ("expected", "not expected"):
        found = run[name]["sip_probe"]
        assert (found["code"], found["reason"], found["seen_as"]) == (403, "Forbidden", "203.0.113.7")
        assert "diff" not in run[name].data
    assert not run["expected"].succeeded().changed
    message = run["not expected"].error()
    assert message.startswith(f"{DOMAIN} answered 403 Forbidden over UDP, expected 200. Most likely 203.0.113.7, as")
    assert run["refused"].error().startswith("domain: 'sip:acme' is not the domain of a trunk")
    assert not any(result.changed for result in run.results)
