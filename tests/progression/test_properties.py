"""Rules that hold for any file, each quoted where it is proved."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence.on_file import OnFile
from care_pathway.progression import Decision, all_of, any_of, judge_requirement
from care_pathway.progression.eligibility import RouteComparison
from care_pathway.progression.shared import SharedAnswers
from tests.each import each
from tests.progression.people import CONDITIONS, ON, authorisation

PATHWAY = cp.load("2025-04")
MET, NOT_MET, NOT_KNOWN = cp.Judgement.MET, cp.Judgement.NOT_MET, cp.Judgement.NOT_KNOWN
JUDGEMENTS = st.lists(st.sampled_from([MET, NOT_MET, NOT_KNOWN]), max_size=6)
#: From least to most: what Kleene's logic of three values is a lattice over.
ORDER = (NOT_MET, NOT_KNOWN, MET)
MINIMUM = [one.id for one in PATHWAY.expectations("new-to-care").minimum]
SETTLED_BY_PLACE = {Decision.ALREADY_THERE, Decision.PLACE_FIRST, Decision.OUTSIDE}
RANK = {
    # These follow from where the person is, which more evidence of the kinds below does not change.
    Decision.ALREADY_THERE: 0,
    Decision.PLACE_FIRST: 0,
    Decision.OUTSIDE: 0,
    Decision.NO_ROUTE: 0,
    Decision.NOT_YET: 1,
    Decision.NEEDS_EVIDENCE: 2,
    Decision.NOTHING_REQUIRED: 3,
    Decision.ELIGIBLE: 4,
}
TARGETS = [*(role.id for role in PATHWAY.role_categories), *PATHWAY.professions]
ROLES = st.sampled_from([None, *(role.id for role in PATHWAY.role_categories)])
PAST = st.dates(date(2020, 1, 1), ON)
DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2028, 1, 1)))
ANSWERS = st.sampled_from([None, True, False])

names = st.sampled_from(
    ["NVQ3 H&SC", "QCF level 2", "L5 dip L&M", "Level 4 Diploma in Adult Care", "trumpet", "Dementia level 2"]
)
titles = st.sampled_from(
    [
        "Oliver McGowan Tier 1",
        "Autism awareness",
        "Moving and handling",
        "Lead to Succeed",
        "Company induction",
    ]
)
positive_evidence = st.builds(
    cp.Evidence,
    competency=st.sampled_from(MINIMUM[:12]),
    state=st.sampled_from(["claimed", "attended", "assessed", "signed-off"]),
    on=st.one_of(st.none(), PAST),
    expires=st.one_of(st.none(), st.dates(ON, date(2030, 1, 1))),
)
evidence = st.one_of(
    positive_evidence,
    st.builds(
        cp.Evidence,
        competency=st.sampled_from(MINIMUM[:12]),
        state=st.sampled_from(["not-yet", "claimed", "assessed"]),
        on=DAYS,
        expires=DAYS,
    ),
)
held = st.builds(
    cp.HeldQualification, name=names, achieved=DAYS, working_towards=st.booleans(), expected=DAYS
)
training = st.builds(cp.TrainingRecord, title=titles, completed=DAYS, expires=DAYS)
contexts = st.builds(
    cp.WorkContext,
    manages_staff=ANSWERS,
    deputises_for_manager=ANSWERS,
    cqc_registered_manager=ANSWERS,
    leads_a_specialism=ANSWERS,
    delegated_healthcare=ANSWERS,
    regulated_service=ANSWERS,
    months_in_first_care_role=st.one_of(st.none(), st.integers(0, 40)),
)


def some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.lists(items, max_size=3).map(tuple))


workers = st.builds(
    cp.Worker,
    id=st.just("w-1"),
    role_category=ROLES,
    started_in_role=DAYS,
    started_in_care=DAYS,
    context=contexts,
    qualifications=some(held),
    training=some(training),
    evidence=st.lists(evidence, max_size=14).map(tuple),
    authorisations=some(st.builds(authorisation, signed_off=DAYS, expires=DAYS)),
    registrations=some(st.sampled_from(["cqc-registered-manager", "nmc-registered-nurse"])),
    confirmed=some(st.sampled_from([*CONDITIONS, "specialism-developed"])),
)


# --- Kleene's logic -----------------------------------------------------------------------------------


@given(JUDGEMENTS)
def test_all_of_is_the_least_and_any_of_the_most(judgements: list[cp.Judgement]) -> None:
    """Kleene: the conjunction is the least of its parts, the disjunction the most, not-known between."""
    assert all_of(judgements) is min(judgements, key=ORDER.index, default=MET)
    assert any_of(judgements) is max(judgements, key=ORDER.index, default=NOT_MET)


@given(JUDGEMENTS)
def test_all_of_and_any_of_mirror_each_other(judgements: list[cp.Judgement]) -> None:
    """De Morgan: not all-of is any-of the opposites, with not-known its own opposite."""
    opposite = {MET: NOT_MET, NOT_MET: MET, NOT_KNOWN: NOT_KNOWN}
    assert opposite[all_of(judgements)] is any_of([opposite[one] for one in judgements])


@given(JUDGEMENTS)
def test_learning_what_was_not_known_never_overturns_what_was_settled(judgements: list[cp.Judgement]) -> None:
    """Kleene: whatever a not-known turns out to be, a settled answer stays."""
    places = [place for place, one in enumerate(judgements) if one is NOT_KNOWN]
    for combine in (all_of, any_of):
        settled = combine(judgements)
        for turned_out in itertools.product((MET, NOT_MET), repeat=len(places)):
            known = list(judgements)
            for place, one in zip(places, turned_out, strict=True):
                known[place] = one
            assert settled is NOT_KNOWN or combine(known) is settled


# --- requirements -------------------------------------------------------------------------------------


def every_judgement(person: cp.Worker) -> dict[str, cp.Judgement]:
    found: dict[str, cp.Judgement] = {}
    for route in PATHWAY.routes:
        for requirement in route.requirements:
            judged = judge_requirement(PATHWAY, person, requirement, on=ON)
            found[requirement.id] = judged.judgement
    return found


@given(workers, st.lists(positive_evidence, min_size=1, max_size=6))
def test_adding_positive_evidence_never_turns_met_into_not_met(
    person: cp.Worker, more: list[cp.Evidence]
) -> None:
    """Adding positive evidence never turns met into not met."""
    before = every_judgement(person)
    after = every_judgement(attrs.evolve(person, evidence=(*person.evidence, *more)))
    for requirement, judgement in before.items():
        assert ORDER.index(after[requirement]) >= ORDER.index(judgement)


@given(workers, st.lists(positive_evidence, min_size=1, max_size=6), st.sampled_from(TARGETS))
def test_a_worker_with_more_positive_evidence_is_never_less_eligible(
    person: cp.Worker, more: list[cp.Evidence], target: str
) -> None:
    """A worker with more positive evidence is never less eligible."""
    richer = attrs.evolve(person, evidence=(*person.evidence, *more))
    before = cp.check_eligibility(PATHWAY, person, target=target, on=ON).decision
    after = cp.check_eligibility(PATHWAY, richer, target=target, on=ON).decision
    assert RANK[after] >= RANK[before]


@given(
    workers, held.filter(lambda one: one.name != "trumpet" and one.achieved is None), st.sampled_from(TARGETS)
)
def test_one_more_qualification_never_makes_anyone_less_eligible(
    person: cp.Worker, more: cp.HeldQualification, target: str
) -> None:
    """A worker with more positive evidence is never less eligible: qualifications and confirmations too."""
    person = attrs.evolve(
        person, qualifications=person.qualifications or (), confirmed=person.confirmed or ()
    )
    richer = attrs.evolve(
        person,
        qualifications=(*(person.qualifications or ()), attrs.evolve(more, working_towards=False)),
        confirmed=(*(person.confirmed or ()), "good-character"),
    )
    before = cp.check_eligibility(PATHWAY, person, target=target, on=ON).decision
    after = cp.check_eligibility(PATHWAY, richer, target=target, on=ON).decision
    assert RANK[after] >= RANK[before]


@given(workers, st.randoms(use_true_random=False))
def test_the_order_of_what_is_on_file_does_not_matter(person: cp.Worker, random: Any) -> None:
    """A requirement's judgement does not depend on the order of evidence."""

    def mixed(items: Any) -> Any:
        return None if items is None else tuple(random.sample(list(items), len(items)))

    other = attrs.evolve(
        person,
        evidence=mixed(person.evidence),
        qualifications=mixed(person.qualifications),
        training=mixed(person.training),
        authorisations=mixed(person.authorisations),
        confirmed=mixed(person.confirmed),
        registrations=mixed(person.registrations),
    )
    for route in PATHWAY.routes:
        for requirement in route.requirements:
            assert judge_requirement(PATHWAY, person, requirement, on=ON) == judge_requirement(
                PATHWAY, other, requirement, on=ON
            )


