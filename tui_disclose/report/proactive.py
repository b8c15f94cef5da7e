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


def derive_proactive(form: Form, items: Records, counts: Records, year: int) -> Derived:
    """Return what table 二 of a year is by the records: those of documents once there is any item, others as typed.

    `counts` are the work records of kind 统计数.
    """
    figures: dict[str, int | str] = {}
    behind: dict[str, tuple[str, ...]] = {}
    for address, numbers in (_documents(items, year) if items else {}).items():
        figures[address], behind[address] = len(numbers), tuple(numbers)
    for address, (figure, numbers) in _counted(counts, year).items():
        figures[address], behind[address] = figure, tuple(numbers)
    there = {address: figure for address, figure in figures.items() if address in form.cells}
    day = f"{year}-"
    dated = any(each.get("on", "").startswith(day) for each in counts.values()) or any(
        str(item.get(key) or "").startswith(day) for item in items.values() for key in ("made_on", "published_on")
    )
    return Derived(there, {address: behind[address] for address in there}, dated)


def _documents(items: Records, year: int) -> dict[str, list[str]]:
    """Return the numbers of the documents behind each cell, of both forms."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    tests: dict[str, Callable[[Mapping[str, Any]], bool]] = {
        "made": lambda item: _within(item.get("made_on"), first, last),
        "published": lambda item: is_published(item) and _within(item["published_on"], first, last),
        "total_public": lambda item: is_published(item) and item["published_on"] <= last,
        "issued": lambda item: _within(item.get("made_on"), first, last),
        "repealed": lambda item: _within(item.get("repealed_on"), first, last),
        "in_force": lambda item: (
            _within(item.get("made_on"), "", last) and not _within(item.get("repealed_on"), "", last)
        ),
    }
    found: dict[str, list[str]] = {f"proactive.{row}.{cell}": [] for row in _DOCUMENTS.values() for cell in tests}
    for number, item in items.items():
        row = _DOCUMENTS.get(item.get("document_type", ""))
        # What another body made and this one only passes on is not this one's document.
        if row and item.get("source") != "reprint":
            for cell, fits in tests.items():
                if fits(item):
                    found[f"proactive.{row}.{cell}"].append(number)
    return found


def _within(day: str | None, first: str, last: str) -> bool:
    return day is not None and first <= day <= last


def _counted(counts: Records, year: int) -> dict[str, tuple[int | str, list[str]]]:
    """Return figure and records of each cell that counts were typed for."""
    by_row: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for number, record in counts.items():
        by_row[record.get("subject", ""), record.get("measure", "")][number] = record
    found: dict[str, tuple[int | str, list[str]]] = {}
    for (subject, measure), records in by_row.items():
        of_year = {number: each for number, each in records.items() if each["on"][:4] == str(year)}
        if measure == "items":
            found |= _item_cells(subject, records, year)
        elif of_year and measure == "decisions":
            found[f"proactive.{subject}.decisions"] = (_sum(of_year.values(), "count"), list(of_year))
        elif of_year and measure == "purchases":
            found[f"proactive.{subject}.count"] = (_sum(of_year.values(), "count"), list(of_year))
        elif of_year and measure == "amount":
            yuan = sum((Decimal(each.get("amount") or "0") for each in of_year.values()), Decimal(0))
            # Form 2021 has fees in 万元; procurement is printed with its own unit.
            figure = f"{_plain(yuan / _YUAN_IN_UNIT)}" if subject == "fees" else f"{_plain(yuan)}元"
            found[f"proactive.{subject}.amount"] = (figure, list(of_year))
    return found


def _item_cells(subject: str, records: Records, year: int) -> dict[str, tuple[int | str, list[str]]]:
    """Return 上一年项目数量 and 本年增/减 from the newest totals at the end of each year."""
    before, now = _newest(records, f"{year - 1}-12-31"), _newest(records, f"{year}-12-31")
    if before is None or now is None:
        return {}
    previous, current = (int(records[number].get("count") or 0) for number in (before, now))
    return {
        f"proactive.{subject}.previous": (previous, [before]),
        f"proactive.{subject}.change": (current - previous, list(dict.fromkeys((before, now)))),
    }


def _newest(records: Records, until: str) -> str | None:
    known = [number for number, record in records.items() if record["on"] <= until]
    return max(known, key=lambda number: records[number]["on"], default=None)


def _sum(records: Iterable[Mapping[str, Any]], field: str) -> int:
    return sum(int(record.get(field) or 0) for record in records)


def _plain(amount: Decimal) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
