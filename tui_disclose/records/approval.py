"""The approval form (信息发布审批单): its stages as data, and which step may follow which.

A form's history is a list of events; its state is derived from them. Original information and what county bureaus send
in is published at the end of a form and in no other way. Who fills a form in, who reviews and who approves it differ,
unless a reason is given (an office may have one clerk); the reason stays in the history.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.items import APPROVAL, NEEDS_FORM
from tui_disclose.statutory.text import one_line

_FILE = Path(__file__).parent / "approval.toml"

EventKind = Literal["submitted", "approved", "returned", "withdrawn", "published"]
StateKey = Literal["draft", "pending", "returned", "approved", "published"]

EVENT_WORDS: dict[EventKind, str] = {
    "submitted": "填写送审",
    "approved": "审批同意",
    "returned": "退回修改",
    "withdrawn": "撤回",
    "published": "发布",
}

CONTENT: tuple[str, ...] = (
    "name",
    "column",
    "source",
    "document_type",
    "document_number",
    "genre",
    "summary",
    "keywords",
    "made_on",
)
CONTENT += ("openness", "openness_reason", "supplier", "interprets", "interpretation", "attachments")
"""What a form approves: these fields stay as they are from when it is handed in."""


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a form."""

    key: str
    words: str
    role: Literal["draft", "approve", "publish"] = "approve"
    sources: tuple[str, ...] = NEEDS_FORM
    """The sources whose items pass it."""
    used: bool = True


class Stages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stages of an office, and who keeps a copy of the form."""

    stages: tuple[Stage, ...]
    holders: tuple[str, ...]

    def approvals(self, source: str) -> tuple[str, ...]:
        """Return the keys of the stages that sign a form for items of a source, in order."""
        return tuple(s.key for s in self.stages if s.used and s.role == "approve" and source in s.sources)

    def words(self, key: str) -> str:
        """Return a stage's name; the key itself of one that is no more."""
        return next((stage.words for stage in self.stages if stage.key == key), key)

    def role_words(self, role: str) -> str:
        """Return the name of the first stage of a role."""
        return next(stage.words for stage in self.stages if stage.role == role)


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something done with a form."""

    kind: EventKind
    on: str
    """The day, ISO 8601."""
    by: str
    """Login name."""
    stage: str = ""
    """The stage that approved or returned."""
    comment: str = ""
    reason: str = ""
    """Why one person acts twice in one form."""
    form: str = ""
    """The form's number, given when it is handed in."""
    stages: tuple[str, ...] = ()
    """The stages that it has to pass, as they were when it was handed in."""
    content: str = ""
    """A digest of what it is to approve."""
    drafted_by: tuple[str, ...] = ()
    """Who else wrote what it is to approve."""
    name: str = ""
    """How the person was called then, where that is not the login name."""
    words: tuple[str, ...] = ()
    """What the stages were called when it was handed in: who fills it in, each that signs, who publishes."""
    holders: tuple[str, ...] = ()
    """Who was to keep a copy when it was handed in."""
    unit: str = ""
    """What the office was called when it was handed in."""


class StageNames(msgspec.Struct, frozen=True):
    """What the stages of one form are called."""

    draft: str
    signing: dict[str, str]
    """By the stage's key, in order."""
    publish: str

    @property
    def in_order(self) -> tuple[str, ...]:
        """All names, who fills the form in first, who publishes last."""
        return (self.draft, *self.signing.values(), self.publish)


class State(msgspec.Struct, frozen=True):
    """Where a form stands."""

    key: StateKey = "draft"
    form: str = ""
    rounds: int = 0
    """How many forms there have been."""
    open: tuple[str, ...] = ()
    """The stages that have still to sign."""
    people: tuple[str, ...] = ()
    """Who has filled in, reviewed or approved this form."""
    content: str = ""
    words: tuple[str, ...] = ()
    """What the stages were called when it was handed in, as far as that was kept."""


@lru_cache(maxsize=4)
def read_stages(own: bytes | None = None) -> Stages:
    """Return the stages, an office's own (the bytes of its TOML file) in place of the preset.

    Refused where the file is wrong: it needs one stage that drafts, one that publishes and one that approves each
    source.
    """
    if own is None:
        return _preset()
    try:
        stages = msgspec.convert(tomli.loads(own.decode("utf-8")), Stages)
    except (UnicodeDecodeError, tomli.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused(f"审批环节文件 approval.toml 不能读取，请检查写法：{one_line(str(error))[:80]}。") from None
    roles = [stage.role for stage in stages.stages if stage.used]
    if roles.count("draft") != 1 or roles.count("publish") != 1 or len(stages.holders) < 1:
        raise Refused("审批环节文件 approval.toml 应有一个填写环节、一个发布环节，并写明审批单由谁留存。")
    if len({stage.key for stage in stages.stages}) < len(stages.stages):
        raise Refused("审批环节文件 approval.toml：每个环节的 key 应各不相同。")
    if not all(stages.approvals(source) for source in NEEDS_FORM):
        raise Refused("审批环节文件 approval.toml：原创和县区报送的信息都应至少有一个审批环节。")
    return stages


@cache
def _preset() -> Stages:
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), Stages)


