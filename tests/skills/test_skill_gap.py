"""The skill gap of one person."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence import SkillsAssessment, infer_evidence
from care_pathway.skills import GapState, NextStep, Priority, skill_gap
from tests.drawn import examples
from tests.each import each
from tests.skills.skill_samples import (
    AUTHORISED,
    FIRST,
    IDS,
    ON,
    PATHWAY,
    ROLES,
    authorisations,
    evidence,
    expected_of,
    person,
    positive_evidence,
    qualifications,
    roles,
    shown,
    thresholds,
    training,
    workers,
)


def parts(gap) -> dict[str, set[str]]:
    return {name: set(getattr(gap, name)) for name in ("held", "partial", "expired", "missing")}


def opened(gap) -> set[str]:
    return set(gap.partial) | set(gap.expired) | set(gap.missing)


# --- rules --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_holding_everything(role):
    """Rule: the gap of someone holding everything is empty."""
    able = person(evidence=shown(IDS), authorisations=AUTHORISED)
    gap = skill_gap(PATHWAY, able, target=role, on=ON)
    assert set(gap.held) == expected_of(role)
    assert opened(gap) == set()
    assert gap.not_known == gap.open == gap.learned == gap.problems == ()
    assert gap.coverage == gap.minimum_coverage == 1.0


@each("role", ROLES)
def test_nothing_on_file(role):
    """Rule: not known is the part of missing that nothing on file speaks about."""
    gap = skill_gap(PATHWAY, person(), target=role, on=ON)
    assert set(gap.missing) == set(gap.not_known) == expected_of(role)
    assert gap.coverage == gap.minimum_coverage == 0.0


@given(worker=workers, role=roles, threshold=thresholds)
@settings(max_examples=examples(60), deadline=None)
def test_disjoint_and_whole(worker, role, threshold):
    """Rule: held, partial, expired and missing are disjoint and together are what is expected."""
    gap = skill_gap(PATHWAY, worker, target=role, on=ON, threshold=threshold)
    found = parts(gap)
    assert sum(len(one) for one in found.values()) == len(set().union(*found.values()))
    assert set().union(*found.values()) == expected_of(role)
    assert set(gap.not_known) <= set(gap.missing)
    assert gap.coverage == len(gap.held) / len(expected_of(role))
    assert set(gap.learned) <= opened(gap)
    assert {one.competency for one in gap.open} == opened(gap)
    assert len(gap.open) == len(opened(gap))
    for headings in (gap.by_area, gap.by_theme, gap.by_stage, gap.by_expectation, (gap.inherited, gap.own)):
        for name, ids in found.items():
            listed = [one for heading in headings for one in getattr(heading, name)]
            assert sorted(listed) == sorted(ids)


@given(worker=workers, role=roles, threshold=thresholds, more=positive_evidence)
@settings(max_examples=examples(80), deadline=None)
def test_positive_evidence_never_grows_a_gap(worker, role, threshold, more):
    """Rule: adding positive evidence never grows a gap."""
    before = skill_gap(PATHWAY, worker, target=role, on=ON, threshold=threshold)
    added = person(
        evidence=(*worker.evidence, more),
        qualifications=worker.qualifications,
        training=worker.training,
        authorisations=worker.authorisations,
    )
    after = skill_gap(PATHWAY, added, target=role, on=ON, threshold=threshold)
    assert opened(after) <= opened(before)
    assert set(after.missing) <= set(before.missing)
    assert set(after.not_known) <= set(before.not_known)


@given(
    worker=workers,
    role=roles,
    threshold=thresholds,
    course=training,
    held=qualifications,
    signed=authorisations,
)
@settings(max_examples=examples(60), deadline=None)
def test_a_further_record_never_grows_a_gap(worker, role, threshold, course, held, signed):
    """Rule: nor does a further course, qualification or authorisation."""
    before = skill_gap(PATHWAY, worker, target=role, on=ON, threshold=threshold)
    for name, more in (("training", course), ("qualifications", held), ("authorisations", signed)):
        added = attrs.evolve(worker, **{name: (*(getattr(worker, name) or ()), more)})
        after = skill_gap(PATHWAY, added, target=role, on=ON, threshold=threshold)
        assert opened(after) <= opened(before)
        assert set(after.not_known) <= set(before.not_known)


@given(worker=workers, role=roles, random=st.randoms(use_true_random=False))
@settings(max_examples=examples(40), deadline=None)
def test_order_and_repeats_do_not_matter(worker, role, random):
    """Rule: order and repeats on file do not matter."""

    def mixed(items):
        if items is None:
            return None
        doubled = [*items, *items]
        random.shuffle(doubled)
        return tuple(doubled)

    other = cp.Worker(
        id=worker.id,
        role_category=worker.role_category,
        evidence=mixed(worker.evidence),
        qualifications=mixed(worker.qualifications),
        training=mixed(worker.training),
        authorisations=mixed(worker.authorisations),
    )
    one = skill_gap(PATHWAY, worker, target=role, on=ON)
    two = skill_gap(PATHWAY, other, target=role, on=ON)
    assert parts(one) == parts(two)
    assert one.evidence == two.evidence
    assert infer_evidence(PATHWAY, worker, on=ON) == infer_evidence(PATHWAY, other, on=ON)


@given(worker=workers, role=roles)
@settings(max_examples=examples(40), deadline=None)
def test_the_gap_includes_the_baselines(worker, role):
    """Rule: the gap to a role includes its baseline's: minimum and progression, never additional."""
    gap = skill_gap(PATHWAY, worker, target=role, on=ON)
    for base in PATHWAY.baseline_roles(role):
        below = skill_gap(PATHWAY, worker, target=base, on=ON)
        handed_on = {one.id for one in PATHWAY.competencies if one.stage in ("minimum", "progression")}
        assert opened(below) & handed_on <= opened(gap)
        assert set(below.inherited.missing) <= set(gap.inherited.missing)


