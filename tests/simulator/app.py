# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web application: its routes, and the steps of every request."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from aiohttp import web
from aiohttp.typedefs import Middleware

from .calls import call_routes
from .control import PREFIX, add_control
from .errors import ApiError, GatewayError
from .faults import HTML, FaultRule, altered_json, answer_truncated, break_connection
from .handlers import Answer, ApiRequest, Handler, declared_routes
from .numbers import number_routes
from .oauth import basic_credentials, refused_token
from .simulator import Simulator, reads
from .store import Row

TOKEN_PATH = "/oauth2/token"
_PROJECT = re.compile(r"/v1/projects/([^/]+)(/|$)")
_REQUEST_BYTES = 64 * 2**20

_Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(simulator: Simulator) -> web.Application:
    """Return the application that serves the API, the token endpoint and the control API."""
    app = web.Application(middlewares=[_Pipeline(simulator).middleware()], client_max_size=_REQUEST_BYTES)
    add_control(app, simulator)
    app.router.add_post(TOKEN_PATH, _token_handler(simulator))
    for method, path, handler in (*declared_routes(), *call_routes(), *number_routes()):
        app.router.add_route(method, "/v1/projects/{project}" + path, _api_handler(simulator, handler))
    return app


def _json_response(status: int, body: object, content_type: str = "application/json") -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type=content_type)


def _token_handler(simulator: Simulator) -> _Serve:
    async def handler(request: web.Request) -> web.StreamResponse:
        form = parse_qs(await request.text())
        header = request.headers.get("Authorization", "")
        grant_type = form.get("grant_type", [""])[0]
        answer = simulator.gate.issue(header, grant_type, simulator.settings, simulator.clock)
        return _json_response(200, answer)

    return handler


def _api_handler(simulator: Simulator, handler: Handler) -> _Serve:
    async def serve(request: web.Request) -> web.StreamResponse:
        project, raw_body = simulator.store.project(request.match_info["project"]), await request.read()
        called = ApiRequest(simulator, project, request.match_info, request.query, request.headers, raw_body)
        answer: Answer = handler(called)
        if answer.json is not None:
            return _json_response(answer.status, answer.json)
        if answer.body:
            response = web.Response(status=answer.status, body=answer.body, headers=answer.headers)
            response.content_type = answer.content_type
            return response
        return web.Response(status=answer.status)

    return serve


