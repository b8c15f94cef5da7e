"""What must hold of an item of the catalogue (主动公开条目), and whether it is published."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.columns import Columns
from tui_disclose.records.fields import Field, Ledger
from tui_disclose.statutory.text import one_line

APPROVAL = "approval"
"""The field that keeps what was done with an item's approval form: a list of events."""

NEEDS_FORM = ("original", "county")
"""The sources whose items are published by an approval form alone (原创、县区报送)."""

_CLASSIFIED = {"openness", "count", "made_on", "section", "source", "reviewed_on"}
"""All that may be kept of what is secret: 涉密事项只登记数量，不登记标题."""

_OF_SOURCE: dict[str, tuple[str, ...]] = {
    "county": ("supplier",),
    "reprint": ("origin", "link", "entered_by", "published_on"),
    "backfill": ("published_on", "backfill_reason"),
}
"""The fields that items of one source alone have; the first ones of its form."""

_NOT_ASKED = {"count", "attachments", "source", "reviewed_on", "former_approval"}
"""Fields that a form does not ask for: set by an act of their own, by an import, or only for what is secret."""

_ALWAYS_NEEDED = {
    "county": {"supplier"},
    "reprint": {"origin", "link", "entered_by"},
    "backfill": {"published_on", "backfill_reason"},
}

_SECRET_HELP = {
    "count": "有几件；只登记数量，不登记标题。",
    "made_on": "涉密信息形成的日期；不公开，定期复查由此起算，可以不填。",
    "section": "科室名称，如 办公室；不写事项的内容。",
}
"""The fields that the form of what is secret asks for, each with what is said of it there."""

_NEVER_EMPTY = {"source": "信息来源", "document_type": "文件性质", "openness": "公开属性", "validity": "有效性"}
"""What every item with a title says of itself."""

_SECTION = re.compile(r"[\u4e00-\u9fff、（）()]{1,11}[科室处股办局部站所组院队委]|[\u4e00-\u9fff]{1,10}中心")
"""How sections are called, in 12 characters at most."""

Item = Mapping[str, Any]


def refuse_unfit(item: Item, columns: Columns) -> None:
    """Raise Refused where an item cannot be kept as it is; the sentence names the field and what would be right."""
    if item.get("openness") == "classified":
        _refuse_secrets(item)
        return
    if not item.get("name"):
        raise Refused("名称还没有填写。")
    for key, label in _NEVER_EMPTY.items():
        if not item.get(key):
            raise Refused(f"{label}不能空着，请选一项。")
    if item.get("count") is not None:
        raise Refused("数量只用于涉密事项，其他条目一条一登。")
    if item.get("openness") == "withheld" and not item.get("openness_reason"):
        raise Refused("不予公开的须写明不公开理由。")
    if item.get("column"):
        columns.column(item["column"])
    _refuse_unknown("重点领域", item.get("areas"), columns.areas)
    _refuse_unknown("法定内容", item.get("classes"), [each.name for each in columns.classes])
    if item.get("validity") in ("lapsed", "repealed") and not item.get("repealed_on"):
        raise Refused("失效、废止的须填写废止日期。")
    _refuse_source(item)
    _refuse_days(item)


def _refuse_secrets(item: Item) -> None:
    if item.get("name"):
        raise Refused("涉密事项只登记数量，不登记标题：请去掉名称，只填数量；本系统为非涉密系统。")
    kept = {key for key, value in item.items() if value not in (None, "", [])}
    if item.get("count") is None or kept - _CLASSIFIED - {"taken_out.on", "taken_out.reason"}:
        raise Refused(
            "涉密事项只登记数量，不登记标题：只可填公开属性、数量、生成日期、责任科室和复查日期；本系统为非涉密系统。"
        )


def names_a_section(text: str) -> bool:
    """Tell whether a text is short and ends as names of sections do (规划科), so that it can hardly be a title."""
    return bool(_SECTION.fullmatch(text))


def _refuse_days(item: Item) -> None:
    """Raise Refused for days in an order that cannot be, and for a document that table 二 cannot count."""
    made, published, gone = (item.get(key) for key in ("made_on", "published_on", "repealed_on"))
    if made and published and published < made:
        raise Refused(f"发布日期（{published}）早于生成日期（{made}），请改正；补录不知道生成日期的可以不填。")
    if made and gone and gone < made:
        raise Refused(f"废止日期（{gone}）早于生成日期（{made}），请改正。")
    if not made and item.get("document_type") in ("regulation", "normative"):
        raise Refused("规章、规范性文件须填写生成日期，年度报告表二按它计数。")


