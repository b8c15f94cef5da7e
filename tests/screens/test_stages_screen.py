"""January on the keyboard (年度报告): figures signed for, checked, text, reviews, 定稿, 报送, 退改, 公开, 归档."""

from pathlib import Path

import pytest

from tests.conftest import REPORTS
from tests.screens.golden import each_size, golden
from tests.screens.report_host import TODAY, Session, kept, office_of, work
from tui_disclose.office.entering import set_figure, set_figures, set_text
from tui_disclose.office.finishing import Said, advance, seal_as_published, standing
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.manuscripts import drafts
from tui_disclose.office.reports import find_report, sheet_of
from tui_disclose.office.versions import VERSIONS, count, find_version

YEAR = 2025
PERSON = "requests.received.natural_person"
URL = "https://www.example.gov.cn/2025.html"


@pytest.fixture
def january(tmp_path: Path) -> Path:
    """An office whose report of 2025 has one figure wrong and no text in part 五."""
    folder = tmp_path / "data"
    create_office(folder, "淮安市人民政府", TODAY, "government")
    office = office_of(folder, "zhangsan")
    figures = REPORTS["huaian-2024"]["cells"]
    set_figures(office, YEAR, {**figures, PERSON: figures[PERSON] + 1}, TODAY)
    set_text(office, YEAR, "一", "总体情况。", TODAY)
    set_text(office, YEAR, "六", "没有其他需要报告的事项。", TODAY)
    return folder


async def step(session: Session, choice: str, *said: str) -> None:
    """Take the report to one of the next stages, today, by this person; `said` is what the stage needs."""
    await session.press("n", choice, "enter", "enter")
    for words in said:
        await session.press(*words, "enter")


async def sign(session: Session, block: str, section: str, by: str) -> None:
    await session.press("b", block, *section, "enter", *by, "enter", *"赵六", "enter", "enter")


def test_january_on_the_keyboard(january: Path) -> None:
    office = open_office(january, read_only=True)
    figure = REPORTS["huaian-2024"]["cells"][PERSON]

    def stage() -> str:
        return standing(office, YEAR, TODAY).stage.name

    async def play(session: Session) -> None:
        # 科室报数签字
        await session.press("enter", "escape", "s")
        for number, (section, by) in enumerate(
            [
                ("法规科", "钱一"),
                ("审批科", "孙二"),
                ("执法队", "李三"),
                ("财务科", "周四"),
                ("办公室", "吴五"),
                ("法规科", "钱一"),
            ],
            1,
        ):
            await sign(session, str(number), section, by)
        report = find_report(office, YEAR)
        assert report
        assert [(each.section, each.by, each.checked_by) for each in report.signatures.values()][3] == (
            "财务科",
            "周四",
            "赵六",
        )
        # 三表校验: 定稿 is refused while an error is open, and says which.
        await step(session, "3")
        assert "不能定稿" in session.text
        assert stage() == "填报中"
        await session.press("escape")
        await session.press("f", *str(figure), "enter")
        assert kept(january, YEAR)[PERSON] == figure
        # 正文
        await session.press("escape", *["right"] * 20, *["left"] * 3)
        assert "五、存在" in session.text
        await session.press("enter", *"更新不够及时，下一步改进。", "ctrl+s", "escape")
        # 办公室主任 → 保密审查 → 分管领导审签 → 盖章报送
        await session.press("s")
        await step(session, "1")
        assert stage() == "数据已核对"
        await session.press("d", *"送审稿", "enter")
        assert [each.note for each in drafts(office, YEAR)] == ["送审稿"]
        for choice, name in (
            ("1", "已送审"),
            ("1", "办公室已审核"),
            ("1", "保密已审查"),
            ("1", "已审签"),
            ("1", "已报送"),
        ):
            await step(session, choice)
            assert stage() == name
        # A finished report is read only, and says what opens it again.
        await session.press("escape")
        await session.press("[", "7")
        assert "内容不能修改" in session.message
        assert "2025年 已报送" in session.text
        # 主管部门意见退改
        await session.press("escape", "s")
        await step(session, "1", "市办要求补充说明")
        assert stage() == "退回修改"
        await session.press("escape", *["right"] * 20, *["left"] * 3, "enter")
        await session.press(*"补充说明。", "ctrl+s", "escape", "s")
        await step(session, "3")
        await step(session, "1")
        # 公开 → 归档
        await step(session, "2", URL)
        assert stage() == "已公开"
        await step(session, "1")

    work(january, play)
    found = standing(office, YEAR, TODAY)
    assert [step.stage for step in found.steps] == [
        *("checked", "submitted", "reviewed", "cleared", "sealed", "reported"),
        *("returned", "sealed", "reported", "published", "archived"),
    ]
    assert found.steps[6].reason == "市办要求补充说明"
    assert found.steps[9].url == URL
    first, second = (find_version(office, YEAR, n).sections["五"] for n in (1, 2))
    assert second == "补充说明。" + first
    assert kept(january, YEAR)[PERSON] == figure


@pytest.fixture
def finished(january: Path) -> Path:
    office = office_of(january, "zhangsan")
    set_figure(office, YEAR, PERSON, str(REPORTS["huaian-2024"]["cells"][PERSON]), TODAY)
    set_text(office, YEAR, "五", "更新不够及时，下一步改进。", TODAY)
    advance(office, YEAR, office.stages.named("定稿"), Said(by="王局长"), TODAY)
    return january


