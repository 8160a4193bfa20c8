# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Facts that are told by writing: only scratch objects are written, and, where one is named, one phone number.

The checks follow one another: what one makes, later ones go on with. A check whose objects could not be made is not
tried. The addresses are those for documentation (RFC 5737), which belong to nobody.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._apply.reader import list_links, list_objects
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import (
    ACL,
    CREDENTIAL_LIST,
    PHONE_NUMBER,
    SIP_ENDPOINT,
    SIP_TRUNK,
)

from .facts import Checks, NotTriedError, RefutedError, expect, refute
from .pages import kind_of, shown_keys
from .reading import CATALOGUE, CLIENT, READER, unknown_id
from .run import Run
from .scratch import LABELS, Scratch
from .wire import Reply

WRITING = Checks()
NUMBER = Checks()
fact = WRITING.fact

EXECUTOR = "plugins/module_utils/_apply/executor.py"
WRITER = "plugins/module_utils/_apply/writer.py"
LOOKUP = "plugins/module_utils/_apply/lookup.py"
OBJECTS = "plugins/module_utils/_plan/objects.py"
NUMBERS = "plugins/module_utils/_plan/numbers.py"
REMOVALS = "plugins/module_utils/_plan/removals.py"
REGISTRATION = "plugins/module_utils/_plan/registration.py"
CREDENTIALS = "plugins/module_utils/_resources/credentials.py"
IP_RANGES = "plugins/module_utils/_resources/ip_ranges.py"

ACL_LINK, LIST_LINK = SIP_TRUNK.links.values()
_RANGES = ({"ipAddress": "203.0.113.10", "range": 32}, {"ipAddress": "198.51.100.0", "range": 24})
_FORWARD_TO = "+12025550100"
"""A number for use in fiction; calls are not forwarded to it."""


def _scratch(run: Run) -> Scratch:
    """Return the scratch objects of the run."""
    assert run.scratch is not None
    return run.scratch


def _need(run: Run, label: str) -> str:
    """Return the ID of a scratch object; raise NotTriedError where it could not be made, or is gone."""
    made = _scratch(run).ids.get(label)
    if made is None:
        raise NotTriedError(f"there is no scratch object for it ({LABELS.get(label, label)})")
    return made


def _make(run: Run, path: str, label: str, body: dict[str, Any]) -> dict[str, Any]:
    """Make a trunk, an ACL or a credential list that later checks go on with; raise RefutedError."""
    reply = _scratch(run).create(path, body)
    made = _object(reply)
    if not isinstance(made.get("id"), str):
        refute(f"{reply.seen}, without an id")
    _scratch(run).ids[label] = made["id"]
    return made


def _object(reply: Reply) -> dict[str, Any]:
    """Return the object of an answer; raise RefutedError."""
    if not reply.ok:
        refute(reply.seen)
    return reply.data if isinstance(reply.data, dict) else refute(f"{reply.seen} with {kind_of(reply.data)}")


def _refused(reply: Reply, *statuses: int) -> str:
    """Return what was seen where the request was refused with one of the statuses; raise RefutedError."""
    return expect(reply.status in statuses, reply.seen)


def _read(run: Run, *path: str) -> dict[str, Any]:
    """Return an object; raise RefutedError where it is gone."""
    return run.client.get(path) or refute("what was written is not found")


def _refused_deletion(run: Run, path: str, label: str = "") -> str:
    """Return what is answered to a DELETE that is to be refused; what is gone all the same is used no more.

    ``label`` is what the object goes by where that is not its path.
    """
    label = label or path
    address = (path, _need(run, label))
    reply = run.client.attempt("DELETE", *address)
    if reply.ok and run.client.get(address) is None:
        del _scratch(run).ids[label]
    return _refused(reply, 400)


# ACLs


