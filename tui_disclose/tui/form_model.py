"""What a form holds while it is filled in: a text for each field, what is wrong with it, what was changed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Field, Value, Values, editable_text, typed_value, unlikely_day
from tui_disclose.statutory.pinyin import pattern
from tui_disclose.statutory.text import half_width
from tui_disclose.tui.line_edit import LineEdit

LONG = ("text", "lines", "records")
"""Kinds that may have several lines."""

_YES_NO = ("是", "否")
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YES_NO_KEYS = {"y": "是", "n": "否", "0": "否", "有": "是", "无": "否"}
_EMPTY: tuple[object, ...] = (None, "", [])


class Slot:
    """One field of a form and what is typed into it."""

    def __init__(self, field: Field, text: str) -> None:
        self.field = field
        self.edit = LineEdit(text)
        self.began_with = text
        self.wrong = ""
        """What is wrong with what was typed, in words."""
        self._keys = ""
        """What was typed to choose, as long as it may go on."""

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.text

    @property
    def options(self) -> tuple[str, ...]:
        """What there is to choose from, in words; nothing for a field that is typed."""
        if self.field.kind == "flag":
            return _YES_NO
        return tuple(choice.words for choice in self.field.choices) if self.field.kind == "choice" else ()

    @property
    def long(self) -> bool:
        """Whether it has several lines now, so that it is not typed on one."""
        return "\n" in self.text

    @property
    def is_whole_day(self) -> bool:
        """Whether it holds a day written out, the cursor behind it: nothing can follow, what is typed replaces it."""
        whole = self.field.kind == "date" and self.edit.at == len(self.text)
        return whole and bool(_WHOLE_DAY.fullmatch(self.text))

    def put(self, text: str) -> None:
        """Hold another text, the cursor at its end."""
        self.edit = LineEdit(text)
        self.wrong = ""

    def choose(self, character: str) -> bool:
        """Choose by a key: the option's number, words or pinyin initials, several keys in a row; tell whether one is.

        A key that does not go on what was typed before begins anew.
        """
        typed = half_width(character)
        for keys in (self._keys + typed, typed):
            found = _YES_NO_KEYS.get(keys, "") if self.field.kind == "flag" else ""
            found = found or _option(self.options, keys)
            if found:
                self._keys = keys
                self.put(found)
                return True
        return False

    def turn(self, step: int) -> None:
        """Choose the option before or after the one that is chosen."""
        options = self.options
        at = options.index(self.text) + step if self.text in options else (0 if step > 0 else -1)
        self.put(options[at % len(options)])
        self.left()

    def left(self) -> None:
        """Begin anew with the next key that chooses."""
        self._keys = ""

    def value(self, today: date) -> Value | None:
        """Return what is typed as the field's value; Refused where it is none."""
        text = self.text
        if self.field.kind in ("lines", "records") and not self.long:
            text = "\n".join(text.replace(";", "；").split("；"))
        return typed_value(self.field, text, today)

    def check(self, today: date) -> None:
        """Find out what is wrong; what is right is shown as it will be read again (0301 → 2026-03-01)."""
        try:
            value = self.value(today)
        except Refused as problem:
            self.wrong = str(problem)
            return
        self.wrong = ""
        if self.field.kind != "text":
            read = editable_text(self.field, value)
            if read != self.text:
                self.put(read)
        # What was stored before is not typed by this person now.
        if self.text != self.began_with:
            self.wrong = unlikely_day(self.field, value, today)


def _option(options: Sequence[str], typed: str) -> str:
    if typed.isdigit():
        return options[int(typed) - 1] if 0 < int(typed) <= len(options) else ""
    begins = pattern(typed).match
    found = [words for words in options if begins(words)] or [words for words in options if typed in words]
    return found[0] if found else ""


class FormModel:
    """The fields of a form, what is typed into them and what they began from."""

    def __init__(self, fields: Sequence[Field], values: Mapping[str, object], today: date) -> None:
        self.today = today
        self.began_from: Values = dict(values)
        self.slots = [Slot(field, self._first_text(field, values)) for field in fields]
        for slot in self.slots:
            if not values:
                slot.check(today)
                slot.began_with = slot.text

    def _first_text(self, field: Field, values: Mapping[str, object]) -> str:
        return editable_text(field, values.get(field.key)) if values else field.initial

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not as it began."""
        return any(slot.text != slot.began_with for slot in self.slots)

    def texts(self) -> dict[str, str]:
        """Return what is typed, by field, where it is not as it began."""
        return {slot.field.key: slot.text for slot in self.slots if slot.text != slot.began_with}

    def put_texts(self, texts: Mapping[str, str], began_from: Values) -> None:
        """Go on with what was typed before, and what that began from."""
        self.began_from = dict(began_from)
        for slot in self.slots:
            if slot.field.key in texts:
                slot.put(texts[slot.field.key])

    def first_wrong(self) -> int | None:
        """Check every field and return the first that is wrong or missing, None where all is well."""
        for slot in self.slots:
            slot.check(self.today)
            if not slot.wrong and slot.field.required and not slot.text.strip():
                slot.wrong = f"{slot.field.label}还没有填写。"
        return next((at for at, slot in enumerate(self.slots) if slot.wrong), None)

    def first_missing(self) -> int:
        """Return the first required field without a text, else the first field of all."""
        return next((at for at, slot in enumerate(self.slots) if slot.field.required and not slot.text.strip()), 0)

    def changed(self) -> Values:
        """Return the values that are others than those the form began from, None for what was taken away."""
        found: Values = {}
        for slot in self.slots:
            value, before = slot.value(self.today), self.began_from.get(slot.field.key)
            if value != before and not (value in _EMPTY and before in _EMPTY):
                found[slot.field.key] = value
        return found
