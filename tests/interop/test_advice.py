"""Advice on answers that look odd together; nothing is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from care_pathway.interop.ascwds import advise, read_workers
from tests.each import each
from tests.interop import ascwds_build as build

ON = date(2026, 6, 30)


def rules(on: date | None = ON, **cells: Any) -> list[str]:
    staff = read_workers(build.workers(build.row(**cells)))
    return [advice.rule for advice in advise(staff, on=on)]


@each(
    ("cells", "rule"),
    [
        (
            {"MAINJOBROLE": "4", "CWPCATEGORY": "1", "STARTINSECT": "2026", "STARTDATE": ""},
            "registered-manager-elsewhere",
        ),
        ({"MAINJOBROLE": "43", "CWPCATEGORY": "2"}, "deputy-manager-as-care-worker"),
        ({"MAINJOBROLE": "8", "CWPCATEGORY": "7"}, "registered-manager-without-the-role"),
        ({"MAINJOBROLE": "52", "CWPCATEGORY": "6"}, "care-worker-as-manager"),
        ({"CWPCATEGORY": "4", "STARTDATE": "01/02/2026", "STARTINSECT": "2026"}, "first-year-as-leader"),
        ({"CWPCATEGORY": "1", "STARTINSECT": "2012"}, "long-in-care-as-new"),
        ({"CWPCATEGORY": "1", "DHA": "1", "STARTINSECT": "999"}, "delegated-healthcare-as-new"),
        ({"CWPCATEGORY": "3", "DHA": "2"}, "enhanced-without-delegated-healthcare"),
        ({"MAINJOBROLE": "45"}, "leader-role-as-care-worker"),
        ({"CWPCATEGORY": "998"}, "no-category-for-care-role"),
        ({"MAINJOBROLE": "25"}, "category-for-other-work"),
        ({"MAINJOBROLE": "16"}, "category-for-regulated-profession"),
        ({"MAINJOBROLE": "42"}, "category-for-childrens-work"),
    ],
)
def test_each_rule(cells: dict[str, Any], rule: str) -> None:
    assert rules(**cells) == [rule]


@each(
    "cells",
    [
        {},
        {"MAINJOBROLE": "4", "CWPCATEGORY": "7"},
        {"MAINJOBROLE": "16", "CWPCATEGORY": "7"} | {"MAINJOBROLE": "4"},
        {"MAINJOBROLE": "25", "CWPCATEGORY": "998"},
        {"CWPCATEGORY": "999"},
        {"CWPCATEGORY": ""},
        {"CWPCATEGORY": "4", "STARTINSECT": "2025", "STARTDATE": "01/12/2025"},
        {"CWPCATEGORY": "1", "STARTINSECT": "2027", "STARTDATE": ""},
    ],
)
def test_nothing_odd(cells: dict[str, Any]) -> None:
    assert rules(**cells) == []


def test_rules_about_time_need_a_day() -> None:
    assert rules(on=None, CWPCATEGORY="1", STARTINSECT="2012") == []


def test_advice_is_about_a_worker_and_says_why() -> None:
    staff = read_workers(
        build.workers(build.row(UNIQUEWORKERID=""), build.row(MAINJOBROLE="4", CWPCATEGORY="2"))
    )
    advice = advise(staff)[0]
    assert (advice.worker, advice.record, advice.line) == ("W1", 2, 3)
    assert advice.message == "job role registered manager, filed as care or support worker"
    assert advice.why
    assert staff.workers[0].role_category == "care-or-support-worker"
