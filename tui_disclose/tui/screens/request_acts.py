"""What the keys of an opened request do: events, letters, fee, splitting, cases."""

from pathlib import Path
from typing import TYPE_CHECKING

from tui_disclose.office.request_events import strike_event
from tui_disclose.office.request_files import file_contents
from tui_disclose.office.request_hints import hints
from tui_disclose.office.request_papers import fee_text
from tui_disclose.office.request_splits import split
from tui_disclose.office.requests import attach, find_request
from tui_disclose.problems import Problem, Refused
from tui_disclose.records.events import OVERRIDE, STRUCK, event_ledger
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import Field, Values
from tui_disclose.statutory.events import EVENT_KINDS
from tui_disclose.statutory.text import half_width
from tui_disclose.tui.screens.prompts import AskChoice, AskLine
from tui_disclose.tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from tui_disclose.tui.screens.request import RequestScreen

EXTRA_LABELS = {STRUCK: "划去的理由", OVERRIDE: "未齐备仍办结的理由"}
"""What the keys of an event are called that no form asks for."""

_MATTERS = 8
"""Matters that one letter is split into at most on screen."""


def choose_next(screen: "RequestScreen") -> None:
    """Offer what may lawfully come next, then ask for it."""
    if not screen.may_change():
        return
    steps = screen.steps
    if not steps:
        screen.say("已注销登记，不能再登记。")
        return

    def chosen(answer: int | None) -> None:
        if answer is not None:
            open_event(screen, steps[answer].kind)

    texts = [step.words + (f"（最晚{step.by}）" if step.by else "") for step in steps]
    screen.app.push_screen(AskChoice("登记哪一件事：", texts), chosen)


def choose_any(screen: "RequestScreen") -> None:
    """Offer every kind of event: what happened otherwise than the law wants is recorded all the same."""
    if not screen.may_change():
        return
    kinds = list(EVENT_KINDS)

    def chosen(answer: int | None) -> None:
        if answer is not None:
            open_event(screen, kinds[answer])

    question = "登记哪一件事（不合规定的照实登记，会提示，期限不因此变动）："
    screen.app.push_screen(AskChoice(question, [EVENT_KINDS[kind] for kind in kinds]), chosen)


def open_event(screen: "RequestScreen", kind: str, n: int = 0) -> None:
    """Open the form of an event, a new one unless `n` names it."""
    if not (screen.may_change() and screen.reads(screen.number)):
        return
    from tui_disclose.tui.screens.request_forms import EventForm

    try:
        form = EventForm(screen.office, screen.number, kind, n, day_words=screen.day_words)
    except Problem as problem:
        screen.say(str(problem))
        return

    def saved(said: str | None) -> None:
        screen.follow()
        if said:
            screen.say(said)

    screen.app.push_screen(form, saved)


def _raw(screen: "RequestScreen", n: int) -> Values:
    document = find_request(screen.office, screen.number).document
    return dict(document[f"{EVENTS}{n}"])


def correct(screen: "RequestScreen", n: int) -> None:
    """Put an event right in its form."""
    raw = _raw(screen, n)
    if STRUCK in raw:
        screen.say("这一项已经划去，不能更正。")
        return
    open_event(screen, raw["kind"], n)


def strike(screen: "RequestScreen", n: int) -> None:
    """Strike an event out, for a reason."""
    if not screen.may_change():
        return
    raw = _raw(screen, n)
    called = f"{raw['on']}的{event_ledger(raw['kind']).name}"

    def answered(reason: str | None) -> None:
        if reason is None:
            return
        try:
            entry = strike_event(screen.office, screen.number, n, reason)
            said = f"已{entry.why}。按 u 可撤销。" if entry else ""
        except Problem as problem:
            said = str(problem)
        screen.follow()
        screen.say(said)

    question = f"划去{called}（要注销整件申请，先把光标移到最上面），理由："
    screen.app.push_screen(AskLine(question, draft=f"{screen.number} {n} {question}"), answered)


def show_why(screen: "RequestScreen") -> None:
    """Show the derivation of the due date."""
    from tui_disclose.tui.screens.why import WhyScreen

    try:
        screen.app.push_screen(WhyScreen(screen.office, screen.number, screen.disclosure.today()))
    except Problem as problem:
        screen.say(str(problem))


