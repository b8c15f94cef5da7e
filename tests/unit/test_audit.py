"""The trail: what `audit verify` finds, what `audit log` and `history` tell, and that every act is in it."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from tui_disclose.office.entering import set_figure, set_text
from tui_disclose.office.exporting import export_report
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.reading import clock_behind, note_reading, notices
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.trail import acts, history
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Damaged, Refused, Unavailable
from tui_disclose.store import JournalStore, journal, open_store, trail
from tui_disclose.store.interface import Change, Recorded
from tui_disclose.store.verify import Kept, verify

TODAY = date(2024, 3, 1)
RECEIVED = "requests.received.business"


def at(text: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(text)


def stepped(folder: Path, steps: int = 9) -> JournalStore:
    """Return a store of so many acts in several segments, without a snapshot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "SEGMENT_BYTES", 900)
        store = open_store(folder, clock=at("2024-03-01T09:00:00+08:00"))
        for step in range(1, steps + 1):
            store.apply([Change("reports", "2024", {"a": step})], "zhang", f"第{step}次")
    return store


def places(folder: Path) -> Iterator[tuple[Path, int, int, int, bytes]]:
    """Yield file, line, sequence, position and content of each line, told by the newlines alone."""
    sequence = 0
    for path in sorted((folder / "trail").iterdir()):
        position = 0
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            sequence += 1
            yield path, number, sequence, position, line + b"\n"
            position += len(line) + 1


def found(folder: Path, *heads: Kept) -> tuple[str, int, int] | None:
    bad = verify(folder, heads).bad
    return bad and (bad.file, bad.line, bad.sequence)


def test_a_whole_trail_is_good_and_its_head_is_the_hash_of_the_last_line(tmp_path: Path) -> None:
    store = stepped(tmp_path)
    verdict = verify(tmp_path)
    *_, (_, _, sequence, _, line) = places(tmp_path)
    body = line.rpartition(b',"hash":"')[0]
    assert (verdict.bad, verdict.notes) == (None, ())
    assert verdict.head == f"{sequence}:{hashlib.sha256(body).hexdigest()}" == store.head.words
    assert len(trail.segments(tmp_path)) >= 3
    assert verify(tmp_path / "nothing").head == f"0:{'0' * 64}"


@pytest.mark.parametrize("flip", [0x01, 0x80])
def test_any_flipped_byte_is_found_where_it_is(tmp_path: Path, flip: int) -> None:
    stepped(tmp_path, 4)
    for path, number, sequence, position, line in list(places(tmp_path)):
        whole = path.read_bytes()
        for offset in range(position, position + len(line)):
            path.write_bytes(whole[:offset] + bytes([whole[offset] ^ flip]) + whole[offset + 1 :])
            assert found(tmp_path) == (f"trail/{path.name}", number, sequence)
        path.write_bytes(whole)
    assert found(tmp_path) is None


def test_a_removed_a_repeated_and_a_swapped_line_are_found(tmp_path: Path) -> None:
    store = stepped(tmp_path)
    head = Kept(9, store.head.hash, "备份")
    everything = list(places(tmp_path))
    for path, number, sequence, position, line in everything:
        whole = path.read_bytes()
        rest = whole[position + len(line) :]
        path.write_bytes(whole[:position] + rest)
        expected = (f"trail/{path.name}", number, sequence)
        if rest or sequence == 9:
            assert found(tmp_path, head) == expected
        else:  # the last line of a segment: what is missing is named after the file that should hold it
            assert found(tmp_path, head) == (f"trail/{sequence:09}.jsonl", 1, sequence)
        path.write_bytes(whole[:position] + line + line + rest)
        assert found(tmp_path) == (f"trail/{path.name}", number + 1, sequence + 1) or not rest
        assert found(tmp_path) is not None
        if rest:
            following = rest[: rest.find(b"\n") + 1]
            path.write_bytes(whole[:position] + following + line + rest[len(following) :])
            assert found(tmp_path) == expected
        path.write_bytes(whole)
    assert found(tmp_path, head) is None