def _acl(run: Run, suffix: str, **changes: Any) -> dict[str, Any]:
    """Return the body of an ACL."""
    return {"name": _scratch(run).name(suffix), "enabled": True, "ipRanges": [_RANGES[0]], **changes}


@fact(
    "acl-create",
    "ref",
    "An ACL is made of name, enabled and ipRanges, each an ipAddress and a range",
    CATALOGUE,
    IP_RANGES,
)
def _acl_create(run: Run) -> str:
    made = _make(run, ACL.path, ACL.path, _acl(run, "acl", ipRanges=[*_RANGES]))
    _make(run, ACL.path, "a second ACL", _acl(run, "acl-two"))
    sent = {(one["ipAddress"], one["range"]) for one in _RANGES}
    got = [one for one in made.get("ipRanges") or () if isinstance(one, dict)]
    same = {(one.get("ipAddress"), one.get("range")) for one in got} == sent
    return expect(same, f"{len(got)} ranges, {'as' if same else 'not as'} sent")


@fact("acl-cidr", "field", "An ipAddress with a prefix length in it is refused: 400 VALIDATION_FAILED", IP_RANGES)
def _acl_cidr(run: Run) -> str:
    reply = _scratch(run).create(ACL.path, _acl(run, "acl-cidr", ipRanges=[{"ipAddress": "203.0.113.0/24"}]))
    return expect(reply.status == 400 and reply.code == "VALIDATION_FAILED", reply.seen)


@fact("acl-enabled", "field", "An ACL cannot be made without enabled", CATALOGUE)
def _acl_enabled(run: Run) -> str:
    body = _acl(run, "acl-enabled")
    del body["enabled"]
    return _refused(_scratch(run).create(ACL.path, body), 400)


@fact("acl-ranges", "ref", "An ACL cannot be made without a range", CATALOGUE)
def _acl_ranges(run: Run) -> str:
    return _refused(_scratch(run).create(ACL.path, _acl(run, "acl-empty", ipRanges=[])), 400)


@fact("acl-range-default", "ref", "A range without a prefix length is one address, 32", IP_RANGES)
def _acl_range_default(run: Run) -> str:
    body = _acl(run, "acl-default", ipRanges=[{"ipAddress": "203.0.113.20"}])
    ranges = _object(_scratch(run).create(ACL.path, body)).get("ipRanges")
    first = ranges[0] if isinstance(ranges, list) and ranges and isinstance(ranges[0], dict) else {}
    return expect(first.get("range") == 32, "32" if first.get("range") == 32 else kind_of(first.get("range")))


@fact("names-may-repeat", "guess", "Two ACLs, or credential lists, may have one name", EXECUTOR)
def _names_may_repeat(run: Run) -> str:
    _need(run, ACL.path)
    reply = _scratch(run).create(ACL.path, _acl(run, "acl"))
    return expect(reply.ok, reply.seen)


@fact("names-kept", "guess", "A name is stored as it is sent, with a blank at its end too", WRITER)
def _names_kept(run: Run) -> str:
    body = _acl(run, "acl-blank")
    body["name"] += " "
    kept = _object(_scratch(run).create(ACL.path, body)).get("name") == body["name"]
    return expect(kept, "as it was sent" if kept else "otherwise than it was sent")


@fact("put-removes-ranges", "guess", "PUT of an ACL removes the ranges that it is not sent", OBJECTS, IP_RANGES)
def _put_removes_ranges(run: Run) -> str:
    path = (ACL.path, _need(run, ACL.path))
    reply = run.client.attempt("PUT", *path, body=_acl(run, "acl"))
    left = len(_read(run, *path).get("ipRanges") or ())
    return expect(reply.ok and left == 1, f"{reply.seen}; {left} of 2 ranges left, 1 was sent")


_ADDED = "203.0.113.30"


def _range_ids(run: Run) -> list[str]:
    """Return the IDs of the scratch ACL's ranges of the address that was added."""
    ranges = _read(run, ACL.path, _need(run, ACL.path)).get("ipRanges") or ()
    return [str(one.get("id")) for one in ranges if isinstance(one, dict) and one.get("ipAddress") == _ADDED]


