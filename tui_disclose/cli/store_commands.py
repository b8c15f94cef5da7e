"""Commands about the store itself: audit, history, backup, restore."""

import sys
from datetime import datetime
from pathlib import Path

import click

from tui_disclose.cli.common import (
    DataCommand,
    DataGroup,
    current_folder,
    current_office,
    out,
    out_json,
    plain,
    say_all,
)
from tui_disclose.cli.endings import say
from tui_disclose.problems import Refused, Unavailable

_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_day = click.DateTime(["%Y-%m-%d"])


@click.group(cls=DataGroup)
def audit() -> None:
    """操作记录：查看、核对。"""


@audit.command()
@click.option("--who", metavar="登录名", help="只列这个人的操作。")
@click.option("--record", metavar="记录", help="只列这条记录的操作，如 report/2019 或 2019。")
@click.option("--since", metavar="日期", type=_day, help="只列这一天起的操作，如 2024-03-01。")
@click.option("--until", metavar="日期", type=_day, help="只列到这一天为止的操作。")
@_json
def log(who: str | None, record: str | None, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """列出操作记录，最早的在前。"""
    from tui_disclose.office.trail import acts

    first, last = (each.date() if each else None for each in (since, until))
    found = acts(current_office(), who, record, first, last)
    if as_json:
        out_json(plain(found))
        return
    for act in found:
        mark = f"（{act.mark}）" if act.mark else ""
        out(f"{act.sequence}  {act.at[:19].replace('T', ' ')}  {act.who}  {act.why}{mark}")
    say(f"共{len(found)}条。")


@audit.command()
@click.option(
    "--head", "heads", metavar="序号:哈希", multiple=True, help="另行保存的头，可给多个，用来发现末尾被截去。"
)
@_json
@click.pass_context
def verify(context: click.Context, heads: tuple[str, ...], as_json: bool) -> None:
    """逐条核对操作记录是否被改动、删去、调换或截断；有问题时退出码为1。"""
    from tui_disclose.office.house import has_office
    from tui_disclose.office.trail import verify_trail

    folder = current_folder()
    if not has_office(folder) and not (folder / "trail").is_dir():
        raise Unavailable(f"{folder} 中还没有台账，请用 --data 指定数据目录。")
    verdict = verify_trail(folder, heads)
    if as_json:
        bad = plain(verdict.bad)
        out_json({"good": bad is None, "head": verdict.head, "bad": bad, "notes": list(verdict.notes)})
    else:
        say_all(verdict.notes)
        if verdict.bad:
            out(verdict.bad.text)
            say(f"此前第 1 至 {verdict.sequence} 条完好，请停止录入并用备份核对。")
        else:
            say(f"操作记录完好，共{verdict.sequence}条；头如下，请另行保存：")
        out(verdict.head)
    if verdict.bad:
        context.exit(1)


@click.command(cls=DataCommand)
@click.argument("record", metavar="记录")
@_json
def history(record: str, as_json: bool) -> None:
    """列出一条记录的每次改动，记录如 report/2019。"""
    from tui_disclose.office.trail import history as history_of

    steps = history_of(current_office(), record)
    if as_json:
        out_json(plain(steps))
        return
    for step in steps:
        act = step.act
        mark = f"（{act.mark}）" if act.mark else ""
        out(f"{act.sequence}  {act.at[:19].replace('T', ' ')}  {act.who}  {act.why}{mark}")
        for difference in step.differences:
            out(f"    {difference.sentence}")


@click.command(cls=DataCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--records", is_flag=True, help="只写出全部记录，每行一条 JSON，不含操作记录；也可用来恢复。")
def backup(file: Path, records: bool) -> None:
    """备份整套台账到一个新文件，他人可同时录入；写完读回核对，并显示操作记录的头。"""
    from tui_disclose.office.backups import back_up

    done = back_up(current_office(), file.absolute(), records)
    if not done.noted:
        say("未能将这次备份记入操作记录。")
    say(f"已备份到 {done.path}；操作记录的头如下，请另行保存，供 audit verify --head 核对：")
    out(done.head)


@click.command(cls=DataCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="数据目录已有内容时不再询问，先移开再恢复。")
def restore(file: Path, yes: bool) -> None:
    """从备份恢复到空的数据目录；已有内容时经确认后先移开再恢复。"""
    from tui_disclose.office.backups import occupied
    from tui_disclose.office.backups import restore as restore_from
    from tui_disclose.office.who import login

    folder = current_folder()
    if click.get_current_context().find_root().params.get("read_only"):
        raise Unavailable("本次以只读方式打开，不能恢复。")
    if not file.is_file():
        raise Refused(f"没有备份文件 {file}，请核对路径。")
    if occupied(folder) and not yes and sys.stdin.isatty():
        yes = click.confirm(f"{folder} 中已有内容，先移到其中的 replaced 目录再恢复？", default=False, err=True)
    done = restore_from(folder, file, login(), yes)
    if done.set_aside:
        say(f"原有内容已移到 {done.set_aside}")
    say(f"已从 {file} 恢复到 {folder}；备份的头：")
    out(done.head)
