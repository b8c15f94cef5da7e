"""Small bar charts as inline SVG, and which of a report's figures they show."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tui_disclose.exporting.document import Bars
from tui_disclose.records.report import Report
from tui_disclose.statutory.figures import number_of
from tui_disclose.statutory.forms import Form, Relation, Table
from tui_disclose.statutory.text import harmless

_LABEL = 150
_BAR = 330
_NUMBER = 80
_LINE = 26
_TOP = 34


def charts_of(form: Form, report: Report, past: Mapping[int, Report]) -> dict[str, tuple[Bars, ...]]:
    """Return the charts of each table: who applied, how requests ended, and new requests year by year.

    A table has them where its form says that what came in balances with what was done (balance) and how both are
    added up (sum); `past` are the reports of earlier years by year.
    """
    found = {}
    for table in form.tables:
        balance = next((r for r in table.relations if r.kind == "balance" and r.over == "columns"), None)
        across = next((r for r in table.relations if r.kind == "sum" and r.over == "rows"), None)
        if balance is not None and across is not None:
            made = tuple(_charts(table, balance, across, report, past))
            found[table.key] = tuple(chart for chart in made if any(number for _, number in chart.bars))
    return found


def _charts(
    table: Table, balance: Relation, across: Relation, report: Report, past: Mapping[int, Report]
) -> Iterator[Bars]:
    received, total = balance.left.this[0], across.total
    columns = [table.grid[received, key] for key in across.parts]
    yield Bars("申请类别（本年新收，件）", tuple((c.column.words, _number(report, c.address)) for c in columns))
    done = next((r for r in table.relations if r.kind == "sum" and r.total == balance.right.this[0]), None)
    if done is not None:
        outcomes: dict[str, int] = {}
        for key in done.parts:
            cell = table.grid[key, total]
            name = cell.row.groups[-1] if len(cell.row.groups) > 1 else cell.row.words.partition("（区分")[0]
            outcomes[name] = outcomes.get(name, 0) + _number(report, cell.address)
        yield Bars("办理结果（件）", tuple(outcomes.items()))
    address = table.grid[received, total].address
    if past:
        years = {**past, report.year: report}
        yield Bars("历年新收申请（件）", tuple((f"{y}年", _number(years[y], address)) for y in sorted(years)))


def _number(report: Report, address: str) -> int:
    return int(number_of(report.cells.get(address)) or 0)


def draw(chart: Bars) -> str:
    """Return a chart as a figure of its own; whoever cannot see it hears its numbers."""
    most = max((abs(number) for _, number in chart.bars), default=0) or 1
    width, height = _LABEL + _BAR + _NUMBER, _TOP + _LINE * len(chart.bars) + 6
    spoken = f"{chart.caption}：" + "，".join(f"{name}{number}" for name, number in chart.bars)
    lines = [
        '<figure style="margin:1em 0">',
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_text(spoken)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'style="width:100%;max-width:40em;height:auto" font-size="14">',
        f"<title>{_text(chart.caption)}</title>",
        f"<desc>{_text(spoken)}</desc>",
        f'<text x="{_LABEL + 6}" y="20" font-size="15">{_text(chart.caption)}</text>',
        *_bars(chart.bars, most),
        "</svg>",
        "</figure>",
    ]
    return "\n".join(lines)


def _bars(bars: Sequence[tuple[str, int]], most: int) -> Iterator[str]:
    for at, (name, number) in enumerate(bars):
        top = _TOP + _LINE * at
        width = round(_BAR * abs(number) / most, 1)
        yield (
            f'<text x="{_LABEL}" y="{top + 16}" text-anchor="end">{_text(name)}</text>'
            f'<rect x="{_LABEL + 6}" y="{top + 3}" width="{width}" height="{_LINE - 8}" fill="#1f5a96"/>'
            f'<text x="{_LABEL + 12 + width}" y="{top + 16}">{number}</text>'
        )


def _text(text: str) -> str:
    return escape(harmless(text))
