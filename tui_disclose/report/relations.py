"""Tests the relations that a form states between its cells (T3-ID, T3-TOT, T3-ROW, T3-OPEN, T4-SUM, T2-*)."""

from collections.abc import Iterator

import msgspec

from tui_disclose.report.findings import Finding, named
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import SLASH, Figure, Number, is_missing, number_of, remark_number
from tui_disclose.statutory.forms import Cell, Relation, Side, Table


class _Term(msgspec.Struct, frozen=True):
    """One figure on one side of a relation."""

    cell: Cell
    name: str
    figure: Figure
    sign: int
    year: str
    """“上年” where the figure is last year's."""

    @property
    def number(self) -> Number:
        return self.sign * (number_of(self.figure) or 0)


def check_relations(sheet: Sheet) -> list[Finding]:
    """Return what the relations of every table of the form find."""
    return [
        finding
        for table in sheet.form.tables
        for relation in table.relations
        for finding in _check_relation(sheet, table, relation)
    ]


def _check_relation(sheet: Sheet, table: Table, relation: Relation) -> Iterator[Finding]:
    unknown_year: list[Cell] = []
    for line in table.lines(relation):
        cells = {key: table.cells_on(relation.over, line, (key,))[0] for side in relation.sides for key in side.keys}
        last = [cells[key] for side in relation.sides for key in side.last]
        if last:
            if sheet.previous_form is None or any(cell.address not in sheet.previous_form.cells for cell in last):
                continue
            if sheet.previous is None:
                unknown_year += cells.values()
                continue
        finding = _check_line(sheet, table, relation, line, cells)
        if finding:
            yield finding
    if unknown_year and any(sheet.figure(cell.address) is not None for cell in unknown_year):
        where = tuple(dict.fromkeys(cell.address for cell in unknown_year))
        message = f"没有{sheet.report.year - 1}年报告可供比较，表{table.numeral}的{relation.name}无法核对。"
        yield Finding(relation.id, "unassessable", where, message, relation.basis)


def _check_line(sheet: Sheet, table: Table, relation: Relation, line: str, cells: dict[str, Cell]) -> Finding | None:
    left, right = (_terms(sheet, relation, side, cells) for side in relation.sides)
    terms = left + right
    if all(term.figure is None for term in terms if not term.year):
        return None
    if relation.kind in ("at_most", "carry") and any(term.figure is None for term in terms if not term.year):
        return None
    where = tuple(dict.fromkeys(term.cell.address for term in terms))
    subject = f"表{table.numeral}‘{_line_name(cells, relation)}’{'行' if relation.over == 'rows' else '列'}"
    missing = [term for term in terms if _is_needed(term, relation, line, cells) and is_missing(term.figure)]
    if missing:
        names = "、".join(dict.fromkeys(f"{term.year}{term.name}" for term in missing))
        message = f"{subject}{relation.name}无法核对：{names}为空白。"
        return Finding(relation.id, "unassessable", where, message, relation.basis)
    slashed = [term for term in terms if term.figure == SLASH and _is_sum(term, relation, cells)]
    # “/” is no figure that sums can meet; where there is nothing to add up it says just that.
    if slashed and any(term.number for term in terms):
        names = "、".join(dict.fromkeys(term.name for term in slashed))
        message = f"{subject}{relation.name}无法核对：{names}填的是“{SLASH}”。"
        return Finding(relation.id, "unassessable", where, message, relation.basis)
    left_sum, right_sum = _add(left), _add(right)
    if left_sum <= right_sum if relation.kind == "at_most" else left_sum == right_sum:
        return None
    if relation.less_remark and left_sum == right_sum - _in_remarks(right, relation.less_remark):
        return None
    records = tuple(dict.fromkeys(r for address in where for r in _records(sheet, address)))
    unit = terms[0].cell.column.unit or ("" if terms[0].cell.column.kind == "money" else "件")
    gap = f"{abs(left_sum - right_sum)}{unit}"
    verdict = f"{_words(left)}应不大于{_words(right)}，超出{gap}"
    if relation.kind != "at_most":
        verdict = f"{_words(left)}，{_words(right)}，相差{gap}"
    involved = f"；涉及{named(records)}" if records else ""
    return Finding(
        relation.id,
        relation.severity,
        where,
        f"{subject}{relation.name}不符：{verdict}{involved}。",
        relation.basis,
        left_sum,
        right_sum,
        records,
    )


def _records(sheet: Sheet, address: str) -> tuple[str, ...]:
    """Return the records to look at for a cell: those behind a figure that was entered against the records."""
    faces = sheet.faces[address]
    if address in sheet.form.totals:
        parts = sheet.form.totals[address] if faces.entered is None else ()
        return tuple(number for part in parts for number in _records(sheet, part))
    if faces.derived is not None and (faces.entered is None or number_of(faces.entered) == number_of(faces.derived)):
        return ()
    return sheet.derived.records.get(address, ())


def _terms(sheet: Sheet, relation: Relation, side: Side, cells: dict[str, Cell]) -> list[_Term]:
    def term(key: str, sign: int, source: Sheet, year: str) -> _Term:
        cell = cells[key]
        name = (cell.column.short) if relation.over == "rows" else (cell.row.mark or cell.row.short)
        return _Term(cell, name, source.figure(cell.address), sign, year)

    terms = [term(key, 1, sheet.previous, "上年") for key in side.last] if sheet.previous else []
    terms += [term(key, 1, sheet, "") for key in side.this]
    terms += [term(key, -1, sheet, "") for key in side.minus]
    return terms


def _is_needed(term: _Term, relation: Relation, line: str, cells: dict[str, Cell]) -> bool:
    if line in relation.all_needed_in or (term.year and term.figure is None):
        return True
    return _is_sum(term, relation, cells)


def _is_sum(term: _Term, relation: Relation, cells: dict[str, Cell]) -> bool:
    return any(term.cell is cells[key] for key in relation.sums)


def _line_name(cells: dict[str, Cell], relation: Relation) -> str:
    cell = next(iter(cells.values()))
    return cell.row.short if relation.over == "rows" else cell.column.words


def _add(terms: list[_Term]) -> Number:
    return sum((term.number for term in terms), start=0)


def _in_remarks(terms: list[_Term], word: str) -> int:
    return sum(remark_number(term.figure, word) for term in terms)


def _words(terms: list[_Term]) -> str:
    """Return a side in words: “一（3）＋二（1）＝4”; of a long sum only the terms that are not 0."""
    shown = terms if len(terms) <= 3 else [term for term in terms if term.number]
    if not shown:
        return "各项之和＝0" if terms else "0"
    text = ""
    for term in shown:
        sign = "－" if term.sign < 0 else "＋" if text else ""
        text += f"{sign}{term.year}{term.name}（{abs(term.number) if term.sign < 0 else term.number}）"
    return text if len(terms) == 1 else f"{text}＝{_add(terms)}"
