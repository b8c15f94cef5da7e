"""Writing exported files so that they are either there whole or not there."""

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what stood there only once all of it is on disk.

    Raises OSError where it cannot be written; then nothing is left behind and the old file stands.
    """
    write_together({path: data}, lambda: None)


def write_together(files: Mapping[Path, bytes], ready: Callable[[], object]) -> None:
    """Write several files, replacing what stood there only once all of them are on disk and `ready` has been called.

    Raises OSError where one cannot be written, and what `ready` raises; then nothing is left behind and the old files
    stand.
    """
    temporary = {path: path.with_name(f".{secrets.token_hex(8)}.part") for path in files}
    try:
        for path, data in files.items():
            # O_EXCL: never follow or overwrite what somebody else put there; the rights are those of any new file.
            handle = os.open(temporary[path], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        ready()
        for path, written in temporary.items():
            os.replace(written, path)
        for folder in {path.parent for path in files}:
            _sync_folder(folder)
    finally:
        for written in temporary.values():
            with suppress(OSError):
                os.unlink(written)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_standard(data: bytes) -> None:
    """Write a file's bytes to standard output, as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
