"""A published page saved as tabbed text: right, or named by line; never silently wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_disclose.importing import read_report
from tui_disclose.importing.draft import Draft
from tui_disclose.problems import Refused
from tui_disclose.statutory.form_files import load_forms

FORMS = load_forms()
SAMPLES = Path(__file__).parents[1] / "samples"
SOURCE = (SAMPLES / "baiyin-2019.txt").read_text("utf-8")
LINES = SOURCE.split("\n")
TRUE = next(r for r in json.loads((SAMPLES / "reports.json").read_text("utf-8")) if r["id"] == "baiyin-2019")["cells"]


def read(text: str, year: int | None = None) -> Draft:
    return read_report("baiyin.txt", text.encode(), FORMS, year)


def edited(*changes: tuple[int, str | None]) -> str:
    lines = list(LINES)
    for number, new in changes:
        lines[number - 1] = new
    return "\n".join(line for line in lines if line is not None)


def test_the_published_page_is_read_whole() -> None:
    draft = read(SOURCE)
    assert draft.cells == TRUE
    assert len(draft.cells) == 198
    assert (draft.unit, draft.year, draft.unread, draft.unplaced) == ("白银市科学技术局", 2019, (), ())
    assert list(draft.sections) == ["一", "五", "六"]
    assert {n.partition("：")[0] for n in draft.notes} == {"第64行", "第66行", "第68行"}


def test_every_narrative_line_is_in_its_section() -> None:
    sections = read(SOURCE).sections
    places = {"一": (6, 17), "五": (674, 681), "六": (684, 694)}
    for key, (first, last) in places.items():
        lines = [line.strip() for line in LINES[first - 1 : last] if line.strip()]
        assert sections[key].split("\n\n") == lines
    assert "（二）优化服务功能，着力加强公开平台建设" in sections["一"].split("\n")
    assert "<关于全面推进政务公开工作的意见>" in sections["一"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub(r"(?m)^(\t.*\S.*)$", "\\1 \u3000", text),
        lambda text: text.replace("\u3000", "  "),
        lambda text: text.replace("总计", "总 计").replace("规章", "规 章"),
        lambda text: text.replace("（一）予以公开", "(一)予以公开").replace("1.属于", "1、属于"),
    ],
)
def test_other_spacing_changes_nothing(change: Callable[[str], str]) -> None:
    text = change(SOURCE)
    assert text != SOURCE
    draft = read(text)
    assert draft.cells == TRUE
    assert draft.unread == ()


def test_a_page_that_lost_its_line_ends_is_never_wrong() -> None:
    # An editor took every space and tab off the line ends: the rows of table three can no longer be told apart.
    draft = read("".join(line.rstrip() + "\n" for line in LINES))
    assert all(TRUE[address] == value for address, value in draft.cells.items())
    assert {a for a in TRUE if a.startswith("proactive.")} <= set(draft.cells)
    unread = "".join(draft.unread + draft.notes)
    assert all(FORMS.by_id("2019").cells[a].row.words in unread for a in TRUE if a not in draft.cells)


def test_a_page_without_tabs_is_read_by_its_labels_or_named() -> None:
    draft = read(SOURCE.replace("\t", ""))
    assert all(TRUE[address] == value for address, value in draft.cells.items())
    # Two figures stand in each cell of this row, a line for each: which line begins a cell is lost.
    assert not [address for address in draft.cells if ".other_services." in address]
    unread = "".join(draft.unread + draft.notes)
    assert all(FORMS.by_id("2019").cells[a].row.words in unread for a in TRUE if a not in draft.cells)


def test_gb18030_is_read_and_said() -> None:
    draft = read_report("旧.txt", SOURCE.encode("gb18030"), FORMS, None)
    assert draft.cells == TRUE
    assert "GB 18030" in draft.notes[0]


def test_a_label_with_a_misprint_is_said() -> None:
    draft = read(edited((57, "\t行政许司")))
    assert draft.cells == TRUE
    assert any(n.startswith("第57行") and "行政许可" in n for n in draft.notes)


def test_an_unknown_label_is_not_read() -> None:
    draft = read(edited((57, "\t行政检查")))
    assert {a for a in TRUE if a not in draft.cells} == {a for a in TRUE if ".licences." in a}
    assert any(u.startswith("第57行") for u in draft.unread)
    assert any("行政许可" in n for n in draft.notes)


def test_two_different_figures_in_a_cell_are_not_read() -> None:
    draft = read(edited((65, "\xa0   7")))
    assert set(TRUE) - set(draft.cells) == {"proactive.other_services.previous"}
    assert any("“0 7”" in u for u in draft.unread)
    assert draft.unplaced[0]["text"] == "0 7"


def test_a_unit_below_its_figure_belongs_to_it() -> None:
    draft = read(edited((121, "\t251000\n元")))
    assert draft.cells == TRUE | {"proactive.procurement.amount": "251000元"}
    assert any("251000元" in n for n in draft.notes)


def test_a_missing_row_is_unknown_and_said() -> None:
    text = edited(*((n, None) for n in range(34, 40)))
    draft = read(text)
    assert set(TRUE) - set(draft.cells) == {a for a in TRUE if ".regulations." in a}
    assert any("规章" in n for n in draft.notes)


def test_a_row_printed_twice_with_other_figures_is_not_read() -> None:
    row = "\n".join(LINES[56:62])
    draft = read(edited((62, "\n" + row.replace("0", "4", 1))))
    assert set(TRUE) - set(draft.cells) == {a for a in TRUE if ".licences." in a}
    assert any("重复" in u for u in draft.unread)
    same = read(edited((62, "\n" + row)))
    assert same.cells == TRUE
    assert any("重复" in n for n in same.notes)


def test_a_row_run_into_the_next_is_still_read() -> None:
    # The tab that ends a row is lost, with the empty line after it.
    draft = read(edited((190, None), (191, None)))
    assert draft.cells == TRUE


def test_columns_in_another_order_follow_their_heads() -> None:
    text = edited((52, "\t处理决定数量"), (54, "\t上一年项目数量"), (58, "\t9"))
    draft = read(text)
    assert draft.cells == TRUE | {"proactive.licences.decisions": 9}
    assert any("列序" in n for n in draft.notes)


def test_heads_of_another_form_are_not_taken_for_this_one() -> None:
    text = edited((25, "\t本年制发件数"), (26, None), (28, "\t本年废止件数"), (29, None), (30, "\t现行有效件数"))
    draft = read(text)
    assert not [a for a in draft.cells if ".regulations." in a or ".normative_documents." in a]
    assert sum("表头与格式不符" in u for u in draft.unread) == 2


def test_table_four_follows_its_heads() -> None:
    swapped = edited((639, "\t结果纠正"), (640, "\t结果维持"))
    draft = read(swapped)
    assert not [a for a in draft.cells if a.startswith("remedies")]
    assert any(u.startswith("第653行") for u in draft.unread)
    fourteen = read(edited((660, None)))
    assert not [a for a in fourteen.cells if a.startswith("remedies")]
    assert any("14个" in u for u in fourteen.unread)


def test_texts_around_tables_and_signature_find_their_places() -> None:
    text = edited(
        (18, LINES[17] + "\n\n表前的话。"),
        (124, "\n表后的话。\n"),
        (694, "\n白银市科学技术局\n\n2020年1月15日"),
    )
    draft = read(text)
    assert draft.cells == TRUE
    assert draft.sections["二前"] == "表前的话。"
    assert draft.sections["二后"] == "表后的话。"
    assert draft.sections["落款"] == "白银市科学技术局\n\n2020年1月15日"
    assert draft.sections["六"].endswith("完善公开内容。")


def test_headings_with_other_words_and_numerals() -> None:
    text = SOURCE.replace("五、存在的主要问题及改进情况", "六、存在的主要问题和改进情况（有关情况附后）")
    text = text.replace("四、政府信息公开行政复议、", "五、因政府信息公开工作被申请行政复议、提起")
    text = text.replace("（一）政务公开工作开展情况", "（一）主动公开情况")
    draft = read(text)
    assert draft.cells == TRUE
    assert draft.sections["五"] == read(SOURCE).sections["五"]
    assert "（一）主动公开情况" in draft.sections["一"]


@pytest.mark.parametrize(
    ("title", "unit", "year"),
    [
        ("某局2019年政府信息公开工作年度报告", "某局", 2019),
        ("某局关于2019年度政府信息公开工作年度报告", "某局", 2019),
        ("2019年某局政府信息公开工作年度报告", "某局", 2019),
        ("某局政府信息公开工作年度报告（2019年）", "某局", 2019),
        ("某局\n二〇一九年政府信息公开年度报告", "某局", 2019),
        ("发布时间：2020年3月1日\n某局2019年度政府信息公开工作年度报告", "某局", 2019),
        ("某局2019年\n政府信息公开工作年度报告", "某局", 2019),
    ],
)
def test_titles(title: str, unit: str, year: int) -> None:
    draft = read(title + "\n" + "\n".join(LINES[3:]))
    assert (draft.unit, draft.year) == (unit, year)
    assert draft.cells == TRUE
    assert "前言" not in draft.sections


def test_no_year_or_another_year_is_refused() -> None:
    nameless = "\n".join(LINES[4:])
    with pytest.raises(Refused, match="年份"):
        read(nameless)
    assert read(nameless, 2019).cells == TRUE
    with pytest.raises(Refused, match="2020"):
        read(SOURCE, 2020)


@pytest.mark.parametrize("content", [b"", b" \n", b"\x00\x01\x02", b"\xff\xfe\xfd\x80\x81", b"PK\x03\x04\x00\xff"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"x\.txt"):
        read_report("x.txt", content, FORMS, 2019)


def test_run_together_rows_are_named() -> None:
    text = edited((34, "规章000"), (35, None), (36, None), (37, None), (38, None), (39, None))
    draft = read(text)
    assert any(u.startswith("第34行") for u in draft.unread)


@pytest.mark.parametrize(
    "line",
    [
        "规章2件，规范性文件3件",
        "行政许可120件",
        "行政许可 120件\n行政处罚 35件",
        "规章\n\n共3件",
        "其他：规章2、行政许可12000件、行政处罚35000件",
        "（一）予以公开3件，（二）部分公开2件，其他1件。",
    ],
)
def test_labels_and_figures_of_a_narrative_are_no_table(line: str) -> None:
    for year in (2019, 2024):
        text = f"某局{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n平稳。\n\n{line}\n\n二、主动公开政府信息情况\n"
        draft = read_report("a.txt", text.encode(), FORMS, None)
        assert draft.cells == {}
        assert draft.sections["一"].split("\n\n") == ["平稳。", *(part for part in line.split("\n") if part)]


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_a_list_of_counts_in_a_table_of_its_own_is_no_statutory_table(name: str) -> None:
    rows = {
        "a.html": "<table><tr><td>行政许可</td><td>120</td></tr><tr><td>行政处罚</td><td>5</td></tr></table>",
        "a.md": "| 行政许可 | 120 |\n| 行政处罚 | 5 |\n",
    }[name]
    title = "某局2024年政府信息公开工作年度报告"
    heads = {
        "a.html": f"<h1>{title}</h1><p>一、总体情况</p><p>平稳。</p>",
        "a.md": f"# {title}\n\n## 一、总体情况\n\n",
    }[name]
    draft = read_report(name, (heads + rows).encode(), FORMS, None)
    assert draft.cells == {}
    assert "120" in draft.sections["一"]


# A page whose every figure is different, so that a figure in the wrong cell shows.
def numbered() -> list[str]:
    lines, value = list(LINES), 100
    for at in range(18, 670):
        if lines[at].strip() != "0":
            continue
        if at + 1 in (65, 67, 69):
            lines[at] = "\xa0"
            continue
        value += 1
        lines[at] = lines[at].replace("0", str(value))
    return lines


NUMBERED = numbered()
WHOLE = read("\n".join(NUMBERED)).cells
TABLE_LINES = [at for at in range(18, 670) if NUMBERED[at].strip() or NUMBERED[at] == "\t"]


def test_the_numbered_page_has_its_figures_in_printed_order() -> None:
    values = [v for v in WHOLE.values() if v not in (6, 8)]
    assert len(WHOLE) == 198
    assert values == sorted(values)
    assert len(set(values)) == 195


@settings(max_examples=250)
@given(st.sampled_from(TABLE_LINES), st.sampled_from(["drop", "blank", "tab", "double", "join"]))
def test_no_single_accident_is_silently_wrong(at: int, accident: str) -> None:
    lines = list(NUMBERED)
    changed = {"drop": [], "blank": [""], "tab": ["\t"], "double": [lines[at]] * 2, "join": None}[accident]
    if changed is None:
        changed = [lines[at] + lines[at + 1].strip()]
        lines[at : at + 2] = changed
    else:
        lines[at : at + 1] = changed
    draft = read("\n".join(lines))
    wrong = {a: v for a, v in draft.cells.items() if v != WHOLE[a] and v != ""}
    missing = set(WHOLE) - set(draft.cells)
    said = draft.unread + draft.notes
    assert wrong == {}
    if missing:
        assert any("第" in s and "行" in s for s in draft.unread) or any("未见" in s for s in said)
