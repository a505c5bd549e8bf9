"""One row of a catalogue, as people write it."""

import contextlib
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.alignment import align_catalogue
from care_pathway.tabular.amounts import parse_cost, parse_hours, parse_seats
from care_pathway.tabular.course_columns import column_of, columns_of, unit_of
from care_pathway.tabular.courses import course_from_row, parse_outcomes
from tests.each import each


@each(
    ("written", "pounds"),
    [
        ("£1,540", 1540.0),
        ("free", 0.0),
        ("Free of charge", 0.0),
        ("FREE to care providers", 0.0),
        ("£45 + VAT", 45.0),
        ("from £20 pp", 20.0),
        ("£20 - £35 per person", 35.0),
        ("1.5k", 1500.0),
        ("GBP 99.50", 99.5),
        ("£0", 0.0),
        ("1 540", 1540.0),
        ("£1\u00a0540", 1540.0),
        ("£1,540.50", 1540.5),
        ("50p", 0.5),
        ("150 pence", 1.5),
        ("£1.50p", 1.5),
        ("£20 p/p", 20.0),
        ("£20 p.p.", 20.0),
        ("between £20 and £35", 35.0),
        ("£20/£35", 35.0),
        ("£20, £30, £40", 40.0),
        ("£45 + VAT (£54 inc VAT)", 54.0),
        ("free - £20", 20.0),
        (12, 12.0),
        ("TBC", None),
        ("POA", None),
        ("  ", None),
        ("n/a", None),
    ],
)
def test_a_price_is_read_as_a_person_would(written, pounds):
    assert parse_cost(written) == pounds


@each(
    "written",
    [
        "-5",
        "£-5",
        "–5",
        "a lot",
        "see website 2",
        "£9,999,999,999",
        -1,
        math.nan,
        True,
        "£1.540,00",
        "£1,54",
        "£1.540",
        "1,540,00",
        "£50p",
        "1.50p",
        "€45",
        "£45 + £10",
        "£20 and £35",
        "£45 54",
        "20/35",
        "12/05/2026",
        "12-05-2026",
        "10:30",
        "2 x £45",
        "£100 per 10",
        10**400,
        "£5 " * 100,
    ],
)
def test_a_price_nobody_understands_is_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_cost(written)


@each(
    ("written", "hours"),
    [
        ("30-60 min", 1.0),
        ("30 to 60 minutes", 1.0),
        ("2", 2.0),
        ("2-3", 3.0),
        ("1.5 hours", 1.5),
        ("1 hour 30 minutes", 1.5),
        ("1h30", 1.5),
        ("1:30", 1.5),
        ("90 mins", 1.5),
        ("half day", 3.5),
        ("Half a day", 3.5),
        ("half an hour", 0.5),
        ("1 day", 7.0),
        ("full day", 7.0),
        ("two days", 14.0),
        ("1½ hours", 1.5),
        ("½ day", 3.5),
        ("approx. 2 hrs", 2.0),
        ("1 day (6 hours)", 6.0),
        ("2 days (12 hours)", 12.0),
        ("6 hours (1 day)", 6.0),
        ("1 day / 6 hours", 6.0),
        ("1 day - 7 hours", 7.0),
        ("1 hour (60 mins)", 1.0),
        ("2 hours (online)", 2.0),
        ("(2 hours)", 2.0),
        ("1 hour - 2 hours", 2.0),
        ("1 hour or 2 hours", 2.0),
        ("2 hours or 1 hour", 2.0),
        ("1 hr to 90 min", 1.5),
        ("6 hours to 1 day", 7.0),
        ("between 1 and 2 hours", 2.0),
        ("1-2 days", 14.0),
        ("2h30m", 2.5),
        ("2h 30", 2.5),
        ("01:30:00", 1.5),
        ("1 day plus 2 hours", 9.0),
        ("1/2 day", 3.5),
        ("1 1/2 days", 10.5),
        ("½ an hour", 0.5),
        ("a half day", 3.5),
        ("one and a half hours", 1.5),
        ("an hour and a half", 1.5),
        ("2-hour session", 2.0),
        ("3 x 2 hours", 6.0),
        ("2 hours x 3", 6.0),
        ("2 x half day", 7.0),
        ("1,000 hours", 1000.0),
        (3, 3.0),
        ("TBC", None),
    ],
)
def test_a_length_is_read_as_a_person_would(written, hours):
    assert parse_hours(written) == pytest.approx(hours)


@each(
    "written",
    [
        "-2",
        "soon",
        "6 weeks self-paced",
        "99999 hours",
        -1.0,
        "when ready",
        "1 hour 2 hours",
        "1 hour - 30 min",
        "1/2 days",
        "24/7",
        "9-5",
        "9.30am - 4.30pm",
        "9.30-12.30",
        "1.30",
        "30 min - 1",
        "1-2-3 hours",
        "2 hours per session",
        "2 days (6 hours)",
        "1 hour (90 min)",
        "2 hours (",
        "1,5 hours",
        "()",
        10**400,
        "0 days (2 hours)",
        "2 h " * 100,
    ],
)
def test_a_length_nobody_understands_is_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_hours(written)


