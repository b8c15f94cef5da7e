"""A list of a ledger of which one part may be listed alone: a column (栏目), a kind (类别). The part is remembered."""

from typing import ClassVar

from tui_disclose.tui.screens.ledger import LedgerScreen
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.widgets.record_list import Column

ALL = "全部"


class GroupedScreen(LedgerScreen):
    """The records of a ledger, all of them or those of one part."""

    GROUP: ClassVar[str] = ""
    """What a part is called."""
    group = ""
    """The part that is listed; empty for all."""

    def group_columns(self) -> list[Column]:
        """Return the columns of the list of parts."""
        raise NotImplementedError

    def groups(self) -> Rows:
        """Return the parts with the texts of their columns, without the whole."""
        raise NotImplementedError

    def group_words(self) -> str:
        """Return what the part that is listed is called."""
        return self.group

    def group_chosen(self, group: str) -> bool:
        """Take a part as the one to be listed; False where it is none of the list's."""
        self.group = group
        return True

    def on_mount(self) -> None:
        """List the part that was listed last."""
        self.group_chosen(self.disclosure.list_groups.get(self.LEDGER, ""))
        self._show_group()
        super().on_mount()

    def _show_group(self) -> None:
        self.rows.what = f"{self.ledger.name}（{self.GROUP}：{self.group_words()}）" if self.group else self.ledger.name

    def action_group(self) -> None:
        """Choose the part to be listed."""

        def rows() -> Rows:
            columns = self.group_columns()
            return {ALL: (ALL, *([""] * (len(columns) - 1))), **self.groups()}

        def chosen(group: str | None) -> None:
            if group is None or not self.group_chosen("" if group == ALL else group):
                return
            self.disclosure.list_groups[self.LEDGER] = self.group
            self._show_group()
            self.list_anew()

        title = f"选择要列出的{self.GROUP}"
        self.app.push_screen(PickingScreen(title, self.GROUP, self.group_columns(), rows, at=self.group or ALL), chosen)
