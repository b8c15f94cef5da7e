"""What a text states of figures that are known: which cell or which named figure of the records it speaks of."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_sentences import UNITS, Sentence, clause
from tui_disclose.statutory.figures import Number, number_of

_N = rf"(?P<figure>\d+)[{UNITS}]"
_GAP = r"[^，；。\d]"
_REQUESTS = re.compile(r"政府信息公开申请|信息公开申请|依申请公开|信息依申请|公开申请")
_OTHERS = re.compile(
    r"提案|建议|议案|12345|12328|热线|留言|来信|信箱|信访|咨询|许可|举报|投诉|服务事项|舆情|邮件|诉求|问政|网民|工单|复议|诉讼|政务服务"
)
_PART_OF_YEAR = re.compile(r"上半年|下半年|季度|\d月|月份|上一?年(?!度?结转)|去年|往年(?!结转)|同比|较|比")
_SOME = re.compile(
    r"其中|网络|网上|在线|网站|平台|信函|信件|邮寄|当面|现场|窗口|传真|电子邮件|口头|通过|自然人|企业|法人|组织|律师|"
    r"公民|个人|市局|本级|延期|超期|逾期|疑难|涉及"
)
_CHANNELS = re.compile(r"等(?:多种|各种)?(?:渠道|方式|途径|形式)")

Figures = Callable[[Sheet, tuple[str, ...]], Number | None]


class Claim(msgspec.Struct, frozen=True):
    """A figure that a text states, and what it should be."""

    figure: int
    span: tuple[int, int]
    right: tuple[Number, ...]
    """The figures that it may be, the first the one to be named."""
    words: str
    """Where the right one stands: “表三‘一’总计”."""
    cells: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    last: Number | None = None
    """What it was the year before."""


class Said(msgspec.Struct, frozen=True):
    """A named figure as templates put it into words, and what the records give for it."""

    pattern: re.Pattern[str]
    """The words around the figure, which is its group."""
    name: str
    figure: int
    last: int | None = None
    """Last year's; None where nobody knows."""
    records: tuple[str, ...] = ()