@fact("range-post", "ref", "POST /accessControlLists/{id}/ipRanges adds a range to an ACL", OBJECTS, WRITER)
def _range_post(run: Run) -> str:
    body = {"ipAddress": _ADDED, "range": 32}
    reply = run.client.attempt("POST", ACL.path, _need(run, ACL.path), "ipRanges", body=body)
    there = bool(_range_ids(run))
    return expect(reply.ok and there, f"{reply.seen}; the range is {'there' if there else 'not there'}")


@fact("range-delete", "ref", "DELETE of a range takes it off its ACL", OBJECTS, WRITER)
def _range_delete(run: Run) -> str:
    acl = _need(run, ACL.path)
    added = _range_ids(run)
    if not added:
        raise NotTriedError("there is no range to take off")
    reply = run.client.attempt("DELETE", ACL.path, acl, "ipRanges", added[0])
    there = added[0] in _range_ids(run)
    return expect(reply.ok and not there, f"{reply.seen}; the range is {'still there' if there else 'gone'}")


# Trunks


def _trunk(run: Run, suffix: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a trunk."""
    name = _scratch(run).name(suffix)
    return {"name": name, "hostName": name, "callForwardNumber": _FORWARD_TO, "enableCallForward": False, **changes}


@fact("trunk-create", "ref", "A trunk is made of name and hostName, and answers domain and callsPerSecond 1", CATALOGUE)
def _trunk_create(run: Run) -> str:
    made = _make(run, SIP_TRUNK.path, SIP_TRUNK.path, _trunk(run, "trunk"))
    per_second = made.get("callsPerSecond")
    shown = per_second if isinstance(per_second, int) else kind_of(per_second)
    domain = "with" if "domain" in made else "without"
    return expect("domain" in made and per_second == 1, f"{domain} domain, callsPerSecond {shown}")


@fact("trunk-enabled", "field", "A trunk has a field enabled that the reference does not have", OBJECTS)
def _trunk_enabled(run: Run) -> str:
    trunk = _read(run, SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    return expect("enabled" in trunk, "there" if "enabled" in trunk else "not there")


@fact("update-time", "sdk, ref", 'updateTime is null (sdk), or "" (ref), until the first update', CATALOGUE)
def _update_time(run: Run) -> str:
    trunk = _read(run, SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    value = trunk.get("updateTime", "missing")
    return expect(value in (None, ""), "sdk: null" if value is None else 'ref: ""' if value == "" else kind_of(value))


@fact("host-name-unique", "seed", "No two trunks have one host name", CATALOGUE)
def _host_name_unique(run: Run) -> str:
    _need(run, SIP_TRUNK.path)
    body = _trunk(run, "trunk-two", hostName=_scratch(run).name("trunk"))
    return _refused(_scratch(run).create(SIP_TRUNK.path, body), 400, 409)


@fact("forward-number", "ref", "Calls cannot be forwarded without callForwardNumber", CATALOGUE)
def _forward_number(run: Run) -> str:
    body = _trunk(run, "trunk-forward", enableCallForward=True)
    del body["callForwardNumber"]
    return _refused(_scratch(run).create(SIP_TRUNK.path, body), 400)


@fact("put-nulls", "ref, field", "PUT of a trunk clears the fields that it is not sent", OBJECTS)
def _put_nulls(run: Run) -> str:
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    name = _scratch(run).name("trunk")
    reply = run.client.attempt("PUT", *path, body={"name": name, "hostName": name})
    after = _read(run, *path).get("callForwardNumber")
    return expect(reply.ok and not after, f"{reply.seen}; callForwardNumber {'stayed' if after else 'went'}")


@fact("null-refused", "guess", "A body with null for a field is refused; the collection sends none", WRITER)
def _null_refused(run: Run) -> str:
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path))
    return _refused(run.client.attempt("PUT", *path, body=_trunk(run, "trunk", callForwardNumber=None)), 400)


# Credential lists


def _user(run: Run, suffix: str) -> str:
    """Return a user name that nobody else has."""
    return _scratch(run).name(suffix)


def _credential(run: Run, suffix: str) -> dict[str, str]:
    """Return a credential."""
    return {"username": _user(run, suffix), "password": _scratch(run).password()}


def _usernames(run: Run, list_id: str) -> set[str]:
    """Return the user names of a credential list."""
    credentials = _read(run, CREDENTIAL_LIST.path, list_id).get("credentials") or ()
    return {str(one.get("username")) for one in credentials if isinstance(one, dict)}


@fact(
    "list-create",
    "ref",
    "A credential list is made with its users, and answers their names and no password",
    CREDENTIALS,
)
def _list_create(run: Run) -> str:
    users = [_credential(run, "user-one"), _credential(run, "user-two")]
    body = {"name": _scratch(run).name("list"), "credentials": users}
    made = _make(run, CREDENTIAL_LIST.path, CREDENTIAL_LIST.path, body)
    names = {one["username"] for one in users}
    answered = run.client.last.content if run.client.last is not None else b""
    told = any(one["password"].encode() in answered for one in users)
    shown = {str(one.get("username")) for one in made.get("credentials") or () if isinstance(one, dict)}
    right = shown == names or _usernames(run, made["id"]) == names
    seen = f"the users are {'' if right else 'not '}there, {'with' if told else 'without'} passwords"
    return expect(right and not told, seen)


@fact(
    "password-rule",
    "field",
    "A password needs 12 characters, with an upper-case one, a lower-case one and a digit",
    CREDENTIALS,
)
def _password_rule(run: Run) -> str:
    good = _scratch(run).password()
    weak = {"of 11 characters": good[:11], "without upper case": good.lower(), "without lower case": good.upper()}
    weak["without a digit"] = "".join(chr(ord("g") + int(one)) if one.isdigit() else one for one in good)
    taken = []
    for index, (what, password) in enumerate(weak.items()):
        _scratch(run).passwords.add(password)
        user = {"username": _user(run, f"weak-{index}"), "password": password}
        reply = _scratch(run).create(
            CREDENTIAL_LIST.path, {"name": _scratch(run).name(f"weak-{index}"), "credentials": [user]}
        )
        taken += [f"one {what} {reply.seen}"] if reply.status != 400 else []
    return expect(not taken, "; ".join(taken) or f"{len(weak)} weak ones were refused")


@fact(
    "credential-post-path",
    "guess",
    "POST /credentialLists/{id}/credentials adds a user to a list",
    REGISTRATION,
    WRITER,
)
def _credential_post_path(run: Run) -> str:
    list_id = _need(run, CREDENTIAL_LIST.path)
    user = _credential(run, "user-three")
    reply = run.client.attempt("POST", CREDENTIAL_LIST.path, list_id, "credentials", body=user)
    there = user["username"] in _usernames(run, list_id)
    return expect(reply.ok and there, f"{reply.seen}; the user is {'there' if there else 'not there'}")


@fact(
    "credential-put-adds",
    "guess",
    "PUT of a user that a credential list does not have adds it",
    CREDENTIALS,
    WRITER,
)
def _credential_put_adds(run: Run) -> str:
    list_id = _need(run, CREDENTIAL_LIST.path)
    user = _credential(run, "user-five")
    path = (CREDENTIAL_LIST.path, list_id, "credentials", user["username"])
    reply = run.client.attempt("PUT", *path, body={"password": user["password"]})
    there = user["username"] in _usernames(run, list_id)
    return expect(reply.ok and there, f"{reply.seen}; the user is {'there' if there else 'not there'}")


@fact("credential-put", "ref", "PUT of a user of a credential list sets the password", REGISTRATION)
def _credential_put(run: Run) -> str:
    path = (CREDENTIAL_LIST.path, _need(run, CREDENTIAL_LIST.path), "credentials", _user(run, "user-one"))
    reply = run.client.attempt("PUT", *path, body={"password": _scratch(run).password()})
    return expect(reply.ok, reply.seen)


@fact("credential-delete", "ref", "DELETE of a user takes it off its credential list", REGISTRATION)
def _credential_delete(run: Run) -> str:
    list_id = _need(run, CREDENTIAL_LIST.path)
    reply = run.client.attempt("DELETE", CREDENTIAL_LIST.path, list_id, "credentials", _user(run, "user-two"))
    there = _user(run, "user-two") in _usernames(run, list_id)
    return expect(reply.ok and not there, f"{reply.seen}; the user is {'still there' if there else 'gone'}")


@fact("list-put", "ref", "PUT of a credential list sets its name and leaves its users", OBJECTS)
def _list_put(run: Run) -> str:
    list_id = _need(run, CREDENTIAL_LIST.path)
    before = _usernames(run, list_id)
    name = _scratch(run).name("list-renamed")
    reply = run.client.attempt("PUT", CREDENTIAL_LIST.path, list_id, body={"name": name})
    renamed = _read(run, CREDENTIAL_LIST.path, list_id).get("name") == name
    stayed = before == _usernames(run, list_id)
    seen = f"{reply.seen}; {'renamed' if renamed else 'not renamed'}, the users {'stayed' if stayed else 'changed'}"
    return expect(reply.ok and renamed and stayed, seen)


# Endpoints


def _endpoint(run: Run, suffix: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a static endpoint."""
    return {"name": _scratch(run).name(suffix), "priority": 1, "address": "192.0.2.10", **changes}


def _endpoint_named(run: Run, suffix: str) -> dict[str, Any]:
    """Return an endpoint of the scratch trunk by its name; raise RefutedError."""
    endpoints = list_objects(run.client, SIP_ENDPOINT, _need(run, SIP_TRUNK.path))
    name = _scratch(run).name(suffix)
    return next((one for one in endpoints if one.get("name") == name), None) or refute("the new endpoint is not listed")


@fact(
    "endpoint-trunk-id-optional",
    "guess",
    "The body that makes an endpoint may leave sipTrunkId out",
    WRITER,
    CATALOGUE,
)
def _endpoint_trunk_id_optional(run: Run) -> str:
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path), SIP_ENDPOINT.path)
    reply = run.client.attempt("POST", *path, body=_endpoint(run, "endpoint"))
    if not reply.ok:
        other = run.client.attempt("POST", *path, body=_endpoint(run, "endpoint", sipTrunkId=path[1]))
        refute(f"{reply.seen} without it, and {other.seen} with it")
    return reply.seen


