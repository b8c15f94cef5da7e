"""Two people, each at a terminal of their own, in one year's report: what one saves the other sees, and who decides."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp, two_apps
from tests.terminal.test_entry import FIRST, SECOND, WORDS, escape, figures, into_text, new_report, report
from tui_disclose.office.house import create_office

THEIRS = "别人写的总体情况"
SECTION = "二后"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_office(tmp_path / "data", "白银市科学技术局", date.today())
    return tmp_path / "data"


@pytest.fixture
def two(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[PtyApp, PtyApp]]:
    """Open the report of 2019 twice."""
    with two_apps(data, monkeypatch) as apps:
        for app in apps:
            new_report(app)
        yield apps


def save_figure(app: PtyApp, data: Path, figure: int, address: str = FIRST) -> None:
    app.press(*str(figure), "tab")
    app.wait_until(lambda: figures(data).get(address) == figure, "the figure in the store")


def test_what_one_saves_the_other_sees_and_typing_goes_on(data: Path, two: tuple[PtyApp, PtyApp]) -> None:
    one, other = two
    other.press("tab", "2", "5")
    other.wait_for("25")
    save_figure(one, data, 4171)
    other.wait_for("4171")
    # The cursor is where it was and what was being typed is taken up again.
    other.press("6", "tab")
    other.wait_until(lambda: figures(data).get(SECOND) == 256, "the figure that was being typed")
    one.wait_for("256")
    assert figures(data) == {FIRST: 4171, SECOND: 256}


@pytest.mark.parametrize(("key", "kept"), [("enter", 7302), ("escape", 4171)])
def test_one_cell_changed_by_both_is_for_the_second_to_decide(
    data: Path, two: tuple[PtyApp, PtyApp], key: str, kept: int
) -> None:
    one, other = two
    other.press(*"7302")
    other.wait_for("7302")
    save_figure(one, data, 4171)
    other.press("enter")
    other.wait_for("别人刚把本格改为“4171”，您输入的是“7302”", "按 Esc 用别人的")
    assert figures(data) == {FIRST: 4171}
    other.press(key)
    other.wait_until(lambda: "别人刚把本格" not in other.text, "the end of the question")
    one.wait_for(str(kept))
    other.wait_for(str(kept))
    assert figures(data) == {FIRST: kept}


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (("t", "ctrl+s"), THEIRS),
        (("t", "m", "ctrl+s"), WORDS),
        (("enter", "ctrl+s"), THEIRS),
    ],
)
def test_one_text_changed_by_both_is_decided_by_keyboard_alone(
    data: Path, two: tuple[PtyApp, PtyApp], keys: tuple[str, ...], kept: str
) -> None:
    one, other = two
    into_text(other, SECTION)
    other.press(*WORDS)
    other.wait_for(WORDS)
    into_text(one, SECTION)
    one.press(*THEIRS, "ctrl+s")
    one.wait_for("”已保存。")
    other.press("ctrl+s")
    other.wait_for("您也改了的1处", f"我的：{WORDS}", f"别人的：{THEIRS}", "【用我的】")
    for key in keys:
        other.press(key)
        if key != "ctrl+s":
            other.wait_for("【用我的】" if key == "m" else "【用别人的】")
    other.wait_until(lambda: "请选择用谁的" not in other.text, "the end of the question")
    other.wait_for(kept)

    def stored() -> dict[str, str]:
        found = report(data)
        return dict(found.sections) if found else {}

    other.wait_until(lambda: stored() == {SECTION: kept}, "the text in the store")
    one.wait_for(kept)
    assert not list((data / "drafts").rglob(f"*-{SECTION}"))


def test_a_conflict_put_off_stays_a_draft(data: Path, two: tuple[PtyApp, PtyApp]) -> None:
    one, other = two
    into_text(other, SECTION)
    other.press(*WORDS)
    into_text(one, SECTION)
    one.press(*THEIRS, "ctrl+s")
    one.wait_for("”已保存。")
    other.press("ctrl+s")
    other.wait_for("您也改了的1处")
    escape(other)
    other.wait_for("您的文字留作草稿")
    found = report(data)
    assert found
    assert found.sections == {SECTION: THEIRS}
    (draft,) = (data / "drafts").rglob(f"*-{SECTION}")
    assert WORDS in draft.read_text(encoding="utf-8")