_REFUSED = (
    "state_secret prohibited_by_law security third_party internal_affairs deliberative enforcement_file "
    "administrative_query"
)
_OUTCOMES = {
    "予以公开": "granted",
    "部分公开": "partial",
    "不予公开": _REFUSED,
    "无法提供": "not_held needs_creation unclear",
    "不予处理": "petition repeated publications excessive confirmation",
    "其他处理": "not_corrected fee_unpaid other",
}
_OUTCOME = re.compile(rf"(?P<words>{'|'.join(_OUTCOMES)})(?:的|答复|决定|共|有)*[^，、；。\d及和或]{{0,4}}{_N}")
_ALSO = re.compile(r"(?:公开|提供|处理)(?:及|和|或|与|、)$")
_APPLICANTS = {
    "自然人": "natural_person",
    "商业企业": "business",
    "科研机构": "research",
    "社会公益组织": "public_welfare",
    "法律服务机构": "legal_service",
    "法人和其他组织": "business research public_welfare legal_service other",
    "法人或其他组织": "business research public_welfare legal_service other",
    "法人或者其他组织": "business research public_welfare legal_service other",
    "法人及其他组织": "business research public_welfare legal_service other",
}
_APPLICANT = re.compile(rf"(?P<words>{'|'.join(_APPLICANTS)})(?:提出|提交)?(?:的)?(?:申请)?[^，、；。\d]{{0,4}}{_N}")
_NEW = re.compile(r"收到|受理|接收|接到|新收|申请人")
_RECEIVED = (
    re.compile(rf"(?:收到|受理|接收|接到|新收|新增){_GAP}{{0,24}}{_N}"),
    re.compile(
        rf"(?:^|[，；：]|年度?|全年|共)(?:政府信息公开申请|依申请公开(?:申请)?)(?:共计|总数为?|数量为?|合计|共)?{_N}"
    ),
)
_CARRIED_IN = (
    re.compile(rf"(?:上一?年度?|往年|20\d\d年度?)(?:结转|转结|转入)(?:的)?(?:申请)?{_GAP}{{0,10}}{_N}"),
    re.compile(rf"(?:结转|转结)自?上一?年度?{_GAP}{{0,8}}{_N}"),
)
_CONCLUDED = (
    re.compile(rf"(?<![未延])(?:办结|办理完毕|办理完成){_GAP}{{0,12}}{_N}"),
    re.compile(rf"(?<![未延])(?:答复|回复){_GAP}{{0,12}}{_N}"),
)
_CARRIED_OUT = (
    re.compile(
        rf"(?:结转|转结|转入)(?:至|到)?(?:下(?:一)?(?:个)?年度?|20\d\d年度?)(?:继续)?(?:办理|处理|答复)?{_GAP}{{0,10}}{_N}"
    ),
    re.compile(rf"{_N}{_GAP}{{0,8}}(?:结转|转结)(?:至|到)?下"),
)
_REVIEWS = (
    (re.compile(rf"行政复议(?:案件|申请)?(?:共|为)?{_N}"), "reconsideration", "行政复议"),
    (re.compile(rf"行政诉讼(?:案件)?(?:共|为)?{_N}"), "litigation_direct litigation_after", "行政诉讼"),
)
_DOCUMENTS = {
    "issued made": re.compile(rf"(?:制发|制定|制作|出台|新制定|制定发布)(?:了)?(?:行政)?(?:规范性文件)?{_N}"),
    "published": re.compile(rf"(?<!主动)公开(?:行政)?(?:规范性文件)?{_N}"),
    "repealed": re.compile(rf"废止(?:失效)?(?:行政)?(?:规范性文件)?{_N}"),
    "in_force": re.compile(rf"现行有效(?:的)?(?:行政)?(?:规范性文件|文件)?(?:件?数为?)?{_N}"),
    "total_public": re.compile(rf"对外公开总数(?:为)?{_N}"),
}


