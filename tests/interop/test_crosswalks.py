"""Crosswalks: rows in the shape of SSSOM, editorial and marked so, about things that exist."""

from __future__ import annotations

import re

import pytest

import care_pathway as cp
from care_pathway._data import read_csv
from care_pathway.interop import crosswalks
from care_pathway.titles.policy import policy

ROLES = {role.id for role in cp.load().role_categories}


@pytest.mark.parametrize("rows", [crosswalks.soc2020(), crosswalks.esco(), crosswalks.job_roles()])
def test_rows_are_editorial_mappings_of_what_exists(rows: tuple[crosswalks.CrosswalkRow, ...]) -> None:
    assert len(rows) > 20
    for row in rows:
        kind, _, name = row.subject.partition(":")
        assert name in (ROLES if kind == "role-category" else policy().job_roles)
        assert row.relation in {
            f"skos:{relation}Match" for relation in ("close", "broad", "narrow", "related")
        }
        assert row.basis == "editorial"
        assert row.justification == "semapv:ManualMappingCuration"
        assert row.version
        assert row.subject_label
        assert row.object_label
        assert row.why


def test_every_role_category_has_an_occupation() -> None:
    for rows in (crosswalks.soc2020(), crosswalks.esco()):
        assert {row.subject for row in rows if row.subject.startswith("role-category:")} == {
            f"role-category:{role}" for role in ROLES
        }
    assert {row.object for row in crosswalks.job_roles()} <= {f"role-category:{role}" for role in ROLES}


def test_the_codes_have_the_form_of_the_classification() -> None:
    for row in crosswalks.soc2020():
        assert re.fullmatch(r"soc2020:\d{4}(/\d\d)?", row.object)
    for row in crosswalks.esco():
        assert re.fullmatch(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}", row.object)


def test_one_label_for_each_code() -> None:
    for name in ("soc2020", "esco"):
        labels: dict[str, str] = {}
        for row in read_csv(f"crosswalks/{name}.csv"):
            assert labels.setdefault(row["object"], row["label"]) == row["label"]


def test_qualifications_name_numbers_and_levels() -> None:
    pathway = cp.load()
    rows = crosswalks.qualifications(pathway)
    assert rows == crosswalks.qualifications()
    numbers = {row.object for row in rows if row.object.startswith("ofqual:")}
    assert numbers == {f"ofqual:{number.number}" for each in pathway.learning for number in each.numbers}
    assert {row.object for row in rows if row.object.startswith("rqf:")} <= {
        f"rqf:{level}" for level in range(9)
    }


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Care Assistant - Care Home", ["6135/03", "6135"]),
        ("Carer - Homecare", ["6135/02", "6135"]),
        ("Senior Care Assistant", ["6136", "3229"]),
        ("Registered Manager", ["1232"]),
        ("Registered Nurse", ["2237"]),
        ("qqqq", []),
    ],
)
def test_a_title_has_candidates_for_its_occupation(title: str, codes: list[str]) -> None:
    match = cp.normalise_title(cp.load(), title)
    assert [candidate.code for candidate in match.soc2020] == codes
    assert {candidate.basis for candidate in match.soc2020} <= {"editorial"}
    assert cp.to_rows(match)[0]["soc2020"] == "; ".join(codes)