@fact("endpoint-defaults", "ref", "A new endpoint has UDP, port 5060, and is enabled", CATALOGUE)
def _endpoint_defaults(run: Run) -> str:
    _need(run, SIP_TRUNK.path)
    there = _endpoint_named(run, "endpoint")
    wanted = {"transport": "UDP", "port": 5060, "enabled": True}
    other = [name for name, value in wanted.items() if there.get(name) != value]
    return expect(not other, f"otherwise: {', '.join(other)}" if other else "so it is")


@fact(
    "endpoint-create-answer",
    "sdk, ref",
    "Making an endpoint answers the endpoint (sdk), or a page of endpoints (ref)",
    WRITER,
)
def _endpoint_create_answer(run: Run) -> str:
    trunk = _need(run, SIP_TRUNK.path)
    body = _endpoint(run, "endpoint-two", sipTrunkId=trunk, port=5070)
    made = _object(run.client.attempt("POST", SIP_TRUNK.path, trunk, SIP_ENDPOINT.path, body=body))
    if made.get("name") == body["name"] and "id" in made:
        return "sdk: the endpoint"
    if isinstance(made.get(SIP_ENDPOINT.path), list):
        return "ref: a page of endpoints"
    return refute(f"keys: {shown_keys(made)}")


@fact("endpoint-put-nulls", "ref, field", "PUT of an endpoint clears the fields that it is not sent", OBJECTS)
def _endpoint_put_nulls(run: Run) -> str:
    trunk = _need(run, SIP_TRUNK.path)
    endpoint = SIP_ENDPOINT.id_of(_endpoint_named(run, "endpoint-two"))
    path = (SIP_TRUNK.path, trunk, SIP_ENDPOINT.path, endpoint)
    reply = run.client.attempt("PUT", *path, body=_endpoint(run, "endpoint-two"))
    port = _read(run, *path).get("port")
    return expect(reply.ok and port != 5070, f"{reply.seen}; port {'stayed' if port == 5070 else 'went'}")


