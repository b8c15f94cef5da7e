"""审签单 and 数据核对表: who did what when, which section provided which figures, as Markdown and as Word."""

from datetime import date
from pathlib import Path

import pytest

from tests.year_host import TODAY, YEAR, office_with_report, to
from tui_disclose.choices import PAPER_FORMATS
from tui_disclose.exporting.document import Document, TableBlock, placed, words_of
from tui_disclose.office import year_papers
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.signing import blocks_of, provided, sign
from tui_disclose.office.year_papers import PAPERS, export_paper, paper
from tui_disclose.problems import Refused


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_report(tmp_path / "data")


def rows(document: Document) -> list[list[str]]:
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    found: dict[int, list[str]] = {}
    for one in placed(table.rows):
        found.setdefault(one.line, []).append(words_of(one.cell.text))
    return list(found.values())


def test_the_blocks_are_those_of_the_printed_form(office: Office) -> None:
    assert list(blocks_of(office.forms.by_id("2021"))) == [
        *(f"proactive.{row}" for row in ("regulations", "licences", "penalties", "fees")),
        "requests",
        "remedies",
    ]
    assert "proactive.procurement" in blocks_of(office.forms.by_id("2019"))


def test_a_section_signs_for_its_block_and_somebody_checks_it(office: Office) -> None:
    settings = office.folder / "settings.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[blocks]\n"proactive.fees" = "财务科"\n', "utf-8")
    office = open_office(office.folder)
    sign(office, YEAR, "proactive.fees", TODAY, by="钱五", on=date(2025, 1, 6))
    sign(office, YEAR, "remedies", TODAY, "法规科", "李四")
    sign(office, YEAR, "proactive.fees", TODAY, checked_by="张三")
    found = {each.key: each.words for each in provided(office, YEAR, TODAY)}
    assert found["proactive.fees"] == "财务科，钱五，2025-01-06，张三核对"
    assert found["remedies"] == "法规科，李四，2025-01-24"
    assert found["requests"] == "科室未定，未签字"
    body = rows(paper(office, YEAR, "核对表", TODAY))
    assert body[0] == ["内容", "提供科室", "报数人", "日期", "核对人"]
    assert body[4][1:] == ["财务科", "钱五", "2025年1月6日", "张三"]
    assert [row[1] for row in body[1:]] == ["", "", "", "财务科", "", "法规科"]
    for block, said, message in (
        ("nothing", {}, "没有“nothing”"),
        ("requests", {}, "哪个科室"),
        ("requests", {"section": "办公室", "on": date(2025, 2, 1)}, "还没有到"),
    ):
        with pytest.raises(Refused, match=message):
            sign(office, YEAR, block, TODAY, **said)  # type: ignore[arg-type]


def test_the_approval_paper_has_each_step_and_room_for_those_to_come(office: Office) -> None:
    to(office, "核对", on=date(2025, 1, 10), by="张三")
    to(office, "定稿", on=date(2025, 1, 16), by="王局长")
    body = rows(paper(office, YEAR, "审签单", TODAY))
    assert body[1:3] == [
        ["数据已核对", "2025年1月10日", "张三", ""],
        ["已审签（第1次定稿）", "2025年1月16日", "王局长", ""],
    ]
    assert body[3:] == [["已报送", "", "", ""], ["已公开", "", "", ""], ["已归档", "", "", ""]]
    to(office, "退回修改", reason="市办退改")
    body = rows(paper(office, YEAR, "审签单", TODAY))
    assert body[3][3] == "市办退改"
    assert body[4][0] == "数据已核对"


@pytest.mark.parametrize("file_format", PAPER_FORMATS)
@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_written_and_the_trail_says_so(office: Office, kind: str, file_format: str) -> None:
    to(office, "定稿", by="甲|乙[bold]*丙*")
    path = export_paper(office, YEAR, kind, TODAY, file_format)
    assert path.name.endswith(
        f"2024年政府信息公开工作年度报告{kind if kind == '审签单' else '数据核对表'}.{file_format}"
    )
    assert path.stat().st_size > 200
    assert office.store.since(0)[-1].why.startswith(f"导出2024年{PAPERS[kind]}到 ")


def test_a_paper_that_does_not_read_back_the_same_leaves_no_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = paper(office, YEAR, "核对表", TODAY)
    real = year_papers.paper
    data = export_paper(office, YEAR, "审签单", TODAY, "docx").read_bytes()
    monkeypatch.setattr("tui_disclose.exporting.docx.render_docx", lambda _: data)
    assert real(office, YEAR, "核对表", TODAY) == other
    with pytest.raises(Refused, match="读回"):
        export_paper(office, YEAR, "核对表", TODAY, "docx")
    assert len(list(office.exports.iterdir())) == 1


def test_an_unknown_paper_or_format_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="审签单、核对表"):
        paper(office, YEAR, "名单", TODAY)
    with pytest.raises(Refused, match="md、docx"):
        export_paper(office, YEAR, "审签单", TODAY, "pdf")


@pytest.mark.parametrize("kind", PAPERS)
def test_papers_have_room_to_sign_and_a_title_that_breaks_between_words(office: Office, kind: str) -> None:
    document = paper(office, YEAR, kind, TODAY)
    assert document.title.split("\n")[-1] == PAPERS[kind]
    # GB/T 9704: 28 characters of 3号 are 156 mm, so 2号 (22 pt) is 20 of them.
    assert all(len(line) < 20 for line in document.title.replace("2024", "年年").split("\n"))
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert table.row_mm >= 8
    assert sum(table.widths_mm) == 156
