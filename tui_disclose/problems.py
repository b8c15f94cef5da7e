"""What can go wrong, one class per way a command can end; every message is one Chinese sentence for the user.

Exit codes of the command line: 1 定稿 refused, 3 refused, 4 busy or not writable or no office, 5 damaged store,
6 changed meanwhile.
"""

from collections.abc import Sequence
from typing import ClassVar


class Problem(Exception):
    """Base of everything said to the user instead of a traceback; `str()` is the Chinese sentence."""

    exit_code: ClassVar[int] = 3


class Refused(Problem):
    """The input cannot be taken and nothing was stored (unknown year, address or value, bad file)."""


class YearUnknown(Refused):
    """Neither the file nor the person says of which year a report is."""


class Differs(Refused):
    """An import meets other figures than those stored; `differences` are the lines that say which."""

    def __init__(self, message: str, differences: Sequence[str]) -> None:
        super().__init__(message)
        self.differences = tuple(differences)


class OpenErrors(Differs):
    """A report cannot be finished (定稿) while errors are open; `differences` are their sentences."""

    exit_code: ClassVar[int] = 1


class FormError(Refused):
    """A form's TOML file is wrong; the message names the file and the key."""


class Unavailable(Problem):
    """The store is held by somebody else, not writable, or there is no office in the folder."""

    exit_code: ClassVar[int] = 4


class Damaged(Problem):
    """The store cannot be read; nothing was overwritten."""

    exit_code: ClassVar[int] = 5


class Changed(Problem):
    """Somebody else changed the same fields meanwhile; `fields` maps each to the value stored now."""

    exit_code: ClassVar[int] = 6

    def __init__(self, message: str, fields: dict[str, object]) -> None:
        super().__init__(message)
        self.fields = fields
