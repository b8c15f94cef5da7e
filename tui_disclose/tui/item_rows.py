"""An item of the catalogue on one screen, line by line: its facts, what is next and by which key, who signed."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from tui_disclose.duties.values import URGENCY_WORDS, Duty
from tui_disclose.office.catalogue import CATALOGUE, NOT_FOR_SECRETS
from tui_disclose.office.catalogue_views import Act, Signed
from tui_disclose.office.ledgers import OUT_ON, OUT_REASON, Row
from tui_disclose.records.fields import shown_value
from tui_disclose.records.items import title_words
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.wording import cut, fit

Kind = Literal["", "facts", "item", "act", "step"]

_LINES = 2
"""Lines that a long text takes at most: all of it is shown on Enter."""

ACT_KEYS: dict[Act, tuple[str, str]] = {
    "submit": ("s", "填写信息发布审批单，送审"),
    "approve": ("a", "同意并签字"),
    "send_back": ("b", "退回修改，写明意见"),
    "withdraw": ("w", "撤回，写明理由；已发布的先撤回再更正"),
    "publish": ("f", "发布，记下今天为发布日期"),
    "interpret": ("i", "登记解读（谁起草谁解读，同步发布）"),
    "review": ("r", "复查是否仍不予公开（条例第十八条）"),
}
"""Key and words of what may be done with an item."""

_TOGETHER = (
    ("column", "source", "document_type", "openness"),
    ("document_number", "made_on", "published_on", "section", "supplier"),
    ("validity", "repealed_on", "interpretation", "interpretation_waived", "openness_reason"),
    ("origin", "link", "entered_by", "backfill_reason"),
    ("count", "reviewed_on"),
)
"""Fields that share a line."""


class ItemRow(msgspec.Struct, frozen=True):
    """One line of the screen and what it is about."""

    text: str
    kind: Kind = ""
    ref: str = ""
    """An item's number, or what may be done."""


class Linked(msgspec.Struct, frozen=True):
    """What an item has to do with."""

    document: Row | None
    """What it interprets."""
    interpreters: Sequence[tuple[Row, str]]
    """What interprets it, each with where it stands in words."""


class Standing(msgspec.Struct, frozen=True):
    """Where an item stands."""

    words: str
    duties: Sequence[Duty]
    acts: Sequence[Act]
    signed: Sequence[Signed]
    to_sign: str
    """The stage that signs next."""
    course: Sequence[str]
    """A line for each step of its forms, oldest first."""


def rows(row: Row, standing: Standing, linked: Linked, width: int) -> list[ItemRow]:
    """Return the lines of an item."""
    return [*_facts(row, standing, width), *_links(row, linked), *_next(standing), *_form(standing, width)]


def _facts(row: Row, standing: Standing, width: int) -> Iterator[ItemRow]:
    fields = row.fields
    yield ItemRow(cut(f"{standing.words}　{title_words(fields)}", width * _LINES), "facts")
    if OUT_ON in fields:
        yield ItemRow(f"已于{fields[OUT_ON]}撤下，理由：{one_line(fields[OUT_REASON])}", "facts")
    for duty in standing.duties:
        yield ItemRow(f"{URGENCY_WORDS[duty.severity]}：{duty.sentence}{'（暂定）' if duty.provisional else ''}")
    if fields.get("openness") in ("withheld", "classified"):
        yield ItemRow(NOT_FOR_SECRETS)
    for keys in _TOGETHER:
        texts = [f"{CATALOGUE.field(key).label}：{_words(row, key)}" for key in keys if _words(row, key)]
        if texts:
            yield ItemRow(cut("　".join(texts), width * _LINES), "facts")
    for key in ("summary", "keywords", "attachments", "former_approval"):
        if _words(row, key):
            yield ItemRow(cut(f"{CATALOGUE.field(key).label}：{_words(row, key)}", width * _LINES), "facts")


def _words(row: Row, key: str) -> str:
    return one_line(shown_value(CATALOGUE.field(key), row.fields.get(key)))


def _links(row: Row, linked: Linked) -> Iterator[ItemRow]:
    if linked.document:
        name = _words(linked.document, "name")
        yield ItemRow(f"解读的文件：{linked.document.number} {name}", "item", linked.document.number)
    elif row.fields.get("interprets"):
        yield ItemRow(f"解读的文件：{_words(row, 'interprets')}（没有这个索引号）", "facts")
    for each, state in linked.interpreters:
        form = _words(each, "interpretation") or "解读"
        yield ItemRow(f"{form}：{each.number} {_words(each, 'name')}（{state}）", "item", each.number)


def _next(standing: Standing) -> Iterator[ItemRow]:
    if not standing.acts:
        return
    yield ItemRow("")
    yield ItemRow("下一步（按前面的键，或在这一行按 Enter）")
    for act in standing.acts:
        key, words = ACT_KEYS[act]
        stage = f"{standing.to_sign}：" if act == "approve" else ""
        yield ItemRow(f"  {key}  {stage}{words}", "act", act)


def _form(standing: Standing, width: int) -> Iterator[ItemRow]:
    if standing.signed:
        yield ItemRow("")
        yield ItemRow("信息发布审批单（按 p 看一式几份的样子，导出）")
        here = next((at for at, stage in enumerate(standing.signed) if not stage.who), len(standing.signed))
        for at, stage in enumerate(standing.signed):
            mark = "已办" if stage.who else "待办" if at == here else "　　"
            done = f"  {stage.on}  {stage.who}{'：' if stage.note else ''}{stage.note}" if stage.who else ""
            yield ItemRow(cut(f"  {mark}  {fit(stage.words, 22)}{done}".rstrip(), width * _LINES), "step")
    if standing.course:
        yield ItemRow("")
        yield ItemRow(f"经过（{len(standing.course)}步）")
        yield from (ItemRow(cut(f"  {line}", width * _LINES), "step") for line in standing.course)
