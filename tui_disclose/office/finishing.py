"""Finishing the year (定稿与公开): where a report stands, the step to the next stage, the frozen version it leaves."""

from collections.abc import Iterable
from datetime import date

import msgspec

from tui_disclose.office.entering import place, save_fields
from tui_disclose.office.fingerprints import fingerprints
from tui_disclose.office.finished import stage_seen
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.reports import find_report, findings_of, sheet_to_fill
from tui_disclose.office.settings import person_name
from tui_disclose.office.versions import VERSIONS, Version, content_hash, count, kept_change
from tui_disclose.problems import Changed, OpenErrors, Refused
from tui_disclose.records.report import TABLE, Report, cell_field, number_of_year, section_field
from tui_disclose.records.stages import (
    STAGE_FIELD,
    STEPS_FIELD,
    Stage,
    Step,
    check_order,
    check_step,
    edition,
    last_step,
)
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, is_missing
from tui_disclose.statutory.text import clean_text, one_line
from tui_disclose.store.interface import Change, Entry, Fields


class Said(msgspec.Struct, frozen=True):
    """What a person says of a step; what is left empty is today and this person."""

    on: date | None = None
    by: str = ""
    reason: str = ""
    note: str = ""
    url: str = ""


class Standing(msgspec.Struct, frozen=True):
    """Where a year's report stands."""

    year: int
    stage: Stage
    steps: tuple[Step, ...]
    edition: int
    """第几版."""
    sealings: int
    """How many times it was finished (定稿)."""
    following: tuple[Stage, ...]
    """The stages that may follow."""
    stopping: tuple[Finding, ...]
    """The errors that stop 定稿; none are looked for once it is finished."""
    changed_since: str
    """The stage since which the report was changed, in words; "" where it says what it said then."""

    @property
    def words(self) -> str:
        """The stage with the edition and the number of 定稿 where they say something."""
        numbered = f"第{self.edition}版" if self.edition > 1 else ""
        sealed = f"第{self.sealings}次定稿" if self.stage.finished and self.sealings > 1 else ""
        more = "，".join(filter(None, (numbered, sealed)))
        return f"{self.stage.name}（{more}）" if more else self.stage.name


def standing(office: Office, year: int, today: date) -> Standing:
    """Return where a year's report stands; Refused where the year can have none."""
    sheet = sheet_to_fill(office, year, today)
    report = sheet.report
    stage = office.stages.by_key(report.stage)
    return Standing(
        year=year,
        stage=stage,
        steps=report.steps,
        edition=edition(report.steps),
        sealings=count(office, VERSIONS, year),
        following=office.stages.following(stage),
        stopping=() if stage.finished else tuple(errors_to_finish(office, sheet)),
        changed_since=_changed_since(office, sheet),
    )


def errors_to_finish(office: Office, sheet: Sheet) -> list[Finding]:
    """Return the errors that stop 定稿: the open ones, and blanks, which only then are errors (没有的应填0)."""
    found = [_blank_as_error(finding, sheet) for finding in findings_of(office, sheet)]
    return [finding for finding in found if finding.open_error]


def _blank_as_error(finding: Finding, sheet: Sheet) -> Finding:
    blank = finding.id == "VAL" and all(is_missing(sheet.figure(address)) for address in finding.where)
    return msgspec.structs.replace(finding, severity="error") if blank else finding


def _changed_since(office: Office, sheet: Sheet) -> str:
    """Return the last stage before 定稿 since which the report says something else."""
    stage = office.stages.by_key(sheet.report.stage)
    last = sheet.report.steps[-1] if sheet.report.steps else None
    if last is None or stage.finished or stage.back or not last.content:
        return ""
    return "" if last.content == content_hash(sheet.form, sheet.published()) else stage.name


