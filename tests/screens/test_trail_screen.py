"""Place 8 操作记录: what it lists, what an act changed, filter, verification, and what others add meanwhile."""

from pathlib import Path

from tests.screens.report_host import TODAY, Session, office_of, work
from tui_disclose.office.backups import back_up, restore
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import create_office
from tui_disclose.office.requests import register
from tui_disclose.office.undoing import undo_last


def office_with_acts(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_office(folder, "某局", TODAY)
    office = office_of(folder, "zhangsan")
    set_figure(office, 2025, "requests.received.business", "5", TODAY)
    set_figure(office_of(folder, "lisi"), 2025, "requests.received.business", "[/]7（更正）".removeprefix("[/]"), TODAY)
    undo_last(office_of(folder, "lisi"))
    return folder


def rows(session: Session) -> list[str]:
    return [line for line in session.text.splitlines()[2:-2] if line]


def test_acts_stand_newest_first_with_who_and_what(tmp_path: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("8")
        listed = rows(session)
        assert [line.split()[0] for line in listed] == ["4", "3", "2", "1"]
        assert ["zhangsan" in line for line in listed] == [False, False, True, False]
        assert "撤销第3条" in listed[0]
        assert "已被第4条撤销" in listed[1]
        assert "建立台账“某局”" in listed[3]
        await session.press("end", "up", "enter")
        assert "一、本年新收政府信息公开申请数量·法人或其他组织·商业企业：无 → 5" in session.text

    work(office_with_acts(tmp_path), look)


def test_a_filter_narrows_the_list_and_says_how_many(tmp_path: Path) -> None:
    async def narrow(session: Session) -> None:
        await session.press("8", "/", *"zhang", "enter")
        assert [line.split()[0] for line in rows(session)] == ["2"]
        assert "含“zhang”的1条，共4条" in session.text
        await session.press("/", "backspace", "enter")
        assert len(rows(session)) == 4

    work(office_with_acts(tmp_path), narrow)


def test_escape_lists_all_acts_again_and_nothing_found_is_said(tmp_path: Path) -> None:
    async def clear(session: Session) -> None:
        await session.press("8", "/", *"wanglaowu", "enter")
        assert "没有符合的操作，按 Esc 列出全部" in session.text
        await session.press("escape")
        assert len(rows(session)) == 4
        assert "没有符合的操作" not in session.text

    work(office_with_acts(tmp_path), clear)


def test_what_others_add_appears_and_the_cursor_stays_on_its_act(tmp_path: Path) -> None:
    folder = office_with_acts(tmp_path)

    async def follow(session: Session) -> None:
        await session.press("8", "down")
        set_figure(office_of(folder, "wangwu"), 2025, "requests.received.research", "1", TODAY)
        await session.until(lambda: "共5条" in session.text)
        await session.press("enter")
        assert "第3条" in session.text

    work(folder, follow)


def test_a_changed_trail_is_found_out(tmp_path: Path) -> None:
    folder = office_with_acts(tmp_path)

    async def verify(session: Session) -> None:
        await session.press("8", "v")
        assert "完好，共4条" in session.message
        (segment,) = (folder / "trail").glob("*.jsonl")
        lines = segment.read_bytes().splitlines(keepends=True)
        segment.write_bytes(b"".join(lines).replace(b"zhangsan", b"zhangSan", 1))
        await session.press("v")
        assert "完好" not in session.message
        assert "第 2 行" in session.message

    work(folder, verify)


def test_the_history_of_a_report_shows_each_change(tmp_path: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("enter", "r")
        text = session.text
        assert text.index("7（更正） → 5") < text.index("5 → 7（更正）") < text.index("无 → 5")

    work(office_with_acts(tmp_path), look)


def test_an_act_that_names_an_applicant_is_noted_as_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    create_office(folder, "某局", TODAY)
    values = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person", "content": "经费"}
    register(office_of(folder, "zhangsan"), {**values, "applicant.name": "欧阳修"})

    async def look(session: Session) -> None:
        await session.press("8", "enter")
        assert "申请人：无 → 欧阳修" in session.text

    work(folder, look)
    newest = office_of(folder, "lisi").store.since(2)
    assert [(entry.why, entry.place) for entry in newest] == [("查看申请〔2024〕1号的个人信息", "requests/〔2024〕1号")]


def test_what_a_restore_took_back_leaves_the_list(tmp_path: Path) -> None:
    folder = office_with_acts(tmp_path)
    office = office_of(folder, "zhangsan")
    back_up(office, tmp_path / "one.tar.gz")
    set_figure(office, 2025, "requests.received.research", "1", TODAY)

    async def restored(session: Session) -> None:
        await session.press("8")
        assert "科研机构" in session.text
        restore(folder, tmp_path / "one.tar.gz", "lisi", over=True)
        # As many acts as before.
        await session.until(lambda: "从备份 one.tar.gz 恢复" in session.text)
        assert "共6条" in session.text
        assert "科研机构" not in session.text

    work(folder, restored)
