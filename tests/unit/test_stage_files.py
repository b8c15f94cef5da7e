"""An office's own stages (办理环节) in `data/stages.toml`: what it may change, and what the law keeps as it is."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.year_host import BUSINESS, TODAY, URL, YEAR, office_with_report, to
from tui_disclose.office.entering import set_figure
from tui_disclose.office.finishing import standing
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.year_papers import paper
from tui_disclose.problems import OpenErrors, Refused
from tui_disclose.records.stage_files import FILE_NAME, read_stages
from tui_disclose.records.stages import shipped, shipped_text

SUBMITTED = '[[stage]]\nkey = "submitted"'
SEALED_AFTER = 'after = ["filling", "checked", "submitted", "reviewed", "cleared", "returned", "correcting"]'
OWN = """
[[stage]]
key = "legal"
name = "法规科已会签"
aliases = ["会签"]
after = ["checked"]
"""


def changed(*pairs: tuple[str, str]) -> str:
    text = shipped_text()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def with_own_stage() -> str:
    """Return the stages of an office that knows no 送审 but 会签, calls 已报送 otherwise and needs 会签 for 定稿."""
    text = changed(
        ('name = "已报送"\naliases = ["报送"]', 'name = "已上报市府办"'),
        (SEALED_AFTER, 'after = ["legal"]'),
        ('"submitted", "reviewed", "cleared", "sealed", "reported"]', '"legal", "sealed", "reported"]'),
        ('[[stage]]\nkey = "submitted"', f'{OWN}\n[[stage]]\nkey = "submitted"'),
    )
    for key in ("submitted", "reviewed", "cleared"):
        text = re.sub(rf'\[\[stage\]\]\nkey = "{key}"\n(?:.+\n)+', "", text)
    return text


def said(text: str) -> str:
    with pytest.raises(Refused) as problem:
        read_stages(FILE_NAME, text.encode())
    return str(problem.value)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    folder = office_with_report(tmp_path / "data").folder
    (folder / FILE_NAME).write_text(with_own_stage(), encoding="utf-8")
    return open_office(folder)


def test_what_is_written_out_reads_back_as_what_comes_with_the_program(cli: Cli, tmp_path: Path) -> None:
    assert read_stages(FILE_NAME, shipped_text().encode()) == shipped()
    folder = office_with_report(tmp_path / "data").folder
    path = folder / FILE_NAME
    assert cli("report", "stages", "--output", path).code == 0
    assert open_office(folder).stages == shipped()
    assert "sealed  已审签（定稿）  之后可以是：已报送、退回修改、已公开" in cli("report", "stages").out
    again = cli("report", "stages", "--output", path)
    assert (again.code, "已经存在" in again.err) == (3, True)


def test_a_year_goes_the_office_s_own_way(office: Office) -> None:
    assert [stage.name for stage in standing(office, YEAR, TODAY).following] == ["数据已核对"]
    with pytest.raises(Refused, match="不能记为“已审签”；下一步可以是“数据已核对”"):
        to(office, "定稿")
    with pytest.raises(Refused, match="没有“已送审”这个环节，可用：数据已核对、法规科已会签、已审签"):
        to(office, "已送审")
    to(office, "核对", on=date(2025, 1, 10))
    to(office, "会签", by="赵科长")
    to(office, "定稿")
    # What the program calls it is understood too.
    to(office, "报送")
    assert standing(office, YEAR, TODAY).words == "已上报市府办"
    with pytest.raises(Refused, match="已上报市府办，内容不能修改；确需修改的，先办理“退回修改”（须写明理由）"):
        set_figure(office, YEAR, BUSINESS, "1", TODAY)
    table = next(block for block in paper(office, YEAR, "审签单", TODAY).blocks if hasattr(block, "rows"))
    names = [row[0].text for row in table.rows[1:]]
    assert names == ["数据已核对", "法规科已会签", "已审签（第1次定稿）", "已上报市府办", "已公开", "已归档"]


def test_an_open_error_stops_finishing_on_the_office_s_own_way_too(office: Office) -> None:
    set_figure(office, YEAR, BUSINESS, "999", TODAY)
    to(office, "核对")
    to(office, "会签")
    with pytest.raises(OpenErrors):
        to(office, "定稿")


def test_a_report_in_a_stage_that_was_taken_out_of_the_file_goes_on(office: Office) -> None:
    to(office, "核对")
    to(office, "会签")
    (office.folder / FILE_NAME).unlink()
    later = open_office(office.folder)
    found = standing(later, YEAR, TODAY)
    assert found.words == "legal"
    assert [stage.name for stage in found.following] == ["数据已核对", "已送审", "已审签"]
    to(later, "定稿")
    to(later, "公开", url=URL)
    assert standing(later, YEAR, TODAY).stage.finished


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ((('key = "archived"', 'key = "stored"'),), "缺少环节 archived（已归档），它不能省去"),
        ((("seals = true\n", ""),), "“sealed”：seals 应为 true"),
        ((('needs = ["reason"]', ""),), "“returned”：needs 应有 reason（理由）"),
        ((('after = ["sealed", "reported"]', 'after = ["checked"]'),), "“published”：不能在“数据已核对”之后"),
        ((('"sealed", "reported"]\nback', '"sealed", "reported", "published"]\nback'),), "公开以后只能更正"),
        ((('"cleared", "sealed", "reported"]\nback', '"cleared"]\nback'),), "after 应有 sealed，否则定稿以后无法改正"),
        ((('after = ["published", "archived"]', 'after = ["published"]'),), "公开以后才有更正"),
        ((('after = ["submitted"]', 'after = ["nowhere"]'),), "“nowhere”不是本文件中的环节"),
        (((SEALED_AFTER, 'after = ["checked"]'),), "“submitted”：从这里走不到 sealed（定稿）"),
        (((SUBMITTED, f"{OWN}finished = true\n\n{SUBMITTED}"),), "自设的环节只在定稿以前"),
        ((('name = "数据已核对"', 'name = "已公开"'),), "“已公开”"),
        ((('name = "数据已核对"', 'name = "定稿"'),), "“定稿”是环节 sealed 的名称，不能用于别的环节"),
        ((('name = "已送审"', 'name = ""'),), "名称“”应为1至12个字"),
        ((('key = "checked"', 'key = "Checked"'),), "key 只能用小写字母"),
        ((('optional = true', 'optional = "yes"'),), "行的环节：应为是否（true 或 false），现在是文字"),
        ((('optional = true', 'options = true'),), "有不认识的键 options"),
        ((('[[stage]]\nkey = "filling"\nname = "填报中"\n', ""),), "缺少环节 filling"),
        ((('[[stage]]\nkey = "filling"', '[stage]\nkey = "filling"'),), "不是有效的 TOML"),
    ],
)  # fmt: skip
def test_what_the_law_needs_cannot_be_written_away(pairs: tuple[tuple[str, str], ...], message: str) -> None:
    assert message in said(changed(*pairs))


def test_everything_wrong_is_said_at_once_with_its_line_and_the_file_is_named(cli: Cli, tmp_path: Path) -> None:
    text = changed(
        ('name = "已送审"', 'name = "数据已核对"'), ("seals = true", "seals = false"), ('needs = ["url"]', "")
    )
    lines = {key: text[: text.index(f'key = "{key}"')].count("\n") for key in ("submitted", "sealed", "published")}
    sentence = said(text)
    assert "有3处问题" in sentence
    for key, line in lines.items():
        assert f"第{line}行“{key}”：" in sentence
    folder = office_with_report(tmp_path / "data").folder
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    found = cli("report", "stage", YEAR)
    assert (found.code, str(folder / FILE_NAME) in found.err) == (3, True)
    (folder / FILE_NAME).write_bytes("名称".encode("gbk"))
    assert "不是 UTF-8 编码" in cli("report", "show", YEAR).err
