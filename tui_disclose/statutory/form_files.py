"""Reads the statutory forms from TOML: those shipped with the program and those in an office's own `forms/` folder.

Sources: 国办公开办函〔2019〕60号 (form 2019), 国办公开办函〔2021〕30号 (form 2021).
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import tomli

from tui_disclose.problems import FormError
from tui_disclose.statutory.forms import SHORT_LABEL, Form, Forms

_FOLDER = Path(__file__).parent / "forms"


def load_forms(own: Path | None = None) -> Forms:
    """Return the forms shipped with the program and those in an office's own folder (same id: its own counts).

    Raises FormError naming the file and the key, PermissionError where the folder or a file cannot be read.
    """
    found = {form.id: form for form in _packaged()}
    for path in _toml_files(own) if own and own.is_dir() else ():
        form = read_form(path.name, path.read_bytes())
        found[form.id] = form
    ordered = sorted(found.values(), key=lambda form: form.first_year)
    for earlier, later in pairwise(ordered):
        if earlier.first_year == later.first_year:
            raise FormError(f"格式“{earlier.id}”与“{later.id}”的 first_year 同为{later.first_year}，请改其中一个。")
    return Forms(tuple(ordered))


def _toml_files(folder: Path) -> list[Path]:
    # Not glob: it passes over a folder that may not be read, and a year would get the wrong form without a word.
    return sorted(path for path in folder.iterdir() if path.suffix == ".toml")


@cache
def _packaged() -> tuple[Form, ...]:
    return tuple(read_form(path.name, path.read_bytes()) for path in _toml_files(_FOLDER))


def read_form(name: str, content: bytes) -> Form:
    """Return the form in a TOML file's bytes; FormError names the file `name` and the key that is wrong."""
    try:
        form = msgspec.convert(tomli.loads(content.decode("utf-8")), Form)
    except UnicodeDecodeError:
        raise FormError(f"格式文件 {name} 不是 UTF-8 编码。") from None
    except tomli.TOMLDecodeError as error:
        raise FormError(f"格式文件 {name} 不是有效的 TOML：{error}。") from None
    except msgspec.ValidationError as error:
        raise FormError(f"格式文件 {name}：{explain(error)}。") from None
    for problem in _inconsistencies(form):
        raise FormError(f"格式文件 {name}：{problem}。")
    return form


def explain(error: msgspec.ValidationError) -> str:
    """Return in Chinese what msgspec found wrong, with the place in the document."""
    text, _, place = str(error).partition(" - at `$.")
    rules = (
        (r"Object missing required field `(.+)`", r"缺少键 \1"),
        (r"Object contains unknown field `(.+)`", r"有不认识的键 \1"),
        (r"Invalid enum value '(.+)'", r"值“\1”不在允许的范围内"),
        (r"Expected `(.+)`, got `(.+)`", r"应为 \1，实为 \2"),
    )
    for pattern, chinese in rules:
        text = re.sub(pattern, chinese, text)
    return f"{text}（位置 {place.rstrip('`')}）" if place else text


def _inconsistencies(form: Form) -> list[str]:
    """Return what a file can get wrong although every key has the right type, each naming its place."""
    wrong: list[str] = []
    tables = {table.key: table for table in form.tables}
    if len(tables) != len(form.tables):
        wrong.append("tables 中有重复的 key")
    wrong += [
        f"parts「{p.numeral}」的 table = {p.table} 不存在" for p in form.parts if p.table and p.table not in tables
    ]
    for table in form.tables:
        if len(table.grid) != len(table.cells):
            wrong.append(f"tables.{table.key} 中有重复的单元格地址")
        rows, columns = {r for r, _ in table.grid}, {c for _, c in table.grid}
        shorts = [item.short for b in table.blocks for items in (b.rows, b.columns) for item in items]
        wrong += [
            f"tables.{table.key} 的 short“{short}”超过{SHORT_LABEL}字" for short in shorts if len(short) > SHORT_LABEL
        ]
        for relation in table.relations:
            where = f"tables.{table.key}.relations {relation.id}"
            lines, keys = (rows, columns) if relation.over == "rows" else (columns, rows)
            left, right = relation.sides
            unknown = [k for k in (*left.keys, *right.keys, *relation.needed) if k not in keys]
            unknown += [k for k in (*relation.only, *relation.all_needed_in) if k not in lines]
            wrong += [f"{where} 提到不存在的 {key}" for key in unknown]
            if relation.kind == "sum" and not (relation.total and relation.parts):
                wrong.append(f"{where} 须有 total 和 parts")
            if not unknown and relation.only:
                pairs = [
                    (o, k) if relation.over == "rows" else (k, o)
                    for o in relation.only
                    for k in (*left.keys, *right.keys)
                ]
                wrong += [f"{where} 提到不存在的单元格 {r}.{c}" for r, c in pairs if (r, c) not in table.grid]
        wrong += [
            f"tables.{table.key}.pairs {pair.id} 提到不存在的单元格"
            for pair in table.pairs
            if any((pair.row, column) not in table.grid for column in pair.columns)
        ]
    return wrong
