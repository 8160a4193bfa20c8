# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reader: the lists that a plan needs, each read once, links from the side that takes fewer requests."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply import reader
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Read, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

MAIN, SPARE = {"id": "T1", "name": "main"}, {"id": "T2", "name": "spare"}
SILENT = [{"id": one, "name": one} for one in ("A1", "A2")]
TELLING = [{**one, "trunks": [f"T{number}"]} for number, one in enumerate(SILENT, 1)]
LINKS, USERS = "GET trunks/T{}/accessControlLists", "GET accessControlLists/A{}/trunks"


@pytest.mark.parametrize(
    ("acls", "owners", "targets", "keys"),
    [
        # One end is asked for itself.
        (TELLING, [1], [], [LINKS.format(1)]),
        (TELLING, [], [2], [USERS.format(2)]),
        # The list of ACLs says it all, if each of them names its trunks.
        (TELLING, [1, 2], [], []),
        (TELLING, [1], [2], []),
        # Otherwise the side with fewer objects is asked.
        (SILENT, [1], [2], [USERS.format(2), LINKS.format(1)]),
        (SILENT, [1, 2], [], [LINKS.format(1), LINKS.format(2)]),
        (SILENT, [1, 2, 3], [], [USERS.format(1), USERS.format(2)]),
        (None, [1, 2, 3], [], [LINKS.format(1), LINKS.format(2), LINKS.format(3)]),
    ],
)
def test_links(acls: list[Any] | None, owners: list[int], targets: list[int], keys: list[str], api: Any) -> None:
    """Trunk 1 has ACL 1 linked, and trunk 2 ACL 2."""
    snapshot = Snapshot({("sip_trunk", ""): [MAIN, SPARE], **({} if acls is None else {("acl", ""): acls})})
    api.answers = {LINKS.format(one): [f"A{one}"] for one in (1, 2)} | {LINKS.format(3): []}
    api.answers |= {USERS.format(one): [{"id": f"T{one}", "name": "old"}] for one in (1, 2)}
    reads = [Read("links", "acls", f"T{one}") for one in owners] + [Read("users", "acls", f"A{one}") for one in targets]
    reader.read_lists(api, snapshot, reads, Workers())
    assert api.keys == keys
    assert snapshot.links == {("acls", f"T{one}"): [f"A{one}"] if one < 3 else [] for one in owners}
    assert snapshot.users == {("acls", f"A{one}"): {f"T{one}": ("main", "spare")[one - 1]} for one in targets}


@pytest.mark.parametrize(
    ("option", "targets", "tells"),
    [("acls", TELLING, True), ("acls", [*TELLING, *SILENT], False), ("credential_lists", [], False)],
)
def test_lists_with_users(option: str, targets: list[Any], tells: bool) -> None:
    assert reader.tells_its_users(RESOURCES["sip_trunk"].links[option], targets) is tells


@pytest.mark.parametrize(
    ("item", "users"),
    [
        ("T1", {"T1": "main"}),
        ("T9", {"T9": "T9"}),
        ({"id": "T9"}, {"T9": "T9"}),
        ({"id": "T9", "name": "x"}, {"T9": "x"}),
    ],
)
def test_names_of_users(item: Any, users: dict[str, str], api: Any) -> None:
    """A trunk has the name that was read, otherwise that of the answer, otherwise its ID."""
    snapshot = Snapshot({("sip_trunk", ""): [MAIN]})
    api.answers = {USERS.format(1): [item]}
    reader.read_lists(api, snapshot, [Read("users", "acls", "A1")], Workers())
    assert snapshot.users["acls", "A1"] == users


@pytest.mark.parametrize(
    ("read", "item", "path", "text"),
    [
        (Read("links", "acls", "T1"), 17, "/trunks/T1/accessControlLists", "no usable 'id'"),
        (Read("links", "acls", "T1"), {"id": None}, "/trunks/T1/accessControlLists", "no usable 'id'"),
        (Read("users", "acls", "A1"), {"name": "x"}, "/accessControlLists/A1/trunks", "no usable 'id'"),
        (Read("objects", "sip_trunk"), {**MAIN, "hostName": 17}, "/trunks", "'hostName'"),
    ],
)
def test_answer_that_cannot_be_read(read: Read, item: Any, path: str, text: str, api: Any) -> None:
    api.answers = {f"GET {path[1:]}": [item]}
    with pytest.raises(ApiError, match=text) as caught:
        reader.read_lists(api, Snapshot(), [read], Workers())
    assert (caught.value.method, caught.value.path) == ("GET", path)


@pytest.mark.parametrize(
    ("kind", "parent", "own", "key", "found"),
    [
        ("acl", "", "A1", "GET accessControlLists/A1", True),
        ("acl", "", "A9", "GET accessControlLists/A9", False),
        ("sip_endpoint", "T1", "E1", "GET trunks/T1/endpoints/E1", True),
        # The API has no request for one rule.
        ("call_blocking_rule", "", "B1", "GET callBlockingRules", True),
        ("call_blocking_rule", "", "B9", "GET callBlockingRules", False),
    ],
)
def test_one_object(kind: str, parent: str, own: str, key: str, found: bool, api: Any) -> None:
    api.answers = {"GET accessControlLists/A1": {"id": "A1"}, "GET trunks/T1/endpoints/E1": {"id": "E1"}}
    api.answers["GET callBlockingRules"] = [{"id": "B0"}, {"id": "B1"}]
    assert reader.read_object(api, RESOURCES[kind], parent, own) == ({"id": own} if found else None)
    assert api.keys == [key]


def test_state_is_read_in_rounds(api: Any) -> None:
    """A list may require others; what is known already is not read again."""
    api.answers = {"GET trunks": [MAIN, SPARE], "GET trunks/T1/endpoints": [], "GET trunks/T2/endpoints": []}
    known = Snapshot({("sip_endpoint", "T2"): []})
    desired = [Desired("sip_endpoint", name="x", parent="main")]
    assert reader.read_state(api, desired, [Purge("sip_endpoint")], known=known) is known
    assert api.keys == ["GET trunks", "GET trunks/T1/endpoints"]
    assert reader.read_state(api, desired).of("sip_trunk") == [MAIN, SPARE]
