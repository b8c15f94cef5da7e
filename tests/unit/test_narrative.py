"""Drafts: figures, 0 and unknown told apart, blanks instead of gaps, templates of which a part is wrong."""

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.conftest import REPORTS, only, sheet_with
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.narrative import asker, draft_text, figures, hints, records_behind
from tui_disclose.office.works import add_work
from tui_disclose.problems import Refused
from tui_disclose.report.check import check
from tui_disclose.report.narrative.drafting import Draft, blanks, draft
from tui_disclose.report.narrative.queries import Answer
from tui_disclose.report.narrative.templates import read_templates

TODAY = date(2026, 12, 31)
KEYS = ("前言", "一", "五", "六")


@pytest.fixture
def fresh(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def filled(text: str, known: dict[str, int | str | None], year: int = 2024, heading: str = "", **more: str) -> Draft:
    """Return the draft of one sentence, each figure answered from `known`."""
    extra = "".join(f", {key} = {value}" for key, value in more.items())
    toml = f'[[sections]]\nkey = "一"\n[[sections.paragraphs]]\nheading = "{heading}"\n'
    templates = read_templates(f'{toml}sentences = [{{text = "{text}"{extra}}}]'.encode())

    def ask(name: str) -> Answer:
        return Answer(known[name]) if name in known else Answer(templates.query(name) and None)

    return draft(templates, "一", year, "某局", ask)


# ---- 0, unknown, and what is left out ----


@pytest.mark.parametrize(
    ("value", "more", "text"),
    [
        (3, {"needs": '"甲"'}, "收到3件。"),
        (0, {"needs": '"甲"'}, ""),
        (None, {"needs": '"甲"'}, ""),
        (None, {"needs": '"甲"', "open": "true"}, "收到【待填：甲】件。"),
        (0, {"needs": '"甲"', "open": "true"}, ""),
        (0, {}, "收到0件。"),
        (None, {}, "收到【待填：甲】件。"),
        (0, {"unless": '"甲"'}, "收到0件。"),
        (3, {"unless": '"甲"'}, ""),
        (None, {"unless": '"甲"'}, ""),
        (3, {"since": "2025"}, ""),
        (3, {"until": "2024"}, "收到3件。"),
        (3, {"until": "2023"}, ""),
    ],
)
def test_a_sentence_stands_by_its_figure(value: int | None, more: dict[str, str], text: str) -> None:
    assert filled("收到{{甲}}件。", {"甲": value}, **more).text == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((2, 1), "发布3条，其中专家2条、图解1条。"),
        ((3, 0), "发布3条，其中专家3条。"),
        ((0, 3), "发布3条，其中图解3条。"),
        ((0, 0), "发布3条。"),
        ((None, 3), "发布3条，其中图解3条。"),
    ],
)
def test_parts_that_are_nothing_are_not_printed(parts: tuple[int | None, int], text: str) -> None:
    known = {"总": 3, "专家": parts[0], "图解": parts[1]}
    assert filled("发布{{总}}条，其中〔专家{{专家}}条、〕〔图解{{图解}}条、〕。", known).text == text


def test_a_document_number_in_the_same_brackets_stays() -> None:
    assert (
        filled("按照国办公开办函〔2021〕30号，收到{{甲}}件。", {"甲": 1}).text
        == "按照国办公开办函〔2021〕30号，收到1件。"
    )


def test_a_heading_never_stands_alone() -> None:
    found = filled("收到{{甲}}件。", {"甲": 0}, heading="（五）监督保障", needs='"甲"')
    assert found.text == "（五）监督保障\n\n【待填：监督保障】"
    assert blanks(found.text) == ["【待填：监督保障】"]


