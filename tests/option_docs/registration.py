# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a module has to be named: its action plugin, and the action group in meta/runtime.yml."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from tests.option_docs.blocks import PLUGINS, ROOT

_RUNTIME = ROOT / "meta" / "runtime.yml"
_GROUP = "  sinch:\n"
_ACTION = '''# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.sinch.sip.plugins.plugin_utils._direct import DirectAction


class ActionModule(DirectAction):
    """Runs {name}; see there."""
'''


def unregistered() -> dict[Path, str]:
    """Return the texts of the action plugins that are missing, and of meta/runtime.yml if it is not current."""
    names = [*_modules_of_the_api()]
    actions = {PLUGINS / "action" / f"{name}.py": _ACTION.format(name=name) for name in names}
    texts = {file: text for file, text in actions.items() if not file.exists()}
    before = _RUNTIME.read_text(encoding="utf-8")
    runtime = before.partition(_GROUP)[0] + _GROUP + "".join(f"    - {name}\n" for name in names)
    return texts if runtime == before else {**texts, _RUNTIME: runtime}


def _modules_of_the_api() -> Iterator[str]:
    """Yield the names of the modules that have the options of the connection."""
    for file in sorted(PLUGINS.glob("modules/*.py")):
        module = importlib.import_module(f"ansible_collections.sinch.sip.plugins.modules.{file.stem}")
        if hasattr(module, "MODULE"):
            yield file.stem
