"""What requests and cases as JSON have in common: a number, fields that are checked, and others kept and said."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger, checked_value
from tui_disclose.records.identity import scrubbed
from tui_disclose.statutory.text import one_line

Parsed = tuple[dict[str, Any], list[str]]
"""A document as it is stored, and the keys in it that the program does not know."""


def record_from_json(
    data: object, what: str, read: Callable[[str, Mapping[str, Any]], Parsed], where: str
) -> tuple[str, dict[str, Any], list[str]]:
    """Return number, document and what has to be said of a record as JSON; `read` reads what its number has.

    Raises Refused, beginning with `where`, for what cannot be taken.
    """
    try:
        if not isinstance(data, dict):
            raise Refused(f"不是一件{what}（应为 JSON 对象）。")
        number = data.get("number")
        if not isinstance(number, str) or not one_line(number).strip():
            raise Refused("没有编号（number）。")
        number = one_line(number).strip()
        document, unknown = read(number, data)
    except Refused as problem:
        raise Refused(f"{where}{problem}") from None
    said = "、".join(dict.fromkeys(one_line(each) for each in unknown))
    return number, document, [f"{number}：保留了不认识的内容 {said}。"] if unknown else []


def checked_fields(
    own: Ledger,
    number: str,
    values: Iterable[tuple[str, Any]],
    strict: Collection[str],
    extra: Callable[[str], str],
) -> Parsed:
    """Return the values of a record by field; `extra` names the field in which one that does not fit is kept.

    Raises Refused for a `strict` field that does not fit, and a required one without a value.
    """
    document: dict[str, Any] = {}
    unknown: list[str] = []
    known = {field.key: field for field in own.fields}
    for key, value in values:
        if key in known:
            try:
                document[key] = checked_value(known[key], value)
                continue
            except Refused as problem:
                if key in strict:
                    raise Refused(f"{number}的{problem}") from None
        unknown.append(key)
        document[extra(key)] = scrubbed(value)
    for field in own.fields:
        if field.required and field.key not in document:
            raise Refused(f"{number}没有{field.label}（{field.key}）。")
    return document, unknown
