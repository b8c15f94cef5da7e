"""The nine samples laid out as pages are copied: tabs and line ends, or a spreadsheet's row on each line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.importing import read_report
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out

FORMS = load_forms()
SAMPLES = json.loads((Path(__file__).parents[1] / "samples" / "reports.json").read_text("utf-8"))


def lines_of(table: Table, cells: dict[str, Any]) -> list[list[str]]:
    """Each printed line: the cells that begin on it, an empty one for each that reaches down into it."""
    layout = lay_out(table)
    lines = []
    for line in range(layout.height):
        at = sorted((c for c in layout.cells if c.line <= line < c.line + c.rowspan), key=lambda c: c.column)
        lines.append([(c.text or str(cells.get(c.cell.address, "") if c.cell else "")) * (c.line == line) for c in at])
    return lines


def copied(lines: list[list[str]]) -> str:
    return "".join("".join(f"\t\u3000{text}\n\xa0\n" if text else "\t\n" for text in line) + "\t\n\n" for line in lines)


def spreadsheet(lines: list[list[str]]) -> str:
    return "".join("\t".join(text.replace("\n", "") for text in line) + "\n" for line in lines)


def page(sample: dict[str, Any], table_text: Any) -> str:  # noqa: ANN401 - one of the two above
    form = FORMS.for_year(sample["year"])
    parts = [f"{sample['unit']}\n\n{sample['year']}年政府信息公开工作年度报告\n\n各位：\n"]
    for part in form.parts:
        body = f"{part.numeral}的文字。\n\n（一）小标题\n"
        if part.table:
            body = f"表前。\n{table_text(lines_of(form.table(part.table), sample['cells']))}\n表后。\n"
        parts.append(f"{part.heading}\n{body}")
    return "\n".join(parts) + f"\n{sample['unit']}\n2020年1月15日\n"


@pytest.mark.parametrize("layout", [copied, spreadsheet])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_a_copied_page_is_read_whole(sample: dict[str, Any], layout: Any) -> None:  # noqa: ANN401
    draft = read_report("页.txt", page(sample, layout).encode(), FORMS, None)
    form = FORMS.for_year(sample["year"])
    assert draft.unread == ()
    assert draft.cells == {a: sample["cells"].get(a, "") for a in form.cells}
    assert (draft.unit, draft.year) == (sample["unit"], sample["year"])
    assert draft.sections == {
        "前言": "各位：",
        **{f"{n}{side}": f"表{side}。" for n in "二三四" for side in "前后"},
        **{n: f"{n}的文字。\n\n（一）小标题" for n in "一五六"},
        "落款": f"{sample['unit']}\n\n2020年1月15日",
    }


def test_heads_of_several_lines_in_another_order_are_not_taken() -> None:
    sample = next(s for s in SAMPLES if s["id"] == "huaian-2024")
    text = page(sample, copied)
    for old, new in (("商业企业", "@"), ("科研机构", "商业企业"), ("@", "科研机构")):
        text = text.replace(old, new, 1)
    draft = read_report("页.txt", text.encode(), FORMS, None)
    assert not [a for a in draft.cells if a.startswith("requests.")]
    assert sum("列序" in u for u in draft.unread) == 25
