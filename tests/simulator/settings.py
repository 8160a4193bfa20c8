# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test can set about the simulator, at the start or through ``PATCH /_control/settings``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Dialect = Literal["sdk", "reference"]


class _Strict(BaseModel):
    """A model that refuses unknown names, so that a misspelt setting is an error."""

    model_config = ConfigDict(extra="forbid")


class Rate(_Strict):
    """A token bucket: at most ``capacity`` requests at once, ``refill_per_s`` more every second."""

    capacity: float = Field(gt=0)
    refill_per_s: float = Field(ge=0)


class Guesses(_Strict):
    """Readings of the API that no source confirms; with one set to false the simulator is an API where it is wrong."""

    canada_apart: bool = True
    """Canada has a country permission of its own; else there is none for CA, and that of US covers it."""
    credential_post_path: bool = True
    """POST ``/credentialLists/{id}/credentials`` adds a credential; else 404."""
    credential_put_adds: bool = True
    """PUT ``/credentialLists/{id}/credentials/{username}`` adds a credential that is not there; else 404."""
    delete_missing: bool = True
    """DELETE of an object that is not there is answered 404; else 400."""
    endpoint_trunk_id_optional: bool = True
    """The body that creates an endpoint may leave ``sipTrunkId`` out; else 400."""
    export_pages: bool = True
    """The export of calls is served in pages; else always whole."""
    link_may_repeat: bool = True
    """Linking what is linked already succeeds; else 409."""
    names_may_repeat: bool = True
    """ACLs, and credential lists, may share a name; else 409."""
    names_kept: bool = True
    """A name is stored as it is sent; else with one blank for each run of them, and none at its ends."""
    null_refused: bool = True
    """A body with null for a field is answered 400; else null is for a field that has no value."""
    number_delete_unassigns: bool = True
    """DELETE ``/phoneNumbers/{number}`` unassigns the number; else 405."""
    number_empty_trunk_unassigns: bool = True
    """POST ``/phoneNumbers`` with an empty ``sipTrunkId`` unassigns the number; else 400."""
    number_moves: bool = True
    """POST ``/phoneNumbers`` takes a number from another trunk; else 409."""
    number_post_assigns: bool = True
    """POST ``/phoneNumbers`` assigns a number; else 405."""
    number_unlisted_when_free: bool = True
    """A phone number on no trunk is neither listed nor found; else it is, with an empty ``sipTrunkId``."""
    put_removes_ranges: bool = True
    """PUT of an ACL removes the IP ranges that its body does not have; else it only adds and changes."""


class Settings(_Strict):
    """Everything adjustable; the defaults are the API as its sources describe it."""

    dialect: Dialect = "sdk"
    """Whose description the answers follow where the SDK and the reference disagree."""
    keys: dict[str, str] = {"demo-key": "demo-secret-not-real"}
    """The accounts: key secrets by key ID. Each may use any project."""
    token_lifetime: float = Field(default=3600, gt=0)
    """Seconds that a token is valid (ref)."""
    token_rate: Rate | None = Rate(capacity=30, refill_per_s=10)
    """Limit of the token endpoint (sdk); null for none."""
    basic_rate: Rate | None = Rate(capacity=10, refill_per_s=2)
    """Limit of API requests with HTTP Basic (the seed says "heavily"; the figures are a guess); null for none."""
    page_cap: int | None = Field(default=None, ge=1)
    """Largest page served, whatever size is asked for; null for the API's own limit."""
    latency_ms: float = Field(default=0, ge=0)
    """Milliseconds that each request waits before it is served."""
    read_only: bool = False
    """Refuse every writing request with a 500, and count it."""
    strict_read_only: bool = False
    """Refuse bodies that carry read-only fields, instead of ignoring those fields."""
    extra_fields: dict[str, dict[str, Any]] = {}
    """Writable fields that new objects have beside the documented ones: values by field name, by kind."""
    echo_secrets: bool = False
    """Repeat the request's body and credentials in every error answer."""
    rent_any_number: bool = True
    """Assigning a number that the project does not rent rents it, instead of only appearing to succeed."""
    log_bodies: bool = True
    """Keep request bodies in the request log."""
    guesses: Guesses = Guesses()

    def changed(self, changes: dict[str, Any]) -> Settings:
        """Return the settings with ``changes`` made; ``guesses`` are merged, everything else is replaced.

        Raises pydantic's ValidationError for unknown names and unfit values.
        """
        merged = self.model_dump() | changes
        if isinstance(changes.get("guesses"), dict):
            merged["guesses"] = self.guesses.model_dump() | changes["guesses"]
        return Settings.model_validate(merged)