@given(workers)
def test_met_always_rests_on_something_on_file(person: cp.Worker) -> None:
    """Not-known never becomes met without evidence: every met requirement names what shows it."""

    def check(judged: Any) -> None:
        if judged.judgement is MET:
            assert judged.evidence
        for part in judged.parts:
            check(part)

    for route in PATHWAY.routes:
        for requirement in route.requirements:
            check(judge_requirement(PATHWAY, person, requirement, on=ON))


FIELDS = ("qualifications", "training", "authorisations", "registrations", "confirmed")
DUTIES = ("manages_staff", "deputises_for_manager", "cqc_registered_manager", "regulated_service")


def filled(person: cp.Worker, with_: cp.Worker) -> cp.Worker:
    """The person, with what was not known taken from another; what was known stays."""
    known = {name: getattr(with_, name) for name in FIELDS if getattr(person, name) is None}
    duties = {name: getattr(with_.context, name) for name in DUTIES if getattr(person.context, name) is None}
    return attrs.evolve(person, context=attrs.evolve(person.context, **duties), **known)


@given(workers, workers)
def test_not_known_is_never_read_as_no(person: cp.Worker, other: cp.Worker) -> None:
    """A judgement is not-met only where every field that the requirement accepts is known.

    So whatever turns out where nothing was on file, a not-met stays, and a met stays. Coverage goes by
    evidence alone: a mark of not yet, or an assessment that has expired, is a no of its own.
    """
    richer = filled(person, other)
    asked = [
        one for role in PATHWAY.role_categories for one in (*role.requirements, *role.statutory_requirements)
    ]
    asked += [one for route in PATHWAY.routes for one in route.requirements]
    asked = [one for one in asked if "coverage" not in one.kind.value and "coverage" not in str(_kinds(one))]
    for requirement in asked:
        before = judge_requirement(PATHWAY, person, requirement, on=ON).judgement
        after = judge_requirement(PATHWAY, richer, requirement, on=ON).judgement
        assert before is NOT_KNOWN or after is before or _contradiction(richer)


