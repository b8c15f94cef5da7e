"""Place 6, key i: a published page is shown beside the report before it is kept."""

from pathlib import Path

import pytest

from tests.command_line import program
from tests.conftest import FORMS, REPORTS
from tests.layouts import Sample, web
from tests.screens.golden import each_size, golden
from tests.screens.report_host import Session, office_of, work
from tui_disclose.office.reports import find_report
from tui_disclose.tui.widgets.page_list import PageList

SIZES = [(80, 24), (120, 40)]
REPORT = REPORTS["huaian-2024"]
SAMPLE = Sample(FORMS.for_year(2024), REPORT["unit"], 2024, REPORT["cells"])


def kept(folder: Path) -> int | str | None:
    report = find_report(office_of(folder, "zhangsan"), 2024)
    return report.cells["requests.received.natural_person"] if report else None


@each_size
def test_source_and_cell_side_by_side(unbalanced: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    page = web(SAMPLE)[1].decode().replace("<td>2.其他法律行政法规禁止公开", "<td>2.法律禁令")
    Path("a.html").write_text(page, encoding="utf-8")

    async def review(session: Session) -> None:
        await session.press("6", "i", *"a.html", "enter")
        golden("import-review", size, session.text.replace("a.html", "网页"))
        await session.press("escape")
        assert kept(unbalanced) == 3002
        await session.press("i", *"a.html", "enter", "enter")
        assert "有3处与现有内容不同" in session.text
        # The answer under the cursor keeps what stands.
        await session.press("enter")
        assert kept(unbalanced) == 3002
        await session.press("enter", "2")
        assert kept(unbalanced) == 3001
        assert "已录入" in session.text

    work(unbalanced, review, size)


def test_a_file_that_cannot_be_read_is_named(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.doc").write_bytes(b"x")

    async def wrong(session: Session) -> None:
        await session.press("6", "i", *"absent.html", "enter")
        assert "不能读取文件 absent.html" in session.text
        assert session.text.count("absent.html") == 2, "what was typed is there to be put right"
        await session.press(*["backspace"] * len("absent.html"), *"a.doc", "enter")
        assert ".docx" in session.text
        await session.press("i", "enter")
        assert kept(unbalanced) == 3002

    work(unbalanced, wrong)


def test_a_reader_imports_nothing(unbalanced: Path) -> None:
    async def refused(session: Session) -> None:
        await session.press("6", "i")
        assert "只读" in session.text

    work(unbalanced, refused, read_only=True)


RUN = """某局{}政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量270020130
二、上年结转政府信息公开申请数量0000000
（一）予以公开1100002
"""


def received(folder: Path, row: str) -> list[object]:
    report = find_report(office_of(folder, "zhangsan"), 2025)
    cells = report.cells if report else {}
    return [value for address, value in cells.items() if address.startswith(f"requests.{row}.")]


def test_a_way_to_part_figures_is_picked_by_key(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.txt").write_text(RUN.format("2025年"), encoding="utf-8")

    async def pick(session: Session) -> None:
        await session.press("6", "i", *"a.txt", "enter")
        lines = session.text.splitlines()
        (mine,) = [n for n, line in enumerate(lines) if "）2、7、0、0、20、1、30" in line]
        (other,) = [n for n, line in enumerate(lines) if "）27、0、0、2、0、1、30" in line]
        there, back = ("down", "up") if mine < other else ("up", "down")
        await session.press(*["down"] * (mine - 2), "enter")
        assert ["2、7、" in line for line in session.text.splitlines() if "已选定）" in line] == [True]
        # The other way takes its place; once more and none is picked.
        await session.press(there, "space")
        assert ["27、0" in line for line in session.text.splitlines() if "已选定）" in line] == [True]
        await session.press("space")
        assert "已选定）" not in session.text
        await session.press(back, "space", "a")
        assert session.text.count("已选定）") == 3
        await session.press("home", "enter")
        assert "没有选定分法" not in session.text

    work(unbalanced, pick)
    # 27,0,0,2,0,1,30 adds up as well: only the person knew.
    assert received(unbalanced, "received") == [2, 7, 0, 0, 20, 1, 30]
    assert received(unbalanced, "granted") == [1, 1, 0, 0, 0, 0, 2]


ONE_LINE = (
    f"某局2025年政府信息公开工作年度报告 根据条例编制。{'本局认真做好政府信息公开工作。' * 12}"
    "一、总体情况 平稳。三、收到和处理政府信息公开申请情况 一、本年新收政府信息公开申请数量2 7 0 0 20 1 30"
    "二、上年结转政府信息公开申请数量0 0 0 0 0 0 0（一）予以公开1 1 0 0 0 0 2六、其他需要报告的事项 无。"
)
"""A page saved as one line: its number says nothing."""


def test_the_row_under_the_cursor_is_shown_as_the_file_prints_it(
    unbalanced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.txt").write_text(ONE_LINE, encoding="utf-8")

    async def look(session: Session) -> None:
        await session.press("6", "i", *"a.txt", "enter", "end")
        assert "“（一）予以公开”处：（一）予以公开 1 1 0 0 0 0 2" in session.text

    work(unbalanced, look)


def test_rows_left_out_are_said_before_anything_is_kept(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.txt").write_text(RUN.format(""), encoding="utf-8")

    async def leave(session: Session) -> None:
        await session.press("6", "i", *"a.txt", "enter")
        assert "没有写明报告年份" in session.text
        await session.press(*"2025", "enter", "a", "home", "enter")
        assert "有1行数字连在一起、没有选定分法" in session.text
        await session.press("2")
        assert "已录入14格" in session.text

    work(unbalanced, leave)
    assert received(unbalanced, "received") == []
    assert received(unbalanced, "carried_in") == [0] * 7


def test_the_path_is_completed_by_tab(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    folder = Path("往年报告")
    folder.mkdir()
    for name in ("报告2024.html", "报告2023.html", ".hidden"):
        (folder / name).write_bytes(web(SAMPLE)[1])

    async def complete(session: Session) -> None:
        await session.press("6", "i", *"往", "tab")
        assert "往年报告/" in session.text
        await session.press("tab")
        assert "报告2023.html  报告2024.html" in session.text
        assert ".hidden" not in session.text
        await session.press("4", "tab", "enter")
        assert "导入 报告2024.html" in session.text
        await session.press("escape", "i", *"nothing", "tab")
        assert "没有以此开头的文件" in session.text

    work(unbalanced, complete)


def test_a_dry_run_prints_the_rows_of_the_screen(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.txt").write_text(RUN.format("2025年"), encoding="utf-8")
    ran = program("--data", unbalanced, "report", "import", "a.txt", "--dry-run", cwd=Path.cwd())
    printed = ran.stdout.decode().splitlines()
    shown: list[str] = []

    async def look(session: Session) -> None:
        await session.press("6", "i", *"a.txt", "enter")
        listing = session.app.screen.query_one(PageList)
        shown.extend(listing.row_text(at) for at in range(listing.count))

    work(unbalanced, look, (120, 40))
    # The dry run has heads before, what it comes to behind, and the address of each cell.
    cells = [line.split()[-1] for line in printed if "requests." in line]
    assert cells == []
    assert [line.split() for line in printed[1:-1]] == [line.split() for line in shown]
