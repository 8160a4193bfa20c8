# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures of the tests of the probe: certificates, and Ansible with an empty home folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from tests.playbooks.running import Ansible


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_path(authority: trustme.CA, tmp_path: Path) -> str:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


@pytest.fixture
def ansible(tmp_path: Path) -> Ansible:
    return Ansible("http://127.0.0.1:9", tmp_path)
