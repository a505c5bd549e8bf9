"""What fields of records accept: the right kind of value, and nothing that would travel unseen."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from functools import cache
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import model
from care_pathway._record import Record
from care_pathway.model import _fields
from care_pathway.testing import ids, records
from tests.drawn import examples
from tests.each import each

RECORDS: list[Any] = [
    one
    for name in model.__all__
    if inspect.isclass(one := getattr(model, name))
    and issubclass(one, Record)
    and one not in (cp.Requirement, cp.Pathway)
]

#: Never right for any field: no field holds bytes, a moment, a mapping or an arbitrary object.
WRONG_EVERYWHERE: tuple[Any, ...] = (
    object(),
    b"bytes",
    dt.datetime(2026, 1, 1, 12, 0),
    {"key": "value"},
    (object(),),
    [b"bytes"],
    float("nan"),
    float("inf"),
    -1,
)


NO_IDS = (
    "", " ", "Care-Worker", "care_worker", "care worker", "-care", "care-", "a--b", "a:b:c", "café", "a\n",
)  # fmt: skip


@cache
def _made(kind: Any) -> Any:
    """One valid record of a class."""
    found = []

    @settings(max_examples=examples(2))
    @given(records(kind))
    def draw(record: Record) -> None:
        found.append(record)

    draw()
    return found[-1]


@each("kind", RECORDS)
def test_a_field_refuses_what_it_cannot_hold(kind: Any) -> None:
    """A record checks itself when it is made, so a wrong value never travels."""
    for field in attrs.fields(kind):
        record, converter = _made(kind), cast("Any", field.converter)
        for wrong in WRONG_EVERYWHERE:
            if converter in (_fields.as_whole, _fields.as_answer) and wrong != wrong:  # noqa: PLR0124
                continue  # NaN is how a table leaves a number or an answer out
            try:
                attrs.evolve(record, **{str(field.alias): wrong})
            except (ValueError, TypeError):
                continue
            pytest.fail(f"{kind.__name__}.{field.name} holds {wrong!r}")


def _is_id(kind: Any) -> bool:
    return "kebab-case id" in str(kind)


def test_ids_are_kebab_case() -> None:
    """DESIGN: ids are kebab-case strings; an overlay's carry a namespace."""
    fields = [(kind, field) for kind in RECORDS for field in attrs.fields(kind) if _is_id(field.type)]
    assert len(fields) > 90
    for kind, field in fields:
        series = "tuple[" in str(field.type)
        nested = "tuple[tuple[" in str(field.type)
        for wrong in NO_IDS:
            value: Any = ((wrong,),) if nested else (wrong,) if series else wrong
            with pytest.raises(ValueError, match=rf"{kind.__name__}\.{field.name} .*kebab-case id"):
                attrs.evolve(_made(kind), **{str(field.alias): value})


@given(ids(), ids())
def test_well_formed_ids_are_accepted_plain_and_with_a_namespace(one: str, other: str) -> None:
    assert _fields.valid_id(one)
    assert _fields.valid_id(f"{one}:{other}")
    assert re.match(_fields.ID_PATTERN, f"{one}:{other}")


@given(st.one_of(st.text(), st.integers(), st.none(), st.binary(), st.tuples(st.text())))
def test_the_id_check_and_the_published_pattern_agree(value: object) -> None:
    """JSON Schema tells others what an id is; both say the same, but for a newline that ``$`` forgives."""
    expected = isinstance(value, str) and "\n" not in value and bool(re.search(_fields.ID_PATTERN, value))
    assert _fields.valid_id(value) is expected


def test_a_refusal_never_repeats_what_may_be_about_a_person() -> None:
    """No message carries a person's name or date of birth: the type is shown instead."""
    with pytest.raises(ValueError, match="not this text") as caught:
        cp.Worker(id="w", role_category="Jane Smith, born 1 May 1970")
    assert "Jane" not in str(caught.value)
    with pytest.raises(
        ValueError, match=re.escape("Worker.started_in_role must be a datetime.date")
    ) as caught:
        cp.Worker(id="w", started_in_role="1970-05-01")  # type: ignore[arg-type]
    assert "1970" not in str(caught.value)


def test_text_that_no_file_can_hold_is_refused() -> None:
    """Half of a pair of surrogates would travel unseen until the answer is written."""
    for make in (
        lambda text: cp.Worker(id=text),
        lambda text: cp.Worker(id="w", job_title=text),
        lambda text: cp.TrainingRecord(title=text),
        lambda text: cp.Course(id="c", title="t", outcomes=("one", text)),
    ):
        with pytest.raises(ValueError, match="text that can be written as UTF-8") as caught:
            make("Night carer \ud800")
        str(caught.value).encode()
        assert make("Nachtpflege für Zoë 🌙")