@fact(
    "registered-unlinked",
    "field",
    "A registered endpoint is accepted while the list of its user is not linked",
    REGISTRATION,
)
def _registered_unlinked(run: Run) -> str:
    trunk = _need(run, SIP_TRUNK.path)
    _need(run, CREDENTIAL_LIST.path)
    body = {
        "name": _scratch(run).name("registered"),
        "sipTrunkId": trunk,
        "priority": 1,
        "isRegistered": True,
        "credentialUsername": _user(run, "user-one"),
    }
    reply = run.client.attempt("POST", SIP_TRUNK.path, trunk, SIP_ENDPOINT.path, body=body)
    return expect(reply.ok, reply.seen)


@fact(
    "list-in-use-by-endpoint",
    "field",
    "A credential list cannot be deleted while an endpoint uses one of its users",
    REMOVALS,
)
def _list_in_use_by_endpoint(run: Run) -> str:
    _need(run, CREDENTIAL_LIST.path)
    try:
        _endpoint_named(run, "registered")
    except RefutedError:
        raise NotTriedError("there is no scratch object for it (a registered endpoint)") from None
    return _refused_deletion(run, CREDENTIAL_LIST.path)


# Links


def _link(run: Run, path: str, key: str, *labels: str) -> tuple[Reply, list[str]]:
    """Link scratch objects to the scratch trunk; return the answer and the IDs."""
    trunk, ids = _need(run, SIP_TRUNK.path), [_need(run, label) for label in labels]
    return run.client.attempt("POST", SIP_TRUNK.path, trunk, path, body={key: ids}), ids


