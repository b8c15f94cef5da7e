"""The form of an item: only what matters for its source is asked for; columns and documents are picked from lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from tui_disclose.duties.catalogue import wants_interpretation
from tui_disclose.office.catalogue import NOT_FOR_SECRETS, columns_of
from tui_disclose.office.catalogue_views import column_names, publish_by
from tui_disclose.records.fields import Field, Values
from tui_disclose.statutory.dates import with_weekday
from tui_disclose.tui.screens.preview_form import PreviewForm

SOURCES = ("original", "county", "reprint", "backfill")
"""The sources in the order in which they are offered."""


class ItemForm(PreviewForm):
    """An item being registered or changed: by when it is to be published, what to heed where something is withheld."""

    PICKED: ClassVar[frozenset[str]] = frozenset({"column", "areas", "classes"})

    def preview(self, values: Values) -> Sequence[str]:
        """Return what follows from what is typed."""
        said = (self._openness(values), self._until(values), self._interpretation(values))
        return [sentence for sentence in said if sentence]

    def _openness(self, values: Values) -> str:
        secret = self.fields[0].key == "count"
        return NOT_FOR_SECRETS if secret or values.get("openness") in ("withheld", "classified") else ""

    def _until(self, values: Values) -> str:
        asked = {field.key for field in self.fields}
        if not values.get("made_on") or values.get("openness", "") != "proactive" or "published_on" in asked:
            return ""
        until = publish_by(self.disclosure.office, date.fromisoformat(values["made_on"]))
        return f"应在{with_weekday(until)}前公开（生成之日起20个工作日，条例第二十六条）。"

    def _interpretation(self, values: Values) -> str:
        wanted = wants_interpretation(values, columns_of(self.disclosure.office))
        return "政策性、规范性文件同步发布解读，谁起草谁解读。" if wanted else ""

    def offered(self, field: Field) -> Mapping[str, str]:
        """Return what can be picked: columns, areas and contents beside the records of other ledgers."""
        office = self.disclosure.office
        match field.key:
            case "column":
                return column_names(office)
            case "areas":
                return dict.fromkeys(columns_of(office).areas, "")
            case "classes":
                return {each.name: each.words for each in columns_of(office).classes}
            case _:
                return super().offered(field)
