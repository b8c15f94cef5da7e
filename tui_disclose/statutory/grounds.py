"""The legal ground of each outcome of a request (办理结果的法律依据), as `grounds.toml` has it."""

from functools import cache
from pathlib import Path

import msgspec
import tomli

from tui_disclose.problems import Refused

REGULATION = "《中华人民共和国政府信息公开条例》"


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an outcome rests on."""

    article: str
    """Article of the Regulation; empty where it has none of its own."""
    finding: str
    """What a reply says was found, with {称谓} for how the applicant is addressed."""
    uncertain: str = ""
    """What no source settles."""
    names_law: str = ""
    """What the reply must say besides: which other law it rests on."""

    @property
    def words(self) -> str:
        """The article as a letter names it, nothing where there is none."""
        return f"{REGULATION}{self.article}" if self.article else ""


@cache
def _grounds() -> dict[str, Ground]:
    text = Path(__file__).with_name("grounds.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), dict[str, Ground])


def ground(outcome: str) -> Ground:
    """Return the ground of an outcome (a row of 三); Refused for no such outcome."""
    found = _grounds().get(outcome)
    if found is None:
        raise Refused(f"没有“{outcome}”这种办理结果。")
    return found
