#!/usr/bin/env python3
"""The project's commands, for a machine that has Python 3.11 or newer and nothing else.

Each installs what it needs into .venv on first use, from the locked requirements, and then runs it.
Without a command this lists them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CACHE = VENV / ".cache"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks"
UV_VERSION = "0.13.9"
# Each lock holds everything that those after it hold.
LOCKS = ("requirements-dev.txt", "requirements-embedded.txt", "requirements.txt")
DEV, EMBEDDED = LOCKS[:2]


class Failed(Exception):
    """The command cannot be carried out; the message is the one line that the user gets."""


def try_newer_python() -> None:
    """Replace this process by the newest Python on PATH that will do; the caller's version does not."""
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031 - read by old versions too
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - this script again
    sys.exit("Python 3.11 or newer is needed; this is %d.%d" % sys.version_info[:2])  # noqa: UP031 - as above


if sys.version_info < OLDEST:
    try_newer_python()


# ── The environment ──────────────────────────────────────────────────────────────────────────────


def environment() -> dict[str, str]:
    """Ours, with every cache inside .venv, so that nothing else appears in the checkout."""
    return os.environ | {
        "PYTHONPYCACHEPREFIX": str(CACHE / "pycache"),
        # Compiled code is kept in there, whatever the user prefers elsewhere: without it every start is slow.
        "PYTHONDONTWRITEBYTECODE": "",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
    }


def succeeds(*command: str | Path) -> bool:
    """Run a command in the project with its output shown."""
    return (
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment(), check=False).returncode
        == 0
    )


def become(*command: str | Path) -> None:
    """Replace this process by a command, in the user's own folder: signals then reach it directly."""
    arguments = [str(part) for part in command]
    os.execve(arguments[0], arguments, environment())  # noqa: S606 - no shell wanted


def digest(lock: str) -> str:
    """The hash by which an installed lock is known."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def prepare(lock: str) -> None:
    """Make .venv and install a lock into it, unless that is already so. Raises Failed."""
    if PYTHON.exists() and STAMP.exists() and digest(lock) in STAMP.read_text().split():
        return
    print(f"Installing {lock} into .venv …", file=sys.stderr, flush=True)
    make_venv()
    uv = find_uv()
    if not (
        uv and succeeds(uv, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON, "-r", lock)
    ):
        print("Installing with pip, which takes longer than uv …", file=sys.stderr, flush=True)
        if not succeeds(*pip_install(), "--require-hashes", "-r", lock):
            raise Failed(f"{lock} could not be installed; see above")
    STAMP.write_text("".join(f"{digest(each)}\n" for each in LOCKS[LOCKS.index(lock) :]))


def make_venv() -> None:
    """Create .venv where there is none, or none that works. Raises Failed."""
    if PYTHON.exists() and succeeds(PYTHON, "-c", ""):
        return
    uv = shutil.which("uv")
    if succeeds(sys.executable, "-m", "venv", "--clear", VENV):
        return
    if not (uv and succeeds(uv, "venv", "--quiet", "--clear", "--seed", "--python", sys.executable, VENV)):
        raise Failed("Python's venv module does not work here; on Debian: apt-get install python3-venv")


def pip_install() -> list[str | Path]:
    """The start of a pip command that installs into .venv."""
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def find_uv() -> str | None:
    """The uv on PATH or in .venv, installed there if need be; None where that fails."""
    own = VENV / "bin" / "uv"
    if not shutil.which("uv") and not own.exists() and PYTHON.exists():
        succeeds(*pip_install(), f"uv=={UV_VERSION}")
    return shutil.which("uv") or (str(own) if own.exists() else None)


# ── The commands ─────────────────────────────────────────────────────────────────────────────────


def up(arguments: list[str]) -> None:
    """run the registry on this machine until Ctrl-C  [--port N] [--data DIR]"""
    prepare(EMBEDDED)
    become(PYTHON, ROOT / "manage.py", "serve", *arguments)


def demo(arguments: list[str]) -> None:
    """show the way from an article to two delivered webhooks, and end  [ARTICLE]"""
    prepare(EMBEDDED)
    become(PYTHON, ROOT / "manage.py", "demo", *arguments)


def manage(arguments: list[str]) -> None:
    """run a management command in the project's environment  COMMAND [ARGUMENTS]"""
    prepare(EMBEDDED)
    become(PYTHON, ROOT / "manage.py", *arguments)


