"""A statutory form as a frozen value: its parts, tables, rows, columns, cells and the relations between them.

What the forms say is in `forms/*.toml`; `form_files` reads them.
"""

from functools import cached_property
from typing import Annotated, Literal

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.statutory.text import label_key

CellKind = Literal["count", "change", "money"]
Severity = Literal["error", "warning"]
Axis = Literal["rows", "columns"]

Key = Annotated[str, msgspec.Meta(pattern=r"^\w+\Z")]
"""Part of a cell's address or of a field: letters, digits and “_”, no dot."""

Words = Annotated[str, msgspec.Meta(min_length=1)]
Keys = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
Span = Annotated[int, msgspec.Meta(ge=1, le=100)]

SHORT_LABEL = 12
"""The longest short label, in characters: 24 terminal cells."""


class _Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True, omit_defaults=True):
    """A frozen value read from a form's file."""


class Column(_Value, frozen=True):
    """A column of a block: its key in cell addresses, printed label, and the kind of its figures."""

    key: Key
    label: Words
    """As printed; “\\n” where the form breaks the line."""
    short: Words
    kind: CellKind = "count"
    span: Span = 1
    """Grid columns that the cell is wide."""
    unit: str = ""
    groups: tuple[str, ...] = ()
    """The merged heads above it, outermost first."""
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The label on one line."""
        return self.label.replace("\n", "")


class Row(_Value, frozen=True):
    """A row of a block: its key in cell addresses, printed label, merged labels before it."""

    key: Key
    label: Words
    short: Words
    mark: str = ""
    """How a sentence about sums calls the row (“三（七）”)."""
    groups: tuple[str, ...] = ()
    """The merged labels to its left (or above it, where rows are printed side by side), outermost first."""
    aliases: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    """The outcomes of a request that this row counts."""
    rule_makers_only: bool = False
    """Only bodies with rule-making power have figures here."""

    @property
    def words(self) -> str:
        """The label on one line."""
        return self.label.replace("\n", "")


class Block(_Value, frozen=True):
    """A part of a table with a head of its own; `across` prints its rows side by side on one line."""

    columns: Annotated[tuple[Column, ...], msgspec.Meta(min_length=1)]
    rows: Annotated[tuple[Row, ...], msgspec.Meta(min_length=1)]
    banner: str = ""
    corner: str = ""
    stub: Annotated[int, msgspec.Meta(ge=0, le=100)] = 1
    """Grid columns that the row labels take (0 where `across`)."""
    across: bool = False

    @cached_property
    def shared_groups(self) -> int:
        """How many outermost column groups every column of the block stands under."""
        first = self.columns[0].groups
        depth = 0
        while depth < len(first) and all(c.groups[: depth + 1] == first[: depth + 1] for c in self.columns):
            depth += 1
        return depth

    def column_path(self, column: Column) -> tuple[str, ...]:
        """Return a column's heads and label from the outside in, without the heads that all columns share."""
        return (*column.groups[self.shared_groups :], column.words)

    def path(self, row: Row, column: Column) -> tuple[str, ...]:
        """Return every label that a cell stands under, row labels first."""
        return (*row.groups, row.words, *self.column_path(column))


class Side(_Value, frozen=True):
    """One side of a relation: rows or columns added, subtracted, or taken from last year's report."""

    this: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every row or column it names."""
        return self.this + self.minus + self.last


class Relation(_Value, frozen=True):
    """A relation between cells that holds along each row or each column (勾稽关系)."""

    id: str
    kind: Literal["sum", "balance", "at_most", "carry"]
    name: str
    over: Axis
    severity: Severity
    basis: str
    total: str = ""
    parts: tuple[str, ...] = ()
    left: Side = Side()
    right: Side = Side()
    only: tuple[str, ...] = ()
    """The rows (or columns) it holds for; empty means each of them."""
    needed: tuple[str, ...] = ()
    """Sums without which nothing can be said: a blank one makes the relation 无法核对."""
    all_needed_in: tuple[str, ...] = ()
    """The rows (or columns) in which any blank makes the relation 无法核对."""
    copies: bool = False
    """The left side may be filled from last year's report by one key."""
    less_remark: str = ""
    """Figures may also be taken without the number that their remark gives after this word."""

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left and right; a sum is its total against its parts."""
        if self.kind == "sum":
            return Side(this=(self.total,)), Side(this=self.parts)
        return self.left, self.right

    @property
    def opens(self) -> bool:
        """Whether its left side is one cell that last year's figures alone give: what the year opens with."""
        left, right = self.left, self.right
        return self.kind == "carry" and len(left.this) == 1 and bool(right.last) and not (right.this or right.minus)

    @property
    def sums(self) -> tuple[str, ...]:
        """The keys that must not be blank."""
        return (self.total,) if self.kind == "sum" else self.needed


class Pair(_Value, frozen=True):
    """Two cells of one row that have figures together or not at all."""

    id: str
    row: str
    columns: tuple[str, str]
    severity: Severity
    basis: str


class Cell(_Value, frozen=True):
    """One cell of a form: its address `table.row.column`, its row and column, and its name in words."""

    address: str
    row: Row
    column: Column
    words: str
    """Every merged label and head that it stands under, except heads that the whole block shares."""

    @property
    def short(self) -> str:
        """Row and column in few words."""
        return f"{self.row.short}·{self.column.short}"


