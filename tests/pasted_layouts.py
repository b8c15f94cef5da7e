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


WRONG_HEADS = ("本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "结转下年度", "总计")


def ocr_headed(sample: Sample) -> tuple[str, bytes]:
    """Each row under a heading of its own, a run of rows under wrong heads, table four as a table for each row (F)."""

    def pipe(heads: list[str], lines: list[list[str]]) -> str:
        rule = "|---" * len(heads) + "|"
        return "\n".join(["| " + " | ".join(heads) + " |", rule, *("| " + " | ".join(x) + " |" for x in lines), "", ""])

    def draw(table: Table) -> str:
        found = []
        for block in table.blocks:
            columns = [c.words for c in block.columns]
            lines = [
                [str(sample.cells.get(table.grid[r.key, c.key].address, "")) for c in block.columns] for r in block.rows
            ]
            labels = [row.words.replace("、", ", ").replace("（", "(").replace("）", ")") for row in block.rows]
            if block.across:
                for row, line in zip(block.rows, lines, strict=True):
                    name = "".join(row.groups) + (f"（{row.words}）" if row.groups else row.words)
                    found.append(f"### {name}\n" + pipe(columns, [line]))
            elif len(columns) < 7:
                banner = f"### {block.banner}\n"
                found.append(
                    banner + pipe(["信息内容", *columns], [[a, *b] for a, b in zip(labels, lines, strict=True)])
                )
            else:
                heads = ["类别", *(f"数据{at + 1}" for at in range(len(columns) - 1)), "总计"]
                for at, (label, line) in enumerate(zip(labels[:-4], lines, strict=False)):
                    group = f"### {block.rows[at].groups[-1]}\n" if block.rows[at].groups else ""
                    found.append(f"{group}### {label}\n" + pipe(heads, [[label, *line]]))
                rest = [[a, *b] for a, b in zip(labels[-4:], lines[-4:], strict=True)]
                found.append(pipe(["项目", *WRONG_HEADS], rest))
        return "".join(found)

    body = sample.body(draw, "## {}\n\n", "{}\n\n")
    return "a.txt", f"# {sample.unit}{sample.title}\n\n{body}— 3 —\n".encode()


def fragments(sample: Sample) -> tuple[str, bytes]:
    """What a PDF leaves in Markdown: heads in pieces, empty cells at the ends of rows, groups cut in two (E, F)."""

    def draw(table: Table) -> str:
        found = []
        for block in table.blocks:
            lines = [
                [str(sample.cells.get(table.grid[r.key, c.key].address, "")) for c in block.columns] for r in block.rows
            ]
            if block.across:
                line = " | ".join(figure for line in lines for figure in line)
                found.append(
                    f"| 维持 | 纠正 | 结果 | 审结 | 总计 |\n|---|---|---|---|---|\n| {line} |\n|---|---|---|\n\n"
                )
            elif len(block.columns) < 2:
                heads = f"{block.banner}\n信息内容{block.columns[0].words}\n"
                found.append(
                    heads + "".join(f"{r.words} {f[0]}\n" for r, f in zip(block.rows, lines, strict=True)) + "\n"
                )
            else:
                heads = (
                    [c.words for c in block.columns]
                    if len(block.columns) < 7
                    else ["业", "构", "益组织", "务机构", "", ""]
                )
                found.append(f"| 信息内容 | {' | '.join(heads)} |\n{'|---' * (1 + len(heads))}|\n")
                for at, (row, line) in enumerate(zip(block.rows, lines, strict=True)):
                    cut = f"| {row.groups[-1][:4]} " if row.groups and at % 2 else ""
                    found.append(f"{cut}| {row.words} | {' | '.join(line)} |{'' if cut else '  |'}\n")
                found.append("\n")
        return "".join(found)

    return "a.md", f"{sample.unit}\n{sample.title}\n\n{sample.body(draw)}".encode()


def one_line(sample: Sample) -> tuple[str, bytes]:
    """The whole report one line, what was saved with it above: 平潭's pages as text (B)."""
    draw = lambda t: "".join(c for line in only_begun(sample, t) for c in line)  # noqa: E731
    said = f"标题: {sample.unit}{sample.title}\n发布时间: 2020-01-20 15:22\n栏目: 政府信息公开年报\n====\n"
    text = (
        f"{sample.unit}{sample.title} 根据条例编制，包括总体情况、主动公开政府信息情况等部分。{'本报告可以下载。' * 20}"
    )
    return "a.txt", f"{said}{text}{sample.body(draw, '{}', ' {}')}".encode()


KEPT: tuple[Layout, ...] = (copied, copied_utf16, spreadsheet, pipe_without_rules)
"""Layouts that keep every cell."""

LOSSY: tuple[Layout, ...] = (
    one_cell_a_line, one_letter_a_line, bars_at_ends, bars_alone, bars_between, spaces_between, ocr, ocr_headed,
    fragments,
)  # fmt: skip
"""Layouts that lose blank cells or heads: what they lost is named."""

RUN_TOGETHER: tuple[Layout, ...] = (run_together, all_run_together, one_line)
"""Layouts in which a person has to say where a figure ends."""
