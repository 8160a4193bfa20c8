# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP exchange with requests: bounded in time and size, with errors that never show the URL of a proxy."""

from __future__ import annotations

import functools
import re
import ssl
import threading
import traceback
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .._connection import Connection, is_loopback
from .deadline import DEADLINE_FACTOR, DeadlineError, TimedResponse
from .proxies import is_usable_proxy

USER_AGENT = "ansible-collection-sinch-sip"
_PACKED = "gzip"
# The size in bytes of the pieces that are read and unpacked.
_PIECE = 64 * 1024
_BAD_PROXY = (
    "the proxy of the environment (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) is not a usable URL; write it like "
    "'http://user:password@proxy.example.com:3128', with %2F for a / in the password, and the like"
)

REQUESTS_IMPORT_ERROR: str | None = None
try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
else:

    @functools.cache
    def _timed(pool: Any) -> Any:
        """Return a subclass of a connection pool class whose connections put a deadline on each answer."""
        connection = type("TimedConnection", (pool.ConnectionCls,), {"response_class": TimedResponse})
        return type("TimedPool", (pool,), {"ConnectionCls": connection})

    def _time(manager: Any) -> None:
        pools = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {scheme: _timed(pool) for scheme, pool in pools.items()}

    class _Adapter(HTTPAdapter):
        """An adapter whose connections, direct or through a proxy, put a deadline on each answer."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            """Create the pool manager for direct connections."""
            super().init_poolmanager(*args, **options)
            _time(self.poolmanager)

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            """Return the pool manager for connections through a proxy."""
            known = proxy in self.proxy_manager
            manager = super().proxy_manager_for(proxy, **options)
            if not known:
                _time(manager)
            return manager

    class _ProxyError(requests.exceptions.InvalidProxyURL):
        """The environment names a proxy that cannot be used."""

    class Session(requests.Session):
        """A session that reads the settings of the environment once per host and ignores redirects.

        Looking up proxies and certificates takes a fifth of the processor time of a request.
        """

        def __init__(self) -> None:
            """Mount the adapters; accept only the encoding that this file unpacks."""
            super().__init__()
            self._settings: dict[tuple[str, str], Any] = {}
            self.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": _PACKED})
            for prefix in ("https://", "http://"):
                self.mount(prefix, _Adapter())

        def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
            """Return the settings for a URL, cached per host: all other arguments are the same in each request."""
            parts = urlsplit(url)
            host = (parts.scheme, parts.netloc)
            if host not in self._settings:
                settings = super().merge_environment_settings(url, proxies, stream, verify, cert)
                if is_loopback(parts.hostname or ""):
                    # Unencrypted requests must not leave this machine.
                    settings["proxies"] = {}
                proxy = requests.utils.select_proxy(url, settings["proxies"])
                if proxy and not is_usable_proxy(proxy):
                    raise _ProxyError
                self._settings[host] = settings
            return self._settings[host]

        def get_redirect_target(self, resp: requests.Response) -> str | None:
            """Return None: redirects are never followed, and requests would raise for a malformed one."""
            return None


class Received(NamedTuple):
    """A raw answer with its body unpacked; ``whole`` tells whether all announced bytes have come."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes
    whole: bool


class BrokenError(Exception):
    """The answer is missing or unreadable; ``uncertain`` and ``repeatable`` mean the same as in ApiError."""

    def __init__(self, text: str, uncertain: bool = False, repeatable: bool = False) -> None:
        """Store the problem."""
        super().__init__(text)
        self.uncertain = uncertain
        self.repeatable = repeatable


class Wire:
    """HTTP exchanges of one connection. Threads may share a wire: each thread gets its own session."""

    def __init__(self, connection: Connection) -> None:
        """Store the connection without sending anything."""
        self._connection = connection
        self._local = threading.local()

    def exchange(self, method: str, url: str, largest: int, **options: Any) -> Received:
        """Send one request and return its answer of at most ``largest`` bytes; raise BrokenError."""
        connection = self._connection
        try:
            response = self._session().request(
                method,
                url,
                timeout=connection.timeout,
                verify=connection.verify,
                allow_redirects=False,
                stream=True,
                **options,
            )
            try:
                content, whole = _content(response, largest)
            except BaseException:
                # The rest of the body is still on the connection.
                response.close()
                raise
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _broken(connection, error) from None
        return Received(response.status_code, response.reason or "", response.headers, content, whole)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = Session()
            if self._connection.verify is False:
                # The task warns about it once.
                urllib3.disable_warnings()
        return session