def _kinds(requirement: cp.Requirement) -> list[str]:
    """The kinds of the parts of a requirement, all levels down."""
    parts = getattr(requirement, "requirements", ())
    return [part.kind.value for part in parts] + [kind for part in parts for kind in _kinds(part)]


def _contradiction(person: cp.Worker) -> bool:
    """Two answers that cannot both be right leave a matter open again, which is said among the problems."""
    answered = person.context.cqc_registered_manager
    return answered is not None and person.registrations is not None


@each("role", [None, *(role.id for role in PATHWAY.role_categories)])
def test_with_nothing_on_file_nothing_is_met_and_nothing_is_unmet(role: str | None) -> None:
    """Not known is never read as no, and never becomes met without evidence."""
    assert set(every_judgement(cp.Worker(id="w-1", role_category=role)).values()) == {NOT_KNOWN}


@given(workers, st.sampled_from(TARGETS))
def test_the_decision_follows_from_the_judgements(person: cp.Worker, target: str) -> None:
    """Eligible: at least one statutory or must, and all are met; should and could never block."""
    result = cp.check_eligibility(PATHWAY, person, target=target, on=ON)
    binding = [one.judgement for one in result.requirements if one.strength.value in ("statutory", "must")]
    if result.decision in SETTLED_BY_PLACE:
        assert (result.decision is Decision.ALREADY_THERE) == (result.role_category == target)
        return
    expected = {
        Decision.ELIGIBLE: bool(binding) and set(binding) == {MET},
        Decision.NOT_YET: NOT_MET in binding,
        Decision.NEEDS_EVIDENCE: NOT_MET not in binding and NOT_KNOWN in binding,
        Decision.NOTHING_REQUIRED: not binding and result.route is not None,
        Decision.NO_ROUTE: result.route is None,
    }
    assert [decision for decision, true in expected.items() if true] == [result.decision]


@given(workers, st.sampled_from(TARGETS))
def test_the_best_route_is_no_worse_than_any_other(person: cp.Worker, target: str) -> None:
    """The best route is the one with the better decision, then fewer musts open."""
    best = cp.check_eligibility(PATHWAY, person, target=target, on=ON)
    for other in cp.eligible_routes(PATHWAY, person, on=ON):
        if other.target == target and person.role_category is not None:
            assert (RANK[best.decision], -len(best.open)) >= (RANK[other.decision], -len(other.open))


