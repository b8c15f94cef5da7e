"""Finishing the year on the command line: what is printed, and how each way ends."""

import pytest

from tests.command_line import Cli
from tests.conftest import REPORTS, sample_file
from tests.year_host import TEXTS, URL

YEAR = 2024
CELL = "requests.received.business"


@pytest.fixture
def year(office: Cli) -> Cli:
    """Run a command line where there is a report of 2024 without an error."""
    path = sample_file("huaian-2024", sections=TEXTS)
    assert office("report", "import", path).code == 0
    return office


def stage(cli: Cli) -> str:
    found: str = cli("report", "stage", YEAR, "--json").json["name"]
    return found


def test_where_a_report_stands_and_what_is_next(year: Cli) -> None:
    shown = year("report", "stage", YEAR)
    assert shown.code == 0
    assert "2024年报告：填报中" in shown.out
    assert "下一步：数据已核对、已送审、已审签" in shown.out
    # 31 January 2025 was in the Spring Festival; the last working day before it was Monday the 27th.
    assert shown.out.splitlines()[-1] == "期限：2025年1月31日（此前最后一个工作日为2025年1月27日）前报送、公开"
    found = year("report", "stage", YEAR, "核对", "--by", "张三", "--json")
    assert (found.code, found.json["stage"], found.json["finished"]) == (0, "checked", False)
    assert [(s["stage"], s["by"]) for s in found.json["steps"]] == [("checked", "张三")]
    assert {each["name"] for each in found.json["next"]} == {"已送审", "已审签", "退回修改"}


@pytest.mark.parametrize(
    "call", [["seal", YEAR], *(["stage", YEAR, s] for s in ("定稿", "已报送", "已公开", "已归档"))]
)
def test_no_command_finishes_a_report_with_an_open_error(year: Cli, call: list[object]) -> None:
    assert year("report", "set", YEAR, CELL, 9999).code == 0
    refused = year("report", *call, *(["--url", URL] if "已公开" in call else []))
    assert refused.code == 1
    assert "9999" in refused.err
    assert "不能定稿" in refused.err
    assert stage(year) == "填报中"


def test_a_finished_year_is_refused_to_every_command_that_would_change_it(year: Cli) -> None:
    assert year("report", "seal", YEAR, "--by", "王局长").code == 0
    before = year("report", "export", YEAR, "--output", "-").out
    path = sample_file("huaian-2024", cells={CELL: 1})
    with open("text.md", "w", encoding="utf-8") as file:
        file.write("别的。")
    for call in (
        ["report", "set", YEAR, CELL, 1],
        ["report", "set", YEAR, CELL, "--clear"],
        ["report", "text", YEAR, "一", "--file", "text.md"],
        ["report", "import", path, "--replace"],
        ["report", "ack", YEAR, "T2-REG", "--reason", "理由"],
        ["report", "sign", YEAR, "requests", "--section", "办公室"],
        ["undo"],
        ["undo", "--year", YEAR],
    ):
        refused = year(*call)
        assert (refused.code, "退回修改" in refused.err) == (3, True), call
    assert year("report", "export", YEAR, "--output", "-").out == before


def test_the_way_back_and_the_correction_after_publication(year: Cli) -> None:
    assert year("report", "unseal", YEAR, "--reason", "x").code == 3
    assert year("report", "seal", YEAR).code == 0
    assert year("report", "unseal", YEAR).code == 2
    assert year("report", "unseal", YEAR, "--reason", "市办退改").code == 0
    assert year("report", "seal", YEAR).code == 0
    assert year("report", "stage", YEAR, "已公开").code == 3
    assert year("report", "stage", YEAR, "已公开", "--url", URL).code == 0
    assert year("report", "unseal", YEAR, "--reason", "x").code == 3
    assert year("report", "stage", YEAR, "更正", "--note", "一处有误").code == 0
    assert year("report", "seal", YEAR).code == 0
    shown = year("report", "stage", YEAR).out
    assert "第2版" in shown
    assert "市办退改" in shown
    assert year("report", "stage", YEAR, "胡说").code == 3


def test_a_published_year_is_kept_with_its_findings(year: Cli) -> None:
    assert year("report", "set", YEAR, CELL, 9999).code == 0
    assert year("report", "seal", YEAR, "--as-published").code == 3
    done = year("report", "seal", YEAR, "--as-published", "--on", "2025-01-20", "--url", URL)
    assert done.code == 0
    assert stage(year) == "已公开"
    assert year("report", "check", YEAR).code == 1


def test_an_exported_file_is_verified(year: Cli) -> None:
    assert year("report", "seal", YEAR).code == 0
    path = year("report", "export", YEAR).out.strip()
    good = year("verify", path)
    assert (good.code, "第1次定稿" in good.out) == (0, True)
    with open(path, "a", encoding="utf-8") as file:
        file.write(" ")
    assert year("verify", path).code == 1
    assert year("verify", "nothing.md").code == 3
    assert year("audit", "verify").code == 0


def test_drafts_and_years_side_by_side(year: Cli) -> None:
    assert year("report", "draft", YEAR, "--note", "初稿").code == 0
    assert year("report", "set", YEAR, CELL, 7).code == 0
    assert year("report", "draft", YEAR).code == 0
    (row,) = [each for each in year("report", "diff", YEAR, "--drafts", 1, 2, "--json").json if each["address"] == CELL]
    assert row["figures"] == {"第1稿": REPORTS["huaian-2024"]["cells"][CELL], "第2稿": 7}
    assert year("report", "diff", YEAR, "--with-draft", 2, "--json").json == []
    assert year("report", "diff", YEAR, "--with-draft", 3).code == 3
    assert year("report", "diff", YEAR, "--with-draft", 1, "--drafts", 1, 2).code == 2
    assert [each["note"] for each in year("report", "drafts", YEAR, "--json").json] == ["初稿", ""]
    found = year("report", "trend", CELL, "--json").json
    assert (found["years"], found["rows"][0]["figures"]) == ([YEAR], {str(YEAR): 7})
    assert year("report", "trend", "no.such.cell").code == 3