def test_an_office_without_records_gets_blanks_and_is_told_what_to_enter(fresh: Office) -> None:
    for key in KEYS:
        found = draft_text(fresh, 2026, key, TODAY)
        assert "None" not in found.text
        assert "{{" not in found.text
        assert {f"【待填：{name}】" for name, each in found.figures.items() if each.value is None} == set(found.blanks)
        assert hints(fresh, 2026, found.figures).keys() == {n for n, a in found.figures.items() if a.value is None}
    text = draft_text(fresh, 2026, "一", TODAY).text
    aspects = (
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    )
    assert [line for line in text.splitlines() if line in aspects] == list(aspects)
    said = hints(fresh, 2026, figures(fresh, 2026, TODAY))
    assert said["人员.机构"] == "在“7工作台账”登记“工作机构和人员”，填写“工作机构”"
    assert said["申请.新收"] == "在“6年报”表三填写“一、本年新收政府信息公开申请数量·总计”，没有的填0"
    assert said["信息.总数"].startswith("在“3主动公开”登记")


def test_no_request_is_said_once_it_is_known(fresh: Office) -> None:
    sentence = "本年度未收到政府信息公开申请"
    assert "收到政府信息公开申请【待填：申请.新收】件" in draft_text(fresh, 2026, "一", TODAY).text
    set_figure(fresh, 2026, "requests.received.natural_person", "0", TODAY)
    assert f"{sentence}。" in draft_text(fresh, 2026, "一", TODAY).text
    for row, figure in (("carried_in", "2"), ("concluded", "1"), ("carried_out", "1")):
        set_figure(fresh, 2026, f"requests.{row}.natural_person", figure, TODAY)
    assert f"{sentence}，上年结转2件，办结1件，结转下年度1件。" in draft_text(fresh, 2026, "一", TODAY).text


def test_a_ledger_that_was_begun_says_0_and_one_that_was_not_says_nothing(fresh: Office) -> None:
    assert asker(fresh, 2026, TODAY)("会议.次数").value is None
    add_work(fresh, {"kind": "training", "name": "学习", "on": "2026-03-02"}, TODAY)
    ask = asker(fresh, 2026, TODAY)
    assert (ask("培训.次数").value, ask("会议.次数").value, ask("信息.总数").value) == (1, 0, None)
    # Before the office began its ledgers nothing in them is no answer.
    earlier = asker(fresh, 2024, TODAY)
    assert (earlier("会议.次数").value, earlier("信息处理费.件数").value) == (None, None)
    assert "收费通知【待填：信息处理费.通知】件" in draft_text(fresh, 2024, "六", TODAY).text


def test_problems_and_measures_are_numbered_and_last_year_s_are_followed_up(fresh: Office) -> None:
    for on, name, measures, status in (
        ("2025-12-20", "更新不及时。", "按月抽查", "done"),
        ("2026-12-20", "内容不够丰富", "丰富内容；加大力度。", "open"),
        ("2026-12-21", "形式单一", "增加图解", "open"),
    ):
        values = {"kind": "problem", "name": name, "measures": measures, "on": on, "status": status}
        add_work(fresh, values, TODAY)
    text = draft_text(fresh, 2026, "五", TODAY).text
    assert "存在的主要问题：一是内容不够丰富；二是形式单一。" in text
    assert "改进措施：一是丰富内容；二是加大力度；三是增加图解。" in text
    assert "上年报告的问题中，已改进的有：更新不及时。" in text


def test_columns_behind_a_figure_are_listed(fresh: Office) -> None:
    rows = records_behind(fresh, 2026, "目录.名称", TODAY)
    assert [row.number for _, row in rows] == ["政策解读", "建议提案办理结果", "依申请公开", "回应关切", "新闻发布会"]


# ---- an office's own templates ----


