"""The steps of an opened item by key: handed in, signed, returned, taken back, published, looked at again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tui_disclose.office.catalogue import (
    CATALOGUE,
    approve,
    attach,
    publish,
    refuse_submitting,
    send_back,
    stages_of,
    submit,
    withdraw,
)
from tui_disclose.office.catalogue_views import acted_before, open_up, review, stage_to_sign, standing
from tui_disclose.office.ledgers import Row, find_row
from tui_disclose.problems import Problem, Refused
from tui_disclose.records.fields import typed_value, unlikely_day
from tui_disclose.tui.screens.prompts import AskChoice, AskLine

if TYPE_CHECKING:
    from tui_disclose.tui.screens.item import ItemScreen


class Done(Protocol):
    """An act that was kept."""

    @property
    def why(self) -> str:
        """What was done, in words."""
        ...


def _today(screen: "ItemScreen") -> date:
    return screen.disclosure.today()


def _step(screen: "ItemScreen", do: Callable[[], Done | None]) -> None:
    """Do one step, show what came of it and say so."""
    try:
        entry = do()
        said = f"已{entry.why}。" if entry else "没有变化。"
    except Problem as problem:
        said = str(problem)
    screen.follow()
    screen.say(said)


def _row(screen: "ItemScreen") -> Row:
    return find_row(screen.office, CATALOGUE, screen.number)


def hand_in(screen: "ItemScreen") -> None:
    """Hand the approval form in, with a comment or without; where it cannot be, say why and ask nothing."""
    if not screen.may_change():
        return
    try:
        refuse_submitting(screen.office, _row(screen), _today(screen))
    except Problem as problem:
        screen.say(str(problem))
        return

    def answered(comment: str | None) -> None:
        if comment is not None:
            _step(screen, lambda: submit(screen.office, screen.number, _today(screen), comment))

    question = "送审，要说明的（可以不填，直接按 Enter）："
    screen.app.push_screen(AskLine(question, draft=f"{screen.number} {question}"), answered)


def sign(screen: "ItemScreen") -> None:
    """Sign the next stage; who has signed this form before is asked for the reason of signing again."""
    if not screen.may_change():
        return
    row = _row(screen)
    if standing(row) != "pending":
        _step(screen, lambda: approve(screen.office, screen.number, _today(screen)))
        return
    stage = stage_to_sign(row, stages_of(screen.office))

    def sign_as(comment: str, reason: str) -> None:
        _step(screen, lambda: approve(screen.office, screen.number, _today(screen), comment, reason))

    def commented(comment: str | None) -> None:
        if comment is None:
            return
        if not acted_before(screen.office, row):
            sign_as(comment, "")
            return

        def reasoned(reason: str | None) -> None:
            if reason:
                sign_as(comment, reason)
            else:
                screen.say("没有签字：一人办理两个环节须写明理由。")

        question = (
            "填写、审核、审批应由不同的人办理，您已在这份审批单上签过。\n"
            "确需一人办理的写明理由（印在审批单上），否则按 Esc："
        )
        screen.app.push_screen(AskLine(question, draft=f"{screen.number} {question}"), reasoned)

    screen.app.push_screen(AskLine(f"{stage}，意见：", "同意", f"{screen.number} {stage}"), commented)


def return_form(screen: "ItemScreen") -> None:
    """Return the form to its section with a comment."""
    _with_words(
        screen, "退回修改，意见：", lambda words: send_back(screen.office, screen.number, _today(screen), words)
    )


def take_back(screen: "ItemScreen") -> None:
    """Take the form back for a reason."""
    _with_words(screen, "撤回，理由：", lambda words: withdraw(screen.office, screen.number, _today(screen), words))


def note_published(screen: "ItemScreen") -> None:
    """Note the item as published today, when that is meant: from then on it is public."""
    if not screen.may_change():
        return
    row = _row(screen)
    if standing(row) not in ("approved", "reprint"):
        _step(screen, lambda: publish(screen.office, screen.number, _today(screen)))
        return

    def answered(answer: int | None) -> None:
        if answer == 1:
            _step(screen, lambda: publish(screen.office, screen.number, _today(screen)))
        elif answer == 2:
            _with_words(screen, "发布日期（如 0301、昨天）：", lambda typed: _publish_on(screen, typed))

    question = f"记为已发布，发布日期{_today(screen)}，栏目{row.fields.get('column') or '未填'}："
    screen.app.push_screen(AskChoice(question, ["还没有发布", "已经发布", "已经发布，发布日期不是今天"]), answered)


def _publish_on(screen: "ItemScreen", typed: str) -> Done | None:
    """Note the item as published on a day that was typed; Refused where it means none or has not come."""
    field = CATALOGUE.field("published_on")
    day = typed_value(field, typed, _today(screen))
    if not isinstance(day, str):
        raise Refused("发布日期还没有填写。")
    if sentence := unlikely_day(field, day, _today(screen)):
        raise Refused(sentence)
    return publish(screen.office, screen.number, date.fromisoformat(day))


def _with_words(screen: "ItemScreen", question: str, do: Callable[[str], Done | None]) -> None:
    """Ask for the words that a step needs, and do it."""
    if not screen.may_change():
        return

    def answered(words: str | None) -> None:
        if words is not None:
            _step(screen, lambda: do(words))

    screen.app.push_screen(AskLine(question, draft=f"{screen.number} {question}"), answered)


def look_again(screen: "ItemScreen") -> None:
    """Ask what came of the review of what is withheld (条例第十八条) and note it."""
    if not screen.may_change():
        return
    row = _row(screen)
    answers = ["仍不予公开，记下今天复查"]
    if row.fields.get("openness") == "withheld":
        answers.append("可以公开：改为主动公开，接着送审发布")

    def answered(answer: int | None) -> None:
        if answer is not None:
            do = open_up if answer else review
            _step(screen, lambda: do(screen.office, screen.number, _today(screen)))

    screen.app.push_screen(AskChoice("复查不予公开的信息（条例第十八条）：", answers), answered)


def attach_file(screen: "ItemScreen") -> None:
    """Note a file on the server as an attachment; of what is secret none is asked for."""
    if standing(_row(screen)) == "secret":
        screen.say("涉密事项只登记数量，不记附件。")
        return
    _with_words(
        screen,
        "附件在服务器上的路径（只记文件名和校验值，文件本身不存入台账）：",
        lambda words: attach(screen.office, screen.number, Path(words).expanduser()),
    )
