"""What terminals do differently, in real ones: locales, bytes, widths, colours, sizes, clipboard, and a crash."""

import base64
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import REPORTS
from tests.terminal.pty_app import PtyApp, disclosure_app
from tests.terminal.test_entry import chance_of_today, end_with, into_text, list_years, new_report, report, terminate
from tui_disclose.office.entering import set_figures
from tui_disclose.office.house import create_office, open_office

UNIT = "白银市科学技术局"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_office(tmp_path / "data", UNIT, date.today())
    return tmp_path / "data"


def colours(app: PtyApp) -> set[bytes]:
    return {code for codes in re.findall(rb"\x1b\[([0-9;]*)m", app.output) for code in codes.split(b";")}


# ---- what they send and how it is read ----


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0"},
        {"LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"},
        {"LC_ALL": "no_SUCH.locale", "PYTHONUTF8": "0"},
    ],
    ids=lambda environment: "-".join(environment.values()),
)
def test_chinese_is_read_and_shown_whatever_the_locale(data: Path, environment: dict[str, str]) -> None:
    with disclosure_app(data, environment=environment) as app:
        app.wait_for(UNIT)
        new_report(app)
        into_text(app, "一")
        app.send("政务公开〔2024〕5号“全文”".encode())
        app.wait_for("政务公开〔2024〕5号“全文”")
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"一": "政务公开〔2024〕5号“全文”"}


def test_characters_arrive_whole_however_their_bytes_are_cut(data: Path) -> None:
    text = "政务𠮷䶮公开（一）é"
    with disclosure_app(data) as app:
        new_report(app)
        into_text(app, "一")
        for byte in text.encode():
            app.send(bytes([byte]))
        app.wait_until(lambda: "𠮷" in app.text and "（一）" in app.text, "the text")
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"一": text}


def test_five_thousand_characters_are_pasted_whole(data: Path) -> None:
    text = "".join(chr(0x4E00 + n % 2_000) for n in range(5_000))
    with disclosure_app(data) as app:
        new_report(app)
        into_text(app, "一")
        app.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        app.wait_for("5000字")
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert kept.sections == {"一": text}


def test_an_input_method_that_was_left_on_is_said(data: Path) -> None:
    with disclosure_app(data) as app:
        new_report(app)
        app.press("政")
        app.wait_for("输入法开着：收到“政”")
        # What it sends for a digit is the digit.
        app.press("７", "tab")
        app.wait_until(lambda: report(data), "the figure in the store")
        end_with(app, terminate)
    kept = report(data)
    assert kept is not None
    assert list(kept.cells.values()) == [7]


# ---- how they draw ----


def answer_widths(app: PtyApp, column: int) -> None:
    """Answer as a terminal does that is asked where its cursor is."""
    app.wait_until(lambda: b"\x1b[6n" in app.output, "the question")
    app.send(f"\x1b[1;{column}R".encode())


def test_a_terminal_that_draws_quotes_wide_gets_narrow_ones_and_is_told(data: Path) -> None:
    with disclosure_app(data) as app:
        answer_widths(app, 3)
        app.wait_for('终端把引号画成两格：已改用简单符号，请取消"不确定宽度的字符按双倍宽度显示"。')
        app.settle()
        before = len(app.output)
        app.press("1")
        app.wait_for("在本版本中" if "在本版本中" in app.text else "1待办")
        app.press("?")
        app.wait_for("本处可用的键")
        app.settle()
        drawn = app.output[before:].decode()
        assert not set(drawn) & set("“”‘’…—→①■─│")
        end_with(app, terminate)


def test_a_terminal_that_draws_quotes_narrow_gets_them(data: Path) -> None:
    with disclosure_app(data) as app:
        answer_widths(app, 2)
        app.wait_for("年度报告")
        new_report(app)
        into_text(app, "一")
        app.send("“”".encode())
        app.wait_for("“”")
        end_with(app, terminate)