@given(
    steady=st.lists(positive_evidence, max_size=10),
    closing=st.lists(st.sampled_from(IDS), min_size=1, max_size=15, unique=True),
    role=roles,
)
@settings(max_examples=examples(60), deadline=None)
def test_expired_evidence_reopens_what_it_closed(steady, closing, role):
    """Rule: expired evidence reopens exactly what it closed."""
    last = ON - timedelta(days=1)
    valid = shown(closing, "assessed", on=date(2020, 1, 1), expires=ON)
    lapsed = shown(closing, "assessed", on=date(2020, 1, 1), expires=last)
    without = skill_gap(PATHWAY, person(evidence=tuple(steady)), target=role, on=ON)
    closed = skill_gap(PATHWAY, person(evidence=(*steady, *valid)), target=role, on=ON)
    again = skill_gap(PATHWAY, person(evidence=(*steady, *lapsed)), target=role, on=ON)
    assert set(again.held) == set(without.held)
    assert opened(again) - opened(closed) == opened(without) & set(closing)
    assert opened(without) & set(closing) <= set(again.expired)


def _ends_first(one):
    return one.on is not None and one.expires is not None and one.expires < one.on


def reference(worker, role, on, threshold):
    """The same rules said again with plain sets, competency by competency."""
    result: dict[str, set[str]] = {"held": set(), "partial": set(), "expired": set(), "missing": set()}
    for competency in expected_of(role):
        mine = [
            one
            for one in worker.evidence
            if one.competency == competency
            # Days that contradict each other are none to go by: a not-yet stands, all else shows nothing.
            and (one.state == "not-yet" if _ends_first(one) else one.on is None or one.on <= on)
        ]
        against = [one for one in mine if one.state == "not-yet"]
        counted: list[int] = []
        disputed: list[int] = []
        lapsed: list[int] = []
        for one in mine:
            if one.state == "not-yet":
                continue
            taken = any(
                no.on is None or _ends_first(no) or one.on is None or one.on <= no.on for no in against
            )
            valid = one.expires is None or on <= one.expires
            if taken and valid:
                disputed.append(one.state.rank)
            elif not taken:
                (counted if valid else lapsed).append(one.state.rank)
        best = max(counted, default=0)
        if best >= threshold.rank:
            result["held"].add(competency)
        elif max(lapsed, default=0) > best:
            result["expired"].add(competency)
        elif best or disputed:
            result["partial"].add(competency)
        else:
            result["missing"].add(competency)
    return result


