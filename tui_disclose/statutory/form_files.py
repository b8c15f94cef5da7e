"""Reads the statutory forms from TOML: those shipped with the program and those in an office's own `forms/` folder.

Sources: 国办公开办函〔2019〕60号 (form 2019), 国办公开办函〔2021〕30号 (form 2021).
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import tomli

from tui_disclose.problems import FormError
from tui_disclose.statutory.form_checks import apart_from_previous, inconsistencies
from tui_disclose.statutory.forms import Form, Forms

_FOLDER = Path(__file__).parent / "forms"


def load_forms(own: Path | None = None) -> Forms:
    """Return the forms shipped with the program and those in an office's own folder (same id: its own counts).

    Raises FormError naming the file and the key, PermissionError where the folder or a file cannot be read.
    """
    names = {form.id: f"{form.id}.toml" for form in _packaged()}
    found = {form.id: form for form in _packaged()}
    for path in _toml_files(own) if own and own.is_dir() else ():
        form = read_form(path.name, path.read_bytes())
        found[form.id], names[form.id] = form, path.name
    for form in found.values():
        _refuse_where(names[form.id], apart_from_previous(form, found.get(form.previous)))
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
        raise FormError(f"格式文件 {name} 不是有效的 TOML：{toml_place(error)}。") from None
    except msgspec.ValidationError as error:
        raise FormError(f"格式文件 {name}：{explain(error)}。") from None
    _refuse_where(name, inconsistencies(form))
    return form


def _refuse_where(name: str, wrong: Iterable[str]) -> None:
    for sentence in wrong:
        raise FormError(f"格式文件 {name}：{sentence}。")


def toml_place(error: tomli.TOMLDecodeError) -> str:
    """Return in Chinese where a TOML file is wrong; what exactly the parser only says in English."""
    at = re.search(r"line (\d+), column (\d+)", str(error))
    twice = re.search(r"\('([^']+)'", str(error))
    name = f"（{twice[1]} 重复）" if twice else ""
    return f"第{at[1]}行第{at[2]}列的写法不对{name}" if at else "文件末尾不完整，请检查引号和括号"


def explain(error: msgspec.ValidationError) -> str:
    """Return in Chinese what msgspec found wrong, with the place in the document."""
    text, _, place = str(error).partition(" - at `$.")
    rules = (
        (r"Object missing required field `(.+)`", r"缺少键 \1"),
        (r"Object contains unknown field `(.+)`", r"有不认识的键 \1"),
        (r"Invalid enum value '(.+)'", r"值“\1”不在允许的范围内"),
        (r"Expected `(.+)`, got `(.+)`", lambda found: f"应为{_kinds(found[1])}，现在是{_kinds(found[2])}"),
        (r"Expected `array` of length >= (.+)", r"至少应有\1项"),
        (r"Expected `str` of length >= (.+)", r"至少应有\1个字"),
        (r"Expected `str` matching regex .+", r"只能用字母、数字、汉字和下划线，不能有点号"),
        (r"Expected `int` (>=|<=) (.+)", r"应为 \1 \2 的整数"),
    )
    for pattern, chinese in rules:
        text = re.sub(pattern, chinese, text)
    return f"{text}（位置 {place.rstrip('`')}）" if place else text


_KINDS = {
    "int": "整数",
    "float": "数",
    "str": "文字（写在引号中）",
    "bool": "是否（true 或 false）",
    "array": "列表",
    "object": "一组设置",
    "date": "日期",
    "null": "空",
}
"""What msgspec calls a kind of value → what people call it."""


def _kinds(text: str) -> str:
    return "或".join(_KINDS.get(kind, kind) for kind in text.split(" | "))
