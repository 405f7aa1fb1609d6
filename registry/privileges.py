"""What PostgreSQL runs as. It refuses to run as root, so where we are root it gets another identity."""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import pwd

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_NAMESPACE_ID = 65534
# Loaded before any fork: between fork and exec a child should do as little as it can.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """How a child differs from us: unchanged, in a user namespace of its own, or another user.

    `owner` is the (uid, gid) that the child's files must have, as seen by us.
    """

    owner: tuple[int, int]
    namespace: bool = False
    switch: bool = False

    def popen_arguments(self) -> dict[str, object]:
        """The keyword arguments of subprocess.Popen that make a child of this identity."""
        if not self.switch:
            return {}
        return {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}

    def before_exec(self, death_signal: signal.Signals) -> Callable[[], None]:
        """What the child does between fork and exec: change identity, then ask to die with its parent.

        In this order, because a change of identity clears the request.
        """
        parent = os.getpid()

        def prepare() -> None:
            if self.namespace:
                _enter_user_namespace()
            _die_with(parent, death_signal)

        return prepare


def _enter_user_namespace() -> None:
    """Become a non-root id that maps to root outside: files stay root's, nothing is chowned."""
    if _libc is None or _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{_NAMESPACE_ID} 0 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{_NAMESPACE_ID} 0 1", encoding="ascii")


def _die_with(parent: int, death_signal: signal.Signals) -> None:
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))
    if os.getppid() != parent:  # it died before the request was made
        os._exit(1)


@functools.cache
def user_namespaces_work() -> bool:
    """Whether a child may enter a user namespace; containers usually refuse it."""
    if sys.platform != "linux":
        return False
    try:
        command = ["/bin/true"]
        done = subprocess.run(command, preexec_fn=_enter_user_namespace, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def ourselves() -> Identity:
    """The identity of this process."""
    return Identity(owner=(os.geteuid(), os.getegid()))


def never_root() -> Identity:
    """An identity that is not root: ours, a user namespace, or the user nobody."""
    if os.geteuid() != 0:
        return ourselves()
    if user_namespaces_work():
        return Identity(owner=(0, 0), namespace=True)
    nobody = pwd.getpwnam("nobody")
    return Identity(owner=(nobody.pw_uid, nobody.pw_gid), switch=True)


def hand_over(folder: Path, identity: Identity) -> None:
    """Give a folder and everything in it to the identity, where it belongs to another (root only)."""
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == identity.owner[0]:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *identity.owner, follow_symlinks=False)


def unreachable_folder(path: Path, identity: Identity) -> Path | None:
    """The first ancestor folder that the identity may not pass through on its way to `path`, or None.

    Only classic permission bits are looked at, since that is what makes a home folder private.
    """
    uid, gid = identity.owner
    for folder in reversed(path.resolve().parents):
        if not folder.exists():
            break
        found = folder.stat()
        bit = 0o100 if found.st_uid == uid else 0o010 if found.st_gid == gid else 0o001
        if not found.st_mode & bit:
            return folder
    return None
