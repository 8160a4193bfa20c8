# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A result as a file: as JSON, or as metrics in the text exposition format of Prometheus."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ._files import read_file, write_file
from ._given_options import stated

RESULT_FILE_OPTIONS: dict[str, dict[str, Any]] = {
    "dest": {"type": "path"},
    "format": {"type": "str", "choices": ["json", "prometheus"]},
}
RESULT_FILE_RULES: Mapping[str, Any] = {"required_by": {"format": ["dest"]}}

# JSON is for the user. The node exporter of Prometheus is another user.
_MODES = {"json": 0o600, "prometheus": 0o644}
_ESCAPED_VALUE = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})
_ESCAPED_HELP = str.maketrans({"\\": "\\\\", "\n": "\\n"})

Labels = Mapping[str, str]


class Gauge(NamedTuple):
    """A metric that goes up and down: its name, its meaning, and its values by labels. A value of None is left out."""

    name: str
    help: str
    samples: Iterable[tuple[Labels, float | None]]


class ResultFile:
    """The file that a task asks for, if any."""

    def __init__(self, params: Mapping[str, Any], check_mode: bool) -> None:
        """Check the path before anything else is done; raise OptionError."""
        self.path: str | None = stated(params["dest"])
        self._format: str = params["format"] or "json"
        self._check_mode = check_mode
        if self.path is not None:
            read_file(self.path, "dest")

    def write(self, data: Any, gauges: Callable[[], Iterable[Gauge]]) -> dict[str, Any]:
        """Write data or metrics, and return the part of the result about the file; raise OptionError."""
        if self.path is None or self._check_mode:
            return {}
        text = exposition(gauges()) if self._format == "prometheus" else json.dumps(data, indent=2) + "\n"
        # The same content is written again, because the time of the file tells when the task last ran. The API may send
        # surrogates, which UTF-8 does not have.
        write_file(self.path, text.encode(errors="replace"), "dest", _MODES[self._format])
        return {"dest": self.path}


def exposition(gauges: Iterable[Gauge]) -> str:
    """Return metrics in the text exposition format, version 0.0.4. A metric without values is left out."""
    return "".join(f"{line}\n" for gauge in gauges for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    samples = [(labels, value) for labels, value in gauge.samples if value is not None]
    if samples:
        yield f"# HELP {gauge.name} {gauge.help.translate(_ESCAPED_HELP)}"
        yield f"# TYPE {gauge.name} gauge"
    for labels, value in samples:
        pairs = ",".join(f'{name}="{text.translate(_ESCAPED_VALUE)}"' for name, text in labels.items())
        yield f"{gauge.name}{{{pairs}}} {value}"