@given(workers, st.sampled_from([None, *TARGETS]), st.sampled_from([None, *cp.Aspiration]))
def test_whoever_wishes_to_stay_is_never_moved(
    person: cp.Worker, target: str | None, aspiration: cp.Aspiration | None
) -> None:
    """`stay-and-grow` never gets a promotion; every step has a reason and every plan reviews and prompts."""
    plan = cp.career_plan(PATHWAY, attrs.evolve(person, aspiration=aspiration), target=target, on=ON)
    if aspiration is cp.Aspiration.STAY_AND_GROW:
        assert all(route.source == route.target for route in plan.routes)
    assert [one.order for one in plan.steps] == list(range(1, len(plan.steps) + 1))
    assert all(one.text and one.why for one in plan.steps)
    assert all(one.by is None or one.by >= ON - timedelta(days=0) or one.learning for one in plan.steps)
    assert plan.reviews
    assert plan.prompts
    assert cp.loads(cp.dumps(plan), cp.CareerPlan) == plan


#: What many people were compared with already, each test case with all before it.
SHARED = SharedAnswers(PATHWAY)
#: People who differ from one another in one thing, by what it is.
_ONE_THING: dict[str, list[Any]] = {
    "context": [cp.WorkContext(), cp.WorkContext(manages_staff=True), cp.WorkContext(manages_staff=False)],
    "qualifications": [
        None,
        (),
        (cp.HeldQualification(name="Level 3 Diploma in Adult Care", achieved=date(2020, 1, 1)),),
        (cp.HeldQualification(name="Level 3 Diploma in Adult Care", working_towards=True),),
        (cp.HeldQualification(name="NVQ 2"),),
        (cp.HeldQualification(name="Level 5 Diploma in Leadership and Management", achieved=ON),),
    ],
    "training": [
        None,
        (),
        (cp.TrainingRecord(title="Fire safety", completed=date(2025, 1, 1)),),
        (cp.TrainingRecord(title="Oliver McGowan Tier 1", completed=date(2025, 1, 1)),),
        (cp.TrainingRecord(title="Oliver McGowan Tier 1", completed=date(2019, 1, 1)),),
        (cp.TrainingRecord(title="Autism awareness", completed=date(2025, 1, 1)),),
        (cp.TrainingRecord(title="Autism awareness", completed=date(2025, 1, 1), accredited=True),),
        (cp.TrainingRecord(title="Care Certificate", completed=date(2025, 1, 1)),),
        (cp.TrainingRecord(title="Lead to Succeed"),),
        (cp.TrainingRecord(title="Company induction", completed=date(2025, 1, 1)),),
    ],
    "authorisations": [None, (), (authorisation(),), (authorisation(delegated_by="w-1"),)],
    "registrations": [None, (), ("cqc-registered-manager",)],
    "confirmed": [None, (), CONDITIONS, ("specialism-developed",)],
    "started_in_role": [None, date(2025, 12, 1)],
    "evidence": [(), (cp.Evidence(competency=MINIMUM[0], state="assessed"),)],
}


def _compared(person: cp.Worker, shared: SharedAnswers | None) -> list[cp.Eligibility]:
    comparison = RouteComparison(OnFile(PATHWAY, person, ON), shared=shared)
    return [comparison.compare(route) for route in PATHWAY.routes]


@given(workers)
def test_answers_that_many_share_are_those_that_each_would_get(person: cp.Worker) -> None:
    """Nothing else on file than what people share an answer for can change it."""
    assert _compared(person, SHARED) == _compared(person, None)


@pytest.mark.parametrize("names", list(itertools.combinations(_ONE_THING, 2)), ids=" and ".join)
def test_whoever_differs_in_one_thing_shares_no_answer_that_rests_on_it(names: tuple[str, str]) -> None:
    for values in itertools.product(*(_ONE_THING[name] for name in names)):
        others = {"qualifications": (), "training": (), "authorisations": ()}
        person = cp.Worker(id="w-1", **(others | dict(zip(names, values, strict=True))))
        assert _compared(person, SHARED) == _compared(person, None)


def test_only_so_many_kinds_of_people_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care_pathway.progression.shared._KEPT", 2)
    shared = SharedAnswers(PATHWAY)
    people = [cp.Worker(id="w-1", confirmed=CONDITIONS[:number]) for number in range(4)]
    assert [_compared(one, shared) for one in people] == [_compared(one, None) for one in people]
    assert len(shared._kinds) == 2
