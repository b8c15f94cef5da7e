"""Draws a report as a PDF as office programs do: ruled tables that go on over page ends, page numbers, no structure."""

from collections.abc import Iterator

from tests.layouts import Sample
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import GridCell, lay_out

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 60
_SIZE, _LEADING = 8, 11
_BODY = _WIDTH - 2 * _MARGIN
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/W[1 95 500 814 939 500]>>]>>"
)


def _wide(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text) * _SIZE


def _wrapped(text: str, room: float) -> list[str]:
    lines = [""]
    for sign in text:
        if sign == "\n" or _wide(lines[-1] + sign) > room:
            lines.append("")
        lines[-1] += sign.strip("\n")
    return lines


class Paper:
    """Pages that are filled from top to bottom."""

    def __init__(self, head: str = "") -> None:
        self.pages: list[list[str]] = []
        self.head = head
        self.turn()

    def turn(self) -> None:
        self.pages.append([])
        self.top = _HEIGHT - _MARGIN
        self.write(f"— {len(self.pages)} —", _WIDTH / 2, 40)
        if self.head:
            self.write(self.head.format(len(self.pages)), _MARGIN, _HEIGHT - 30)

    def write(self, text: str, x: float, y: float) -> None:
        self.pages[-1].append(f"BT /F {_SIZE} Tf {x:.1f} {y:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.pages[-1].append(f"{left:.1f} {bottom:.1f} {right - left:.1f} {top - bottom:.1f} re S")

    def paragraph(self, text: str, indent: bool = True) -> None:
        first, *rest = _wrapped("\u3000" * 2 + text if indent else text, _BODY)
        for line in (first, *rest):
            if self.top < 2 * _MARGIN:
                self.turn()
            shown = line.lstrip("\u3000")
            self.write(shown, _MARGIN + _wide(line) - _wide(shown), self.top - _SIZE)
            self.top -= _LEADING

    def table(self, sample: Sample, table: Table) -> None:
        """Draw a table; a cell that reaches over a page end is drawn on both pages, its text on the first."""
        layout = lay_out(table)
        width = _BODY / layout.width
        room = [
            max([1, *(len(_wrapped(sample.text(c), c.colspan * width - 4)) for c in layout.on_line(line) if _flat(c))])
            for line in range(layout.height)
        ]
        heights = [count * _LEADING + 6 for count in room]
        line = 0
        while line < layout.height:
            begin, left = line, self.top - 2 * _MARGIN + 40
            while line < layout.height and sum(heights[begin : line + 1]) <= left:
                line += 1
            tops = [self.top - sum(heights[begin:at]) for at in range(begin, line + 1)]
            for cell in layout.cells:
                first, last = max(cell.line, begin), min(cell.line + cell.rowspan, line)
                if first < last:
                    self._cell(sample, cell, cell.column * width, width, tops[first - begin], tops[last - begin])
            self.top = tops[-1] - _LEADING
            if line < layout.height:
                self.turn()

    def _cell(self, sample: Sample, cell: GridCell, left: float, width: float, top: float, bottom: float) -> None:
        x = _MARGIN + left
        self.box(x, top, x + cell.colspan * width, bottom)
        for at, text in enumerate(_wrapped(sample.text(cell), cell.colspan * width - 4)):
            y = top - 2 - _SIZE - at * _LEADING
            if y > bottom and text:
                self.write(text, x + 2, y)

    def content(self) -> bytes:
        count = len(self.pages)
        kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(), _FONT]
        for at, page in enumerate(self.pages):
            drawn = "\n".join(page).encode()
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]/Resources<</Font<</F 3 0 R>>>>"
                f"/Contents {5 + 2 * at} 0 R>>".encode()
            )
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        return b"".join(_file(objects))


def _flat(cell: GridCell) -> bool:
    return cell.rowspan == 1


def _file(objects: list[bytes]) -> Iterator[bytes]:
    head = b"%PDF-1.4\n"
    places, at = [], len(head)
    yield head
    for number, each in enumerate(objects, 1):
        places.append(at)
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, each)
        at += len(whole)
        yield whole
    yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    yield b"".join(b"%010d 00000 n \n" % place for place in places)
    yield b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)


def pdf(sample: Sample) -> tuple[str, bytes]:
    paper = Paper()
    for line in (sample.unit, sample.title):
        paper.paragraph(line, indent=False)
    for part in sample.form.parts:
        paper.paragraph(part.heading)
        if part.table:
            paper.paragraph("表前的话。")
            paper.table(sample, sample.form.table(part.table))
            paper.paragraph("表后的话。")
        else:
            paper.paragraph(f"{part.numeral}的文字，共有3件。")
    return "a.pdf", paper.content()
