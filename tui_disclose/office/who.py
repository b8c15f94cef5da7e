"""Who is at work: the login name, the real one where somebody works through sudo or su."""

import os
import pwd
from pathlib import Path

_LOGIN_UID = Path("/proc/self/loginuid")
_UNSET = 2**32 - 1


def login() -> str:
    """Return the login name that acts are recorded under.

    The kernel's own record of who logged in counts first: it stays through sudo and su and nobody can set it.
    Without one, SUDO_USER counts for root alone, since anybody else may write what they like into it.
    """
    uid = _login_uid()
    if uid is not None:
        return _name(uid)
    own = os.getuid()
    return os.environ.get("SUDO_USER") or _name(own) if own == 0 else _name(own)


def _login_uid() -> int | None:
    try:
        uid = int(_LOGIN_UID.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return None if uid == _UNSET else uid


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid{uid}"
