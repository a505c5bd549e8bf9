"""Eligibility: the cases of the published sources, and the decisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

import care_pathway as cp
from care_pathway.progression import Decision, ProblemKind, decide, requirements_of
from tests.each import each
from tests.progression.people import BEFORE, CONDITIONS, NOTHING_ELSE, ON, SUITABLE, held, shown, worker

L5 = held("Level 5 Diploma in Leadership and Management for Adult Care")


def manager(**known: Any) -> cp.Worker:
    return worker(
        **{
            "role_category": "deputy-manager",
            "registrations": ("cqc-registered-manager",),
            "confirmed": CONDITIONS,
            "qualifications": (L5,),
            **known,
        }
    )


def check(pathway: cp.Pathway, person: cp.Worker, target: str = "registered-manager") -> cp.Eligibility:
    return cp.check_eligibility(pathway, person, target=target, on=ON)


# --- registered manager -------------------------------------------------------------------------------


def test_a_manager_with_everything_is_eligible(pathway: cp.Pathway) -> None:
    result = check(pathway, manager())
    assert result.decision is Decision.ELIGIBLE
    assert result.route is not None
    assert result.route.id == "rt-dm-rm"
    assert all(one.evidence for one in result.requirements)
    assert str(result.requirements[0].evidence[0]) == "cqc-registered-manager"
    assert result.open == ()


def test_with_no_information_the_place_comes_first_and_nothing_is_read_as_no(pathway: cp.Pathway) -> None:
    result = check(pathway, worker())
    assert result.decision is Decision.PLACE_FIRST
    assert check(pathway, worker(role_category="deputy-manager")).decision is Decision.NEEDS_EVIDENCE
    assert {one.judgement.value for one in result.requirements} == {"not-known"}
    assert ProblemKind.ROLE_NOT_KNOWN in {problem.kind for problem in result.problems}


@pytest.mark.parametrize(
    "change",
    [
        {"registrations": ()},
        {"registrations": (), "confirmed": CONDITIONS[:3]},
        {"qualifications": ()},
        {"qualifications": (held("Level 3 Diploma in Adult Care"),)},
    ],
)
def test_without_registration_conditions_or_diploma_it_is_not_yet(
    pathway: cp.Pathway, change: dict[str, Any]
) -> None:
    assert check(pathway, manager(**change)).decision is Decision.NOT_YET


def test_registration_with_cqc_implies_the_fitness_conditions(pathway: cp.Pathway) -> None:
    assert check(pathway, manager(confirmed=None)).decision is Decision.ELIGIBLE
    assert check(pathway, manager(registrations=None, confirmed=())).decision is Decision.NEEDS_EVIDENCE
    without = check(pathway, manager(registrations=(), confirmed=()))
    assert without.decision is Decision.NOT_YET


@each(
    "name",
    [
        "Level 5 Diploma in Leading and Managing an Adult Care Service",
        "L5 dip L&M",
        "Level 4 NVQ Leadership and Management for Care Services",
        "Registered Manager’s Award",
        "Leader in Adult Care apprenticeship",
    ],
)
def test_equivalents_and_predecessors_of_the_level_5_meet_the_must(pathway: cp.Pathway, name: str) -> None:
    assert check(pathway, manager(qualifications=(held(name),))).decision is Decision.ELIGIBLE


def test_working_towards_the_level_5_meets_the_must(pathway: cp.Pathway) -> None:
    diploma = held("Level 5 Diploma in Leadership", working_towards=True, expected=date(2027, 3, 1))
    result = check(pathway, manager(qualifications=(diploma,)))
    assert result.decision is Decision.ELIGIBLE
    judged = result.requirements[-1]
    assert "in progress, expected 2027-03-01" in judged.reason
    assert judged.strength.value == "must"
    assert judged.provenance.source == "govuk-deputy-2025"


def test_a_title_of_registered_manager_is_no_registration(pathway: cp.Pathway) -> None:
    result = check(pathway, worker(job_title="Registered Manager"))
    assert result.decision is Decision.ALREADY_THERE
    assert {one.judgement.value for one in result.open} == {"not-known"}


def test_someone_whom_cqc_has_registered_still_needs_the_diploma(pathway: cp.Pathway) -> None:
    """Growth in the role is for those who are in it: what the page asks of them belongs to it."""
    for role in (None, "registered-manager"):
        without = manager(role_category=role, qualifications=())
        result = check(pathway, without)
        assert result.role_category == "registered-manager"
        assert result.decision is Decision.ALREADY_THERE
        assert [one.judgement.value for one in result.open] == ["not-met"]
        assert check(pathway, manager(role_category=role)).open == ()


def test_without_a_role_category_nobody_is_taken_to_be_there_already(pathway: cp.Pathway) -> None:
    person = worker(confirmed=CONDITIONS, qualifications=())
    result = check(pathway, person)
    assert result.route is not None
    assert result.route.kind is not cp.RouteKind.GROWTH
    assert result.decision is Decision.PLACE_FIRST
    assert decide(result.requirements) is Decision.NOT_YET


# --- decisions ----------------------------------------------------------------------------------------


def test_a_route_without_a_must_gives_nothing_required_and_shows_the_shoulds(pathway: cp.Pathway) -> None:
    result = check(pathway, worker(role_category="supervisor-or-leader"), "deputy-manager")
    assert result.decision is Decision.NOTHING_REQUIRED
    assert [one.strength.value for one in result.requirements] == ["should", "should", "should", "could"]
    assert "no must" in result.summary


def test_the_best_route_starts_where_the_person_is(pathway: cp.Pathway) -> None:
    result = check(pathway, worker(role_category="care-or-support-worker"), "deputy-manager")
    assert result.route is not None
    assert result.route.id == "rt-csw-dm"


def test_without_a_role_category_the_best_of_all_routes_is_taken(pathway: cp.Pathway) -> None:
    """The better decision comes first, then fewer musts open, then the published order."""
    specialist = worker(confirmed=("specialism-developed",), training=(SUITABLE,), qualifications=())
    result = check(pathway, specialist, "practice-leader")
    assert result.decision is Decision.PLACE_FIRST
    assert decide(result.requirements) is Decision.ELIGIBLE
    assert result.route is not None
    assert result.route.id == "rt-ecw-pl"  # the first of those that ask for no baseline coverage


def test_a_place_without_a_straight_route_says_the_way_round(pathway: cp.Pathway) -> None:
    result = check(pathway, worker(role_category="new-to-care"))
    assert result.decision is Decision.NO_ROUTE
    assert result.route is None
    assert "goes by care or support worker" in result.summary


def test_someone_who_is_there_already_is_compared_with_what_the_page_asks(pathway: cp.Pathway) -> None:
    anton = pathway.persona("anton").worker
    result = check(pathway, anton, "deputy-manager")
    assert result.decision is Decision.ALREADY_THERE
    assert result.route is None
    assert "is deputy manager already" in result.summary
    leader = check(pathway, worker(role_category="supervisor-or-leader"), "supervisor-or-leader")
    assert [one.requirement.id for one in leader.requirements] == ["req-sol-statutory-1"]


@pytest.mark.parametrize("title", ["Chef", "Maintenance Worker", "Registered Nurse"])
def test_work_outside_the_pathway_is_not_compared(pathway: cp.Pathway, title: str) -> None:
    """`outside`: the person's work is outside the Pathway: not compared, with the onward route named."""
    person = worker(job_title=title, training=(SUITABLE,), qualifications=(L5,))
    result = check(pathway, person, "supervisor-or-leader")
    assert result.decision is Decision.OUTSIDE
    assert (result.route, result.requirements) == (None, ())
    assert result.onward == ("rt-entry-ntc",)
    assert "entry to new to care" in result.summary
    assert "Routes to look at instead: rt-entry-ntc" in result.explain()
    (route,) = cp.eligible_routes(pathway, person, on=ON)
    assert (route.decision, route.target, route.requirements) == (Decision.OUTSIDE, "new-to-care", ())
    assert cp.to_rows(result)[0]["onward"] == "rt-entry-ntc"
    stays = attrs.evolve(person, aspiration="stay-and-grow")
    assert cp.eligible_routes(pathway, stays, on=ON) == ()
    plan = cp.career_plan(pathway, attrs.evolve(person, aspiration="lead"), on=ON)
    assert [one.id for one in plan.routes] == ["rt-entry-ntc"]
    assert any("outside the Pathway" in problem.message for problem in plan.problems)


