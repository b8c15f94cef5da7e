"""Commands about requests (依申请公开): the register and what happens to each."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui_disclose.cli.common import DataGroup, current_office, out, out_json, say_all, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import (
    as_day,
    json_option,
    number_argument,
    pairs_argument,
    reason_option,
    typed_values,
)
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done, take_out_command
from tui_disclose.cli.transfers import (
    dry_run_option,
    file_argument,
    give_out,
    output_option,
    personal_option,
    replace_option,
    take_in,
    year_option,
)

if TYPE_CHECKING:
    from tui_disclose.office.requests import View
    from tui_disclose.records.fields import Ledger
    from tui_disclose.statutory.working_days import Calendar

_event_argument = click.argument("place", metavar="第几个", type=int)


@click.group(cls=DataGroup)
def request() -> None:
    """依申请公开：登记、办理、查看、导入、导出。"""


@request.command()
@pairs_argument
@click.option("--number", metavar="编号", default="", help="沿用原有编号；不给时按编号规则给下一个。")
@json_option
def add(pairs: tuple[str, ...], number: str, as_json: bool) -> None:
    """登记一件申请，如 request add 收到渠道=当面 到达日期=0301 申请人类别=自然人 申请人=张三 申请内容=…。"""
    from tui_disclose.office.requests import REQUESTS, register

    office = current_office()
    with_day = pairs if _has_day(pairs) else ("到达日期=今天", *pairs)
    given = register(office, typed_values(REQUESTS, with_day, today()), number)
    if as_json:
        _print_json(given)
        return
    out(given)


def _has_day(pairs: tuple[str, ...]) -> bool:
    return any(pair.partition("=")[0].strip() in ("到达日期", "arrived_on") for pair in pairs)


def _print_json(number: str) -> None:
    from tui_disclose.office.requests import as_json, view

    office = current_office()
    out_json(as_json(office, view(office, number, today()), personal=True))


@request.command("list")
@click.option("--all", "with_all", is_flag=True, help="连同已注销登记的。")
@personal_option
@json_option
def list_(with_all: bool, personal: bool, as_json: bool) -> None:
    """列出申请：编号、收到日期、答复期限、状态、申请人类别。"""
    from tui_disclose.office.reading import note_export
    from tui_disclose.office.requests import as_json as shown_json
    from tui_disclose.office.requests import views

    office = current_office()
    found = list(views(office, today(), with_all))
    if personal and not office.masks_personal:
        note_export(office, "查看全部申请，含个人信息", "requests")
    if as_json:
        out_json([shown_json(office, each, personal) for each in found])
        return
    for each in found:
        out(_line(each, personal and not office.masks_personal))
    say(f"共{len(found)}件。")


def _line(each: "View", personal: bool = False) -> str:
    from tui_disclose.records.fields import shown_value
    from tui_disclose.records.ledger_files import ledger
    from tui_disclose.records.request_status import STATUSES, section_of
    from tui_disclose.statutory.text import one_line

    kind = shown_value(ledger("requests").field("applicant.kind"), each.request.kind)
    words = [
        each.number,
        f"{each.clock.received_on}收到",
        _due_words(each),
        STATUSES[each.status],
        kind,
        one_line(each.request.name) if personal else "",
        section_of(each.request),
        (one_line(each.request.content) if personal else each.request.matter)[:20],
    ]
    return "  ".join(word for word in words if word)


def _due_words(each: "View") -> str:
    clock = each.clock
    owed = clock.owed_on or clock.due_on
    if owed is None:
        return ""
    marks = "（待确认）" if clock.unconfirmed else ""
    marks += "（暂定）" if clock.rests_on_unknown else ""
    return f"期限{owed}{marks}"


@request.command()
@number_argument
@json_option
def show(number: str, as_json: bool) -> None:
    """显示一件申请：登记的内容、经过、期限和状态。"""
    from tui_disclose.office.calendar import calendar_of
    from tui_disclose.office.requests import as_json as shown_json
    from tui_disclose.office.requests import shown_fields, view

    office = current_office()
    each = view(office, number, today())
    fields = shown_fields(office, each.request, set())
    if as_json:
        out_json(shown_json(office, each, personal=True))
        return
    _print_request(each, fields, calendar_of(office))


def _print_request(each: "View", fields: Any, calendar: "Calendar") -> None:  # noqa: ANN401 - a mapping of any JSON values
    from tui_disclose.records.events import event_words
    from tui_disclose.records.fields import shown_value
    from tui_disclose.records.ledger_files import ledger
    from tui_disclose.records.next_steps import next_steps
    from tui_disclose.records.request import events_of
    from tui_disclose.records.request_status import STATUSES, fee_of

    out(f"编号：{each.number}")
    for field in ledger("requests").fields:
        if words := shown_value(field, fields.get(field.key)):
            out(f"{field.label}：{words}")
    out(f"收到申请之日：{each.clock.received_on}（{each.clock.receipt.sentence}）")
    if due := _due_words(each):
        out(f"答复{due}")
    out(f"状态：{STATUSES[each.status]}")
    if (fee := fee_of(each.request)) is not None:
        out(f"应缴费用：{fee}元")
    if "taken_out.on" in fields:
        out(f"注销登记：{fields['taken_out.on']}，{fields.get('taken_out.reason', '')}")
    for n, raw in events_of(fields):
        out(f"{n}. {event_words(raw)}")
    for flag in each.clock.flags:
        out(f"提示：{flag.text}")
    for step in next_steps(each.request, each.clock, today(), calendar):
        if step.awaited:
            out(f"下一步：{step.words}{f'，最晚{step.by}{step.mark}' if step.by else ''}")


@request.command()
@number_argument
@pairs_argument
def change(number: str, pairs: tuple[str, ...]) -> None:
    """修改登记的内容，如 request change 〔2024〕1号 确认日期=0304。"""
    from tui_disclose.office.requests import REQUESTS, change_request

    say_done(change_request(current_office(), number, typed_values(REQUESTS, pairs, today())), UNCHANGED)


@request.command()
@number_argument
@click.argument("kind", metavar="事件")
@click.argument("pairs", metavar="[字段=值]...", nargs=-1)
@click.option("--override", metavar="理由", default="", help="办结所需的内容不齐备而仍要办结的理由。")
@json_option
def event(number: str, kind: str, pairs: tuple[str, ...], override: str, as_json: bool) -> None:
    """登记办理中的一件事，如 request event 〔2024〕1号 通知补正 日期=0308 补正期限=0322。"""
    from tui_disclose.office.request_events import add_event
    from tui_disclose.office.requests import as_json as shown_json
    from tui_disclose.office.requests import view

    office = current_office()
    added = add_event(office, number, _event_values(kind, pairs), override)
    for sentence in added.said if added else ("已有完全相同的事件，没有重复登记。",):
        say(f"提示：{sentence}" if added else sentence)
    each = view(office, number, today())
    if as_json:
        out_json(shown_json(office, each, personal=False))
        return
    # Once it is closed no period runs but that of an order to reply anew.
    due = _due_words(each) if each.clock.owed_on else ""
    say(
        "；".join(word for word in (f"已{added.entry.why}" if added else "", f"答复{due}" if due else "") if word)
        + "。"
    )


def _event_values(kind: str, pairs: tuple[str, ...]) -> dict[str, Any]:
    from tui_disclose.problems import Refused
    from tui_disclose.records.events import event_ledger
    from tui_disclose.statutory.events import EVENT_KINDS
    from tui_disclose.statutory.text import one_line

    key = next((each for each, words in EVENT_KINDS.items() if kind in (each, words)), None)
    if key is None:
        raise Refused(f"没有“{one_line(kind)}”这种事件；可用：{'、'.join(EVENT_KINDS.values())}。")
    declared = event_ledger(key)
    return {"kind": key, "on": today().isoformat(), **typed_values(declared, _by_label(declared, pairs), today())}


def _by_label(declared: "Ledger", pairs: tuple[str, ...]) -> list[str]:
    """Return what was typed with “日期” as what this kind of event calls its day."""
    day = declared.field("on").label
    return [f"{day}={pair.partition('=')[2]}" if pair.startswith("日期=") else pair for pair in pairs]


@request.command()
@number_argument
@_event_argument
@pairs_argument
@reason_option
def correct(number: str, place: int, pairs: tuple[str, ...], reason: str) -> None:
    """更正一个事件，如 request correct 〔2024〕1号 2 日期=0309 --reason 登记错了；原内容留在操作记录中。"""
    from tui_disclose.office.ledgers import find_row
    from tui_disclose.office.request_events import correct_event
    from tui_disclose.office.requests import REQUESTS, event_field
    from tui_disclose.problems import Refused
    from tui_disclose.records.events import event_ledger

    office = current_office()
    former = find_row(office, REQUESTS, number).fields.get(event_field(place))
    if not isinstance(former, dict):
        raise Refused(f"申请{number}没有第{place}个事件。")
    declared = event_ledger(former["kind"])
    values = {**former, **typed_values(declared, _by_label(declared, pairs), today())}
    say_done(correct_event(office, number, place, values, reason, former), UNCHANGED)


@request.command()
@number_argument
@_event_argument
@reason_option
def strike(number: str, place: int, reason: str) -> None:
    """划去一个误登的事件；留有痕迹，不再计算。"""
    from tui_disclose.office.request_events import strike_event

    say_done(strike_event(current_office(), number, place, reason))


@request.command()
@number_argument
@click.argument("contents", metavar="内容...", nargs=-1, required=True)
def split(number: str, contents: tuple[str, ...]) -> None:
    """把一封申请中的多件事拆开，逐件写明内容；第一件沿用原编号，其余给新编号。"""
    from tui_disclose.office.request_splits import split as split_request

    for each in split_request(current_office(), number, contents):
        out(each)


@request.command()
@number_argument
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
def attach(number: str, file: Path) -> None:
    """登记一个附件：只记路径和哈希，文件留在原处。"""
    from tui_disclose.office.requests import attach as attach_file

    say_done(attach_file(current_office(), number, file), "这个附件已经登记。")


take_out_command(request, "requests", "注销登记一件申请；编号和内容仍保存，不再计入。")


@request.command()
@json_option
def due(as_json: bool) -> None:
    """列出应答复的申请，先到期的在前，附剩余工作日；等待申请人的排在最后。"""
    from tui_disclose.office.requests import derived_of, due_list
    from tui_disclose.records.request_status import STATUSES, internal_limit, section_of

    found = due_list(current_office(), today())
    if as_json:
        out_json(
            [
                {
                    "number": each.number,
                    **derived_of(each),
                    "provisional": each.clock.unconfirmed or each.clock.rests_on_unknown is not None,
                    "owed_on": each.clock.owed_on.isoformat() if each.clock.owed_on else None,
                    "days_left": each.days_left,
                    "section": section_of(each.request),
                    "internal_limit": str(internal_limit(each.request) or "") or None,
                }
                for each in found
            ]
        )
        return
    for each in found:
        left = each.days_left
        words = "" if left is None else f"剩{left}个工作日" if left >= 0 else f"逾期{-left}个工作日"
        inside = internal_limit(each.request)
        shown = (each.number, _due_words(each), words, STATUSES[each.status], section_of(each.request))
        out("  ".join(word for word in (*shown, f"内部时限{inside}" if inside else "") if word))
    say(f"共{len(found)}件。")


@request.command()
@click.option("--since", metavar="日期", required=True, callback=as_day, help="从这一天起，如 2024-01-01。")
@click.option("--until", metavar="日期", required=True, callback=as_day, help="到这一天为止，如 2024-03-31。")
@json_option
def figures(since: date, until: date, as_json: bool) -> None:
    """任意起止日期的表三、表四和信息处理费，照年度报告的表式列出，附各格的记录；按月、按季上报时用。"""
    from tui_disclose.office.span_figures import caveats, figures_between, figures_json, figures_text

    office = current_office()
    found = figures_between(office, since, until)
    say_all(caveats(office, found, today()))
    if as_json:
        out_json(figures_json(found))
        return
    out(figures_text(found).rstrip("\n"))


@request.command("import")
@file_argument
@dry_run_option
@replace_option
def import_(file: Path, dry_run: bool, replace: bool) -> None:
    """导入申请：每行一件 JSON，或者 CSV、Excel 登记簿；有一行不能录入就都不录入。"""
    take_in("requests", file, dry_run, replace)


@request.command()
@year_option
@personal_option
@output_option
def export(year: int | None, personal: bool, output: Path | None) -> None:
    """导出申请，每行一件 JSON。"""
    give_out("requests", year, personal, output)
