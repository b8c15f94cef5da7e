"""A report as JSON, exactly in the shape of the report contract."""

import json
from collections.abc import Iterable
from typing import Any

from tui_disclose.records.report import Report
from tui_disclose.statutory.forms import Form


def render_json(form: Form, report: Report) -> str:
    """Return the report as JSON text in the form's order, unknown cells and empty texts left out."""
    return json.dumps(as_json(form, report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_json(form: Form, report: Report) -> dict[str, Any]:
    """Return the report as a JSON object in the form's order, unknown cells and empty texts left out."""
    document: dict[str, Any] = {"unit": report.unit, "year": report.year, "form": report.form}
    document["cells"] = {a: v for a, v in _in_order(report.cells, form.cells) if v is not None}
    document["sections"] = {k: t for k, t in _in_order(report.sections, form.sections) if t}
    if report.unplaced:
        document["unplaced"] = list(report.unplaced)
    return document


def _in_order(values: dict[str, Any], order: Iterable[str]) -> list[tuple[str, Any]]:
    places = {key: at for at, key in enumerate(order)}
    return sorted(values.items(), key=lambda item: places.get(item[0], len(places)))
