"""Place 6, key i: a published page is shown beside the report before it is kept."""

from pathlib import Path

import pytest

from tests.conftest import FORMS, REPORTS
from tests.layouts import Sample, web
from tests.screens.report_host import Session, office_of, work
from tests.screens.test_report_screens import golden
from tui_disclose.office.reports import find_report

SIZES = [(80, 24), (120, 40)]
REPORT = REPORTS["huaian-2024"]
SAMPLE = Sample(FORMS.for_year(2024), REPORT["unit"], 2024, REPORT["cells"])


def kept(folder: Path) -> int | str | None:
    report = find_report(office_of(folder, "zhangsan"), 2024)
    return report.cells["requests.received.natural_person"] if report else None


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_source_and_cell_side_by_side(unbalanced: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    page = web(SAMPLE)[1].decode().replace("<td>2.其他法律行政法规禁止公开", "<td>2.法律禁令")
    Path("a.html").write_text(page, encoding="utf-8")

    async def review(session: Session) -> None:
        await session.press("i", *"a.html", "enter")
        golden("import-review", size, session.text.replace("a.html", "网页"))
        await session.press("escape")
        assert kept(unbalanced) == 3002
        await session.press("i", *"a.html", "enter", "enter")
        assert kept(unbalanced) == 3001
        assert "已录入" in session.text

    work(unbalanced, review, size)


def test_a_file_that_cannot_be_read_is_named(unbalanced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unbalanced)
    Path("a.doc").write_bytes(b"x")

    async def wrong(session: Session) -> None:
        await session.press("i", *"absent.html", "enter")
        assert "不能读取文件 absent.html" in session.text
        await session.press("i", *"a.doc", "enter")
        assert ".docx" in session.text
        await session.press("i", "enter")
        assert kept(unbalanced) == 3002

    work(unbalanced, wrong)


def test_a_reader_imports_nothing(unbalanced: Path) -> None:
    async def refused(session: Session) -> None:
        await session.press("i")
        assert "只读" in session.text

    work(unbalanced, refused, read_only=True)
