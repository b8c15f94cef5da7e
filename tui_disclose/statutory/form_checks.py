"""What a form's file can get wrong although every key of it has the right type; each sentence names its place."""

from collections import Counter
from collections.abc import Iterator

from tui_disclose.statutory.forms import SHORT_LABEL, Block, Form, Relation, Table


def inconsistencies(form: Form) -> Iterator[str]:
    """Yield what is wrong within one form; the later ones rest on there being no earlier ones."""
    for numeral, times in Counter(part.numeral for part in form.parts).items():
        if times > 1:
            yield f"parts 中有重复的 numeral = {numeral}"
    for key, times in Counter(form.sections).items():
        if times > 1:
            yield f"parts 的 numeral 使“{key}”部分重复"
    printed = Counter(part.table for part in form.parts if part.table)
    for key, times in Counter(table.key for table in form.tables).items():
        if times > 1:
            yield f"tables 中有重复的 key = {key}"
        if printed[key] != 1:
            yield f"tables.{key} 应在一个 parts 的 table 中，现有{printed[key]}个"
    for part in form.parts:
        if part.table and all(part.table != table.key for table in form.tables):
            yield f"parts「{part.numeral}」的 table = {part.table} 不存在"
    for table in form.tables:
        yield from _in_table(table)
    yield from _in_merged_rows(form)


def apart_from_previous(form: Form, previous: Form | None) -> Iterator[str]:
    """Yield what a form says of the form before it that is not so; `previous` is None where there is none."""
    if previous is None:
        if form.previous:
            yield f"previous = {form.previous}，没有这个格式"
        return
    for merged in form.merged_rows:
        before = f"{merged.table}.{merged.previous_row}"
        if all(not address.startswith(f"{before}.") for address in previous.cells):
            yield f"merged_rows 的 previous_row = {merged.previous_row}，格式“{previous.id}”没有 {before} 这一行"


def _in_merged_rows(form: Form) -> Iterator[str]:
    if form.merged_rows and not form.previous:
        yield "有 merged_rows 而缺少键 previous"
    for merged in form.merged_rows:
        found = [table for table in form.tables if table.key == merged.table]
        if not found:
            yield f"merged_rows 的 table = {merged.table} 不存在"
        known = {row for table in found for row, _ in table.grid}
        yield from (f"merged_rows 的 rows 提到不存在的 {row}" for row in merged.rows if found and row not in known)


def _in_table(table: Table) -> Iterator[str]:
    where = f"tables.{table.key}"
    for address, times in Counter(cell.address for cell in table.cells).items():
        if times > 1:
            yield f"{where} 中有重复的单元格地址 {address}"
    for block in table.blocks:
        yield from (f"{where}.blocks：{wrong}" for wrong in _in_block(block))
    columns = {column for _, column in table.grid}
    yield from (f"{where} 的 jump_columns 提到不存在的 {key}" for key in table.jump_columns if key not in columns)
    unsound = False
    for relation in table.relations:
        for wrong in _in_relation(table, relation):
            unsound = True
            yield f"{where}.relations {relation.id} {wrong}"
    for pair in table.pairs:
        if any((pair.row, column) not in table.grid for column in pair.columns):
            yield f"{where}.pairs {pair.id} 提到不存在的单元格"
    if not unsound:
        yield from (f"{where}.relations 的合计 {address} 加到了自己" for address in _in_themselves(table))


def _in_block(block: Block) -> Iterator[str]:
    for short in (*(row.short for row in block.rows), *(column.short for column in block.columns)):
        if len(short) > SHORT_LABEL:
            yield f"short“{short}”超过{SHORT_LABEL}字"
    deepest = max(1 + len(row.groups) for row in block.rows)
    if not block.across and block.stub < deepest:
        yield f"stub = {block.stub}，放不下行名的{deepest}层"


def _in_relation(table: Table, relation: Relation) -> Iterator[str]:
    rows, columns = {row for row, _ in table.grid}, {column for _, column in table.grid}
    lines, keys = (rows, columns) if relation.over == "rows" else (columns, rows)
    used = [key for side in relation.sides for key in side.keys]
    if relation.kind == "sum" and not (relation.total and relation.parts):
        yield "须有 total 和 parts"
        return
    if not used:
        yield "须有 left 或 right"
        return
    unknown = [key for key in (*used, *relation.needed) if key not in keys]
    unknown += [key for key in (*relation.only, *relation.all_needed_in) if key not in lines]
    if unknown:
        yield from (f"提到不存在的 {key}" for key in unknown)
        return
    yield from (f"的 needed 提到左右两边都没有的 {key}" for key in relation.needed if key not in used)
    for line in relation.only:
        pairs = [(line, key) if relation.over == "rows" else (key, line) for key in used]
        yield from (f"提到不存在的单元格 {row}.{column}" for row, column in pairs if (row, column) not in table.grid)
    if not table.lines(relation):
        yield "的各项不在同一行或同一列"
    if relation.copies and [len(side) for side in _copied(relation)] != [1, 0, 1, 0]:
        yield "有 copies，须是 left 的 this 一项等于 right 的 last 一项"


def _copied(relation: Relation) -> tuple[tuple[str, ...], ...]:
    left, right = relation.left, relation.right
    return left.this, left.minus + left.last, right.last, right.this + right.minus


def _in_themselves(table: Table) -> Iterator[str]:
    """Yield the totals that count among their own parts, or among the parts of a part."""
    for address in table.totals:
        reached: set[str] = set()
        ahead = [address]
        while ahead:
            new = {part for total in ahead for part in table.totals.get(total, ())} - reached
            reached |= new
            ahead = list(new)
        if address in reached:
            yield address
