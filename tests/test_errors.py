"""The errors: what was wrong, what was expected, what to try."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.problems import document_problem
from care_pathway.testing import ids
from tests.each import each

EXAMPLES = [
    cp.CarePathwayError("anything"),
    cp.UnknownIdError("role category", "care-worker", ["care-or-support-worker", "new-to-care"]),
    cp.EditionNotFoundError("edition", "2023-01", ["2024-01", "2025-04"]),
    cp.DataError([document_problem("expected text", file="a.json", path="values[0]", value=3)]),
    cp.InvalidArgumentError("on", "a day (datetime.date)", "2026-03-01"),
    cp.InvalidArgumentError("workers", "a list of Worker records", 3, given="one with 3"),
    cp.InvalidRecordError("Worker", "id", "", "text that is not empty"),
    cp.InvalidRecordError("Evidence", "state", "yes", "one of 'claimed'", shown=True),
    cp.MissingExtraError("highspy", extra="planning", purpose="choosing learning"),
]


@each("error", EXAMPLES)
def test_errors_are_ours_and_survive_pickling_and_copying(error: cp.CarePathwayError) -> None:
    """A result of another process comes back with its error."""
    assert isinstance(error, cp.CarePathwayError)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)


def test_errors_are_the_kinds_that_callers_expect() -> None:
    assert issubclass(cp.UnknownIdError, LookupError)
    assert not issubclass(cp.UnknownIdError, KeyError), "KeyError prints its message badly"
    assert issubclass(cp.EditionNotFoundError, cp.UnknownIdError)
    assert issubclass(cp.DataError, ValueError)
    assert issubclass(cp.MissingExtraError, ImportError)


@each("error", EXAMPLES)
def test_messages_begin_in_lower_case(error: cp.CarePathwayError) -> None:
    named = isinstance(error, cp.InvalidRecordError)  # begins with the name of the class
    assert named or str(error)[0] == str(error)[0].lower()


def test_an_unknown_id_names_the_nearest_best_first() -> None:
    known = ["enhanced-care-worker", "care-or-support-worker", "new-to-care", "registered-manager"]
    error = cp.UnknownIdError("role category", "care-worker", known)
    assert error.nearest == ("care-or-support-worker", "enhanced-care-worker")
    assert str(error) == (
        "unknown role category 'care-worker'; "
        "did you mean 'care-or-support-worker' or 'enhanced-care-worker'? "
        "known are enhanced-care-worker, care-or-support-worker, new-to-care, registered-manager"
    )
    assert error.known == tuple(known)


@pytest.mark.parametrize("wrong", ["registered_manager", "Registered Manager", "REGISTERED-MANAGER"])
def test_spelling_and_separators_do_not_matter_for_the_nearest(wrong: str) -> None:
    error = cp.UnknownIdError("role category", wrong, ["new-to-care", "registered-manager"])
    assert error.nearest == ("registered-manager",)


def test_an_id_like_nothing_says_so() -> None:
    assert str(cp.UnknownIdError("theme", "xyzzy", ["safeguarding"])) == (
        "unknown theme 'xyzzy'; known are safeguarding"
    )
    many = [f"theme-{number}" for number in range(50)]
    assert str(cp.UnknownIdError("theme", "xyzzy", many)) == (
        "unknown theme 'xyzzy'; nothing known looks like it"
    )
    assert len(str(cp.UnknownIdError("theme", "x" * 5_000, many))) < 120, "a long id is shortened"
    assert cp.UnknownIdError("theme", "xyzzy", []).nearest == ()
    assert str(cp.UnknownIdError("layout", "xyzzy", [])) == "unknown layout 'xyzzy'; none are known"


def test_every_place_of_a_route_is_listed() -> None:
    """DESIGN: `UnknownIdError` with the nearest and, for short lists, all known ids."""
    pathway = cp.load()
    with pytest.raises(cp.UnknownIdError) as caught:
        pathway.routes_from("xyzzy")
    places = {*(role.id for role in pathway.role_categories), *pathway.professions}
    assert all(place in str(caught.value) for place in places)


@given(st.text() | st.none() | st.integers(), st.lists(ids(), max_size=6, unique=True))
def test_the_nearest_are_few_known_and_each_once(wrong: object, known: list[str]) -> None:
    error = cp.UnknownIdError("theme", wrong, known)  # type: ignore[arg-type]
    assert len(error.nearest) <= 3
    assert len(set(error.nearest)) == len(error.nearest)
    assert set(error.nearest) <= set(known)
    assert repr(wrong)[:50] in str(error)


@given(ids(), st.lists(ids(), max_size=6, unique=True))
def test_an_id_off_by_its_last_letter_is_found(right: str, others: list[str]) -> None:
    if len(right) > 4:
        assert right in cp.UnknownIdError("theme", right[:-1], [right, *others[:2]]).nearest


def test_a_problem_says_where_what_and_what_is_allowed() -> None:
    problem = document_problem("expected text", file="a.json", path="values[0].name", value=3)
    assert str(problem) == "a.json: values[0].name: expected text (found 3)"
    assert repr(problem) == (
        "Problem(kind='document', where='a.json: values[0].name', message='expected text')"
    )
    assert problem.found == problem.value == "3", "value is the older name"  # type: ignore[attr-defined]
    assert str(document_problem("cut short")) == "cut short"
    assert document_problem("cut short").value is None  # type: ignore[attr-defined]
    assert str(document_problem("wrong", path="p")) == "p: wrong"


@given(st.text(min_size=200) | st.binary(min_size=200) | st.lists(st.integers(), min_size=100))
def test_a_long_value_is_shortened(value: object) -> None:
    problem = document_problem("wrong", value=value)
    assert problem.found is not None
    assert len(problem.found) <= 80
    assert problem.found.endswith("…")


@given(st.integers(0, 60))
def test_a_data_error_has_all_problems_and_shows_the_first(count: int) -> None:
    """DESIGN: `DataError` with *all* problems of a document."""
    problems = [document_problem(f"problem {number}") for number in range(count)]
    error = cp.DataError(iter(problems))
    assert error.problems == tuple(problems)
    lines = str(error).splitlines()
    assert lines[0] == f"{count} problem{'' if count == 1 else 's'} in the data"
    assert len(lines) == 1 + min(count, cp.DataError.SHOWN) + (count > cp.DataError.SHOWN)
    if count > cp.DataError.SHOWN:
        assert lines[-1] == f"  and {count - cp.DataError.SHOWN} more; see .problems"


def test_a_missing_extra_names_the_exact_command() -> None:
    error = cp.MissingExtraError("openpyxl", extra="xlsx", purpose="reading a workbook")
    assert str(error) == (
        'reading a workbook needs openpyxl; install it with: pip install "care-pathway[xlsx]"'
    )
    assert (error.package, error.extra, error.purpose) == ("openpyxl", "xlsx", "reading a workbook")
