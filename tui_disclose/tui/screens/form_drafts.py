"""What is typed into a form is kept as a draft and restored: each window of a login has a draft of its own."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from tui_disclose.office.drafts import FormDraft, drop_draft, find_form, held_form, keep_form
from tui_disclose.office.os_errors import in_words
from tui_disclose.records.fields import Field
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.form_model import FormModel
from tui_disclose.tui.widgets.form import FormBox

_DRAFT_EVERY = 1.5
"""Seconds after which what is being typed is kept as a draft."""


class DraftedForm(Fitting[str | None]):
    """A screen with a form; a subclass lays it out, calling `begin` first."""

    def __init__(self, fields: Sequence[Field], values: Mapping[str, Any], draft: str) -> None:
        """`values` are those stored; `draft` names the form among the person's drafts."""
        super().__init__()
        self.fields = fields
        self.stored = dict(values)
        self.keep_as = f"form-{draft}"
        self.beside_another = False
        """Whether the form is open in another window of the same login."""
        self.drafted = False
        """Whether a draft was restored and nothing was typed since."""
        self._kept: dict[str, str] = {}
        """What the draft holds."""
        self._hold = ExitStack()
        """That no other window takes the draft."""

    def begin(self) -> None:
        """Make the model of the form, what was typed before and not saved in it."""
        self.model = FormModel(self.fields, self.stored, self.disclosure.today())
        office, name = self.disclosure.office, self.keep_as
        self.keep_as = self._hold.enter_context(held_form(office, name))
        self.beside_another = self.keep_as != name
        draft = find_form(office, self.keep_as)
        if draft is not None:
            self.model.put_texts(draft.texts, draft.began_from)
            self._kept = self.model.texts()
            self.drafted = self.model.touched

    def on_mount(self) -> None:
        """Keep what is typed from now on; say so where something was restored."""
        self.set_interval(_DRAFT_EVERY, self.save_pending)
        if self.drafted:
            self.say("已恢复上次没有保存的内容：Ctrl+S 保存，不要的按 Ctrl+Z 丢弃。")
        elif self.beside_another:
            self.say("您的另一个窗口正在填写本表，这里另填一份，互不影响。")

    def on_unmount(self) -> None:
        """Leave the draft to whoever opens the form next."""
        self._hold.close()

    @property
    def box(self) -> FormBox:
        """The fields."""
        return self.query_one(FormBox)

    def typed_on(self) -> None:
        """Take what was restored for typed by the person once something else was typed."""
        if not self.all_kept:
            self.drafted = False

    @property
    def all_kept(self) -> bool:
        """Whether the draft holds all that is typed."""
        return self.model.texts() == self._kept

    def save_pending(self) -> None:
        """Keep what is typed as a draft, if it is not kept yet; it is gone once there is nothing left of it."""
        if not self.is_mounted or self.all_kept:
            return
        texts = self.model.texts()
        office = self.disclosure.office
        try:
            if texts:
                keep_form(office, self.keep_as, FormDraft(texts, self.model.began_from))
            else:
                drop_draft(office, self.keep_as)
        except OSError as error:
            self.say(f"草稿没有保存：{in_words(error)}。")
        else:
            self._kept = texts

    def drop_kept(self) -> None:
        """Throw the draft away: nothing of what is typed is to be kept any more."""
        if self._kept:
            drop_draft(self.disclosure.office, self.keep_as)
        self._kept = self.model.texts()

    def action_restore(self) -> None:
        """Drop the draft that was restored, or what was typed into the field under the cursor."""
        box = self.box
        if self.drafted:
            drop_draft(self.disclosure.office, self.keep_as)
            self.drafted, self._kept = False, {}
            box.model = self.model = FormModel(self.fields, self.stored, self.disclosure.today())
            box.refresh()
            self.say("草稿已丢弃。")
        else:
            box.slot.put(box.slot.began_with)
        box.changed()