def _content(response: requests.Response, largest: int) -> tuple[bytes, bool]:
    """Return the unpacked body of an answer and whether it is whole; raise BrokenError."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", _PACKED):
        raise BrokenError("the answer is packed in a way that was not asked for", uncertain=True)
    unpacker = _Unpacker() if encoding == _PACKED else None
    content = bytearray()
    received = 0
    for chunk in response.raw.stream(_PIECE, decode_content=False):
        received += len(chunk)
        for piece in unpacker.pieces(chunk) if unpacker else (chunk,):
            content += piece
            if len(content) > largest:
                raise BrokenError(f"the answer is larger than {largest // 2**20} MiB", uncertain=True)
    declared = response.headers.get("Content-Length", "").strip()
    # Compared as text: Python refuses to convert numbers with thousands of digits.
    announced = declared.lstrip("0") or "0" if declared.isascii() and declared.isdecimal() else str(received)
    return bytes(content), announced == str(received) and (unpacker is None or received == 0 or unpacker.done)


class _Unpacker:
    """Unpacks gzip in pieces of limited size, because a small body may unpack to a huge one."""

    def __init__(self) -> None:
        """Start with the first member of the gzip stream."""
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def done(self) -> bool:
        """Whether the data so far ends at the end of a member."""
        return self._member.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the unpacked pieces of a chunk; raise BrokenError."""
        try:
            piece = b""
            # After a full piece, the decompressor may hold more output even if no input is left.
            while chunk or len(piece) == _PIECE:
                if self._member.eof and chunk:
                    self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
                piece = self._member.decompress(chunk, _PIECE)
                yield piece
                chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        except zlib.error:
            raise BrokenError("the answer cannot be unpacked", uncertain=True, repeatable=True) from None


# Names of errors of connections that were never made: nothing can have been sent.
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


def _broken(connection: Connection, error: Exception) -> BrokenError:
    """Return the BrokenError for an exception of requests or urllib3."""
    if isinstance(error, requests.exceptions.SSLError):
        return BrokenError(_tls_problem(connection, _innermost(error)))
    if isinstance(error, _ProxyError):
        return BrokenError(_BAD_PROXY)
    unmakable = requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, urllib3.exceptions.LocationValueError
    if isinstance(error, unmakable):
        # The text of these errors may contain the URL of a proxy.
        return BrokenError("the request cannot be made; check the URLs of the options and the proxy of the environment")
    cause = _innermost(error)
    unsent = isinstance(error, requests.exceptions.ConnectTimeout) or type(cause).__name__ in _UNSENT
    timeout = connection.timeout
    if isinstance(cause, DeadlineError):
        text = f"no whole answer within {DEADLINE_FACTOR * timeout:g} s ({DEADLINE_FACTOR} times the option timeout)"
    elif isinstance(error, (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)):
        text = f"no answer within {timeout:g} s (option timeout)"
    else:
        # The reason phrase of a proxy may repeat its password.
        words = re.sub(r"(?s)(Tunnel connection failed: \d+).*", r"\1", str(cause))
        text = f"the connection failed ({words})"
    return BrokenError(text, uncertain=not unsent, repeatable=True)


def _tls_problem(connection: Connection, cause: BaseException) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        hint = "set ca_path to the certificate authority's file"
        return f"the certificate of the server was not accepted ({cause}); {hint}"
    own = "that ca_path holds certificates in PEM form, and " if isinstance(connection.verify, str) else ""
    return f"no TLS connection could be made ({cause}); check {own}that api_url, auth_url and numbers_url speak https"


def _innermost(error: BaseException) -> BaseException:
    """Return the root cause of an exception, whose text is clearer than that of the exceptions around it.

    The search stops at an OSError, because the context of an OSError is unrelated.
    """
    while isinstance(error, requests.exceptions.RequestException) or not isinstance(error, OSError):
        inner = getattr(error, "reason", None) or error.__cause__ or error.__context__
        if inner is None and error.args and isinstance(error.args[-1], BaseException):
            inner = error.args[-1]
        if not isinstance(inner, BaseException):
            break
        error = inner
    return error