def test_a_nursing_associate_is_shown_the_route_from_that_profession(pathway: cp.Pathway) -> None:
    result = check(pathway, worker(job_title="Nursing associate"), "registered-nurse")
    assert result.decision is Decision.OUTSIDE
    assert result.onward == ("rt-nursing-associate-registered-nurse",)


@pytest.mark.parametrize("title", [None, "Qqzx wvbt", "Senior care co-ordinator"])
def test_where_nothing_settles_the_place_the_candidates_are_named(
    pathway: cp.Pathway, title: str | None
) -> None:
    """`place-first`: nothing settles where the person is: the candidates are named."""
    person = worker(job_title=title, training=(SUITABLE,), qualifications=(L5,))
    placement = cp.place(pathway, person, on=ON)
    assert placement.role_category is None
    for target in ("supervisor-or-leader", "new-to-care", "registered-nurse"):
        result = check(pathway, person, target)
        assert result.decision is Decision.PLACE_FIRST
        likely = tuple(one.role_category for one in placement.candidates if one.role_category)
        assert result.candidates == likely
        assert "nothing on file settles where the person is" in result.summary
    assert {one.decision for one in cp.eligible_routes(pathway, person, on=ON)} == {Decision.PLACE_FIRST}


def test_should_and_could_never_stand_in_the_way(pathway: cp.Pathway) -> None:
    person = worker(
        role_category="new-to-care",
        training=(SUITABLE,),
        qualifications=(),
        evidence=shown(pathway, [one.id for one in pathway.expectations("new-to-care").minimum]),
        context=cp.WorkContext(months_in_first_care_role=30),
    )
    result = check(pathway, person, "care-or-support-worker")
    assert result.decision is Decision.ELIGIBLE
    assert any(one.judgement.value == "not-met" for one in result.requirements)