@pytest.mark.parametrize("terminal", ["linux", "xterm", "screen", "xterm-256color", "tmux-256color", "dumb", "vt100"])
def test_only_the_colours_that_every_terminal_has_are_used_and_no_mouse(data: Path, terminal: str) -> None:
    with disclosure_app(data, environment={"TERM": terminal, "COLORTERM": "truecolor"}) as app:
        new_report(app)
        app.press("1", "tab", "?")
        app.wait_for("本处可用的键")
        end_with(app, terminate)
        # Bold, dim, underlined, reverse, and the terminal's own foreground and background.
        assert colours(app) <= {b"", b"0", b"1", b"2", b"4", b"7", b"39", b"49"}
        for mode in (1000, 1002, 1003, 1015):
            assert f"\x1b[?{mode}h".encode() not in app.output


def test_a_line_is_copied_by_osc_52(data: Path) -> None:
    set_figures(open_office(data), 2019, REPORTS["baiyin-2019"]["cells"], date.today())
    with disclosure_app(data) as app:
        list_years(app)
        app.wait_for("格式2019")
        app.press("y")
        app.wait_for("已交给终端复制")
        (copied,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", app.output)
        assert base64.b64decode(copied).decode().startswith("2019年  ")
        end_with(app, terminate)


def test_a_storm_of_sizes_ends_in_the_screen_of_the_last(data: Path) -> None:
    set_figures(open_office(data), 2019, REPORTS["baiyin-2019"]["cells"], date.today())
    chance = chance_of_today()
    with disclosure_app(data) as app:
        list_years(app)
        app.wait_for("格式2019")
        app.press("enter")
        app.wait_for("2019年 前言")
        app.press("5")
        for _ in range(60):
            app.resize(chance.randrange(20, 200), chance.randrange(5, 60))
            app.read(chance.choice([0, 0, 0.01]))
        app.resize(120, 40)
        app.wait_until(lambda: "规章·本年新制作数量" in app.text and "窗口太小" not in app.text, "the last size")
        app.settle()
        settled = app.text
        app.press("ctrl+l")
        app.settle()
        assert app.text == settled
        end_with(app, terminate)


def test_what_is_shown_is_what_a_full_repaint_shows(data: Path) -> None:
    """Only what changed is sent: after any keys, drawing everything anew must change nothing."""
    set_figures(open_office(data), 2019, REPORTS["baiyin-2019"]["cells"], date.today())
    chance = chance_of_today()
    keys = ["down", "right", "]", "[", "pagedown", "pageup", "escape", "enter", "ctrl+p", "?", "8", "6", "f", "1", "政"]
    with disclosure_app(data) as app:
        list_years(app)
        app.wait_for("格式2019")
        for _ in range(10):
            for key in chance.choices(keys, k=3):
                app.press(key)
                app.settle()
            settled = app.text
            app.press("ctrl+l")
            app.settle()
            assert app.text == settled
        end_with(app, terminate)


# ---- a crash ----

CRASHES = """
import sys
from pathlib import Path
from tui_disclose.tui import open_app
from tui_disclose.tui.screens.years import YearsScreen

def fail(self):
    applicant = "王小明 620400199001011234"
    raise ValueError(applicant)

YearsScreen.action_new = fail
sys.exit(open_app(Path(sys.argv[1])))
"""


def test_a_crash_is_one_sentence_a_log_without_records_and_an_exit_code(data: Path) -> None:
    with PtyApp([sys.executable, "-c", CRASHES, str(data)]) as app:
        list_years(app)
        app.press("n")
        assert app.wait_for_end() == 1
        said = app.output[app.output.rfind(b"\x1b[?1049l") :].decode()
        assert app.left_alternate_screen
        assert app.cursor_shown
    assert "程序出错已退出，此前保存的内容都在" in said
    assert str(data / "crash.log") in said.replace("\r\n", "")
    log = (data / "crash.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    for text in (said, log):
        assert "王小明" not in text
        assert "1234" not in text
        assert "Traceback" not in said
