"""Everything that is wrong in a settings file, all at once: the line, the key, and what would be right."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.choices import LEVELS
from tui_disclose.office.numbering import checked_pattern
from tui_disclose.office.settings import Person, Settings, checked_code
from tui_disclose.problems import Refused
from tui_disclose.records.report import checked_unit
from tui_disclose.statutory.form_files import explain
from tui_disclose.statutory.text import one_line

Path = tuple[str, ...]

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([^\s=#\[][^=]*?)\s*=")


def problems(text: str, found: Mapping[str, Any]) -> list[str]:
    """Return one sentence for each thing that is wrong in a settings file, given its text and what it says."""
    lines = _lines(text)
    return [
        f"第{lines[path]}行 {'.'.join(path)}：{what}" if path in lines else f"{'.'.join(path)}：{what}"
        for path, what in sorted(_wrong(Settings, found, ()), key=lambda each: lines.get(each[0], 0))
    ]


def nearest(key: str, known: list[str]) -> str:
    """Return what to say about a key that there is not: the one that was probably meant, or all there are."""
    from difflib import get_close_matches

    close = get_close_matches(key, known, 1, 0.5)
    return f"没有这个键，是不是 {close[0]}？" if close else f"没有这个键，可用的有 {'、'.join(known)}"


def _lines(text: str) -> dict[Path, int]:
    """Return the line of each key and of each table, from 1."""
    table: Path = ()
    lines: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _wrong(kind: type[msgspec.Struct], found: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key, value in found.items():
        at = (*path, key)
        if key not in fields:
            yield at, nearest(key, list(fields))
            continue
        expected = fields[key].type
        if key == "people" and isinstance(value, dict):
            for login, person in value.items():
                yield from _of_person(person, (*at, login))
        elif isinstance(expected, type) and issubclass(expected, msgspec.Struct):
            if isinstance(value, dict):
                yield from _wrong(expected, value, at)
            else:
                yield at, f"应为一组设置，写成 [{'.'.join(at)}] 一行，各项写在它下面"
        else:
            yield from ((at, what) for what in _of_value(at, value, expected))
    for field in fields.values():
        if field.required and field.name not in found:
            yield (*path, field.name), f"缺少键 {field.name}"


def _of_person(person: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(person, dict):
        yield from _wrong(Person, person, path)
    else:
        yield path, f"应为一组设置，写成 [{'.'.join(path)}] 一行，下面写 name（姓名）和 section（科室）"


def _of_value(path: Path, value: object, expected: Any) -> Iterator[str]:  # noqa: ANN401 - a type of any kind
    try:
        msgspec.convert(value, expected)
    except msgspec.ValidationError as error:
        yield f"应为 {'、'.join(LEVELS)} 之一，不是“{one_line(str(value))}”" if path == ("level",) else explain(error)
        return
    try:
        check_meaning(".".join(path), value)
    except Refused as problem:
        yield str(problem).rstrip("。")


def check_meaning(key: str, value: object) -> None:
    """Raise Refused where a value is of the right type and yet cannot be."""
    if key == "unit":
        checked_unit(str(value))
    elif key == "code":
        checked_code(str(value))
    elif key.startswith("numbers."):
        checked_pattern(str(value))
    elif key == "report.due" and value:
        try:
            date.fromisoformat(f"2025-{value}")
        except ValueError:
            raise Refused(f"“{one_line(str(value))}”不是月和日，应如 01-31。") from None