def test_a_status_of_training_is_one_of_eight_words() -> None:
    """DESIGN: completed, expired, in-progress, booked, not-started, failed, did-not-attend, not-required."""
    assert [status.value for status in cp.TrainingStatus] == [
        "completed",
        "expired",
        "in-progress",
        "booked",
        "not-started",
        "failed",
        "did-not-attend",
        "not-required",
    ]
    assert cp.TrainingRecord(title="t").status is None
    assert cp.TrainingRecord(title="t", status="booked").status is cp.TrainingStatus.BOOKED
    with pytest.raises(ValueError, match="cancelled"):
        cp.TrainingRecord(title="t", status="cancelled")


def test_records_that_contradict_themselves_can_be_made() -> None:
    """Files hold them; they are problems of the reading and never of the record."""
    early, late = dt.date(2025, 1, 1), dt.date(2999, 1, 1)
    cp.TrainingRecord(title="t", completed=late, expires=early, status="completed")
    cp.TrainingRecord(title="t", completed=late, status="not-started")
    cp.HeldQualification(name="Diploma", achieved=late, working_towards=True, expected=early)
    cp.Evidence(competency="c", state="signed-off", on=late, expires=early)
    cp.DelegatedAuthorisation(
        activity="a", person="p", delegated_by="n", profession="x", signed_off=late, expires=early
    )
    cp.Worker(id="w", started_in_role=early, started_in_care=late)


def test_a_course_runs_on_several_dates() -> None:
    sessions = [
        cp.CourseSession(day=dt.date(2026, 5, 1), place="Leeds", cost=45.0, seats=3),
        cp.CourseSession(day=dt.date(2026, 6, 1), place="online"),
    ]
    course = cp.Course(id="c", title="t", group_cost=495, group_size=12, sessions=sessions)
    assert course.sessions == tuple(sessions)
    assert cp.loads(cp.dumps(course), cp.Course) == course
    with pytest.raises(ValueError, match="tuple of CourseSession"):
        cp.Course(id="c", title="t", sessions=["1 May"])


def test_a_text_is_no_tuple() -> None:
    with pytest.raises(cp.InvalidRecordError, match="must be a tuple of texts"):
        cp.Course(id="c", title="t", outcomes="one outcome")
    with pytest.raises(cp.InvalidRecordError, match=r"must be a tuple of Evidence; .* not a dict"):
        cp.Worker(id="w", evidence={"a": 1})


def test_any_iterable_of_the_right_things_becomes_a_tuple() -> None:
    course = cp.Course(id="c", title="t", outcomes=["a", "b"])
    assert course.outcomes == ("a", "b")
    assert cp.Course(id="c", title="t", outcomes=(text for text in "ab")) == course
    assert cp.Worker(id="w", registrations=["swe-social-worker"]).registrations == ("swe-social-worker",)


def test_not_known_differs_from_known_to_be_none() -> None:
    """DESIGN: ``None`` is not known, ``()`` is known to be none."""
    unknown, none = cp.Worker(id="w"), cp.Worker(id="w", qualifications=())
    assert unknown.qualifications is None
    assert none.qualifications == ()
    assert unknown != none


@pytest.mark.parametrize("wrong", [True, "12", 1.0, -1])
def test_whole_numbers_are_no_flags_texts_or_fractions(wrong: Any) -> None:
    with pytest.raises(ValueError, match="a whole number of 0 or more"):
        cp.AdoptionStep(id="a", order=wrong, name="n", provenance=cp.Provenance(basis="seed"))
    with pytest.raises(ValueError, match="a whole number of 0 or more"):
        cp.Course(id="a", title="n", seats=wrong)


@each("wrong", [True, "12", -0.5, float("nan"), float("inf")])
def test_money_and_hours_are_finite_and_not_negative(wrong: Any) -> None:
    with pytest.raises(ValueError, match="a finite number of 0 or more"):
        cp.Course(id="a", title="n", cost=wrong)


@pytest.mark.parametrize("wrong", [0, 1, "yes", "False"])
def test_answers_are_yes_no_or_not_known(wrong: Any) -> None:
    with pytest.raises(ValueError, match="True, False or None"):
        cp.WorkContext(manages_staff=wrong)
    with pytest.raises(ValueError, match="True or False"):
        cp.HeldQualification(name="n", working_towards=wrong)


@each("wrong", ["", "  ", "\n", None, 3])
def test_text_has_something_in_it(wrong: Any) -> None:
    with pytest.raises(
        cp.InvalidRecordError, match=r"^Worker\.id must (not be empty|be text that is not empty)"
    ):
        cp.Worker(id=wrong)


def test_a_level_given_as_a_number_is_its_word() -> None:
    assert cp.Course(id="c", title="t", level=3).level == "3"


def test_what_was_given_is_told_apart_without_showing_it() -> None:
    """A text of the wrong form is no value of the wrong type, and may be about a person."""
    for value, said in (("Night Carer", "this text"), (5, "an int"), (None, "None")):
        wrong: Any = value
        with pytest.raises(ValueError, match=f"not .*{said}$"):
            cp.Theme(id=wrong, name="x", provenance=cp.Provenance(basis="seed"))
