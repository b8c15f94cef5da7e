"""Records as Markdown: one with its fields and its text, or many as a table; no field is ever read as markup."""

from collections.abc import Iterable, Sequence

from tui_disclose.exporting.markdown import escape_markup
from tui_disclose.statutory.text import clean_text


def record_markdown(title: str, facts: Iterable[tuple[str, str]], text: str = "") -> str:
    """Return a record as Markdown: its title, a line for each fact (label and words), and its text as it is."""
    lines = [f"- {escape_markup(label)}：{escape_markup(words)}" for label, words in facts if words]
    pieces = [f"# {escape_markup(title)}", "\n".join(lines), clean_text(text)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def table_markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a pipe table."""
    lines = [_line(head), _line(["---"] * len(head)), *(_line([escape_markup(cell) for cell in row]) for row in rows)]
    return "\n".join(lines)


def list_markdown(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], before: str = "") -> str:
    """Return a list of records as Markdown: its title, a text before it, and a table."""
    pieces = [f"# {escape_markup(title)}", clean_text(before), table_markdown(head, rows)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
