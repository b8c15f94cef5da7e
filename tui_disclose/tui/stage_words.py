"""What the screen of a report's stages shows, one thing a line."""

from datetime import date

from tui_disclose.office.finishing import Standing
from tui_disclose.office.house import Office
from tui_disclose.office.manuscripts import draft_words, drafts
from tui_disclose.office.reports import due_of
from tui_disclose.office.signing import provided
from tui_disclose.problems import Refused
from tui_disclose.records.stages import NEED_WORDS
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.wording import fit


def stage_lines(office: Office, found: Standing, today: date) -> list[str]:
    """Return the lines: due date, steps, what is next, what stops 定稿, drafts, signatures."""
    lines = [f" 期限  {due_of(office, found.year).words}前报送、公开"]
    lines += ["", " 办理经过" if found.steps else " 办理经过：还没有，报告正在填报"]
    for step in found.steps:
        sealed = f"（第{step.sealing}次定稿）" if step.sealing else ""
        said = "，".join(filter(None, (step.reason, one_line(step.note), step.url)))
        lines.append(
            f"   {step.on}  {fit(office.stages.by_key(step.stage).name + sealed, 24)}{fit(step.by, 12)}{said}".rstrip()
        )
    if found.changed_since:
        lines.append(f"   “{found.changed_since}”以后报告又有改动，请重新核对。")
    lines += ["", f" 下一步（按 n）：{'、'.join(each.name for each in found.following) or '无'}"]
    lines += [
        f"   “{each.name}”须写明{'、'.join(NEED_WORDS[need] for need in each.needs)}。"
        for each in found.following
        if each.needs
    ]
    if not found.stage.finished:
        errors = len(found.stopping)
        lines += ["", f" 定稿前还有{errors}项错误要处理：" if errors else " 没有错误，可以定稿。"]
        lines += [f"   {one_line(finding.message)}" for finding in found.stopping]
    lines += [
        "",
        " 报数签字（按 b）",
        *(f"   {each.name}：{each.words}" for each in provided(office, found.year, today)),
    ]
    try:
        kept = drafts(office, found.year)
    except Refused:
        kept = []
    lines += ["", f" 留存的稿（按 d 留一稿，按 v 比较）：{len(kept)}稿"]
    return [*lines, *(f"   {draft_words(number, draft)}" for number, draft in enumerate(kept, 1))]
