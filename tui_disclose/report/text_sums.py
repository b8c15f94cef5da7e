"""TXT-SUM: a total in a text is its own parts (27条 = 7 + 3 + 6 + 5 + 6), and “等5个” what is named before it."""

import re
from collections.abc import Iterator

import msgspec

from tui_disclose.report.findings import Finding
from tui_disclose.report.text_sentences import UNITS, Sentence, finding, number_in

_BASIS = "文中合计应等于各项之和"
_TOTAL = re.compile(
    rf"(?P<noun>[^，、；：（）\d]{{0,20}})(?P<total>\d+)(?P<unit>[{UNITS}])[^，；：（\d]{{0,6}}"
    rf"(?:(?P<open>[，：（；]?)(?P<word>其中|包括|分别[为是有]|含|具体[为是])(?:包括)?[，：]?|：)"
)
_LATER = re.compile(r"^(?:其中|(?:主要)?(?:内容)?(?:包括|涵盖)|按[^，]{2,12}分|在[^，]{2,16}中)[，：]?")
_FIGURE = re.compile(rf"(\d+)([{UNITS}])")
_PART = re.compile(rf"(?P<name>[^，、；：（）\d]*)(?P<figure>\d+)(?P<unit>[{UNITS}])")
_ASIDE = re.compile(r"（[^（）]*）")
_BARE = re.compile(rf"（(\d+[{UNITS}])）")
_AGAIN = re.compile(r"其中|包括|(?<![包])含")
_COMPARED = re.compile(r"同比|环比|比上|较上|较去|比去|占|增长|增加|减少|下降")
_REST = re.compile(r"其他|其余|其它")
_SUMMED = re.compile(rf"(?<=[，；])(?:共计|合计|总计)[^，、；（）\d]{{0,8}}(\d+)([{UNITS}])")
_NOT_ADDED = re.compile(r"办结|办理|答复|回复|处理|其中|包括|同比|上年|去年|总")
_NAMED = re.compile(
    rf"(?P<names>(?:[^，；：、]+、)+[^，；：、]+?)等(?P<count>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:大)?[{UNITS}]"
)
_BEGINS = re.compile(
    r".*(?:了|包括|包含|设置|设有|设立|开设|分为|涵盖|涉及|形成|围绕|利用|运用|依托|通过|按照|按|根据)"
)
_TITLE = re.compile(r"《[^》]*》")
_LAST_TITLE = re.compile(r"》(?:以及|[和及与])《")
_LAWSUITS = re.compile(r"行政复议、(?:提起)?行政诉讼")
_JOINED = re.compile(r"以及|[和及与]")


class _Part(msgspec.Struct, frozen=True):
    name: str
    figure: int
    unit: str


def check_sums(sentence: Sentence) -> Iterator[Finding]:
    """Yield TXT-SUM for each total of a sentence that its parts do not make."""
    yield from _totals(sentence)
    yield from _of_the_sentence_before(sentence)
    yield from _summed(sentence)
    yield from _named(sentence)


def _totals(sentence: Sentence) -> Iterator[Finding]:
    at = 0
    while match := _TOTAL.search(sentence.text, at):
        at = match.end()
        rest = sentence.text[at:]
        if match["open"] == "（":
            rest = _up_to_bracket(rest)
        parts, whole = _parts(rest, int(match["total"]), match["unit"], match[0].endswith("："))
        whole = whole or (match["word"] or "").startswith("分别")
        wrong = _wrong(match["noun"], int(match["total"]), parts, whole)
        if wrong is not None:
            yield _sum(sentence, match.span("total"), int(match["total"]), match["unit"], parts)


def _up_to_bracket(text: str) -> str:
    depth = 1
    for at, sign in enumerate(text):
        depth += (sign == "（") - (sign == "）")
        if depth == 0:
            return text[:at]
    return text


def _parts(rest: str, total: int, unit: str, across: bool) -> tuple[list[_Part], bool]:
    """Return the parts that follow a total, and whether they say themselves that they are all.

    Those in another unit count where the total is made with them only. Parts stand between “，” or “、”; where the
    first of them ends with “；”, and a “：” stood before it (`across`), they all do.
    """
    rest = _ASIDE.sub("", _BARE.sub(r"\1", rest))
    first = rest.partition("；")[0]
    rest = rest if across and len(_PART.findall(first)) == 1 else first
    rest = _AGAIN.split(rest)[0]
    parts, mixed = [], False
    for match in _PART.finditer(rest):
        if _COMPARED.search(match["name"]):
            break
        mixed = mixed or match["unit"] != unit
        parts.append(_Part(match["name"], int(match["figure"]), match["unit"]))
    added = sum(part.figure for part in parts)
    if mixed and added != total and not _slip(total, added, len(parts)):
        parts = [part for part in parts if part.unit == unit]
    return parts, any(_REST.search(part.name) for part in parts)