@fact("link-echo", "field", "POST of a link adds to the links, and answers only what it was sent", READER, EXECUTOR)
def _link_echo(run: Run) -> str:
    first, (one,) = _link(run, ACL_LINK.path, ACL_LINK.body_key, ACL.path)
    second, (two,) = _link(run, ACL_LINK.path, ACL_LINK.body_key, "a second ACL")
    linked = set(list_links(run.client, SIP_TRUNK, ACL_LINK, _need(run, SIP_TRUNK.path)))
    if not (first.ok and second.ok and linked == {one, two}):
        refute(f"{first.seen}, {second.seen}; {len(linked)} are linked of 2")
    echoed = _object(second).get(ACL_LINK.body_key)
    return expect(echoed == [two], "only what was sent" if echoed == [two] else f"keys: {shown_keys(second.data)}")


@fact("link-may-repeat", "guess", "Linking what is linked already is accepted", EXECUTOR)
def _link_may_repeat(run: Run) -> str:
    reply, _ids = _link(run, ACL_LINK.path, ACL_LINK.body_key, ACL.path)
    return expect(reply.ok, reply.seen)


@fact("acl-trunks", "ref", "An ACL, alone and in the list, has the IDs of the trunks that it is linked to", READER)
def _acl_trunks(run: Run) -> str:
    acl, trunk = _need(run, ACL.path), _need(run, SIP_TRUNK.path)
    alone = _read(run, ACL.path, acl).get("trunks")
    listed = next((one.get("trunks") for one in list_objects(run.client, ACL) if one.get("id") == acl), None)
    where = {"alone": alone, "in the list": listed}
    missing = [name for name, trunks in where.items() if trunks != [trunk]]
    return expect(not missing, f"otherwise {' and '.join(missing)}" if missing else "so it is")


