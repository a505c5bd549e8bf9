"""The strategies for users' tests draw valid records, and all that a record can be."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway import testing
from care_pathway.model._fields import valid_id
from tests.drawn import examples

PATHWAY = cp.load("2025-04")


@given(testing.ids(), testing.ids(namespace="acme"), testing.texts(), testing.days())
def test_plain_values(plain: str, local: str, text: str, day: object) -> None:
    assert valid_id(plain)
    assert ":" not in plain
    assert valid_id(local)
    assert local.startswith("acme:")
    assert text.strip()
    assert text.encode().decode() == text
    assert day is not None


@given(testing.workers(PATHWAY))
def test_workers_of_a_pathway_name_only_what_it_knows(worker: cp.Worker) -> None:
    if worker.role_category is not None:
        PATHWAY.role_category(worker.role_category)
    for evidence in worker.evidence:
        PATHWAY.competency(evidence.competency)
        assert evidence.on is None or evidence.expires is None or evidence.on <= evidence.expires
    for held in worker.qualifications or ():
        assert held.learning is None or PATHWAY.learning_opportunity(held.learning)
        assert not (held.working_towards and held.achieved)
        assert held.working_towards or held.expected is None
    for training in worker.training or ():
        assert training.learning is None or PATHWAY.learning_opportunity(training.learning)
    for authorisation in worker.authorisations or ():
        PATHWAY.delegated_activity(authorisation.activity)
    if worker.started_in_care and worker.started_in_role:
        assert worker.started_in_care <= worker.started_in_role


@given(testing.workers())
def test_workers_without_a_pathway_are_well_formed(worker: cp.Worker) -> None:
    assert attrs.evolve(worker) == worker


@given(testing.provenances(PATHWAY), testing.provenances())
def test_provenances(known: cp.Provenance, free: cp.Provenance) -> None:
    assert known.source is None or PATHWAY.source(known.source)
    assert isinstance(free.basis, cp.Basis)


@given(testing.competencies(PATHWAY), testing.competencies())
def test_competencies(known: cp.Competency, made_up: cp.Competency) -> None:
    assert PATHWAY.competency(known.id) is known
    behaviour = made_up.kind is cp.CompetencyKind.BEHAVIOUR
    assert (made_up.area is None) is behaviour
    assert made_up.stage is None or not behaviour


@given(testing.courses(), testing.work_contexts())
def test_courses_and_contexts(course: cp.Course, context: cp.WorkContext) -> None:
    assert course.cost is None or 0 <= course.cost <= 5000
    assert context.number_of_services is None or context.number_of_services <= 20


@settings(max_examples=examples(8))
@given(testing.pathways(), testing.pathways(selections=False))
def test_pathways(any_of_them: cp.Pathway, whole: cp.Pathway) -> None:
    assert any_of_them.edition.id in {"2024-01", "2025-04"}
    assert whole.selection is None
    assert whole is cp.load(whole.edition.id)


#: The first that is found is enough: it need not be made smaller.
FIRST = settings(max_examples=500, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    ("strategy", "wanted"),
    [
        (testing.workers(PATHWAY), lambda one: one.qualifications is None),
        (testing.workers(PATHWAY), lambda one: one.qualifications == ()),
        (testing.evidence(PATHWAY), lambda one: one.state is cp.EvidenceState.NOT_YET),
        (testing.records(cp.Requirement), lambda one: one.kind == "all-of"),
        (testing.records(cp.Requirement), lambda one: one.kind == "sign-off"),
        (testing.pathways(), lambda one: one.selection is not None),
    ],
    ids=["unknown", "known to be none", "not yet", "all of", "sign-off", "cut"],
)
def test_what_matters_is_drawn(strategy: st.SearchStrategy[object], wanted: object) -> None:
    """Not known and known to be none are both drawn, and every kind of requirement."""
    assert find(strategy, wanted, settings=FIRST) is not None  # type: ignore[arg-type]


@given(testing.records(cp.Theme, id=st.just("safeguarding"), further=st.just(True)))
def test_single_fields_can_be_given(theme: cp.Theme) -> None:
    assert (theme.id, theme.further) == ("safeguarding", True)


@pytest.mark.parametrize("wrong", [int, "Theme", None, attrs.Attribute])
def test_only_record_classes_are_drawn(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected a record class of care_pathway"):
        testing.records(wrong)


def test_an_unknown_field_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TypeError, match="Theme has no field nmae; it has further, id, name, provenance"):
        testing.records(cp.Theme, nmae=st.just("x"))


@pytest.mark.parametrize("wrong", [bytes, list[int], complex])
def test_a_type_without_a_strategy_is_told(wrong: Any) -> None:
    with pytest.raises(TypeError, match="no strategy for a field of type"):
        testing._values(wrong)


@given(testing._values(tuple[str, int]), testing._values(frozenset[cp.Basis]))
def test_fixed_tuples_and_sets_are_drawn(pair: tuple[str, int], words: frozenset[cp.Basis]) -> None:
    assert isinstance(pair[0], str)
    assert isinstance(pair[1], int)
    assert words <= set(cp.Basis)


def test_without_hypothesis_the_message_is_the_command_that_installs_it() -> None:
    program = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "try:\n    import care_pathway.testing\n"
        "except ImportError as error:\n    print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "MissingExtraError care_pathway.testing needs hypothesis; "
        'install it with: pip install "care-pathway[testing]"'
    )


def test_everything_promised_is_there() -> None:
    assert all(callable(getattr(testing, name)) for name in testing.__all__)