def test_a_cut_anywhere_is_found(tmp_path: Path) -> None:
    store = stepped(tmp_path, 3)
    head = Kept(3, store.head.hash, "备份")
    path, number, sequence, position, line = list(places(tmp_path))[-1]
    whole = path.read_bytes()
    for end in range(position + 1, position + len(line)):
        path.write_bytes(whole[:end])
        assert found(tmp_path) == (f"trail/{path.name}", number, sequence)
    # Whole lines at the end leave no mark: only a head kept elsewhere tells.
    path.write_bytes(whole[:position])
    assert found(tmp_path) is None
    assert found(tmp_path, head) == (f"trail/{path.name}", number, sequence)
    bad = verify(tmp_path, [head]).bad
    assert bad
    assert "备份" in bad.text


def test_missing_swapped_and_strange_segments_are_found(tmp_path: Path) -> None:
    stepped(tmp_path)
    firsts = trail.segments(tmp_path)
    first, second, third = (trail.segment_file(tmp_path, each) for each in firsts[:3])
    second.rename(tmp_path / "away")
    assert found(tmp_path) == (f"trail/{second.name}", 1, firsts[1])
    third.rename(second)
    assert found(tmp_path) == (f"trail/{second.name}", 1, firsts[1])
    second.rename(third)
    (tmp_path / "away").rename(second)
    assert found(tmp_path) is None
    first.unlink()
    assert found(tmp_path) == ("trail/000000001.jsonl", 1, 1)


def test_a_trail_written_anew_is_caught_by_a_head_that_was_kept(tmp_path: Path) -> None:
    kept = stepped(tmp_path / "one", 5).head
    forged = open_store(tmp_path / "two", clock=at("2024-03-01T09:00:00+08:00"))
    for step in range(1, 8):
        forged.apply([Change("reports", "2024", {"a": step * 2})], "zhang", f"第{step}次")
    assert found(tmp_path / "two") is None
    assert found(tmp_path / "two", Kept(5, kept.hash, "备份")) == ("trail/000000001.jsonl", 5, 5)


def test_a_line_changed_together_with_its_own_hash_is_found_by_the_next(tmp_path: Path) -> None:
    stepped(tmp_path)
    path = tmp_path / "trail/000000001.jsonl"
    first, _, rest = path.read_bytes().partition(b"\n")
    body = first.rpartition(b',"hash":"')[0].replace("第1次".encode(), "第0次".encode())
    path.write_bytes(body + f',"hash":"{hashlib.sha256(body).hexdigest()}"}}\n'.encode() + rest)
    assert rest
    assert found(tmp_path) == ("trail/000000001.jsonl", 2, 2)


def test_the_snapshot_counts_as_a_head_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SNAPSHOT_BYTES", 1)
    store = stepped(tmp_path, 3)
    path = trail.segment_file(tmp_path, store.head.segment)
    path.write_bytes(b"")
    verdict = verify(tmp_path)
    assert verdict.bad
    assert "快照 store.json" in verdict.bad.text


def test_a_clock_that_went_back_is_a_note_and_a_year_ends_a_segment(tmp_path: Path) -> None:
    times = ["2023-12-31T23:59:59+08:00", "2024-01-01T00:00:01+08:00", "2023-12-31T20:00:00+08:00"]
    for step, time in enumerate(times):
        open_store(tmp_path, clock=at(time)).apply([Change("reports", "1", {"a": step})], "zhang", "改")
    assert trail.segments(tmp_path) == [1, 2, 3]
    verdict = verify(tmp_path)
    assert verdict.bad is None
    (note,) = verdict.notes
    assert note.startswith("第 3 条的时间 2023-12-31T20:00:00+08:00 早于前一条")
    assert [each.sequence for each in open_store(tmp_path).since(0)] == [1, 2, 3]


# ---- acts and histories ----


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def colleague(office: Office, who: str) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who=who)


def test_acts_are_chosen_by_person_record_and_period(office: Office) -> None:
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    set_figure(colleague(office, "li"), 2020, RECEIVED, "6", TODAY)
    export_report(office, sheet_of(office, 2019), "md", "pipe", None)
    undo_last(colleague(office, "li"))

    def chosen(**wanted: object) -> list[int]:
        return [act.sequence for act in acts(office, **wanted)]  # type: ignore[arg-type]

    today = datetime.now().astimezone().date()
    assert chosen() == [1, 2, 3, 4, 5]
    assert chosen(who="li") == [3, 5]
    assert chosen(record="report/2019") == chosen(record="reports/2019") == chosen(record="2019") == [2, 4]
    assert chosen(record="request/2019") == []
    assert chosen(since=today, until=today, after=3) == [4, 5]
    assert chosen(until=date(2020, 1, 1)) == chosen(since=date(2999, 1, 1)) == []
    _, one, two, export, undo = acts(office)
    assert (one.mark, two.mark, undo.mark) == ("", "已被第5条撤销", "撤销第3条")
    assert (export.records, export.fields) == ((), 0)
    assert export.why.startswith(f"导出2019年年度报告到 {office.exports}")


