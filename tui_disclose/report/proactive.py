"""Table 二 from the records: documents from the catalogue, the other rows from counts typed once with their source.

Form 2019 asks what was made, published and is open to the public in all; form 2021 what was issued, repealed and is in
force. The notices' own filling notes were not available, so that two readings stay uncertain: repealed documents that
can still be read count as open to the public, and lapsed ones count as 废止.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tui_disclose.records.items import is_published
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form

Records = Mapping[str, Mapping[str, Any]]
"""Records by number, those taken out left out."""

_DOCUMENTS = {"regulation": "regulations", "normative": "normative_documents"}
_YUAN_IN_UNIT = 10_000


Counted = tuple[str, tuple[str, ...], bool]
"""An item's number, the cells of table 二 that it counts in, and whether it is dated in the year."""


def derive_proactive(form: Form, items: Iterable[Counted], counts: Records, year: int) -> Derived:
    """Return what table 二 of a year is by the records: those of documents once there is any item, others as typed.

    `items` are what `counted` says of each item, `counts` the work records of kind 统计数.
    """
    figures: dict[str, int | str] = {}
    behind: dict[str, tuple[str, ...]] = {}
    by_cell: dict[str, list[str]] = {}
    dated = any(each.get("on", "").startswith(f"{year}-") for each in counts.values())
    for number, cells, in_year in items:
        by_cell = by_cell or {f"proactive.{row}.{cell}": [] for row in _DOCUMENTS.values() for cell in _CELLS}
        dated = dated or in_year
        for cell in cells:
            by_cell[cell].append(number)
    for address, numbers in by_cell.items():
        figures[address], behind[address] = len(numbers), tuple(numbers)
    for address, (figure, numbers) in _counted(counts, year).items():
        figures[address], behind[address] = figure, tuple(numbers)
    there = {address: figure for address, figure in figures.items() if address in form.cells}
    return Derived(there, {address: behind[address] for address in there}, dated)


_CELLS = ("made", "published", "total_public", "issued", "repealed", "in_force")


def counted(number: str, item: Mapping[str, Any], year: int) -> Counted:
    """Return in which cells of table 二 an item counts, those of both forms; none where it is no document of ours."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    made, shown = item.get("made_on"), item.get("published_on")
    in_year = _within(made, first, last) or _within(shown, first, last)
    row = _DOCUMENTS.get(item.get("document_type", ""))
    # What another body made and this one only passes on is not this one's document.
    if row is None or item.get("source") == "reprint":
        return number, (), in_year
    public = is_published(item)
    gone = item.get("repealed_on")
    fits = (
        _within(made, first, last),
        public and _within(shown, first, last),
        public and _within(shown, "", last),
        _within(made, first, last),
        _within(gone, first, last),
        _within(made, "", last) and not _within(gone, "", last),
    )
    return number, tuple(f"proactive.{row}.{cell}" for cell, fit in zip(_CELLS, fits, strict=True) if fit), in_year


def _within(day: str | None, first: str, last: str) -> bool:
    return day is not None and first <= day <= last


_OF_MEASURE = {
    "items": ("previous", "change"),
    "decisions": ("decisions",),
    "purchases": ("count",),
    "amount": ("amount",),
}
"""The columns of table 二 that a count gives, by what it counts (统计内容)."""


def uncounted(count: Mapping[str, Any], forms: Iterable[Form], words: Callable[[str, object], str]) -> str:
    """Return why a count (统计数) would stand in no cell of table 二, "" where it does.

    It has no figure, or no form has such a cell. `words` gives the words of a field's value.
    """
    subject, measure = count.get("subject", ""), count.get("measure", "")
    kept = list(forms)
    fitting = [each for each in _OF_MEASURE if _has_cell(kept, subject, each)]
    if measure not in fitting:
        said = words("subject", subject)
        offered = "、".join(words("measure", each) for each in fitting) or "没有统计内容"
        cell = f"年度报告表二的“{said}”没有“{words('measure', measure)}”这一格，登记了也不会计入"
        return f"{cell}；“{said}”可填：{offered}。"
    if count.get(_figure_of(measure)) in (None, ""):
        field = "金额" if _figure_of(measure) == "amount" else "数量"
        return f"统计内容是“{words('measure', measure)}”的还没有填写{field}；没有的填0。"
    return ""


def _has_cell(forms: Iterable[Form], subject: str, measure: str) -> bool:
    return any(f"proactive.{subject}.{column}" in form.cells for form in forms for column in _OF_MEASURE[measure])


def _figure_of(measure: str) -> str:
    return "amount" if measure == "amount" else "count"


def _counted(counts: Records, year: int) -> dict[str, tuple[int | str, list[str]]]:
    """Return figure and records of each cell that counts were typed for; a count without its figure says nothing."""
    by_row: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for number, record in counts.items():
        subject, measure = record.get("subject", ""), record.get("measure", "")
        if measure in _OF_MEASURE and record.get(_figure_of(measure)) not in (None, ""):
            by_row[subject, measure][number] = record
    found: dict[str, tuple[int | str, list[str]]] = {}
    for (subject, measure), records in by_row.items():
        of_year = {number: each for number, each in records.items() if each["on"][:4] == str(year)}
        if measure == "items":
            found |= _item_cells(subject, records, year)
        elif of_year and measure == "amount":
            yuan = sum((Decimal(each["amount"]) for each in of_year.values()), Decimal(0))
            # Form 2021 has fees in 万元; procurement is printed with its own unit.
            figure = f"{_plain(yuan / _YUAN_IN_UNIT)}" if subject == "fees" else f"{_plain(yuan)}元"
            found[f"proactive.{subject}.amount"] = (figure, list(of_year))
        elif of_year:
            (column,) = _OF_MEASURE[measure]
            found[f"proactive.{subject}.{column}"] = (
                sum(int(each["count"]) for each in of_year.values()),
                list(of_year),
            )
    return found


def _item_cells(subject: str, records: Records, year: int) -> dict[str, tuple[int | str, list[str]]]:
    """Return 上一年项目数量 and 本年增/减 from the newest totals at the end of each year.

    A year without a total of its own has no 增/减: that nothing was counted is not that nothing changed.
    """
    before, now = _newest(records, f"{year - 1}-12-31"), _newest(records, f"{year}-12-31")
    if before is None or now is None:
        return {}
    previous, current = (int(records[number]["count"]) for number in (before, now))
    found: dict[str, tuple[int | str, list[str]]] = {f"proactive.{subject}.previous": (previous, [before])}
    if now != before:
        found[f"proactive.{subject}.change"] = (current - previous, [before, now])
    return found


def _newest(records: Records, until: str) -> str | None:
    known = [number for number, record in records.items() if record["on"] <= until]
    return max(known, key=lambda number: records[number]["on"], default=None)


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
