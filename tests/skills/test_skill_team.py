"""The skill gap of a team, and what carries over between role categories."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway.evidence import SkillsAssessment
from care_pathway.skills import GapState, Priority, skill_gap, team_gap, transferable
from tests.drawn import examples
from tests.skills.skill_samples import (
    DELEGATED_SKILLS,
    IDS,
    ON,
    PATHWAY,
    expected_of,
    person,
    roles,
    shown,
    workers,
)

TARGET = "care-or-support-worker"
MEMBER = (
    "worker",
    "target",
    "role_category",
    "held",
    "partial",
    "expired",
    "missing",
    "not_known",
    "coverage",
    "minimum_coverage",
)
SAFEGUARDING = tuple(one for one in IDS if one.startswith("ks-csw-safeguarding"))
CHOICE = tuple(one for one in IDS if one.startswith("ks-csw-choice"))


def team():
    return (
        person(id="ann", evidence=shown((*SAFEGUARDING, *CHOICE))),
        person(id="bob", evidence=shown(SAFEGUARDING, "attended")),
        person(id="cat", evidence=shown(CHOICE[:1])),
    )


def test_matrix():
    gap = team_gap(PATHWAY, team(), target=TARGET, on=ON)
    assert gap.workers == ("ann", "bob", "cat")
    assert len(gap.cells) == len(gap.workers) * len(gap.areas) == len(gap.rows())
    cell = {(one.worker, one.area): one for one in gap.cells}
    assert cell["ann", "area-csw-safeguarding"].state is GapState.HELD
    assert cell["bob", "area-csw-safeguarding"].state is GapState.PARTIAL
    assert cell["cat", "area-csw-safeguarding"].state is GapState.MISSING
    assert cell["cat", "area-csw-choice"].coverage == pytest.approx(1 / 3)
    row = next(one for one in gap.rows() if one["worker"] == "bob" and one["area"] == "area-csw-safeguarding")
    assert row["partial"] == row["expected"] == len(SAFEGUARDING)
    assert row["state"] == "partial"
    assert row["target"] == TARGET


@given(people=st.lists(workers, max_size=4), role=st.none() | roles)
@settings(max_examples=examples(40), deadline=None)
def test_a_team_is_its_people(people, role):
    """Rule: what is said of a team is what is said of each of its people."""
    named = [cp.Worker(**{**_fields(one), "id": f"w-{at}"}) for at, one in enumerate(people)]
    gap = team_gap(PATHWAY, named, target=role, on=ON)
    alone = [skill_gap(PATHWAY, one, target=role, on=ON) for one in named]
    for member, single in zip(gap.members, alone, strict=True):
        for name in MEMBER:
            assert getattr(member, name) == getattr(single, name)
        assert set(member.learned) == set(single.learned)
        for name in ("unsafe", "needed", "nice"):
            assert set(getattr(member, name)) == set(getattr(single, name))
    lacking = {one.competency: set(one.workers) for one in gap.lacking}
    for single in alone:
        for item in single.open:
            assert single.worker in lacking[item.competency]
    for need in gap.most_lack:
        assert len(need.workers) * 2 > need.expected_of
    for coaching in gap.coaching:
        assert not set(coaching.learners) & set(coaching.coaches)
        assert not set(coaching.lacks) & set(DELEGATED_SKILLS)
        assert coaching.coaches or coaching.in_part
        for part in coaching.in_part:
            assert set() < set(part.holds) < set(coaching.lacks)
            assert not set(part.coaches) & {*coaching.learners, *coaching.coaches}


def _fields(worker):
    names = ["role_category", "evidence", "qualifications", "training", "authorisations"]
    return {name: getattr(worker, name) for name in names}


def test_what_most_lack():
    gap = team_gap(PATHWAY, team(), target=TARGET, on=ON)
    most = {one.competency: one for one in gap.most_lack}
    assert most[SAFEGUARDING[0]].workers == ("bob", "cat")
    assert CHOICE[0] not in most
    assert CHOICE[1] in most
    order = [one.priority for one in gap.lacking]
    assert order == sorted(order, key=list(Priority).index)


def test_who_could_coach_whom():
    gap = team_gap(PATHWAY, team(), target=TARGET, on=ON)
    pairs = {(one.area, one.learners): one for one in gap.coaching}
    assert pairs["area-csw-safeguarding", ("bob", "cat")].coaches == ("ann",)
    assert pairs["area-csw-choice", ("cat",)].lacks == CHOICE[1:]
    assert all(one.area is not None for one in gap.coaching)


def test_who_holds_a_part_can_coach_that_part():
    able = person(id="dan", evidence=shown(SAFEGUARDING[:3]))
    gap = team_gap(PATHWAY, (able, person(id="eve")), target=TARGET, on=ON)
    (coaching,) = [one for one in gap.coaching if one.area == "area-csw-safeguarding"]
    assert coaching.coaches == ()
    assert [(one.holds, one.coaches) for one in coaching.in_part] == [(SAFEGUARDING[:3], ("dan",))]
    assert "dan (3 of them) for eve" in gap.explain()


def test_ratings_count_as_they_do_for_one_person():
    """Rule: a skills assessment is evidence of the team's gap as it is of a person's."""
    rated = (
        SkillsAssessment(competency=CHOICE[1], own="meets", manager="meets", on=ON),
        SkillsAssessment(competency=CHOICE[2], own="meets", manager="not-yet", on=ON),
    )
    gap = team_gap(PATHWAY, team(), target=TARGET, on=ON, assessments={"cat": rated, "zoe": rated})
    cat = team()[2]
    single = skill_gap(PATHWAY, cat, target=TARGET, on=ON, assessments=rated)
    member = next(one for one in gap.members if one.worker == "cat")
    for name in MEMBER:
        assert getattr(member, name) == getattr(single, name)
    assert CHOICE[1] in member.held
    told = {(one.where, one.message.partition(";")[0]) for one in gap.problems}
    assert ("zoe", "is rated, and not in the team") in told
    assert (f"cat, {CHOICE[2]}", "is rated meets by the worker and not-yet by the manager") in told
    assert gap.members[0] == team_gap(PATHWAY, team(), target=TARGET, on=ON).members[0]


def test_delegated_skills_are_never_coached():
    """Rule: delegated healthcare is trained and signed off by a professional, not passed on by colleagues."""
    able = person(id="ann", evidence=shown(IDS, "signed-off"))
    gap = team_gap(PATHWAY, (able, person(id="bob")), target="enhanced-care-worker", on=ON)
    coached = {one for each in gap.coaching for one in each.lacks}
    assert coached
    assert not coached & set(DELEGATED_SKILLS)


def test_single_holders():
    gap = team_gap(PATHWAY, team(), target=TARGET, on=ON)
    holders = {one.competency: one.worker for one in gap.single_holders}
    assert holders[SAFEGUARDING[0]] == "ann"
    assert CHOICE[0] not in holders
    assert team_gap(PATHWAY, team()[:1], target=TARGET, on=ON).single_holders == ()


def test_each_ones_own_role_category():
    people = (*team()[:1], cp.Worker(id="dan"), person(id="eve", role_category="registered-manager"))
    gap = team_gap(PATHWAY, people, target=None, on=ON)
    assert gap.target is None
    assert [one.target for one in gap.members] == [TARGET, "registered-manager"]
    assert gap.problems[0].worker == "dan"
    not_theirs = next(one for one in gap.cells if one.worker == "ann" and one.area == "area-rm-role")
    assert (not_theirs.expected, not_theirs.state, not_theirs.coverage) == (0, None, None)
    assert "each one&#x27;s own" in gap._repr_html_()
    assert "each one's own" in gap.explain()


def test_problems():
    twice = (*team()[:1], *team()[:1])
    assert "in the team 2 times" in str(team_gap(PATHWAY, twice, target=TARGET, on=ON).problems[0])
    torn = person(
        id="fay",
        evidence=(
            *shown(CHOICE[:1], on=date(2025, 1, 1)),
            *shown(CHOICE[:1], "not-yet", on=date(2025, 2, 1)),
        ),
        training=(cp.TrainingRecord(title="qwerty"),),
    )
    texts = [str(one) for one in team_gap(PATHWAY, (torn,), target=TARGET, on=ON).problems]
    assert any("not recognised" in one for one in texts)
    assert any("not-yet" in one for one in texts)
    with pytest.raises(cp.UnknownIdError):
        team_gap(PATHWAY, (), target="carer", on=ON)


def test_nobody():
    gap = team_gap(PATHWAY, (), target=TARGET, on=ON)
    assert gap.coverage is gap.minimum_coverage is None
    assert gap.rows() == []
    assert "0 people" in gap.explain()


def test_looks():
    gap = team_gap(PATHWAY, (*team(), person(id="<i>x</i>")), target=TARGET, on=ON)
    text = gap.explain()
    for words in ("what most lack", "who could coach whom", "held by one person only", "more"):
        assert words in text
    html = gap._repr_html_()
    assert "<i>" not in html
    assert html.count("<tr>") == 1 + len(gap.workers)
    assert 'scope="col"' in html
    assert len(repr(gap)) < 200
    assert len(repr(gap.members[0])) < 200
    assert cp.loads(cp.dumps(gap), type(gap)) == gap


# --- transfer -----------------------------------------------------------------------------------------


@given(source=roles, target=roles)
@settings(deadline=None)
def test_carried_over_and_new_are_the_target(source, target):
    """Rule: what carries over and what is new are disjoint and together are what the target expects."""
    transfer = transferable(PATHWAY, source, target)
    assert set(transfer.carries_over) | set(transfer.new) == expected_of(target)
    assert set(transfer.carries_over) == expected_of(target) & expected_of(source)
    assert set(transfer.left) == expected_of(source) - expected_of(target)
    assert set(transfer.builds_on) <= set(transfer.new)
    assert transfer.coverage == len(transfer.carries_over) / len(expected_of(target))
    by_theme = [one for each in transfer.by_theme for one in (*each.carries_over, *each.new)]
    assert sorted(by_theme) == sorted(expected_of(target))


def test_to_where_one_is():
    transfer = transferable(PATHWAY, TARGET, TARGET)
    assert transfer.new == transfer.left == transfer.builds_on == ()
    assert transfer.coverage == 1.0


def test_transfer_looks():
    transfer = transferable(PATHWAY, TARGET, "supervisor-or-leader")
    assert set(transfer.builds_on) >= {one for one in transfer.new if "sol-communication" in one}
    assert not any("sol-mentoring" in one for one in transfer.builds_on)
    text = transfer.explain()
    assert "builds on the same topic" in text
    assert "carries over 153" in text
    assert "Familiar topic" in transfer._repr_html_()
    with pytest.raises(cp.UnknownIdError):
        transferable(PATHWAY, TARGET, "nurse")
    assert cp.loads(cp.dumps(transfer), type(transfer)) == transfer


def test_transfer_rows():
    transfer = transferable(PATHWAY, TARGET, "supervisor-or-leader")
    rows = cp.to_rows(transfer)
    assert {row["competency"] for row in rows if row["carries_over"]} == set(transfer.carries_over)
    assert {row["competency"] for row in rows if not row["carries_over"]} == set(transfer.new)
    assert {row["competency"] for row in rows if row["builds_on_topic"]} == {
        *transfer.carries_over,
        *transfer.builds_on,
    }
