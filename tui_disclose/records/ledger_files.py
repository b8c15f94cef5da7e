"""Reads what each ledger keeps from the TOML files beside it (`ledgers/*.toml`)."""

from functools import cache
from pathlib import Path

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger

_FOLDER = Path(__file__).parent / "ledgers"


@cache
def ledger(key: str) -> Ledger:
    """Return a ledger by its table's name (“rules”); Refused where there is none."""
    path = _FOLDER / f"{key}.toml"
    if not key.isidentifier() or not path.is_file():
        raise Refused(f"没有“{key}”这种台账。")
    return msgspec.convert(tomli.loads(path.read_text(encoding="utf-8")), Ledger)


@cache
def ledger_keys() -> tuple[str, ...]:
    """Return the tables of all ledgers."""
    return tuple(sorted(path.stem for path in _FOLDER.iterdir() if path.suffix == ".toml"))
