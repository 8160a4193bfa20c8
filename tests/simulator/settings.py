# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the simulator, which ``PATCH /_control/settings`` changes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Dialect = Literal["sdk", "reference"]


class _Strict(BaseModel):
    """A model that refuses unknown names."""

    model_config = ConfigDict(extra="forbid")


class Rate(_Strict):
    """A token bucket: at most ``capacity`` requests at once, ``refill_per_s`` more every second."""

    capacity: float = Field(gt=0)
    refill_per_s: float = Field(ge=0)


class Guesses(_Strict):
    """Guesses about the API: facts that the live check declares under these names, and that no source confirms.

    False makes the simulator an API where the guess is wrong, in the way that the comment says.
    """

    canada_apart: bool = True  # else the permission of US covers Canada
    credential_post_path: bool = True  # else 404
    credential_put_adds: bool = True  # else 404
    delete_missing: bool = True  # else 400
    endpoint_trunk_id_optional: bool = True  # else 400
    export_pages: bool = True  # else the export is always whole
    link_may_repeat: bool = True  # else 409
    names_may_repeat: bool = True  # else 409
    names_kept: bool = True  # else blanks are collapsed and stripped
    null_refused: bool = True  # else the field has no value
    number_delete_unassigns: bool = True  # else 405
    number_empty_trunk_unassigns: bool = True  # else 400
    number_moves: bool = True  # else 409
    number_post_assigns: bool = True  # else 405
    number_unlisted_when_free: bool = True  # else it is, with an empty sipTrunkId
    put_removes_ranges: bool = True  # else PUT only adds and changes


class Settings(_Strict):
    """All settings; the defaults are the API as its sources describe it."""

    dialect: Dialect = "sdk"  # The source that answers follow where the SDK and the reference disagree
    keys: dict[str, str] = {"demo-key": "demo-secret-not-real"}  # Key secrets by key ID. Every key may use any project.
    token_lifetime: float = Field(default=3600, gt=0)  # The lifetime of a token in seconds (ref)
    token_rate: Rate | None = Rate(capacity=30, refill_per_s=10)  # The limit of the token endpoint (sdk); null for none
    basic_rate: Rate | None = Rate(capacity=10, refill_per_s=2)
    """The limit of HTTP Basic (the seed says "heavily"; the numbers are a guess); null for none."""
    page_cap: int | None = Field(default=None, ge=1)  # The largest page; null for the API's own limit
    latency_ms: float = Field(default=0, ge=0)  # The wait of each request before it is served
    read_only: bool = False  # Refuse every write with a 500
    strict_read_only: bool = False  # Refuse bodies with read-only fields, instead of ignoring these fields
    extra_fields: dict[str, dict[str, Any]] = {}
    """Undocumented writable fields of new objects: values by field, by kind."""
    echo_secrets: bool = False  # Repeat the request's body and credentials in every error answer
    rent_any_number: bool = True  # The project rents any number; else assigning another one only appears to succeed
    numbers_access: bool = True  # Keys may use the Numbers API; else 403
    provisioning: Literal["at_once", "slow", "fails", "apart"] = "at_once"
    """How the Numbers API takes over an assignment: "apart" is an assignment that it does not hear of."""
    provisioning_s: float = Field(default=60, ge=0)  # The seconds that a slow one or a failing one takes
    log_bodies: bool = True  # Keep bodies in the request log
    guesses: Guesses = Guesses()

    def changed(self, changes: dict[str, Any]) -> Settings:
        """Return changed settings, with ``guesses`` merged; raise ValidationError."""
        merged = self.model_dump() | changes
        if isinstance(changes.get("guesses"), dict):
            merged["guesses"] = self.guesses.model_dump() | changes["guesses"]
        return Settings.model_validate(merged)
