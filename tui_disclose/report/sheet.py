"""One year's report with the three faces of every cell: derived 台账数, entered 填报数, computed 合计.

The figure that counts is the entered one (a printed blank included), else the derived, else the computed, else none.
"""

from collections.abc import Mapping

import msgspec

from tui_disclose.records.report import Report
from tui_disclose.statutory.figures import Figure, Number, as_json_number, number_of
from tui_disclose.statutory.forms import Form


class Derived(msgspec.Struct, frozen=True):
    """What the office's records give for one year: figures, and the numbers of the records behind them."""

    figures: Mapping[str, int | str] = {}
    """By cell address; an absent cell has no derived face, which is not 0."""
    records: Mapping[str, tuple[str, ...]] = {}
    """By cell address, cells that the form adds up included."""
    active: bool = True
    """Whether a record is dated in the year: it is then shown although nobody has begun its report."""


class Faces(msgspec.Struct, frozen=True):
    """The faces of one cell, each None where it has none."""

    derived: Figure = None
    entered: Figure = None
    computed: Figure = None
    last_year: Figure = None

    @property
    def counts(self) -> Figure:
        """The figure that counts."""
        for face in (self.entered, self.derived, self.computed):
            if face is not None:
                return face
        return None


class Sheet(msgspec.Struct, frozen=True):
    """A report beside its form, its derived figures and last year's sheet: all that the checks look at."""

    form: Form
    report: Report
    derived: Derived
    faces: dict[str, Faces]
    previous: "Sheet | None" = None
    """Last year's sheet; None where that year is not known."""
    previous_form: Form | None = None
    """The form that last year's report is on, known or not; None where no form is that old."""

    def figure(self, address: str) -> Figure:
        """Return the figure that counts in a cell."""
        return self.faces[address].counts

    def number(self, address: str) -> Number:
        """Return the number of a cell as sums take it: 0 where it has none."""
        return number_of(self.figure(address)) or 0

    def published(self) -> Report:
        """Return the report with the figures that count: what is printed and exported."""
        counting = {address: faces.counts for address, faces in self.faces.items()}
        return msgspec.structs.replace(
            self.report, cells={address: figure for address, figure in counting.items() if figure is not None}
        )

    def fillable(self, table_key: str) -> list[str]:
        """Return the cells of a table that are typed rather than added up, in printed order."""
        return [cell.address for cell in self.form.table(table_key).cells if cell.address not in self.form.totals]


def build_sheet(
    form: Form,
    report: Report,
    derived: Derived | None = None,
    previous: Sheet | None = None,
    previous_form: Form | None = None,
) -> Sheet:
    """Return the sheet of a report."""
    derived = derived or Derived()
    computed: dict[str, Figure] = {}

    def counts(address: str) -> Figure:
        entered = report.cells.get(address)
        if entered is not None:
            return entered
        known = derived.figures.get(address)
        return known if known is not None else add_up(address)

    def add_up(address: str) -> Figure:
        if address not in form.totals:
            return None
        if address not in computed:
            numbers = [number_of(counts(part)) for part in form.totals[address]]
            known = [number for number in numbers if number is not None]
            computed[address] = as_json_number(sum(known)) if known else None
        return computed[address]

    last_year = _comparable(form, previous) if previous else {}
    faces = {
        address: Faces(
            derived=derived.figures.get(address),
            entered=report.cells.get(address),
            computed=add_up(address),
            last_year=last_year.get(address),
        )
        for address in form.cells
    }
    return Sheet(form, report, derived, faces, previous, previous.form if previous else previous_form)


def _comparable(form: Form, previous: Sheet) -> dict[str, Figure]:
    """Return last year's figures of the cells that mean the same on both forms."""
    changed = {(merged.table, row) for merged in form.merged_from(previous.form) for row in merged.rows}
    return {
        address: previous.figure(address)
        for table in form.tables
        for (row, _), cell in table.grid.items()
        if (address := cell.address) in previous.faces and (table.key, row) not in changed
    }
