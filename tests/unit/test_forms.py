"""The statutory forms: complete, as printed, and refused with the place where a file is wrong."""

import re
from pathlib import Path

import pytest

from tests.conftest import FORMS, REPORTS
from tui_disclose.problems import FormError, Refused
from tui_disclose.statutory.form_files import load_forms, read_form
from tui_disclose.statutory.layout import lay_out

PACKAGED = Path(__file__).parents[2] / "tui_disclose" / "statutory" / "forms"

OUTCOMES_2019 = [
    "granted",
    "partial",
    "state_secret",
    "prohibited_by_law",
    "security",
    "third_party",
    "internal_affairs",
    "deliberative",
    "enforcement_file",
    "administrative_query",
    "not_held",
    "needs_creation",
    "unclear",
    "petition",
    "repeated",
    "publications",
    "excessive",
    "confirmation",
    "other",
]


@pytest.mark.parametrize(("form", "cells"), [("2019", 198), ("2021", 200)])
def test_each_form_has_the_cells_of_the_printed_one(form: str, cells: int) -> None:
    assert len(FORMS.by_id(form).cells) == cells


@pytest.mark.parametrize("sample", ["baiyin-2019", "pt-2019", "huaian-2024", "sh-office-2025"])
def test_a_complete_real_report_fills_exactly_the_addresses(sample: str) -> None:
    report = REPORTS[sample]
    assert set(report["cells"]) == set(FORMS.by_id(report["form"]).cells)


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")])
def test_report_years_to_2020_use_form_2019(year: int, form: str) -> None:
    assert FORMS.for_year(year).id == form


def test_a_year_before_the_first_form_is_refused() -> None:
    with pytest.raises(Refused, match="1990年"):
        FORMS.for_year(1990)


def test_the_outcome_rows_of_2019_are_those_of_the_notice() -> None:
    assert list(dict.fromkeys(FORMS.by_id("2019").outcome_rows.values())) == OUTCOMES_2019


def test_what_2021_counts_apart_2019_counts_in_other() -> None:
    rows_2019, rows_2021 = FORMS.by_id("2019").outcome_rows, FORMS.by_id("2021").outcome_rows
    for outcome in ("not_corrected", "fee_unpaid", "other"):
        assert rows_2019[outcome] == "other"
        assert rows_2021[outcome] == outcome


def test_the_totals_are_the_columns_and_rows_that_the_form_adds() -> None:
    totals = FORMS.by_id("2021").totals
    assert set(totals) == {
        *(f"requests.{row}.total" for row in {a.split(".")[1] for a in FORMS.by_id("2021").cells if "requests" in a}),
        *(f"requests.concluded.{cell.column.key}" for cell in FORMS.by_id("2021").table("requests").cells),
        *(f"remedies.{row}.total" for row in ("reconsideration", "litigation_direct", "litigation_after")),
    }
    assert totals["requests.received.total"] == tuple(
        f"requests.received.{kind}"
        for kind in ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
    )


def merged(form: str, table: str) -> set[tuple[str, int, int]]:
    """Return the printed labels with the columns and lines that they are merged over, single cells left out."""
    cells = lay_out(FORMS.by_id(form).table(table)).cells
    return {(c.text, c.colspan, c.rowspan) for c in cells if c.role != "figure" and (c.colspan, c.rowspan) != (1, 1)}


@pytest.mark.parametrize(("form", "result_rows"), [("2019", 20), ("2021", 22)])
def test_table_three_merges_as_printed(form: str, result_rows: int) -> None:
    printed = merged(form, "requests")
    assert {
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 7, 1),
        ("自然人", 1, 2),
        ("法人或其他组织", 5, 1),
        ("总计", 1, 2),
        ("一、本年新收政府信息公开申请数量", 3, 1),
        ("三、本年度办理结果", 1, result_rows),
        ("（一）予以公开", 2, 1),
        ("（三）不予公开", 1, 8),
        ("（四）无法提供", 1, 3),
        ("（五）不予处理", 1, 5),
        ("（七）总计", 2, 1),
        ("四、结转下年度继续办理", 3, 1),
    } <= printed
    assert (("（六）其他处理", 1, 3) in printed) == (form == "2021")
    assert (("（六）其他处理", 2, 1) in printed) == (form == "2019")


def test_table_four_stands_on_one_line_of_fifteen() -> None:
    layout = lay_out(FORMS.by_id("2019").table("remedies"))
    assert (layout.width, layout.height) == (15, 4)
    assert {
        ("行政复议", 5, 1),
        ("行政诉讼", 10, 1),
        ("未经复议直接起诉", 5, 1),
        ("复议后起诉", 5, 1),
        ("结果维持", 1, 2),
        ("结果纠正", 1, 2),
        ("其他结果", 1, 2),
        ("尚未审结", 1, 2),
        ("总计", 1, 2),
    } == merged("2019", "remedies")


