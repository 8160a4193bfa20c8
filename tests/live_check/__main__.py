# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hold the facts that the collection relies on against the API: ``python -m tests.live_check --help``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ansible_collections.sinch.sip.plugins.module_utils._connection import resolve_connection
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, OptionError
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import SIP_TRUNK
from ansible_collections.sinch.sip.plugins.module_utils._resources.values import PhoneNumber

from .facts import Check, Outcome, judge, shown_error
from .reading import READING
from .report import Report
from .run import Run
from .scratch import PREFIX, find_scratch_objects, remove_scratch_objects
from .wire import WatchedClient
from .writing import NUMBER, UNTOLD, WRITING

_DESCRIPTION = """
Holds every fact that the collection relies on against the API itself, and says of each whether it is confirmed or
refuted. Nothing is written unless --write is given. The report names no secret and no data of the project.

The environment says whose API: SINCH_PROJECT_ID, SINCH_KEY_ID and SINCH_KEY_SECRET, and for another than Sinch's own
SINCH_API_URL and SINCH_AUTH_URL.

Exit status: 0 if nothing is refuted, 1 if something is, 2 if the run is incomplete or something is left behind.
"""
_WRITE = f"""also create, change and remove scratch objects: trunks, endpoints, ACLs and credential lists, all under
names that start with {PREFIX}; first, those that an earlier run has left behind are removed. Nothing else is touched.
One run at a time in a project"""
_NUMBER = """with --write: a phone number that the project rents and that no trunk has, to be put on a scratch trunk and
taken off. One of the ways tried is a DELETE, which may turn out to give the number up: name one that can be missed"""


def main(arguments: Sequence[str], environ: Mapping[str, str], write: Callable[[str], object] = print) -> int:
    options = _options(arguments)
    try:
        # Without the cache, the answer of the token endpoint is seen.
        connection = resolve_connection({"token_cache": False}, environ)
    except OptionError as error:
        write(f"Nothing was checked. The environment has to say whose API to check, see --help ({error})")
        return 2
    run = Run(WatchedClient(connection), options.write, options.number)
    report = Report(run, write)
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        _check(run, report)
    except ApiError as error:
        report.fail(f"The checks could not be made: {shown_error(error)}{_hint(error)}")
    except KeyboardInterrupt:
        report.fail("Interrupted: the checks are not complete.")
    finally:
        signal.signal(signal.SIGTERM, before)
    report.finish()
    if options.report:
        options.report.write_text(report.as_json(), encoding="utf-8")
    return report.status


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.live_check",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--write", action="store_true", help=_WRITE)
    parser.add_argument("--number", metavar="+E164", type=PhoneNumber().parse_new, help=_NUMBER)
    parser.add_argument("--report", metavar="FILE", type=Path, help="write the report into this file as well, as JSON")
    options = parser.parse_args(arguments)
    if options.number and not options.write:
        parser.error("--number needs --write")
    if options.report and not options.report.parent.is_dir():
        parser.error(f"--report: there is no folder {str(options.report.parent)!r}")
    return options


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Make SIGTERM end a run as Ctrl-C does."""
    raise KeyboardInterrupt


def _hint(error: ApiError) -> str:
    """Return advice about an error that ends the run."""
    if error.status == 401:
        return "; look at SINCH_KEY_ID and SINCH_KEY_SECRET"
    if error.status in (403, 404):
        return "; look at SINCH_PROJECT_ID: the key must be of this project"
    return "" if error.status else "; look at the network, and at SINCH_API_URL and SINCH_AUTH_URL"


def _check(run: Run, report: Report) -> None:
    """Run the checks; raise ApiError if the API cannot be accessed."""
    run.client.send("GET", (SIP_TRUNK.path,), query={"size": "1"})
    findable = _look_for_scratch_objects(run, report)
    if not run.writes:
        _all(READING, run, report)
        report.skip(WRITING, "only a run with --write tries them, on scratch objects")
        report.skip(NUMBER, "only a run with --write and --number tries them")
    elif findable:
        again = _all(READING, run, report, later=True)
        try:
            _all(WRITING, run, report)
            # Scratch objects may be what an empty project lacks.
            _all(again, run, report)
            if run.number is None:
                report.skip(NUMBER, "no number was named; --number names one that the project rents and no trunk has")
            else:
                _all(NUMBER, run, report)
        finally:
            _remove(run, report)
    else:
        _all(READING, run, report)
        report.skip([*WRITING, *NUMBER], "scratch objects would not be found again")
    _all(UNTOLD, run, report)


def _look_for_scratch_objects(run: Run, report: Report) -> bool:
    """Report the scratch objects of earlier runs, remove them in a run that writes; return False without lists."""
    try:
        old = find_scratch_objects(run.client)
    except ApiError as error:
        report.fail(f"Whether an earlier run has left anything behind cannot be told: {shown_error(error)}")
        return False
    if not run.writes:
        for one in old:
            report.say(f"Left behind by an earlier run: {one}; a run with --write removes it")
    elif old:
        left = remove_scratch_objects(run.client, number=run.number)
        report.leave(left)
        report.say(f"An earlier run had left {len(old)} objects behind; {'see above' if left else 'they are removed'}")
    return True


def _all(checks: Sequence[Check], run: Run, report: Report, *, later: bool = False) -> list[Check]:
    """Run checks and report them; with ``later``, return those that could not be tried and do not report them."""
    again = []
    for check in checks:
        result = judge(check, run)
        if later and result.outcome is Outcome.NOT_TRIED:
            again.append(check)
        else:
            report.add(result)
    return again


def _remove(run: Run, report: Report) -> None:
    """Remove the scratch objects of the run; signals are ignored meanwhile."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        report.say("Removing the scratch objects")
        report.leave(remove_scratch_objects(run.client, run.made, f"{run.mark}-", run.number))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