@given(items=st.lists(evidence, max_size=40), role=roles, threshold=thresholds, few=st.integers(1, len(IDS)))
@settings(max_examples=examples(120), deadline=None)
def test_masks_say_what_sets_say(items, role, threshold, few):
    """Rule: masks are only a faster way to say the same; checked against sets."""
    # Few competencies, so that items meet on the same one.
    folded = tuple(
        cp.Evidence(
            competency=IDS[IDS.index(one.competency) % few], state=one.state, on=one.on, expires=one.expires
        )
        for one in items
    )
    worker = person(evidence=folded)
    gap = skill_gap(PATHWAY, worker, target=role, on=ON, threshold=threshold)
    assert parts(gap) == reference(worker, role, ON, threshold)


# --- states and dates ---------------------------------------------------------------------------------

ONE = "ks-csw-safeguarding-02"


def state_of(gap, competency: str) -> str:
    return next(name for name, ids in parts(gap).items() if competency in ids)


@each(
    ("state", "threshold", "expected"),
    [
        ("not-yet", "claimed", "missing"),
        ("claimed", "claimed", "held"),
        ("claimed", "attended", "partial"),
        ("attended", "assessed", "partial"),
        ("assessed", "assessed", "held"),
        ("assessed", "signed-off", "partial"),
        ("signed-off", "signed-off", "held"),
    ],
)
def test_threshold(state, threshold, expected):
    gap = skill_gap(
        PATHWAY,
        person(evidence=shown([ONE], state)),
        target="care-or-support-worker",
        on=ON,
        threshold=threshold,
    )
    assert state_of(gap, ONE) == expected
    assert ONE not in gap.not_known
    assert gap.threshold == threshold


@pytest.mark.parametrize("threshold", ["not-yet", "brilliant"])
def test_a_threshold_that_cannot_be(threshold):
    with pytest.raises(ValueError, match="'claimed', 'attended', 'assessed', 'signed-off', not"):
        skill_gap(PATHWAY, person(), target=ROLES[0], on=ON, threshold=threshold)


@pytest.mark.parametrize(("days", "expected"), [(-1, "expired"), (0, "held"), (1, "held")])
def test_valid_on_the_last_day_itself(days, expected):
    items = shown([ONE], "assessed", expires=ON + timedelta(days=days))
    gap = skill_gap(PATHWAY, person(evidence=items), target="care-or-support-worker", on=ON)
    assert state_of(gap, ONE) == expected


def test_expired_is_the_best_that_is_on_file():
    lapsed = shown([ONE], "signed-off", expires=ON - timedelta(days=1))
    weaker = shown([ONE], "attended")
    gap = skill_gap(PATHWAY, person(evidence=(*lapsed, *weaker)), target="care-or-support-worker", on=ON)
    assert gap.expired == (ONE,)
    assert gap.learned == (ONE,)
    renewed = skill_gap(
        PATHWAY, person(evidence=(*lapsed, *shown([ONE]))), target="care-or-support-worker", on=ON
    )
    assert ONE in renewed.held


def test_evidence_of_a_later_day_does_not_count_yet():
    items = shown([ONE], "assessed", on=ON + timedelta(days=1))
    gap = skill_gap(PATHWAY, person(evidence=items), target="care-or-support-worker", on=ON)
    assert ONE in gap.not_known
    assert "does not count yet" in str(gap.problems[0])


@each(
    ("positive", "negative", "expected", "reported"),
    [
        (date(2025, 1, 1), date(2025, 6, 1), "partial", True),
        (date(2025, 6, 1), date(2025, 6, 1), "partial", True),
        (date(2025, 6, 2), date(2025, 6, 1), "held", False),
        (None, date(2025, 6, 1), "partial", True),
        (date(2025, 6, 1), None, "partial", True),
        (None, None, "partial", True),
    ],
)
def test_contradictions_are_never_held(positive, negative, expected, reported):
    """Rule: a not-yet that is not older takes away what is shown; it is reported and never held."""
    items = (*shown([ONE], "signed-off", on=positive), *shown([ONE], "not-yet", on=negative))
    gap = skill_gap(
        PATHWAY, person(evidence=items), target="care-or-support-worker", on=ON, threshold="claimed"
    )
    assert state_of(gap, ONE) == expected
    assert bool(gap.problems) is reported
    if reported:
        assert gap.problems[0].id == ONE
        (item,) = [one for one in gap.open if one.competency == ONE]
        assert item.next is NextStep.RESOLVE


