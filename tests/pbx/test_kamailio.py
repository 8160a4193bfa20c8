# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From nothing to calls in both directions: the role trunk, the role pbx, Kamailio between SIPp and the edge."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.machine import lacking
from tests.pbx.edge import Edge
from tests.playbooks.running import PROJECT, Ansible
from tests.probe.peers import SIPP
from tests.simulator.process import Control

KAMAILIO = shutil.which("kamailio", path="/usr/sbin:/usr/bin:/usr/local/sbin")
NUMBER, DIALLED = "+12025550123", "+442079460100"
DOMAIN = "acme-office.pstn.sinch.com"
PHONE, PBX, EDGE = "127.0.0.2", "127.0.0.3", "127.0.0.4"
PASSWORD = 'Long-Enough-12$si"\\;'
_CALL = Path(__file__).with_name("scenarios") / "call.xml"
_PATIENCE_S = 20


def _free_port(address: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], address: str, port: int, log: Path) -> Iterator[None]:
    """Run a program that listens over UDP, from when it does."""
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    end = time.monotonic() + _PATIENCE_S
    try:
        while _is_free(address, port):
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{command[0]} does not run: {log.read_text(encoding='utf-8')}")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)


def _is_free(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _call_out(port: int, folder: Path) -> bool:
    """Call from the phone to the PBX with SIPp; return whether the call was answered."""
    assert SIPP is not None
    command = [SIPP, f"{PBX}:{port}", "-sf", str(_CALL), "-s", DIALLED, "-i", PHONE, "-m", "1", "-nostdin"]
    command += ["-timeout", "8", "-recv_timeout", "4000"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    return done.returncode == 0


class Office:
    """A trunk, its PBX, and the ways to call; made by the roles, as a user would."""

    def __init__(self, ansible: Ansible, control: Control, edge: Edge, user: str) -> None:
        if KAMAILIO is None:
            lacking("there is no PBX: kamailio is not installed")
        if SIPP is None:
            lacking("there is no phone: sipp is not installed")
        self.ansible, self.control, self.edge = ansible, control, edge
        self.port, self.inside = _free_port(PBX), _free_port(PHONE)
        self.file = ansible.home / "kamailio.cfg"
        access: Mapping[str, Any] = {"allow_from": [f"{PBX}/32"]}
        if user:
            access = {"credentials": [{"username": user, "password": PASSWORD}]}
        entry = {
            "name": "office",
            "host_name": "acme-office",
            "setup": "bidirectional",
            **access,
            "endpoints": [{"name": "pbx", "address": PBX, "port": self.port}],
            "phone_numbers": [NUMBER],
        }
        settings = {
            "pbx_software": "kamailio",
            "pbx_dest": str(self.file),
            "pbx_trunk_domain": "{{ trunk_domains.office }}",
            "pbx_username": user,
            "pbx_password": PASSWORD if user else "",
            "pbx_edge_addresses": [f"{EDGE}/32"],
            "pbx_phone_numbers": [NUMBER],
            "pbx_listen": f"{PBX}:{self.port}",
            "pbx_inside": f"{PHONE}:{self.inside}",
            "pbx_proxy": f"{EDGE}:{edge.port}",
        }
        roles = [
            {"role": "sinch.sip.trunk", "vars": {"trunk_setups": [entry]}},
            {"role": "sinch.sip.pbx", "vars": settings},
        ]
        run = ansible.plays([{"roles": roles}], "--diff", "-vvv").succeeded()
        assert PASSWORD not in run.output
        assert self.file.stat().st_mode & 0o077 == 0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run Kamailio, with a phone behind it that answers calls."""
        assert KAMAILIO is not None
        assert SIPP is not None
        check = subprocess.run([KAMAILIO, "-c", "-f", str(self.file)], capture_output=True, text=True, check=False)
        assert "config file ok" in check.stderr, check.stderr
        folder = self.ansible.home
        phone = [SIPP, "-sn", "uas", "-i", PHONE, "-p", str(self.inside), "-nostdin"]
        proxy = [KAMAILIO, "-DD", "-E", "-f", str(self.file), "-Y", str(folder), "-P", str(folder / "pid")]
        with (
            _running(proxy, PBX, self.port, folder / "kamailio.log"),
            _running(phone, PHONE, self.inside, folder / "phone.log"),
        ):
            yield

    def call_out(self) -> bool:
        """Call from the phone through the PBX; return whether the call was answered."""
        return _call_out(self.port, self.ansible.home)

    def probe(self) -> Mapping[str, Any]:
        """Ask the edge from the address of the PBX."""
        options = {"domain": DOMAIN, "address": EDGE, "port": self.edge.port, "source_address": PBX, "timeout": 5}
        probed: Mapping[str, Any] = self.ansible.task(
            "sinch_sip_probe", {**options, "expected_codes": [200, 401, 403]}
        )["sip_probe"]
        return probed


@pytest.mark.parametrize("user", ["", "alice"], ids=["acl", "digest"])
def test_calls_in_both_directions(user: str, control: Control, ansible: Ansible) -> None:
    """Calls go out and come in; without the access of the trunk, they are refused as the documentation says."""
    with Edge(control, PROJECT, EDGE) as edge:
        office = Office(ansible, control, edge, user)
        with office.running():
            assert office.call_out()
            assert edge.log == [(DIALLED, 401), (DIALLED, 200)] if user else [(DIALLED, 200)]
            assert edge.call(NUMBER) == 200
            assert edge.call("+12025550199") == 480
            # The trunk may start one call a second.
            time.sleep(1)
            assert office.call_out()
            assert not office.call_out()
            assert edge.log[-1] == (DIALLED, 603)
            assert office.probe()["code"] == (401 if user else 200)
            _take_access_away(ansible, user)
            time.sleep(1)
            assert not office.call_out()
            assert edge.log[-1] == (DIALLED, 403)
            probed = office.probe()
            assert probed["code"] == 403
            assert "ACL" in probed["cause"]


def _take_access_away(ansible: Ansible, user: str) -> None:
    option = "credential_lists" if user else "acls"
    task = {"sinch.sip.sinch_sip_trunk": {"name": "office", option: []}}
    ansible.playbook([task]).succeeded()


def test_calls_from_elsewhere(control: Control, ansible: Ansible) -> None:
    """Kamailio refuses calls from addresses that are neither the phone's nor those of Sinch, and to other numbers."""
    with Edge(control, PROJECT, EDGE) as edge:
        office = Office(ansible, control, edge, "")
        with office.running(), Edge(control, PROJECT, "127.0.0.5") as other:
            assert other.call(NUMBER) == 403
            control.seed(PROJECT, phoneNumbers=[{"phoneNumber": "+12025550177", "trunk": "office"}])
            assert edge.call("+12025550177") == 404