@each(
    ("written", "seats"),
    [
        ("12", 12),
        ("max 12", 12),
        ("6-12", 12),
        ("up to 20 learners", 20),
        (8, 8),
        (8.0, 8),
        ("unlimited", None),
        ("?", None),
    ],
)
def test_places(written, seats):
    assert parse_seats(written) == seats


@pytest.mark.parametrize("written", ["-3", "some", 2.5, -1])
def test_places_nobody_understands_are_refused(written):
    with pytest.raises(ValueError, match="expected"):
        parse_seats(written)


def test_outcomes_come_from_a_list_lines_or_semicolons():
    assert parse_outcomes(["a ", "", None, "b"]) == ("a", "b")
    assert parse_outcomes("a; b\n c") == ("a", "b", "c")
    assert parse_outcomes(None) == ()
    assert parse_outcomes(5) == ("5",)


def test_headings_are_met_without_case_spaces_and_punctuation():
    parsed = course_from_row(
        {
            "Course Code": 7,
            "COURSE-TITLE": " Fire  safety ",
            "Price (GBP)": "10",
            "Duration": "1 day",
            "other": "x",
        },
        number=3,
    )
    assert parsed.course is not None
    assert (parsed.course.id, parsed.course.title, parsed.course.cost, parsed.course.hours) == (
        "7",
        "Fire safety",
        10.0,
        7.0,
    )
    assert parsed.problems == ()
    assert ("other", "x") in parsed.cells


@each(
    ("heading", "cell", "field", "value"),
    [
        ("Duration (mins)", "90", "hours", 1.5),
        ("duration_minutes", 45, "hours", 0.75),
        ("DurationMins", "30-60", "hours", 1.0),
        ("Minutes", "30", "hours", 0.5),
        ("Duration (mins)", "2 hours", "hours", 2.0),
        ("Time (hours)", "40", "hours", 40.0),
        ("Length in days", "2", "hours", 14.0),
        ("Number of days", "1", "hours", 7.0),
        ("Guided learning hours", "37", "hours", 37.0),
        ("Duration (hh:mm)", "1:30", "hours", 1.5),
        ("Course duration", "2", "hours", 2.0),
        ("Price inc VAT", "54", "cost", 54.0),
        ("Price (ex. VAT)", "45", "cost", 45.0),
        ("Cost per delegate", "£1,540", "cost", 1540.0),
        ("Cost (£ per head)", "20", "cost", 20.0),
        ("Fee (pence)", "50", "cost", 0.5),
        ("Fee (pence)", "£2", "cost", 2.0),
        ("Delegate rate", "30", "cost", 30.0),
        ("Max delegates", "12", "seats", 12),
    ],
)
def test_a_heading_may_say_more_than_the_field(heading, cell, field, value):
    """Rule: a unit in the heading is the unit of bare numbers in the column."""
    catalogue = align_catalogue(cp.load(), [{"id": "c", "title": "Fire safety", heading: cell}])
    assert getattr(catalogue.alignments[0].course, field) == value
    assert catalogue.problems == ()


@each(
    "heading",
    [
        "Price (€)",
        "Cost (USD)",
        "Duration (weeks)",
        "Hours per week",
        "Exam fee",
        "Notes",
        "Ссылка",
    ],
)
def test_other_headings_are_named_once_and_reject_nothing(heading):
    """Rule: nothing is lost; each column that was not understood is named once."""
    rows = [{"id": str(at), "title": "Fire safety", heading: "5", "themes": "", " ": "x"} for at in range(3)]
    catalogue = align_catalogue(cp.load(), rows)
    assert [(one.record, one.column) for one in catalogue.problems] == [(1, heading)]
    assert "not read" in catalogue.problems[0].message
    assert catalogue.rejected == ()
    assert all(one.course.cost is None and one.course.hours is None for one in catalogue.alignments)


def test_of_two_columns_for_a_field_the_plainer_is_read_and_the_other_named():
    row = {
        "id": "c",
        "Course": "Fire",
        "Price ex VAT": "45",
        "Price": "54",
        "Awarding body": "A",
        "Provider": "",
    }
    parsed = course_from_row(row, number=1)
    assert parsed.course is not None
    assert (parsed.course.cost, parsed.course.provider) == (54.0, "A")
    assert [(one.column, one.message) for one in parsed.problems] == [
        ("Awarding body", "read as provider only where 'Provider' is blank"),
        ("Price ex VAT", "read as cost only where 'Price' is blank"),
    ]


