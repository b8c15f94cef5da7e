"""The gate that every change of a report passes: a finished one (定稿) stays as it was signed."""

from tui_disclose.problems import Changed, Refused
from tui_disclose.records.report import Report
from tui_disclose.records.stages import NEED_WORDS, STAGE_FIELD, Stages, shipped
from tui_disclose.store.interface import Fields


def is_finished(report: Report | None) -> bool:
    """Tell whether a report stands as it was signed and cannot be changed."""
    # What is finished is fixed: an office's own stages stand before 定稿, and only names are its own behind it.
    return report is not None and shipped().by_key(report.stage).finished


def refuse_finished(stages: Stages, report: Report | None) -> None:
    """Raise Refused where a report is finished, and name the way back."""
    if report is not None and is_finished(report):
        raise Refused(finished_words(stages, report))


def finished_words(stages: Stages, report: Report) -> str:
    """Return why a finished report cannot be changed and what opens it again."""
    stage = stages.by_key(report.stage)
    # Every finished stage has a way back, if only by way of the stage after it.
    ways = [each for each in stages.following(stage) if each.back]
    way = "、".join(f"“{each.name}”（须写明{NEED_WORDS[each.needs[0]]}）" for each in ways)
    return f"{report.year}年报告{stage.name}，内容不能修改；确需修改的，先办理{way}。"


def stage_seen(report: Report | None) -> Fields:
    """Return what a change of a report rests on: the stage it was in when it was looked at."""
    return {STAGE_FIELD: (report.stage or None) if report else None}


def only_stage_changed(problem: Changed) -> bool:
    """Tell whether nothing but the stage changed meanwhile."""
    return set(problem.fields) == {STAGE_FIELD}
