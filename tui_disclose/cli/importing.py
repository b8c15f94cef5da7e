"""What `report import` says and does, for one file and for many."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui_disclose.cli.common import content_of, out, say_all, today
from tui_disclose.cli.endings import say
from tui_disclose.problems import Differs, Refused

if TYPE_CHECKING:
    from tui_disclose.office.house import Office
    from tui_disclose.office.importing import Plan

SOLE = "唯一"
"""Picks every row that can be parted in one way only."""


def import_one(
    office: "Office", file: Path, year: int | None, dry_run: bool, replace: bool, cuts: Sequence[str]
) -> None:
    """Import a file, or list cell by cell what it says; Refused and Differs as they come."""
    from tui_disclose.office.importing import apply_import, plan_import, single_ways

    content = content_of(file)
    picks = _picks(cuts)
    plan = plan_import(office, file.name, content, year, today(), picks)
    if SOLE in cuts:
        plan = plan_import(office, file.name, content, year, today(), single_ways(plan) | picks)
    if dry_run:
        _show(plan)
        _say_choices(plan, with_ways=False)
        out(f"{_what(plan)}，将改动{len(plan.fields)}处，其中与已有内容不同的{len(plan.differences)}处；未录入。")
        return
    say_all(plan.notes)
    say_all(f"未能读出 {line}" for line in plan.unread)
    _say_choices(plan, with_ways=True)
    entry = apply_import(office, plan, file.name, replace)
    say(f"{_what(plan)}，已录入。" if entry else f"{_what(plan)}，与已有内容相同，无需改动。")


def import_many(office: "Office", files: Sequence[Path], year: int | None, dry_run: bool, replace: bool) -> None:
    """Import files one after the other; what is refused is named, and an interrupt leaves what was imported.

    Raises Refused at the end where any file was.
    """
    from tui_disclose.office.importing import apply_import, plan_import

    act = "查看" if dry_run else "导入"
    done = refused = 0
    try:
        for number, file in enumerate(files, 1):
            _show_progress(number, len(files))
            try:
                plan = plan_import(office, file.name, content_of(file), year, today())
                if not dry_run:
                    apply_import(office, plan, file.name, replace)
            except Refused as problem:
                refused += 1
                differing = f"（{problem.differences[0]}……）" if isinstance(problem, Differs) else ""
                say(f"{file.name}：没有导入：{problem}{differing}")
                continue
            done += 1
            unread = f"，{len(plan.unread)}处未能读出" if plan.unread else ""
            out(f"{file.name}：{_what(plan)}{unread}{'，未录入' if dry_run else ''}。")
    except KeyboardInterrupt:
        say(f"中止时已{act}{done}份，拒绝{refused}份，余下{len(files) - done - refused}份没有处理；已导入的保留。")
        raise
    say(f"共{len(files)}份：{act}{done}份，拒绝{refused}份。")
    if refused:
        raise Refused(f"{refused}份文件没有导入，原因见上。")


def _picks(cuts: Sequence[str]) -> dict[str, int]:
    picks: dict[str, int] = {}
    for cut in cuts:
        row, sign, number = cut.partition("=")
        if cut != SOLE and not (sign and number.isascii() and number.isdigit()):
            raise click.UsageError(f"--cut 应为“行=序号”，如 requests.received=1，或“{SOLE}”，实为“{cut}”。")
        if cut != SOLE:
            picks[row.strip()] = int(number)
    return picks


def _show(plan: "Plan") -> None:
    """Print what the screen shows before an import, row by row, and the address of each cell."""
    from tui_disclose.office.reviewing import HEADS, review

    out("  ".join((*HEADS, "地址")))
    for row in review(plan):
        out("  ".join((*row.columns, row.address)).rstrip())


def _say_choices(plan: "Plan", with_ways: bool) -> None:
    """Say how a way is picked for each row that has none picked, with the ways where they were not printed."""
    from tui_disclose.importing.compare import choice_lines

    for choice in plan.choices:
        if choice.picked is None:
            say_all(choice_lines(choice) if with_ways else ())
            say(f"  选定“{choice.words}”用 --cut {choice.key}=序号；都不对的，用 report set 照原文填写。")


def _what(plan: "Plan") -> str:
    return f"{plan.year}年报告：文件有{len(plan.cells)}格数字、{plan.texts}部分文字"


def _show_progress(number: int, count: int) -> None:
    """Show how far it is, on a terminal only; the next line of results overwrites it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K正在导入第{number}份，共{count}份（Ctrl+C 中止）\r")
        sys.stderr.flush()