def test_unknown_targets_are_refused_with_the_nearest_ids(pathway: cp.Pathway) -> None:
    with pytest.raises(cp.UnknownIdError, match="registered-manager"):
        check(pathway, worker(), "registered-manger")


def test_statutory_requirements_of_a_role_category_join_every_route_to_it(edition: cp.Pathway) -> None:
    """Statutory requirements of a role category join every route to it, and none is asked twice."""
    for route in edition.routes:
        target = next((role for role in edition.role_categories if role.id == route.target), None)
        asked = requirements_of(edition, route)
        assert asked[: len(route.requirements)] == route.requirements
        if target is not None:
            texts = [one.text for one in asked]
            assert len(set(texts)) == len(texts)
            for one in target.statutory_requirements:
                registered = any(other.kind == one.kind for other in asked)
                in_parts = any(
                    part.kind == one.kind for other in asked for part in getattr(other, "requirements", ())
                )
                assert registered or in_parts


# --- where the person is, and what does not go together -----------------------------------------------


def test_an_enhanced_care_worker_who_supervises_is_a_mismatch_with_the_supervisor_route(
    pathway: cp.Pathway,
) -> None:
    person = worker(role_category="enhanced-care-worker", context=cp.WorkContext(manages_staff=True))
    results = cp.eligible_routes(pathway, person, on=ON)
    problem = next(one for one in results[0].problems if one.kind is ProblemKind.ROLE_MISMATCH)
    assert problem.offers == "supervisor-or-leader"
    assert "rt-ecw-sol" in problem.message
    assert "supervisor-or-leader" in {one.target for one in results}


def test_a_specialist_is_offered_practice_leader_without_staff_and_supervisor_with_staff(
    pathway: cp.Pathway,
) -> None:
    def offers(*, manages: bool) -> set[str | None]:
        context = cp.WorkContext(leads_a_specialism=True, manages_staff=manages)
        person = worker(role_category="enhanced-care-worker", context=context)
        return {one.offers for one in cp.eligible_routes(pathway, person, on=ON)[0].problems}

    assert "practice-leader" in offers(manages=False)
    assert "practice-leader" not in offers(manages=True)
    assert "supervisor-or-leader" in offers(manages=True)


def test_a_mismatch_never_offers_what_the_edition_does_not_have(first_edition: cp.Pathway) -> None:
    paul = first_edition.persona("paul").worker
    assert cp.check_eligibility(first_edition, paul, target="supervisor-or-leader", on=ON).problems == ()


def test_without_a_role_category_the_likely_ones_are_compared(pathway: cp.Pathway) -> None:
    results = cp.eligible_routes(pathway, worker(), on=ON)
    assert results[0].target == "new-to-care"
    assert {one.route.kind.value for one in results if one.route} == {"entry", "external"}
    unsure = worker(job_title="Senior care co-ordinator")
    sources = {one.route.source for one in cp.eligible_routes(pathway, unsure, on=ON) if one.route}
    assert len(sources) > 1
    assert check(pathway, unsure, "practice-leader").route is not None


