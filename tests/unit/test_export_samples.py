"""The nine sample reports go out in every format and come back the same; independent readers agree."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tui_disclose.exporting.files import write_new
from tui_disclose.exporting.jsonfile import as_json, render_json
from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.plain import render_plain
from tui_disclose.exporting.readback import verify
from tui_disclose.importing import read_report
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.forms import Form

FORMS = load_forms()
SAMPLES = json.loads((Path(__file__).parents[1] / "samples" / "reports.json").read_text("utf-8"))
SECTIONS = {
    "前言": "根据《条例》编制。",
    "一": "2019年工作如下：\n\n（一）主动公开情况\n\n- 甲\n- 乙",
    "二前": "数据截至12月31日。",
    "三后": "| 通知收取件数 | 实际收取金额（元） |\n| --- | --- |\n| 3 | 90 |",
    "六": "无。",
    "落款": "某局\n2020年1月15日",
}


def report_of(sample: dict[str, Any], **sections: str) -> Report:
    return Report(sample["unit"], sample["year"], sample["form"], sample["cells"], sections)


def printed(sample: dict[str, Any], form: Form) -> dict[str, Any]:
    """What print can give back: the sample's figures, unknown as a blank."""
    return {address: sample["cells"].get(address, "") for address in form.cells}


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample["id"])
def sample(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


@pytest.mark.parametrize("style", ["pipe", "html"])
def test_markdown_comes_back(sample: dict[str, Any], style: str) -> None:
    form = FORMS.for_year(sample["year"])
    text = render_markdown(form, report_of(sample, **SECTIONS), style)
    draft = read_report("报告.md", text.encode(), FORMS, None)
    assert draft.cells == printed(sample, form)
    assert draft.sections == SECTIONS
    assert (draft.unit, draft.year, draft.notes, draft.unread) == (sample["unit"], sample["year"], (), ())
    assert verify(form, report_of(sample, **SECTIONS), text, "md", style) == []


def test_json_comes_back_as_it_was(sample: dict[str, Any]) -> None:
    form = FORMS.for_year(sample["year"])
    text = render_json(form, report_of(sample))
    assert json.loads(text) == {k: sample[k] for k in ("unit", "year", "form", "cells")} | {"sections": {}}
    assert text.endswith("}\n")
    assert "\\u" not in text
    draft = read_report("a.json", json.dumps(sample, ensure_ascii=False).encode(), FORMS, None)
    assert draft.cells == sample["cells"]
    assert draft.form_id == sample["form"]
    assert "source" in draft.notes[0]
    assert "unseen" in draft.notes[0]


def test_plain_text_comes_back_and_fits_the_terminal(sample: dict[str, Any]) -> None:
    form = FORMS.for_year(sample["year"])
    text = render_plain(form, report_of(sample, **SECTIONS))
    assert max(map(cell_len, text.split("\n"))) <= 80
    assert not re.search("[\u2500-\u257f|]", text.replace(SECTIONS["三后"], ""))
    draft = read_report("报告.txt", text.encode(), FORMS, None)
    assert draft.cells == printed(sample, form)
    assert draft.sections == SECTIONS
    assert verify(form, report_of(sample, **SECTIONS), text, "txt") == []


def test_pipe_tables_are_tables_for_another_reader(sample: dict[str, Any]) -> None:
    form = FORMS.for_year(sample["year"])
    text = render_markdown(form, report_of(sample), "pipe")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    tables, row = [], []
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(tokens[at + 1].content)
        elif token.type == "tr_close":
            tables[-1].append(row)
    assert all(len(line) == len(table[0]) for table in tables for line in table)
    assert all(len(set(table[0])) == len(table[0]) for table in tables)
    figures = [cell for table in tables for line in table[1:] for cell in line[1:]]
    assert figures == [str(value) for value in printed(sample, form).values()]
    # The source itself has the full number of cells on each line: GFM would fill up short ones silently.
    for line in text.split("\n"):
        if line.startswith("|"):
            assert line.count("|") in {len(table[0]) + 1 for table in tables}


class _Grid(HTMLParser):
    """An independent reader: counts the grid columns of each line with its spans."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []
        self.figures: list[str] = []
        self.below: dict[int, tuple[int, int]] = {}
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spans = dict(attrs)
        if tag == "tr":
            self.lines.append(sum(width for width, left in self.below.values() if left > 0))
            self.below = {key: (width, left - 1) for key, (width, left) in self.below.items()}
        if tag in ("td", "th"):
            width = int(spans.get("colspan", 1))
            self.lines[-1] += width
            self.below[len(self.below)] = (width, int(spans.get("rowspan", 1)) - 1)
        if tag == "td":
            self.figures.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.figures[-1] += data


def test_html_tables_are_full_grids(sample: dict[str, Any]) -> None:
    form = FORMS.for_year(sample["year"])
    text = render_markdown(form, report_of(sample), "html")
    tables = re.findall(r"<table>.*?</table>", text, re.DOTALL)
    assert len(tables) == 3
    figures = []
    for table, width in zip(tables, (4, 10, 15), strict=True):
        assert "\n\n" not in table
        grid = _Grid()
        grid.feed(table)
        assert set(grid.lines) == {width}
        figures += grid.figures
    assert figures == [str(value) for value in printed(sample, form).values()]


def test_unknown_style_is_refused() -> None:
    with pytest.raises(Refused, match="box"):
        render_markdown(FORMS.for_year(2021), report_of(SAMPLES[2]), "box")


def test_json_object_is_in_the_forms_order() -> None:
    form = FORMS.for_year(2021)
    cells = dict(reversed(SAMPLES[2]["cells"].items()))
    assert list(as_json(form, Report("甲", 2022, "2021", cells))["cells"]) == list(form.cells)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    write_new(path, b"one")
    write_new(path, b"two")
    assert path.read_bytes() == b"two"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "kept").write_bytes(b"")
    with pytest.raises(IsADirectoryError):
        write_new(folder, b"three")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "报告.md"]
    with pytest.raises(FileNotFoundError):
        write_new(tmp_path / "missing" / "a.md", b"x")
