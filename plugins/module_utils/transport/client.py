# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP, and nothing else: sessions, authentication, paging, retries and errors."""

from __future__ import annotations

import builtins
import email.utils
import functools
import json
import os
import random
import ssl
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple
from urllib.parse import quote, urlsplit

from ..connection import Connection
from ..errors import ApiError, shown_path
from ..option_values import is_token
from .auth import Authenticator, HeaderAuth, TokenAuthenticator, basic_auth
from .token_cache import TokenCache, cache_folder

REQUESTS_IMPORT_ERROR: str | None = None
try:
    import requests
    from urllib3 import disable_warnings
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
else:

    class _Session(requests.Session):
        """A session that does not look at redirects, which are never followed: a malformed one would raise in there.

        It looks for proxies and certificates in the environment once for each host: that is a fifth of the time
        that this process spends on a request.
        """

        def __init__(self) -> None:
            super().__init__()
            self._settings: dict[tuple[str, str], Any] = {}

        def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
            """Return the settings for a URL; the client gives the same ones with every request."""
            parts = urlsplit(url)
            host = (parts.scheme, parts.netloc)
            if host not in self._settings:
                self._settings[host] = super().merge_environment_settings(url, proxies, stream, verify, cert)
            return self._settings[host]

        def get_redirect_target(self, resp: requests.Response) -> str | None:
            return None


# The largest page that lists give, but for calls (ref).
PAGE_SIZE = 500
# Full-jitter backoff: the n-th wait is random between nothing and BASE * 2**n, never more than LONGEST (seconds).
BACKOFF_BASE = 0.5
BACKOFF_LONGEST = 30.0
# The longest Retry-After that is waited out, in seconds.
RETRY_AFTER_LONGEST = 60.0
# Statuses that pass by themselves: too many requests, and a gateway without its server.
PASSING = frozenset({429, 502, 503, 504})
JSON = "application/json"
USER_AGENT = "ansible-collection-sinch-sip"


class Answer(NamedTuple):
    """A successful answer; ``data`` is the decoded JSON, None where the body is empty."""

    status: int
    data: Any
    content: bytes
    request_id: str | None


class Exchange(NamedTuple):
    """One request as a trace shows it, all of its tries together."""

    method: str
    path: str
    status: int | None
    tries: int
    milliseconds: int
    request_id: str | None