def test_a_role_category_of_another_edition_is_a_problem(first_edition: cp.Pathway) -> None:
    person = worker(role_category="enhanced-care-worker")
    result = cp.check_eligibility(first_edition, person, target="practice-leader", on=ON)
    assert ProblemKind.UNKNOWN_ID in {problem.kind for problem in result.problems}


# --- dates --------------------------------------------------------------------------------------------


def test_an_expired_certificate_counts_on_the_last_day_and_not_the_day_after(pathway: cp.Pathway) -> None:
    last = date(2026, 3, 31)
    training = cp.TrainingRecord(title="Oliver McGowan Tier 1", completed=BEFORE, expires=last)
    person = worker(
        role_category="enhanced-care-worker",
        qualifications=(),
        training=(training,),
        context=cp.WorkContext(regulated_service=True),
    )
    for day, judgement, decision in (
        (last, "met", Decision.ELIGIBLE),
        (last + timedelta(days=1), "not-met", Decision.NOT_YET),
    ):
        result = cp.check_eligibility(pathway, person, target="supervisor-or-leader", on=day)
        assert result.requirements[-1].judgement.value == judgement
        assert result.decision is decision
    assert "expired on 2026-03-31" in result.requirements[-1].parts[1].reason


def test_expired_evidence_counts_on_the_last_day_and_not_the_day_after(pathway: cp.Pathway) -> None:
    minimum = [one.id for one in pathway.expectations("new-to-care").minimum]
    last = date(2026, 3, 31)
    person = worker(
        role_category="new-to-care",
        **NOTHING_ELSE | {"training": (SUITABLE,)},
        evidence=shown(pathway, minimum, on=BEFORE, expires=last, source="observation"),
    )
    on_the_day = cp.check_eligibility(pathway, person, target="care-or-support-worker", on=last)
    after = cp.check_eligibility(
        pathway, person, target="care-or-support-worker", on=last + timedelta(days=1)
    )
    assert on_the_day.requirements[0].judgement.value == "met"
    assert after.requirements[0].judgement.value == "not-met"
    assert on_the_day.requirements[0].evidence[0].competencies == tuple(minimum)


# --- looks --------------------------------------------------------------------------------------------


def test_every_summary_says_what_it_is_and_never_what_it_is_not(edition: cp.Pathway) -> None:
    """A summary compares a person with published expectations, the Pathway is voluntary, nobody is judged."""
    people = [persona.worker for persona in edition.personas]
    people += [worker(role_category=role.id) for role in edition.role_categories]
    ends = [*(role.id for role in edition.role_categories), *edition.professions]
    for person in people:
        for target in ends:
            summary = cp.check_eligibility(edition, person, target=target, on=ON).summary
            assert "compares a person with published expectations" in summary
            assert "voluntary" in summary
            for word in ("promot", "approved", "fit"):
                assert word not in summary.casefold()


def test_results_explain_themselves(pathway: cp.Pathway) -> None:
    result = check(pathway, manager(qualifications=(held("Grade 8 trumpet"),)))
    text = result.explain()
    assert "? not known (must)" in text
    assert "[published, govuk-deputy-2025]" in text
    assert "Grade 8 trumpet" in text
    assert result.pathway == pathway.ref
    assert result.with_judgement("met") == result.requirements[:2]
    html = check(pathway, manager(qualifications=(held("<b>NVQ</b>"),)))._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert repr(result).startswith("Eligibility(worker='w-1', target='registered-manager', route='rt-dm-rm'")
    assert len(repr(result)) < 400


def test_results_go_to_json_and_rows_and_back(pathway: cp.Pathway) -> None:
    for result in (check(pathway, manager()), check(pathway, worker(role_category="new-to-care"))):
        assert cp.loads(cp.dumps(result), cp.Eligibility) == result
        rows = cp.to_rows(result)
        assert len(rows) == max(1, len(result.requirements))
        assert rows[0]["decision"] == result.decision.value
    assert len(cp.to_rows(cp.eligible_routes(pathway, manager(), on=ON))) > 10


def test_decide_reads_only_what_binds(pathway: cp.Pathway) -> None:
    judged = check(pathway, manager()).requirements
    assert decide(judged) is Decision.ELIGIBLE
    should = cp.check_eligibility(
        pathway, worker(role_category="supervisor-or-leader"), target="deputy-manager", on=ON
    ).requirements
    assert decide((*judged, *should)) is Decision.ELIGIBLE


def test_no_result_is_true_or_false_by_itself(pathway: cp.Pathway) -> None:
    with pytest.raises(TypeError, match=r"compare a part of it, as in \.decision == 'eligible'"):
        assert check(pathway, manager())
