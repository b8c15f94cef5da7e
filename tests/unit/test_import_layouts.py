"""Every way in which reports are published: each cell is right or its row is named, none is silently wrong."""

from itertools import product

import pytest

from tests.conftest import FORMS, REPORTS
from tests.layouts import WHOLE, Layout, Sample, web
from tests.pasted_layouts import KEPT, LOSSY, RUN_TOGETHER
from tests.pdf_layout import pdf
from tests.written_out import PUSHED, WRITTEN_OUT, figures_first
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


SOME = ("baiyin-2019", "pt-scj-2019", "sh-office-2025")
"""Both forms, two figures in a cell, blanks and remarks."""


@pytest.mark.parametrize(
    ("name", "layout"),
    [*product(REPORTS, [*WHOLE, *KEPT, pdf]), *product(SOME, WRITTEN_OUT)],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_layouts_that_keep_cells_are_read_whole(name: str, layout: Layout) -> None:
    sample = sample_of(name)
    draft = read(sample, layout)
    assert {a: str(v) for a, v in draft.cells.items()} == {a: str(sample.cells.get(a, "")) for a in sample.form.cells}
    assert draft.unread == ()
    assert (draft.unit, draft.year) == (sample.unit, sample.year)
    assert draft.sources.keys() == draft.cells.keys()


@pytest.mark.parametrize(
    ("name", "layout"),
    [*product(REPORTS, LOSSY), *product(SOME, PUSHED)],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
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


@pytest.mark.parametrize("name", REPORTS)
def test_figures_above_their_labels_are_never_those_of_the_row_above(name: str) -> None:
    sample = sample_of(name)
    draft = read(sample, figures_first)
    named(sample, draft)
    assert len(draft.unread) > 20


@pytest.mark.parametrize("layout", RUN_TOGETHER, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("name", REPORTS)
def test_figures_that_run_together_are_offered_and_not_read(name: str, layout: Layout) -> None:
    sample = sample_of(name)
    draft = read(sample, layout)
    named(sample, draft)
    several = {key for key in (row_key(a) for a in draft.cells) if columns(sample, key) > 1}
    assert several == set()
    right: dict[str, int] = {}
    for choice in draft.choices:
        true = truth(sample, choice.key)
        assert choice.picked is None
        assert all("".join(map(str, cut.figures)) == "".join(choice.source.text.split()) for cut in choice.cuts)
        if "" not in true and choice.ways == len(choice.cuts):
            # Where the published row does not add up, the true way may not be among those that do.
            found = [at for at, cut in enumerate(choice.cuts, 1) if list(map(str, cut.figures)) == true]
            assert len(found) == 1 or not adds_up(sample, choice.key)
            right.update((choice.key, at) for at in found)
    assert len(right) > 20
    picked = read(sample, layout, right)
    named(sample, picked)
    assert {c.key for c in picked.choices if c.picked} == set(right)
    for key in right:
        assert [str(picked.cells[a]) for a in addresses(sample, key)] == truth(sample, key)


def row_key(address: str) -> str:
    return address.rpartition(".")[0]


def addresses(sample: Sample, key: str) -> list[str]:
    return [address for address in sample.form.cells if address.startswith(f"{key}.")]


def truth(sample: Sample, key: str) -> list[str]:
    return [str(sample.cells.get(address, "")) for address in addresses(sample, key)]


def columns(sample: Sample, key: str) -> int:
    return len(addresses(sample, key))


def adds_up(sample: Sample, key: str) -> bool:
    figures = [int(figure) for figure in truth(sample, key)]
    size = 5 if key == "remedies" else len(figures)
    parts = [figures[at : at + size] for at in range(0, len(figures), size)]
    return key.startswith("proactive") or all(sum(part[:-1]) == part[-1] for part in parts)


def test_a_page_of_a_form_before_is_said_and_not_forced() -> None:
    old = sample_of("baiyin-2019")
    new = sample_of("huaian-2024")
    # A report of 2024 whose table two was printed on the form of 2019.
    name, page = web(new)
    mixed = page.decode()
    first, last = mixed.index("<table"), mixed.index("</table>") + len("</table>")
    drawn = web(old)[1].decode()
    table = drawn[drawn.index("<table") : drawn.index("</table>") + len("</table>")]
    draft = read_report(name, (mixed[:first] + table + mixed[last:]).encode(), FORMS, None)
    assert {a for a in draft.cells if a.startswith("proactive.")} == set()
    assert {a: draft.cells[a] for a in draft.cells} == {a: v for a, v in new.cells.items() if a in draft.cells}
    assert len(draft.cells) == len(addresses(new, "requests")) + len(addresses(new, "remedies"))
    assert any("格式2019" in note for note in draft.notes)
    assert draft.unplaced


@pytest.mark.parametrize("figure", [0, 4])
def test_three_rows_of_other_handling_in_a_report_of_2020_are_named_and_not_added_up(figure: int) -> None:
    """The form of 2020 has one row 其他处理; three rows of the next form are not its figures, whatever they say."""
    sample = sample_of("pt-2020")
    rows = web(sample)[1].decode().split("<tr>")
    at = next(n for n, row in enumerate(rows) if "（六）其他处理" in row)
    figures = f"<td>{figure}</td>" * 6 + f"<td>{figure * 6}</td></tr>"
    names = (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "2.申请人逾期未按收费通知要求缴纳费用",
        "3.其他",
    )
    three = [f"<td>{name}</td>{figures}" for name in names]
    three[0] = '<td rowspan="3">（六）其他处理</td>' + three[0]
    page = "<tr>".join([*rows[:at], *three, *rows[at + 1 :]]).replace('rowspan="20"', 'rowspan="22"')
    draft = read_report("a.html", page.encode(), FORMS, None)
    own = addresses(sample, "requests.other")
    assert {a: str(v) for a, v in draft.cells.items() if a not in own} == {
        a: str(sample.cells.get(a, "")) for a in sample.form.cells if a not in own
    }
    assert not draft.cells.keys() & set(own)
    assert any("其他处理" in said for said in draft.unread + draft.notes)


@pytest.mark.parametrize("figure", [0, 4])
def test_other_handling_in_one_row_is_read_only_where_it_is_nought(figure: int) -> None:
    sample = sample_of("pt-2022")
    name, page = web(sample)
    text = page.decode()
    rows = text.split("<tr>")
    at = next(n for n, row in enumerate(rows) if "（六）其他处理" in row)
    one = '<td colspan="2">（六）其他处理</td>' + f"<td>{figure}</td>" * 6 + f"<td>{figure * 6}</td></tr>"
    text = "<tr>".join([*rows[:at], one, *rows[at + 3 :]]).replace('rowspan="22"', 'rowspan="20"')
    draft = read_report(name, text.encode(), FORMS, None)
    merged = [a for key in ("not_corrected", "fee_unpaid", "other") for a in addresses(sample, f"requests.{key}")]
    rest = {a: str(v) for a, v in sample.cells.items() if a not in merged}
    assert {a: str(v) for a, v in draft.cells.items() if a not in merged} == rest
    assert {a: draft.cells.get(a) for a in merged} == dict.fromkeys(merged, 0 if figure == 0 else None)
    assert any("其他处理" in said for said in draft.unread + draft.notes)
