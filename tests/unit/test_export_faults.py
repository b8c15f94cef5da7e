"""The read-back finds what a faulty renderer or a text that breaks the file would do."""

import re
from collections.abc import Callable

import pytest
from test_export_samples import FORMS, SAMPLES, report_of

from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.plain import render_plain
from tui_disclose.exporting.readback import verify

SAMPLE = next(s for s in SAMPLES if s["id"] == "huaian-2024")
FORM = FORMS.for_year(2024)
REPORT = report_of(SAMPLE, 一="正文。")


def faulty(text: str, edit: Callable[[str], str]) -> str:
    changed = edit(text)
    assert changed != text
    return changed


def last_column_dropped(text: str) -> str:
    return "\n".join(re.sub(r"\|[^|]*\|$", "|", line) if line.startswith("|") else line for line in text.split("\n"))


def last_html_column_dropped(text: str) -> str:
    return re.sub(r"<t[dh][^>]*>[^<]*</t[dh]>\n</tr>", "</tr>", text)


def rows_swapped(text: str) -> str:
    return text.replace("3001", "@").replace("1288", "3001").replace("@", "1288")


def heads_shifted(text: str) -> str:
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结")
    shifted = names[1:] + names[:1]
    return re.sub("|".join(names), lambda m: shifted[names.index(m[0])], text)


def row_lost(text: str) -> str:
    return re.sub(r"\n[^\n]*\b2932\b[^\n]*", "", text)


@pytest.mark.parametrize("edit", [last_column_dropped, rows_swapped, heads_shifted, row_lost])
def test_faults_in_pipe_tables_are_found(edit: Callable[[str], str]) -> None:
    text = faulty(render_markdown(FORM, REPORT, "pipe"), edit)
    assert verify(FORM, REPORT, text, "md", "pipe")


@pytest.mark.parametrize("edit", [last_html_column_dropped, rows_swapped, heads_shifted, row_lost])
def test_faults_in_html_tables_are_found(edit: Callable[[str], str]) -> None:
    text = faulty(render_markdown(FORM, REPORT, "html"), edit)
    assert verify(FORM, REPORT, text, "md", "html")


@pytest.mark.parametrize("edit", [rows_swapped, heads_shifted, row_lost])
def test_faults_in_plain_text_are_found(edit: Callable[[str], str]) -> None:
    text = faulty(render_plain(FORM, REPORT), edit)
    assert verify(FORM, REPORT, text, "txt")


def test_shifted_heads_are_found_even_over_equal_figures() -> None:
    zeros = report_of(SAMPLE | {"cells": dict.fromkeys(FORM.cells, 0)})
    for text, kind, style in (
        (render_markdown(FORM, zeros, "pipe"), "md", "pipe"),
        (render_markdown(FORM, zeros, "html"), "md", "html"),
        (render_plain(FORM, zeros), "txt", ""),
    ):
        assert verify(FORM, zeros, text, kind, style) == []
        assert verify(FORM, zeros, faulty(text, heads_shifted), kind, style)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("淮安市人民政府2024年", "淮安市人民政府2023年"),
        ("淮安市人民政府", "淮阴市人民政府"),
        ("正文。", "正文！"),
        ("96171.6", "96171.60"),
    ],
)
@pytest.mark.parametrize("style", ["pipe", "html"])
def test_one_other_character_is_found(style: str, old: str, new: str) -> None:
    text = faulty(render_markdown(FORM, REPORT, style), lambda t: t.replace(old, new))
    assert verify(FORM, REPORT, text, "md", style)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("一", "甲\n\n## 二、主动公开政府信息情况\n\n乙"),
        ("一", "## 一、总体情况"),
        ("一", "```\n未结束的代码"),
        ("六", "<!-- 未结束的注释"),
        ("三后", render_markdown(FORM, REPORT, "pipe").partition("## 四")[2].partition("## 五")[0].partition("\n")[2]),
        ("三前", render_markdown(FORM, REPORT, "html").partition("## 四")[2].partition("## 五")[0].partition("\n")[2]),
        ("六", "<!-- 落款 -->\n\n某局"),
        ("一", "<pre>\n未结束"),
    ],
)
@pytest.mark.parametrize("style", ["pipe", "html"])
def test_a_text_that_breaks_the_file_is_named(style: str, key: str, text: str) -> None:
    report = report_of(SAMPLE, **{key: text})
    said = verify(FORM, report, render_markdown(FORM, report, style), "md", style)
    if key == "六" and text.startswith("<!-- 未"):
        # Nothing stands behind the last part, but a signature may be added later.
        assert any("六" in sentence for sentence in said)
    assert said
    assert all(re.search("[\u4e00-\u9fff]", sentence) for sentence in said)


def test_what_is_not_on_the_form_cannot_be_exported() -> None:
    report = report_of(SAMPLE | {"cells": {"no.such.cell": 1}}, 七="文字")
    said = "".join(verify(FORM, report, render_markdown(FORM, report), "md"))
    assert "no.such.cell" in said
    assert "“七”" in said


@pytest.mark.parametrize("style", ["pipe", "html"])
def test_markup_and_control_characters_come_out_harmless(style: str) -> None:
    from markdown_it import MarkdownIt

    remark = "22（<img src=x>|**粗**`a`[a]）"
    sample = SAMPLE | {"unit": "甲\x1b[31m|<b>*局*\u202e", "cells": {"proactive.regulations.issued": remark}}
    report = report_of(sample)
    text = render_markdown(FORM, report, style)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert verify(FORM, report, text, "md", style) == []
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<img" not in html
    assert "<b>" not in html
    assert "<strong>" not in html
    assert "<a " not in html
    assert "<em>" not in html