def test(arguments: list[str]) -> None:
    """run the tests on a throw-away PostgreSQL and Redis  [pytest arguments]"""
    prepare(DEV)
    os.chdir(ROOT)
    become(PYTHON, "-m", "pytest", *workers(arguments), *arguments)


def workers(arguments: list[str]) -> list[str]:
    """Three test processes, except in the debugger, which needs the terminal to itself.

    That is one more than the cores of a small machine: the tests that take longest mostly wait.
    """
    return [] if "--pdb" in arguments else ["-n", "3", "--dist", "worksteal"]


def check(arguments: list[str]) -> None:
    """run every check: style, types, import contracts, migrations, tests  [--static: without the tests]"""
    if arguments not in ([], ["--static"]):
        raise Failed("usage: python3 dev.py check [--static]")
    prepare(DEV)
    # Settings are read by two of the checks and make their secrets on first use: not in the user's data.
    os.environ.setdefault("REGISTRY_DATA", str(CACHE / "data"))
    binaries = VENV / "bin"
    steps: dict[str, list[str | Path]] = {
        "ruff check": [binaries / "ruff", "check", "."],
        "ruff format": [binaries / "ruff", "format", "--check", "."],
        "mypy": [PYTHON, "-m", "mypy", "."],
        "import contracts": [binaries / "lint-imports", "--cache-dir", CACHE / "import_linter"],
        # Without a database there is nothing to compare the applied migrations with, and a warning says so.
        "migrations": [
            *(PYTHON, "-W", "ignore::RuntimeWarning"),
            *("manage.py", "makemigrations", "--check", "--dry-run"),
        ],
    }
    if not arguments:
        steps["tests"] = [PYTHON, "-m", "pytest", *workers([])]
    failed = []
    for name, command in steps.items():
        print(f"── {name}", flush=True)
        if not succeeds(*command):
            failed.append(name)
    if failed:
        raise Failed(f"failed: {', '.join(failed)}")
    print(f"passed: {', '.join(steps)}")


def bench(arguments: list[str]) -> None:
    """measure against peers, as ratios  [NAME] [--quick] [--json]"""
    prepare(DEV)
    os.chdir(ROOT)
    become(PYTHON, "-m", "bench", *arguments)


def faults(arguments: list[str]) -> None:
    """kill things while they work and see that nothing is lost  [NAME [PART]] [--full]"""
    prepare(DEV)
    os.chdir(ROOT)
    become(PYTHON, "-m", "tests.faults", *arguments)


def lock(arguments: list[str]) -> None:
    """resolve the three requirements files anew  [--upgrade]"""
    if arguments not in ([], ["--upgrade"]):
        raise Failed("usage: python3 dev.py lock [--upgrade]")
    make_venv()
    uv = find_uv()
    if uv is None:
        raise Failed("locking needs uv, and it could not be installed")
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--quiet",
        *arguments,
    ]
    for name in reversed(LOCKS):
        print(name, flush=True)
        if not succeeds(uv, "pip", "compile", *options, Path(name).with_suffix(".in"), "--output-file", name):
            raise Failed(f"{name} could not be resolved")


COMMANDS = {each.__name__: each for each in (up, demo, manage, test, check, bench, faults, lock)}


def overview() -> str:
    """Every command with what it does."""
    lines = [f"  {name:8}{str(command.__doc__).strip()}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 dev.py COMMAND [ARGUMENTS]", "", *lines])


def main(arguments: list[str]) -> None:
    """Carry out one command line. Raises Failed."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(overview())
        return
    name, *rest = arguments
    if name not in COMMANDS:
        raise Failed(f"there is no command {name!r}; there are {', '.join(COMMANDS)}")
    COMMANDS[name](rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
