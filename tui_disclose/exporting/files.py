"""Writing an exported file so that it is either there whole or not there."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what stood there only once all of it is on disk.

    Raises OSError where it cannot be written; then nothing is left behind and the old file stands.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        # O_EXCL: never follow or overwrite what somebody else put there; the rights are those of any new file.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
