"""Fields of records on the command line: “名称=…”, “正文=@文件”, “责任科室=” to take a value away; lists of records."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui_disclose.cli.common import content_of, out, out_json, plain, today
from tui_disclose.cli.endings import say

if TYPE_CHECKING:
    from tui_disclose.office.ledgers import Row
    from tui_disclose.office.text_versions import Version
    from tui_disclose.records.fields import Field, Ledger, Values

pairs_argument = click.argument("pairs", metavar="字段=值...", nargs=-1, required=True)
"""Fields with their values as a person types them."""


def as_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    """Return the day that was typed, today where none was; a usage error where it means none."""
    from tui_disclose.statutory.dates import NotADate, parse_date

    try:
        return parse_date(value, today()) if value else today()
    except NotADate:
        raise click.BadParameter(f"“{value}”不是日期，可写 2024-03-01、0301、今天") from None


def as_day_past(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """Return the day that was typed, today where none was; Refused where it has not come."""
    from tui_disclose.problems import Refused

    day = as_day(context, parameter, value)
    if day > today():
        raise Refused(f"{day}还没有到，今天是{today()}；这里登记已经发生的事，请核对年份，或者到那一天再登记。")
    return day


_ON_HELP = "日期，如 0301、今天；不给时为今天。"
on_option = click.option("--on", "on", metavar="日期", callback=as_day, help=_ON_HELP)
past_on_option = click.option("--on", "on", metavar="日期", callback=as_day_past, help=_ON_HELP)
number_argument = click.argument("number", metavar="编号")
reason_option = click.option("--reason", metavar="理由", required=True, help="理由。")
diff_option = click.option("--diff", "compared", metavar="版 版", type=int, nargs=2, help="列出两版正文的不同。")
version_option = click.option("--text", "wanted", metavar="版", type=int, help="显示一版的正文。")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


def typed_values(ledger: "Ledger", pairs: Iterable[str], today: date) -> "Values":
    """Return the values that “字段=值” means, None for one taken away; Refused names what cannot be taken.

    A field goes by its label or its key; “@” before the value names a file that holds it.
    """
    from tui_disclose.problems import Refused
    from tui_disclose.records.fields import typed_value, unlikely_day
    from tui_disclose.statutory.text import one_line

    values: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(f"“{one_line(pair)}”应写成 字段=值，如 名称=保密审查制度。")
        field = _field(ledger, name.strip())
        if field.key in values:
            raise Refused(f"{field.label}给了两次。")
        values[field.key] = typed_value(field, _content(text), today)
        if sentence := unlikely_day(field, values[field.key], today):
            raise Refused(sentence)
    return values


def _field(ledger: "Ledger", name: str) -> "Field":
    from tui_disclose.problems import Refused
    from tui_disclose.statutory.text import one_line

    for field in ledger.fields:
        if name in (field.label, field.key):
            return field
    labels = "、".join(field.label for field in ledger.fields)
    raise Refused(f"{ledger.name}没有“{one_line(name)}”这一项；可用：{labels}。")


def _content(text: str) -> str:
    from tui_disclose.problems import Refused

    if not text.startswith("@"):
        return text
    try:
        return content_of(Path(text[1:])).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"文件 {text[1:]} 不是 UTF-8 编码的文字。") from None


def row_as_json(row: "Row") -> dict[str, Any]:
    """Return a record as JSON."""
    return {"number": row.number, **row.fields}


def print_list(
    ledger: "Ledger", rows: Iterable["Row"], as_json: bool, more: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Print records one a line: number, the fields of the list, and by number what is derived (`more`, by key)."""
    kept, derived = list(rows), more or {}
    if as_json:
        out_json([{**row_as_json(row), **_derived(derived.get(row.number))} for row in kept])
        return
    for row in kept:
        marks = ["已" + ledger.take_out] * row.taken_out
        words = [word for word in derived.get(row.number, {}).values() if word and word not in marks]
        out("  ".join([row.number, *_columns(ledger, row.fields), *marks, *words]))
    say(f"共{len(kept)}条。")


def _columns(ledger: "Ledger", fields: Mapping[str, Any]) -> list[str]:
    from tui_disclose.records.fields import shown_value

    shown = (shown_value(field, fields.get(field.key)) for field in ledger.fields if field.column)
    return [words for words in shown if words]


def _derived(more: Mapping[str, str] | None) -> dict[str, Any]:
    return {"derived": dict(more)} if more else {}


def print_row(ledger: "Ledger", row: "Row", as_json: bool, more: Mapping[str, str] | None = None) -> None:
    """Print a record, a field a line, what is empty left out; `more` holds what is derived from other records."""
    from tui_disclose.office.ledgers import OUT_ON, OUT_REASON
    from tui_disclose.records.fields import shown_value

    if as_json:
        out_json({**row_as_json(row), **_derived(more)})
        return
    out(f"编号：{row.number}")
    for field in ledger.fields:
        words = shown_value(field, row.fields.get(field.key))
        if words:
            out(f"{field.label}：{words}" if field.kind != "text" else f"{field.label}：\n{words}")
    if row.taken_out:
        out(f"{ledger.take_out}：{row.fields[OUT_ON]}，{row.fields.get(OUT_REASON, '')}")
    for label, words in (more or {}).items():
        out(f"{label}：{words}")


def print_versions(kept: "list[Version]", compared: tuple[int, int] | None, wanted: int | None, as_json: bool) -> None:
    """Print the versions of a text, the lines in which two differ, or the whole of one; Refused for none such."""
    from tui_disclose.office.text_versions import differences, version_at

    if compared:
        for line in differences(version_at(kept, compared[0]), version_at(kept, compared[1])):
            out(line)
    elif wanted is not None:
        out(version_at(kept, wanted).text)
    elif as_json:
        out_json(plain(kept))
    else:
        for each in kept:
            at = datetime.fromisoformat(each.at)
            out(f"第{each.place}版  {at:%Y-%m-%d %H:%M}  {each.who}  {len(each.text)}字")
