"""Every way in which reports are published: each cell is right or its row is named, none is silently wrong."""

import pytest

from tests.conftest import FORMS, REPORTS
from tests.layouts import LOSSY, RUN_TOGETHER, WHOLE, Layout, Sample
from tui_disclose.importing import Draft, read_report


def sample_of(name: str) -> Sample:
    report = REPORTS[name]
    return Sample(FORMS.for_year(report["year"]), report["unit"], report["year"], report["cells"])


def read(sample: Sample, layout: Layout, picks: dict[str, int] | None = None) -> Draft:
    return read_report(*layout(sample), FORMS, None, picks)


def named(sample: Sample, draft: Draft) -> None:
    """Prove that every cell is as published, or that its row is named."""
    wrong = {a: (v, sample.cells.get(a)) for a, v in draft.cells.items() if str(v) != str(sample.cells.get(a, ""))}
    assert wrong == {}
    said = "".join(draft.unread + draft.notes)
    silent = {a for a, cell in sample.form.cells.items() if a not in draft.cells and cell.row.words not in said}
    assert {a for a in silent if f"表{table_of(sample, a)}" not in said} == set()


def table_of(sample: Sample, address: str) -> str:
    return sample.form.table(address.partition(".")[0]).numeral


@pytest.mark.parametrize("layout", WHOLE, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("name", REPORTS)
def test_layouts_that_keep_cells_are_read_whole(name: str, layout: Layout) -> None:
    sample = sample_of(name)
    draft = read(sample, layout)
    assert {a: str(v) for a, v in draft.cells.items()} == {a: str(sample.cells.get(a, "")) for a in sample.form.cells}
    assert draft.unread == ()
    assert (draft.unit, draft.year) == (sample.unit, sample.year)
    assert draft.sources.keys() == draft.cells.keys()


@pytest.mark.parametrize("layout", LOSSY, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("name", REPORTS)
def test_layouts_that_lose_cells_name_what_is_lost(name: str, layout: Layout) -> None:
    sample = sample_of(name)
    draft = read(sample, layout)
    named(sample, draft)
    filled = {
        (table.key, row.key)
        for table in sample.tables()
        for block in table.blocks
        for row in block.rows
        if not block.across
        and all(sample.cells.get(table.grid[row.key, c.key].address, "") != "" for c in block.columns)
    }
    read_rows = {tuple(a.split(".")[:2]) for a in draft.cells}
    assert filled - read_rows == set()
