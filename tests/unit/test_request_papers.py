"""What comes next by law, why the due date is that day, what it costs, and a request's letters on the command line."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui_disclose.cli.main import run
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.changing_settings import change_settings
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.letters import next_letter_number
from tui_disclose.office.request_events import add_event
from tui_disclose.office.request_papers import export_why, fee_text, why_text
from tui_disclose.office.requests import find_request, register
from tui_disclose.records.next_steps import Next, next_steps

TODAY = date(2024, 3, 12)
VALUES = {
    "channel": "in_person",
    "arrived_on": "2024-03-01",
    "applicant.kind": "natural_person",
    "applicant.name": "张三",
    "content": "科技经费决算",
}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def begun(office: Office, *events: dict[str, Any]) -> str:
    number = register(office, VALUES)
    for event in events:
        add_event(office, number, event, "试验")
    return number


def after(office: Office, *events: dict[str, Any], today: date = TODAY) -> dict[str, Next]:
    request = find_request(office, begun(office, *events))
    steps = next_steps(request, request.clock(calendar_of(office), today), today, calendar_of(office))
    return {step.kind: step for step in steps}


def awaited(steps: dict[str, Next]) -> dict[str, str]:
    return {kind: str(step.by or "") for kind, step in steps.items() if step.awaited}


ASKED = {"kind": "correction_requested", "on": "2024-03-08", "until": "2024-03-22"}
CORRECTED = {"kind": "correction_received", "on": "2024-03-18"}
CONSULTED = {"kind": "third_party_consulted", "on": "2024-03-20", "served_on": "2024-03-21"}
OPINION = {"kind": "third_party_replied", "on": "2024-04-02"}
EXTENDED = {"kind": "extended", "on": "2024-04-10", "days": 20, "approved_by": "李四"}
REPLY = {"kind": "replied", "on": "2024-05-20", "outcome": "granted", "ground": "条", "letter": "1号", "method": "post"}


def test_a_new_request_is_to_be_assigned_and_answered(office: Office) -> None:
    steps = after(office)
    # Art. 33: 20 working days from 1 March 2024 end on Friday 29 March; Art. 30: 7 of them on 12 March.
    assert awaited(steps) == {"assigned": "", "replied": "2024-03-29"}
    assert steps["correction_requested"].by == date(2024, 3, 12)
    assert steps["extended"].by == date(2024, 3, 29)
    assert "correction_received" not in steps
    assert "served" not in steps


def test_while_the_applicant_has_to_act_no_reply_is_owed(office: Office) -> None:
    steps = after(office, ASKED)
    assert awaited(steps) == {"correction_received": "2024-03-22", "assigned": ""}
    assert "extended" not in steps
    assert not steps["replied"].awaited
    assert not {"fee_notified", "reasonable_period"} & steps.keys(), "there is no period within which to send them"
    lapsed = after(office, ASKED, today=date(2024, 3, 25))
    assert "按逾期不补正办结" in lapsed["replied"].words


def test_a_fee_that_is_waived_is_not_waited_for(office: Office) -> None:
    notice = {"kind": "fee_notified", "on": "2024-03-05", "pages": 100, "amount": 700}
    # 20 working days from 6 March 2024, Qingming off.
    assert awaited(after(office, notice)) == {"fee_paid": "2024-04-02", "assigned": ""}
    waived = after(office, {**notice, "amount": 0, "waived": "经济困难"})
    assert (awaited(waived), "fee_paid" in waived) == ({"assigned": "", "replied": "2024-03-29"}, False)


def test_each_step_of_the_contracts_own_example_is_owed_by_its_day(office: Office) -> None:
    # DESIGN 3.3: restart on 2024-03-18, excluded to 2024-04-02, due 2024-04-28 (a worked Sunday), extended 2024-05-28.
    steps = after(office, ASKED, CORRECTED, CONSULTED)
    # 15 working days from being served on 21 March; Qingming is 4 to 6 April, and 7 April is worked.
    assert steps["third_party_replied"].by == date(2024, 4, 12)
    assert "correction_requested" not in steps
    assert after(office, ASKED, CORRECTED, CONSULTED, OPINION)["replied"].by == date(2024, 4, 28)
    extended = after(office, ASKED, CORRECTED, CONSULTED, OPINION, EXTENDED)
    assert extended["replied"].by == date(2024, 5, 28)
    assert "extended" not in extended, "20 working days are all there are"


def test_a_closed_one_is_served_and_archived_and_answered_anew_only_where_ordered(office: Office) -> None:
    steps = after(office, REPLY)
    assert awaited(steps) == {"served": "", "archived": ""}
    assert "replied" not in steps
    order = {"kind": "re_reply_ordered", "on": "2024-08-01", "until": "2024-08-30"}
    again = after(office, REPLY, order)["replied"]
    assert (again.words, again.by, again.awaited) == ("重新答复", date(2024, 8, 30), True)


def test_nothing_comes_next_of_what_was_taken_out(office: Office) -> None:
    from tui_disclose.office.ledgers import take_out
    from tui_disclose.office.requests import REQUESTS

    number = begun(office)
    take_out(office, REQUESTS, number, "重复登记", TODAY)
    request = find_request(office, number)
    assert next_steps(request, request.clock(calendar_of(office)), TODAY, calendar_of(office)) == ()


def test_last_days_that_rest_on_an_unknown_year_are_marked_those_that_somebody_set_are_not(office: Office) -> None:
    consulted = {"kind": "third_party_consulted", "on": "2026-12-14"}
    number = register(office, {**VALUES, "arrived_on": "2026-12-11"})
    add_event(office, number, consulted)
    add_event(office, number, {"kind": "assigned", "on": "2026-12-11", "section": "法规科", "until": "2027-01-20"})
    request = find_request(office, number)
    steps = next_steps(request, request.clock(calendar_of(office)), TODAY, calendar_of(office))
    marked = {step.kind: step.provisional for step in steps if step.by}
    assert marked["third_party_replied"]
    assert marked["replied"]
    assert marked["extended"]
    assert not marked["drafted"]
    # 7 working days from 11 December are over on the 22nd.
    assert not marked["correction_requested"]


def test_why_it_is_that_day_names_each_step_and_every_day_but_no_applicant(office: Office) -> None:
    number = begun(office, ASKED, CORRECTED, CONSULTED, OPINION, EXTENDED)
    text = why_text(office, number, TODAY)
    for words in ("2024-03-18 收到补正", "征求第三方意见", "延期20个工作日（李四同意）", "2024-05-28", "第三十三条"):
        assert words in text, words
    assert "逐日" not in text
    path = export_why(office, number, TODAY)
    days = path.read_text(encoding="utf-8").partition("逐日：")[2].strip().splitlines()
    assert days[0].startswith("2024-03-19")
    assert days[-1].startswith("2024-05-28")
    assert days[-1].endswith("第40个工作日")
    assert "张三" not in path.read_text(encoding="utf-8")
    assert office.store.since(office.store.sequence - 1)[0].why.startswith(f"导出{number}的答复期限计算到")


def test_the_fee_is_worked_out_for_the_applicants_month_and_by_page(office: Office) -> None:
    numbers = [begun(office) for _ in range(12)]
    # 国办函〔2020〕109号: pieces 11 to 30 of a month cost 100 yuan each; pages 1–30 are free, 31–100 cost 10 each.
    text = fee_text(office, numbers[11], 100)
    assert "当月的第12件" in text
    assert "第12件：1件×100元＝100元" in text
    assert "合计200元" in text, "the pieces 11 and 12 together"
    assert "合计700元" in text
    assert "合计0元" in fee_text(office, numbers[0])
    old = register(office, VALUES | {"arrived_on": "2020-12-31"})
    assert "不收费" in fee_text(office, old)


def test_letters_are_listed_written_and_say_what_is_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TUI_DISCLOSE_DATA", str(office.folder))
    number = begun(office, ASKED)
    assert run(["request", "letter", number]) == 0
    assert any("补正告知书 2024-03-08  --event 1" in line for line in capsys.readouterr().out.splitlines())
    assert run(["request", "letter", number, "correction", "--output", "-"]) == 0
    shown = capsys.readouterr()
    assert "张三" in shown.out
    assert "2024年3月22日" in shown.out
    assert "“事项”还没有内容" in shown.err
    assert run(["request", "letter", number, "correction", "--format", "docx"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.name == f"{number}补正告知书.docx"
    assert path.read_bytes()[:2] == b"PK"
    assert run(["request", "letter", number, "granted"]) == 3
    assert "可用：" in capsys.readouterr().err


def test_why_and_fee_on_the_command_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TUI_DISCLOSE_DATA", str(office.folder))
    number = begun(office)
    assert run(["request", "show", number]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if line.startswith("下一步")] == ["下一步：转交办理", "下一步：答复，最晚2024-03-29"]
    assert run(["request", "why", number, "--days"]) == 0
    assert "2024-03-29 周五：第20个工作日" in capsys.readouterr().out
    assert run(["request", "why", number, "--output", str(tmp_path / "w.txt")]) == 0
    assert (tmp_path / "w.txt").is_file()
    assert run(["request", "fee", number, "--pages", "200"]) == 0
    assert "合计2700元" in capsys.readouterr().out
    assert run(["request", "fee", "〔1999〕1号"]) == 3


def test_the_next_letter_gets_the_number_that_the_pattern_gives(office: Office) -> None:
    # Nothing is offered that lacks the 机关代字.
    assert next_letter_number(office, 2024) == ""
    own = msgspec.structs.replace(office, settings=change_settings(office, {"letters.code": "白科"}))
    assert next_letter_number(own, 2024) == "白科依申请公开〔2024〕1号"
    told = {
        "kind": "correction_requested",
        "on": "2024-03-04",
        "until": "2024-03-20",
        "letter": "白科依申请公开〔2024〕9号",
    }
    begun(own, told, {"kind": "note", "on": "2024-03-05", "letter": "科函〔2024〕30号"})
    assert next_letter_number(own, 2024) == "白科依申请公开〔2024〕10号"
    assert next_letter_number(own, 2025) == "白科依申请公开〔2025〕1号"
