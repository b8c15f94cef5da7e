"""Place 2 on screen beyond what every list does: the preset, versions, repeal by day, what carried a rule out."""

from pathlib import Path

import pytest

from tests.screens.catalogue_host import rules_and_work
from tests.screens.golden import each_size, looks_like_golden
from tests.screens.report_host import TODAY, Session, office_of, work
from tui_disclose.office import ledgers
from tui_disclose.office.rules import RULES, add_rule
from tui_disclose.office.works import add_work
from tui_disclose.records.rule_presets import preset_rules

CLARIFICATION = "〔2026〕3号"


@pytest.fixture
def data(empty: Path) -> Path:
    rules_and_work(empty)
    return empty


def kept(data: Path) -> list[ledgers.Row]:
    return ledgers.rows(office_of(data, "x", read_only=True), RULES, with_taken_out=True)


SCREENS: dict[str, list[str]] = {
    "rules-usual": ["2"],
    "rule-carried": ["2", "home", "down", "down", "enter"],
    "rule-work": ["2", "home", "down", "down", "w"],
    "rule-repeal": ["2", "home", "x"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(data: Path, name: str, size: tuple[int, int]) -> None:
    looks_like_golden(data, name, size, *SCREENS[name])


def test_the_usual_rules_are_registered_once_and_only_when_that_is_wanted(empty: Path) -> None:
    async def preset(session: Session) -> None:
        await session.press("2", "N", "1")
        assert kept(empty) == []
        await session.press("N", "2")
        # §9.4 of the sample office: 19 disclosure rules, four for decisions, one for publication.
        assert "共24条" in session.text
        await session.press("N", "2")
        assert "常用的制度都已登记" in session.text

    work(empty, preset)
    assert [row.fields["name"] for row in kept(empty)] == [rule["name"] for rule in preset_rules()]
    assert sum(row.fields["kind"] == "disclosure" for row in kept(empty)) == 19


def test_a_rule_is_repealed_on_a_day_for_a_reason(data: Path) -> None:
    async def repeal(session: Session) -> None:
        await session.press("2", "home", "x", "ctrl+s")
        assert "理由还没有填写" in session.text
        await session.press(*"已有新规", "tab", "home", "ctrl+k", *"0301", "ctrl+s")
        assert "制度（另有1项已废止，按 t 列出）：共23条" in session.text
        await session.press("t")
        assert "【已废止】政府信息主动公开制度" in session.text
        await session.press("t", "N", "2")
        assert "另有1项已废止，没有重新登记：政府信息主动公开制度" in session.text
        await session.press("u")
        assert "共24条" in session.text
        await session.press("home", "enter", "x", *"已有新规", "ctrl+s")
        assert "已于2026-03-10废止" in session.text

    work(data, repeal)
    assert kept(data)[0].fields[ledgers.OUT_ON] == "2026-03-10"
    assert kept(data)[0].fields[ledgers.OUT_REASON] == "已有新规"


def test_a_rule_past_its_validity_is_marked_and_owed(data: Path) -> None:
    office = office_of(data, "李四")
    ledgers.change(office, RULES, CLARIFICATION, {"made_on": "2020-01-01", "valid_until": "2026-03-09"})

    async def look(session: Session) -> None:
        await session.press("2", "/", *"状态:已过", "enter")
        assert "【已过有效期】澄清制度" in session.text
        assert "找到1条" in session.text or "的1条" in session.text
        await session.press("enter")
        assert "状态：    已过有效期" in session.text
        await session.press("escape", "1")
        assert "制度“澄清制度”的有效期到2026-03-09，已过期" in session.text

    work(data, look)


def test_versions_are_read_and_any_two_compared(empty: Path) -> None:
    office = office_of(empty, "李四")
    number = add_rule(office, {"name": "公开时限制度", "text": "第一条\n第二条 十五日"}, TODAY)
    for text in ("第一条\n第二条 二十日", "第一条\n第二条 二十日\n第三条"):
        ledgers.change(office, RULES, number, {"text": text})

    async def compare(session: Session) -> None:
        await session.press("2", "v")
        assert "正文共3版" in session.text
        await session.press("end", "enter")
        assert "十五日" in session.text
        await session.press("escape", "d", "2")
        assert "－第二条 十五日" in session.text
        assert "＋第二条 二十日" in session.text
        assert "＋第三条" not in session.text
        await session.press("escape", "home", "d", "1")
        assert "＋第三条" in session.text
        await session.press("escape", "escape", "/", *"正文:二十日", "enter")
        assert "的1条" in session.text

    work(empty, compare)


def test_a_rule_without_a_text_has_no_versions(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("2", "home", "v")
        assert "没有各版" in session.text

    work(data, look)


def test_from_a_rule_to_what_carried_it_out_and_back(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("2", "home", "down", "down")
        assert session.app.screen.number == CLARIFICATION
        await session.press("w", "enter")
        assert "澄清网传补贴消息" in session.text
        await session.press("r")
        assert "最近一次2026-03-03" in session.text
        await session.press("escape", "escape")
        assert f"制度{CLARIFICATION}的实施情况" in session.text

    work(data, look)


def test_work_that_a_colleague_registers_counts_at_once(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("2", "/", *"保密审查")
        assert "本年无实施记录" in session.text
        add_work(office_of(data, "李四"), {"kind": "secrecy", "on": "2026-03-09", "name": "审查三件"}, TODAY)
        await session.until(lambda: "本年1次" in session.text)

    work(data, look)


def test_one_the_list_and_all_are_written_out(data: Path) -> None:
    async def export(session: Session) -> None:
        await session.press("2", "home", "o", "1", "escape", "o", "2", "escape", "o", "3")
        assert "导出完成" in session.text
        await session.press("escape", "enter", "o")
        assert "导出完成" in session.text

    work(data, export)
    written = {path.name: path.read_text(encoding="utf-8") for path in (data.parent / "exports").iterdir()}
    assert any(name.startswith("制度目录") for name in written)
    assert any(name.startswith("制度汇编") for name in written)
    (one,) = [text for name, text in written.items() if name.startswith("政府信息主动公开制度")]
    assert one.startswith("# 政府信息主动公开制度")


def test_those_who_only_look_change_nothing(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("2", "home")
        for key in "nNeux":
            await session.press(key)
            assert "只读方式" in session.text, key

    work(data, look, read_only=True)