def _logged_body(raw: bytes) -> object:
    """Return a request's body for the log: its JSON, else its text, or None."""
    if not raw:
        return None
    text = raw.decode(errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _log_entry(simulator: Simulator, request: web.Request, raw_body: bytes) -> Row:
    """Return a request's entry in the log, with nothing hidden."""
    project = _PROJECT.match(request.path)
    return {
        "method": request.method,
        "path": request.path,
        "query": dict(request.query),
        "status": None,
        "project": project[1] if project else None,
        "authorization": request.headers.get("Authorization"),
        "body": _logged_body(raw_body) if simulator.settings.log_bodies else None,
        "fault": None,
        "request_id": simulator.clock.new_id(),
    }


def _echo(request: web.Request, raw_body: bytes) -> str:
    """Return a request's body and credentials for an error answer that repeats them."""
    header = request.headers.get("Authorization", "")
    credentials = basic_credentials(header)
    parts = [raw_body.decode(errors="replace"), header, ":".join(credentials) if credentials else ""]
    return f" (the request was: {' '.join(part for part in parts if part)})"


def _early_fault(rule: FaultRule, request: web.Request) -> web.Response | None:
    """Return the answer of a fault without effect, None for any other fault; raise ApiError for an error of the API."""
    if rule.kind == "reset":
        break_connection(request, reset=True)
        return web.Response()
    if rule.kind == "refuse_token":
        raise refused_token("not valid")
    if rule.kind == "html":
        status = rule.status or 502
        text = HTML.format(f"{status} Bad Gateway")
        return web.Response(status=status, text=text, content_type="text/html", headers=rule.headers)
    if rule.kind == "status":
        status = rule.status or 503
        if rule.body is None:
            layer = GatewayError(status, "Switched on by a test", rule.headers)
            raise (
                layer if status == 429 or status >= 500 else ApiError(status, "FAULT", layer.message, (), rule.headers)
            )
        text = rule.body if isinstance(rule.body, str) else json.dumps(rule.body)
        content_type = "text/plain" if isinstance(rule.body, str) else "application/json"
        return web.Response(status=status, text=text, content_type=content_type, headers=rule.headers)
    return None


async def _late_fault(rule: FaultRule, request: web.Request, response: web.Response) -> web.StreamResponse:
    """Return the answer to a request that has been served; the answers of early faults are left alone."""
    if rule.kind == "lost_answer":
        break_connection(request, reset=False)
    elif rule.kind == "truncated":
        return await answer_truncated(request, response)
    elif rule.kind == "not_json":
        return web.Response(status=200 if response.status == 204 else response.status, text="This is not JSON {")
    elif rule.kind == "slow":
        await asyncio.sleep(rule.delay_s)
    elif rule.kind in ("wrong_types", "missing_key", "altered") and isinstance(response.body, bytes):
        response.body = altered_json(rule, response.body)
    return response


def _error_response(error: ApiError | web.HTTPException, request_id: str, echo: str) -> web.Response:
    """Return the answer for an error; an error of the routing is one of the gateway."""
    if isinstance(error, web.HTTPException):
        allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
        error = GatewayError(error.status, error.reason, allowed)
    response = _json_response(error.status, error.body(request_id, echo), error.content_type)
    response.headers.update(error.headers)
    return response


class _Pipeline:
    """The steps of every request: log, latency, read-only mode, faults, authentication, errors."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def middleware(self) -> Middleware:
        @web.middleware
        async def middleware(request: web.Request, handler: _Serve) -> web.StreamResponse:
            return await (handler(request) if request.path.startswith(PREFIX) else self._served(request, handler))

        return middleware

    async def _served(self, request: web.Request, handler: _Serve) -> web.StreamResponse:
        raw_body = await request.read()
        entry = _log_entry(self._simulator, request, raw_body)
        record = self._simulator.record
        record.begin(entry, request.transport, is_token=request.path == TOKEN_PATH)
        try:
            await asyncio.sleep(self._simulator.settings.latency_ms / 1000)
            response = await self._answered(request, handler, entry, raw_body)
        finally:
            record.end()
        if entry["fault"] not in ("reset", "lost_answer"):
            entry["status"] = response.status
        return response

    async def _answered(self, request: web.Request, handler: _Serve, entry: Row, raw_body: bytes) -> web.StreamResponse:
        rule = None
        try:
            self._refuse_write(request)
            sent = f"{request.query_string} {raw_body.decode(errors='replace')}"
            rule = self._simulator.fault(request.method, request.path, sent)
            entry["fault"] = rule.kind if rule else None
            early = _early_fault(rule, request) if rule else None
            response = await self._admitted(request, handler) if early is None else early
        except (ApiError, web.HTTPException) as error:
            echo = _echo(request, raw_body) if self._simulator.settings.echo_secrets else ""
            response = _error_response(error, entry["request_id"], echo)
        response.headers["X-Request-Id"] = entry["request_id"]
        if rule and isinstance(response, web.Response):
            response = await _late_fault(rule, request, response)
        return response

    def _refuse_write(self, request: web.Request) -> None:
        read = reads(request.method, request.path) or request.path == TOKEN_PATH
        if self._simulator.settings.read_only and not read:
            raise ApiError(500, "READ_ONLY_SIMULATOR", f"{request.method} in read-only mode")

    async def _admitted(self, request: web.Request, handler: _Serve) -> web.StreamResponse:
        if request.path.startswith("/v1/"):
            header = request.headers.get("Authorization", "")
            self._simulator.gate.admit(header, self._simulator.settings, self._simulator.clock)
        return await handler(request)
