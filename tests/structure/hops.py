# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Count the hops of an ACL's ``cidr`` from the task to the wire.

Usage: PYTHONPATH=.build/tree python -m tests.structure.hops

A task creates one ACL with one range. Every call of a function of the collection is watched, from the entry
(``SinchModule.run``) to the call of ``requests.Session`` that sends the POST with the address in its body.

- A function *sees* the address where an argument holds it, be it inside of containers and dataclasses. The instance
  of a method is an argument like any other.
- A function *passes* the address on where it sees the address, its caller passes it on, and either its result holds
  the address too or it is still running when the POST is sent. A check that returns only a verdict passes nothing on.
- A *hop* hands the address to a function that passes it on. Each function counts once. What is nested in a function
  (comprehensions, lambdas, inner functions) is a part of it.
"""

from __future__ import annotations

import dataclasses
import inspect
import io
import ipaddress
import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple
from unittest import mock

import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from urllib3 import HTTPResponse

from ansible_collections.sinch.sip.plugins.modules import sinch_acl

PLUGINS = Path(sinch_acl.__file__).parents[1]
ADDRESS = "198.51.100.7"
_OPTIONS = {"project_id": "p1", "access_token": "not-real", "name": "office", "ip_ranges": [ADDRESS]}
_COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
_EMPTY_LIST = {"accessControlLists": [], "totalItems": 0}


class Function(NamedTuple):
    """A function of the collection, with its file below plugins/."""

    file: str
    name: str


@dataclasses.dataclass
class _Call:
    function: Function
    caller: _Call | None
    sees: bool
    passes: bool = False

    @property
    def on_the_way(self) -> bool:
        return self.passes and (self.caller is None or self.caller.on_the_way)


def _holds(value: Any, seen: set[int]) -> bool:
    """Return whether a value holds the address."""
    if isinstance(value, (str, ipaddress.IPv4Network, ipaddress.IPv4Address)):
        return ADDRESS in str(value)
    if id(value) in seen:
        return False
    seen.add(id(value))
    if isinstance(value, dict):
        return any(_holds(part, seen) for item in value.items() for part in item)
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(_holds(part, seen) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(_holds(getattr(value, field.name, None), seen) for field in dataclasses.fields(value))
    return False


class _Watch:
    """Watches the calls of a run up to the POST."""

    def __init__(self) -> None:
        self.calls: list[_Call] = []
        self._under_way: dict[FrameType, _Call] = {}

    def __call__(self, frame: FrameType, event: str, result: Any) -> None:
        """Note one call or return, as sys.setprofile gives it."""
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(PLUGINS)) and code.co_name not in _COMPREHENSIONS:
            arguments = inspect.getargvalues(frame)
            names = [*arguments.args, *filter(None, (arguments.varargs, arguments.keywords))]
            sees = any(_holds(arguments.locals.get(name), set()) for name in names)
            file = str(Path(code.co_filename).relative_to(PLUGINS))
            function = Function(file, code.co_qualname.split(".<locals>")[0])
            self._under_way[frame] = call = _Call(function, self._caller(frame), sees)
            self.calls.append(call)
        elif event == "return" and frame in self._under_way:
            call = self._under_way.pop(frame)
            call.passes = call.sees and _holds(result, set())

    def _caller(self, frame: FrameType) -> _Call | None:
        outer = frame.f_back
        while outer is not None and outer not in self._under_way:
            outer = outer.f_back
        return None if outer is None else self._under_way[outer]

    def request(self, method: str, _url: str, **options: Any) -> requests.Response:
        """Stand in for requests.Session.request, in a project without ACLs; stop watching at the POST."""
        if method == "POST" and _holds(options["json"], set()):
            sys.setprofile(None)
            for call in self._under_way.values():
                call.passes = True
        body = {"id": "a1", **options["json"]} if method == "POST" else _EMPTY_LIST
        response = requests.Response()
        response.status_code = 200
        response.raw = HTTPResponse(io.BytesIO(json.dumps(body).encode()), preload_content=False)
        return response


def measure() -> list[Function]:
    """Return the functions that pass the address on, in the order of their first calls."""
    validated = ArgumentSpecValidator(sinch_acl.MODULE.arguments["argument_spec"]).validate(_OPTIONS)
    watch = _Watch()
    with mock.patch.object(requests.Session, "request", watch.request):
        sys.setprofile(watch)
        try:
            report = sinch_acl.MODULE.run(validated.validated_parameters, False, {})
        finally:
            sys.setprofile(None)
    assert report.result["changed"], report.result
    return [*dict.fromkeys(call.function for call in watch.calls if call.on_the_way)]


if __name__ == "__main__":
    for number, function in enumerate(measure()):
        print(f"{number:3}  {function.file}: {function.name}")
