"""Reads a report from JSON; what does not belong there is refused with its place."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from tui_disclose.problems import Refused
from tui_disclose.statutory.text import clean_text

_KEYS = ("unit", "year", "form", "cells", "sections", "unplaced")
_YEARS = range(1000, 10000)


def load_json(name: str, text: str) -> dict[str, Any]:
    """Return the JSON object in a file; Refused names the file and, where it can, the line.

    Decimals stay text exactly as written; a key given twice is refused, since one of the two would be lost.
    """
    try:
        document = json.loads(
            text, parse_float=str, parse_constant=_no_constant, object_pairs_hook=lambda pairs: _once(name, pairs)
        )
    except json.JSONDecodeError as error:
        raise Refused(f"{name} 第{error.lineno}行第{error.colno}列起不是有效的 JSON，请检查标点。") from None
    except RecursionError:
        raise Refused(f"{name} 的 JSON 嵌套太深，不是年度报告。") from None
    except ValueError as error:
        raise Refused(f"{name} 中有不能读的数字：{str(error)[:60]}。") from None
    if isinstance(document, list):
        raise Refused(f"{name} 内有{len(document)}份报告，请每份单独存为一个文件再导入。")
    if not isinstance(document, dict):
        raise Refused(f"{name} 不是一份年度报告：最外层应为 JSON 对象。")
    found: dict[str, Any] = cleaned(document)
    return found


def unit_of(name: str, document: Mapping[str, Any]) -> str | None:
    """Return the unit a file names; Refused where it is not text."""
    unit = document.get("unit")
    if unit is not None and not isinstance(unit, str):
        raise Refused(f"{name} 的 unit 应为文字。")
    return unit or None


def year_of(name: str, document: Mapping[str, Any]) -> int | None:
    """Return the year a file names; Refused where it is not a whole year."""
    year = document.get("year")
    if year is None:
        return None
    if not isinstance(year, int) or isinstance(year, bool) or year not in _YEARS:
        raise Refused(f"{name} 的 year 应为四位整数年份，实为“{year}”。")
    return year


def form_of(name: str, document: Mapping[str, Any]) -> str | None:
    """Return the id of the form a file names; Refused where it is not text."""
    form_id = document.get("form")
    if form_id is not None and not isinstance(form_id, str):
        raise Refused(f'{name} 的 form 应为文字，例如 "2021"。')
    return form_id


def object_of(name: str, document: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return an object that a file holds under a key, empty where it is absent; Refused where it is none."""
    value = document.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(f"{name} 的 {key} 应为 JSON 对象。")
    return value


def unplaced_of(name: str, document: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the figures without a place; Refused where they are no list."""
    value = document.get("unplaced")
    if value is not None and not isinstance(value, list):
        raise Refused(f"{name} 的 unplaced 应为列表。")
    return tuple(value or ())


def extra_keys(document: Mapping[str, Any]) -> list[str]:
    """Return the keys that the report contract does not know."""
    return [key for key in document if key not in _KEYS]


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _once(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(f"{name} 中“{key}”出现了两次，不能确定以哪一个为准。")
        found[key] = value
    return found


def cleaned(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value without control characters and lone surrogates: neither can be shown or stored."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): cleaned(item) for key, item in value.items()}
    return value