@fact("acl-in-use", "ref", "An ACL cannot be deleted while a trunk has it linked", REMOVALS)
def _acl_in_use(run: Run) -> str:
    return _refused_deletion(run, ACL.path)


@fact("list-link", "sdk, ref", "POST credentialListIds links a credential list to a trunk", CATALOGUE)
def _list_link(run: Run) -> str:
    _need(run, SIP_TRUNK.path)
    body = {"name": _scratch(run).name("list-two"), "credentials": [_credential(run, "user-four")]}
    _make(run, CREDENTIAL_LIST.path, "a second credential list", body)
    reply, ids = _link(run, LIST_LINK.path, LIST_LINK.body_key, "a second credential list")
    linked = list_links(run.client, SIP_TRUNK, LIST_LINK, _need(run, SIP_TRUNK.path))
    return expect(reply.ok and linked == ids, f"{reply.seen}; {len(linked)} linked of 1")


@fact("list-in-use-by-trunk", "field", "A credential list cannot be deleted while a trunk has it linked", REMOVALS)
def _list_in_use_by_trunk(run: Run) -> str:
    return _refused_deletion(run, CREDENTIAL_LIST.path, "a second credential list")


@fact(
    "list-link-put",
    "sdk, ref",
    "PUT replaces a trunk's credential lists, as credentialListIds (sdk) or as a bare array (ref)",
    CATALOGUE,
)
def _list_link_put(run: Run) -> str:
    ids = [_need(run, "a second credential list")]
    path = (SIP_TRUNK.path, _need(run, SIP_TRUNK.path), LIST_LINK.path)
    keyed = run.client.attempt("PUT", *path, body={LIST_LINK.body_key: ids})
    if keyed.ok:
        return "sdk: credentialListIds (the collection does without the PUT)"
    bare = run.client.attempt("PUT", *path, body=ids)
    return expect(bare.ok, "ref: a bare array (the collection does without the PUT)" if bare.ok else bare.seen)


@fact("trunk-in-use", "field", "A trunk cannot be deleted while anything hangs on it: 400", REMOVALS)
def _trunk_in_use(run: Run) -> str:
    return _refused_deletion(run, SIP_TRUNK.path)


@fact("unlink", "sdk", "DELETE unlinks, and answers 200 or 204 with nothing", CLIENT)
def _unlink(run: Run) -> str:
    trunk, acl = _need(run, SIP_TRUNK.path), _need(run, "a second ACL")
    reply = run.client.attempt("DELETE", SIP_TRUNK.path, trunk, ACL_LINK.path, acl)
    linked = acl in list_links(run.client, SIP_TRUNK, ACL_LINK, trunk)
    seen = f"{reply.seen} with {len(reply.content)} bytes; {'still' if linked else 'no longer'} linked"
    return expect(reply.status in (200, 204) and not reply.content and not linked, seen)


@fact("delete-missing", "guess", "DELETE of what is not there is answered 404", CLIENT)
def _delete_missing(run: Run) -> str:
    return _refused(run.client.attempt("DELETE", ACL.path, unknown_id()), 404)


# The phone number


def _number(run: Run) -> dict[str, Any]:
    """Return the number that was named, free or on a scratch trunk; raise NotTriedError."""
    assert run.number is not None
    # One that is not found may be on no trunk, or not be the project's: an assignment tells.
    number: dict[str, Any] = run.client.get((PHONE_NUMBER.path, run.number)) or {}
    if number.get("sipTrunkId") and number["sipTrunkId"] not in {one.id for one in _scratch(run).made}:
        raise NotTriedError("the number that was named is on a trunk: it is left alone")
    return number


