"""Registers kept as tables (CSV, Excel): columns by their labels, lines named, numbers given, nothing twice."""

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.command_line import Cli

HEAD = (
    "序号,编号,收到渠道,到达日期,确认日期,申请人类别,申请人,申请内容,通知补正.通知日期,通知补正.补正期限,"
    "答复日期,办理结果,法律依据,文号,送达方式"
)
ONE = "1,〔2024〕1号,互联网,2024/3/1,2024年3月4日,自然人,张三,科技经费决算,2024-03-08,20240322,,,,,"
TWO = '2,〔2024〕2号,当面,2024.3.5,,商业企业,某公司,"人员编制\n和经费",,,2024-03-20,部分公开,第三十七条,复2号,邮寄'


@pytest.fixture
def ledger(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    return cli


def table(*lines: str, name: str = "登记簿.csv", encoding: str = "utf-8-sig") -> str:
    Path(name).write_bytes("\n".join(lines).encode(encoding))
    return name


def sheet(*rows: list[Any], name: str = "登记簿.xlsx") -> str:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.create_sheet("说明")
    kept = io.BytesIO()
    book.save(kept)
    Path(name).write_bytes(kept.getvalue())
    return name


def kept(cli: Cli, what: str = "request", *more: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cli(what, "export", "--output", "-", *more).out.splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_register_as_csv_becomes_requests_with_their_events(ledger: Cli, encoding: str) -> None:
    name = table("2024年依申请公开登记簿,,,", "", HEAD, ONE, TWO, ",,,", encoding=encoding)
    dry = ledger("request", "import", name, "--dry-run")
    assert (dry.code, "新的2件，与台账不同的0件，相同的0件；未录入。" in dry.out) == (0, True)
    assert kept(ledger) == []
    assert ledger("request", "import", name).code == 0
    one, two = kept(ledger, "request", "--with-personal")
    assert {key: one[key] for key in ("number", "channel", "arrived_on", "confirmed_on", "events")} == {
        "number": "〔2024〕1号",
        "channel": "internet",
        "arrived_on": "2024-03-01",
        "confirmed_on": "2024-03-04",
        "events": [{"kind": "correction_requested", "on": "2024-03-08", "until": "2024-03-22"}],
    }
    assert one["applicant"] == {"kind": "natural_person", "name": "张三", "contact": None}
    assert two["content"] == "人员编制\n和经费"
    reply = {"kind": "replied", "on": "2024-03-20", "outcome": "partial", "ground": "第三十七条", "letter": "复2号"}
    assert two["events"] == [{**reply, "method": "post"}]
    again = ledger("request", "import", name)
    assert (again.code, "无需改动" in again.err) == (0, True)
    assert ledger("report", "show", 2024, "--json").json["cells"]["requests.partial.business"] == 1


def test_a_workbook_gives_days_as_days_and_says_which_sheet_was_read(ledger: Cli) -> None:
    head = [
        "编号",
        "收到渠道",
        "到达日期",
        "申请人类别",
        "申请内容",
        "通知缴费.通知日期",
        "通知缴费.页数",
        "通知缴费.金额（元）",
    ]
    row = ["〔2024〕1号", "当面", datetime(2024, 3, 1), "自然人", "经费", date(2024, 3, 11), 100.0, 700]
    done = ledger("request", "import", sheet(["登记簿"], [], head, row, [None] * 8))
    assert (done.code, "没有读入“说明”" in done.err) == (0, True)
    (one,) = kept(ledger)
    assert one["arrived_on"] == "2024-03-01"
    assert [{**each, "amount": str(each["amount"])} for each in one["events"]] == [
        {"kind": "fee_notified", "on": "2024-03-11", "pages": 100, "amount": "700"}
    ]


def test_every_bad_row_is_named_and_nothing_is_taken(ledger: Cli) -> None:
    bad = ["3,〔2024〕3号,信鸽,2024-03-01,,自然人", "4,〔2024〕4号,当面,三月,,自然人", "5,〔2024〕5号,当面,2024-03-01"]
    late = "6,〔2024〕6号,当面,2024-03-05,,自然人,,,,,2024-03-01,予以公开"
    done = ledger("request", "import", table("登记簿", HEAD, ONE, TWO, *bad, late))
    assert done.code == 3
    # The content of the second runs over two lines.
    assert [line.partition("：")[0] for line in done.err.splitlines()[:-1]] == [f"第{n}行" for n in (6, 7, 8, 9)]
    assert kept(ledger) == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["甲,乙", "1,2"], "没有表头"),
        ([], "没有表头"),
        (["编号,收到渠道,到达日期,申请人类别,密级", "1,当面,20240301,自然人,x"], "没有“密级”这一项"),
        (["编号,收到渠道,到达日期,申请人类别", "1,当面,20240301,自然人,多,余"], "表头只有4格"),
        (["编号,收到渠道,到达日期,申请人类别"], "有表头，没有数据行"),
        (["编号,收到渠道,到达日期,申请人类别,通知补正.补正期限", "1,当面,20240301,自然人,20240308"], "没有日期"),
    ],
)
def test_what_is_no_register_is_refused(ledger: Cli, lines: list[str], words: str) -> None:
    done = ledger("request", "import", table(*lines))
    assert (done.code, words in done.err) == (3, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_workbook_is_refused(ledger: Cli, content: bytes) -> None:
    Path("f.xlsx").write_bytes(content)
    done = ledger("request", "import", "f.xlsx")
    assert (done.code, "不能打开" in done.err) == (3, True)


def test_rows_without_numbers_get_the_next_ones_once(ledger: Cli) -> None:
    assert ledger("request", "add", "收到渠道=当面", "到达日期=20240102", "申请人类别=自然人").code == 0
    head = "收到渠道,到达日期,申请人类别,申请人,申请内容"
    rows = ["当面,20240301,自然人,张三,经费", "当面,20230301,自然人,张三,经费", "当面,20240301,自然人,李四,经费"]
    assert ledger("request", "import", table(head, *rows)).code == 0
    numbers = ["〔2024〕1号", "〔2024〕2号", "〔2023〕1号", "〔2024〕3号"]
    assert sorted(each["number"] for each in kept(ledger)) == sorted(numbers)
    again = ledger("request", "import", table(head, *rows, "当面,20240401,自然人,王五,经费"))
    assert again.code == 0
    assert "第2行：没有编号，与台账中的〔2024〕2号相同，没有再录。" in again.err
    assert len(kept(ledger)) == 5


def test_a_request_under_another_number_is_said(ledger: Cli) -> None:
    ledger("request", "import", table(HEAD, ONE))
    other = ONE.replace("〔2024〕1号", "旧7号").replace("科技经费决算", "科技 经费决算")
    said = "旧7号与〔2024〕1号申请人类别、到达日期、申请内容都相同，请核对是否重复登记。"
    assert said in ledger("request", "import", table(HEAD, other), "--dry-run").err
    named = other.replace("张三", "李四")
    assert "重复登记" not in ledger("request", "import", table(HEAD, named), "--dry-run").err
    within = table(HEAD, named, named.replace("旧7号", "旧8号"))
    assert "旧8号与旧7号" in ledger("request", "import", within, "--dry-run").err
    ledger("request", "take-out", "〔2024〕1号", "--reason", "误登")
    assert "重复登记" not in ledger("request", "import", table(HEAD, other), "--dry-run").err


def test_cases_come_in_as_a_table_too(ledger: Cli) -> None:
    ledger("request", "import", table(HEAD, TWO))
    head = "编号,途径,所涉申请,申请起诉日,审结日期,结果"
    row = "复议1,行政复议,〔2024〕2号,2024-04-01,2024-06-01,结果纠正"
    assert ledger("remedy", "import", table(head, row)).code == 0
    assert kept(ledger, "remedy") == [
        {
            "number": "复议1",
            "path": "reconsideration",
            "request": "〔2024〕2号",
            "after": None,
            "filed_on": "2024-04-01",
            "decided_on": "2024-06-01",
            "result": "corrected",
        }
    ]
    done = ledger("remedy", "import", table(head, row.replace("复议1", "")))
    assert (done.code, "第2行：没有编号" in done.err) == (3, True)