def advance(office: Office, year: int, stage: Stage, said: Said, today: date) -> Entry:
    """Record that a year's report reached a stage, and return the entry; 定稿 leaves its frozen version.

    The stage that it is in may be said again, to correct its date, name or address. Raises OpenErrors where an error
    is open and the stage is 定稿 or only comes after it, Refused where the stage cannot follow or something is not
    said, Changed where somebody changed the report meanwhile.
    """
    refuse_read_only(office)
    report = find_report(office, year)
    sheet = sheet_to_fill(office, year, today)
    now = office.stages.by_key(sheet.report.stage)
    if now.key == stage.key and sheet.report.steps:
        return _say_again(office, report, sheet.report, stage, said, today)
    if stage.finished and not now.finished:
        _refuse_errors(office, sheet, stage)
    check_order(office.stages, now, stage, year)
    step = _step(office, stage, said, today, content_hash(sheet.form, sheet.published()))
    check_step(office.stages, step, sheet.report.steps, year, today)
    if stage.seals:
        return _seal(office, report, sheet, step, f"定稿：{year}年报告{stage.name}")
    return _keep_step(office, year, report, sheet.report.steps, step, f"{year}年报告{stage.name}{_because(step)}")


def seal_as_published(office: Office, year: int, said: Said, today: date) -> Entry:
    """Keep a past year's report as it was published, with its findings; Refused where date and address are missing.

    What was typed or imported is what the page printed; an error in it is kept as it stands, not cured.
    """
    refuse_read_only(office)
    stage = office.stages.by_key("published")
    report = find_report(office, year)
    if report is None:
        raise Refused(f"没有{year}年的年度报告，请先导入已公布的报告。")
    now = office.stages.by_key(report.stage)
    if now.finished or report.steps:
        raise Refused(f"{year}年报告现为“{now.name}”，已在本系统办理，不能再按已公布的报告存档。")
    if said.on is None:
        raise Refused("按已公布的报告存档须写明公布日期，如 --on 2020-01-20。")
    sheet = sheet_to_fill(office, year, today)
    step = _step(office, stage, said, today, content_hash(sheet.form, sheet.published()))
    check_step(office.stages, step, (), year, today)
    step = msgspec.structs.replace(step, as_published=True)
    return _seal(office, report, sheet, step, f"按已公布的报告存档：{year}年报告{_because(step)}")


def unseal(office: Office, year: int, said: Said, today: date) -> Entry:
    """Open a finished report again for a reason; Refused where it is not finished or was made public."""
    report = find_report(office, year)
    if report is None or not office.stages.by_key(report.stage).finished:
        raise Refused(f"{year}年报告没有定稿，不需要解除。")
    return advance(office, year, office.stages.by_key("returned"), said, today)


def _refuse_errors(office: Office, sheet: Sheet, stage: Stage) -> None:
    errors = errors_to_finish(office, sheet)
    if errors:
        year = sheet.report.year
        what = "不能定稿" if stage.seals else f"不能定稿，也就不能记为“{stage.name}”"
        raise OpenErrors(
            f"{year}年报告还有{len(errors)}项错误，{what}；请改正，确属合理的写明理由认可。",
            [finding.message for finding in errors],
        )


def _step(office: Office, stage: Stage, said: Said, today: date, content: str) -> Step:
    return Step(
        stage=stage.key,
        on=said.on or today,
        by=one_line(said.by).strip() or person_name(office.settings, office.who),
        login=office.who,
        reason=one_line(said.reason).strip(),
        note=clean_text(said.note),
        url=one_line(said.url).strip(),
        content=content,
    )


def _because(step: Step) -> str:
    said = (
        f"理由：{step.reason}" if step.reason else "",
        f"说明：{one_line(step.note)}" if step.note else "",
        step.url,
    )
    words = "，".join(filter(None, said))
    return f"，{words}" if words else ""


def _say_again(office: Office, report: Report | None, now: Report, stage: Stage, said: Said, today: date) -> Entry:
    """Correct what was said of the step to the stage that the report is in."""
    last, earlier = now.steps[-1], now.steps[:-1]
    step = msgspec.structs.replace(
        last,
        on=said.on or last.on,
        by=one_line(said.by).strip() or last.by,
        reason=one_line(said.reason).strip() or last.reason,
        note=clean_text(said.note) or last.note,
        url=one_line(said.url).strip() or last.url,
    )
    if step == last:
        raise Refused(f"{now.year}年报告已经是“{stage.name}”（{last.on}），没有别的改动。")
    check_step(office.stages, step, earlier, now.year, today)
    why = f"更正{now.year}年报告“{stage.name}”的记载{_because(step)}"
    return _keep_step(office, now.year, report, earlier, step, why)


