"""Preview and export of the report on screen."""

from typing import TYPE_CHECKING

from tui_disclose.choices import FORMATS, STYLES
from tui_disclose.office.caveats import caveats
from tui_disclose.office.export_names import kept_words
from tui_disclose.office.exporting import export_report, preview_text
from tui_disclose.office.reports import sheet_of
from tui_disclose.problems import Problem
from tui_disclose.tui.screens.history import show_history
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from tui_disclose.tui.screens.report import ReportScreen

_CHOICES = (
    *((f"{FORMATS['md']}（{words}）", "md", style) for style, words in STYLES.items()),
    *((words, file_format, "pipe") for file_format, words in FORMATS.items() if file_format != "md"),
)


def preview(screen: "ReportScreen") -> None:
    """Show the whole report as plain text."""
    screen.save_pending()
    try:
        text = preview_text(sheet_of(screen.office, screen.year))
    except Problem as problem:
        screen.say(str(problem))
        return
    screen.app.push_screen(ReaderScreen(f"{screen.year}年年度报告预览", text))


def history(screen: "ReportScreen") -> None:
    """Show who changed what in the report, newest first."""
    screen.save_pending()
    show_history(screen, f"report/{screen.year}", f"{screen.year}年年度报告")


def export(screen: "ReportScreen") -> None:
    """Ask for a format, write the file, and say where it is and how to fetch it."""
    screen.save_pending()

    def write(choice: int | None) -> None:
        if choice is None:
            return
        _, file_format, style = _CHOICES[choice]
        try:
            sheet = sheet_of(screen.office, screen.year)
            path = export_report(screen.office, sheet, file_format, style, None)
        except Problem as problem:
            screen.say(str(problem))
            return
        fetch = "取回本机：用 SFTP 工具（WinSCP、Xftp 等）登录本服务器，进入上述目录下载。"
        kept = filter(None, [kept_words(path)])
        done = ["已导出，文件读回后与报告逐格一致：", str(path), *kept, *caveats(screen.office, sheet), fetch]
        screen.app.push_screen(ReaderScreen("导出完成", "\n\n".join(done)))

    screen.app.push_screen(AskChoice("导出为：", [name for name, _, _ in _CHOICES]), write)
