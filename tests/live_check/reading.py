# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts that reading tells. Nothing here writes, and what is read is shown as types, counts and names of fields."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
import re
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from ansible_collections.sinch.sip.plugins.module_utils._calls import CSV
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CALL,
    CALL_BLOCKING_RULE,
    COUNTRY_PERMISSION,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
    TOP_LEVEL_DOMAIN,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Resource
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import READ_ONLY
from ansible_collections.sinch.sip.plugins.module_utils._transport.client import PAGE_SIZE
from ansible_collections.sinch.sip.plugins.module_utils._transport.session import Received

from .facts import Checks, Look, NotTriedError, expect, refute
from .pages import ListKeys, Page, field_notes, kind_of, read_page, shown_keys
from .run import Run
from .scratch import PREFIX
from .wire import Reply, WatchedClient, decoded

READING = Checks()
fact = READING.fact

CLIENT = "plugins/module_utils/_transport/client.py"
PAGES = "plugins/module_utils/_transport/pages.py"
PROBLEM = "plugins/module_utils/_transport/problem.py"
AUTH = "plugins/module_utils/_transport/auth.py"
CATALOGUE = "plugins/module_utils/_resources/catalogue.py"
READER = "plugins/module_utils/_apply/reader.py"
CALLS = "plugins/module_utils/_calls.py"

_NEAR = 0.02
"""By what part two counts of calls may differ that were taken one after the other and mean the same."""


# Access


def _token_answer(run: Run) -> tuple[dict[str, Any], Received]:
    """Return what the token endpoint answered."""
    response = run.client.token
    if response is None:
        raise NotTriedError("no token was asked for: the environment has one, or has HTTP Basic used")
    data = decoded(response)
    return (data if isinstance(data, dict) else {}), response


@fact(
    "token",
    "seed, ref",
    "A token comes with access_token, token_type, scope and expires_in, 3600 or 3599",
    AUTH,
    CLIENT,
)
def _token(run: Run) -> str:
    answer, _response = _token_answer(run)
    missing = {"access_token", "token_type", "scope", "expires_in"} - set(answer)
    lifetime = answer.get("expires_in")
    seen = f"expires_in {lifetime if isinstance(lifetime, (int, float)) else kind_of(lifetime)}"
    more = shown_keys(set(answer) - {"access_token", "token_type", "scope", "expires_in"})
    return expect(
        not missing and lifetime in (3599, 3600), f"{seen}; missing: {shown_keys(missing)}; further keys: {more}"
    )


@fact("token-exp", "sdk", "The token is a JWT, and its exp says when it expires", AUTH)
def _token_exp(run: Run) -> str:
    answer, _response = _token_answer(run)
    payload = str(answer.get("access_token")).split(".")[1:2]
    try:
        claims = json.loads(base64.urlsafe_b64decode(f"{payload[0]}==")) if payload else None
    except ValueError:
        claims = None
    if not isinstance(claims, dict) or not isinstance(claims.get("exp"), int):
        refute("no JWT with exp")
    issued = claims.get("iat", datetime.datetime.now(datetime.UTC).timestamp())
    lifetime = claims["exp"] - issued
    return expect(
        abs(lifetime - float(answer.get("expires_in", 0))) < 120, f"exp is {lifetime:.0f} s after the token was issued"
    )


@fact("basic", "seed", "HTTP Basic with the key works on the API as well", AUTH)
def _basic(run: Run) -> str:
    connection = run.client.connection
    if not connection.key_id:
        raise NotTriedError("the environment has a token and no key")
    client = WatchedClient(dataclasses.replace(connection, auth_method="basic", max_retries=0))
    try:
        reply = client.attempt("GET", SIP_TRUNK.path, query={"size": "1"})
    except ApiError as error:
        if error.status == 429:
            raise NotTriedError("answered 429: the rate limit of HTTP Basic was met at once") from None
        if error.status in (401, 403):
            refute(f"answered {error.status}")
        raise
    return expect(reply.ok, reply.seen)


def _refused_token(run: Run) -> Received:
    """Return what the API answers to a token that is none."""
    connection = dataclasses.replace(run.client.connection, auth_method="oauth2", access_token=f"{PREFIX}no-token")
    client = WatchedClient(connection)
    try:
        reply = client.attempt("GET", SIP_TRUNK.path, query={"size": "1"})
    except ApiError:
        if client.last is None:
            raise
        return client.last
    return refute(reply.seen)


@fact("bad-token", "sdk", "A token that is not good is answered 401", CLIENT)
def _bad_token(run: Run) -> str:
    response = _refused_token(run)
    header = "with" if "WWW-Authenticate" in response.headers else "without"
    return expect(response.status == 401, f"answered {response.status} {header} WWW-Authenticate")