def letters(screen: "RequestScreen") -> None:
    """Show the letters that can be written."""
    from tui_disclose.tui.screens.letters import show_letters

    if screen.office.read_only:
        screen.say("本次以只读方式打开，文书含有个人信息，不能查看。")
    elif screen.reads(screen.number):
        show_letters(screen, screen.disclosure, screen.number)


def fee(screen: "RequestScreen") -> None:
    """Ask for the pages and show what the request costs."""

    def answered(typed: str | None) -> None:
        if typed is None:
            return
        try:
            text = fee_text(screen.office, screen.number, _pages(typed))
        except Problem as problem:
            screen.say(str(problem))
        else:
            screen.app.push_screen(ReaderScreen("信息处理费", text))

    question = "按量计收的填页数（A4幅面，单面），按件计收的直接按 Enter："
    screen.app.push_screen(AskLine(question), answered)


def _pages(typed: str) -> int | None:
    folded = half_width(typed).strip().removesuffix("页")
    if not folded:
        return None
    if not (folded.isascii() and folded.isdigit()) or len(folded) > 7:
        raise Refused(f"“{typed}”不是页数，应为不小于0的整数。")
    return int(folded)


def similar(screen: "RequestScreen") -> None:
    """Show other requests of the applicant or about the same."""
    try:
        found = hints(screen.office, find_request(screen.office, screen.number).document, screen.number)
    except Problem as problem:
        screen.say(str(problem))
        return
    said = found.sentences or ("没有发现同一申请人或相近内容的其他申请。",)
    screen.app.push_screen(ReaderScreen("同一申请人、相近内容", "\n\n".join(said)))


def split_request(screen: "RequestScreen") -> None:
    """Ask for the matters and split the request into as many."""
    if not (screen.may_change() and screen.reads(screen.number)):
        return
    from tui_disclose.tui.screens.form import FormScreen

    try:
        content = find_request(screen.office, screen.number).content
    except Problem as problem:
        screen.say(str(problem))
        return
    help_text = "每一件写明申请的内容；第一件沿用原编号，其余给新编号，已登记的经过一并带去。"
    law = "一封申请含多件事的，分别办理、分别答复、分别计数。"
    names = "一二三四五六七八"[:_MATTERS]
    fields = [
        Field(f"content{at}", f"第{name}件", "text", required=at < 2, help=help_text, law=law)
        for at, name in enumerate(names)
    ]

    began = {"content0": content}

    def save(changed: Values, seen: Values) -> str:  # noqa: ARG001
        typed = {**began, **changed}
        texts = [str(typed.get(field.key) or "") for field in fields]
        numbers = split(screen.office, screen.number, [text for text in texts if text.strip()])
        return f"已拆分，新编号：{'、'.join(numbers)}。"

    def saved(said: str | None) -> None:
        screen.follow()
        if said:
            screen.say(said)

    form = FormScreen(f"拆分申请{screen.number}", fields, began, save, f"requests-{screen.number}-split")
    screen.app.push_screen(form, saved)


def contents(screen: "RequestScreen") -> None:
    """Show the list of papers for the archive."""
    try:
        papers = file_contents(screen.office, screen.number)
    except Problem as problem:
        screen.say(str(problem))
        return
    lines = [
        "  ".join(word for word in (f"{each.place:>2}", each.on, each.letter, each.title, each.by) if word)
        for each in papers
    ]
    screen.app.push_screen(ReaderScreen(f"申请{screen.number}的卷内目录", "\n".join(lines)))


def add_attachment(screen: "RequestScreen") -> None:
    """Ask for a file's path and add it with its hash; the file stays where it is."""
    if not screen.may_change():
        return

    def answered(typed: str | None) -> None:
        if not typed:
            return
        try:
            entry = attach(screen.office, screen.number, Path(typed).expanduser())
            said = f"已{entry.why}。" if entry else "这个附件已经登记。"
        except (Problem, RuntimeError) as problem:
            said = str(problem) if isinstance(problem, Problem) else f"不能读取附件 {typed}，请核对路径。"
        screen.follow()
        screen.say(said)

    screen.app.push_screen(AskLine("附件在服务器上的路径（文件留在原处，记下路径和哈希）："), answered)


def add_remedy(screen: "RequestScreen") -> None:
    """Register a review or lawsuit about the request."""
    if screen.may_change():
        from tui_disclose.tui.screens.remedies import open_new

        open_new(screen, screen.number)