def digest(item: Mapping[str, Any]) -> str:
    """Return a short digest of what a form approves of an item."""
    content = {key: item[key] for key in CONTENT if item.get(key) not in (None, "", [])}
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:16]


def events_of(kept: Iterable[Mapping[str, Any]] | None) -> list[Event]:
    """Return the events that an item keeps."""
    return msgspec.convert(list(kept or ()), list[Event])


def state_of(events: Iterable[Event]) -> State:
    """Return where the form stands after its events; Refused where one could not follow those before it."""
    state = State()
    for event in events:
        state = after(state, event)
    return state


def after(state: State, event: Event) -> State:
    """Return the state after one more event; Refused where it cannot follow."""
    match event.kind:
        case "submitted" if state.key in ("draft", "returned"):
            if not event.stages:
                raise Refused("没有审批环节，不能送审。")
            people = (event.by, *event.drafted_by)
            return State("pending", event.form, state.rounds + 1, event.stages, people, event.content, event.words)
        case "approved" if state.key == "pending" and event.stage == state.open[0]:
            if event.by in state.people and not event.reason:
                raise Refused(
                    f"填写、审核、审批应由不同的人办理；{event.by}已填写过内容或者在这份审批单上签过，"
                    "确需一人办理的须写明理由。"
                )
            rest = state.open[1:]
            return msgspec.structs.replace(
                state, key="pending" if rest else "approved", open=rest, people=(*state.people, event.by)
            )
        case "returned" if state.key in ("pending", "approved"):
            if not event.comment:
                raise Refused("退回修改须写明意见。")
            return State("returned", state.form, state.rounds)
        case "withdrawn" if state.key in ("pending", "approved", "published"):
            if not event.comment:
                raise Refused("撤回须写明理由。")
            return State("returned", state.form, state.rounds)
        case "published" if state.key == "approved":
            return msgspec.structs.replace(state, key="published")
    raise Refused(f"{_NOW[state.key]}，不能{EVENT_WORDS[event.kind]}。")


_NOW: dict[StateKey, str] = {
    "draft": "还没有送审",
    "pending": "正在审批",
    "returned": "已退回或撤回，还没有重新送审",
    "approved": "已审批同意、等待发布",
    "published": "已经发布",
}


def stage_names(form: Event | None, source: str, stages: Stages) -> StageNames:
    """Return what the stages of a form were called when it was handed in.

    Those of today for a form that was not handed in yet, or by a version that did not keep their names.
    """
    if form is not None and len(form.words) == len(form.stages) + 2:
        first, *signing, last = form.words
        return StageNames(first, dict(zip(form.stages, signing, strict=True)), last)
    keys = stages.approvals(source) if form is None else form.stages
    return StageNames(
        stages.role_words("draft"), {key: stages.words(key) for key in keys}, stages.role_words("publish")
    )


def altered_since_signed(item: Mapping[str, Any]) -> bool:
    """Tell whether an item that its form holds is not what was handed in with it."""
    state = state_of(events_of(item.get(APPROVAL)))
    return state.key in ("pending", "approved", "published") and state.content != digest(item)


def state_words(state: State, stages: Stages) -> str:
    """Return where a form stands, in words."""
    waits = next_stage(state, stages)
    return f"待{waits}" if waits else {"draft": "草稿", "returned": "退回修改", "published": "已发布"}[state.key]


def next_stage(state: State, stages: Stages) -> str:
    """Return what the stage is called that signs or publishes next, empty where none does."""
    if state.key not in ("pending", "approved"):
        return ""
    if state.words:
        return state.words[-1 - len(state.open)]
    return stages.words(state.open[0]) if state.open else stages.role_words("publish")


def forms_in(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of each form, from when it was handed in."""
    starts = [place for place, event in enumerate(events) if event.kind == "submitted"]
    return [list(events[start:end]) for start, end in pairwise([*starts, len(events)])]


def stages_passed(events: Sequence[Event]) -> list[Event]:
    """Return the events of the last form alone; none where none was handed in."""
    return (forms_in(events) or [[]])[-1]
