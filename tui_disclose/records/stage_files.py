"""Reads an office's own stages (办理环节) from `stages.toml` in its data folder; all that is wrong is said at once.

The office may name stages otherwise, leave out those it can do without, put in its own before 定稿, and order what
comes before it. What the law needs stays: the report is signed, reported and made public (政府信息公开条例第四十九条、
第五十条); what is signed is only opened by 退回修改, what is public only by 更正, each with its reason.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.stages import NEED_WORDS, Stage, Stages, shipped
from tui_disclose.statutory.form_files import explain, toml_place
from tui_disclose.statutory.text import one_line

FILE_NAME = "stages.toml"

_HEADER = re.compile(r"\s*\[\[\s*stage\s*\]\]")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}", re.ASCII)
_LONGEST_NAME = 12

Wrong = Iterator[tuple[str, str]]
"""The key of a stage, "" for the whole file, and what is wrong."""


def load_stages(folder: Path) -> Stages:
    """Return the stages of a data folder, those that come with the program where it has none of its own.

    Raises Refused naming the file and everything wrong in it, PermissionError where it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return shipped()
    return read_stages(str(path), content)


def read_stages(name: str, content: bytes) -> Stages:
    """Return the stages in a TOML file's bytes; Refused names the file `name`, and each wrong stage with its line."""
    try:
        text = content.decode("utf-8-sig")
        found = tomli.loads(text)
    except UnicodeDecodeError:
        raise Refused(f"环节文件 {name} 不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    except tomli.TOMLDecodeError as error:
        raise Refused(f"环节文件 {name} 不是有效的 TOML：{toml_place(error)}。请修改后重试。") from None
    written = found.get("stage")
    tables: list[Any] = written if isinstance(written, list) else []
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    stages, wrong = [], [f"有不认识的键 {one_line(key)}" for key in found if key != "stage"]
    for at, table in enumerate(tables):
        try:
            stages.append(msgspec.convert(table, Stage))
        except msgspec.ValidationError as error:
            wrong.append(f"第{_line(lines, at)}行的环节：{explain(error)}")
    if len(stages) == len(tables):
        where = {stage.key: _line(lines, at) for at, stage in reversed([*enumerate(stages)])}
        wrong += [f"第{where[key]}行“{key}”：{what}" if key in where else what for key, what in _problems(stages)]
    if wrong:
        many = f"有{len(wrong)}处问题：" if len(wrong) > 1 else "："
        raise Refused(f"环节文件 {name}{many}{'；'.join(wrong)}。请修改后重试。")
    return Stages(tuple(stages))


def _line(lines: Sequence[int], at: int) -> int:
    return lines[at] if at < len(lines) else 1


def _problems(stages: Sequence[Stage]) -> Wrong:
    yield from _missing(stages)
    yield from _names(stages)
    for stage in stages:
        yield from _kinds(stage)
        yield from _after(stage, stages)
    yield from _order(stages)
    yield from _dead_ends(stages)


def _missing(stages: Sequence[Stage]) -> Wrong:
    keys = {stage.key for stage in stages}
    for stage in shipped().stages:
        if not stage.optional and stage.key not in keys:
            yield "", f"缺少环节 {stage.key}（{stage.name}），它不能省去"


def _names(stages: Sequence[Stage]) -> Wrong:
    taken: dict[str, str] = {}
    kept = {name: each.key for each in shipped().stages if not each.optional for name in (each.name, *each.aliases)}
    keys = [stage.key for stage in stages]
    for at, stage in enumerate(stages):
        if stage.key in keys[:at]:
            yield stage.key, "这个 key 出现了两次"
        if not _KEY.fullmatch(stage.key):
            yield stage.key, "key 只能用小写字母、数字和下划线，以字母开头，不超过20个字"
        for name in dict.fromkeys((stage.name, *stage.aliases)):
            if not name or name != one_line(name).strip() or len(name) > _LONGEST_NAME:
                yield stage.key, f"名称“{one_line(name)[:20]}”应为1至{_LONGEST_NAME}个字，前后没有空格"
            elif taken.get(name, stage.key) != stage.key:
                yield stage.key, f"名称“{name}”与“{taken[name]}”的相同"
            elif kept.get(name, stage.key) != stage.key:
                yield stage.key, f"“{name}”是环节 {kept[name]} 的名称，不能用于别的环节"
            taken.setdefault(name, stage.key)


def _kinds(stage: Stage) -> Wrong:
    """Yield where a stage means something else for the report than the program says; an own one only prepares 定稿."""
    given = next((each for each in shipped().stages if each.key == stage.key), Stage(stage.key, stage.name))
    for field in ("finished", "seals", "back"):
        if getattr(stage, field) != getattr(given, field):
            now = "true" if getattr(given, field) else "false"
            yield stage.key, f"{field} 应为 {now}" + ("" if given in shipped().stages else "，自设的环节只在定稿以前")
    for need in given.needs:
        if need not in stage.needs:
            yield stage.key, f"needs 应有 {need}（{NEED_WORDS[need]}）"


def _after(stage: Stage, stages: Sequence[Stage]) -> Wrong:
    known = {each.key: each for each in stages}
    given = {each.key: each for each in shipped().stages}
    for key in stage.after:
        if key not in known:
            yield stage.key, f"after 中的“{one_line(key)[:20]}”不是本文件中的环节"
    if stage.key == shipped().first.key:
        if stage.after:
            yield stage.key, "最先的环节不能有 after"
    elif not stage.after:
        yield stage.key, "缺少 after：在哪些环节之后"
    elif stage.key == "correcting":
        if set(stage.after) != set(given[stage.key].after):
            yield stage.key, "after 应为 published、archived：公开以后才有更正"
    elif stage.finished and not stage.seals and stage.key in given:
        for key in [each for each in stage.after if each in known and each not in given[stage.key].after]:
            yield stage.key, f"不能在“{known[key].name}”之后"
    elif stage.back:
        for key in [each for each in stage.after if each in ("published", "archived")]:
            yield stage.key, f"不能在“{known[key].name}”之后，公开以后只能更正"
        for key in [each for each in ("sealed", "reported") if each not in stage.after]:
            yield stage.key, f"after 应有 {key}，否则定稿以后无法改正"
    else:
        for key in [each for each in stage.after if each in known and known[each].finished]:
            yield stage.key, f"不能在“{known[key].name}”之后，它在定稿以前"


def _order(stages: Sequence[Stage]) -> Wrong:
    keys = [stage.key for stage in stages]
    if stages and stages[0].key != shipped().first.key:
        yield stages[0].key, f"最先的环节应为 {shipped().first.key}（{shipped().first.name}）"
    if "sealed" in keys:
        sealed = keys.index("sealed")
        for at, stage in enumerate(stages):
            if stage.back or stage.seals:
                continue
            if stage.finished and at < sealed:
                yield stage.key, "应排在 sealed 后面"
            elif not stage.finished and at > sealed:
                yield stage.key, "应排在 sealed 前面"


def _dead_ends(stages: Sequence[Stage]) -> Wrong:
    """Yield the stages that lead nowhere: nobody could finish a report that stands in one."""
    leads = {"sealed"}
    before = [stage for stage in stages if not stage.finished]
    onwards = [stage for stage in stages if not stage.back]
    for _ in before:
        leads |= {stage.key for stage in before if any(stage.key in e.after for e in onwards if e.key in leads)}
    for stage in before:
        if stage.key not in leads:
            yield stage.key, "从这里走不到 sealed（定稿），请在后面环节的 after 中写上它"