def test_cells_beyond_the_last_heading_are_a_problem():
    row: Any = {"id": "c", "title": "Fire", None: ["safety", "45"]}
    parsed = course_from_row(row, number=7)
    assert [(one.record, one.column) for one in parsed.problems] == [(7, None)]
    assert "beyond the last heading" in parsed.problems[0].message
    for blank in (None, ["", ""]):
        assert not course_from_row(row | {None: blank}, number=7).problems


def test_a_bare_number_that_may_be_minutes_is_not_taken_for_hours():
    for cell, hours in (("2", 2.0), ("90", None), (90, None), ("90 min", 1.5)):
        parsed = course_from_row({"id": "c", "title": "Fire", "Duration": cell}, number=2)
        assert parsed.course is not None
        assert parsed.course.hours == hours
        assert all("hours or minutes" in one.message for one in parsed.problems)
        assert bool(parsed.problems) == (hours is None)


def test_units_and_columns():
    assert unit_of("hours", "Hours / days") is None
    assert column_of("") is None
    assert columns_of(("title", "", "theme")).unread == ()


def test_a_row_without_a_title_has_no_course_and_keeps_its_cells():
    parsed = course_from_row({"id": "c1", "title": "  ", "cost": "5"}, number=1)
    assert parsed.course is None
    assert [problem.column for problem in parsed.problems] == ["title"]
    assert parsed.cells == (("id", "c1"), ("cost", "5"))


def test_a_row_without_an_id_gets_one_and_says_so():
    parsed = course_from_row({"title": "Fire safety", "id": math.nan}, number=4)
    assert parsed.course is not None
    assert parsed.course.id == "row-4"
    assert "no id" in str(parsed.problems[0])


def test_what_cannot_be_read_is_a_problem_and_the_rest_is_kept():
    row = {"id": "c", "title": "Fire", "cost": "-4", "hours": "x" * 500, "seats": "many", "level": "RQF 3/4"}
    parsed = course_from_row(row, number=9)
    assert parsed.course is not None
    assert (parsed.course.cost, parsed.course.hours, parsed.course.seats) == (None, None, None)
    assert parsed.course.level == "RQF 3/4"
    assert [problem.column for problem in parsed.problems] == ["cost", "hours", "seats"]
    assert all(problem.record == 9 and len(problem.found or "") <= 80 for problem in parsed.problems)


cells = st.one_of(st.none(), st.text(max_size=40), st.integers(), st.floats(), st.booleans())


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "cost", "hours", "seats", "level", "outcomes", "x"]), cells
    )
)
def test_no_row_raises_and_nothing_is_lost(row):
    """Rule: a bad row never loses the good ones, and never disappears."""
    parsed = course_from_row(row, number=1)
    assert parsed.course is not None or parsed.problems
    if parsed.course is not None:
        for column in ("cost", "hours", "seats"):
            value = getattr(parsed.course, column)
            assert value is None or value >= 0


@given(st.integers(0, 999_999), st.sampled_from(["£{:,}", "{}", "£{}.00", "GBP {:,}", "from £{:,} + VAT"]))
def test_every_way_of_writing_a_price_gives_the_same_number(pounds, form):
    """Rule: cost is parsed where a person would understand it."""
    assert parse_cost(form.format(pounds)) == pounds


@given(
    st.integers(1, 90),
    st.integers(1, 90),
    st.sampled_from(["min", "hours", "days"]),
    st.sampled_from(["{} {u} - {} {u}", "{}-{} {u}", "{} {u} to {} {u}", "between {} and {} {u}"]),
)
def test_of_a_range_the_upper_end_counts(first, second, unit, form):
    """Rule: of a range the longer end counts, however the range is written; it is never added up."""
    low, high = sorted((first, second))
    each = {"min": 1 / 60, "hours": 1.0, "days": 7.0}[unit]
    assert parse_hours(form.format(low, high, u=unit)) == pytest.approx(high * each, abs=1e-4)


@given(st.text(alphabet="0123456789 .,:/-+()xpmhk£½daysour", max_size=25))
def test_no_number_raises_anything_but_a_problem(written):
    """Rule: what cannot be read is refused, whatever it is."""
    for parse in (parse_cost, parse_hours):
        with contextlib.suppress(ValueError):
            number = parse(written)
            assert number is None or 0 <= number < math.inf


def test_each_heading_that_is_not_read_is_named_once_by_the_first_row_that_has_it() -> None:
    rows: list[dict[str, Any]] = [
        {"id": "c1", "title": "Fire", "Colour": "red"},
        {"id": "c2", "title": "Dementia", "Colour": "blue", "Trainer": "A", "Course title": "Care"},
        {"id": "c3", "title": "Autism", "Trainer": "B", "Course title": "Care"},
    ]
    problems = [(one.record, one.column) for one in align_catalogue(cp.load(), rows).problems]
    assert problems == [(1, "Colour"), (2, "Trainer"), (2, "title")]
