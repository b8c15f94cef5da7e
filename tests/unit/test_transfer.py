"""Requests and cases in and out on the command line: all or nothing, lines named, round trips, names masked."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tests.unit.test_request_records import CASE, CONTRACT

SECOND = {
    "number": "〔2024〕2号",
    "channel": "in_person",
    "arrived_on": "2024-04-01",
    "applicant": {"kind": "business"},
}
REPORT = ("report", "show", 2024, "--json")


@pytest.fixture
def ledger(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    return cli


def written(*records: Any, name: str = "f.jsonl") -> str:
    Path(name).write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), encoding="utf-8")
    return name


def exported(cli: Cli, what: str = "request", *options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cli(what, "export", "--output", "-", *options).out.splitlines()]


def test_what_is_imported_comes_out_as_it_was(ledger: Cli) -> None:
    assert ledger("request", "import", written(CONTRACT, SECOND)).code == 0
    one, two = exported(ledger, "request", "--with-personal")
    assert one == CONTRACT
    empty = {"confirmed_on": None, "content": None, "parent": None, "events": []}
    assert two == {**SECOND, **empty, "applicant": {"kind": "business", "name": None, "contact": None}}
    again = ledger("request", "import", written(one, two))
    assert (again.code, "无需改动" in again.err) == (0, True)


def test_the_derived_part_is_shown_and_not_stored(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    shown = ledger("request", "show", "〔2024〕1号", "--json").json
    assert {key: shown[key] for key in CONTRACT} == CONTRACT
    assert shown["derived"] == {
        "received_on": "2024-03-04",
        "due_on": "2024-05-28",
        "provisional": False,
        "status": "replied",
        "outcome": "granted",
        "fee": None,
    }
    trail = "".join(path.read_text("utf-8") for path in Path("data/trail").iterdir())
    assert "2024-05-28" not in trail
    assert ledger("request", "import", written(shown)).code == 0


def test_every_bad_line_is_named_and_nothing_is_stored(ledger: Cli) -> None:
    early = {**CONTRACT, "events": [{"kind": "replied", "on": "2024-02-01", "outcome": "granted"}]}
    Path("bad.jsonl").write_text(
        "\n".join(
            [json.dumps(SECOND), "{", json.dumps(early), "", json.dumps({**SECOND, "channel": "x"}), "[1]", "NaN"]
        )
    )
    done = ledger("request", "import", "bad.jsonl")
    assert done.code == 3
    assert [line.partition("：")[0] for line in done.err.splitlines()[:-1]] == [f"第{n}行" for n in (2, 3, 5, 6, 7)]
    assert "5行不能录入" in done.err
    assert exported(ledger) == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe{}", b"\x00"])
def test_a_file_without_records_is_refused(ledger: Cli, content: bytes) -> None:
    Path("f.jsonl").write_bytes(content)
    assert ledger("request", "import", "f.jsonl").code == 3


def test_an_unknown_kind_of_event_is_refused_and_an_unknown_key_kept_and_said(ledger: Cli) -> None:
    events = [{"kind": "vanished", "on": "2024-03-05"}]
    done = ledger("request", "import", written(SECOND, {**CONTRACT, "events": events}))
    assert (done.code, "第2行：" in done.err, "vanished" in done.err) == (3, True, True)
    done = ledger("request", "import", written({**SECOND, "origin": "旧系统"}))
    assert (done.code, "origin" in done.err) == (0, True)
    assert exported(ledger)[0]["origin"] == "旧系统"


def test_other_content_is_refused_without_replace(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    other = {**CONTRACT, "content": "人员编制", "events": CONTRACT["events"][:-1]}
    dry = ledger("request", "import", written(other, SECOND), "--dry-run")
    assert (dry.code, "〔2024〕1号：申请内容、事件与台账不同。" in dry.out) == (0, True)
    assert "新的1件，与台账不同的1件" in dry.out
    assert ledger("request", "import", "f.jsonl").code == 3
    assert exported(ledger, "request", "--with-personal") == [CONTRACT]
    assert ledger("request", "import", "f.jsonl", "--replace").code == 0
    assert exported(ledger, "request", "--with-personal")[0] == other
    assert ledger("undo").code == 0
    assert exported(ledger, "request", "--with-personal") == [CONTRACT]


def test_a_number_that_was_taken_back_is_given_again_only_where_asked(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    assert ledger("undo").code == 0
    done = ledger("request", "import", written(CONTRACT, SECOND))
    assert (done.code, "〔2024〕1号：曾登记后撤销" in done.err) == (3, True)
    assert exported(ledger) == []
    assert ledger("request", "import", "f.jsonl", "--replace").code == 0
    assert exported(ledger, "request", "--with-personal")[0] == CONTRACT


def test_what_was_taken_out_stays_out_and_an_import_says_so(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    ledger("request", "take-out", "〔2024〕1号", "--reason", "重复登记")
    done = ledger("request", "import", "f.jsonl")
    assert (done.code, "〔2024〕1号已注销登记，导入后仍不计入" in done.err) == (0, True)
    assert exported(ledger) == []


def test_one_number_twice_in_a_file_is_refused_unless_it_is_the_same(ledger: Cli) -> None:
    done = ledger("request", "import", written(SECOND, {**SECOND, "channel": "fax"}))
    assert (done.code, "第2行：编号〔2024〕2号与第1行重复而内容不同" in done.err) == (3, True)
    assert ledger("request", "import", written(SECOND, SECOND)).code == 0


def test_an_export_names_nobody_unless_asked_and_can_be_read_back(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    done = ledger("request", "export")
    path = Path(done.out.strip())
    assert "已隐去" in done.err
    assert "张三" not in path.read_text("utf-8")
    assert ledger("request", "import", path).code == 0
    changed = {**json.loads(path.read_text("utf-8")), "content": "人员编制"}
    assert ledger("request", "import", written(changed), "--replace").code == 0
    assert exported(ledger, "request", "--with-personal")[0] == {**CONTRACT, "content": "人员编制"}
    whys = [act["why"] for act in ledger("audit", "log", "--json").json]
    assert sum("导出申请（含个人信息）" in why for why in whys) == 1
    assert sum("导出申请（隐去个人信息）" in why for why in whys) == 1


def test_who_only_looks_sees_and_exports_no_name(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    before = Path("data/trail/000000001.jsonl").read_bytes()
    for words in (
        ["request", "show", "〔2024〕1号"],
        ["request", "show", "〔2024〕1号", "--json"],
        ["request", "list", "--with-personal", "--json"],
        ["request", "export", "--with-personal", "--output", "-"],
        ["history", "request/〔2024〕1号"],
        ["history", "request/〔2024〕1号", "--json"],
    ):
        done = ledger("--read-only", *words)
        assert done.code == 0
        assert "张三" not in done.out
    assert Path("data/trail/000000001.jsonl").read_bytes() == before
    assert ledger("--read-only", "request", "import", written(SECOND)).code == 4


def test_a_list_names_nobody_unless_asked(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT))
    assert "张三" not in ledger("request", "list").out
    assert "张三" not in ledger("request", "list", "--json").out
    assert "张三" in ledger("request", "list", "--with-personal").out
    assert ledger("request", "list", "--json").json[0]["derived"]["due_on"] == "2024-05-28"


def test_a_year_is_exported_alone(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT, {**SECOND, "number": "〔2023〕9号", "arrived_on": "2023-12-29"}))
    assert [each["number"] for each in exported(ledger, "request", "--year", "2023")] == ["〔2023〕9号"]


def test_the_years_tables_follow_from_what_is_imported(ledger: Cli) -> None:
    ledger("request", "import", written(CONTRACT, SECOND))
    assert ledger("remedy", "import", written(CASE)).code == 0
    sheet = ledger(*REPORT).json
    figures = {address: face["derived"] for address, face in sheet["faces"].items() if face["derived"]}
    assert figures == {
        "requests.received.natural_person": 1,
        "requests.received.business": 1,
        "requests.granted.natural_person": 1,
        "requests.carried_out.business": 1,
        "remedies.reconsideration.corrected": 1,
    }
    assert sheet["cells"]["requests.received.total"] == 2
    assert sheet["faces"]["requests.partial.other"]["derived"] == 0
    assert ledger("report", "show", 2023, "--json").code == 3
    assert exported(ledger, "remedy") == [CASE]
    assert ledger("remedy", "import", "f.jsonl").code == 0
    other = {**CASE, "result": "upheld"}
    assert ledger("remedy", "import", written(other)).code == 3
    assert ledger("remedy", "import", "f.jsonl", "--replace").code == 0
    assert ledger(*REPORT).json["faces"]["remedies.reconsideration.upheld"]["derived"] == 1


def test_a_case_about_an_unknown_request_is_taken_and_said(ledger: Cli) -> None:
    done = ledger("remedy", "import", written(CASE))
    assert (done.code, "不在台账中" in done.err) == (0, True)


def test_events_are_typed_by_their_chinese_names(ledger: Cli) -> None:
    assert ledger("request", "add", "收到渠道=当面", "到达日期=20240401", "申请人类别=1").out == "〔2024〕1号\n"
    asked = ledger("request", "event", "〔2024〕1号", "通知补正", "日期=20240403", "补正期限=20240412")
    assert asked.code == 0
    short = ledger("request", "event", "〔2024〕1号", "答复", "日期=20240412", "办理结果=予以公开")
    assert (short.code, "没有写明法律依据" in short.err) == (3, True)
    done = ledger(
        "request", "event", "〔2024〕1号", "replied", "on=20240412", "outcome=granted", "--override", "已寄出"
    )
    assert done.code == 0
    assert ledger("request", "show", "〔2024〕1号", "--json").json["derived"]["outcome"] == "granted"
    wrong = ledger("request", "event", "〔2024〕1号", "消失")
    assert (wrong.code, "可用：" in wrong.err) == (3, True)
    assert ledger("request", "show", "〔2024〕9号").code == 3


def test_an_order_to_reply_anew_that_runs_into_an_unknown_year_is_marked_where_it_is_owed(ledger: Cli) -> None:
    events = [
        {"kind": "replied", "on": "2026-11-02", "outcome": "granted"},
        {"kind": "re_reply_ordered", "on": "2026-12-04"},
    ]
    applicant = {"kind": "other", "name": "甲"}
    line = {
        "number": "某1",
        "channel": "in_person",
        "arrived_on": "2026-10-09",
        "applicant": applicant,
        "events": events,
    }
    assert ledger("request", "import", written(line)).code == 0
    (owed,) = (each for each in ledger("request", "due", "--json").json if each["number"] == "某1")
    # 20 working days from 4 December 2026; the first reply's own 20 from 9 October ended on 5 November.
    assert (owed["owed_on"], owed["provisional"]) == ("2027-01-01", True)
    derived = ledger("request", "show", "某1", "--json").json["derived"]
    assert (derived["due_on"], derived["provisional"]) == ("2026-11-05", False)
    assert "期限2027-01-01（暂定）" in ledger("request", "list").out


def test_the_due_list_is_in_the_order_of_the_days(ledger: Cli) -> None:
    soon = {**SECOND, "number": "〔2024〕3号", "arrived_on": "2024-03-01"}
    ledger("request", "import", written(SECOND, soon, CONTRACT))
    found = ledger("request", "due", "--json").json
    assert [(each["number"], each["due_on"]) for each in found] == [
        ("〔2024〕3号", "2024-03-29"),
        ("〔2024〕2号", "2024-04-29"),
    ]
    assert all(each["days_left"] < 0 for each in found) == (date.today() > date(2024, 4, 29))