@fact("gateway-errors", "field", "The gateway's errors are RFC 7807 bodies, with type, title and detail", PROBLEM)
def _gateway_errors(run: Run) -> str:
    body = decoded(_refused_token(run))
    keys = set(body) if isinstance(body, dict) else set()
    return expect({"type", "title", "detail"} <= keys, f"keys: {shown_keys(keys)}")


@fact("missing-object", "ref", "What is not there is answered 404, with code, status, message and details", PROBLEM)
def _missing_object(run: Run) -> str:
    reply = run.client.attempt("GET", SIP_TRUNK.path, unknown_id())
    keys = set(reply.data) if isinstance(reply.data, dict) else set()
    right = reply.status == 404 and {"code", "status", "message", "details"} <= keys
    return expect(right, f"{reply.seen}; keys: {shown_keys(keys)}")


@fact("request-id", "ref", "A detail of an error, RequestInfo, has the request's ID", PROBLEM)
def _request_id(run: Run) -> str:
    reply = run.client.attempt("GET", SIP_TRUNK.path, unknown_id())
    details = reply.data.get("details") if isinstance(reply.data, dict) else None
    found = [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    types = shown_keys(str(one.get("type")) for one in found)
    right = any(one.get("type") == "RequestInfo" and isinstance(one.get("requestId"), str) for one in found)
    return expect(right, f"types of details: {types}")


def unknown_id() -> str:
    """Return an ID of the right form that nothing has."""
    return "0" * 6 + secrets.token_hex(10).upper()


# Lists


class Listing(NamedTuple):
    """A list of the API: where it is, and what it comes under."""

    parent: str
    """The collection of what it belongs to, "" for the project."""
    path: str
    keys: ListKeys
    fields: frozenset[str]
    """What is described of its items."""
    query: str = ""
    """What else must be asked for: "calls" for a range of time."""

    @property
    def name(self) -> str:
        """What the list is called here."""
        return f"{self.parent}-{self.path}" if self.parent else self.path


def _fields(resource: Resource, *more: str) -> frozenset[str]:
    """Return the fields that the fact page has of a resource."""
    return frozenset(one.api for one in resource.fields) | READ_ONLY | {*more}


_TRUNK_FIELDS = _fields(SIP_TRUNK, "enabled")
_TRUNKS = ListKeys("trunks", "sipTrunks")
_IP_RANGE_FIELDS = READ_ONLY | {"accessControlListId", "description", "ipAddress", "range"}


def _same(key: str) -> ListKeys:
    """Return the keys of a list that both sources have under one."""
    return ListKeys(key, key)


LISTINGS = (
    Listing("", "trunks", _TRUNKS, _TRUNK_FIELDS),
    Listing("", "accessControlLists", _same("accessControlLists"), _fields(ACL)),
    Listing("", "credentialLists", _same("credentialLists"), _fields(CREDENTIAL_LIST)),
    Listing("", "phoneNumbers", _same("phoneNumbers"), _fields(PHONE_NUMBER)),
    Listing("", "callBlockingRules", ListKeys("callBlockingRules", ""), _fields(CALL_BLOCKING_RULE)),
    Listing("", "calls", _same("calls"), _fields(CALL), "calls"),
    Listing("trunks", "endpoints", _same("endpoints"), _fields(SIP_ENDPOINT)),
    Listing("trunks", "accessControlLists", _same("accessControlListIds"), frozenset()),
    Listing("trunks", "credentialLists", ListKeys("credentialLists", "credentialListIds"), _fields(CREDENTIAL_LIST)),
    Listing("accessControlLists", "ipRanges", _same("ipRanges"), _IP_RANGE_FIELDS),
    Listing("accessControlLists", "trunks", _TRUNKS, _TRUNK_FIELDS),
    Listing("credentialLists", "trunks", _TRUNKS, _TRUNK_FIELDS),
)


def ago(**past: float) -> str:
    """Return a time of the past, or with a negative figure of the future, as calls are asked for by it."""
    moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(**past)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _page(run: Run, path: Sequence[str], keys: ListKeys, query: dict[str, str]) -> Page:
    """Return a page of a list; raise RefutedError where it is none in any dialect."""
    reply = run.client.attempt("GET", *path, query=query)
    if not reply.ok:
        refute(reply.seen)
    page = read_page(reply.data, keys)
    if page.problems:
        refute("; ".join(page.problems))
    return page


def _listed(listing: Listing) -> Look:
    """Return the check of a list."""

    def look(run: Run) -> str:
        path: tuple[str, ...] = (listing.path,)
        if listing.parent:
            parent = run.some(listing.parent)
            if parent is None:
                raise NotTriedError(f"the project has none of {listing.parent}; --write makes one")
            path = (listing.parent, parent, listing.path)
        query = {"page": "1", "size": "100", "createTime>": ago(days=7)} if listing.query else _FIRST_PAGE
        page = _page(run, path, listing.keys, query)
        run.dialects[page.dialect] += 1
        if not listing.parent:
            run.items[listing.path] = [one for one in page.items if isinstance(one, dict)]
        return page.seen + field_notes(page.items, listing.fields)

    return look


_FIRST_PAGE = {"page": "1", "size": str(PAGE_SIZE)}
for _one in LISTINGS:
    _where = f"of the {_one.parent}'s {_one.path}" if _one.parent else f"of {_one.path}"
    _under = " or ".join(dict.fromkeys(f"under {key!r}" if key else "bare" for key in _one.keys.__dict__.values()))
    fact(
        f"list-{_one.name}",
        "sdk, ref",
        f"The list {_where} comes {_under}, in pages with totalItems, pageNumber, and pageSize or size",
        CATALOGUE,
        PAGES,
    )(_listed(_one))


@fact("page-size-default", "ref", f"A page has up to {PAGE_SIZE} items unless a size is asked for", CLIENT)
def _page_size_default(run: Run) -> str:
    page = _page(run, (SIP_TRUNK.path,), _TRUNKS, {})
    return expect(page.size == PAGE_SIZE, f"{page.size}")


@fact("page-size-largest", "ref", f"A page has no more than {PAGE_SIZE} items, however many are asked for", CLIENT)
def _page_size_largest(run: Run) -> str:
    reply = run.client.attempt("GET", SIP_TRUNK.path, query={"size": str(PAGE_SIZE + 1)})
    if reply.status == 400:
        return reply.seen
    page = read_page(reply.data, _TRUNKS)
    return expect(page.size is not None and page.size <= PAGE_SIZE, f"{page.size}")


@fact("page-walk", "ref", "page (from 1) and size choose a part of a list, and totalItems counts all of it", PAGES)
def _page_walk(run: Run) -> str:
    listing = next((one for one in LISTINGS[:4] if len(run.items.get(one.path, ())) > 1), None)
    if listing is None:
        raise NotTriedError("no list of the project has two items")
    pages = [_page(run, (listing.path,), listing.keys, {"page": page, "size": "1"}) for page in ("1", "2")]
    first, second = (page.items[0] if len(page.items) == 1 else None for page in pages)
    total = min(page.total or 0 for page in pages)
    seen = f"{len(pages[0].items)} and {len(pages[1].items)} items on two pages of one, totalItems {total}"
    return expect(first is not None and second is not None and first != second and total > 1, seen)


@fact("ids", "sdk, field", "IDs are strings of 26 letters and digits, like ULIDs", CATALOGUE)
def _ids(run: Run) -> str:
    paths = ("trunks", "accessControlLists", "credentialLists", "callBlockingRules")
    ids = [str(one.get("id")) for path in paths for one in run.items.get(path, ())]
    if not ids and run.scratch is not None:
        ids = [*run.scratch.ids.values()]
    if not ids:
        raise NotTriedError("the project has no objects; --write makes some")
    other = [one for one in ids if not re.fullmatch(r"[0-9A-Za-z]{26}", one)]
    return expect(not other, f"{len(other)} of {len(ids)} are of another form")


# Trunks


def _trunk(run: Run) -> dict[str, Any]:
    """Return a trunk."""
    trunk_id = run.some(SIP_TRUNK.path)
    if trunk_id is None:
        raise NotTriedError("the project has no trunk; --write makes one")
    return run.client.get((SIP_TRUNK.path, trunk_id)) or refute("a trunk of the list is not found by its ID")


@fact("trunk-domain", "seed", f"The domain of a trunk is its host name and {TOP_LEVEL_DOMAIN}", CATALOGUE)
def _trunk_domain(run: Run) -> str:
    trunk = _trunk(run)
    domain, host_name = str(trunk.get("domain")).lower(), str(trunk.get("hostName")).lower()
    right = domain == f"{host_name}.{TOP_LEVEL_DOMAIN}"
    return expect(right, "so it is" if right else "another domain" if "domain" in trunk else "no domain")


@fact(
    "trunk-domain-filter",
    "seed",
    "The list of trunks, asked for a domain, has that one trunk",
    "plugins/modules/sinch_sip_trunk_info.py",
)
def _trunk_domain_filter(run: Run) -> str:
    trunk = _trunk(run)
    found = _page(run, (SIP_TRUNK.path,), _TRUNKS, {"domain": str(trunk.get("domain"))})
    none = _page(run, (SIP_TRUNK.path,), _TRUNKS, {"domain": f"{PREFIX}none.{TOP_LEVEL_DOMAIN}"})
    right = [one.get("id") for one in found.items] == [trunk.get("id")] and not none.items
    return expect(right, f"{len(found.items)} for its domain, {len(none.items)} for one that is not there")


# Phone numbers


@fact(
    "number-get",
    "ref",
    "A phone number is found by its E.164 form, with the plus sign",
    "plugins/module_utils/_apply/executor.py",
)
def _number_get(run: Run) -> str:
    numbers = run.items.get(PHONE_NUMBER.path)
    if not numbers:
        raise NotTriedError("the project rents no phone number")
    number = str(numbers[0].get("phoneNumber"))
    reply = run.client.attempt("GET", PHONE_NUMBER.path, number)
    same = reply.ok and isinstance(reply.data, dict) and reply.data.get("phoneNumber") == number
    form = "with" if re.fullmatch(r"\+[0-9]+", number) else "without"
    return expect(same and form == "with", f"{reply.seen}; numbers are listed {form} a plus sign")


@fact(
    "number-filter", "ref", "The list of phone numbers, asked for a trunk, has the numbers of that trunk alone", READER
)
def _number_filter(run: Run) -> str:
    numbers = run.items.get(PHONE_NUMBER.path, ())
    trunk = next((one["sipTrunkId"] for one in numbers if one.get("sipTrunkId")), None)
    if trunk is None:
        raise NotTriedError("no phone number of the project is on a trunk")
    page = _page(run, (PHONE_NUMBER.path,), _same(PHONE_NUMBER.path), {"sipTrunkId": str(trunk)})
    own = sum(one.get("sipTrunkId") == trunk for one in page.items if isinstance(one, dict))
    return expect(0 < own == len(page.items), f"{len(page.items)} came, {own} are of the trunk")


# Countries


@fact(
    "list-countryPermissions", "seed, sdk", "Country permissions come whole, without pages; US is among them", CATALOGUE
)
def _countries(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, query={"size": "1"})
    found = reply.data.get("countryPermissions") if isinstance(reply.data, dict) else None
    if not isinstance(found, list):
        refute(f"{reply.seen}; keys: {shown_keys(reply.data if isinstance(reply.data, dict) else ())}")
    countries = [one for one in found if isinstance(one, dict)]
    codes = {one.get("isoCode") for one in countries}
    wildcard = "with" if "*" in codes else "without"
    notes = field_notes(found, frozenset(one.api for one in COUNTRY_PERMISSION.fields))
    paged = "paged" if "totalItems" in reply.data else "not paged"
    seen = f"{len(found)} countries, {wildcard} '*', {paged}{notes}"
    return expect("US" in codes and len(codes) > 1 and paged == "not paged", seen)


@fact("country-get", "seed", "The permission of a country is found by its ISO code, and has enabled", CATALOGUE)
def _country(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, "US")
    country = reply.data if isinstance(reply.data, dict) else {}
    return expect(reply.ok and isinstance(country.get("enabled"), bool), f"{reply.seen}; keys: {shown_keys(country)}")


@fact("canada-apart", "guess", "Canada has a country permission of its own, and is not part of that of US", CATALOGUE)
def _canada_apart(run: Run) -> str:
    reply = run.client.attempt("GET", COUNTRY_PERMISSION.path, "CA")
    return expect(reply.ok, reply.seen)


# Call blocking rules


@fact(
    "rule-direction",
    "sdk, ref",
    "The direction of a rule is answered as inbound or outbound, in either case",
    CATALOGUE,
)
def _rule_direction(run: Run) -> str:
    directions = {str(one.get("direction")) for one in run.items.get(CALL_BLOCKING_RULE.path, ())}
    if not directions:
        raise NotTriedError("the project has no call blocking rule")
    cases = sorted({"ref: upper case" if one.isupper() else "sdk: lower case" for one in directions})
    known = {one.upper() for one in directions} <= {"INBOUND", "OUTBOUND"}
    return expect(known, ", ".join(cases) if known else "another word")


# Calls


def _calls(run: Run, query: dict[str, str]) -> Page:
    """Return a page of calls."""
    return _page(run, (CALL.path,), _same(CALL.path), query)


def _some_calls(run: Run) -> list[dict[str, Any]]:
    """Return calls of the last week."""
    calls = run.items.get(CALL.path)
    if not calls:
        raise NotTriedError("the project had no calls in the last week")
    return calls


@fact(
    "calls-page-size",
    "ref",
    "A page of calls has up to 100 unless a size is asked for",
    "plugins/modules/sinch_call_info.py",
)
def _calls_page_size(run: Run) -> str:
    page = _calls(run, {"createTime>": ago(days=7)})
    return expect(page.size == 100, f"{page.size}")


@fact("calls-since", "ref", "createTime> asks for the calls after a time", CALLS)
def _calls_since(run: Run) -> str:
    _some_calls(run)
    page = _calls(run, {"size": "1", "createTime>": ago(days=-1)})
    return expect(not page.items and not page.total, f"{page.total} calls are later than tomorrow")


@fact("calls-range", "ref, sdk", "Without a time, the calls of the last day or of the last week are listed", CALLS)
def _calls_range(run: Run) -> str:
    _some_calls(run)
    day, week, unasked = (
        _calls(run, {"size": "1", **query}).total or 0
        for query in ({"createTime>": ago(days=1)}, {"createTime>": ago(days=7)}, {})
    )

    def near(one: int, other: int) -> bool:
        return abs(one - other) <= _NEAR * max(one, other)

    if near(day, week):
        raise NotTriedError("the last week had hardly more calls than the last day: they cannot be told apart")
    span = "the last day (sdk)" if near(unasked, day) else "the last week (ref)" if near(unasked, week) else "neither"
    return expect(span != "neither", span)


@fact(
    "call-times", "sdk, ref", "Times end in Z (sdk), or have no zone (ref)", "plugins/module_utils/_resources/values.py"
)
def _times(run: Run) -> str:
    times = [one["createTime"] for items in run.items.values() for one in items if "createTime" in one]
    if not times:
        raise NotTriedError("the project has nothing with a time")
    zones = {
        _ZONES.get(found[1], "another zone") if isinstance(one, str) and (found := _TIME.fullmatch(one)) else "no time"
        for one in times
    }
    return expect(zones <= set(_ZONES.values()), ", ".join(sorted(zones)))


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d|)")
_ZONES = {"Z": "sdk: Z", "": "ref: without a zone"}