class Client:
    """The API of one project. Threads may share it: each has a session of its own."""

    def __init__(
        self,
        connection: Connection,
        sleep: Callable[[float], None] = time.sleep,
        dice: Callable[[], float] = random.random,
    ) -> None:
        """Prepare to talk; nothing is sent yet. ``sleep`` and ``dice`` are for tests of the backoff."""
        self.connection = connection
        self._base = f"{connection.api_url}/v1/projects/{quote(connection.project_id, safe='')}"
        self._sleep = sleep
        self._dice = dice
        self._local = threading.local()
        self.trace: list[Exchange] = []
        self._authenticator = self._make_authenticator()

    def _make_authenticator(self) -> Authenticator:
        connection = self.connection
        if connection.access_token:
            return Authenticator(HeaderAuth(f"Bearer {connection.access_token}"))
        if connection.auth_method == "basic":
            return Authenticator(basic_auth(connection.key_id, connection.key_secret))
        folder = cache_folder(os.environ) if connection.token_cache else None
        cache = (
            None
            if folder is None
            else TokenCache(folder, connection.auth_url, connection.key_id, connection.key_secret)
        )
        return TokenAuthenticator(self._ask_for_token, cache)

    @property
    def secrets(self) -> frozenset[str]:
        """What must never be shown: the secrets of the connection, and the tokens that were had for them."""
        connection = self.connection
        pair = basic_auth(connection.key_id, connection.key_secret).value.partition(" ")[2] if connection.key_id else ""
        return connection.secrets | self._authenticator.secrets | ({pair} if pair else set())

    # What the rest of the collection asks for

    def get(self, path: Sequence[str]) -> dict[str, Any] | None:
        """Return one object, or None where there is none; raise ApiError."""
        try:
            return self._object("GET", path, self.send("GET", path).data)
        except ApiError as error:
            if error.status == 404:
                return None
            raise

    def list(
        self,
        path: Sequence[str],
        keys: Sequence[str],
        paged: bool = True,
        query: Mapping[str, str] | None = None,
        page_size: int = PAGE_SIZE,
        limit: int = 0,
    ) -> builtins.list[Any]:
        """Return a whole list, however many pages it takes; ``keys`` are the names that it may come under.

        Read on until as many items as ``totalItems`` have come or a page brings nothing new: a server may cap the
        page size, and the sources disagree on how it is spelled. A ``limit`` other than 0 ends it after so many items.
        Raise ApiError, also where there is no such list.
        """
        items: dict[str, Any] = {}
        page = 1
        while True:
            paging = {"page": str(page), "size": str(page_size)} if paged else {}
            data = self.send("GET", path, query={**(query or {}), **paging}).data
            batch = data if isinstance(data, list) else self._items(path, data, keys)
            before = len(items)
            for item in batch:
                # A list that changes between two pages may show an item twice.
                items.setdefault(str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item), item)
            total = data.get("totalItems") if isinstance(data, dict) else None
            complete = isinstance(total, int) and len(items) >= total
            if complete or not paged or isinstance(data, list) or len(items) == before or 0 < limit <= len(items):
                return [*items.values()][: limit or None]
            page += 1

    def download(self, path: Sequence[str], query: Mapping[str, str], accept: str) -> bytes:
        """Return the content of something that is not JSON; raise ApiError."""
        return self.send("GET", path, query=query, accept=accept).content

    def delete(self, path: Sequence[str]) -> bool:
        """Delete an object; return False where there was none; raise ApiError."""
        try:
            self.send("DELETE", path)
        except ApiError as error:
            if error.status == 404:
                return False
            raise
        return True

    def send(
        self,
        method: str,
        path: Sequence[str],
        body: Any = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Answer:
        """Send one request, again where that is safe, and return its answer; raise ApiError.

        A POST is repeated only after 429 or where it cannot have reached the server. Where it may have, the error
        says ``uncertain``, and the caller has to look before it repeats.
        """
        shown = shown_path(path)
        if any(part in _NOT_NAMES for part in path):
            text = "nothing can be addressed by an empty name, '.' or '..', which mean another address"
            raise ApiError(text, method=method, path=shown)
        url = self._base + "/" + "/".join(quote(part, safe="*") for part in path)

        def attempt(auth: HeaderAuth) -> Answer:
            once = functools.partial(self._once, method, url, shown, auth, json_body=body, query=query, accept=accept)
            return self._persist(once, method, shown, can_repeat=method != "POST")

        auth = self._authenticator.current()
        try:
            return attempt(auth)
        except _UnauthorizedError as first:
            other = self._authenticator.renew(auth)
            if other is None:
                raise first.error from None
        try:
            return attempt(other)
        except _UnauthorizedError as second:
            raise second.error from None

    def _persist(self, once: Callable[[], Answer], method: str, shown: str, can_repeat: bool) -> Answer:
        """Try until there is an answer that is final; wait between the tries."""
        started = time.monotonic()
        tries = 0
        status, request_id = None, None
        try:
            while True:
                tries += 1
                try:
                    answer = once()
                    status, request_id = answer.status, answer.request_id
                    return answer
                except (ApiError, _FailureError) as failure:
                    error = failure if isinstance(failure, ApiError) else failure.error
                    status, request_id = error.status, error.request_id
                    if not isinstance(failure, _RetryError):
                        raise
                    may_repeat = can_repeat or not error.uncertain
                    if not may_repeat or tries > self.connection.max_retries:
                        raise error from None
                    self.pause(tries - 1, failure.retry_after)
        finally:
            milliseconds = round((time.monotonic() - started) * 1000)
            self.trace.append(Exchange(method, shown, status, tries, milliseconds, request_id))

    def pause(self, tries: int, retry_after: float | None = None) -> None:
        """Wait before the next try: as long as the server asks, else a random time that grows with the tries."""
        if retry_after is None:
            self._sleep(self._dice() * min(BACKOFF_BASE * 2**tries, BACKOFF_LONGEST))
        else:
            self._sleep(min(retry_after, RETRY_AFTER_LONGEST))

    # One exchange

    def _once(
        self,
        method: str,
        url: str,
        shown: str,
        auth: HeaderAuth,
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Answer:
        try:
            response = self._session().request(
                method,
                url,
                params=query,
                headers={"Accept": accept},
                json=json_body,
                data=form,
                auth=auth,
                timeout=self.connection.timeout,
                verify=self.connection.verify,
                allow_redirects=False,
            )
        except requests.exceptions.RequestException as error:
            raise self._broken(method, shown, error) from None
        return self._read(method, shown, response, decode=accept == JSON)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = _Session()
            if self.connection.verify is False:
                # The task itself warns, once and where users look.
                disable_warnings()
            session.headers["User-Agent"] = USER_AGENT
            self._local.session = session
        return session

    def _broken(self, method: str, shown: str, error: Exception) -> Exception:
        """Tell what a broken connection means: whether the request can have reached the server, and what to do."""
        if isinstance(error, requests.exceptions.SSLError):
            cause = _innermost(error)
            if isinstance(cause, ssl.SSLCertVerificationError):
                text = (
                    f"the certificate of the server was not accepted ({cause}); "
                    "set ca_path to the certificate authority's file"
                )
            else:
                own = (
                    "that ca_path holds certificates in PEM form, and "
                    if isinstance(self.connection.verify, str)
                    else ""
                )
                text = f"no TLS connection could be made ({cause}); check {own}that api_url and auth_url speak https"
            return ApiError(text, method=method, path=shown)
        if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)):
            return ApiError(f"the request cannot be made ({_innermost(error)})", method=method, path=shown)
        unsent = isinstance(error, requests.exceptions.ConnectTimeout) or type(_innermost(error)).__name__ in _UNSENT
        if isinstance(error, requests.exceptions.Timeout):
            text = f"no answer within {self.connection.timeout:g} s (option timeout)"
        else:
            text = f"the connection failed ({_innermost(error)})"
        return _RetryError(ApiError(text, method=method, path=shown, uncertain=not unsent, repeatable=True))

    def _read(self, method: str, shown: str, response: requests.Response, decode: bool) -> Answer:
        content = response.content
        status = response.status_code
        if 200 <= status < 300:
            request_id = response.headers.get("X-Request-Id")
            return Answer(status, self._decode(method, shown, response, decode), content, request_id)
        if 300 <= status < 400:
            target = _host_of(response.headers.get("Location", ""))
            raise ApiError(
                f"redirects to {target}, which is not followed; check api_url and auth_url",
                method=method,
                path=shown,
                status=status,
            )
        error = _refusal(method, shown, response)
        if status == 401:
            raise _UnauthorizedError(error)
        if status in PASSING:
            raise _RetryError(error, _retry_after(response.headers.get("Retry-After"), time.time()))
        raise error

    @staticmethod
    def _decode(method: str, shown: str, response: requests.Response, decode: bool) -> Any:
        declared = response.headers.get("Content-Length", "")
        encoded = response.headers.get("Content-Encoding")
        whole = bool(encoded) or not declared.isdecimal() or int(declared) == len(response.content)
        try:
            if whole:
                return response.json() if decode and response.content.strip() else None
            problem = "was cut short"
        except (ValueError, RecursionError):
            problem = f"is not JSON ({response.headers.get('Content-Type', 'no content type')})"
        raise _RetryError(
            ApiError(
                f"the answer {problem}",
                method=method,
                path=shown,
                status=response.status_code,
                uncertain=True,
                repeatable=True,
            )
        )

    # Tokens

    def _ask_for_token(self) -> dict[str, Any]:
        url = f"{self.connection.auth_url}/oauth2/token"
        auth = basic_auth(self.connection.key_id, self.connection.key_secret)
        once = functools.partial(
            self._once, "POST", url, "/oauth2/token", auth, form={"grant_type": "client_credentials"}
        )
        try:
            answer = self._persist(once, "POST", "/oauth2/token", can_repeat=True)
        except _UnauthorizedError as failure:
            text = "the key was refused; check key_id and key_secret"
            request_id = failure.error.request_id
            raise ApiError(text, method="POST", path="/oauth2/token", status=401, request_id=request_id) from None
        data = self._object("POST", ("oauth2", "token"), answer.data)
        for key, kind in (("access_token", str), ("expires_in", (int, float))):
            value = data.get(key)
            if not isinstance(value, kind) or not value or (isinstance(value, str) and not is_token(value)):
                raise ApiError(
                    f"the answer has no usable {key!r}", method="POST", path="/oauth2/token", status=answer.status
                )
        return data

    # Answers

    @staticmethod
    def _object(method: str, path: Sequence[str], data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ApiError(
                f"the answer is not a JSON object but {type(data).__name__}", method=method, path=shown_path(path)
            )
        return data

    def _items(self, path: Sequence[str], data: Any, keys: Sequence[str]) -> builtins.list[Any]:
        holder = self._object("GET", path, data)
        for key in keys:
            if isinstance(holder.get(key), list):
                return list(holder[key])
        raise ApiError(
            f"the answer has no list {' or '.join(repr(key) for key in keys)}", method="GET", path=shown_path(path)
        )


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or "elsewhere"
    except ValueError:
        return "elsewhere"


# What URLs take for the folder itself or the one above, however it is written.
_NOT_NAMES = frozenset({"", ".", ".."})


class _FailureError(Exception):
    """A failure that may not be the last word; ``error`` is what to raise if it is."""

    def __init__(self, error: ApiError) -> None:
        super().__init__(str(error))
        self.error = error


class _UnauthorizedError(_FailureError):
    """The token or key was refused."""


class _RetryError(_FailureError):
    """The same request may succeed later, after as many seconds as the server asks for."""

    def __init__(self, error: ApiError, retry_after: float | None = None) -> None:
        super().__init__(error)
        self.retry_after = retry_after


# urllib3's errors for a connection that was never made, so that nothing can have been sent.
_UNSENT = frozenset(
    {
        "ConnectionRefusedError",
        "NewConnectionError",
        "NameResolutionError",
        "gaierror",
        "ConnectTimeoutError",
        "ProxyError",
    }
)


def _innermost(error: BaseException) -> BaseException:
    """Return the error that started a chain: the outer ones hold addresses of objects, and say less."""
    while True:
        inner = getattr(error, "reason", None) or error.__cause__ or error.__context__
        if inner is None and error.args and isinstance(error.args[-1], BaseException):
            inner = error.args[-1]
        if not isinstance(inner, BaseException):
            return error
        error = inner


def _retry_after(header: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After asks for, in either form (RFC 9110); None where there is none."""
    text = (header or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(0.0, moment.timestamp() - now)


def _refusal(method: str, shown: str, response: requests.Response) -> ApiError:
    """Read an error body of any of the API's layers: its own, RFC 7807 from the gateway, or HTML (ref, field)."""
    status = response.status_code
    try:
        data = response.json()
    except (ValueError, RecursionError):
        data = None
    body: Mapping[str, Any] = data if isinstance(data, dict) else {}
    nested = body.get("error")
    if isinstance(nested, dict):
        body = nested
    message = (
        _first_text(body, "message", "detail", "title", "error_description", "error")
        or response.reason
        or "no reason given"
    )
    violations, request_id = _read_details(body.get("details"))
    return ApiError(
        message,
        method=method,
        path=shown,
        status=status,
        code=_first_text(body, "status", "code"),
        violations=violations,
        request_id=request_id or response.headers.get("X-Request-Id"),
        uncertain=status >= 500,
        repeatable=status in PASSING,
    )


def _first_text(body: Mapping[str, Any], *keys: str) -> str | None:
    return next((body[key] for key in keys if isinstance(body.get(key), str) and body[key]), None)


def _read_details(details: Any) -> tuple[list[str], str | None]:
    violations: list[str] = []
    request_id: str | None = None
    for detail in details if isinstance(details, list) else ():
        if not isinstance(detail, dict):
            continue
        for key in ("fieldViolations", "violations"):
            for violation in detail[key] if isinstance(detail.get(key), list) else ():
                if isinstance(violation, dict):
                    where = _first_text(violation, "field", "subject") or "request"
                    violations.append(f"{where}: {_first_text(violation, 'description') or 'not accepted'}")
        request_id = _first_text(detail, "requestId") or request_id
    return violations, request_id