def test_what_is_wrong_in_a_file_is_said_and_the_rest_is_used() -> None:
    preset = read_templates()
    assert read_templates(b"sections = [").sections == preset.sections
    assert "不能读取" in read_templates(b"sections = [").problems[0]
    found = read_templates(
        """
titel = "x"
[[queries]]
name = "本局.培训"
table = "works"
where = {kind = "培训"}
[[queries]]
name = "本局.歌会"
table = "works"
where = {kind = "歌会"}
[[queries]]
name = "本局.错列"
table = "catalogue"
where = {colour = "红"}
[[sections]]
key = "六"
[[sections.paragraphs]]
sentences = [{text = "培训{{本局.培训}}次。"}, {text = "歌会。", need = "x"}, {txt = "无"}]
[[sections]]
key = "一"
paragraphs = 3
""".encode()
    )
    assert found.query("本局.培训").where == {"kind": "training"}
    assert [each.text for each in found.section("六").paragraphs[0].sentences] == ["培训{{本局.培训}}次。"]
    assert found.section("一") == preset.section("一")
    said = "\n".join(found.problems)
    assert all(words in said for words in ("titel", "本局.歌会", "本局.错列", "“歌会。”", "“一”部分"))
    assert "本局.培训" not in said


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"没有名为“解读.专業”的数字；最接近的：.*解读\.专家"):
        read_templates().query("解读.专業")
    found = filled("专家{{解读.专业}}条，领导{{甲}}条。", {"甲": 2})
    assert found.text == "专家【待填：解读.专业】条，领导2条。"
    assert "解读.专家" in found.problems[0]


# ---- in the report ----


def test_a_report_with_blanks_is_not_finished() -> None:
    texts = {
        "一": "收到申请【待填：申请.新收】件，办结【待填：申请.办结】件。",
        "五": "形式单一，将改进。",
        "六": "无。",
    }
    found = only(check(sheet_with(2024, REPORTS["huaian-2024"]["cells"], sections=texts)), "SEC")
    assert (found.severity, found.where) == ("error", ("section.一",))
    assert "2处待填" in found.message


def test_drafts_on_the_command_line(office: Cli) -> None:
    year = date.today().year
    six = ("report", "text", year, "六")
    drafted = office(*six, "--draft")
    assert drafted.code == 0
    assert "None" not in drafted.out + drafted.err
    assert "人员.机构：没有数字，在“7工作台账”登记" in drafted.err
    assert office(*six, "--draft", "--keep").code == 0
    assert office(*six).out == drafted.out
    assert "相同" in office(*six, "--draft", "--diff").err
    office("work", "add", "类别=工作机构和人员", "事项=公开机构", "责任科室=办公室", "数量=2")
    changes = office(*six, "--draft", "--diff").out.splitlines()
    assert changes == [
        "－【待填：人员.机构】为政务公开服务工作机构，工作人员【待填：人员.数量】人。",
        "＋办公室为政务公开服务工作机构，工作人员2人。",
    ]
    refused = office(*six, "--draft", "--keep")
    assert (refused.code, "--replace" in refused.err) == (3, True)
    assert office(*six, "--draft", "--keep", "--replace").code == 0
    assert office(*six).out.startswith("办公室为政务公开服务工作机构，工作人员2人。")
    assert "办公室为政务公开服务工作机构" in office("report", "export", year, "--output", "-").out
    assert office(*six, "--keep").code == 2
    assert "最接近的：人员.机构" in office("report", "figures", year, "人员.机够").err
    assert office("report", "figures", year, "目录.个数").out.splitlines()[0] == "政策解读"
    assert "None" not in office("report", "figures", year).out


def test_the_doctor_names_what_is_wrong_in_the_templates(office: Cli) -> None:
    own = Path("data") / "narrative.toml"
    assert "报告模板" not in office("doctor").out
    own.write_text('[[queries]]\nname = "甲"\ntable = "catalogue"\nwhere = {column = "没有的"}\n', encoding="utf-8")
    assert "所问的栏目“没有的”没有" in office("doctor").out
    own.write_text('[[queries]]\nname = "甲"\ntable = "catalogue"\n', encoding="utf-8")
    assert "narrative.toml 各项正确" in office("doctor").out


def test_files_that_cannot_be_read_do_not_keep_a_report_from_its_checks(office: Cli) -> None:
    year = date.today().year
    Path("text.md").write_text("已发布各类政务信息60条。", encoding="utf-8")
    office("report", "text", year, "一", "--file", "text.md")
    checked = office("report", "check", year)
    (Path("data") / "columns.toml").write_text("columns = 1", encoding="utf-8")
    (Path("data") / "narrative.toml").write_text("[", encoding="utf-8")
    assert office("report", "check", year) == checked
    assert "columns.toml" in office("doctor").out
