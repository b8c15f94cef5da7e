"""The filter of lists: words, pinyin initials and fields, held against a plain search of its own."""

from hypothesis import given
from hypothesis import strategies as st

from tui_disclose.records.filtering import wanted
from tui_disclose.statutory.pinyin import initials

LABELS = ["编号", "名称", "责任科室"]
TEXTS = st.text(alphabet="政务公开制度办法局科室12[]/.*年", max_size=6)
FIELDS = st.fixed_dictionaries(dict.fromkeys(LABELS, TEXTS))


def finds(typed: str, fields: dict[str, str]) -> bool:
    what = wanted(typed, LABELS)
    return what.in_text("\n".join(fields.values())) and what.in_fields(fields)


@given(FIELDS, st.text(alphabet="政务公开制度[]/.*12", min_size=1, max_size=3))
def test_words_are_found_as_they_stand_in_any_field(fields: dict[str, str], typed: str) -> None:
    assert finds(typed, fields) == any(typed in text for text in fields.values())


@given(FIELDS, st.lists(st.text(alphabet="政务公开12", min_size=1, max_size=2), min_size=1, max_size=3))
def test_parts_are_found_wherever_each_stands(fields: dict[str, str], parts: list[str]) -> None:
    assert finds(" ".join(parts), fields) == all(any(part in text for text in fields.values()) for part in parts)


@given(
    FIELDS, st.sampled_from(LABELS), st.sampled_from(":："), st.text(alphabet="政务公开局12", min_size=1, max_size=2)
)
def test_a_value_behind_a_label_is_found_in_that_field_alone(
    fields: dict[str, str], label: str, colon: str, typed: str
) -> None:
    assert finds(f"{label}{colon}{typed}", fields) == (typed in fields[label])


@given(FIELDS, st.sampled_from(LABELS))
def test_initials_find_what_they_abbreviate(fields: dict[str, str], label: str) -> None:
    typed = "".join(c for c in initials(fields[label]) if c.isalpha() and c.isascii())
    alone = "".join(c for c in fields[label] if c.isalpha())
    assert finds(typed, {label: alone})


def test_a_field_is_meant_by_the_beginning_or_the_initials_of_its_label() -> None:
    fields = {"编号": "1", "名称": "办公室工作制度", "责任科室": "办公室"}
    other = {"编号": "2", "名称": "办公室值班办法", "责任科室": "法规科"}
    for typed in ("责任:办公", "zr:办公", "zrks：bgs"):
        assert [finds(typed, each) for each in (fields, other)] == [True, False], typed


def test_what_names_no_field_is_looked_for_as_it_stands() -> None:
    assert finds("10:30", {"名称": "上午10:30开会"})
    assert not finds("10:30", {"名称": "上午10点30分"})


def test_full_width_digits_find_half_width_ones() -> None:
    assert finds("２０２４", {"名称": "2024年"})
    assert finds("（试行）", {"名称": "办法（试行）"})
