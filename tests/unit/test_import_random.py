"""Random reports, balanced or not, in every layout and on both forms: right, or named; never silently wrong."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import FORMS
from tests.layouts import WHOLE, Layout, Sample, excel, web_portal, word
from tests.pasted_layouts import KEPT, LOSSY, RUN_TOGETHER
from tests.pdf_layout import pdf
from tests.written_out import PUSHED, WRITTEN_OUT
from tui_disclose.importing import read_report
from tui_disclose.statutory.forms import Form

COUNTS = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 99_999_999), st.sampled_from(["", "/"]))
FIGURES = {
    "count": COUNTS | st.sampled_from(["22（其中修订16件）"]),
    "change": COUNTS | st.integers(-5_000, -1),
    "money": COUNTS | st.sampled_from(["24252.311082", "4068.208", "160.5964万元", "75394432.52元"]),
}


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    form = draw(st.sampled_from(FORMS.forms))
    cells: dict[str, Any] = {a: draw(FIGURES[cell.column.kind]) for a, cell in form.cells.items()}
    if draw(st.booleans()):
        cells = balanced(form, cells)
    return Sample(form, "某市某局", max(form.first_year, 2020 if form.id == "2019" else 0), cells)


def balanced(form: Form, cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells with every total of tables three and four what its parts add up to."""
    found = {a: v if a.startswith("proactive.") or isinstance(v, int) else 0 for a, v in cells.items()}
    # The totals of columns first: those of rows add them too.
    for address, parts in sorted(form.totals.items(), key=lambda item: item[0].endswith(".total")):
        found[address] = sum(found[part] for part in parts)
    return found


def prove(sample: Sample, layout: Layout) -> None:
    draft = read_report(*layout(sample), FORMS, None)
    wrong = {a: (v, sample.cells[a]) for a, v in draft.cells.items() if str(v) != str(sample.cells[a])}
    assert wrong == {}, layout.__name__
    said = "".join(draft.unread + draft.notes)
    for address, cell in sample.form.cells.items():
        table = sample.form.table(address.partition(".")[0])
        assert address in draft.cells or cell.row.words in said or f"表{table.numeral}" in said


@settings(max_examples=12)
@given(samples(), st.sampled_from([*WHOLE, *KEPT, *WRITTEN_OUT, pdf]))
def test_layouts_that_keep_cells(sample: Sample, layout: Layout) -> None:
    prove(sample, layout)
    if layout in (web_portal, word, excel):
        draft = read_report(*layout(sample), FORMS, None)
        assert draft.cells.keys() == sample.form.cells.keys()


@settings(max_examples=12)
@given(samples(), st.sampled_from([*LOSSY, *PUSHED, *RUN_TOGETHER]))
def test_layouts_that_lose_cells(sample: Sample, layout: Layout) -> None:
    prove(sample, layout)


@pytest.mark.long
@pytest.mark.parametrize(
    "layout", [*WHOLE, *KEPT, *WRITTEN_OUT, pdf, *LOSSY, *PUSHED, *RUN_TOGETHER], ids=lambda layout: layout.__name__
)
@settings(max_examples=50)
@given(sample=samples())
def test_every_layout_at_length(layout: Layout, sample: Sample) -> None:
    prove(sample, layout)
