"""The office's working calendar (工作日历): the national one with the notices in its own calendar.toml."""

from functools import lru_cache
from pathlib import Path

from tui_disclose.office.os_errors import in_words
from tui_disclose.problems import Unavailable
from tui_disclose.statutory.calendar_files import FILE_NAME, national_calendar, read_notices
from tui_disclose.statutory.working_days import Calendar


def calendar_in(folder: Path) -> Calendar:
    """Return the calendar of a data folder, which need not be an office; read again only once its file has changed.

    Raises CalendarError where the file is wrong, Unavailable where it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        status = path.stat()
        return _read(path, (status.st_mtime_ns, status.st_size, status.st_ino))
    except (FileNotFoundError, NotADirectoryError):
        return national_calendar()
    except OSError as error:
        raise Unavailable(f"不能读取日历文件 {path}：{in_words(error)}。请检查权限。") from None


@lru_cache(maxsize=4)
def _read(path: Path, _stamp: tuple[int, int, int]) -> Calendar:
    return national_calendar().with_notices(read_notices(str(path), path.read_bytes()))
