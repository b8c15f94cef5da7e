"""How each rule (制度) stands: in force or not, and when it was last carried out."""

from datetime import date

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office
from tui_disclose.office.rules import RULES
from tui_disclose.office.works import CarriedOut, carried_out, carried_out_words
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.report import TABLE as REPORTS
from tui_disclose.records.rules import state_words


class Standing(msgspec.Struct, frozen=True):
    """How a rule stands on a day."""

    state: str
    """有效, 已过有效期, 已废止, 尚未制定."""
    carried_out: tuple[CarriedOut, ...]
    """What carried it out, oldest first."""
    year: int
    """The year that is meant by 本年."""

    @property
    def this_year(self) -> int:
        """How often it was carried out this year."""
        return sum(each.on.startswith(f"{self.year}-") for each in self.carried_out)

    @property
    def brief(self) -> str:
        """How often it was carried out this year, in words; nothing for one that is repealed."""
        if self.state == "已废止":
            return ""
        return f"本年{self.this_year}次" if self.this_year else "本年无实施记录"

    @property
    def last(self) -> str:
        """The day on which it was last carried out, ISO 8601; nothing where it never was."""
        return self.carried_out[-1].on if self.carried_out else ""

    @property
    def words(self) -> str:
        """When it was last carried out, in words."""
        return carried_out_words(list(self.carried_out), self.year)


def standings(office: Office, today: date) -> dict[str, Standing]:
    """Return how every rule stands, the repealed ones too, by number."""
    done = carried_out(office)
    kept = ledgers.rows(office, RULES, with_taken_out=True)
    return {
        row.number: Standing(state_words(row.fields, today), tuple(done[row.number]), today.year)
        for row in kept
        if row.number in done
    }


def carrier_words(office: Office, done: CarriedOut) -> tuple[str, str]:
    """Return what kind of record carried a rule out, and what it is called; nothing personal in it."""
    if done.table == REPORTS:
        return "年度报告", f"{done.number}年度报告公开"
    kind = ledger(done.table)
    return kind.name, ledgers.title_of(kind, done.number, office.store.record(done.table, done.number) or {})