@fact(
    "call-money",
    "sdk, ref",
    "An amount of money is a number (sdk), or a string (ref)",
    "plugins/module_utils/_resources/values.py",
)
def _money(run: Run) -> str:
    prices = [one["price"] for one in _some_calls(run) if one.get("price") is not None]
    if not prices:
        raise NotTriedError("no call of the last week has a price")
    kinds = {kind_of(one.get("amount")) if isinstance(one, dict) else kind_of(one) for one in prices}
    words = {"a number": "sdk: a number", "a string": "ref: a string"}
    return expect(kinds <= set(words), ", ".join(sorted(words.get(kind, kind) for kind in kinds)))


@fact("call-direction", "ref, field", "The direction of a call is INBOUND or OUTBOUND, in either case", CATALOGUE)
def _direction(run: Run) -> str:
    directions = {str(one.get("direction")) for one in _some_calls(run)}
    cases = sorted({"upper case" if one.isupper() else "lower case" for one in directions})
    known = {one.upper() for one in directions} <= {"INBOUND", "OUTBOUND"}
    return expect(known, ", ".join(cases) if known else "another word")


@fact(
    "call-export",
    "sdk, ref",
    "Calls are exported as CSV, text/plain (sdk) or application/csv (ref)",
    "plugins/modules/sinch_call_export.py",
)
def _export(run: Run) -> str:
    reply: Reply = run.client.attempt("GET", "calls", "export", query={"createTime>": ago(hours=1)}, accept=CSV)
    columns = len(reply.content.partition(b"\n")[0].split(b","))
    seen = f"{reply.seen}; {reply.content_type}, {columns} columns"
    return expect(reply.ok and reply.content_type in ("text/plain", "application/csv"), seen)


@fact("export-pages", "guess", "The export of calls comes in pages, by page and size, to one without rows", CALLS)
def _export_pages(run: Run) -> str:
    if len(_some_calls(run)) < 2:
        raise NotTriedError("the project had one call in the last week")
    rows = [
        max(0, len(reply.content.strip().splitlines()) - 1)
        for page in ("1", "2", str(2**31 - 1))
        for query in [{"createTime>": ago(days=7), "size": "1", "page": page}]
        for reply in [run.client.attempt("GET", "calls", "export", query=query, accept=CSV)]
    ]
    return expect(
        rows == [1, 1, 0], f"{rows[0]} and {rows[1]} rows on pages of one, {rows[2]} on one far behind the last"
    )
