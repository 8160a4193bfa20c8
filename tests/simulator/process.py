# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator process, and a client of its control API."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, TypedDict, cast

from requests import Session

from tests.simulator.simulator import reads

ROOT = Path(__file__).resolve().parents[2]
KEY_ID, KEY_SECRET = "demo-key", "demo-secret-not-real"
"""The key that a new simulator accepts."""

_TIMEOUT_S = 30


class LogEntry(TypedDict):
    """A request to the API or the token endpoint, with its secrets."""

    method: str
    path: str  # The decoded path, without the query
    query: dict[str, str]
    status: int | None  # The status answered, None for a broken connection
    project: str | None
    authorization: str | None
    body: Any
    fault: str | None  # The kind of the applied fault
    request_id: str


class Counters(TypedDict):
    """The counts since the last reset or clear_log()."""

    requests: int  # The requests to the API, without those to the token endpoint
    tokens: int
    writes: int  # The requests to the API that are not reads, with any result
    connections: int
    max_concurrent: int


class Control:
    """Sets a simulator up and inspects it; each method raises ValueError if the simulator refuses it."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        self.url = url
        self._session = Session()
        self._session.verify = str(ca_file) if ca_file else True
        # Proxies and ~/.netrc of the environment are ignored.
        self._session.trust_env = False

    def close(self) -> None:
        self._session.close()

    def _call(self, method: str, path: str, body: object = None) -> Any:
        response = self._session.request(method, f"{self.url}/_control{path}", json=body, timeout=_TIMEOUT_S)
        if response.status_code == 422:
            raise ValueError(f"the simulator refuses {method} {path}: {response.text}")
        response.raise_for_status()
        return response.json()

    def reset(self) -> None:
        """Restore the initial state; tokens stay valid."""
        self._call("POST", "/reset")

    def settings(self, **changes: object) -> dict[str, Any]:
        """Change settings (see settings.py); return them all."""
        return cast(dict[str, Any], self._call("PATCH", "/settings", changes))

    def fault(self, kind: str, **rule: object) -> None:
        """Add a fault (see faults.py)."""
        self._call("POST", "/faults", {"kind": kind, **rule})

    def faults(self) -> list[dict[str, Any]]:
        """Return the faults with the numbers of requests that they have ``seen`` and been ``applied`` to."""
        return cast(list[dict[str, Any]], self._call("GET", "/faults"))

    def clear_faults(self) -> None:
        self._call("DELETE", "/faults")

    def requests(self) -> list[LogEntry]:
        """Return the requests since the last reset or clear_log(), in order of arrival."""
        return cast(list[LogEntry], self._call("GET", "/requests"))

    def writes(self) -> list[LogEntry]:
        return [one for one in self.requests() if one["project"] and not reads(one["method"], one["path"])]

    def clear_log(self) -> None:
        """Clear the log, and set all counters to zero."""
        self._call("DELETE", "/requests")

    def counters(self) -> Counters:
        return cast(Counters, self._call("GET", "/counters"))

    def seed(self, project_id: str, **seed: object) -> dict[str, list[str]]:
        """Fill a project (see ProjectSeed in seeding.py, in camel case); return the new IDs by kind."""
        return cast(dict[str, list[str]], self._call("POST", "/seed", {project_id: seed})[project_id])

    def state(self, project_id: str) -> dict[str, Any]:
        """Return all objects of a project by list key, with passwords and links."""
        return cast(dict[str, Any], self._call("GET", f"/state/{project_id}"))

    def call_api(self, method: str, path: str, body: object = None) -> Any:
        """Send a request to the API itself, with the simulator's key; return the decoded answer."""
        answer = self._session.request(
            method, f"{self.url}{path}", json=body, auth=(KEY_ID, KEY_SECRET), timeout=_TIMEOUT_S
        )
        if not answer.ok:
            raise ValueError(answer.text)
        return answer.json() if answer.content else None

    def shift_clock(self, seconds: float) -> None:
        self._call("POST", "/clock", {"seconds": seconds})


class SimulatorProcess:
    """A simulator on a free port of the loopback; a ``with`` block stops it at its end."""

    def __init__(self, *arguments: str, ca_file: Path | None = None) -> None:
        command = [sys.executable, "-m", "tests.simulator", "--port", "0", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        if not found:
            self._process.stdout.close()
            raise RuntimeError(f"the simulator has not started: exit status {self._process.wait(_TIMEOUT_S)}")
        self.url = found[0]  # Both ``api_url`` and ``auth_url``
        self.control = Control(self.url, ca_file)

    def __enter__(self) -> SimulatorProcess:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> int:
        self.control.close()
        self._process.terminate()
        status = self._process.wait(_TIMEOUT_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status