def test_no_key_changes_a_finished_report(finished: Path) -> None:
    office = open_office(finished, read_only=True)
    before, content = office.store.record("reports", str(YEAR)), find_version(office, YEAR, 1).content

    async def try_all(session: Session) -> None:
        await session.press("enter")
        for keys in (["7", "enter"], ["z"], ["="], ["delete"], ["space"], ["f2"], ["c"], ["u"], ["]", "5", "enter"]):
            await session.press(*keys)
        await session.press("escape", *["right"] * 20, *["left"] * 3, "enter", *"改", "ctrl+s", "escape")
        await session.press(*["right"] * 20, "enter", "a", *"理由", "enter", "escape")

    work(finished, try_all)
    assert office.store.record("reports", str(YEAR)) == before
    assert find_version(office, YEAR, 1).content == content
    assert count(office, VERSIONS, YEAR) == 1


@each_size
def test_the_stages_look_like_their_golden(january: Path, size: tuple[int, int]) -> None:
    async def look(session: Session) -> None:
        await session.press("enter", "escape", "s")
        await session.press("n", "1", "enter", *"张三", "enter")
        golden("stages", size, session.text)
        await session.press("n")
        golden("stages-next", size, session.text)

    work(january, look, size)


@each_size
def test_a_finished_report_looks_like_its_golden(finished: Path, size: tuple[int, int]) -> None:
    async def look(session: Session) -> None:
        await session.press("enter", "7")
        golden("finished", size, session.text)

    work(finished, look, size)


def test_a_published_page_is_kept_by_keys(january: Path) -> None:
    async def keep(session: Session) -> None:
        await session.press("enter", "escape", "s", "w", *"2026-01-20", "enter", *URL, "enter")
        assert "已公开" in session.text

    work(january, keep)
    version = find_version(open_office(january), YEAR, 1)
    assert (version.as_published, version.on) == (True, "2026-01-20")


def test_a_wrong_date_changes_nothing_and_is_said(january: Path) -> None:
    async def mistype(session: Session) -> None:
        await session.press("enter", "escape", "s", "n", "1", *"星期五", "enter", "enter")
        assert "不是日期" in session.text
        await session.press("n", "1", *"2026-03-11", "enter", "enter")
        assert "还没有到" in session.text
        await session.press("n", "1", "escape")

    work(january, mistype)
    assert standing(open_office(january), YEAR, TODAY).steps == ()


def test_an_opening_is_explained_and_the_sentence_offered(january: Path) -> None:
    office = office_of(january, "zhangsan")
    opening = REPORTS["huaian-2024"]["cells"]["requests.carried_in.natural_person"]
    set_figure(office, YEAR - 1, "requests.carried_out.natural_person", str(opening + 1), TODAY)

    async def explain(session: Session) -> None:
        await session.press("enter", "]", "escape", "s", "i", "1", *"机构改革移交一件", "enter", "enter")
        assert "写入“六、其他需要报告的事项”" in session.text
        await session.press("1")

    work(january, explain)
    report = sheet_of(open_office(january), YEAR).report
    assert [each.reason for each in report.adjustments.values()] == ["机构改革移交一件"]
    assert report.sections["六"].endswith("“自然人”少1件（2026年3月10日调整，原因：机构改革移交一件）。")


def test_a_sentence_on_fees_is_offered_and_written_only_when_chosen(january: Path) -> None:
    def last() -> str:
        return sheet_of(open_office(january, read_only=True), YEAR).report.sections["六"]

    before = last()

    async def choose(session: Session) -> None:
        await session.press("enter", "escape", "s", "t")
        assert "1 本年度未收取政府信息公开信息处理费。" in session.text
        await session.press("2")
        assert last() == before
        await session.press("t", "1")
        await session.press("t")
        assert "没有可以写入" in session.message

    work(january, choose)
    assert last() == f"{before}\n\n本年度未收取政府信息公开信息处理费。"


def test_drafts_are_compared_on_screen(january: Path) -> None:
    async def compare(session: Session) -> None:
        await session.press("enter", "escape", "s", "v")
        assert "没有可以比较的" in session.text
        await session.press("d", *"初稿", "enter")
        set_figure(office_of(january, "lisi"), YEAR, PERSON, "77", TODAY)
        await session.press("v", "1")
        assert "现在77" in session.text

    work(january, compare)


@each_size
def test_the_years_side_by_side(january: Path, size: tuple[int, int]) -> None:
    office = office_of(january, "zhangsan")
    for year, figure in ((2019, 3), (2020, 40), (2021, 20), (2022, 0), (2023, 9), (2024, 10)):
        set_figures(office, year, {PERSON: figure, "requests.other.natural_person": 2}, TODAY)
    seal_as_published(office, 2019, Said(on=TODAY, url=URL), TODAY)

    async def look(session: Session) -> None:
        await session.press("t", "]")
        golden("trends", size, session.text)
        await session.press("enter")
        golden("trend", size, session.text)
        await session.press("escape", "left", "left", "left")
        assert "2019年" in session.text
        await session.press("escape")
        assert "年度报告：" in session.text

    work(january, look, size)
