"""The stages (办理环节) of a yearly report, as data (`stages.toml`, or an office's own), and the steps taken."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.statutory.text import one_line

Need = Literal["reason", "note", "url"]

NEED_WORDS: dict[Need, str] = {"reason": "理由", "note": "更正说明", "url": "网址"}
"""What a stage may need, with the words it is asked for in."""

STAGE_FIELD = "stage"
STEPS_FIELD = "steps"
FIELDS = (STAGE_FIELD, STEPS_FIELD)
"""The fields of a report's document that say where it stands; only a step changes them, undo never."""


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage and what it means for the report."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """The stages it may follow."""
    finished: bool = False
    """The report cannot be changed in it."""
    seals: bool = False
    """Reaching it makes the frozen version (定稿)."""
    back: bool = False
    """It opens the report again."""
    optional: bool = False
    needs: tuple[Need, ...] = ()


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step that was taken: to which stage, when, by whom (审签人、经办人), recorded under which login."""

    stage: str
    on: date
    by: str
    login: str
    reason: str = ""
    note: str = ""
    url: str = ""
    content: str = ""
    """The hash of what the report said then."""
    sealing: int = 0
    """The number of the frozen version that the step made (第几次定稿)."""
    as_published: bool = False
    """The version is what a page printed, with its findings."""


class Stages(msgspec.Struct, frozen=True):
    """The stages of an office, in working order."""

    stages: tuple[Stage, ...]

    @property
    def first(self) -> Stage:
        """The stage of a report on which no step was taken (填报中)."""
        return self.stages[0]

    def by_key(self, key: str) -> Stage:
        """Return the stage with that key; "" is the first one.

        One that the office no longer has keeps its name where the program knows one, and opens like the first.
        """
        if not key:
            return self.first
        known = {stage.key: stage for stage in (*shipped().stages, *self.stages)}
        return known.get(key) or Stage(key, key)

    def named(self, text: str) -> Stage:
        """Return the stage that somebody typed by name, other name or key; Refused lists the names."""
        wanted = one_line(text).strip()
        for stage in self.stages:
            if wanted in (stage.name, stage.key, *stage.aliases):
                return stage
        # What the program calls it is understood whatever the office calls it.
        for stage in shipped().stages:
            if wanted in (stage.name, *stage.aliases) and stage.key in {each.key for each in self.stages}:
                return self.by_key(stage.key)
        raise Refused(f"没有“{wanted[:20]}”这个环节，可用：{'、'.join(stage.name for stage in self.stages[1:])}。")

    def following(self, stage: Stage) -> tuple[Stage, ...]:
        """Return the stages that may follow one."""
        return tuple(each for each in self.stages if self.may_follow(each, stage))

    def may_follow(self, wanted: Stage, now: Stage) -> bool:
        """Tell whether a stage may follow another; one that the office no longer has leads on like the first."""
        gone = all(now.key != each.key for each in self.stages)
        return (self.first.key if gone else now.key) in wanted.after


def stages_from(text: str) -> Stages:
    """Return the stages that a TOML text holds; nothing is checked but its shape."""
    import tomli

    return Stages(msgspec.convert(tomli.loads(text)["stage"], tuple[Stage, ...]))


def shipped_text() -> str:
    """Return the stages file that comes with the program."""
    return Path(__file__).with_name("stages.toml").read_text(encoding="utf-8")


@cache
def shipped() -> Stages:
    """Return the stages that come with the program."""
    return stages_from(shipped_text())


def steps_from(stored: Sequence[Any]) -> tuple[Step, ...]:
    """Return the steps that a document holds."""
    return tuple(msgspec.convert(list(stored), list[Step]))


def edition(steps: Sequence[Step]) -> int:
    """Return which edition (第几版) the report is in: each 更正 after publication begins another."""
    return 1 + sum(step.stage == "correcting" for step in steps)


def sealings(steps: Sequence[Step]) -> int:
    """Return how many times the report was finished (定稿)."""
    return max((step.sealing for step in steps), default=0)


def last_step(steps: Sequence[Step], stage: str) -> Step | None:
    """Return the newest step to a stage, or None."""
    return next((step for step in reversed(steps) if step.stage == stage), None)


def check_order(stages: Stages, now: Stage, wanted: Stage, year: int) -> None:
    """Raise Refused where a stage cannot follow the one the report is in, and say what can."""
    if stages.may_follow(wanted, now):
        return
    following = "、".join(f"“{stage.name}”" for stage in stages.following(now))
    if wanted.finished and not wanted.seals and not now.finished:
        raise Refused(f"{year}年报告现为“{now.name}”，还没有定稿，不能记为“{wanted.name}”；请先定稿。")
    if wanted.back and now.finished:
        way = next(each for each in stages.following(now) if each.back)
        needs = "、".join(NEED_WORDS[need] for need in way.needs)
        raise Refused(f"{year}年报告{now.name}，不能“{wanted.name}”，只能作“{way.name}”，并写明{needs}。")
    raise Refused(f"{year}年报告现为“{now.name}”，不能记为“{wanted.name}”；下一步可以是{following}。")


def check_step(stages: Stages, step: Step, earlier: Sequence[Step], year: int, today: date) -> None:
    """Raise Refused where a step cannot have been taken so: something is not said, or its date cannot be.

    A step lies after the year (but one that only prepares the report), not after today, not before the one before it.
    """
    stage = stages.by_key(step.stage)
    for need in stage.needs:
        if not getattr(step, need):
            raise Refused(f"记为“{stage.name}”须写明{NEED_WORDS[need]}。")
    if step.url and (not step.url.startswith(("http://", "https://")) or len(step.url.split()) != 1):
        raise Refused(f"网址“{step.url[:60]}”应以 http:// 或 https:// 开头，中间没有空格。")
    if step.on > today:
        raise Refused(f"{stage.name}的日期{step.on}还没有到，请填写实际日期。")
    if stage.finished and step.on.year <= year:
        raise Refused(f"{year}年的统计期限到12月31日为止，{step.on}还不能记为“{stage.name}”。")
    if earlier and step.on < earlier[-1].on:
        before = stages.by_key(earlier[-1].stage)
        raise Refused(f"{stage.name}的日期{step.on}早于上一环节“{before.name}”（{earlier[-1].on}），请核对。")
