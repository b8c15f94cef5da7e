"""Place 3 on screen: the list by column, forms by source, the approval with its people, links and kept texts."""

import hashlib
from pathlib import Path

import pytest

from tests.screens.catalogue_host import DRAFT, POLICY, approved, catalogue, item
from tests.screens.golden import each_size, looks_like_golden
from tests.screens.report_host import NASTY, TODAY, Session, office_of, work
from tui_disclose.office.catalogue import CATALOGUE, approve, submit
from tui_disclose.office.catalogue_exports import set_text, text_of
from tui_disclose.office.ledgers import find_row, rows
from tui_disclose.records.approval import events_of
from tui_disclose.records.items import APPROVAL
from tui_disclose.store.interface import Fields

SECOND = ["3", "home", "down", "enter"]
FIRST = "2026-000001"


@pytest.fixture
def data(empty: Path) -> Path:
    catalogue(empty)
    return empty


def fields(data: Path, number: str) -> Fields:
    return find_row(office_of(data, "x", read_only=True), CATALOGUE, number).fields


def signers(data: Path, number: str) -> list[tuple[str, str]]:
    return [(event.kind, event.by) for event in events_of(fields(data, number).get(APPROVAL))]


SCREENS: dict[str, list[str]] = {
    "catalogue": ["3"],
    "columns": ["3", "f"],
    "item-published": ["3", "home", "enter"],
    "item-draft": SECOND,
    "item-withheld": ["3", "end", "up", "enter"],
    "item-form": ["3", "n", "3"],
    "item-secret": ["3", "n", "5"],
    "item-paper": ["3", "home", "enter", "p"],
    "texts": ["3", "w"],
    "approval-forms": ["3", "p"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(data: Path, name: str, size: tuple[int, int]) -> None:
    # Who enters a reprint is known: by login where settings name nobody.
    looks_like_golden(data, name, size, *SCREENS[name], typed="zhangsan" if name == "item-form" else "")


def test_an_empty_catalogue_says_how_to_begin_and_no_key_fails(empty: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("3")
        assert "目录中还没有条目" in session.text
        await session.press("enter", "e", "x", "h", "p", "escape", "f")
        assert "空栏目（栏目不留空）" in session.text
        await session.press("escape", "w", "enter")
        assert "还没有指南" in session.text
        await session.press("v", "o")
        assert "指南还没有内容" in session.text

    work(empty, look)


def test_an_item_goes_by_four_eyes_from_draft_to_publication(data: Path) -> None:
    async def hand_in(session: Session) -> None:
        await session.press(*SECOND, "s", *"请审", "enter")
        assert "待局办公室主任审批签字" in session.text
        await session.press("a", "enter")
        # Who filled the form in is asked why they sign it too; nothing is signed without an answer.
        assert "应由不同的人办理" in session.text
        await session.press("escape")
        assert "没有签字" in session.text

    work(data, hand_in)
    assert signers(data, DRAFT) == [("submitted", "zhangsan")]
    approve(office_of(data, "王五"), DRAFT, TODAY, "同意")

    async def publish(session: Session) -> None:
        await session.press(*SECOND)
        assert "待行政审批科统一发布" in session.text
        # What leaves the house is asked for once; Enter alone is no.
        await session.press("enter", "enter")
        assert [each for each, _ in signers(data, DRAFT)] == ["submitted", "approved"]
        await session.press("enter")
        assert "记为已发布，发布日期2026-03-10，栏目政策解读：" in session.text
        for typed, said in (("0311", "还没有到"), ("0309", "早于上一步审批同意（2026-03-10）"), ("三月", "不是日期")):
            await session.press("3", *typed, "enter")
            assert said in session.text.replace("\n", "")
            await session.press("f")
        await session.press("2")
        assert "已发布　《科技计划项目管理办法》图解" in session.text

    work(data, publish)
    assert signers(data, DRAFT) == [("submitted", "zhangsan"), ("approved", "王五"), ("published", "zhangsan")]
    assert fields(data, DRAFT)["published_on"] == TODAY.isoformat()


def test_an_office_of_one_signs_with_a_reason_that_stays(data: Path) -> None:
    async def sign(session: Session) -> None:
        await session.press(*SECOND, "s", "enter", "a", "enter", *"本单位只有一名工作人员", "enter", "f", "2")
        assert "一人办理的理由：本单位只有一名工作人员" in session.text.replace("\n", "")
        await session.press("p")
        assert "本单位只有一名工作人员" in session.text

    work(data, sign)
    approval = events_of(fields(data, DRAFT)[APPROVAL])
    assert [event.reason for event in approval] == ["", "本单位只有一名工作人员", ""]


def test_a_form_is_returned_and_taken_back_with_words_only(data: Path) -> None:
    submit(office_of(data, "李四"), DRAFT, TODAY)

    async def give_back(session: Session) -> None:
        await session.press(*SECOND, "b", "enter")
        assert "退回修改须写明意见" in session.text
        await session.press("b", *"图不清楚", "enter")
        assert "退回修改（局办公室主任审批签字）：图不清楚" in session.text
        await session.press("f")
        assert "还没有重新送审，不能发布" in session.text
        await session.press("s", "enter", "w", *"再改", "enter")
        assert "撤回：再改" in session.text
        await session.press("u")
        assert "待局办公室主任审批签字" in session.text
        # The archive keeps the form that was returned; it opens as it was printed.
        await session.press("escape", "p")
        spent = next(at for at, line in enumerate(session.text.splitlines()[3:]) if "已作废" in line)
        await session.press("home", *["down"] * spent, "enter")
        assert f"{DRAFT}-1（已作废）" in session.text
        assert "图不清楚" in session.text

    work(data, give_back)
    assert [kind for kind, _ in signers(data, DRAFT)] == ["submitted", "returned", "submitted"]


def test_a_form_under_way_is_not_handed_in_again_and_nothing_is_asked(data: Path) -> None:
    async def press(session: Session) -> None:
        await session.press("3", "down", "down", "enter")
        assert "待局办公室" in session.text
        await session.press("s")
        assert "要说明的" not in session.text
        assert "正在审批，不能填写送审。" in session.text

    work(data, press)


def test_what_a_form_approves_is_not_asked_for_while_it_is_under_way(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("3", "home", "e")
        assert "公开渠道" in session.text
        assert "名称" not in session.text
        await session.press("escape", "down", "e")
        assert "名称" in session.text

    work(data, look)


def test_one_edits_while_another_hands_the_form_in(data: Path) -> None:
    async def both(session: Session) -> None:
        await session.press(*SECOND, "e", *"（第二稿）")
        submit(office_of(data, "王五"), DRAFT, TODAY)
        await session.press("ctrl+s")
        assert "不能改名称；请先撤回" in session.text
        assert "（第二稿）" in session.text
        await session.press("escape", "4")
        await session.until(lambda: "待局办公室主任审批签字" in session.text)

    work(data, both)
    assert fields(data, DRAFT)["name"] == "《科技计划项目管理办法》图解"


def test_one_signs_what_another_has_signed_meanwhile(data: Path) -> None:
    submit(office_of(data, "李四"), DRAFT, TODAY)

    async def both(session: Session) -> None:
        await session.press(*SECOND, "a")
        approve(office_of(data, "王五"), DRAFT, TODAY)
        await session.press("enter")
        assert "等待发布，不能审批同意" in session.text.replace("\n", "")
        assert "待行政审批科统一发布" in session.text

    work(data, both)
    assert signers(data, DRAFT) == [("submitted", "李四"), ("approved", "王五")]


@pytest.mark.parametrize(
    ("key", "asked", "not_asked"),
    [
        ("1", ["名称", "文件性质"], ["转载来源", "补录理由", "供稿单位", "发布日期"]),
        ("2", ["供稿单位"], ["转载来源", "补录理由", "发布日期"]),
        ("3", ["转载来源", "链接", "录入人"], ["补录理由", "供稿单位"]),
        ("4", ["补录理由", "发布日期"], ["转载来源", "供稿单位"]),
        ("5", ["数量", "非涉密系统"], ["名称", "文号"]),
    ],
)
def test_the_form_asks_for_what_its_source_needs(empty: Path, key: str, asked: list[str], not_asked: list[str]) -> None:
    async def look(session: Session) -> None:
        await session.press("3", "n", key)
        assert all(label in session.text for label in asked)
        await session.press("ctrl+s")
        assert "还没有填写" in session.text
        assert not any(f"{label} " in session.text for label in not_asked)

    work(empty, look, (120, 40))


def test_secrets_are_a_count_and_their_review_is_noted(empty: Path) -> None:
    async def keep(session: Session) -> None:
        await session.press("3", "n", "5", "3", "ctrl+s")
        assert "涉密事项3件" in session.text
        await session.press("enter", "r", "1")
        assert "复查日期：2026-03-10" in session.text
        # There is nothing to print, and nothing that could be interpreted.
        await session.press("p")
        assert "没有信息发布审批单" in session.text
        await session.press("i")
        assert "不登记解读" in session.text

    work(empty, keep)
    (kept,) = rows(office_of(empty, "x", read_only=True), CATALOGUE)
    assert kept.fields == {
        "source": "original",
        "openness": "classified",
        "count": 3,
        "made_on": "2026-03-10",
        "reviewed_on": "2026-03-10",
    }


def test_what_was_withheld_can_become_a_draft(data: Path) -> None:
    async def keep(session: Session) -> None:
        await session.press("3", "end", "up", "enter")
        assert "没有复查是否仍不予公开" in session.text
        await session.press("r", "2")
        assert "草稿　某项目评审意见" in session.text

    work(data, keep)
    kept = fields(data, "2024-000001")
    assert (kept["openness"], kept["reviewed_on"]) == ("proactive", "2026-03-10")
    assert "openness_reason" not in kept


def test_a_column_is_picked_and_listed_with_what_is_below_it(data: Path) -> None:
    async def pick(session: Session) -> None:
        await session.press("3", "f", "/", *"zcjd", "enter", "enter")
        assert "条目（栏目：政策解读）：共1条" in session.text
        await session.press("4", "3")
        assert "栏目：政策解读" in session.text
        await session.press("f", "/", *"目录", "enter", "enter")
        assert "政策解读" in session.text
        assert "政策法规" in session.text
        await session.press("f", "home", "enter")
        assert "条目：共7条" in session.text
        await session.press("n", "1", *"新条目", "down", "f3")
        # A column that shows a kept text takes no items.
        assert "政府信息公开目录" in session.text
        assert "政府信息公开编制说明" not in session.text
        await session.press("/", *"bmyw", "enter", "enter")
        assert "栏目      ：部门要闻" in session.text
        await session.press("ctrl+s", "/", *"状态:草稿", "enter")
        assert "新条目" in session.text

    work(data, pick)


def test_an_interpretation_is_registered_from_its_document_and_both_are_linked(data: Path) -> None:
    async def interpret(session: Session) -> None:
        await session.press("3", "home", "enter")
        assert "还没有解读" in session.text.replace("\n", "")
        await session.press("i", *"申报通知图解", "down", "4", "ctrl+s")
        assert f"解读的文件：{FIRST} 关于组织申报" in session.text
        await session.press("escape")
        assert "图解解读：2026-000005 申报通知图解（草稿）" in session.text
        assert "登记解读（谁起草" not in session.text

    work(data, interpret)
    kept = fields(data, "2026-000005")
    assert (kept["interprets"], kept["interpretation"], kept["section"]) == (FIRST, "graphic", "规划科")


def test_the_document_that_an_item_interprets_is_picked_by_its_name(data: Path) -> None:
    async def pick(session: Session) -> None:
        await session.press(*SECOND, "e", *["down"] * 16)
        assert "按 F3 从列表中挑选" in session.text
        await session.press("f3", "/", *"kjjh", "enter")
        assert "含“kjjh”的2条" in session.text
        await session.press("home", "enter", "ctrl+s")
        assert f"解读的文件：{FIRST}" in session.text

    work(data, pick)


def test_an_attachment_is_noted_with_its_hash(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "附表.xlsx"
    file.write_bytes(b"figures")

    async def attach(session: Session) -> None:
        await session.press(*SECOND, "m", *str(tmp_path / "没有"), "enter")
        assert "不能读取文件" in session.text
        await session.press("m", *str(file), "enter")
        assert "附件：附表.xlsx（7字节" in session.text

    work(data, attach, (120, 40))
    (line,) = fields(data, DRAFT)["attachments"]
    assert hashlib.sha256(b"figures").hexdigest() in line


def test_the_form_the_index_and_the_items_are_written_out(data: Path) -> None:
    async def export(session: Session) -> None:
        await session.press("3", "home", "enter", "p")
        assert "第1份，由局办公室留存" in session.text
        await session.press("o", "2", "escape", "o", "1", "escape", "escape", "escape", "3")
        await session.press("o", "1")
        assert "导出完成" in session.text
        await session.press("escape", "o", "2", "escape", "w", "enter", "o")

    work(data, export)
    names = sorted(path.name for path in (data.parent / "exports").iterdir())
    assert sorted(name.rpartition(".")[2] for name in names) == ["docx", "jsonl", "md", "md", "md"]
    index = next((data.parent / "exports").glob("政府信息公开目录*"))
    text = index.read_text(encoding="utf-8")
    assert "共2条" in text
    assert "某项目评审意见" not in text


def test_a_kept_text_gets_versions_that_are_compared(data: Path) -> None:
    async def write(session: Session) -> None:
        await session.press("3", "w", "enter", "e", "enter", "enter", *"第二条 咨询电话见后。", "ctrl+s", "ctrl+s")
        assert "已更新指南" in session.text
        await session.press("v")
        assert "正文共2版" in session.text
        await session.press("d")
        assert "＋第二条 咨询电话见后。" in session.text

    work(data, write)
    kept = text_of(office_of(data, "x", read_only=True), "指南")
    assert kept["text"].endswith("第二条 咨询电话见后。")


def test_two_people_write_a_kept_text_and_the_second_decides(data: Path) -> None:
    async def both(session: Session) -> None:
        await session.press("3", "w", "enter", "e", "enter", *"我的", "ctrl+s")
        set_text(office_of(data, "李四"), "指南", "别人的", "2026-03-10")
        await session.press("ctrl+s")
        assert "您也改了的1处" in session.text
        await session.press("enter", "ctrl+s")

    work(data, both)
    assert text_of(office_of(data, "x", read_only=True), "指南")["text"] == "别人的"


def test_those_who_only_look_change_nothing(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("3")
        for key in "neux":
            await session.press(key)
            assert "只读方式" in session.text, key
        await session.press("home", "enter")
        for key in "sabwfrimceux":
            await session.press(key)
            assert "只读方式" in session.text, key
        await session.press("p", "escape", "h", "escape", "3", "w", "enter", "e")
        assert "只读方式" in session.text

    work(data, look, read_only=True)


def test_texts_of_any_kind_are_shown_as_text(empty: Path) -> None:
    for text in NASTY:
        line = text[:200].replace("\n", " ")
        approved(empty, item(empty, name=line, summary=text, **{k: POLICY[k] for k in ("column", "section")}))

    async def look(session: Session) -> None:
        await session.press("3")
        for _ in NASTY:
            await session.press("enter", "enter", "p")
            assert "\x1b" not in session.text
            await session.press("escape", "escape", "down")
        await session.press("p")
        assert "[a]甲[bold]乙[/bold]" in session.text

    work(empty, look)
