"""Text measured in terminal cells, and figures in words."""

from rich.cells import cell_len, set_cell_size

from tui_disclose.statutory.figures import Figure


def width_of(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Return text padded or cut to exactly `width` cells."""
    return set_cell_size(text, width)


def figure_words(figure: Figure) -> str:
    """Return a figure in words: 无 for none, 空白 for a printed blank."""
    if figure is None:
        return "无"
    return str(figure) or "空白"
