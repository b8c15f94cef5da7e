"""The screens of the yearly report: what they show, as text, and what the keys do to the store."""

import errno
import os
import re
from pathlib import Path

import pytest

from tests.screens.golden import each_size, golden
from tests.screens.report_host import NASTY, TODAY, Session, kept, office_of, work
from tui_disclose.office import exporting
from tui_disclose.office.drafts import TextDraft, find_text, keep_text
from tui_disclose.office.entering import set_figure, set_text
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.reports import find_report
from tui_disclose.tui.screens import report_output
from tui_disclose.tui.screens import report_view as report_module

# ---- what the screens show ----

SCREENS: dict[str, list[str]] = {
    "years": [],
    "table-proactive": ["enter"],
    "table-requests": ["enter", "]", "down", "down", "right"],
    "table-requests-page-2": ["enter", "]", "ctrl+end"],
    "table-remedies": ["enter", "]", "]", "right"],
    "bar": ["enter", "escape"],
    "text": ["enter", "escape", "left", "left", "enter"],
    "findings": ["enter", "]", "]", "]"],
    "accept": ["enter", "]", "]", "]", "a"],
    "preview": ["enter", "p"],
    "export": ["enter", "o"],
    "help": ["enter", "?"],
    "years-help": ["?"],
    "palette": ["enter", "ctrl+p", *"导出"],
    "palette-years": ["ctrl+p"],
    "settings": ["S"],
    "new": ["n"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(unbalanced: Path, name: str, size: tuple[int, int]) -> None:
    set_figure(office_of(unbalanced, "zhangsan"), 2025, "proactive.regulations.issued", "2", TODAY)

    async def look(session: Session) -> None:
        if name not in ("years", "years-help", "new", "palette-years", "settings"):
            await session.press("down")
        await session.press(*SCREENS[name])
        golden(name, size, session.text)

    work(unbalanced, look, size)


@each_size
def test_the_first_run_and_an_empty_office(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = tmp_path / "data"

    async def first(session: Session) -> None:
        golden("first-run", size, session.text)
        await session.press(*"白银市科学技术局", "enter", "1", "enter", *"2019", "enter")
        await session.until(lambda: "填写2019年年度报告请按 6" in session.text)
        golden("first-desk", size, session.text)
        await session.press("6", "enter")
        await session.until(lambda: "规章·本年新制作数量" in session.text)
        await session.press("escape", "escape", "escape")

    work(folder, first, size)
    assert open_office(folder).settings.unit == "白银市科学技术局"

    async def empty(session: Session) -> None:
        golden("years-empty", size, session.text)

    work(folder, empty, size)


@each_size
def test_after_an_export_its_path_is_shown(
    unbalanced: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    export = exporting.export_report

    def elsewhere(*arguments: object) -> Path:
        written.append(export(*arguments))  # type: ignore[arg-type]
        return Path("/srv/政务公开/exports") / written[-1].name

    monkeypatch.setattr(report_output, "export_report", elsewhere)

    async def look(session: Session) -> None:
        await session.press("enter", "o", "1")
        await session.until(lambda: "导出完成" in session.text)
        golden("exported", size, session.text)

    work(unbalanced, look, size)
    assert written[0].read_text(encoding="utf-8").count("3002") == 1
    assert written[0].parent == unbalanced.parent / "exports"


def test_a_small_window_says_so(unbalanced: Path) -> None:
    async def look(session: Session) -> None:
        golden("too-small", (60, 20), session.text)

    work(unbalanced, look, (60, 20))


# ---- what the keys do ----


def test_a_finding_leads_to_its_cell(unbalanced: Path) -> None:
    async def jump(session: Session) -> None:
        await session.press("enter", "]", "]", "]")
        # Of the row that does not add up, the first cell that can be typed; the same for the column, and for 表四.
        for keys, cell in (
            ([], "一、本年新收申请·自然人"),
            (["down"], "一、本年新收申请·自然人"),
            (["down", "down"], "行政复议·结果维持"),
        ):
            await session.press(*keys, "enter")
            assert session.cell.startswith(cell)
            assert session.message.startswith("错误：表")
            await session.press(*["]"] * (2 if cell.startswith("一") else 1), "home")
        await session.press("escape", "home", "f")
        assert session.cell.startswith("一、本年新收申请·自然人")
        # Row and column lead to the same cell, which is one stop; then the next table, then the text that is missing.
        await session.press("f")
        assert session.cell.startswith("行政复议·结果维持")
        await session.press("f")
        assert session.cell.startswith("五、存在的主要问题及改进情况")

    work(unbalanced, jump)


def test_figures_are_saved_cell_by_cell_and_undone_one_by_one(data: Path) -> None:
    async def type_and_undo(session: Session) -> None:
        await session.press("n", "enter", "1", "tab", "2", "tab", "3")
        assert kept(data, 2025) == {"proactive.regulations.issued": 1, "proactive.regulations.repealed": 2}
        await session.press("enter")
        assert kept(data, 2025)["proactive.regulations.in_force"] == 3
        await session.press("u")
        assert list(kept(data, 2025).values()) == [1, 2]
        assert session.message.startswith("已撤销")
        await session.press("u")
        assert list(kept(data, 2025).values()) == [1]

    work(data, type_and_undo)


def test_taking_back_what_was_typed_before_a_step_is_asked_first(data: Path) -> None:
    async def undo_past_a_step(session: Session) -> None:
        await session.press("n", "enter", "1", "tab", "escape", "s", "n", "enter", *["enter"] * 2)
        assert "已记" in session.message
        await session.press("escape", "u")
        assert "其后又记为“数据已核对”，撤销时保留不变" in session.text.replace("\n", "").replace(" ", "")
        await session.press("enter")
        assert kept(data, 2025) == {"proactive.regulations.issued": 1}
        await session.press("u", "2")
        assert kept(data, 2025) == {}

    work(data, undo_past_a_step)


def test_what_another_session_typed_is_taken_back_only_when_that_is_meant(data: Path) -> None:
    # A login may be shared: an act of the same name, by another process while this one is open.
    async def elsewhere(session: Session) -> None:
        await session.press("n", "enter", "1", "tab")
        set_figure(office_of(data, "zhangsan"), 2025, "proactive.regulations.in_force", "3", TODAY)
        await session.press("u")
        assert "这是以前或者在别的窗口做的" in session.text
        assert "3" in session.text
        await session.press("enter")
        assert list(kept(data, 2025).values()) == [1, 3]
        await session.press("u", "2")
        assert list(kept(data, 2025).values()) == [1]
        assert session.message.startswith("已撤销")
        # What was typed here is taken back at once.
        await session.press("u")
        assert kept(data, 2025) == {}

    work(data, elsewhere)


def test_z_fills_what_is_empty_as_one_act(data: Path) -> None:
    async def fill(session: Session) -> None:
        await session.press("n", "enter", "7", "tab", "z")
        cells = kept(data, 2025)
        assert cells.pop("proactive.regulations.issued") == 7
        # Two rows of three columns, three decisions and the fees, less the one that was typed.
        assert set(cells.values()) == {0}
        assert len(cells) == 9
        await session.press("u")
        assert "2025年报告" in session.message
        assert kept(data, 2025) == {"proactive.regulations.issued": 7}

    work(data, fill)


def test_equals_drops_an_entered_figure_as_one_act(unbalanced: Path) -> None:
    total = "remedies.reconsideration.total"

    async def drop(session: Session) -> None:
        await session.press("enter", "]", "]", "right", "right", "right", "right")
        assert "填报数 350" in session.text
        await session.press("=")
        assert total not in kept(unbalanced, 2024)
        # 72 + 64 + 178 + 37
        assert "填报数 无 台账数 无 合计 351" in re.sub(" +", " ", session.text)
        await session.press("u")
        assert kept(unbalanced, 2024)[total] == 350

    work(unbalanced, drop)


def test_c_copies_what_last_year_carried_out(unbalanced: Path) -> None:
    async def carry(session: Session) -> None:
        await session.press("n", "enter", "]", "c")
        cells = kept(unbalanced, 2025)
        assert cells["requests.carried_in.natural_person"] == 103
        assert {a for a in cells if not a.startswith("requests.carried_in.")} == set()
        assert "requests.carried_in.total" not in cells
        await session.press("u")
        assert kept(unbalanced, 2025) == {}

    work(unbalanced, carry)


def test_an_accepted_finding_stays_accepted(unbalanced: Path) -> None:
    async def accept(session: Session) -> None:
        await session.press("enter", "]", "]", "]", "a", *"公布的报告如此[/]", "enter")
        assert "已认可：公布的报告如此[/]" in session.text.replace("\n", "")

    async def look(session: Session) -> None:
        await session.press(*(["enter"] if "格式2021" in session.text else []), "]", "]", "]")
        assert "已认可：公布的报告如此[/]" in session.text.replace("\n", "")
        await session.press("home", "a", *["backspace"] * 12, "enter")

    work(unbalanced, accept)
    work(unbalanced, look)


def test_input_that_cannot_be_taken_keeps_what_was_typed_and_says_why(data: Path) -> None:
    async def refuse(session: Session) -> None:
        await session.press("n", "enter", *"12abc", "tab")
        assert "“12abc”不是数字" in session.message
        assert "12abc" in "\n".join(session.text.splitlines()[3:6])
        assert session.cell.startswith("规章·本年制发件数")
        assert kept(data, 2025) == {}
        await session.press("backspace", "backspace", "backspace", "tab")
        assert kept(data, 2025) == {"proactive.regulations.issued": 12}
        assert session.cell.startswith("规章·本年废止件数")

    work(data, refuse)


@pytest.mark.parametrize(("key", "figure"), [("enter", 5), ("escape", 9)])
def test_a_conflict_says_what_the_other_typed_and_lets_the_person_decide(
    data: Path, key: str, figure: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_module, "_FOLLOW_EVERY", 3600.0)

    async def meet(session: Session) -> None:
        await session.press("n", "enter", "5")
        set_figure(office_of(data, "lisi"), 2025, "proactive.regulations.issued", "9", TODAY)
        await session.press("tab")
        assert "别人刚把本格改为“9”" in session.message
        assert "您输入的是“5”" in session.message
        assert kept(data, 2025) == {"proactive.regulations.issued": 9}
        await session.press(key)
        assert kept(data, 2025) == {"proactive.regulations.issued": figure}

    work(data, meet)


def test_what_another_process_saves_appears_and_the_cursor_stays(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_module, "_FOLLOW_EVERY", 0.05)

    async def follow(session: Session) -> None:
        await session.press("n", "enter", "down", "right", "4")
        set_figure(office_of(data, "lisi"), 2025, "proactive.regulations.issued", "987", TODAY)
        await session.until(lambda: "987" in session.text)
        # The cursor and the figure being typed are where they were.
        assert session.cell.startswith("行政规范性文件·本年废止件数")
        await session.press("2", "tab")
        assert kept(data, 2025) == {
            "proactive.regulations.issued": 987,
            "proactive.normative_documents.repealed": 42,
        }

    work(data, follow)


def test_a_session_that_only_reads_changes_nothing_and_says_so(unbalanced: Path) -> None:
    before = kept(unbalanced, 2024)
    trail = {path: path.read_bytes() for path in (unbalanced / "trail").rglob("*") if path.is_file()}

    async def look(session: Session) -> None:
        await session.press("enter", "1")
        assert "只读" in session.message
        await session.press("tab")
        for key in ("z", "=", "u", "delete", "space"):
            await session.press(key)
        assert "只读" in session.message or "没有" in session.message
        await session.press("]", "]", "]", "a", "x", "enter")
        assert "已认可" not in session.text

    work(unbalanced, look, read_only=True)
    assert kept(unbalanced, 2024) == before
    assert {path: path.read_bytes() for path in trail} == trail


@pytest.mark.parametrize("unit", ["编号[/]尾|[a]甲[bold]乙[/bold]", "𠮷䶮" + "长" * 90], ids=["tags", "long"])
def test_no_text_of_a_record_breaks_a_screen(tmp_path: Path, unit: str) -> None:
    folder = tmp_path / "data"
    create_office(folder, unit, TODAY)
    office = office_of(folder, "zhang[/]san")
    for key, text in zip(("前言", "一", "二前", "二后", "三前", "三后"), NASTY, strict=True):
        set_text(office, 2024, key, text, TODAY)
        set_figure(office, 2024, "proactive.regulations.issued", "22（其中修订16件）", TODAY, reason=text)
    set_figure(office, 2024, "proactive.regulations.repealed", "3（[/]|[a]𠮷）", TODAY)

    async def everywhere(session: Session) -> None:
        assert unit[:20] in session.text
        await session.press("enter", "?", "escape", "p")
        assert "编号[/]尾" in session.text
        await session.press(*["pagedown"] * 4, "escape", "escape", *["left"] * 3)
        shown = session.text
        for _ in range(14):
            await session.press("right")
            shown += session.text
        assert all(text in shown for text in ("编号[/]尾", "[a]甲[bold]乙[/bold]", "甲|乙", "行二", "𠮷䶮", "长" * 39))
        assert "\x1b" not in shown
        assert "\x07" not in shown
        await session.press("enter", "a", *"[/]|", "enter", "down", "enter", "escape")
        await session.press("o", "escape", "escape", "escape", "1", "6", "enter", "o", "1")
        await session.until(lambda: "导出" in session.text)

    work(folder, everywhere)


def test_the_first_run_does_not_go_on_without_a_name(tmp_path: Path) -> None:
    async def answer(session: Session) -> None:
        await session.press("enter")
        assert "请先填写单位全称" in session.text
        await session.press(*"某局", "enter")
        assert "请先填写单位全称" not in session.text
        await session.press("enter", *"2019", "enter")
        assert "台账已建立" in session.text

    work(tmp_path / "data", answer)


def test_the_first_run_with_a_wrong_year_makes_nothing_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    async def answer(session: Session) -> None:
        await session.press(*"Office", "enter", "enter", *"2099", "enter")
        assert not folder.exists()
        assert "2099年尚未开始" in session.text
        await session.press(*"2019", "enter")
        assert "2019年" in session.text

    work(folder, answer)
    assert (folder / "settings.toml").exists()


def test_a_draft_survives_a_session_that_only_looks(data: Path) -> None:
    office = office_of(data, "zhangsan")
    keep_text(office, 2025, "前言", TextDraft("断线前写的", ""))

    async def look(session: Session) -> None:
        await session.press("n", "enter", "escape", *["left"] * 3)
        assert "断线前写的" not in session.text
        await session.press("enter", "escape", "right")

    work(data, look, read_only=True)
    assert find_text(office, 2025, "前言") == TextDraft("断线前写的", "")


def test_a_draft_seen_from_the_bar_stays_a_draft_and_is_saved_once_worked_in(data: Path) -> None:
    office = office_of(data, "zhangsan")
    keep_text(office, 2025, "前言", TextDraft("断线前写的", ""))

    async def look(session: Session) -> None:
        await session.press("n", "enter", "escape", *["left"] * 3)
        assert "断线前写的" in session.text
        await session.press("right")
        assert kept(data, 2025) == {}
        await session.press("left", "enter", "escape")
        assert find_report(open_office(data), 2025).sections == {"前言": "断线前写的"}

    work(data, look)
    assert find_text(office, 2025, "前言") is None


def test_saving_a_text_leaves_the_cursor_where_it_is(data: Path) -> None:
    async def save(session: Session) -> None:
        await session.press("n", "enter", "escape", *["left"] * 3, "enter", *"abc", "enter", "enter", "ctrl+s", *"def")
        await session.press("escape")
        assert find_report(open_office(data), 2025).sections == {"前言": "abc\n\ndef"}

    work(data, save)


def test_a_save_that_fails_shows_nothing_as_saved(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def fail(session: Session) -> None:
        await session.press("n", "enter", "4", "tab")
        with monkeypatch.context() as trouble:
            trouble.setattr(os, "fdatasync", full)
            await session.press("7", "enter")
            assert "磁盘" in session.message
            # The figure is still being typed in its cell; nothing says that it is kept, and the disk has it not.
            assert session.cell.startswith("规章·本年废止件数 填报数 无")
            assert kept(data, 2025) == {"proactive.regulations.issued": 4}
            await session.press("escape")
            assert "7" not in session.text.splitlines()[4]
            await session.press("z")
            assert "磁盘" in session.message
            assert kept(data, 2025) == {"proactive.regulations.issued": 4}
        await session.press("7", "enter")
        assert kept(data, 2025)["proactive.regulations.repealed"] == 7

    work(data, fail)
