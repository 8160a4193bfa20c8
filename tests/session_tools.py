# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tools of the sessions in noxfile.py: environments, copies of the collection, runs of programs, skipped tests."""

from __future__ import annotations

import ast
import contextlib
import fcntl
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nox

Check = Callable[[nox.Session, str], None]
"""What a session does in an environment."""

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / ".build"
SKIPPED = BUILD / "skipped"
COLLECTION = Path("ansible_collections", "sinch", "sip")
STRICT = bool(os.environ.get("CI") or os.environ.get("STRICT"))
"""Whether whatever this machine lacks is a failure, not a skip."""

_UV_VARIABLES = {
    "cert": "SSL_CERT_FILE",
    "constraint": "UV_CONSTRAINT",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "index-url": "UV_DEFAULT_INDEX",
}


@functools.cache
def interpreter(version: str) -> str | None:
    """Return the path of a working Python of a version such as "3.11", None without one.

    Version managers leave launchers that do not work.
    """
    for candidate in (sys.executable, shutil.which(f"python{version}")):
        if candidate is None:
            continue
        probe = [candidate, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        found = subprocess.run(probe, capture_output=True, text=True, check=False)
        if found.stdout.strip() == version:
            return candidate
    return None


def skip(session: nox.Session, reason: str) -> None:
    """End the session as skipped, or as failed if nothing may be skipped."""
    (session.error if STRICT else session.skip)(reason)


def uv_settings(pip_config: str) -> dict[str, str]:
    """Return the environment that makes uv use the package indexes of pip, given the output of ``pip config list``."""
    found = re.findall(r"^[^\n=]*\.([a-z-]+)=(.*)$", pip_config, re.MULTILINE)
    read = {key: ast.literal_eval(value) for key, value in found if key in _UV_VARIABLES}
    settings = {_UV_VARIABLES[key]: " ".join(value.split()) for key, value in read.items()}
    # Like pip, take the best version of all indexes.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **settings}


def use_indexes_of_pip() -> None:
    """Make uv, in all sessions, use the package indexes of pip, except where the environment configures uv itself."""
    pip = [sys.executable, "-m", "pip", "config", "list"]
    # Environments that uv made have no pip.
    settings = uv_settings(subprocess.run(pip, capture_output=True, text=True, check=False).stdout)
    os.environ.update({name: value for name, value in settings.items() if name not in os.environ})


def install(session: nox.Session, requirements: str) -> None:
    """Install a file of pinned requirements into the environment of the session."""
    session.install("--quiet", "--requirement", requirements, log=False)
    collection_tree()


def collection_tree() -> None:
    """Make the checkout importable as ``ansible_collections.sinch.sip`` from ``.build/tree``."""
    link = BUILD / "tree" / COLLECTION
    link.parent.mkdir(parents=True, exist_ok=True)
    # Sessions that run at the same time may all come to make it.
    with contextlib.suppress(FileExistsError):
        link.symlink_to(ROOT, target_is_directory=True)


def environment_folder(session: nox.Session, environment: str) -> Path:
    """Return the folder of the environment that an ``install-*`` session made; skip the session without its Python."""
    # nox writes the dots of a session's name as hyphens.
    folder = ROOT / ".nox" / f"install-{environment}".replace(".", "-")
    if not (folder / "bin" / "python").exists():
        skip(session, f"the environment {environment} could not be made: its Python is missing")
    return folder


def run(
    session: nox.Session,
    *command: str | Path,
    cwd: Path = ROOT,
    environment: str | None = None,
    collections: Path = BUILD / "tree",
) -> str:
    """Run a command quietly in an environment (default: the session's own); return its output, shown on failure."""
    env: dict[str, str | None] = {
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "NO_COLOR": "1",
        "PYTHONPATH": None,
    }
    program, *arguments = map(str, command)
    if environment is not None:
        folder = environment_folder(session, environment) / "bin"
        env["PATH"] = os.pathsep.join((str(folder), os.environ["PATH"]))
        program = str(folder / program)
    with contextlib.chdir(cwd):
        output = session.run(program, *arguments, env=env, silent=True, log=False, external=True)
    return str(output or "")


def show(session: nox.Session, environment: str, module: str, *arguments: str) -> None:
    """Run a program of tests/ in an environment, and show its output as it comes; Ctrl-C lets it clean up."""
    python = environment_folder(session, environment) / "bin" / "python"
    tree = str(BUILD / "tree")
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    env = {"ANSIBLE_COLLECTIONS_PATH": tree, "PATH": path, "PYTHONPATH": tree}
    session.run(str(python), "-m", module, *arguments, env=env, log=False, external=True, interrupt_timeout=None)


def last_line(output: str) -> str:
    """Return the last line of some output that is not blank: where tools give their tally."""
    return next((line for line in reversed(output.splitlines()) if line.strip()), "")


def working_copy(session: nox.Session) -> Path:
    """Bring the session's own copy of the collection up to date and return it; ansible-test wants such a path."""
    copy = BUILD / session.name / COLLECTION
    wanted = _source_files()
    if not (copy / ".git").exists():
        # Else ansible-test asks the repository around it, which ignores the copy.
        session.run("git", "init", "--quiet", str(copy), log=False, external=True)
    for name in wanted:
        source, target = ROOT / name, copy / name
        if not target.exists() or _fingerprint(target) != _fingerprint(source):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    for stale in set(_files_below(copy)) - set(wanted):
        (copy / stale).unlink()
    return copy


def _source_files() -> list[str]:
    """Return the paths of the collection's files: those that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(name for name in set(names) if name and (ROOT / name).is_file())


def _fingerprint(file: Path) -> tuple[int, int]:
    """Return numbers that change when a file does; a copy takes them over."""
    status = file.stat()
    return status.st_mtime_ns, status.st_mode


def _files_below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files of a working copy, except those that git and ansible-test keep there."""
    for parent, folders, files in os.walk(folder):
        relative = Path(parent).relative_to(folder)
        folders[:] = [name for name in folders if str(relative / name) not in {".git", "tests/output"}]
        yield from (str(relative / name) for name in files)


def ansible_test(session: nox.Session, environment: str, copy: Path, *arguments: str) -> str:
    """Run ansible-test and return its output; fail if it found nothing to do."""
    output = run(session, "ansible-test", *arguments, "--color", "no", cwd=copy, environment=environment)
    if "All targets skipped" in output:
        session.error(f"ansible-test {shlex.join(arguments)} found nothing to test")
    return output


def sanity_tests(session: nox.Session, environment: str, copy: Path, *arguments: str) -> None:
    """Run ansible-test sanity. It keeps environments of its own per user, which must not be made by two at once."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "sanity.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ansible_test(session, environment, copy, "sanity", "--prime-venvs", *arguments)
    ansible_test(session, environment, copy, "sanity", *arguments)


def tell_skipped(session: nox.Session, output: str) -> None:
    """Show which tests pytest skipped and why, and note it for tests.stages; fail if nothing may be skipped."""
    skipped = [line for line in output.splitlines() if line.startswith("SKIPPED ")]
    if not skipped:
        return
    for line in skipped:
        session.log(line)
    if STRICT:
        session.error("tests were skipped")
    SKIPPED.mkdir(parents=True, exist_ok=True)
    with (SKIPPED / session.name).open("a", encoding="utf-8") as notes:
        notes.writelines(f"{line}\n" for line in skipped)


def pytest(session: nox.Session, environment: str | None, *arguments: str) -> str:
    """Run pytest and return its output; show its tally, and which tests it skipped and why."""
    output = run(session, "pytest", "-rfEs", *arguments, environment=environment)
    tell_skipped(session, output)
    session.log(last_line(output).strip("= "))
    return output


def define_install(environment: str, python: str) -> None:
    """Define the session that makes an environment from the pinned requirements of the same name."""

    def body(session: nox.Session) -> None:
        install(session, f"requirements/{environment}.txt")
        if environment.startswith("core-"):
            session.run("python", "tests/pip_installer.py", silent=True, log=False)

    body.__doc__ = f"Make the virtual environment {environment}."
    nox.session(name=f"install-{environment}", python=python, default=False)(body)


def define(check: Check, environment: str, *others: str, name: str | None = None) -> None:
    """Define the session of a check that works in one environment, and looks into others."""

    def body(session: nox.Session) -> None:
        check(session, environment)

    body.__doc__ = check.__doc__
    requires = [f"install-{one}" for one in (environment, *others)]
    nox.session(name=name or check.__name__, venv_backend="none", requires=requires)(body)


def tests_of(name: str, doc: str, *arguments: str) -> Check:
    """Return a check that runs pytest."""

    def check(session: nox.Session, environment: str) -> None:
        pytest(session, environment, *arguments)

    check.__name__, check.__doc__ = name, doc
    return check


def program(name: str, doc: str, module: str, *arguments: str) -> Check:
    """Return a check that shows what a program of tests/ does; what follows -- are arguments of the program."""

    def check(session: nox.Session, environment: str) -> None:
        show(session, environment, module, *arguments, *session.posargs)

    check.__name__, check.__doc__ = name, doc
    return check
