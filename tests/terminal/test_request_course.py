"""One request keyed in at a real terminal, from its receipt to the review that corrects the reply to it."""

import json
import signal
from datetime import date
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp, disclosure_app
from tests.terminal.test_entry import escape
from tui_disclose.cli.main import run
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.requests import find_request, view

NUMBER = "〔2024〕1号"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_office(tmp_path / "data", "白银市科学技术局", date(2024, 1, 2))
    return tmp_path / "data"


def fill(app: PtyApp, *texts: str) -> None:
    """Type one field after the other from where the cursor is; “” leaves a field as it is."""
    for at, text in enumerate(texts):
        app.press(*(["tab"] if at else []), *text)


def save(app: PtyApp, *said: str) -> None:
    app.press("ctrl+s")
    app.wait_for(*said)
    app.settle()


def begin(app: PtyApp, words: str) -> None:
    """Choose what comes next by the key that the question shows beside it, and go to its first field."""
    app.press("n")
    app.wait_for("登记哪一件事", "取消")
    app.settle()
    (key,) = [line.split()[0] for line in app.lines if line[2:].startswith(words)]
    app.press(key)
    app.wait_for(f"登记申请{NUMBER}的")
    app.press("ctrl+home")
    app.settle()


def happens(app: PtyApp, words: str, *texts: str, due: str) -> None:
    """Record an event, the day first; the due date that follows is seen before it is saved and after."""
    begin(app, words)
    fill(app, *texts)
    app.wait_for(due)
    save(app, "已登记", "经过", due)


def test_a_request_from_receipt_to_the_review_that_corrects_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dates are those of the worked example of the JSON contract: due 2024-04-28, extended to 2024-05-28."""
    with disclosure_app(data) as app:
        app.wait_for("1待办")
        app.settle()
        app.press("4")
        app.wait_for("还没有登记申请")
        app.press("n")
        app.wait_for("登记申请", "收到渠道")
        fill(app, "5", "20240301", "20240304", "", "1", "张三", "13900000001")
        app.wait_for("收到申请之日2024-03-04")
        app.press("tab", "enter", "甲", "enter", "乙")
        app.wait_for("Esc 写好", "乙")
        escape(app)
        app.wait_for("申请内容", "共2行2字")
        app.press("ctrl+z")
        app.settle()
        assert ["共2行" in line for line in app.lines if "申请内容" in line] == [False]
        app.press(*"科技计划项目经费决算明细")
        save(app, f"已登记申请{NUMBER}")
        app.press("enter")
        app.wait_for("下一步", "经过：还没有登记")
        happens(app, "通知补正", "20240308", "20240322", due="等待申请人")
        happens(app, "收到补正", "20240318", due="2024-04-16")
        happens(app, "征求第三方意见", "20240320", "20240321", "甲公司", due="应在")
        happens(app, "第三方答复意见", "20240402", "2", due="2024-04-28")
        happens(app, "延期", "20240410", "20", "李四", due="2024-05-28")

        begin(app, "答复")
        fill(app, "20240520", "2", "")
        app.wait_for("《中华人民共和国政府信息公开条例》第三十七条")
        app.press("ctrl+s")
        app.wait_for("办结还缺", "没有答复书的文号", "没有写明这一部分是否公开")
        escape(app)
        fill(app, "", "", "科依〔2024〕1号", "2", "", "", "2", "20240521")
        app.press("f2")
        app.wait_for("可以写的文书")
        app.press("enter")
        app.settle()
        escape(app)
        escape(app)
        save(app, "已登记", "已答复")

        app.press("l")
        app.wait_for("可以写的文书", "部分公开")
        at = next(n for n, line in enumerate(app.lines[1:]) if "部分公开" in line)
        app.press(*["down"] * at, "enter")
        app.wait_for("张三", "科依〔2024〕1号", "科技计划项目经费决算明细")
        app.press("o")
        app.wait_for("Word")
        app.press("2")
        app.wait_for("导出完成", ".docx")
        for _ in range(3):
            escape(app)

        app.press("r")
        app.wait_for("登记复议诉讼案件")
        fill(app, "复议〔2024〕1号", "1", "", "", "20240603")
        save(app, "复议诉讼：复议〔2024〕1号", "尚未审结")
        app.press("5")
        app.wait_for("共1条", "复议〔2024〕1号")
        app.press("d")
        app.wait_for("审结日期")
        app.settle()
        app.press("ctrl+home")
        fill(app, "20240801", "2")
        save(app, "结果纠正")

        app.press("q")
        assert app.wait_for_end() == 0

    office = open_office(data, read_only=True)
    assert view(office, NUMBER, date(2024, 8, 2)).clock.due_on == date(2024, 5, 28)
    assert find_request(office, NUMBER).name == "张三"
    assert [path.suffix for path in (data.parent / "exports").iterdir()] == [".docx"]
    capsys.readouterr()
    assert run(["--data", str(data), "report", "show", "2024", "--json"]) == 0
    faces = json.loads(capsys.readouterr().out)["faces"]
    derived = {address: each["derived"] for address, each in faces.items() if each["derived"]}
    assert derived == {
        "requests.received.natural_person": 1,
        "requests.partial.natural_person": 1,
        "remedies.reconsideration.corrected": 1,
    }


def test_a_registration_that_was_begun_when_the_line_dropped_is_gone_on_with(data: Path) -> None:
    with disclosure_app(data) as app:
        app.wait_for("1待办")
        app.press("4")
        app.wait_for("还没有登记申请")
        app.press("n")
        app.wait_for("登记申请", "收到渠道")
        app.settle()
        fill(app, "5", "20240301", "20240304", "", "1", "张三")
        app.wait_for("张三")
        app.signal(signal.SIGHUP)
        assert app.wait_for_end() == 0
    (draft,) = (data / "drafts").rglob("form-requests-new")
    assert draft.stat().st_mode & 0o777 == 0o600
    with disclosure_app(data) as app:
        app.wait_for("还没有登记申请")
        app.press("n")
        app.wait_for("已恢复上次没有保存的内容", "2024-03-01", "2024-03-04", "张三")
        app.press("ctrl+home", *["tab"] * 15, *"决算明细")
        app.wait_for("决算明细")
