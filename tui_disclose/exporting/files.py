"""Writing an exported file so that it is either there whole or not there."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from tui_disclose.problems import Unavailable


def write_new(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what stood there only once all of it is on disk.

    Raises Unavailable where the folder cannot be written; then nothing is left behind and the old file stands.
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
    except OSError as error:
        raise Unavailable(f"未能写入 {path}：{error.strerror or error}；请检查文件夹、磁盘空间和权限。") from None
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
