"""Who is at work: the login name, the real one where somebody works through sudo."""

import os
import pwd


def login() -> str:
    """Return the login name that acts are recorded under."""
    try:
        own = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        own = f"uid{os.getuid()}"
    # SUDO_USER counts only for root or a shared account: it is the person behind it.
    return os.environ.get("SUDO_USER") or own
