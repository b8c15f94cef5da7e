"""Which letters a request calls for, and each of them as a document ready to be printed."""

from datetime import date

import msgspec

from tui_disclose.exporting.document import Block, Cell, Document, Paragraph, Signature, TableBlock
from tui_disclose.letters.doubts import TO_OTHERS, doubts
from tui_disclose.letters.templates import Piece, Template, filled, is_optional, words_in
from tui_disclose.letters.values import BLANK, Sender, values_of
from tui_disclose.problems import Refused
from tui_disclose.records.request import Kept, Request
from tui_disclose.statutory.dates import date_words
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar

_WIDTHS = (28.0, 50.0, 28.0, 50.0)
_ROW_MM = 9.0
"""Forms are filled in and signed by hand too."""
"""Label and value twice, in mm."""

_PARTY_TOLD = "告知第三方日期"

_SETTINGS = {"机关地址", "机关电话", "机关邮编", "复议机关", "人民法院", "经办人"}


class Offer(msgspec.Struct, frozen=True):
    """A letter that can be written for a request."""

    template: Template
    kept: Kept | None
    """The event that it is about; None for the request as a whole."""

    @property
    def name(self) -> str:
        """What it is called, with the day of its event."""
        return self.template.name if self.kept is None else f"{self.template.name} {self.kept.event.on}"


class Letter(msgspec.Struct, frozen=True):
    """A letter as it would go out."""

    name: str
    document: Document
    missing: tuple[str, ...]
    """Chinese sentences on what still has to be filled in or thought about."""


def offers(request: Request, templates: dict[str, Template]) -> list[Offer]:
    """Return the letters that can be written for a request: for the whole, then for each event in turn."""
    found = [Offer(template, None) for template in templates.values() if template.suits("", "")]
    for kept in sorted(request.events, key=lambda each: (each.event.on, each.n)):
        if not kept.struck:
            suited = (t for t in templates.values() if t.suits(kept.event.kind, kept.event.outcome or ""))
            found += [Offer(t, kept) for t in suited if t.needs != _PARTY_TOLD or "third_party_told_on" in kept.raw]
    return found


def choose(found: list[Offer], key: str, event: int | None = None) -> Offer:
    """Return the offer with that template key, of that event where several have it; Refused names those there are."""
    chosen = [o for o in found if o.template.key == key and (event is None or (o.kept and o.kept.n == event))]
    if not chosen:
        keys = "、".join(dict.fromkeys(f"{o.template.key}（{o.template.name}）" for o in found))
        raise Refused(f"这件申请现在没有“{one_line(key)}”这种文书；可用：{keys}。")
    return chosen[-1]


def write(offer: Offer, request: Request, calendar: Calendar, sender: Sender, today: date) -> Letter:
    """Return a letter filled from the record; what is not known is left blank and named."""
    template, kept = offer.template, offer.kept
    values = values_of(request, kept, calendar, sender, template.document)
    values["文书名称"] = _documented(offer)
    if kept and kept.event.kind in TO_OTHERS:
        # Who is asked for an opinion is not told who wants to know.
        values["受送达人"] = values.get(TO_OTHERS[kept.event.kind], "")
        values.pop("申请人地址", None)
    else:
        values["受送达人"] = values.get("申请人", "")
    if template.beside:
        values.pop("文号", None)
    blocks: list[Block] = []
    used: list[str] = []

    def put(text: str) -> str:
        used.extend(words_in(text))
        return filled(text, values, BLANK)

    title = put(template.title)
    if template.numbered:
        blocks.append(Paragraph(put("{文号}"), align="center", indent=False))
    if template.addressee:
        blocks.append(Paragraph(put(template.addressee), align="left", indent=False))
    for text in _paragraphs(template, values):
        blocks += [Paragraph(line) for line in put(text).split("\n")]
    if template.rows:
        empty = {word: "" for row in template.rows for text in row for word in words_in(text)}
        rows = tuple(_row(tuple(filled(text, empty | values, "") for text in row)) for row in template.rows)
        blocks.append(TableBlock(rows, _WIDTHS, caption=template.name, row_mm=_ROW_MM))
    if template.signed:
        blocks.append(Signature(f"{sender.unit}\n{date_words(_day(template, kept, today))}"))
    missing = [] if template.blanks else [_sentence(word) for word in dict.fromkeys(used) if _lacks(word, values)]
    said = doubts(template, kept, request, calendar, {word: values.get(word, "") for word in used})
    return Letter(template.name, Document(title, tuple(blocks), sender.unit), (*missing, *said))


def _day(template: Template, kept: Kept | None, today: date) -> date:
    """Return the day that a letter bears."""
    if kept is None:
        return today
    told = kept.raw.get("third_party_told_on") if template.needs == _PARTY_TOLD else None
    return date.fromisoformat(told) if told else kept.event.on


def _documented(offer: Offer) -> str:
    """Return what the letter is called that a proof of service is about."""
    kind = offer.kept.event.kind if offer.kept else ""
    outcome = (offer.kept.event.outcome or "") if offer.kept else ""
    return _SERVED.get(kind, "政府信息公开申请告知书" if outcome in _TOLD else "政府信息公开申请答复书")


_SERVED = {
    "correction_requested": "补正告知书",
    "extended": "延期答复告知书",
    "fee_notified": "收费通知书",
    "explanation_requested": "说明理由告知书",
    "reasonable_period": "延迟答复告知书",
    "third_party_consulted": "征求意见书",
    "organ_consulted": "征求意见书",
}
_TOLD = {"petition", "repeated", "publications", "excessive", "confirmation", "not_corrected", "fee_unpaid", "other"}


def _paragraphs(template: Template, values: dict[str, str]) -> list[str]:
    found = []
    for piece in template.body:
        if isinstance(piece, Piece):
            if (piece.when and piece.when not in values) or (piece.unless and piece.unless in values):
                continue
            found.append(piece.text)
        else:
            found.append(piece)
    return found


def _row(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    if len(texts) == 2:
        return Cell(texts[0], head=True), Cell(texts[1], colspan=3, align="left")
    return tuple(
        Cell(text, head=not place % 2, align="left" if place % 2 else "center") for place, text in enumerate(texts)
    )


def _lacks(word: str, values: dict[str, str]) -> bool:
    if word == "救济":
        return BLANK in values.get(word, BLANK)
    return word not in values and not is_optional(word)


def _sentence(word: str) -> str:
    if word == "救济":
        return "救济途径中的复议机关或者人民法院还没有填写，请在设置中填写。"
    where = "请在设置中填写" if word in _SETTINGS else "请在记录中补上，或者在文书上手填"
    return f"“{word}”还没有内容，{where}。"
