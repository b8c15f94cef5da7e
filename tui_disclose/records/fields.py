"""What a ledger keeps of each record (台账的字段): declared as data, typed, checked and shown by kind.

A value is JSON: text for `line`, `text`, `choice`, `record` and `date` (ISO 8601), a list of texts for `lines` and
`records`, an int for `number`, a decimal as text for `amount`, true for a `flag`. A field without a value is absent.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.identity import last_signs, without_identity_numbers
from tui_disclose.statutory.dates import WAYS, NotADate, parse_date
from tui_disclose.statutory.text import clean_text, half_width, is_visible, one_line

Kind = Literal["line", "text", "date", "choice", "number", "amount", "flag", "lines", "record", "records"]
"""One line of text; several lines of text; a day; one of `choices`; a whole number ≥ 0; an amount of money ≥ 0;
yes or no; short texts, one a line; the number of another record; numbers of other records, one a line."""

Value = str | int | bool | list[str]
Values = dict[str, Any]
"""A record's values by field key."""

LONGEST_LINE = 500
"""Characters of a `line`; a `text` holds what is pasted into it."""
LONGEST_TEXT = 200_000

EARLIEST_DAY = "1949-10-01"
"""No day of a record lies before the founding of the state; ISO 8601."""
_YEARS_AHEAD = 10
"""No limit or plan of a record lies in a later year than so many from this one: a habit, no law."""

_YES = {"1", "是", "有", "y", "yes", "true"}
_NO = {"2", "0", "否", "无", "n", "no", "false"}
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,6})?")


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the values that a `choice` field may have."""

    key: str
    """As it is stored."""
    words: str
    """As people read it."""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a ledger."""

    key: str
    """As it is stored; a dot groups fields (“applicant.name”)."""
    label: str
    """The field's Chinese name, at most 8 characters."""
    kind: Kind = "line"
    choices: tuple[Choice, ...] = ()
    required: bool = False
    """Whether a record can't be saved without it."""
    help: str = ""
    """One sentence on what belongs here."""
    law: str = ""
    """The legal text, shown on F1."""
    personal: bool = False
    """Whether it identifies a citizen: masked for those who only look, left out of default exports."""
    of: str = ""
    """The ledger whose numbers a `record` or `records` field holds."""
    of_kind: str = ""
    """The 类别 that those records are of; empty for any."""
    keeps_last: int = 0
    """Only so many of its last letters and digits are kept (证件号)."""
    initial: str = ""
    """What a new record begins with, as it would be typed (“今天”)."""
    ahead: bool = False
    """Whether its day may well lie ahead (a limit), so that one typed without a year is the nearest."""
    past: bool = False
    """Whether its day must have come: what a person types of it is what has happened."""
    column: int = 0
    """Width in the list, in terminal cells; 0: not in the list."""
    also: tuple[str, ...] = ()
    """Other names that a table's column may have for it."""


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of record that an office keeps, or a kind of event within one."""

    key: str
    """The store's table; its singular is the record's name on the command line."""
    name: str
    """What one record is called (制度)."""
    fields: tuple[Field, ...]
    take_out: str = "注销"
    """What taking a record out is called (申请 注销登记 · 条目 撤下 · 制度 废止 · 审批单 作废)."""
    secret_reasons: tuple[str, ...] = ()
    """The reasons for which a record of what is secret is taken out: no words of its own are kept of it."""
    title: str = ""
    """The field that names a record in lists, messages and the trail."""
    empty: str = ""
    """What the list says where there is no record yet: what belongs here and which key begins."""

    def field(self, key: str) -> Field:
        """Return a field by its key; Refused where there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise Refused(f"{self.name}没有“{one_line(key)}”这一项。")


def typed_value(field: Field, text: str, today: date) -> Value | None:
    """Return what a person typed into a field as its value, None for nothing; Refused says what would be right."""
    if field.kind == "text":
        return _long(field, text)
    if field.kind in ("lines", "records"):
        lines = [line for line in (one_line(line).strip() for line in text.splitlines()) if line]
        return checked_value(field, lines) if lines else None
    typed = one_line(text).strip()
    if not typed:
        return None
    if field.kind == "date":
        try:
            return parse_date(typed, today, field.ahead).isoformat()
        except NotADate:
            raise Refused(f"{field.label}：“{typed}”不是日期；可写 {WAYS}。") from None
    if field.kind == "choice":
        return _chosen(field, typed)
    if field.kind == "flag":
        return _flag(field, typed)
    if field.kind == "number":
        return _number(field, typed)
    if field.kind == "amount":
        return _amount(field, typed)
    return checked_value(field, typed)


def not_yet(field: Field, value: object, today: date) -> str:
    """Return the sentence that the day in a field has not come which must have, nothing where all is well."""
    if not field.past or not isinstance(value, str) or value <= today.isoformat():
        return ""
    return f"{field.label}（{value}）还没有到，今天是{today}；这里登记已经发生的事，请核对年份，或者到那一天再登记。"


def unlikely_day(field: Field, value: object, today: date) -> str:
    """Return why the day that comes into a field now cannot be right, nothing where it can.

    It has not come though it must have, or lies before the state was founded or farther ahead than anybody plans. What
    is stored already is read as it is.
    """
    if field.kind != "date" or not isinstance(value, str):
        return ""
    if value < EARLIEST_DAY:
        return f"{field.label}（{value}）早于{EARLIEST_DAY}，请核对年份。"
    if not field.past and int(value[:4]) > today.year + _YEARS_AHEAD:
        return f"{field.label}（{value}）在{_YEARS_AHEAD}年以后，今天是{today}，请核对年份。"
    return not_yet(field, value, today)


