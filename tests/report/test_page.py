"""The page: one file, nothing from anywhere, and a structure that a screen reader can follow."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import attrs
import pytest

import care_pathway as cp
from care_pathway.interop.staff import StaffFile
from care_pathway.report import Report, build
from care_pathway.report.inputs import EXAMPLE_DAY, example_inputs
from tests.report.outline import Outline

PAGES = ("report.html", "plans.html")


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, written: Path) -> Outline:
    return Outline((written / request.param).read_text(encoding="utf-8"))


def test_every_element_is_closed(page: Outline) -> None:
    assert page.unclosed == []


def test_headings_start_at_one_and_skip_nothing(page: Outline) -> None:
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(text.strip() for _, text in page.headings)


def test_ids_are_unique_and_references_lead_somewhere(page: Outline) -> None:
    ids = set(page.ids)
    assert len(page.ids) == len(ids)
    for _, attributes in page.elements:
        for name in ("aria-labelledby", "for"):
            assert set(attributes.get(name, "").split()) <= ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_language_title_and_landmarks(page: Outline) -> None:
    tags = [tag for tag, _ in page.elements]
    assert page.all("html") == [{"lang": "en-GB"}]
    assert tags.count("main") == tags.count("title") - tags.count("svg") == 1
    assert any(attributes.get("name") == "viewport" for attributes in page.all("meta"))


def test_tables_have_captions_and_headings_with_scope(page: Outline) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attributes.get("scope") in ("col", "row", "rowgroup") for attributes in page.all("th"))


def test_what_scrolls_can_be_reached_by_keyboard(written: Path) -> None:
    page = Outline((written / "report.html").read_text(encoding="utf-8"))
    regions = [
        attributes for attributes in page.all("div") if "scroll" in attributes.get("class", "").split()
    ]
    assert regions
    for region in regions:
        assert region["tabindex"] == "0"
        assert region["role"] == "region"
        assert "aria-labelledby" in region or "aria-label" in region


def test_nothing_comes_from_the_network(page: Outline, written: Path) -> None:
    for _, attributes in page.elements:
        for name in ("src", "href", "action", "data", "srcset", "poster"):
            assert not attributes.get(name, "").lower().startswith(("http", "//", "ftp", "file"))
        assert not any(name.startswith("on") for name in attributes)
    text = (written / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"url\(\s*['\"]?(?!#)", text)


def test_only_the_bundled_script_may_run(page: Outline) -> None:
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv"))
    assert "script-src 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_inputs_have_labels(written: Path) -> None:
    page = Outline((written / "report.html").read_text(encoding="utf-8"))
    named = {attributes["for"] for attributes in page.all("label")}
    inputs = [*page.all("input"), *page.all("select")]
    assert {attributes["id"] for attributes in inputs} <= named


def test_the_page_shows_everything_that_was_asked_for(example: Report, written: Path) -> None:
    page = Outline((written / "report.html").read_text(encoding="utf-8"))
    for heading in (
        "What needs you",
        "Who is where",
        "Training in date",
        "Bookings to make first",
        "Who could step up",
        "Cover for the posts that run the service",
        "Where people are",
        "Titles to check by hand",
        "Routes onward",
        "What is missing: the gap table",
        "Bookings",
        "Learning, and what it is about",
        "Who could follow",
        "People",
        "What is in the files, and what is wrong with them",
        "Edition and sources",
        "What this report is not",
    ):
        assert heading in [text for _, text in page.headings]
    assert any("running out" in text for _, text in page.headings)
    assert all(line in page.text for line in example.summary.not_this)
    assert all(title.job_title in page.text for title in example.summary.titles if title.job_title)
    assert all(line in page.text for line in example.summary.evidence_changed)
    assert "only competence" not in page.text


def test_colour_is_never_the_only_sign(written: Path) -> None:
    """Every shaded cell of the gap table holds its number, every tag its word."""
    text = (written / "report.html").read_text(encoding="utf-8")
    cells = re.findall(r'<td class="s\d"[^>]*>(.*?)</td>', text)
    assert cells
    assert all(re.match(r"\d+%", cell) for cell in cells)
    assert all(re.sub(r"<.*?>", "", tag).strip() for tag in re.findall(r'<span class="tag.*?</span>', text))


def test_html_in_cells_is_shown_as_text(pathway: cp.Pathway) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    worker = cp.Worker(
        id="W1",
        job_title=f"Carer {attack}",
        setting=attack,
        training=[cp.TrainingRecord(title=attack, expires=date(2026, 1, 1))],
    )
    staff = StaffFile(file=f"{attack}.csv", kind="table", workers=(worker,))
    report = build(pathway, staff, on=date(2026, 2, 1), title=attack)
    for text in (report.html(), report.plans_html(["W1"])):
        page = Outline(text)
        assert page.unclosed == []
        assert not any("onerror" in attributes for _, attributes in page.elements)
        assert len(page.all("script")) == 1
        assert page.all("img") == []
        assert "<script>alert" not in text


def test_nobody_at_all(pathway: cp.Pathway) -> None:
    """A file of which no row could be used still gives a page that says so."""
    report = build(pathway, StaffFile(file="empty.csv", kind="table"), on=date(2026, 2, 1))
    page = Outline(report.html())
    assert page.unclosed == []
    assert "No training is on file" in page.text
    assert "Nobody is placed yet" in page.text
    assert "There is nobody to plan for" in Outline(report.plans_html()).text


def test_a_large_team_is_folded(pathway: cp.Pathway) -> None:
    """Many people: summaries first, those who need a look in the page, the rest in the tables."""
    workers = tuple(
        cp.Worker(
            id=f"W{number}",
            job_title="Care Assistant" if number % 3 else f"Care Co-ordinator {number % 90}",
            training=[cp.TrainingRecord(title=f"Course {number}", expires=date(2026, 1, 1 + number % 28))],
        )
        for number in range(700)
    )
    report = build(pathway, StaffFile(file="many.csv", kind="table", workers=workers), on=date(2026, 2, 1))
    text = report.html()
    assert len(text) < 1_500_000
    assert text.count('class="person"') == 200
    assert "all 700 are in" in text
    assert "are in <code>people.csv</code>" in text
    learning = report.summary.learning
    assert learning is not None
    assert learning.optimal is None
    assert learning.covered > 0
    assert [one.covers for one in learning.chosen] == sorted(
        (one.covers for one in learning.chosen), reverse=True
    )


def test_without_jinja2_the_page_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    from care_pathway.report import page as page_module

    inputs = example_inputs()
    report = build(cp.load(), attrs.evolve(inputs.staff, workers=()), on=EXAMPLE_DAY)
    page_module.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    try:
        with pytest.raises(cp.MissingExtraError, match=r"care-pathway\[report\]"):
            report.write(tmp_path / "out")
        assert not (tmp_path / "out").exists()
    finally:
        page_module.environment.cache_clear()


def test_each_cell_of_a_row_says_its_heading(example: Report) -> None:
    """On a phone a row is a card: the heading of each column stands with its cell, groups stay whole."""
    from care_pathway.report.page import _labelled

    head = '<thead><tr><th scope="col">To</th><th scope="col">Who "is" <span>(2)</span></th></tr></thead>'
    group = '<tbody><tr class="group"><th colspan="2">From</th></tr>'
    made = _labelled(f'{head}{group}<tr><th>A</th><td class="n">1</td></tr></tbody>')
    label = 'data-label="Who &#34;is&#34; (2)"'
    assert made == f'{head}{group}<tr><th>A</th><td class="n" {label}>1</td></tr></tbody>'
    assert 'data-label="Cost"' in example.html()


def test_the_gap_table_is_ranked_by_risk_and_counts_people(pathway: cp.Pathway) -> None:
    """Rule: ranked by what makes practice unsafe first, never people times items."""
    signed = tuple(
        cp.Evidence(competency=one.id, state="signed-off", on=date(2026, 10, 1), by="N1")
        for one in pathway.expectations("care-or-support-worker").minimum
        if one.theme == "safeguarding"
    )
    team = tuple(
        cp.Worker(id=f"S{number}", role_category="care-or-support-worker", evidence=signed if number else ())
        for number in range(4)
    )
    staff = StaffFile(file="x.csv", kind="table", workers=team)
    heat = build(pathway, staff, on=date(2026, 11, 1)).summary.heat
    minimum = [one.theme for one in pathway.expectations("care-or-support-worker").minimum]
    # All of the other topics is open for everybody, however many items they have; of safeguarding a quarter.
    open_ = [row for row in heat if row.unsafe]
    assert {row.unsafe for row in open_[:-1]} == {4}
    assert (open_[-1].theme, open_[-1].unsafe) == ("safeguarding", 1)
    assert len(open_) == len(set(minimum))


def test_words_of_rules_stay_out_of_the_page(pathway: cp.Pathway) -> None:
    """No numbers of steps and decisions, and no "baseline", in what managers read."""
    team = (
        cp.Worker(id="S1", job_title="Unit Lead"),
        cp.Worker(id="S2", role_category="care-or-support-worker"),
    )
    report = build(pathway, StaffFile(file="x.csv", kind="table", workers=team), on=date(2026, 11, 1))
    text = Outline(report.html()).text
    assert "Unit Lead" in text
    assert "everything expected first of care or support worker" in text
    for jargon in (r"step \d", r"\bD\d+ \(", r"Baseline"):
        assert re.search(jargon, text) is None
