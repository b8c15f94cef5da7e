"""What is done beside the stages of a report: signatures, drafts, comparisons, adjustments, papers."""

from typing import TYPE_CHECKING

from tui_disclose.choices import FORMATS, PAPER_FORMATS
from tui_disclose.office.adjusting import adjust
from tui_disclose.office.comparing import row_lines
from tui_disclose.office.entering import set_text
from tui_disclose.office.manuscripts import draft_apart, draft_words, drafts, keep_draft, version_apart
from tui_disclose.office.offering import offers
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.settings import person_name
from tui_disclose.office.signing import provided, sign
from tui_disclose.office.year_papers import PAPERS, export_paper
from tui_disclose.problems import Problem
from tui_disclose.report.adjusting import openings
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from tui_disclose.tui.screens.stages import StagesScreen


def sign_block(screen: "StagesScreen") -> None:
    """Ask which block was provided, by whom, and who checked it."""
    today = screen.disclosure.today()
    try:
        blocks = provided(screen.office, screen.year, today)
    except Problem as problem:
        screen.say(str(problem))
        return

    def chosen(at: int | None) -> None:
        if at is None:
            return
        block = blocks[at]
        signed = block.signed
        asked = [
            ("提供的科室：", block.section),
            ("报数人：", signed.by if signed else person_name(screen.office.settings, screen.office.who)),
            ("核对人（还没有核对的留空）：", signed.checked_by if signed else ""),
            ("日期：", (signed.on if signed else today).isoformat()),
        ]

        def keep(answers: list[str]) -> None:
            section, by, checked_by, typed = answers
            day = screen.day(typed)
            if day is not None:
                screen.act(lambda: sign(screen.office, screen.year, block.key, today, section, by, checked_by, day))

        screen.ask(asked, keep)

    screen.app.push_screen(AskChoice("哪一块的数字？", [f"{each.name}：{each.words}" for each in blocks]), chosen)


def keep(screen: "StagesScreen") -> None:
    """Ask for a note and keep what the report says as the next draft."""

    def kept(answers: list[str]) -> None:
        screen.act(lambda: keep_draft(screen.office, screen.year, answers[0], screen.disclosure.today()))

    screen.ask([("这一稿的说明（可留空）：", "")], kept)


def compare(screen: "StagesScreen") -> None:
    """Ask for a draft or a finished version, and show in what the report differs from it."""
    try:
        kept = drafts(screen.office, screen.year)
        sheet = sheet_of(screen.office, screen.year)
    except Problem as problem:
        screen.say(str(problem))
        return
    sealed = list(range(1, screen.standing.sealings + 1))
    names = [*(draft_words(n, each) for n, each in enumerate(kept, 1)), *(f"第{n}次定稿" for n in sealed)]
    if not names:
        screen.say("还没有留存的稿，也没有定稿，没有可以比较的。按 d 留一稿。")
        return

    def chosen(at: int | None) -> None:
        if at is None:
            return
        if at < len(kept):
            rows = draft_apart(screen.office, sheet, at + 1)
        else:
            rows = version_apart(screen.office, sheet, sealed[at - len(kept)])
        text = "\n".join(line for row in rows for line in row_lines(row)) or "没有不同。"
        screen.app.push_screen(ReaderScreen(f"{names[at]} 与现在的报告", text))

    screen.app.push_screen(AskChoice("与哪一稿比较？", names), chosen)


def adjust_opening(screen: "StagesScreen") -> None:
    """Ask for the reason of an opening that differs from last year's closing; then offer a sentence."""
    try:
        sheet = sheet_of(screen.office, screen.year)
    except Problem as problem:
        screen.say(str(problem))
        return
    apart = [each for each in openings(sheet) if each.difference]
    if not apart:
        screen.say("本年的上年结转、上一年项目数量与上年报告没有差异。")
        return
    names = [f"{each.name}{'' if each.copies else each.what}（相差{each.difference}）" for each in apart]

    def chosen(at: int | None) -> None:
        if at is None:
            return
        address, today = apart[at].cell.address, screen.disclosure.today()
        before = sheet.report.adjustments.get(address)
        asked = [("调整的理由（留空为取消）：", before.reason if before else ""), ("调整日期：", today.isoformat())]

        def keep(answers: list[str]) -> None:
            day = screen.day(answers[1])
            if day is not None and screen.act(
                lambda: adjust(screen.office, screen.year, address, answers[0], today, day)
            ):
                offer_sentences(screen, quietly=True)

        screen.ask(asked, keep)

    screen.app.push_screen(AskChoice("说明哪一项与上年不同？", names), chosen)


def offer_sentences(screen: "StagesScreen", quietly: bool = False) -> None:
    """Ask which of the sentences that are offered is to be written into the last part; `quietly` where none is."""
    sheet = sheet_of(screen.office, screen.year)
    part = [each for each in sheet.form.parts if not each.table][-1]
    sentences = offers(screen.office, screen.year, part.numeral)
    if not sentences:
        if not quietly:
            screen.say(f"没有可以写入“{part.heading}”的句子。")
        return

    def chosen(at: int | None) -> None:
        if at is not None and at < len(sentences):
            now = sheet.report.sections.get(part.numeral, "")
            text = f"{now}\n\n{sentences[at]}" if now else sentences[at]
            seen = {f"sections.{part.numeral}": now or None}
            today = screen.disclosure.today()
            screen.act(lambda: set_text(screen.office, screen.year, part.numeral, text, today, seen))

    screen.app.push_screen(AskChoice(f"写入“{part.heading}”？", [*sentences, "不写"]), chosen)


def export(screen: "StagesScreen") -> None:
    """Ask for a paper and a format, write the file and say where it is."""
    choices = [(kind, file_format) for kind in PAPERS for file_format in PAPER_FORMATS]

    def write(at: int | None) -> None:
        if at is None:
            return
        kind, file_format = choices[at]
        try:
            path = export_paper(screen.office, screen.year, kind, screen.disclosure.today(), file_format)
        except Problem as problem:
            screen.say(str(problem))
        else:
            screen.renew()
            screen.say(f"已导出到 {path}")

    screen.app.push_screen(AskChoice("导出：", [f"{PAPERS[kind]}（{FORMATS[each]}）" for kind, each in choices]), write)
