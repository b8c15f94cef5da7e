"""A person at a real terminal: how few keys a report takes, and that nothing typed is lost however work ends."""

import json
import os
import random
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import FORMS, REPORTS
from tests.terminal.planner import enter_report
from tests.terminal.pty_app import PtyApp, disclosure_app
from tui_disclose.cli.main import run
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.reports import find_report
from tui_disclose.records.report import Report

UNIT = "白银市科学技术局"
FIRST, SECOND = "proactive.regulations.made", "proactive.regulations.published"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_office(folder, UNIT, date.today())
    return folder


def office(data: Path) -> Office:
    return open_office(data, read_only=True)


def report(data: Path, year: int = 2019) -> Report | None:
    return find_report(office(data), year)


def figures(data: Path) -> dict[str, object]:
    kept = report(data)
    return dict(kept.cells) if kept else {}


def list_years(app: PtyApp) -> None:
    """Go to the list of years; whoever has not left off anywhere begins at place 1."""
    app.wait_for("1待办")
    app.settle()
    app.press("6")
    app.wait_for("年度报告：")


def new_report(app: PtyApp, year: int = 2019) -> None:
    """Begin a report, from any place; the cursor is in the first cell of the first table."""
    list_years(app)
    app.press("n")
    app.wait_for("新建哪一年")
    app.press(*str(year), "enter")
    app.wait_for(f"{year}年 前言", FORMS.for_year(year).tables[0].cells[0].words)
    app.settle()


# ---- few keys ----