# --- order of work ------------------------------------------------------------------------------------


def test_first_things_first():
    gap = skill_gap(PATHWAY, person(), target="enhanced-care-worker", on=ON)
    order = [one.priority for one in gap.open]
    assert order == sorted(order, key=list(Priority).index)
    minimum = {one.id for one in PATHWAY.expectations("enhanced-care-worker").minimum}
    assert set(gap.unsafe) == minimum
    assert set(gap.nice) == {one for one in expected_of("enhanced-care-worker") if "dha-kinds" in one}
    assert set(gap.needed) == expected_of("enhanced-care-worker") - minimum - set(gap.nice)
    assert gap.open[0].competency.startswith("ks-ntc-induction")


def test_a_delegated_activity_without_sign_off_is_unsafe_to_leave():
    held = cp.DelegatedAuthorisation(
        activity="feeding-and-digestive-care",
        person="p-1",
        delegated_by="n-1",
        profession="registered-nurse",
        signed_off=None,
        training_completed=date(2025, 12, 1),
    )
    gap = skill_gap(PATHWAY, person(authorisations=(held,)), target="enhanced-care-worker", on=ON)
    assert "ks-ecw-dha-kinds-06" in gap.unsafe
    assert "ks-ecw-dha-kinds-06" in gap.partial
    assert "ks-ecw-dha-kinds-02" in gap.nice


def test_next_steps():
    items = (
        *shown(["ks-csw-choice-01"], "attended"),
        *shown(["ks-csw-choice-02"], "assessed", expires=ON - timedelta(days=1)),
    )
    gap = skill_gap(PATHWAY, person(evidence=items), target="care-or-support-worker", on=ON)
    steps = {one.competency: (one.state, one.next) for one in gap.open}
    assert steps["ks-csw-choice-01"] == (GapState.PARTIAL, NextStep.ASSESS)
    assert steps["ks-csw-choice-02"] == (GapState.EXPIRED, NextStep.RENEW)
    assert steps["ks-csw-choice-03"] == (GapState.MISSING, NextStep.LEARN)
    assert steps["beh-core-1"] == (GapState.MISSING, NextStep.SHOW)


def test_inherited_and_own_are_shown_apart():
    gap = skill_gap(PATHWAY, person(), target="supervisor-or-leader", on=ON)
    expectations = PATHWAY.expectations("supervisor-or-leader")
    assert gap.inherited.missing == tuple(one.id for one in expectations.inherited)
    assert gap.own.missing == tuple(one.id for one in expectations.own)
    assert gap.own.expected == len(expectations.own)
    assert {one.competency for one in gap.open if one.inherited} == {one.id for one in expectations.inherited}


def test_headings():
    gap = skill_gap(PATHWAY, person(), target="new-to-care", on=ON)
    assert [one.label for one in gap.by_stage] == ["Behaviours", "minimum", "progression", "additional"]
    assert [one.id for one in gap.by_expectation] == ["must", "should"]
    assert gap.by_area[0].id is None
    assert len(gap.by_area) == 1 + len(PATHWAY.areas_for("new-to-care"))


# --- whose role, which edition ------------------------------------------------------------------------


def test_the_persons_own_role_category():
    assert skill_gap(PATHWAY, person(), target=None, on=ON).target == "care-or-support-worker"
    placed = cp.Worker(id="w-2", job_title="registered manager")
    gap = skill_gap(PATHWAY, placed, target=None, on=ON)
    assert gap.target == gap.role_category == "registered-manager"


def test_a_role_category_that_nobody_knows():
    with pytest.raises(ValueError, match="target must be given, since nothing on file"):
        skill_gap(PATHWAY, cp.Worker(id="w-3"), target=None, on=ON)
    with pytest.raises(cp.UnknownIdError, match="did you mean"):
        skill_gap(PATHWAY, person(), target="care-and-support-worker", on=ON)


def test_an_id_of_another_edition_is_reported():
    worker = person(evidence=shown(["ks-ecw-delegation-01", ONE]))
    gap = skill_gap(FIRST, worker, target="care-or-support-worker", on=ON)
    assert ONE in gap.held
    assert gap.pathway == FIRST.ref
    assert "edition does not have" in str(gap.problems[0])


