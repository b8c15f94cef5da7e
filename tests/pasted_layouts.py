"""Lays a report out in every way in which it is pasted or converted; each returns a file's name and its bytes."""

from tests.layouts import Layout, Sample
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out


def lines_of(sample: Sample, table: Table) -> list[list[str]]:
    """Each printed line: the cells that begin on it, an empty one for each that reaches down into it."""
    layout = lay_out(table)
    lines = []
    for line in range(layout.height):
        at = sorted((c for c in layout.cells if c.line <= line < c.line + c.rowspan), key=lambda c: c.column)
        lines.append([sample.text(c).replace("\n", "") * (c.line == line) for c in at])
    return lines


def only_begun(sample: Sample, table: Table) -> list[list[str]]:
    """Each printed line: the cells that begin on it."""
    layout = lay_out(table)
    return [[sample.text(cell).replace("\n", "") for cell in layout.on_line(line)] for line in range(layout.height)]


def _text(sample: Sample, body: str, encoding: str = "utf-8") -> tuple[str, bytes]:
    return "a.txt", f"{sample.unit}\n{sample.title}\n\n{body}\n{sample.unit}\n2020年1月15日\n".encode(encoding)


def copied(sample: Sample, encoding: str = "utf-8") -> tuple[str, bytes]:
    """A tab begins a cell, a line with one tab ends the row (A)."""

    def draw(table: Table) -> str:
        lines = lines_of(sample, table)
        cells = ("".join(f"\t\u3000{text}\n\xa0\n" if text else "\t\n" for text in line) for line in lines)
        return "".join(f"{line}\t\n\n" for line in cells)

    return _text(sample, sample.body(draw), encoding)


def copied_utf16(sample: Sample) -> tuple[str, bytes]:
    return copied(sample, "utf-16")


def spreadsheet(sample: Sample) -> tuple[str, bytes]:
    """A row on each line, tabs between cells."""
    return _text(sample, sample.body(lambda t: "".join("\t".join(line) + "\n" for line in lines_of(sample, t))))


def one_cell_a_line(sample: Sample) -> tuple[str, bytes]:
    """Nothing but line ends between cells; a blank cell leaves an empty line."""
    return _text(sample, sample.body(lambda t: "".join(f"{c}\n" for line in only_begun(sample, t) for c in line)))


def one_letter_a_line(sample: Sample) -> tuple[str, bytes]:
    """The same, its vertical labels one character on each line."""

    def draw(table: Table) -> str:
        vertical = {c.text for c in lay_out(table).cells if c.role == "stub" and c.rowspan > 2}
        cells = [cell for line in only_begun(sample, table) for cell in line]
        return "".join("".join(f"{s}\n" for s in c) if c in vertical else f"{c}\n" for c in cells)

    return _text(sample, sample.body(draw))


def bars_at_ends(sample: Sample) -> tuple[str, bytes]:
    """A bar ends each line of one cell; merged cells and blanks stand as empty bars at the end of the row (C)."""
    return _text(sample, sample.body(lambda t: "".join(_pushed(line, "{} |\n", "|\n") for line in lines_of(sample, t))))


def bars_alone(sample: Sample) -> tuple[str, bytes]:
    """The bar stands on a line of its own (C)."""
    draw = lambda t: "".join(_pushed(line, "{}\n|\n", "|\n") for line in lines_of(sample, t))  # noqa: E731
    return _text(sample, sample.body(draw))


def bars_between(sample: Sample) -> tuple[str, bytes]:
    """A row on each line, bars between cells, merged cells and blanks as empty bars at the end (C)."""
    draw = lambda t: "".join(_pushed(line, "{} | ", "| ") + "\n" for line in lines_of(sample, t))  # noqa: E731
    return _text(sample, sample.body(draw))


def _pushed(line: list[str], cell: str, blank: str) -> str:
    filled = [text for text in line if text]
    return "".join(cell.format(text) for text in filled) + blank * (len(line) - len(filled))


def spaces_between(sample: Sample) -> tuple[str, bytes]:
    """A row on each line, spaces between cells."""
    return _text(sample, sample.body(lambda t: "".join(" ".join(line) + "\n" for line in only_begun(sample, t))))


def run_together(sample: Sample) -> tuple[str, bytes]:
    """A row on each line with nothing between its cells (B)."""
    return _text(sample, sample.body(lambda t: "".join("".join(line) + "\n" for line in only_begun(sample, t))))


def all_run_together(sample: Sample) -> tuple[str, bytes]:
    """The whole table one string; labels longer than a line may be are no sentence (B)."""
    return _text(sample, sample.body(lambda t: "".join(c for line in only_begun(sample, t) for c in line) + "\n"))


# ---- Markdown and what conversions make of it ----


def pipe_without_rules(sample: Sample) -> tuple[str, bytes]:
    """Pipe tables whose separator rows are missing, merged cells blank."""

    def draw(table: Table) -> str:
        return "\n" + "".join("| " + " | ".join(line) + " |\n" for line in lines_of(sample, table)) + "\n"

    body = sample.body(draw, "## {}\n\n", "{}\n\n")
    return "a.md", f"# {sample.unit}{sample.title}\n\n{body}".encode()


def ocr(sample: Sample) -> tuple[str, bytes]:
    """Groups become headings, each row is a table of its own, heads are 数据1…, half-width punctuation (F)."""

    def draw(table: Table) -> str:
        found = []
        for block in table.blocks:
            if block.across:
                found.append("".join("| " + " | ".join(line) + " |\n" for line in lines_of(sample, table)) + "\n")
                continue
            group = ""
            heads = " | ".join(f"数据{at + 1}" for at in range(len(block.columns)))
            for row in block.rows:
                if row.groups and row.groups[-1] != group:
                    group = row.groups[-1]
                    found.append(f"### {group}\n\n")
                label = row.words.replace("（", "(").replace("）", ")").replace(".", ". ")
                figures = (str(sample.cells.get(table.grid[row.key, c.key].address, "")) for c in block.columns)
                rule = "|---" * (1 + len(block.columns))
                found.append(f"| 项目 | {heads} |\n{rule}|\n| {label} | {' | '.join(figures)} |\n\n")
        return "".join(found)

    body = sample.body(draw, "## {}\n\n", "{}\n\n")
    return "a.md", f"# {sample.unit}{sample.title}\n\n{body}".encode()


KEPT: tuple[Layout, ...] = (copied, copied_utf16, spreadsheet, pipe_without_rules)
"""Layouts that keep every cell."""

LOSSY: tuple[Layout, ...] = (
    one_cell_a_line, one_letter_a_line, bars_at_ends, bars_alone, bars_between, spaces_between, ocr,
)  # fmt: skip
"""Layouts that lose blank cells or heads: what they lost is named."""

RUN_TOGETHER: tuple[Layout, ...] = (run_together, all_run_together)
"""Layouts in which a person has to say where a figure ends."""
