"""Names of qualifications as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import care_pathway as cp
from care_pathway._data import read_json
from care_pathway.evidence.held import held_reader
from care_pathway.evidence.qualifications import (
    QualificationMatch,
    counts_as,
    lower_levels,
    resolve_qualification,
)
from tests.each import each
from tests.progression.people import held

L2, L3, L4 = "l2-diploma-care", "l3-diploma-adult-care", "l4-diploma-adult-care"
L5, L5_SERVICE = "l5-diploma-leadership-management", "l5-diploma-leading-managing-service"
CARE_CERTIFICATE, CERTIFICATE = "care-certificate-standards", "l2-adult-social-care-certificate"

MATCHED = {
    "NVQ3 H&SC": L3,
    "nvq level iii in care": L3,
    "N.V.Q. 3 Health & Social Care": L3,
    "NVQ 3": L3,
    "QCF level 2": L2,
    "QCF L5": L5,
    "L5 dip L&M": L5,
    "Level 5 in leadership & management": L5,
    "Level 2 Diploma in Health and Social Care (QCF) City & Guilds 2014": L2,
    "L3 dip HSC": L3,
    "level three diploma adult care": L3,
    "Level 3 Dipolma in Adlut Care": L3,
    "NVQ 2 & 3 Health and social care": L3,
    "Level 4 Diploma in Adult Care": L4,
    "NVQ 4 care": L5,
    "RMA": L5,
    "Registered Manager’s Award": L5,
    "Registered manager's (adults) NVQ": L5,
    "NVQ4 LMCS": L5,
    "Level 5 Diploma in Health and Social Care": L5,
    "Level 5 Diploma in Leading & Managing an Adult Care Service (RQF)": L5_SERVICE,
    "Care Certificate": CARE_CERTIFICATE,
    "care cert": CARE_CERTIFICATE,
    "Common Induction Standards": CARE_CERTIFICATE,
    "Level 2 Care Certificate": CERTIFICATE,
    "Care Certificate qualification": CERTIFICATE,
    "ASC certificate L2": CERTIFICATE,
    "Lead adult care worker apprenticeship": "app-lead-adult-care-worker",
    "Level 3 apprenticeship in health and social care": "app-lead-adult-care-worker",
    "ST0005 Adult Care Worker apprenticeship": "app-adult-care-worker",
    "Level 2 certificate in dementia care": "l2-cert-dementia-care",
    "Any nursing degree": "app-registered-nurse",
    "Social work degree (UK)": "app-social-worker",
    "Level 3 Award in Education and Training": "l3-award-education-training",
}
NO_RECORD = [
    "BTEC Level 3 Health and Social Care",
    "Level 3 Certificate in Preparing to Work in Adult Social Care",
    "Level 3 Diploma in Childcare",
    "First aid at work",
    "GCSE Maths",
    "Functional skills English L2",
    "ILM level 5 leadership and management",
    "Hairdressing NVQ 2",
    "Health and social care degree",
    "Other qualification relevant to social care",
    "Stroke awareness award",
]
NEITHER = {
    "": "unrecognised",
    "  ": "unrecognised",
    "NVQ": "unrecognised",
    "Level 3": "unrecognised",
    "Diploma": "unrecognised",
    "Grade 8 trumpet": "unrecognised",
    "Level 3 diploma in underwater welding": "unrecognised",
    "please see the attached letter about several different courses somebody attended abroad": "unrecognised",
    "Dementia level 2": "ambiguous",
    "Level 5 Diploma advanced practice in health and social care": "ambiguous",
}


@each("name", MATCHED)
def test_a_name_stands_for_its_record(pathway: cp.Pathway, name: str) -> None:
    match = resolve_qualification(pathway, name)
    assert (match.status.value, match.learning) == ("matched", MATCHED[name])
    assert 0.7 <= match.confidence <= 1
    assert match.candidates[0].reason
    assert match.pathway == pathway.ref


@each("name", NO_RECORD)
def test_what_is_known_and_stands_for_nothing_on_record(pathway: cp.Pathway, name: str) -> None:
    match = resolve_qualification(pathway, name)
    assert (match.status.value, match.learning) == ("no-record", None)
    assert counts_as(pathway, held(name)) == frozenset()


@each("name", NEITHER)
def test_what_cannot_be_read_is_never_guessed(pathway: cp.Pathway, name: str) -> None:
    match = resolve_qualification(pathway, name)
    assert (match.status.value, match.learning) == (NEITHER[name], None)
    if name.strip():
        assert counts_as(pathway, held(name)) == frozenset()


def test_every_name_on_record_stands_for_itself(edition: cp.Pathway) -> None:
    for one in edition.learning:
        match = resolve_qualification(edition, one.name)
        assert match.learning == one.id, one.name
    for version in edition.qualification_versions:
        found = resolve_qualification(edition, version.name).learning
        assert found is not None
        assert version.counts_as in counts_as(edition, held(version.name)), version.name


def test_a_level_in_its_own_column(pathway: cp.Pathway) -> None:
    assert resolve_qualification(pathway, "Diploma in Adult Care", level=3).learning == L3
    assert resolve_qualification(pathway, "Health and social care NVQ", level=4).learning == L5
    assert resolve_qualification(pathway, "Care Certificate", level=2).learning == CERTIFICATE
    wrong = resolve_qualification(pathway, "NVQ3 H&SC", level=2)
    assert wrong.status.value == "ambiguous"
    assert wrong.problems == ("the name says level 3, and the level on file is 2",)
    also_wrong = resolve_qualification(pathway, "Lead Adult Care Worker apprenticeship", level=5)
    assert "another level than the 5" in also_wrong.problems[0]


def test_the_level_given_back(pathway: cp.Pathway) -> None:
    assert resolve_qualification(pathway, "RMA").level == 5
    assert resolve_qualification(pathway, "Grade 8 trumpet").level is None
    assert resolve_qualification(pathway, "Level 3 trumpet").level == 3


def test_what_counts_as_what(pathway: cp.Pathway) -> None:
    def counts(name: str, **more: Any) -> set[str]:
        return set(counts_as(pathway, held(name, **more)))

    assert counts("Lead Adult Care Worker apprenticeship") == {"app-lead-adult-care-worker", L3}
    assert counts("L5 dip L&M") == {L5, L5_SERVICE}
    assert counts("Leader in Adult Care apprenticeship") == {"app-leader-adult-care", L5, L5_SERVICE}
    assert counts("Level 2 Adult Social Care Certificate") == {CERTIFICATE, CARE_CERTIFICATE}
    assert counts("Care Certificate") == {CARE_CERTIFICATE}  # the standards are not the certificate
    assert counts("x", learning=L3) == {L3}
    assert counts("x", learning=L3, level=2) == set()
    assert counts("x", learning="nvq-3") == set()
    assert counts("NVQ4 LMCS", learning=L5, level=4) == {L5, L5_SERVICE}  # an NVQ had another level
    assert counts("Dementia level 2") == set()


def test_a_higher_level_of_the_same_line_stands_in(pathway: cp.Pathway) -> None:
    assert lower_levels(pathway, L5) == {L2, L3, L4}
    assert lower_levels(pathway, L2) == set()
    assert lower_levels(pathway, "app-leader-adult-care") >= {L3, "app-lead-adult-care-worker"}
    assert lower_levels(pathway, "no-such") == set()


def test_an_edition_reads_only_what_it_has(pathway: cp.Pathway) -> None:
    without = attrs.evolve(
        pathway,
        learning=tuple(one for one in pathway.learning if one.id != L3),
        qualification_versions=(),
        routes=(),
        personas=(),
    )
    assert resolve_qualification(without, "L3 dip HSC").status.value == "unrecognised"


def test_an_overlays_qualification_is_read_by_its_name(pathway: cp.Pathway) -> None:
    own = cp.LearningOpportunity(
        id="acme:night-care",
        name="Acme Night Care Award",
        kind="award",
        level=3,
        provenance=cp.Provenance(basis="editorial", why="an overlay"),
    )
    wider = attrs.evolve(pathway, learning=(*pathway.learning, own))
    assert resolve_qualification(wider, "award, Acme night care").learning == "acme:night-care"
    assert resolve_qualification(pathway, "Acme Night Care Award").learning is None


@given(st.text(max_size=60), st.one_of(st.none(), st.integers(0, 9)))
def test_any_text_gets_an_answer_and_a_match_is_always_on_record(text: str, level: int | None) -> None:
    """Whatever is written: a status, confidences between 0 and 1, and a learning only when matched."""
    pathway = cp.load("2025-04")
    match = resolve_qualification(pathway, text, level=level)
    assert (match.learning is not None) == (match.status.value == "matched")
    assert all(0 < one.confidence <= 1 for one in match.candidates)
    assert [one.confidence for one in match.candidates] == sorted(
        (one.confidence for one in match.candidates), reverse=True
    )
    assert cp.loads(cp.dumps(match), QualificationMatch) == match


@given(st.sampled_from(sorted(MATCHED)), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_and_spaces_do_not_matter(name: str, change: Callable[[str], str]) -> None:
    """Normalising twice is normalising once: neither case nor spaces nor brackets change the answer."""
    pathway = cp.load("2025-04")
    other = f"  ({change(name).replace(' ', '  ')})."
    assert resolve_qualification(pathway, other).learning == MATCHED[name]


def test_it_explains_itself(pathway: cp.Pathway) -> None:
    text = resolve_qualification(pathway, "Level 3 Dipolma in Adult Care", level=2).explain()
    assert "'dipolma' is read as 'diploma'" in text
    assert resolve_qualification(pathway, "Level 3 Dipolma in Adult Care").reason_codes == (
        "spelling-repaired",
    )
    assert resolve_qualification(pathway, "Level 3 Diploma in Adult Care").reason_codes == ()
    assert "level on file is 2" in text


def test_the_lexicon_names_only_what_is_on_record() -> None:
    lexicon = read_json("lexicons/qualifications.json")
    known = {one.id for one in cp.load("2025-04").learning}
    tags = {one["id"] for one in lexicon["subjects"]}
    kinds = {one["id"] for one in lexicon["kinds"]}
    for reading in lexicon["readings"]:
        assert reading["why"]
        assert reading.get("learning") is None or reading["learning"] in known
        assert {*reading.get("any", ()), *reading.get("all", ()), *reading.get("also", ())} <= tags | {"*"}
        assert {*reading.get("kinds", ()), *reading.get("not_kinds", ())} <= kinds
        assert (reading.get("learning") is None) == ("name" in reading)
    for line in lexicon["lines"]:
        assert line["why"]
        assert {learning for step in line["steps"] for learning in step} <= known


#: Names beside the one that counts: another subject, another line of work, or words that nobody here knows.
BESIDE = (
    "Level 3 diploma in animal care",
    "Level 2 Diploma in Car Care",
    "Level 3 diploma dental care",
    "NVQ 2 horse care",
    "Level 3 Diploma in Adult Care revoked",
    "Applied for Level 3 Diploma in Adult Care",
    "Overseas nursing degree",
    "Access to HE Diploma (Nursing)",
    "Level 4 Diploma in Management",
    "Level 5 Diploma in Management",
    "Level 5 managing",
    "NVQ 4 Management",
    "QCF5 managers",
    "Level 4 Certificate in Management",
    "Level 5 Diploma in Leadership and Management for Residential Childcare",
    "Level 5 Diploma in Leadership for Health and Social Care and Children and Young People's Services "
    "(Children and Young People's Residential Management)",
)


@each("name", BESIDE)
def test_a_word_that_is_not_understood_makes_no_certificate(pathway: cp.Pathway, name: str) -> None:
    """DESIGN: What is not understood changes no answer and is said."""
    assert counts_as(pathway, held(name)) == frozenset()
    worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(held(name),))
    states = {one.state.value for one in cp.infer_evidence(pathway, worker, on=date(2026, 1, 1))}
    assert states <= {"claimed"}


@pytest.mark.parametrize(
    ("name", "learning"),
    [
        ("Level 3 Diploma in Adult Care (England), awarded June 2019 by ProQual", L3),
        ("Level 3 Diploma in Health and Social Care (Adults) for Wales and Northern Ireland", L3),
        (
            "Level 5 Diploma in Leadership for Health and Social Care and Children and Young People's "
            "Services (Adults' Residential Management) (England)",
            L5,
        ),
    ],
)
def test_where_when_and_by_whom_it_was_awarded_leaves_it_what_it_is(
    pathway: cp.Pathway, name: str, learning: str
) -> None:
    assert resolve_qualification(pathway, name).learning == learning


@pytest.mark.parametrize("status", [None, "in-progress", "completed"])
def test_a_reading_too_unsure_to_be_named_is_none(pathway: cp.Pathway, status: str | None) -> None:
    """A kind and a level beside words that nobody knows: every question answers, and credits nothing."""
    for name in ("Level 5 Operations manager pending", "Level 5 Operations manager xyz"):
        one = cp.HeldQualification(name=name, status=status)
        worker = cp.Worker(id="w", role_category="deputy-manager", qualifications=(one,))
        gap = cp.skill_gap(pathway, worker, target=None, on=date(2026, 1, 1))
        assert (gap.held, gap.partial) == ((), ())
        assert gap.problems


def test_every_name_of_learning_is_read_at_every_level(edition: cp.Pathway) -> None:
    """Nothing raises, and a name without a subject always says what it may be."""
    reader = held_reader(edition)
    names = [each.name for each in edition.learning]
    names += [each.name for each in edition.qualification_versions]
    for name in dict.fromkeys((*names, *(" ".join(name.split()[:3]) for name in names))):
        for level in (None, *range(10)):
            reading = reader.of(held(name, level=level))
            assert reading.match is None or reading.match.candidates or not reading.match.bare


def test_the_same_name_is_read_again_where_it_is_in_progress(pathway: cp.Pathway) -> None:
    """What a name says of itself is a no, but beside a record of progress, whichever is read first."""
    name = "Level 3 Diploma in Adult Care, in progress"
    for working in (True, False, True):
        reading = held_reader(pathway).of(cp.HeldQualification(name=name, working_towards=working))
        assert reading.denied is not working
