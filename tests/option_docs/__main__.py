# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write all that is generated: ``make generate``."""

from __future__ import annotations

from tests.option_docs.blocks import outdated
from tests.option_docs.registration import unregistered

if __name__ == "__main__":
    for file, text in {**outdated(), **unregistered()}.items():
        file.write_text(text, encoding="utf-8")
        print(f"{file} written")