def test_a_history_tells_each_change_in_words(office: Office) -> None:
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    set_figure(office, 2019, RECEIVED, "7", TODAY, reason="补录")
    set_text(office, 2019, "一", "总体情况。", TODAY)
    undo_last(office)
    steps = history(office, "report/2019")
    said = [[difference.sentence for difference in step.differences] for step in steps]
    cell = "一、本年新收政府信息公开申请数量·法人或其他组织·商业企业"
    assert said[0][-1] == f"{cell}：无 → 5"
    assert said[1:] == [
        [f"{cell}：5 → 7", f"{cell}的理由：无 → 补录"],
        ["“一”部分的文字：无 → 总体情况。"],
        ["“一”部分的文字：总体情况。 → 无"],
    ]
    assert [step.act.undone_by for step in steps] == [None, None, 5, None]
    with pytest.raises(Refused, match="report/2018"):
        history(office, "report/2018")


def test_personal_data_is_noted_once_a_session_and_never_by_a_reader(office: Office) -> None:
    session: set[str] = set()
    assert note_reading(office, "request/〔2024〕1号", "申请人信息", session)
    assert note_reading(office, "request/〔2024〕1号", "申请人信息", session) is None
    assert note_reading(office, "request/〔2024〕2号", "申请人信息", session)
    reader = open_office(office.folder, read_only=True)
    assert note_reading(reader, "request/〔2024〕3号", "申请人信息", set()) is None
    assert [(act.why, act.place, act.records) for act in acts(reader, after=1)] == [
        ("查看申请人信息", "request/〔2024〕1号", ()),
        ("查看申请人信息", "request/〔2024〕2号", ()),
    ]
    with pytest.raises(Unavailable, match="只读"):
        reader.store.note("zhang", "导出")
    with pytest.raises(Refused, match="没有可以撤销"):
        undo_last(office)


def test_an_act_without_changes_changes_no_record_and_is_seen_by_others(tmp_path: Path) -> None:
    store, other = open_store(tmp_path / "data"), open_store(tmp_path / "data")
    entry = store.note("li", "导出2019年", "report/2019")
    assert (entry.sequence, entry.changes, entry.undoes) == (1, (), None)
    assert other.since(0) == open_store(tmp_path / "data").since(0) == [entry]
    store.apply([Change("reports", "2019", {"a": 1})], "li", "填写")
    assert other.since(1)[0].changes == (Recorded("reports", "2019", {}, {"a": 1}),)
    assert other.count("reports") == 1
    assert other.count("requests") == 0


def test_a_clock_behind_the_trail_is_said(office: Office) -> None:
    assert clock_behind(office, datetime.now().astimezone()) is None
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    assert clock_behind(office, datetime.now().astimezone()) is None
    (said,) = notices(office, datetime.fromisoformat("2020-01-01T08:00:00+08:00"))
    assert said.startswith("系统时钟（2020-01-01 08:00）早于最近一次操作")


def test_a_damaged_store_is_shown_up_to_the_damage_and_says_so(office: Office) -> None:
    for figure in "567":
        set_figure(office, 2019, RECEIVED, figure, TODAY)
    path = office.folder / "trail/000000001.jsonl"
    path.write_bytes(path.read_bytes().replace("＝6".encode(), "＝9".encode()))
    before = path.read_bytes()
    with pytest.raises(Damaged, match="第 3 行"):
        open_office(office.folder, read_only=True)
    shown = open_office(office.folder, up_to_damage=True)
    assert sheet_of(shown, 2019).faces[RECEIVED].entered == 5
    assert [act.sequence for act in acts(shown)] == [1, 2]
    (said,) = notices(shown, datetime.now().astimezone())
    assert "第 3 行已损坏" in said
    assert "只读" in said
    with pytest.raises(Unavailable, match="只读"):
        set_figure(shown, 2019, RECEIVED, "8", TODAY)
    assert path.read_bytes() == before
