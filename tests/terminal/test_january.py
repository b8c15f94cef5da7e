"""January at a real terminal of 80×24: signed for, checked, text, reviews, 定稿, 报送, 退改, 公开, 归档."""

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import REPORTS
from tests.terminal.pty_app import PtyApp, disclosure_app
from tests.terminal.test_entry import escape, list_years
from tui_disclose.office.entering import set_figures, set_text
from tui_disclose.office.finishing import standing
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.manuscripts import drafts
from tui_disclose.office.reports import find_report
from tui_disclose.office.versions import find_version

TODAY = date.today()
YEAR = TODAY.year - 1
FIGURES = REPORTS["huaian-2024"]["cells"]
WRONG = "requests.received.natural_person"
URL = "https://www.example.gov.cn/nb.html"
SECTIONS = ("法规科", "审批科", "执法队", "财务科", "办公室", "法规科")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An office whose report of last year has one figure wrong and no text in part 五."""
    folder = tmp_path / "data"
    office = create_office(folder, "淮安市人民政府", TODAY, "government")
    set_figures(office, YEAR, {**FIGURES, WRONG: FIGURES[WRONG] + 1}, TODAY)
    set_text(office, YEAR, "一", "总体情况。", TODAY)
    set_text(office, YEAR, "六", "本年度未收取政府信息公开信息处理费。", TODAY)
    return folder


def answer(app: PtyApp, question: str, *keys: str) -> None:
    app.wait_for(question)
    app.settle()
    app.press(*keys)


def sign(app: PtyApp, block: int, section: str) -> None:
    """One section signs for the figures of a block (科室报数签字)."""
    app.press("b")
    answer(app, "哪一块的数字", str(block))
    answer(app, "科室", *section, "enter")
    answer(app, "报数", *"钱一", "enter")
    answer(app, "核对人", *"赵六", "enter")
    answer(app, "日期", "enter")
    app.settle()


def choose(app: PtyApp, name: str) -> None:
    """Choose the stage to take the report to, by the key that stands beside its name."""
    app.press("n")
    app.wait_for("到了哪个环节", "取消")
    app.settle()
    (key,) = [line.split()[0] for line in app.lines if line[2:].startswith(name)]
    app.press(key)


def step(app: PtyApp, name: str, *said: str) -> None:
    """Take the report to a stage; today, by this person."""
    choose(app, name)
    answer(app, "日期", "enter")
    answer(app, "办理人", "enter")
    for words in said:
        app.settle()
        app.press(*words, "enter")
    app.settle()


def to_part_five(app: PtyApp) -> None:
    """From the bar of parts into the text of 五, the cursor at its beginning."""
    app.press(*["right"] * 20, *["left"] * 3)
    app.wait_for("五、存在")
    app.press("enter")
    app.settle()


def test_january_is_played_through_at_a_terminal(data: Path) -> None:
    office = open_office(data, read_only=True)

    def reached(name: str) -> bool:
        return standing(office, YEAR, TODAY).stage.name == name

    with disclosure_app(data) as app:
        list_years(app)
        app.settle()
        app.press("enter")
        app.wait_for(f"{YEAR}年 前言")
        app.settle()
        escape(app)
        app.press("s")
        app.wait_for("填报中")
        for block, section in enumerate(SECTIONS, 1):
            sign(app, block, section)
        app.wait_until(lambda: len(find_report(office, YEAR).signatures) == len(SECTIONS), "six signatures")

        # 三表校验: an open error stops 定稿, and `f` leads to its cell.
        choose(app, "已审签")
        app.wait_for("不能定稿")
        app.settle()
        escape(app)
        app.press("f")
        app.wait_for("一、本年新收")
        app.settle()
        app.press(*str(FIGURES[WRONG]), "enter")
        app.wait_until(lambda: find_report(office, YEAR).cells[WRONG] == FIGURES[WRONG], "the right figure")
        app.settle()
        # 正文
        escape(app)
        to_part_five(app)
        app.press(*"更新不够及时，下一步改进。", "ctrl+s")
        app.wait_until(lambda: "五" in find_report(office, YEAR).sections, "the text of 五")
        escape(app)
        # 办公室主任 → 保密审查 → 分管领导审签 → 盖章报送
        app.press("s")
        app.wait_for("填报中")
        app.settle()
        step(app, "数据已核对")
        app.press("d")
        app.settle()
        app.press(*"送审稿", "enter")
        app.wait_until(lambda: [each.note for each in drafts(office, YEAR)] == ["送审稿"], "the draft")
        app.settle()
        for name in ("已送审", "办公室已审核", "保密已审查", "已审签", "已报送"):
            step(app, name)
            app.wait_until(lambda name=name: reached(name), name)
        # 主管部门意见退改
        step(app, "退回修改", "市办要求补充说明")
        app.wait_until(lambda: reached("退回修改"), "退回修改")
        escape(app)
        to_part_five(app)
        app.press(*"补充说明。", "ctrl+s")
        app.wait_until(lambda: find_report(office, YEAR).sections["五"].startswith("补充"), "the text as amended")
        escape(app)
        app.press("s")
        app.wait_for("退回修改")
        app.settle()
        # 公开 → 归档
        for name, *said in (("已审签",), ("已报送",), ("已公开", URL), ("已归档",)):
            step(app, name, *said)
            app.wait_until(lambda name=name: reached(name), name)
        escape(app)
        app.press("q")
        assert app.wait_for_end() == 0
    steps = standing(office, YEAR, TODAY).steps
    assert [each.stage for each in steps] == [
        *("checked", "submitted", "reviewed", "cleared", "sealed", "reported"),
        *("returned", "sealed", "reported", "published", "archived"),
    ]
    assert (steps[6].reason, steps[9].url) == ("市办要求补充说明", URL)
    first, second = (find_version(office, YEAR, number).sections["五"] for number in (1, 2))
    assert second == f"补充说明。{first}"