def _keep_step(
    office: Office, year: int, report: Report | None, earlier: Iterable[Step], step: Step, why: str
) -> Entry:
    fields = _step_fields(earlier, step)
    if report is None:
        entry = save_fields(office, year, fields, why, stage_seen(None))
    else:
        seen = {**stage_seen(report), STEPS_FIELD: _stored(report.steps)}
        change = Change(TABLE, number_of_year(year), fields)
        entry = office.store.apply([change], office.who, why, {(TABLE, number_of_year(year)): seen}, place=place(year))
    assert entry is not None
    return entry


def _seal(office: Office, report: Report | None, sheet: Sheet, step: Step, why: str) -> Entry:
    """Keep the step and the frozen version as one act; Changed where anything of the report is another now."""
    year = sheet.report.year
    place_of_version = count(office, VERSIONS, year) + 1
    step = msgspec.structs.replace(step, sealing=place_of_version)
    version = version_of(office, sheet, step, edition(sheet.report.steps))
    fields = _step_fields(sheet.report.steps, step)
    if report is None:
        fields |= {"unit": sheet.report.unit, "year": year, "form": sheet.form.id}
    number = number_of_year(year)
    kept = kept_change(VERSIONS, year, place_of_version, version)
    expected = {(TABLE, number): _everything(office, sheet), (VERSIONS, kept.number): {"year": None}}
    why = f"{why}（第{place_of_version}次，内容哈希 {version.content[:16]}）"
    try:
        entry = office.store.apply([Change(TABLE, number, fields), kept], office.who, why, expected, place=place(year))
    except Changed as problem:
        raise Changed(f"{year}年报告刚被别人改过，没有定稿，请核对后再定稿。", problem.fields) from None
    assert entry is not None
    return entry


def version_of(office: Office, sheet: Sheet, step: Step, which: int) -> Version:
    """Return what a year's report says now as a version; `which` is the edition (第几版)."""
    findings = findings_of(office, sheet)
    published = sheet.published()
    correction = last_step(sheet.report.steps, "correcting")
    return Version(
        year=sheet.report.year,
        unit=published.unit,
        form=sheet.form.id,
        whole_form=msgspec.to_builtins(sheet.form),
        cells=published.cells,
        sections=published.sections,
        unplaced=published.unplaced,
        on=step.on.isoformat(),
        by=step.by,
        login=step.login,
        content=step.content,
        head=head_of(office),
        sealing=step.sealing,
        edition=which,
        note=correction.note if correction else step.note,
        as_published=step.as_published,
        prints=fingerprints(office, sheet.form),
        past=_past_totals(office, sheet),
        acknowledged=tuple(f.as_json() for f in findings if f.acknowledged is not None),
        findings=tuple(f.as_json() for f in findings if f.acknowledged is None),
    )


def _past_totals(office: Office, sheet: Sheet) -> dict[str, dict[str, Figure]]:
    from tui_disclose.office.exporting import past_reports

    totals = sheet.form.totals
    return {
        str(year): {address: figure for address, figure in report.cells.items() if address in totals}
        for year, report in past_reports(office, sheet.report.year).items()
    }


def head_of(office: Office) -> str:
    """Return how far the trail goes (SEQ:HASH)."""
    from tui_disclose.store import JournalStore

    assert isinstance(office.store, JournalStore)
    return office.store.head.words


def _everything(office: Office, sheet: Sheet) -> Fields:
    """Return every field that the report's document has and every one that it could have: what 定稿 rests on."""
    number = number_of_year(sheet.report.year)
    empty: Fields = {cell_field(address): None for address in sheet.form.cells}
    empty |= {section_field(key): None for key in sheet.form.sections}
    return {**empty, STAGE_FIELD: None, **(office.store.record(TABLE, number) or {})}


def _step_fields(earlier: Iterable[Step], step: Step) -> Fields:
    return {STAGE_FIELD: step.stage, STEPS_FIELD: _stored((*earlier, step))}


def _stored(steps: Iterable[Step]) -> list[dict[str, object]] | None:
    return msgspec.to_builtins(list(steps)) or None