def test_a_record_of_another_edition_falls_back_to_the_title():
    worker = cp.Worker(id="w-4", role_category="enhanced-care-worker", job_title="care assistant")
    assert skill_gap(FIRST, worker, target="new-to-care", on=ON).role_category == "care-or-support-worker"


# --- looks --------------------------------------------------------------------------------------------


def test_looks():
    bad = cp.Worker(
        id="<b>w</b>",
        role_category="care-or-support-worker",
        evidence=(*shown(IDS[:150]), *shown([ONE], "not-yet")),
        training=(cp.TrainingRecord(title="<script>"),),
    )
    gap = skill_gap(PATHWAY, bad, target="new-to-care", on=ON)
    text = gap.explain()
    assert "against new-to-care" in text
    assert "is not recognised" in text
    assert "decides nothing about a job" in text
    html = gap._repr_html_()
    assert "<script>" not in html
    assert "&lt;b&gt;w&lt;/b&gt;" in html
    assert html.count("<table>") == html.count("</table>") == 1
    assert '<th scope="row"' in html
    assert "half or more" in html or "(all)" in html
    assert len(repr(gap)) < 200
    assert len(repr(gap.by_area[0])) < 200


def test_colour_is_never_the_only_sign():
    """Rule: every coloured cell of the heat table says the same in words."""
    gap = skill_gap(PATHWAY, person(evidence=shown(IDS[::2])), target="new-to-care", on=ON)
    cells = gap._repr_html_().split("<td ")[1:]
    assert cells
    for cell in cells:
        words = cell.split("</span>")[1].split("</td>")[0]
        assert any(one in words for one in ("none", "under half", "half or more", "all", "nothing expected"))


def test_results_are_values():
    worker = person(evidence=shown(IDS[:40]))
    one = skill_gap(PATHWAY, worker, target="new-to-care", on=ON)
    two = skill_gap(PATHWAY, worker, target="new-to-care", on=ON)
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one
    assert cp.loads(cp.dumps(one), type(one)) == one


def test_assessments_count_as_evidence():
    both = SkillsAssessment(competency=ONE, own="meets", manager="meets", on=date(2025, 5, 1))
    gap = skill_gap(PATHWAY, person(), target="care-or-support-worker", on=ON, assessments=[both])
    assert gap.held == (ONE,)
    apart = SkillsAssessment(competency=ONE, own="meets", manager="not-yet", on=date(2025, 5, 1))
    gap = skill_gap(PATHWAY, person(), target="care-or-support-worker", on=ON, assessments=[apart])
    assert gap.partial == (ONE,)
    assert any("talk it through" in str(one) for one in gap.problems)


def test_text_of_an_open_gap():
    gap = skill_gap(PATHWAY, person(), target="new-to-care", on=ON)
    text = gap.explain()
    assert "for safe practice: 49" in text
    assert "unsafe" not in text
    assert "and 41 more" in text
    assert "needed: 45" in text
    assert "nice to have: 17" in text
    few = skill_gap(PATHWAY, person(evidence=shown(IDS[:-8])), target="registered-manager", on=ON).explain()
    assert "more" not in few.split("\nfor safe practice:")[1]
    assert "nice to have" not in few
    assert (
        "(1%)"
        in skill_gap(PATHWAY, person(evidence=shown([ONE])), target="care-or-support-worker", on=ON).explain()
    )


def test_rows():
    """Rule: the table has one row for each expected competency, and says what the gap says."""
    worker = person(evidence=(*shown(IDS[:60]), *shown(IDS[60:90], "attended")))
    gap = skill_gap(PATHWAY, worker, target="supervisor-or-leader", on=ON)
    rows = gap.rows()
    assert rows == cp.to_rows(gap)
    assert {row["competency"] for row in rows} == expected_of("supervisor-or-leader")
    assert len(rows) == len(expected_of("supervisor-or-leader"))
    for row in rows:
        competency = PATHWAY.competency(row["competency"])
        assert (row["area"], row["theme"]) == (competency.area, competency.theme)
        assert competency.id in getattr(gap, row["state"])
        assert row["inherited"] is ("supervisor-or-leader" not in competency.role_categories)
        assert (row["priority"] is None) is (row["next"] is None) is (row["state"] == "held")
