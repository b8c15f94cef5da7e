"""A form that says below its fields what would follow from what is typed so far."""

from collections.abc import Sequence

from textual.app import ComposeResult

from tui_disclose.problems import Problem, Refused
from tui_disclose.records.fields import Values
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.form_model import FormModel
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.widgets.form import FieldReached
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.wording import broken

_LINES = 3


def typed_so_far(model: FormModel) -> Values:
    """Return the values that a form holds now, those left out that cannot be taken yet."""
    found: Values = {}
    for slot in model.slots:
        try:
            value = slot.value(model.today)
        except Refused:
            continue
        if value is not None and value != []:
            found[slot.field.key] = value
    return found


class PreviewForm(FormScreen):
    """A form with a preview; subclasses say what follows and what a field needs by what stands in others."""

    def compose(self) -> ComposeResult:
        """Lay out the form, the preview above its message."""
        for widget in super().compose():
            if widget.id == "message":
                preview = Lines(id="preview")
                preview.styles.height = _LINES
                yield preview
            yield widget

    def on_mount(self) -> None:
        """Show what follows from what is there already."""
        self._show_preview()

    def on_field_reached(self, event: FieldReached) -> None:  # noqa: ARG002
        """Show what follows from what is typed now."""
        self.prepare(self.box.slot.field.key)
        self._show_preview()

    def _show_preview(self) -> None:
        try:
            said = self.preview(typed_so_far(self.model))
        except Problem as problem:
            said = [str(problem)]
        lines = [line for text in said for line in broken(one_line(text), self.app.size.width)]
        self.query_one("#preview", Lines).show("\n".join(lines[:_LINES]))

    def preview(self, values: Values) -> Sequence[str]:
        """Return what follows from these values; a Problem says why nothing does."""
        raise NotImplementedError

    def prepare(self, key: str) -> None:
        """Make a field ready that the cursor is on: what belongs into it may depend on others."""
