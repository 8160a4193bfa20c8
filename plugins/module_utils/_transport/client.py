# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP, and nothing else: authentication, paging, retries and errors."""

from __future__ import annotations

import builtins
import email.utils
import functools
import json
import os
import random
import time
from collections.abc import Mapping, Sequence
from typing import Any, Callable, NamedTuple
from urllib.parse import quote, urlsplit

from .._connection import Connection
from .._errors import ApiError, shown_path
from .._given_options import is_token
from .auth import Authenticator, HeaderAuth, TokenAuthenticator, basic_auth
from .pages import Pages
from .problem import PASSING, refusal, request_id_of, secrets_in, shown
from .session import BrokenError, Received, Wire
from .token_cache import TokenCache, cache_folder

# The largest page that lists give, but for calls (ref).
PAGE_SIZE = 500
# Full-jitter backoff: the n-th wait is random between nothing and BASE * 2**n, never more than LONGEST (seconds).
BACKOFF_BASE = 0.5
BACKOFF_LONGEST = 30.0
# The longest Retry-After that is waited out, in seconds.
RETRY_AFTER_LONGEST = 60.0
# The largest answers that are read, in bytes: of JSON, and of a file, such as a packet capture.
LARGEST_ANSWER = 32 * 2**20
LARGEST_FILE = 256 * 2**20
# No token is good for as many seconds.
_LONGEST_LIFETIME = 10**9
JSON = "application/json"


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
        self._wire = Wire(connection)
        self.trace: list[Exchange] = []
        # What users should know that is no error.
        self.warnings: list[str] = []
        self._authenticator = self._make_authenticator()

    def _make_authenticator(self) -> Authenticator:
        connection = self.connection
        if connection.access_token:
            return Authenticator(HeaderAuth(f"Bearer {connection.access_token}"))
        if connection.auth_method == "basic":
            return Authenticator(basic_auth(connection.key_id, connection.key_secret))
        folder = cache_folder(os.environ) if connection.token_cache else None
        key = (connection.auth_url, connection.key_id, connection.key_secret)
        cache = None if folder is None else TokenCache(folder, *key, warn=self.warnings.append)
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

        A ``limit`` other than 0 ends it after so many items. A list that ends early is read once more, since one that
        loses items between two pages does. Raise ApiError, also where it is short again or there is no such list.
        """
        for _reading in range(2):
            pages = Pages(keys, limit)
            while not pages.ended:
                paging = {"page": str(pages.count + 1), "size": str(page_size)} if paged else {}
                data = self.send("GET", path, query={**(query or {}), **paging}).data
                try:
                    pages.add(data)
                except ValueError as error:
                    raise ApiError(str(error), method="GET", path=shown_path(path)) from None
                if not paged:
                    return pages.items
            if not pages.is_short:
                return pages.items
        text = f"the list ended after {len(pages.items)} of {pages.total} items"
        raise ApiError(text, method="GET", path=shown_path(path))

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
        name = shown_path(path)
        if any(part in _NOT_NAMES for part in path):
            text = "nothing can be addressed by an empty name, '.' or '..', which mean another address"
            raise ApiError(text, method=method, path=name)
        url = self._base + "/" + "/".join(quote(part, safe="*") for part in path)

        def attempt(auth: HeaderAuth) -> Answer:
            once = functools.partial(self._once, method, url, name, auth, json_body=body, query=query, accept=accept)
            return self._persist(once, method, name, can_repeat=method != "POST")

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

    def _persist(self, once: Callable[[], Answer], method: str, path: str, can_repeat: bool) -> Answer:
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
            self.trace.append(Exchange(method, path, status, tries, milliseconds, request_id))

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
        path: str,
        auth: HeaderAuth,
        json_body: Any = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        accept: str = JSON,
    ) -> Answer:
        """Send a request once; raise ApiError, or _FailureError where another try may end otherwise."""

        def failure(problem: object, uncertain: bool, repeatable: bool, status: int | None = None) -> Exception:
            text = shown(str(problem), self._hidden(json_body))
            error = ApiError(text, method=method, path=path, status=status, uncertain=uncertain, repeatable=repeatable)
            return _RetryError(error) if repeatable else error

        sent = {"params": query, "headers": {"Accept": accept}, "json": json_body, "data": form, "auth": auth}
        try:
            received = self._exchange(method, url, LARGEST_ANSWER if accept == JSON else LARGEST_FILE, **sent)
        except BrokenError as error:
            raise failure(error, error.uncertain, error.repeatable) from None
        status = received.status
        if 200 <= status < 300:
            try:
                data = _decoded(received, accept == JSON)
            except ValueError as error:
                raise failure(error, True, True, status) from None
            return Answer(status, data, received.content, request_id_of(received.headers))
        if 300 <= status < 400:
            target = _host_of(received.headers.get("Location", ""))
            text = f"redirects to {target}, which is not followed; check api_url and auth_url"
            raise failure(text, False, False, status)
        raise self._refused(refusal(method, path, received, self._hidden(json_body)), received)

    def _hidden(self, body: Any) -> frozenset[str]:
        """Return what an error about a request must not show."""
        return self.secrets.union(secrets_in(body))

    def _exchange(self, method: str, url: str, largest: int, **sent: Any) -> Received:
        """Send a request and return the answer; raise BrokenError."""
        return self._wire.exchange(method, url, largest, **sent)

    @staticmethod
    def _refused(error: ApiError, received: Received) -> Exception:
        if error.status == 401:
            return _UnauthorizedError(error)
        if error.status in PASSING:
            return _RetryError(error, _retry_after(received.headers.get("Retry-After"), time.time()))
        return error

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
        token, lifetime = data.get("access_token"), data.get("expires_in")
        usable = {
            "access_token": isinstance(token, str) and token and is_token(token),
            "expires_in": isinstance(lifetime, (int, float)) and 0 < lifetime < _LONGEST_LIFETIME,
        }
        for key, is_usable in usable.items():
            if not is_usable:
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


def _decoded(received: Received, is_json: bool) -> Any:
    """Return the JSON of an answer, None where it is empty or something else; raise ValueError."""
    if not received.whole:
        raise ValueError("the answer was cut short")
    if not is_json or not received.content.strip():
        return None
    try:
        return json.loads(received.content)
    except (ValueError, RecursionError):
        kind = received.headers.get("Content-Type", "no content type")
        raise ValueError(f"the answer is not JSON ({kind})") from None


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


def _retry_after(header: str | None, now: float) -> float | None:
    """Return the seconds that a Retry-After asks for, in either form (RFC 9110); None where there is none."""
    text = (header or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