def _on(run: Run) -> str | None:
    """Return the ID of the trunk that the number is on; None for none."""
    return _number(run).get("sipTrunkId") or None


def _assign(run: Run, trunk: str) -> Reply:
    """Ask for the number to be put on a trunk, or with an empty ID on none."""
    return run.client.attempt("POST", PHONE_NUMBER.path, body={"phoneNumber": run.number, "sipTrunkId": trunk})


def _assigned(run: Run) -> str:
    """Return the ID of the scratch trunk that the number is on; raise NotTriedError where it cannot be put there."""
    trunk = _need(run, SIP_TRUNK.path)
    if _on(run) is None:
        _assign(run, trunk)
    return _on(run) or _unassignable()


def _unassignable() -> str:
    """Say that what follows from an assignment cannot be tried."""
    raise NotTriedError("the number could not be put on the scratch trunk; does the project rent it?")


@NUMBER.fact("number-post-assigns", "guess", "POST /phoneNumbers puts a number on a trunk", NUMBERS)
def _number_post_assigns(run: Run) -> str:
    trunk = _need(run, SIP_TRUNK.path)
    _number(run)
    reply = _assign(run, trunk)
    on = _on(run)
    if reply.ok and on is None:
        _unassignable()
    return expect(reply.ok and on == trunk, f"{reply.seen}; the number is {'on' if on else 'not on'} the trunk")


@NUMBER.fact("number-moves", "guess", "POST /phoneNumbers takes a number from one trunk to another", NUMBERS)
def _number_moves(run: Run) -> str:
    _assigned(run)
    body = _trunk(run, "trunk-other")
    other = _make(run, SIP_TRUNK.path, "a second trunk", body)["id"]
    reply = _assign(run, other)
    on = _on(run)
    return expect(
        reply.ok and on == other, f"{reply.seen}; the number is on {'the other' if on == other else 'the first'}"
    )


@NUMBER.fact(
    "number-empty-trunk-unassigns", "guess", "POST /phoneNumbers with an empty sipTrunkId takes a number off", NUMBERS
)
def _number_empty_trunk_unassigns(run: Run) -> str:
    _assigned(run)
    reply = _assign(run, "")
    on = _on(run)
    return expect(reply.ok and on is None, f"{reply.seen}; the number is {'still on' if on else 'off'} the trunk")


@NUMBER.fact(
    "number-unlisted-when-free",
    "guess",
    "A number that is on no trunk is neither listed nor found",
    LOOKUP,
    "plugins/modules/sinch_phone_number_info.py",
)
def _number_unlisted_when_free(run: Run) -> str:
    _assigned(run)
    _assign(run, "")
    if _on(run) is not None:
        raise NotTriedError("the number could not be taken off the scratch trunk")
    found = run.client.get((PHONE_NUMBER.path, str(run.number))) is not None
    listed = run.number in {one.get("phoneNumber") for one in list_objects(run.client, PHONE_NUMBER)}
    seen = f"{'found' if found else 'not found'} and {'listed' if listed else 'not listed'}"
    return expect(not found and not listed, seen)


@NUMBER.fact("number-delete-unassigns", "guess", "DELETE of a number takes it off its trunk, and no more", NUMBERS)
def _number_delete_unassigns(run: Run) -> str:
    _assigned(run)
    reply = run.client.attempt("DELETE", PHONE_NUMBER.path, str(run.number))
    on = _on(run)
    if reply.ok and on is None:
        _assign(run, _need(run, SIP_TRUNK.path))
        if _on(run) is None:
            refute(f"{reply.seen}; the project no longer has the number")
    return expect(reply.ok and not on, f"{reply.seen}; the number is {'still on' if on else 'off'} the trunk")
