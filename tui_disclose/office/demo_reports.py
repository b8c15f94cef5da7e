"""The reports of the demo office: the published one of 2019, and two invented years that lead up to this one."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_disclose.office.derivation import derived_figures
from tui_disclose.office.finishing import Said, seal_as_published
from tui_disclose.office.house import Office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.statutory.forms import Form

_NAMED = ("natural_person", "business")
_COLUMNS = (*_NAMED, "research", "public_welfare", "legal_service", "other")
_WHERE = "https://www.example.gov.cn/yanshi/{year}.html"

Cells = dict[str, int]


def add_reports(office: Office, data: Mapping[str, Any], sample: bytes, today: date) -> None:
    """Import the sample of 2019 and the reports of two years before this one; those due already are public.

    What last year carried over is what this year's register carries in, so that the years fit together.
    """
    sample_plan = plan_import(office, "baiyin-2019.txt", sample, 2019, today)
    apply_import(office, sample_plan, "baiyin-2019.txt", replace=False)
    carried_in = dict.fromkeys(_COLUMNS, 0)
    for each in data["reports"]:
        year = today.year - each["ago"]
        given = each.get("carried_out")
        carried_out = _row(given) if given else _carried_into(office, today.year)
        form = office.forms.for_year(year)
        cells = _cells(form, each, carried_in, carried_out)
        carried_in = carried_out
        report = {"unit": office.settings.unit, "year": year, "cells": cells, "sections": each["sections"]}
        name = f"{year}.json"
        plan = plan_import(office, name, json.dumps(report).encode(), None, today)
        apply_import(office, plan, name, replace=False)
        published = date.fromisoformat(f"{year + 1}-{each['published']}")
        if published <= today:
            seal_as_published(office, year, Said(on=published, url=_WHERE.format(year=year)), today)


def _row(given: list[int]) -> Cells:
    return dict.fromkeys(_COLUMNS, 0) | dict(zip(_NAMED, given, strict=True))


def _carried_into(office: Office, year: int) -> Cells:
    figures = derived_figures(office, office.forms.for_year(year), year).figures
    return {column: int(figures[f"requests.carried_in.{column}"]) for column in _COLUMNS}


def _cells(form: Form, each: Mapping[str, Any], carried_in: Cells, carried_out: Cells) -> Cells:
    """Return the figures of a year: every cell that is typed, totals left to the form."""
    cells = {address: 0 for address in form.cells if address not in form.totals}
    cells |= {f"proactive.{key}": figure for key, figure in each["proactive"].items()}
    cells |= {f"remedies.{key}": figure for key, figure in each["remedies"].items()}
    outcomes = {row: _row(given) for row, given in each["outcomes"].items()}
    for column in _COLUMNS:
        concluded = sum(row[column] for row in outcomes.values())
        rows = {row: figures[column] for row, figures in outcomes.items()} | {
            "carried_in": carried_in[column],
            "carried_out": carried_out[column],
            "received": concluded + carried_out[column] - carried_in[column],
        }
        cells |= {f"requests.{row}.{column}": figure for row, figure in rows.items()}
    return cells
