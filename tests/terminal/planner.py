"""Computes the key presses with which a person types a whole report: few, but no tricks a hand would not do."""

from collections import deque
from collections.abc import Iterator, Mapping

from tests.terminal.pty_app import PtyApp
from tui_disclose.statutory.forms import Form, Table
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.widgets.grid_moves import FAR, Moves

_STEPS = {"left": -1, "right": 1, "home": -FAR, "end": FAR}
_LINES = {"up": -1, "down": 1}

State = tuple[str, int]
"""Where the cursor is, and the column that up and down keep to."""


class TablePlanner:
    """The shortest ways between the cells of a table, and a short round through those that are typed."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._moves = Moves(lay_out(table), table.totals)

    @property
    def start(self) -> State:
        """Where the cursor is when a table is opened."""
        return self._at(self._moves.order[0])

    def _at(self, address: str) -> State:
        return address, self._moves.column(address)

    def _next(self, state: State) -> Iterator[tuple[str, State]]:
        address, column = state
        for key, step in _LINES.items():
            yield key, (self._moves.lines_away(address, step, column), column)
        for key, step in _STEPS.items():
            yield key, self._at(self._moves.beside(address, step))
        for key, step in (("tab", 1), ("shift+tab", -1)):
            if found := self._moves.next_typed(address, step):
                yield key, self._at(found)

    def ways_from(self, start: State) -> dict[str, tuple[list[str], State]]:
        """Return, for each cell, the fewest keys that lead to it and the state they end in."""
        found: dict[str, tuple[list[str], State]] = {}
        keys: dict[State, list[str]] = {start: []}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            found.setdefault(state[0], (keys[state], state))
            for key, after in self._next(state):
                if after not in keys:
                    keys[after] = [*keys[state], key]
                    queue.append(after)
        return found

    def route(self, goals: list[str]) -> list[str]:
        """Return the goals in an order that takes few presses: nearest first, then improved by turning stretches."""
        ways: dict[State, dict[str, tuple[list[str], State]]] = {}

        def cost(order: list[str]) -> int:
            state, presses = self.start, 0
            for goal in order:
                if state not in ways:
                    ways[state] = self.ways_from(state)
                keys, state = ways[state][goal]
                presses += len(keys)
            return presses

        order: list[str] = []
        left = list(goals)
        while left:
            here = order[-1] if order else self.start[0]
            nearest = min(left, key=lambda goal: len(self.ways_from(self._at(here))[goal][0]))
            order.append(nearest)
            left.remove(nearest)
        best, improved = cost(order), True
        while improved:
            improved = False
            for begin in range(len(order)):
                for end in range(begin + 2, len(order) + 1):
                    turned = [*order[:begin], *reversed(order[begin:end]), *order[end:]]
                    if (presses := cost(turned)) < best:
                        order, best, improved = turned, presses, True
        return order

    def keys(self, figures: Mapping[str, object]) -> list[str]:
        """Return the keys that type these figures of the table, the rest of it being 0."""
        goals = [a for a, figure in figures.items() if figure != 0 and a not in self.table.totals]
        keys: list[str] = []
        state = self.start
        for goal in self.route(goals):
            way, state = self.ways_from(state)[goal]
            keys += [*way, *str(figures[goal])]
        if len(goals) == len([a for a in figures if a not in self.table.totals]):
            return [*keys, "shift+tab"]  # Enter would go on to the next table
        return [*keys, *(["enter"] if goals else []), "z"]


def plan(form: Form, cells: Mapping[str, object]) -> list[list[str]]:
    """Return the keys for each table of a form, “next table” not included."""
    return [
        TablePlanner(table).keys({cell.address: cells[cell.address] for cell in table.cells}) for table in form.tables
    ]


def enter_report(app: PtyApp, form: Form, year: int, cells: Mapping[str, object]) -> int:
    """Type a report from the list of years on, and return how many keys were pressed."""
    before = app.presses
    app.press("n")
    app.wait_for("新建哪一年")
    app.press(*str(year))
    app.wait_for(f"新建哪一年的年度报告？\n{year}")
    app.press("enter")
    tables = plan(form, cells)
    for number, keys in enumerate(tables):
        app.wait_for(f"{year}年 前言", form.tables[number].cells[0].words)
        app.press(*keys)
        if keys[-1] == "z":
            app.wait_for("补零：")
        else:
            app.settle()
        if number < len(tables) - 1:
            app.press("]")
    return app.presses - before