def refuse_relabelled(before: Item, item: Item) -> None:
    """Raise Refused where what has a title becomes a secret or the other way round.

    The trail keeps every title for ever, so that an item which ever had one cannot become one that has none.
    """
    was, becomes = (each.get("openness") == "classified" for each in (before, item))
    if before and becomes and not was:
        raise Refused(
            "登记过标题的条目不能改为涉密，标题会一直留在操作记录中。请撤下本条（理由中不写标题），"
            "另登记一条涉密事项，只填数量；标题本身涉密的，立即按保密规定报告处置。"
        )
    if before and was and not becomes:
        raise Refused("涉密事项不能改为其他公开属性；依法解密的另行登记一条，本条的数量相应减少。")


def refuse_column(before: Item, item: Item, columns: Columns) -> None:
    """Raise Refused where an item is put into a column that shows a kept text (指南) and holds no items."""
    name = item.get("column")
    if name and name != before.get("column") and (text := columns.column(name).text):
        raise Refused(
            f"栏目“{name}”显示的是公开文本“{text}”，不登条目；在第 3 处按 w 更新它，命令行用 catalogue text。"
        )


def _refuse_unknown(label: str, given: list[str] | None, known: tuple[str, ...] | list[str]) -> None:
    for name in given or ():
        if name not in known:
            raise Refused(f"{label}中没有“{one_line(name)}”；几项之间用顿号，可用：{'、'.join(known)}。")


def _refuse_source(item: Item) -> None:
    source = item.get("source", "original")
    if source in NEEDS_FORM:
        if item.get("published_on") and not is_published(item):
            raise Refused(
                "原创和县区报送的信息要经信息发布审批单才能发布，发布日期在发布时记下；以前已发布的请作补录。"
            )
        return
    if item.get("published_on") and item.get("openness", "proactive") != "proactive":
        raise Refused("公开属性不是主动公开的，不能有发布日期。")
    if source == "reprint":
        for key, label in (("origin", "转载来源"), ("link", "链接"), ("entered_by", "录入人")):
            if not item.get(key):
                raise Refused(f"转载的信息须填写{label}。")
    elif not item.get("backfill_reason"):
        raise Refused("补录须写明补录理由。")
    elif not item.get("published_on"):
        raise Refused("补录的是以前已发布的信息，须填写发布日期。")


def title_words(item: Item) -> str:
    """Return what an item is called, on one line: its name, of what is secret only how many there are."""
    secret = item.get("openness") == "classified"
    return f"涉密事项{item.get('count', 0)}件" if secret else one_line(str(item.get("name") or ""))


def is_published(item: Item) -> bool:
    """Tell whether an item is published and not taken down.

    What needs an approval form is published when the last event of its form says so; no date alone makes it so.
    """
    if "taken_out.on" in item:
        return False
    if item.get("source", "original") not in NEEDS_FORM:
        return bool(item.get("published_on")) and item.get("openness", "proactive") == "proactive"
    events = item.get(APPROVAL)
    return bool(events and events[-1]["kind"] == "published")


def fields_asked(ledger: Ledger, source: str, openness: str) -> tuple[Field, ...]:
    """Return the fields that the form of an item asks for: those that matter for its source, or for what is secret."""
    if openness == "classified":
        return tuple(
            msgspec.structs.replace(ledger.field(key), required=key == "count", help=words, law="")
            for key, words in _SECRET_HELP.items()
        )
    own = _OF_SOURCE.get(source, ())
    others = {key for keys in (*_OF_SOURCE.values(), ("published_on",)) for key in keys}
    after_name = [ledger.field(key) for key in ("name", *own)]
    rest = [field for field in ledger.fields if field.key not in {"name"} | others | _NOT_ASKED]
    needed = {"name"} | _ALWAYS_NEEDED.get(source, set())
    return tuple(_asked(field, source, field.key in needed) for field in (*after_name, *rest))


def _asked(field: Field, source: str, needed: bool) -> Field:
    """Return a field as the form of one source asks for it."""
    if field.key == "openness":
        # What is secret has a form of its own, without a title.
        return msgspec.structs.replace(field, choices=tuple(c for c in field.choices if c.key != "classified"))
    initial = "" if field.key == "made_on" and source == "backfill" else field.initial
    return msgspec.structs.replace(field, required=needed, initial=initial)
