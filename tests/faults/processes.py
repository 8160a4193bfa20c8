# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run modules as processes of their own, which can run concurrently and be killed."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.faults.scenarios import Job
from tests.playbooks.running import Ansible, Result
from tests.simulator.process import ROOT

_TIMEOUT_S = 120
_numbers = itertools.count()


class ModuleProcess:
    """A process that runs a module as Ansible does, without copying it."""

    def __init__(self, ansible: Ansible, job: Job) -> None:
        arguments: Mapping[str, Any] = {
            "ANSIBLE_MODULE_ARGS": {"_ansible_remote_tmp": str(ansible.home), **job.options}
        }
        file = ansible.home / f"arguments-{next(_numbers)}.json"
        file.write_text(json.dumps(arguments), encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"ansible_collections.sinch.sip.plugins.modules.{job.module}", file],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / ".build" / "tree"), **ansible.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def kill(self, number: int) -> None:
        """Send a signal that must end the process, and wait for its end."""
        self.process.send_signal(number)
        assert self.process.wait(_TIMEOUT_S) == -number
        assert self.process.stdout is not None
        self.process.stdout.close()

    def result(self) -> Result:
        output, _errors = self.process.communicate(timeout=_TIMEOUT_S)
        try:
            data = json.loads(output)
        except ValueError:
            raise AssertionError(f"the module printed: {output}") from None
        return Result("failed" if data.get("failed") else "ok", data)
