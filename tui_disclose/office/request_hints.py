"""What to look at before a request is handled: the same applicant, the same matter (重复申请), fees, Art. 44.

Hints only: whether it is the same is for a person to decide.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office.facts import request_facts
from tui_disclose.office.house import Office
from tui_disclose.records.masking import matter
from tui_disclose.records.request import TABLE
from tui_disclose.statutory.fees import fee_by_piece, in_force
from tui_disclose.statutory.text import half_width, one_line

_ALIKE = 0.6
"""From this share of common pairs of characters on two contents are said to be alike."""

_WORDS = re.compile(r"\w+")
_PHRASES = ("申请公开", "请求公开", "希望公开", "政府信息", "相关信息", "有关信息", "请提供", "申请")
"""What nearly every request says."""


_GRANTED = ("granted", "partial")


class Hint(msgspec.Struct, frozen=True):
    """Another request that this one should be held against."""

    number: str
    same_applicant: bool
    alike: float
    """How much of the contents is the same, 0 to 1."""
    received_on: str
    outcome: str


class Hints(msgspec.Struct, frozen=True):
    """What is known about a request's applicant and about others who ask the same."""

    repeated: tuple[Hint, ...]
    """The same applicant has asked the same before (Art. 36(6))."""
    same_applicant: tuple[str, ...]
    """All other requests of the applicant."""
    asked_by_others: tuple[Hint, ...]
    """Others ask the same: Art. 44 lets it be taken up into what is published."""
    piece_of_month: int
    """Which piece of the applicant's in this calendar month it is."""
    month_fee: int
    """What that piece costs in yuan, where it is charged by piece."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The hints in words."""
        said = []
        if self.repeated:
            answered = [hint.number for hint in self.repeated if hint.outcome]
            repeated = f"，其中{_names(answered)}已经办结，可能是重复申请（条例第三十六条第六项）"
            so = repeated if answered else "，可能是重复申请，都还没有答复"
            said.append(f"同一申请人申请过相同或相近的内容：{_names(h.number for h in self.repeated)}{so}。")
        if self.asked_by_others:
            others = _names(h.number for h in self.asked_by_others)
            said.append(f"还有其他申请人申请相同或相近的内容：{others}；可以纳入主动公开的范围（条例第四十四条）。")
        if self.piece_of_month > 1:
            fee = f"，按件计收这一件为{self.month_fee}元" if self.month_fee else ""
            said.append(f"这是同一申请人当月的第{self.piece_of_month}件{fee}。")
        return tuple(said)


class Common(msgspec.Struct, frozen=True):
    """A matter that several applicants asked for (Art. 44)."""

    content: str
    numbers: tuple[str, ...]
    """Their requests in the order of the register."""
    granted: tuple[str, ...]
    """Those of them that were granted, in whole or in part: the information may be disclosed."""

    @property
    def sentence(self) -> str:
        """The hint in words."""
        so = f"，其中{_names(self.granted)}已经予以公开" if self.granted else ""
        what = f"多个申请人申请“{one_line(self.content)[:30]}”：{_names(self.numbers)}{so}"
        return f"{what}；可以公开的，可以纳入主动公开的范围（条例第四十四条）。"


class _Other(msgspec.Struct, frozen=True):
    number: str
    person: frozenset[str]
    content: frozenset[str]
    arrived_on: str


def hints(office: Office, values: Mapping[str, Any], number: str = "") -> Hints:
    """Return what to look at for a request with these values, registered (`number`) or still being typed."""
    person, content = _person(values), _pairs(str(values.get("content") or ""))
    arrived = str(values.get("arrived_on") or "")
    facts = request_facts(office)

    def pick(each: str, fields: Mapping[str, Any]) -> _Other | None:
        if each == number or each not in facts:
            return None
        theirs = _pairs(fields.get("content") or "") if content else frozenset()
        them = _person(fields)
        # What has neither the applicant nor the matter in common is not kept.
        if not (person & them) and (not content or _alike(content, theirs) < _ALIKE):
            return None
        return _Other(each, them, theirs, str(fields.get("arrived_on") or ""))

    others = [other for other in office.store.scan(TABLE, pick) if other is not None]
    same = [other for other in others if person & other.person]
    month = [other for other in same if arrived and other.arrived_on[:7] == arrived[:7]]
    # Those of one day count in the order of the register; what is still being typed comes last.
    places = {each: place for place, each in enumerate(facts)}
    mine = (arrived, places.get(number, len(places)))
    piece = 1 + sum((other.arrived_on, places[other.number]) < mine for other in month)
    charged = bool(arrived) and in_force(date.fromisoformat(arrived))
    alike = [(other, _alike(content, other.content)) for other in others]
    found = [
        Hint(other.number, other in same, share, facts[other.number].received_on, facts[other.number].outcome)
        for other, share in alike
        if share >= _ALIKE
    ]
    return Hints(
        repeated=tuple(hint for hint in found if hint.same_applicant),
        same_applicant=tuple(other.number for other in same),
        asked_by_others=tuple(hint for hint in found if not hint.same_applicant),
        piece_of_month=piece,
        month_fee=fee_by_piece(piece, piece).amount if charged else 0,
    )


def asked_by_several(office: Office) -> list[Common]:
    """Return the matters that at least two applicants asked for in the same words, most requests first."""
    facts = request_facts(office)
    asked: dict[str, list[tuple[str, frozenset[str]]]] = {}

    def pick(number: str, fields: Mapping[str, Any]) -> None:
        if number in facts and (folded := _folded(fields.get("content"))):
            asked.setdefault(folded, []).append((number, _person(fields)))

    office.store.scan(TABLE, pick)
    found = [
        Common(
            matter(office.store.record(TABLE, numbers[0]) or {}),
            numbers,
            tuple(n for n in numbers if facts[n].outcome in _GRANTED),
        )
        for each in asked.values()
        if _several([person for _, person in each]) and (numbers := tuple(number for number, _ in each))
    ]
    return sorted(found, key=lambda common: -len(common.numbers))


def _several(persons: list[frozenset[str]]) -> bool:
    """Tell whether two of the applicants are known to be different."""
    known = [person for person in persons if person]
    return any(not (known[0] & other) for other in known[1:])


def _person(values: Mapping[str, Any]) -> frozenset[str]:
    """Return what an applicant is known by: the name, a telephone number, an address for mail."""
    found = set()
    if name := _folded(values.get("applicant.name")):
        found.add(f"name:{name}")
    for key in ("applicant.phone", "applicant.email", "applicant.contact"):
        digits = _folded(values.get(key))
        if len(digits) >= 7:
            found.add(f"reach:{digits}")
    return frozenset(found)


def _folded(value: object) -> str:
    return "".join(_WORDS.findall(half_width(str(value or "")).casefold()))


def _pairs(content: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a content, without what every request says."""
    text = _folded(content)
    for phrase in _PHRASES:
        text = text.replace(phrase, "")
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs that two contents have in common."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)


def _names(numbers: Iterable[str]) -> str:
    kept = list(numbers)
    return "、".join(kept[:5]) + (f"等{len(kept)}件" if len(kept) > 5 else "")
