"""Tables of a register: nothing in them is passed over without a word."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tui_disclose.importing.ledger_tables import TableRow, columns_of, read_table
from tui_disclose.importing.records import read_records
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.rules import plan_rules
from tui_disclose.problems import Differs, Refused
from tui_disclose.records.ledger_files import ledger

DAY = date(2026, 3, 2)
SECRETS = "公开属性,数量,生成日期\n涉密,2,20260105\n涉密,2,20260105\n"


def rows(name: str, data: bytes | str) -> list[TableRow]:
    content = data.encode() if isinstance(data, str) else data
    return read_table(name, content, columns_of(ledger("catalogue"), with_events=False), DAY)[0]


def book(**sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", DAY, ledger_since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("名称,名称,栏目\n甲,乙,部门文件\n", "“名称”出现不止一次"),
        ("编号,索引号,名称,栏目\n1,2,甲,部门文件\n", "“编号”、“索引号”都是编号"),
        ('名称,栏目\n甲,部门文件\n"乙,部门文件\n丙,部门文件\n', "第3行起"),
        ("名称,栏目\n", "有表头，没有数据行"),
        ("名称;栏目\n", "有表头，没有数据行"),
    ],
)
def test_a_table_that_may_lose_rows_or_columns_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        rows("t.csv", text)


def test_a_name_that_swallowed_the_next_row_is_named() -> None:
    (row,) = rows("t.csv", '名称,栏目\n"甲,部门文件\n乙",部门文件\n')
    assert (row.line, "名称一格里有换行" in row.problem) == (2, True)


@pytest.mark.parametrize("sign", [";", "\t", "；"])
def test_cells_may_be_parted_by_other_signs(sign: str) -> None:
    text = f"登记簿\n名称{sign}栏目\n甲，乙{sign}部门文件\n"
    assert [row.record for row in rows("t.csv", text)] == [{"name": "甲，乙", "column": "部门文件"}]


def test_all_that_is_wrong_with_a_line_is_told() -> None:
    (row,) = rows("t.csv", "名称,生成日期,文件性质,数量,关键字,关键词\n甲,哪天,哪种,x,经费,决算\n")
    assert all(label in row.problem for label in ("生成日期", "文件性质", "数量", "“关键字”和“关键词”是同一项"))


def test_a_formula_without_a_result_is_no_empty_cell() -> None:
    (row,) = rows("t.xlsx", book(表=[["名称", "生成日期"], ["甲", "=A1"]]))
    assert row.problem.startswith("生成日期：公式没有算出的值")


def test_of_several_sheets_the_only_one_with_a_head_is_read() -> None:
    data = book(说明=[["怎样填写"]], 条目=[["名称", "栏目"], ["甲", "部门文件"]])
    lines, said = read_records(ledger("catalogue"), "t.xlsx", data, DAY)
    assert [line.values["name"] for line in lines] == ["甲"]
    assert said == ["只读入工作表“条目”，没有读入“说明”。"]


def test_two_sheets_with_heads_are_refused() -> None:
    lines = [["名称", "栏目"], ["甲", "部门文件"]]
    with pytest.raises(Refused, match="“一月”、“二月”"):
        rows("t.xlsx", book(一月=lines, 二月=lines))


def test_two_equal_secrets_are_two_and_come_in_once(office: Office) -> None:
    plan = plan_items(office, "t.csv", SECRETS.encode(), DAY)
    assert ([item["count"] for item in plan.items.values()], plan.there) == ([2, 2], ())
    apply_records(office, plan, "t.csv")
    again = plan_items(office, "t.csv", f"{SECRETS}涉密,2,20260105\n".encode(), DAY)
    assert (len(again.items), len(again.there)) == (1, 2)
    assert all("数量：2" in line and "2026-01-05" in line for line in again.there)


def test_what_is_refused_says_what_to_do(office: Office) -> None:
    plan = plan_rules(office, "t.jsonl", b'{"kind": "x"}', DAY)
    with pytest.raises(Differs) as refused:
        apply_records(office, plan, "t.jsonl")
    assert str(refused.value) == "有1行不能导入，没有导入任何制度；请改正后重新导入。"