@pytest.mark.parametrize(("sample", "most"), [("baiyin-2019", 40), ("huaian-2024", 280)])
def test_a_whole_report_takes_few_key_presses(
    data: Path, sample: str, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    known = REPORTS[sample]
    with disclosure_app(data) as app:
        list_years(app)
        presses = 1 + enter_report(app, FORMS.by_id(known["form"]), known["year"], known["cells"])
        app.press("q")
        assert app.wait_for_end() == 0
    assert presses <= most
    capsys.readouterr()
    assert run(["--data", str(data), "report", "show", str(known["year"]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cells"] == known["cells"]


def test_keys_typed_ahead_of_the_screen_all_arrive_in_their_order(data: Path) -> None:
    typed = [str(number) for number in range(10, 22)]
    with disclosure_app(data) as app:
        new_report(app)
        app.press(*(key for figure in typed for key in (*figure, "tab")))
        app.wait_until(lambda: len(figures(data)) == len(typed), "all the figures in the store")
    assert list(map(str, figures(data).values())) == typed


# ---- the end of work, whatever brings it ----


def escape(app: PtyApp) -> None:
    """Press Esc and wait until the screen shows that it was taken: with a key close behind it is another key."""
    before = app.text
    app.press("escape")
    app.wait_until(lambda: app.text != before, "what Esc does")
    app.settle()


def quit_with_q(app: PtyApp) -> None:
    escape(app)
    app.press("q")


def back_with_escape(app: PtyApp) -> None:
    while f"年度报告：{UNIT}" not in app.text:
        escape(app)
    app.press("q")


def hang_up(app: PtyApp) -> None:
    app.hang_up()


def interrupt(app: PtyApp) -> None:
    app.signal(signal.SIGHUP)


def terminate(app: PtyApp) -> None:
    app.signal(signal.SIGTERM)


def kill(app: PtyApp) -> None:
    app.signal(signal.SIGKILL)


End = Callable[[PtyApp], None]

ENDS: list[End] = [quit_with_q, back_with_escape, hang_up, interrupt, terminate, kill]
SAVING: list[End] = [hang_up, interrupt, terminate]


def end_with(app: PtyApp, way: End) -> None:
    way(app)
    code = app.wait_for_end()
    assert code == (-signal.SIGKILL if way is kill else 0)
    if way not in (kill, hang_up):
        assert app.left_alternate_screen
        assert app.cursor_shown


@pytest.mark.parametrize("way", ENDS)
def test_a_figure_that_was_left_is_there_again(data: Path, way: End) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        app.press("1", "7", "tab", "2", "5")
        # A kill asks nobody: what was left is what the screen shows as left.
        app.wait_until(lambda: figures(data).get(FIRST) == 17, "the figure in the store")
        app.wait_for("25")
        end_with(app, way)
    # The figure still being typed is kept by all that can; Esc gives it up, as in every cell.
    assert figures(data) == ({FIRST: 17, SECOND: 25} if way in SAVING else {FIRST: 17})
    with disclosure_app(data) as app:
        if way in (kill, back_with_escape):
            list_years(app)
            app.wait_for("格式2019", "已填1/198格")
            app.press("enter")
        app.wait_for("2019年 前言", "17")


@pytest.mark.parametrize("way", [terminate])
def test_a_figure_that_cannot_be_taken_does_not_keep_the_program_from_ending(data: Path, way: End) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        app.press("4", "tab", "1", "2", "a")
        app.wait_for("12a")
        end_with(app, way)
    assert figures(data) == {FIRST: 4}


def into_text(app: PtyApp, section: str) -> None:
    """Go from the first table to the text of a section."""
    escape(app)
    step, name = {"一": (["left", "left"], "一、总体情况"), "二后": (["right"], "（表后文字）")}[section]
    app.press(*step)
    app.wait_for(name)
    app.settle()
    app.press("enter")
    app.wait_for("Ctrl+S 保存")
    app.settle()


WORDS = "本年办结3件"


def text_or_draft(data: Path, section: str) -> str | None:
    """What a person finds again in a section: the text that is stored, or the draft."""
    kept = report(data)
    if kept and section in kept.sections:
        return kept.sections[section]
    drafts = [path.read_text(encoding="utf-8") for path in (data / "drafts").rglob(f"*-{section}")]
    return str(json.loads(drafts[0])["text"]) if drafts else None


@pytest.mark.parametrize("way", [back_with_escape, hang_up, terminate])
def test_text_is_stored_however_its_typing_ends(data: Path, way: End) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        into_text(app, "二后")
        app.press(*WORDS)
        app.wait_for(WORDS)
        end_with(app, way)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"二后": WORDS}


def test_text_killed_after_the_draft_delay_is_private_and_offered_again_and_one_key_press_keeps_it(data: Path) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        into_text(app, "一")
        app.press(*WORDS)
        app.wait_until(lambda: text_or_draft(data, "一") == WORDS, "a draft")
        app.press(*"。")
        end_with(app, kill)
    assert report(data) is None
    (draft,) = (data / "drafts").rglob("*-一")
    assert draft.stat().st_mode & 0o777 == 0o600
    assert draft.parent.stat().st_mode & 0o777 == 0o700
    with disclosure_app(data) as app:
        list_years(app)
        app.wait_for("有文字草稿还没有保存")
        app.press("enter")
        app.wait_for("第二十条")
        app.settle()
        into_text(app, "一")
        app.wait_for(WORDS, "已恢复上次没有保存的文字")
        app.press("escape")
        app.wait_until(lambda: report(data), "the text in the store")
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"一": WORDS}
    assert not list((data / "drafts").rglob("*-一"))


def chance_of_today() -> random.Random:
    """Return a generator whose seed stands in the output of a failed test; SEED=… repeats it."""
    seed = int(os.environ.get("SEED", random.randrange(10**9)))
    print(f"SEED={seed}")  # noqa: T201
    return random.Random(seed)


@pytest.mark.long
def test_kill_at_any_key_loses_no_figure_that_was_left(data: Path) -> None:
    chance = chance_of_today()
    for _ in range(25):
        with disclosure_app(data) as app:
            app.wait_for("Enter 打开")
            app.press("n")
            app.wait_for("新建哪一年")
            app.press(*"2019", "enter")
            app.wait_for("2019年 前言", "规章")
            app.settle()
            for key in ("tab",) * chance.randrange(6):
                app.press(key)
            before = figures(data)
            app.press(*str(chance.randrange(1000)), "tab", *str(chance.randrange(10)))
            changed = chance.random() < 0.5
            if changed:
                app.settle()
            end_with(app, kill)
        after = figures(data)
        assert before.keys() <= after.keys()
        assert len({a for a in after if before.get(a) != after[a]}) <= 1


# ---- the terminal itself ----


def test_a_small_window_says_so_and_goes_on_when_it_is_enlarged(data: Path) -> None:
    with disclosure_app(data, (60, 20)) as app:
        app.wait_for("窗口太小（60x20）", "80x24")
        app.resize(80, 24)
        app.wait_until(lambda: "可以从这里开始" in app.text and "窗口太小" not in app.text, "place 1 alone")
        new_report(app)
        app.press("3", "1")
        app.wait_for("31")
        app.resize(60, 20)
        app.wait_for("窗口太小（60x20）", "已录入的内容都在")
        app.resize(120, 40)
        app.wait_for("2019年 前言", "31", "规章·本年新制作数量")
        app.press("tab")
        app.wait_until(lambda: figures(data) == {FIRST: 31}, "the figure in the store")
        app.press("q")
        assert app.wait_for_end() == 0


def test_a_damaged_store_opens_for_reading_and_says_so(data: Path) -> None:
    for figure in "568":
        set_figure(open_office(data), 2019, FIRST, figure, date.today())
    (trail,) = (data / "trail").iterdir()
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(b"".join([*lines[:2], lines[2].replace(b":6", b":7", 1), lines[3]]))
    before = trail.read_bytes()
    with disclosure_app(data) as app:
        app.wait_for("第 3 行已损坏", "损坏处之前的内容（到第2条操作）", "【只读】")
        list_years(app)
        app.wait_for("2019年")
        app.press("enter")
        app.wait_for("2019年 前言", "填报数 5", "【只读】")
        app.press("7")
        app.wait_for("只读方式打开，不能修改")
        app.press("q")
        assert app.wait_for_end() == 0
    assert trail.read_bytes() == before


def test_bytes_of_a_gbk_terminal_do_not_end_the_program(data: Path) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        app.send("政务公开".encode("gbk"))
        app.wait_for("不是 UTF-8 编码，没有录入")
        app.settle()
        into_text(app, "一")
        # 镕 ends in a letter of ASCII, which must not be taken for one.
        app.send("政务公开镕".encode("gbk") + b"\xff\xfe")
        app.wait_for("不是 UTF-8 编码，没有录入")
        app.press(*WORDS)
        app.wait_for(WORDS)
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"一": WORDS}


def test_output_that_goes_nowhere_is_refused_in_words(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--data", str(data)]) == 2
    assert "全屏界面要在终端中打开" in capfd.readouterr().err