def checked_value(field: Field, value: object) -> Value:
    """Return a JSON value as it is kept in a field; Refused names the field and what would be right."""
    match field.kind:
        case "line" | "record":
            kept = without_identity_numbers(one_line(_text(field, value)).strip())
            kept = last_signs(kept, field.keeps_last) if field.keeps_last else kept
            if len(kept) > LONGEST_LINE:
                raise Refused(f"{field.label}有{len(kept)}个字，应在{LONGEST_LINE}字以内。")
            return _to_be_seen(field, kept)
        case "text":
            return _long(field, _text(field, value)) or ""
        case "date":
            try:
                return date.fromisoformat(_text(field, value)).isoformat()
            except ValueError:
                raise Refused(f"{field.label}：“{one_line(str(value))}”不是日期，应如 2024-03-01。") from None
        case "choice":
            if value not in {choice.key for choice in field.choices}:
                raise Refused(f"{field.label}：“{one_line(str(value))}”不在 {_choice_keys(field)} 之中。")
            return str(value)
        case "lines" | "records":
            if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
                raise Refused(f"{field.label}应为若干行文字。")
            lines = (without_identity_numbers(one_line(each).strip()) for each in value)
            return [_to_be_seen(field, line) for line in lines if line]
        case "number":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise Refused(f"{field.label}：“{one_line(str(value))}”不是不小于0的整数。")
            return value
        case "amount":
            return _amount(field, str(value))
        case "flag":
            if not isinstance(value, bool):
                raise Refused(f"{field.label}：“{one_line(str(value))}”应为是或否。")
            return value


def checked_values(ledger: Ledger, values: Mapping[str, Any]) -> Values:
    """Return JSON values as a ledger keeps them, null ones as None (taken away); Refused names what is wrong."""
    return {key: None if value is None else checked_value(ledger.field(key), value) for key, value in values.items()}


def missing(ledger: Ledger, values: Mapping[str, Any]) -> dict[str, str]:
    """Return for each required field without a value the sentence that says so."""
    empty: tuple[object, ...] = (None, "", [])
    return {f.key: f"{f.label}还没有填写。" for f in ledger.fields if f.required and values.get(f.key) in empty}


def shown_value(field: Field, value: object) -> str:
    """Return a value as people read it, on one line but for `text`; nothing for no value."""
    if value is None:
        return ""
    if field.kind == "choice":
        return next((choice.words for choice in field.choices if choice.key == value), one_line(str(value)))
    if field.kind == "flag":
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "；".join(one_line(str(each)) for each in value)
    return str(value) if field.kind == "text" else one_line(str(value))


def editable_text(field: Field, value: object) -> str:
    """Return a value as a person would type it to get it again."""
    if isinstance(value, list | tuple):
        return "\n".join(str(each) for each in value)
    return shown_value(field, value)


def masked(text: str) -> str:
    """Return personal text as those see it who only look: its first character and stars."""
    return f"{text[:1]}＊＊" if text else ""


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise Refused(f"{field.label}应为文字。")
    return value


def _to_be_seen(field: Field, text: str) -> str:
    """Return a text; Refused where there is something in it and nothing that can be seen."""
    if text and not is_visible(text):
        raise Refused(f"{field.label}中没有看得见的文字，请重新填写。")
    return text


def _long(field: Field, text: str) -> str | None:
    kept = without_identity_numbers(clean_text(text))
    if len(kept) > LONGEST_TEXT:
        raise Refused(f"{field.label}有{len(kept)}个字，应在{LONGEST_TEXT}字以内。")
    return kept or None


def _choice_keys(field: Field) -> str:
    return "、".join(choice.key for choice in field.choices)


def _chosen(field: Field, typed: str) -> str:
    """Return the choice meant by its place (from 1), its words, their unmistakable beginning, or its key."""
    folded = half_width(typed).strip()
    for place, choice in enumerate(field.choices, 1):
        if folded in (str(place), choice.key) or typed == choice.words:
            return choice.key
    begun = [choice for choice in field.choices if choice.words.startswith(typed)]
    # “其他处理：逾期不补正” goes by what follows its group too.
    begun = begun or [choice for choice in field.choices if choice.words.partition("：")[2].startswith(typed)]
    if len(begun) == 1:
        return begun[0].key
    offered = "、".join(f"{place}{choice.words}" for place, choice in enumerate(field.choices, 1))
    raise Refused(f"{field.label}：“{typed}”不在可选项中：{offered}。")


def _flag(field: Field, typed: str) -> bool:
    folded = half_width(typed).strip().lower()
    if folded not in _YES | _NO:
        raise Refused(f"{field.label}：请填 1（是）或 2（否）。")
    return folded in _YES


def _number(field: Field, typed: str) -> int:
    folded = half_width(typed).strip()
    if not (folded.isascii() and folded.isdigit()) or len(folded) > 15:
        raise Refused(f"{field.label}：“{typed}”不是不小于0的整数。")
    return int(folded)


def _amount(field: Field, typed: str) -> str:
    folded = half_width(typed).strip().removesuffix("元").replace(",", "")
    if not _AMOUNT.fullmatch(folded):
        raise Refused(f"{field.label}：“{one_line(typed)}”不是金额（元），如 700 或 700.50。")
    return format(Decimal(folded), "f")
