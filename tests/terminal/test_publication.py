"""At a terminal of 80×24: an item from draft through approval to publication, its interpretation, the column filled."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp, two_apps
from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.ledgers import rows
from tui_disclose.records.approval import events_of
from tui_disclose.records.items import APPROVAL, is_published

COLUMN = "政策解读"
EMPTY = "空栏目（栏目不留空）"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_office(tmp_path / "data", "白银市科学技术局", date.today())
    return tmp_path / "data"


@pytest.fixture
def two(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[PtyApp, PtyApp]]:
    """Open the catalogue twice."""
    with two_apps(data, monkeypatch) as apps:
        for app in apps:
            app.wait_for("8操作记录")
            app.press("3")
            app.wait_for("目录中还没有条目")
        yield apps


def column_line(app: PtyApp) -> str:
    """Return the line of the column in the tree, which is opened and left again."""
    app.press("f")
    app.wait_for("选择要列出的栏目")
    app.settle()
    line = next(line for line in app.lines if COLUMN in line)
    app.press("escape")
    app.wait_for("【3主动公开】")
    app.settle()
    return line


def approve(app: PtyApp, name: str) -> None:
    """Sign as the second person: the newest item waits in the list."""
    app.wait_for(name)
    app.press("end", "enter")
    app.wait_for("下一步", "待局办公室主任审批签字")
    app.press("a")
    app.wait_for("局办公室主任审批签字，意见")
    app.press("enter")
    app.wait_until(lambda: "待行政审批科统一发布" in app.text or "不同的人办理" in app.text, "the signature")
    if "不同的人办理" in app.text:  # both are one login where SUDO_USER does not count
        app.press(*"试验", "enter")
    app.wait_for("待行政审批科统一发布")
    app.press("escape")
    app.wait_for("栏目  e 修改")


def test_an_item_is_approved_published_and_interpreted_and_its_column_is_no_longer_empty(
    data: Path, two: tuple[PtyApp, PtyApp]
) -> None:
    clerk, director = two
    assert EMPTY in column_line(clerk)
    clerk.press("n", "1")
    clerk.wait_for("登记条目（原创）")
    clerk.press(*"项目申报通知", "down", *"政策法规", "down", "3")
    clerk.wait_for("政策性、规范性文件同步发布解读")
    clerk.press("ctrl+s")
    clerk.wait_for("已登记条目", "草稿")
    clerk.press("enter")
    clerk.wait_for("填写信息发布审批单，送审")
    clerk.press("s")
    clerk.wait_for("送审，要说明的")
    clerk.press("enter")
    clerk.wait_for("待局办公室主任审批签字")
    approve(director, "项目申报通知")
    # The clerk's screen shows the signature without being touched.
    clerk.wait_for("待行政审批科统一发布")
    clerk.press("f")
    clerk.wait_for("记为已发布，发布日期", "栏目政策法规")
    clerk.press("2")
    clerk.wait_for("已发布　项目申报通知", "登记解读")

    clerk.press("i")
    clerk.wait_for("的解读")
    clerk.press(*"申报通知图解", "down", "4", "ctrl+s")
    clerk.wait_for("草稿　申报通知图解", "解读的文件")
    clerk.press("s")
    clerk.wait_for("送审，要说明的")
    clerk.press("enter")
    clerk.wait_for("待局办公室主任审批签字")
    approve(director, "申报通知图解")
    clerk.wait_for("待行政审批科统一发布")
    clerk.press("f", "2")
    clerk.wait_for("已发布　申报通知图解")
    clerk.press("escape")
    clerk.wait_for("图解解读：", "（已发布）")
    assert "登记解读（" not in clerk.text
    clerk.press("escape")
    clerk.wait_for("栏目  e 修改")
    assert EMPTY not in column_line(clerk)

    document, interpretation = rows(open_office(data, read_only=True), CATALOGUE)
    assert interpretation.fields["interprets"] == document.number
    for row in (document, interpretation):
        assert is_published(row.fields)
        assert row.fields["published_on"] == date.today().isoformat()
        assert [event.kind for event in events_of(row.fields[APPROVAL])] == ["submitted", "approved", "published"]