class Table(_Value, frozen=True):
    """A statutory table: blocks of rows and columns and the relations between their cells."""

    key: Key
    numeral: str
    """The part of the report it stands in (“三” for 表三)."""
    blocks: Annotated[tuple[Block, ...], msgspec.Meta(min_length=1)]
    relations: tuple[Relation, ...] = ()
    pairs: tuple[Pair, ...] = ()
    jump: bool = False
    """Large changes against last year are pointed out."""
    jump_columns: tuple[str, ...] = ()
    """The columns that are looked at for it; empty means every cell."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in printed order."""
        return tuple(
            Cell(f"{self.key}.{row.key}.{column.key}", row, column, "·".join(block.path(row, column)))
            for block in self.blocks
            for row in block.rows
            for column in block.columns
        )

    @cached_property
    def grid(self) -> dict[tuple[str, str], Cell]:
        """Every cell by (row key, column key)."""
        return {(cell.row.key, cell.column.key): cell for cell in self.cells}

    @cached_property
    def width(self) -> int:
        """Grid columns of the printed table."""
        return max(
            sum(c.span for c in b.columns) * (len(b.rows) if b.across else 1) + (0 if b.across else b.stub)
            for b in self.blocks
        )

    @cached_property
    def totals(self) -> dict[str, tuple[str, ...]]:
        """Each cell that the form itself adds up → the cells it adds."""
        found: dict[str, tuple[str, ...]] = {}
        for relation in self.relations:
            if relation.kind != "sum":
                continue
            for line in self.lines(relation):
                cells = self.cells_on(relation.over, line, (relation.total, *relation.parts))
                found.setdefault(cells[0].address, tuple(c.address for c in cells[1:]))
        return found

    def lines(self, relation: Relation) -> tuple[str, ...]:
        """Return the keys of the rows (or columns) that a relation is tested along."""
        if relation.only:
            return relation.only
        first, second = relation.sides
        needs = set(first.keys) | set(second.keys)
        along = 0 if relation.over == "rows" else 1
        by_line: dict[str, set[str]] = {}
        for pair in self.grid:
            by_line.setdefault(pair[along], set()).add(pair[1 - along])
        return tuple(line for line, has in by_line.items() if needs <= has)

    def cells_on(self, axis: Axis, line: str, keys: tuple[str, ...]) -> list[Cell]:
        """Return the cells of one row (or column) that `keys` name, in their order."""
        return [self.grid[(line, key) if axis == "rows" else (key, line)] for key in keys]


class Part(_Value, frozen=True):
    """One of the parts of the report (一 to 六): a heading over a text or over a table."""

    numeral: Key
    heading: Words
    aliases: tuple[str, ...] = ()
    table: str = ""
    substantial: bool = False
    """Its text must say more than “无”."""
    length_limit: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Characters that its text should not exceed, where the office wants that checked; 0 for no limit."""

    @property
    def sections(self) -> tuple[str, ...]:
        """The keys of the texts it holds: its own, or those before and after its table."""
        return (f"{self.numeral}前", f"{self.numeral}后") if self.table else (self.numeral,)


class MergedRows(_Value, frozen=True):
    """Rows of this form whose sum stands in one row of the form before it."""

    table: str
    rows: Keys
    previous_row: str


class Form(_Value, frozen=True):
    """A statutory form of the yearly report (年度报告格式) with everything printed on it."""

    id: Words
    first_year: int
    """The first report year it serves; it goes on until the next form's first year."""
    title: Words
    source: str
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1)]
    tables: tuple[Table, ...]
    previous: str = ""
    """The id of the form before it, of which `merged_rows` speak."""
    merged_rows: tuple[MergedRows, ...] = ()

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell by its address, in printed order."""
        return {cell.address: cell for table in self.tables for cell in table.cells}

    @cached_property
    def totals(self) -> dict[str, tuple[str, ...]]:
        """Each cell that the form adds up → the cells it adds."""
        return {address: parts for table in self.tables for address, parts in table.totals.items()}

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """The keys of all texts in the order they are printed."""
        return ("前言", *(key for part in self.parts for key in part.sections), "落款")

    @cached_property
    def outcome_rows(self) -> dict[str, str]:
        """Each outcome of a request → the row that counts it."""
        return {
            outcome: row.key
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for outcome in row.outcomes
        }

    def merged_from(self, last_year: "Form") -> tuple[MergedRows, ...]:
        """Return the rows that last year's form, where it is the one before this, has as one."""
        return self.merged_rows if last_year.id == self.previous else ()

    def table(self, key: str) -> Table:
        """Return the table with that key; KeyError where there is none."""
        return self._tables[key]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.key: table for table in self.tables}

    def document_title(self, unit: str, year: int) -> str:
        """Return the title of a report, as printed."""
        return f"{unit}{year}年{self.title}"


class Forms(_Value, frozen=True):
    """Every form an office can use."""

    forms: tuple[Form, ...]
    """In the order of their first years."""

    def for_year(self, year: int) -> Form:
        """Return the form of a report year; Refused where no form is that old."""
        serving = [form for form in self.forms if form.first_year <= year]
        if not serving:
            raise Refused(f"没有适用于{year}年的年度报告格式，最早为{self.forms[0].first_year}年。")
        return serving[-1]

    def by_id(self, form_id: str) -> Form:
        """Return the form with that id; Refused where there is none."""
        for form in self.forms:
            if form.id == form_id:
                return form
        raise Refused(f"没有编号为“{form_id}”的年度报告格式，现有：{'、'.join(f.id for f in self.forms)}。")


def heading_keys(part: Part) -> tuple[str, ...]:
    """Return the label keys under which a part's heading may be printed, without its numeral."""
    own = label_key(part.heading.partition("、")[2])
    return (own, *(label_key(alias) for alias in part.aliases))
