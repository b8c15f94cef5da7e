"""What a report said at a moment, kept for ever: finished versions (定稿) and numbered drafts (第1稿, 第2稿 …)."""

import hashlib
import json
from functools import lru_cache
from typing import Any

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.records.stages import last_step, sealings
from tui_disclose.statutory.figures import Figure
from tui_disclose.statutory.forms import Form
from tui_disclose.store.interface import Change, Fields

VERSIONS = "report_versions"
"""The store's table of finished versions, numbered “2024/1” (year, 第几次定稿); none is ever changed."""

DRAFTS = "report_drafts"
"""The store's table of drafts, numbered “2024/1” (year, 第几稿); none is ever changed."""


VERSION_WORDS = {
    "year": "年度",
    "unit": "单位",
    "form": "格式",
    "whole_form": "格式全文",
    "cells": "数字",
    "sections": "文字",
    "unplaced": "未能归位的数字",
    "on": "日期",
    "by": "经办人",
    "login": "登录名",
    "content": "内容哈希",
    "head": "操作记录的头",
    "sealing": "第几次定稿",
    "edition": "第几版",
    "note": "说明",
    "as_published": "按已公布的报告存档",
    "prints": "所依据的格式、日历、模板",
    "past": "以前年度的合计",
    "acknowledged": "已认可的核对结果",
    "findings": "未认可的核对结果",
}
"""What people call the fields of a version."""


class Version(msgspec.Struct, frozen=True):
    """What a year's report said at a moment, with everything that is printed."""

    year: int
    unit: str
    form: str
    """The form's id."""
    whole_form: dict[str, Any]
    """Everything that the form says, so that it is printed the same whatever becomes of the form's file."""
    cells: dict[str, Figure]
    """The figures that counted."""
    sections: dict[str, str]
    unplaced: tuple[Any, ...]
    on: str
    by: str
    login: str
    content: str
    """The hash of what it says."""
    head: str
    """How far the trail went before: SEQ:HASH."""
    sealing: int = 0
    """第几次定稿; 0 for a draft."""
    edition: int = 1
    """第几版."""
    note: str = ""
    as_published: bool = False
    prints: dict[str, str] = {}
    """The hashes of what the figures and dates rest on: form, calendar, templates, program version."""
    past: dict[str, dict[str, Figure]] = {}
    """The totals of earlier years by year, as they stood: what charts of the years show."""
    acknowledged: tuple[dict[str, Any], ...] = ()
    """The findings that were accepted, with their reasons, as JSON."""
    findings: tuple[dict[str, Any], ...] = ()
    """The findings still open, as JSON: warnings, and the errors of a page that was published with them."""

    @property
    def words(self) -> str:
        """Which version it is, in words."""
        edition = f"第{self.edition}版" if self.edition > 1 else ""
        return f"{self.year}年报告{edition}第{self.sealing}次定稿"


def form_hash(form: Form) -> str:
    """Return the hash (SHA-256, hex) of everything that a form says."""
    return hashlib.sha256(msgspec.json.encode(form)).hexdigest()


def form_of_version(version: Version) -> Form:
    """Return the form that a version was kept on."""
    return _form(msgspec.json.encode(version.whole_form))


@lru_cache(maxsize=16)
def _form(content: bytes) -> Form:
    return msgspec.json.decode(content, type=Form)


def content_hash(form: Form, report: Report) -> str:
    """Return the hash (SHA-256, hex) of what a report says: unit, year, form, cells, texts; unknown cells left out."""
    from tui_disclose.exporting.jsonfile import as_json

    text = json.dumps(as_json(form, report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def kept_change(table: str, year: int, place: int, version: Version) -> Change:
    """Return the change that keeps a version as a new record."""
    fields: Fields = {key: value for key, value in msgspec.to_builtins(version).items() if value is not None}
    return Change(table, f"{year}/{place}", fields)


def find_version(office: Office, year: int, sealing: int) -> Version:
    """Return a finished version; Refused where there is none such."""
    return _find(office, VERSIONS, year, sealing, f"{year}年没有第{sealing}次定稿")


def find_draft(office: Office, year: int, draft: int) -> Version:
    """Return a numbered draft; Refused where there is none such."""
    return _find(office, DRAFTS, year, draft, f"{year}年没有第{draft}稿")


def _find(office: Office, table: str, year: int, place: int, missing: str) -> Version:
    document = office.store.record(table, f"{year}/{place}")
    if document is None:
        kept = count(office, table, year)
        raise Refused(f"{missing}，现有{kept}个。" if kept else f"{missing}，还没有留存过。")
    return msgspec.convert(document, Version)


def count(office: Office, table: str, year: int) -> int:
    """Return how many versions or drafts of a year there are; they are numbered from 1 without gaps."""
    place = 0
    while office.store.record(table, f"{year}/{place + 1}") is not None:
        place += 1
    return place


def versions(office: Office, table: str, year: int) -> list[Version]:
    """Return the finished versions or the drafts of a year, oldest first."""
    return [_find(office, table, year, place, "") for place in range(1, count(office, table, year) + 1)]


def standing_version(office: Office, report: Report) -> Version:
    """Return the version that a finished report stands as: that of its last 定稿."""
    return find_version(office, report.year, sealings(report.steps))


def as_report(version: Version, report: Report | None = None) -> Report:
    """Return a version as a report, with the stages and reasons of the report that it is a version of."""
    kept = report or Report(version.unit, version.year, version.form)
    return msgspec.structs.replace(
        kept,
        unit=version.unit,
        form=version.form,
        cells=dict(version.cells),
        sections=dict(version.sections),
        unplaced=version.unplaced,
    )


def published_version(office: Office, report: Report) -> Version | None:
    """Return the version that was last made public, or None; while it is corrected it stays the public one."""
    step = last_step(report.steps, "published")
    if step is None:
        return None
    before = [each.sealing for each in report.steps[: report.steps.index(step) + 1] if each.sealing]
    return find_version(office, report.year, max(before))