def test_table_two_prints_a_banner_over_each_block() -> None:
    banners = [c.text for c in lay_out(FORMS.by_id("2019").table("proactive")).cells if c.role == "banner"]
    assert banners == [f"第二十条第（{number}）项" for number in "一五六八九"]
    assert ("本年收费金额（单位：万元）", 3, 1) in merged("2021", "proactive")


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("table", ["proactive", "requests", "remedies"])
def test_the_printed_cells_cover_the_grid_once(form: str, table: str) -> None:
    layout = lay_out(FORMS.by_id(form).table(table))
    covered = [
        (line, column)
        for cell in layout.cells
        for line in range(cell.line, cell.line + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert sorted(covered) == [(line, column) for line in range(layout.height) for column in range(layout.width)]


def broken(before: str, after: str) -> bytes:
    text = (PACKAGED / "2021.toml").read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1).encode()


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('id = "2021"', 'id = "2021', "TOML"),
        ('id = "2021"', "", "缺少键 id"),
        ("first_year = 2021", 'first_year = "2021"', "first_year"),
        ('kind = "money"', 'kind = "gold"', "gold"),
        ("jump = true", "jump = true\nleap = true", "leap"),
        ('key = "licences"', 'key = "penalties"', "重复"),
        ('rows = ["not_corrected", "fee_unpaid", "other"]', 'rows = ["not_correct", "other"]', "merged_rows 的 rows"),
        ('rows = ["not_corrected", "fee_unpaid", "other"]', "rows = []", "merged_rows[0].rows"),
        ('table = "requests"\nrows', 'table = "request"\nrows', "merged_rows 的 table = request"),
        ('previous = "2019"', "", "previous"),
        ("span = 3", "span = 0", "span"),
        ("stub = 3", "stub = 0", "stub = 0"),
        ("stub = 3", "stub = 2", "stub = 2"),
        ('numeral = "二"\nheading', 'numeral = "一"\nheading', "numeral = 一"),
        ('numeral = "五"', 'numeral = "前言"', "“前言”"),
        ('key = "licences"', 'key = "li.cences"', "key"),
        ('key = "licences"', 'key = ""', "key"),
        ('key = "proactive"', 'key = "pro.active"', "tables[0].key"),
        ('title = "政府信息公开工作年度报告"', 'title = ""', "title"),
        ('parts = ["natural_person"', 'parts = ["total", "natural_person"', "requests.received.total"),
        ('jump_columns = ["total"]', 'jump_columns = ["totals"]', "totals"),
        ('left = { this = ["carried_in"] }', 'left = { this = ["carried_in", "received"] }', "copies"),
        ('right = { last = ["carried_out"] }', 'right = { last = ["carried_out", "received"] }', "copies"),
        ('needed = ["concluded"]', 'needed = ["granted"]', "needed"),
        ('table = "remedies"', 'table = "requests"', "tables.requests"),
        ('parts = ["natural_person"', 'parts = ["alien"', "alien"),
        ('table = "requests"\nrows', 'table = "requests"\nlines', "lines"),
        ('short = "行政许可"', 'short = "行政许可行政许可行政许可行政许可"', "超过12字"),
        ('only = ["regulations"', 'only = ["regulation"', "regulation"),
    ],
)
def test_a_wrong_form_file_is_refused_by_file_and_key(before: str, after: str, says: str) -> None:
    with pytest.raises(FormError) as problem:
        read_form("某格式.toml", broken(before, after))
    assert "某格式.toml" in str(problem.value)
    assert says in str(problem.value)


@pytest.mark.parametrize("what", ["columns", "rows"])
def test_a_block_without_columns_or_rows_is_refused(what: str) -> None:
    text = re.sub(rf"^{what} = \[\n.*?^\]$", f"{what} = []", broken("", "").decode(), count=1, flags=re.M | re.S)
    with pytest.raises(FormError, match=rf"x\.toml：至少应有1项（位置 tables\[0\].blocks\[0\].{what}）"):
        read_form("x.toml", text.encode())


def test_totals_that_contain_each_other_are_refused() -> None:
    round_about = (
        broken('total = "concluded"', 'total = "concluded"\nonly = ["total"]').decode()
        + """
[[tables.relations]]
id = "ROUND"
kind = "sum"
name = "x"
over = "rows"
total = "upheld"
parts = ["total"]
severity = "error"
basis = "x"
"""
    )
    with pytest.raises(FormError, match=r"remedies\.reconsideration\.(total|upheld)"):
        read_form("x.toml", round_about.encode())


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('previous = "2019"', 'previous = "2091"', "2091"),
        ('previous_row = "other"', 'previous_row = "others"', "others"),
    ],
)
def test_what_a_form_says_of_the_one_before_it_must_be_so(tmp_path: Path, before: str, after: str, says: str) -> None:
    (tmp_path / "own.toml").write_bytes(broken(before, after))
    with pytest.raises(FormError, match=rf"own\.toml：.*{says}"):
        load_forms(tmp_path)


@pytest.mark.parametrize(("text", "where"), [('id = "x"\nb = = 1\n', "第2行第5列"), ('id = """x', "文件末尾")])
def test_a_broken_file_is_refused_by_line_and_without_english(text: str, where: str) -> None:
    with pytest.raises(FormError) as problem:
        read_form("某格式.toml", text.encode())
    assert where in str(problem.value)
    assert not re.search("[a-z]{3,}", str(problem.value).replace("某格式.toml", ""))


def test_a_form_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(FormError, match="UTF-8"):
        read_form("x.toml", "格式".encode("gbk"))


def test_an_office_adds_a_form_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "2030.toml").write_bytes(broken('id = "2021"\nfirst_year = 2021', 'id = "2030"\nfirst_year = 2030'))
    forms = load_forms(tmp_path)
    assert [forms.for_year(year).id for year in (2020, 2029, 2030, 2035)] == ["2019", "2021", "2030", "2030"]


def test_two_forms_for_the_same_first_year_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(broken('id = "2021"', 'id = "2021b"'))
    with pytest.raises(FormError, match="2021b"):
        load_forms(tmp_path)