def _wrong(noun: str, total: int, parts: list[_Part], whole: bool) -> int | None:
    """Return what the parts make where that is wrong; parts of another kind may be examples only.

    All parts are there where they say so, are of the total's kind, or where a slip of the pen is all that is missing.
    """
    if len(parts) < 2:
        return None
    added = sum(part.figure for part in parts)
    endings = {part.name[-2:] for part in parts}
    of_its_kind = len(endings) == 1 and "" not in endings and noun.endswith(tuple(endings))
    if added > total or ((whole or of_its_kind or _slip(total, added, len(parts))) and added != total):
        return added
    return None


def _slip(total: int, added: int, count: int) -> bool:
    """Tell whether many parts make a total but for one digit of it."""
    if count < 3 or added * 5 < total * 4:
        return False
    digits, others = str(total), str(added)
    one_digit = len(digits) == len(others) and sum(a != b for a, b in zip(digits, others, strict=True)) == 1
    return abs(total - added) <= 2 or (one_digit and total >= 100)


def _of_the_sentence_before(sentence: Sentence) -> Iterator[Finding]:
    """Yield where the parts stand in a sentence of their own behind that of the total."""
    head = _LATER.match(sentence.text)
    if head is None:
        return
    before = sentence.before.rstrip("。")
    if _AGAIN.search(before.rpartition("。")[2]):
        return
    first = _PART.search(sentence.text, head.end())
    said = [match for match in _FIGURE.finditer(before) if first and match[2] == first["unit"]]
    if first is None or not said:
        return
    total = int(said[-1][1])
    parts, whole = _parts(sentence.text[head.end() :], total, first["unit"], head[0].endswith("："))
    if len(parts) >= 3 and _wrong("", total, parts, whole) is not None:
        yield _sum(sentence, (0, first.end()), total, first["unit"], parts)


def _summed(sentence: Sentence) -> Iterator[Finding]:
    """Yield where a total stands behind its parts: 甲3条、乙4条，共计7条."""
    for match in _SUMMED.finditer(sentence.text):
        before = _ASIDE.sub("", sentence.text[: match.start()]).rpartition("；")[2]
        parts = [_Part(p["name"], int(p["figure"]), p["unit"]) for p in _PART.finditer(before) if p["unit"] == match[2]]
        total = int(match[1])
        if len(parts) < 2 or _NOT_ADDED.search(before) or sum(part.figure for part in parts) == total:
            continue
        yield _sum(sentence, match.span(1), total, match[2], parts)


def _sum(sentence: Sentence, span: tuple[int, int], total: int, unit: str, parts: list[_Part]) -> Finding:
    added = sum(part.figure for part in parts)
    what = f"合计{total}{unit}，各项相加{'＋'.join(str(part.figure) for part in parts)}＝{added}{unit}。"
    return finding("TXT-SUM", sentence, span, what, _BASIS, (total, added))


def _named(sentence: Sentence) -> Iterator[Finding]:
    """Yield where “甲、乙、丙等4个” names more than it counts, or all but a few of them."""
    titles = _LAST_TITLE.sub("》、《", _TITLE.sub("《》", sentence.text).replace("》《", "》、《"))
    text = _LAWSUITS.sub("行政复议诉讼", titles)
    for match in _NAMED.finditer(text):
        count = number_in(match["count"])
        names = match["names"].split("、")
        names[0] = _BEGINS.sub("", names[0])
        if count is None or (len(names[0]) <= 2 and names[0] != "《》"):
            continue
        least = len(names)
        most = least + len(_JOINED.findall(names[-1]))
        few = least >= 3 and most < count <= least + least // 3
        if least <= count and not few:
            continue
        what = f"前面列出{least}{match[0][-1]}，文中写{count}{match[0][-1]}。"
        at = sentence.text.find(match[0][-6:])
        yield finding("TXT-SUM", sentence, (at, at + 6), what, "文中的个数应与列出的一致", (count, least))
