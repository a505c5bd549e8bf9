"""Hypothesis strategies for valid records, to test your own code with: ``care-pathway[testing]``.

A strategy that takes a pathway draws ids that this pathway knows; the others draw any id that is well formed.
Nothing here describes a real person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs

from care_pathway._record import Record, fields_of
from care_pathway.errors import MissingExtraError
from care_pathway.model import (
    REQUIREMENT_KINDS,
    AllOfRequirement,
    AnyOfRequirement,
    Aspiration,
    Basis,
    Competency,
    CompetencyKind,
    Confidence,
    Course,
    DelegatedAuthorisation,
    Evidence,
    EvidenceState,
    HeldQualification,
    Pathway,
    Provenance,
    Requirement,
    TrainingRecord,
    WorkContext,
    Worker,
)
from care_pathway.model._fields import Id

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    raise MissingExtraError("hypothesis", extra="testing", purpose="care_pathway.testing") from error

R = TypeVar("R", bound=Record)
T = TypeVar("T")

__all__ = [
    "competencies",
    "courses",
    "days",
    "delegated_authorisations",
    "evidence",
    "held_qualifications",
    "ids",
    "pathways",
    "provenances",
    "records",
    "texts",
    "training_records",
    "work_contexts",
    "workers",
]

# The days that records of people at work plausibly carry.
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2060, 12, 31)

# How many records a list of records gets; a few show what many would.
_MOST_ITEMS = 3


def ids(*, namespace: str | None = None) -> SearchStrategy[str]:
    """Well-formed kebab-case ids.

    Args:
        namespace: Put this in front, as an overlay's ids have it: ``acme:night-carer``.

    Example:
        >>> from hypothesis import find
        >>> find(ids(), lambda one: "-" in one).isidentifier()
        False
    """
    plain = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
    return plain if namespace is None else plain.map(lambda local: f"{namespace}:{local}")


def texts(*, max_size: int = 40) -> SearchStrategy[str]:
    """Texts with something in them, in any script, that UTF-8 can hold.

    Example:
        >>> from hypothesis import find
        >>> len(find(texts(max_size=3), lambda text: len(text) > 2))
        3
    """
    alphabet = st.characters(codec="utf-8")
    return st.text(alphabet, min_size=1, max_size=max_size).filter(lambda text: bool(text.strip()))


def days() -> SearchStrategy[date]:
    """Days that records of people at work plausibly carry.

    Example:
        >>> from hypothesis import find
        >>> find(days(), lambda day: True)
        datetime.date(2000, 1, 1)
    """
    return st.dates(_FIRST_DAY, _LAST_DAY)


def records(cls: type[R], /, **fields: SearchStrategy[Any]) -> SearchStrategy[R]:
    """Any record of a class, built from the types of its fields.

    Records inside a record, lists, closed words and days are drawn as the class declares them; ids are well
    formed but name nothing in particular.

    Args:
        cls: Class of the record: a noun of the Pathway, something about a person, or a result.
        **fields: Strategies for single fields, used instead of what the type gives.

    Raises:
        TypeError: If the class is not a record of this package, or has no field of a given name.

    Example:
        >>> import care_pathway as cp
        >>> from hypothesis import find
        >>> from hypothesis.strategies import just
        >>> find(records(cp.Theme, id=just("safeguarding")), lambda theme: not theme.further).id
        'safeguarding'
    """
    if not (isinstance(cls, type) and issubclass(cls, Record)):
        raise TypeError(f"expected a record class of care_pathway, not {cls!r}")
    if not fields:
        kind: Any = cls
        any_of_class: SearchStrategy[R] = _records_of(kind)
        return any_of_class
    known = {field.name for field in attrs.fields(cls)}
    if unknown := sorted(fields.keys() - known):
        raise TypeError(
            f"{cls.__name__} has no field {', '.join(unknown)}; it has {', '.join(sorted(known))}"
        )
    return _built(cls, fields)


def provenances(pathway: Pathway | None = None) -> SearchStrategy[Provenance]:
    """Where a fact comes from; with a pathway, from one of its sources.

    Example:
        >>> from hypothesis import find
        >>> find(provenances(), lambda one: one.basis.official)
        Provenance(basis='published')
    """
    return records(Provenance, source=st.none() | _known(pathway, "sources"))


def competencies(pathway: Pathway | None = None) -> SearchStrategy[Competency]:
    """Competencies; with a pathway, its own.

    Without one they are made up: a behaviour has a label and a scope, knowledge and skills have a stage, an
    area and a theme, as in the Pathway.

    Example:
        >>> import care_pathway as cp
        >>> from hypothesis import given, settings
        >>> pathway = cp.load("2025-04")
        >>> @settings(max_examples=10)
        ... @given(competencies(pathway))
        ... def test_every_competency_belongs_to_a_role_category(competency):
        ...     assert all(pathway.role_category(id) for id in competency.role_categories)
        >>> test_every_competency_belongs_to_a_role_category()
    """
    if pathway is not None:
        return st.sampled_from(pathway.competencies)
    behaviour = records(
        Competency, kind=st.just(CompetencyKind.BEHAVIOUR), stage=_nothing, area=_nothing, theme=_nothing
    )
    listed = records(
        Competency,
        kind=st.sampled_from((CompetencyKind.KNOWLEDGE, CompetencyKind.SKILL)),
        area=ids(),
        theme=ids(),
        label=_nothing,
        scope=_nothing,
        label_basis=_nothing,
    )
    return behaviour | listed


def courses() -> SearchStrategy[Course]:
    """Courses of training providers, with everything or next to nothing filled in.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(courses())
        ... def test_a_course_has_a_title(course):
        ...     assert course.title.strip()
        >>> test_a_course_has_a_title()
    """
    return records(
        Course,
        cost=st.none() | st.floats(0, 5000, allow_nan=False).map(_to_pence),
        hours=st.none() | st.floats(0, 2000, allow_nan=False).map(_to_pence),
        seats=st.none() | st.integers(0, 500),
    )


def work_contexts() -> SearchStrategy[WorkContext]:
    """Duties and circumstances, each answer yes, no or not known.

    Example:
        >>> from hypothesis import find
        >>> find(work_contexts(), lambda context: context.leads_shift is True).leads_shift
        True
    """
    return records(
        WorkContext,
        number_of_services=st.none() | st.integers(0, 20),
        months_in_first_care_role=st.none() | st.integers(0, 60),
    )


def evidence(pathway: Pathway | None = None) -> SearchStrategy[Evidence]:
    """Evidence about a competency; with a pathway, about one of its own. It never expires before its day.

    Example:
        >>> import care_pathway as cp
        >>> from hypothesis import given, settings
        >>> pathway = cp.load("2025-04")
        >>> @settings(max_examples=10)
        ... @given(evidence(pathway))
        ... def test_evidence_is_about_a_known_competency(one):
        ...     assert pathway.competency(one.competency)
        >>> test_evidence_is_about_a_known_competency()
    """
    return st.builds(
        _dated_evidence,
        records(
            Evidence,
            competency=_known(pathway, "competencies"),
            state=st.sampled_from(EvidenceState),
            on=_nothing,
            expires=_nothing,
        ),
        _spans(),
    )


def held_qualifications(pathway: Pathway | None = None) -> SearchStrategy[HeldQualification]:
    """Qualifications on file: held, or in progress and then without a day of achievement.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(held_qualifications())
        ... def test_what_is_in_progress_is_not_achieved(one):
        ...     assert not (one.working_towards and one.achieved)
        >>> test_what_is_in_progress_is_not_achieved()
    """
    common: dict[str, SearchStrategy[Any]] = {
        "learning": st.none() | _known(pathway, "learning"),
        "level": st.none() | st.integers(0, 8),
        "status": _nothing,
        "understood": st.just(True),
    }
    held = records(HeldQualification, working_towards=st.just(False), expected=_nothing, **common)
    in_progress = records(HeldQualification, working_towards=st.just(True), achieved=_nothing, **common)
    return held | in_progress


def training_records(pathway: Pathway | None = None) -> SearchStrategy[TrainingRecord]:
    """Courses on file. They never expire before the day of completion.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(training_records())
        ... def test_training_has_a_title(one):
        ...     assert one.title.strip()
        >>> test_training_has_a_title()
    """
    return st.builds(
        lambda record, span: attrs.evolve(record, completed=span[0], expires=span[1]),
        records(
            TrainingRecord,
            learning=st.none() | _known(pathway, "learning"),
            ascwds_category=st.none() | st.integers(1, 45),
            completed=_nothing,
            expires=_nothing,
        ),
        _spans(),
    )


def delegated_authorisations(pathway: Pathway | None = None) -> SearchStrategy[DelegatedAuthorisation]:
    """Authorisations of delegated healthcare; with a pathway, for its activities.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(delegated_authorisations())
        ... def test_an_authorisation_names_an_activity(one):
        ...     assert one.activity
        >>> test_an_authorisation_names_an_activity()
    """
    return st.builds(
        lambda record, span: attrs.evolve(record, signed_off=span[0], expires=span[1]),
        records(
            DelegatedAuthorisation,
            activity=_known(pathway, "delegated_activities"),
            profession=st.sampled_from(("registered-nurse", "occupational-therapist", "physiotherapist")),
            signed_off=_nothing,
            expires=_nothing,
        ),
        _spans(),
    )


def workers(pathway: Pathway | None = None) -> SearchStrategy[Worker]:
    """People at work, from nothing known to everything known; with a pathway, all ids are its own.

    Nobody starts in a role before starting in care.

    Example:
        >>> import care_pathway as cp
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(workers(cp.load("2025-04")))
        ... def test_a_worker_survives_a_round_trip(worker):
        ...     assert cp.loads(cp.dumps(worker), cp.Worker) == worker
        >>> test_a_worker_survives_a_round_trip()
    """
    return st.builds(
        lambda worker, span: attrs.evolve(worker, started_in_care=span[0], started_in_role=span[1]),
        records(
            Worker,
            role_category=st.none() | _known(pathway, "role_categories"),
            ascwds_job_role=st.none() | st.integers(1, 60),
            started_in_role=_nothing,
            started_in_care=_nothing,
            context=work_contexts(),
            aspiration=st.none() | st.sampled_from(Aspiration),
            qualifications=st.none() | _several(held_qualifications(pathway)),
            training=st.none() | _several(training_records(pathway)),
            evidence=_several(evidence(pathway)),
            authorisations=st.none() | _several(delegated_authorisations(pathway)),
            registrations=st.none()
            | _several(
                st.sampled_from(("cqc-registered-manager", "nmc-registered-nurse", "swe-social-worker"))
            ),
            confirmed=st.none() | _several(st.sampled_from(("good-character", "right-values", "cpd-agreed"))),
        ),
        _spans(),
    )


def pathways(*, selections: bool = True) -> SearchStrategy[Pathway]:
    """The bundled editions, whole and, unless told otherwise, cut with `Pathway.only`.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=5)
        ... @given(pathways())
        ... def test_there_are_never_more_than_seven_values(pathway):
        ...     assert len(pathway.values) <= 7
        >>> test_there_are_never_more_than_seven_values()
    """
    from care_pathway.catalogue import editions, load

    whole = st.sampled_from([load(edition.id) for edition in editions()])
    if not selections:
        return whole
    cut = st.builds(
        _selected,
        whole,
        st.none() | st.sets(st.sampled_from(Basis)).map(frozenset),
        st.none() | st.sets(st.sampled_from(Confidence)).map(frozenset),
    )
    return whole | cut


def _selected(
    pathway: Pathway, basis: frozenset[Basis] | None, confidence: frozenset[Confidence] | None
) -> Pathway:
    made, key = pathway.derived(_selections), (basis, confidence)
    if key not in made:
        made[key] = pathway.only(basis=basis, confidence=confidence)
    return made[key]


def _selections(pathway: Pathway) -> dict[tuple[Any, Any], Pathway]:
    return {}


# --- from types to strategies ------------------------------------------------------------------------

_nothing: SearchStrategy[None] = st.none()


def _known(pathway: Pathway | None, collection: str) -> SearchStrategy[str]:
    """Ids of a collection of the pathway; any well-formed id where no pathway is given."""
    return (
        ids() if pathway is None else st.sampled_from([record.id for record in getattr(pathway, collection)])
    )


def _several(items: SearchStrategy[T]) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(items, max_size=_MOST_ITEMS).map(tuple)


def _to_pence(amount: float) -> float:
    return round(amount, 2)


def _spans() -> SearchStrategy[tuple[date | None, date | None]]:
    """Two days of which the second is never before the first; either may be unknown."""
    both = st.tuples(days(), days()).map(lambda pair: (min(pair), max(pair)))
    return (
        st.just((None, None))
        | both
        | both.map(lambda pair: (pair[0], None))
        | both.map(lambda pair: (None, pair[1]))
    )


def _dated_evidence(record: Evidence, span: tuple[date | None, date | None]) -> Evidence:
    return attrs.evolve(record, on=span[0], expires=span[1])


def _records_of(cls: Any) -> Any:
    if cls is Requirement:
        return _requirements(3)
    return _built(cls, {})


def _built(cls: type[R], fields: dict[str, SearchStrategy[Any]]) -> SearchStrategy[R]:
    """A class from its fields; only now are the types of records inside it looked at."""
    kind: Any = cls
    values = {
        str(field.alias): fields[field.name] if field.name in fields else _values(field.type)
        for field in fields_of(kind)
        if field.init
    }
    return st.builds(cls, **values)


def _requirements(depth: int) -> SearchStrategy[Requirement]:
    """Requirements of every kind; those made of others only a few steps deep."""
    groups = (AllOfRequirement, AnyOfRequirement)
    kinds: tuple[Any, ...] = REQUIREMENT_KINDS
    single = [_records_of(kind) for kind in kinds if kind not in groups]
    grouped = []
    if depth > 1:
        parts = st.lists(_requirements(depth - 1), min_size=1, max_size=2).map(tuple)
        grouped = [_built(kind, {"requirements": parts}) for kind in groups]
    return st.one_of(*single, *grouped)


_PLAIN: dict[Any, Callable[[], SearchStrategy[Any]]] = {
    Id: ids,
    str: texts,
    bool: st.booleans,
    int: lambda: st.integers(0, 10_000),
    float: lambda: st.floats(0, 1e6, allow_nan=False),
    date: days,
    type(None): st.none,
}


def _values(kind: Any) -> SearchStrategy[Any]:
    """Values of the type of a field."""
    if kind in _PLAIN:
        return _PLAIN[kind]()
    if parts := get_args(kind):
        return _compound(get_origin(kind), parts, kind)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if issubclass(kind, Record):
        one: Any = kind
        return st.deferred(lambda: _records_of(one))
    raise _no_strategy(kind)


def _compound(origin: Any, parts: tuple[Any, ...], kind: Any) -> SearchStrategy[Any]:
    """Values of a type made of others."""
    if origin in (Union, UnionType):
        return st.one_of(*(_values(part) for part in _none_first(parts)))
    if origin is frozenset:
        return st.frozensets(_values(parts[0]), max_size=_MOST_ITEMS)
    if origin is tuple and parts[-1] is Ellipsis:
        return _several(_values(parts[0]))
    if origin is tuple:
        return st.tuples(*(_values(part) for part in parts))
    raise _no_strategy(kind)


def _no_strategy(kind: Any) -> TypeError:
    return TypeError(f"no strategy for a field of type {kind!r}; give one by the name of the field")


def _none_first(parts: Iterable[Any]) -> list[Any]:
    """The parts of a union with ``None`` in front, so that examples shrink to what is not known."""
    return sorted(parts, key=lambda part: part is not type(None))