def about_requests(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a place in a sentence speaks of requests for information and not of 提案、12345、留言."""
    here = clause(sentence.text, start, end)
    if _OTHERS.search(here):
        return False
    if _REQUESTS.search(here):
        return True
    before = sentence.text[:start]
    ours, theirs = (max((m.end() for m in each.finditer(before)), default=-1) for each in (_REQUESTS, _OTHERS))
    if max(ours, theirs) >= 0:
        return ours > theirs
    if _REQUESTS.search(sentence.heading):
        return True
    last = sentence.before.rstrip("。").rpartition("。")[2]
    return bool(_REQUESTS.search(last)) and not _OTHERS.search(last)


def claims_of_cells(sheet: Sheet, sentence: Sentence) -> Iterator[Claim]:
    """Yield the figures of a sentence that name a cell of the report's tables."""
    yield from _of_requests(sheet, sentence)
    if "信息公开" in sentence.text or _REQUESTS.search(sentence.heading):
        for pattern, rows, words in _REVIEWS:
            for match in pattern.finditer(sentence.text):
                yield from _claim(sheet, "remedies", rows, "total", match, f"表四‘{words}’总计")
    if "规范性文件" in sentence.text:
        yield from _of_documents(sheet, sentence)


def _of_requests(sheet: Sheet, sentence: Sentence) -> Iterator[Claim]:
    groups: tuple[tuple[Sequence[re.Pattern[str]], str, str, tuple[str, ...]], ...] = (
        (_RECEIVED, "received", "一", ("received carried_in",)),
        (_CARRIED_IN, "carried_in", "二", ()),
        (_CONCLUDED, "concluded", "三（七）", ()),
        (_CARRIED_OUT, "carried_out", "四", ()),
    )
    taken: set[int] = set()
    for patterns, row, mark, others in groups[::-1]:
        for match in (found for pattern in patterns for found in pattern.finditer(sentence.text)):
            at = match.start("figure")
            if at in taken or not _whole(sentence, match, row) or not about_requests(sentence, *match.span()):
                continue
            taken.add(at)
            yield from _claim(sheet, "requests", row, "total", match, f"表三‘{mark}’总计", others)
    for match in _OUTCOME.finditer(sentence.text):
        joined = _ALSO.search(sentence.text[: match.start()])
        if not joined and _whole(sentence, match, "") and about_requests(sentence, *match.span()):
            yield from _claim(
                sheet, "requests", _OUTCOMES[match["words"]], "total", match, f"表三‘{match['words']}’总计"
            )
    if _NEW.search(sentence.text):
        for match in _APPLICANT.finditer(sentence.text):
            columns = _APPLICANTS[match["words"]]
            if about_requests(sentence, *match.span()):
                words = f"表三‘一’{match['words']}"
                yield from _claim(sheet, "requests", "received", columns, match, words, ("received carried_in",))


def _whole(sentence: Sentence, match: re.Match[str], row: str) -> bool:
    """Tell whether a figure is of all requests of the year, not of some channel or some months."""
    here = clause(sentence.text, match.start(), match.end(), "，；：（）")
    if row in ("carried_in", "carried_out"):
        return True
    if _PART_OF_YEAR.search(here):
        return False
    inside = re.search(r"其中[^；]*$", sentence.text[: match.start()]) and row
    return not inside and (not _SOME.search(here) or bool(_CHANNELS.search(here)) or row == "")


def _of_documents(sheet: Sheet, sentence: Sentence) -> Iterator[Claim]:
    for columns, pattern in _DOCUMENTS.items():
        for match in pattern.finditer(sentence.text):
            here = clause(sentence.text, match.start(), match.end())
            before = sentence.text[: match.end()]
            if "规范性文件" in before and not re.search(r"备案|审查|审核|清理后|上级|转发|解读|其中|比|较", here):
                yield from _claim(sheet, "proactive", "normative_documents", columns, match, "表二‘规范性文件’")


def _claim(
    sheet: Sheet,
    table: str,
    rows: str,
    columns: str,
    match: re.Match[str],
    words: str,
    others: tuple[str, ...] = (),
) -> Iterator[Claim]:
    cells = _cells(sheet, table, rows, columns)
    figure = _sum(sheet, cells)
    if figure is None:
        return
    also = [_sum(sheet, _cells(sheet, table, each, columns)) for each in others]
    last = [number_of(sheet.faces[address].last_year) for address in cells]
    known = [number for number in last if number is not None]
    yield Claim(
        int(match["figure"]),
        match.span("figure"),
        (figure, *(number for number in also if number is not None)),
        words,
        cells,
        last=sum(known) if known and len(known) == len(last) else None,
    )


def _cells(sheet: Sheet, table: str, rows: str, columns: str) -> tuple[str, ...]:
    found = (f"{table}.{row}.{column}" for row in rows.split() for column in columns.split())
    return tuple(address for address in found if address in sheet.faces)


def _sum(sheet: Sheet, cells: Sequence[str]) -> Number | None:
    numbers = [number for address in cells if (number := number_of(sheet.figure(address))) is not None]
    return sum(numbers) if numbers else None


def claims_of_records(said: Sequence[Said], sentence: Sentence) -> Iterator[Claim]:
    """Yield the figures of a sentence that are put as templates put a named figure."""
    for each in said:
        for match in each.pattern.finditer(sentence.text):
            here = clause(sentence.text, match.start(), match.end())
            if not _PART_OF_YEAR.search(here) and not re.search(r"通过|利用|微信|微博|客户端|20\d\d年", here):
                words = f"台账中的“{each.name}”"
                yield Claim(int(match[1]), match.span(1), (each.figure,), words, (), each.records, each.last)
