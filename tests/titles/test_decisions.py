"""Hard positives and hard negatives of every decision of the labelling policy, written for this purpose."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import care_pathway as cp
from care_pathway.titles import normalise_title
from care_pathway.titles.policy import OUT_OF_SCOPE, policy, rows_of
from care_pathway.titles.records import TitleStatus
from care_pathway.titles.vocabulary import Words
from tests.titles.editions import small_pathway

CASES = list(csv.DictReader((Path(__file__).parent / "cases.csv").read_text(encoding="utf-8").splitlines()))
PATHWAY = small_pathway("2025-04")


def test_every_case_has_its_answer_or_one_that_is_accepted():
    wrong = []
    for case in CASES:
        match = normalise_title(PATHWAY, case["title"])
        best = {one.role_category or "out-of-scope" for one in match.candidates[:1]}
        allowed = {case["role_category"], *filter(None, case["acceptable"].split(";"))}
        if not best or not best <= allowed:
            wrong.append(f"{case['decision']} {case['title']}: {match.explain()}")
    assert wrong == []


def test_nearly_all_first_answers_are_the_expected_ones():
    right = sum(
        (normalise_title(PATHWAY, case["title"]).candidates[0].role_category or "out-of-scope")
        == case["role_category"]
        for case in CASES
    )
    assert right / len(CASES) >= 0.98


def test_every_decision_has_cases():
    assert {case["decision"] for case in CASES} == set(policy().decisions) == {f"D{n}" for n in range(1, 67)}


def test_job_roles_of_in_scope_cases():
    judged = [
        (normalise_title(PATHWAY, case["title"]).ascwds_job_role, int(case["job_role"]))
        for case in CASES
        if case["job_role"] and case["role_category"] != "out-of-scope"
    ]
    assert sum(found == wanted for found, wanted in judged) / len(judged) >= 0.95


def test_every_answer_cites_its_decision():
    for case in CASES:
        match = normalise_title(PATHWAY, case["title"])
        assert match.reasons[0].split(" ")[0].removeprefix("D").isdigit(), match.reasons


@pytest.mark.parametrize(
    ("title", "route"),
    [
        ("Registered Nurse", "rt-ext-registered-nurse"),
        ("Senior Social Worker", "rt-ext-social-worker"),
        ("Occupational Therapist", "rt-ext-occupational-therapist"),
        ("Nursing Associate", "rt-ext-nursing-associate"),
        ("Senior Physiotherapist", "rt-ext-physiotherapist"),
    ],
)
def test_regulated_professions_point_onward(title, route):
    match = normalise_title(PATHWAY, title)
    assert match.status == "out-of-scope"
    assert any(route in reason for reason in match.reasons)


def test_job_roles_of_known_out_of_scope_work():
    found = {
        title: normalise_title(PATHWAY, title).ascwds_job_role
        for title in ("Staff Nurse", "Cook", "Administrator")
    }
    assert found == {"Staff Nurse": 16, "Cook": 26, "Administrator": 25}


def test_rules_name_known_concepts_and_decisions():
    known = {row["concept"] for row in rows_of("concepts")} | {
        "unknown",
        "unknown_before",
        "unknown_care",
        "to",
        "other_work",
    }
    known |= {f"@{row['group']}" for row in rows_of("groups")} | {"*"}
    rows = rows_of("rules")
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for column in ("noun", "all", "any", "none", "beside", "not beside"):
            assert set(row[column].split()) <= known, row["id"]
        assert row["decision"] in policy().decisions
        assert {row["answer"], *row["also"].split()} <= set(policy().answers)
        assert not row["job role"] or row["job role"] in policy().job_roles
        assert row["because"]


def test_answers_stand_in_the_order_of_the_pathway():
    """Heights are the order of the role categories; nothing in code knows them."""
    order = sorted(cp.load().role_categories, key=lambda role: role.order)
    assert list(policy().answers) == [OUT_OF_SCOPE, *(role.id for role in order)]


def test_every_rule_can_be_reached():
    """A rule that no job can reach, since an earlier one with the same noun always fits, is a mistake."""
    from care_pathway.titles.rules import rules

    reached: set[str] = set()
    hidden: set[str] = set()
    for own in rules().by_head.values():
        for place, (_, rule) in enumerate(own):
            always = any(
                not (one.all & ~rule.all or one.any or one.none or one.own or one.not_own)
                for _, one in own[:place]
            )
            (hidden if always else reached).add(rule.id)
    assert hidden <= reached


def test_spellings_settle():
    """No spelling leads round in a circle, and what a phrase is rewritten to is a known spelling."""
    from care_pathway.titles.vocabulary import PUT, lexicon, rewrite

    spellings = lexicon().spellings
    for phrase, (kind, right, _) in spellings.meanings.items():
        if kind == PUT:
            words = right
            for _ in range(5):
                again, _, changed = rewrite(spellings, words, drop=False)
                if not changed:
                    break
                words = again
            assert not changed, phrase


def _lines(name):
    return (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()


def test_other_work_gets_no_role():
    """At most 2 % of jobs that are clearly something else get a role first."""
    wrong = [
        title
        for title in _lines("other_work.txt")
        if normalise_title(PATHWAY, title).candidates[0].role_category
    ]
    assert len(wrong) <= 0.02 * len(_lines("other_work.txt")), wrong


def test_care_work_is_not_lost():
    """At most 2 % of care titles are called clearly out of scope."""
    lost = [
        title
        for title in _lines("care_work.txt")
        if not any(candidate.role_category for candidate in normalise_title(PATHWAY, title).candidates)
    ]
    assert len(lost) <= 0.02 * len(_lines("care_work.txt")), lost


def test_the_policy_page_says_what_the_tables_say():
    """Statuses, the order of decision, the words of other work and the chances that the page names."""
    page = (Path(__file__).parents[2] / "docs/explanation/title-policy.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == [str(one) for one in TitleStatus]
    asked = dict(re.findall(r"^(\d+)\. .*\? ([A-Z][a-z -]+)\.$", page, re.MULTILINE))
    for step in policy().steps:
        assert asked[str(step.number)] == step.role_category.replace("-", " ").capitalize()
    words = re.search(r"Some ([\d,]+) words of other occupations", page)
    assert words is not None
    assert int(words[1].replace(",", "")) == round(len(Words().other_work), -2)
    chances = policy().chances
    assert f"is now said with {chances['rank and a name']:.2f}," in page
    assert f"it is said with {chances['rank and an unknown word']:.2f} at most" in page
    tables = re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)
    assert all(re.match(r"\|(-+\||---\|)+", table.splitlines()[1].replace(" ", "")) for table in tables)
