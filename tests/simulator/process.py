# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a process of its own, and a client of its control API, for tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, TypedDict, cast

from requests import Session

ROOT = Path(__file__).resolve().parents[2]
KEY_ID, KEY_SECRET = "demo-key", "demo-secret-not-real"
"""The account that a fresh simulator has."""

_TIMEOUT_S = 30


class LogEntry(TypedDict):
    """One request to the API or the token endpoint, with nothing hidden."""

    method: str
    path: str
    """The decoded path, without the query."""
    query: dict[str, str]
    status: int | None
    """The status answered; None where the connection was broken instead."""
    project: str | None
    authorization: str | None
    body: Any
    fault: str | None
    """The kind of the fault that was applied."""
    request_id: str


class Counters(TypedDict):
    """Counts since the last reset or clear_log()."""

    requests: int
    """Requests to the API; those to the token endpoint are in ``tokens``."""
    tokens: int
    writes: int
    """Requests to the API that are not reads, whatever became of them."""
    connections: int
    max_concurrent: int


class Control:
    """Sets a running simulator up and looks into it; each method raises requests' HTTPError where it refuses."""

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        """Take the simulator's URL, and where that is https, the certificate of who signed the simulator's."""
        self.url = url
        self._session = Session()
        self._session.verify = str(ca_file) if ca_file else True
        # Neither proxies nor ~/.netrc of the environment are to matter here.
        self._session.trust_env = False

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _call(self, method: str, path: str, body: object = None) -> Any:
        """Make a request; return its JSON."""
        response = self._session.request(method, f"{self.url}/_control{path}", json=body, timeout=_TIMEOUT_S)
        if response.status_code == 422:
            raise ValueError(f"the simulator refuses {method} {path}: {response.text}")
        response.raise_for_status()
        return response.json()

    def reset(self) -> None:
        """Bring everything back to the start; tokens stay valid."""
        self._call("POST", "/reset")

    def settings(self, **changes: object) -> dict[str, Any]:
        """Change settings (see settings.py); return them all."""
        return cast(dict[str, Any], self._call("PATCH", "/settings", changes))

    def fault(self, kind: str, **rule: object) -> None:
        """Switch a fault on (see faults.py)."""
        self._call("POST", "/faults", {"kind": kind, **rule})

    def faults(self) -> list[dict[str, Any]]:
        """Return the fault rules, and how many requests each has ``seen`` and been ``applied`` to."""
        return cast(list[dict[str, Any]], self._call("GET", "/faults"))

    def clear_faults(self) -> None:
        """Switch all faults off."""
        self._call("DELETE", "/faults")

    def requests(self) -> list[LogEntry]:
        """Return the requests since the last reset or clear_log(), in the order of their coming."""
        return cast(list[LogEntry], self._call("GET", "/requests"))

    def writes(self) -> list[LogEntry]:
        """Return the requests to the API that are not reads."""
        return [entry for entry in self.requests() if entry["method"] not in ("GET", "HEAD") and entry["project"]]

    def clear_log(self) -> None:
        """Forget the requests, and start all counters at zero."""
        self._call("DELETE", "/requests")

    def counters(self) -> Counters:
        """Return the counters."""
        return cast(Counters, self._call("GET", "/counters"))

    def seed(self, project_id: str, **seed: object) -> dict[str, list[str]]:
        """Fill a project (see ProjectSeed in seeding.py; by the camel-case names); return the new IDs by kind."""
        return cast(dict[str, list[str]], self._call("POST", "/seed", {project_id: seed})[project_id])

    def state(self, project_id: str) -> dict[str, Any]:
        """Return all that a project has: lists of objects by list key, passwords and links included."""
        return cast(dict[str, Any], self._call("GET", f"/state/{project_id}"))

    def shift_clock(self, seconds: float) -> None:
        """Shift the server's clock, so that tokens expire."""
        self._call("POST", "/clock", {"seconds": seconds})


class SimulatorProcess:
    """A simulator on a free port of the loopback, for the time of a ``with`` block."""

    def __init__(self, *arguments: str, ca_file: Path | None = None) -> None:
        """Start it, with further arguments of its command line; RuntimeError where it does not come up."""
        command = [sys.executable, "-m", "tests.simulator", "--port", "0", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        if not found:
            self._process.stdout.close()
            raise RuntimeError(f"the simulator has not started: exit status {self._process.wait(_TIMEOUT_S)}")
        self.url = found[0]
        """Both ``api_url`` and ``auth_url``."""
        self.control = Control(self.url, ca_file)

    def __enter__(self) -> SimulatorProcess:
        """Return the running simulator."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> int:
        """Stop it; return its exit status."""
        self.control.close()
        self._process.terminate()
        status = self._process.wait(_TIMEOUT_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return status
