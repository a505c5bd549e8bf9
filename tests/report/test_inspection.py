"""The inspection pack: facts with their sources, laid out by what the CQC looks at, and no claim."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

import care_pathway as cp
from care_pathway.interop import read_adoption, recognise
from care_pathway.interop.staff import StaffFile
from care_pathway.interop.templates import template_text, write_template
from care_pathway.report import Report, build, read_inputs
from care_pathway.report.folder import writing
from care_pathway.report.inputs import EXAMPLE_DAY, read_folder
from care_pathway.report.inspection import InspectionFact
from care_pathway.report.inspection_page import inspection_rows
from care_pathway.report.quality import Framework, statements
from tests.report.outline import Outline

ON = date(2026, 11, 1)
Facts = dict[str, InspectionFact]


@pytest.fixture(scope="session")
def facts(example: Report) -> Facts:
    return {fact.id: fact for fact in example.inspection}


# --- the crosswalk -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("framework", "count"), [("2023", 34), ("draft-2026", 24)])
def test_every_statement_is_there_once_and_names_facts_that_exist(
    framework: str, count: int, pathway: cp.Pathway, facts: Facts
) -> None:
    lines = statements(Framework(framework))
    assert [line.number for line in lines] == list(range(1, count + 1))
    assert len({line.title for line in lines}) == count
    known = {theme.id for theme in pathway.themes} | facts.keys()
    assert {one for line in lines for one in line.facts} <= known


def test_the_draft_carries_every_fact_over(facts: Facts) -> None:
    """Facts carry over from one framework to the other: none is lost."""
    carried = [
        {one for line in statements(framework) for one in line.facts if one in facts}
        for framework in Framework
    ]
    assert carried[0] == carried[1] == facts.keys()


# --- the facts are those of the library --------------------------------------------------------------


def test_staff_are_counted_as_the_summary_counts_them(example: Report, facts: Facts) -> None:
    roles = [row for row in example.summary.roles if row.role_category and row.people]
    assert facts["staffing"].details == tuple(f"{row.label}: {row.people}" for row in roles)
    assert facts["staffing"].found.startswith(f"{len(example.judged)} people on the staff list")
    assert facts["staffing"].source == "staff.csv"


def test_training_is_counted_as_the_first_screen_counts_it(example: Report, facts: Facts) -> None:
    front, found = example.front, facts["training"]
    assert f"{front.expired} out of date" in found.found
    assert f"{front.due} of them run out by 30 January 2027" in found.found
    assert f"for {front.without_dates} no last day is known" in found.found
    assert found.source == "training.csv"


@pytest.mark.parametrize("theme", ["safeguarding", "medication", "mental-capacity"])
def test_a_topic_is_what_skill_gap_says_of_it(theme: str, example: Report, facts: Facts) -> None:
    """Somebody counts where the best of what is on file stands; nobody twice."""
    words = ("assessed, signed off", "trained or claimed", "only out of date", "with nothing on file")
    counted = dict.fromkeys(words, 0)
    for one in example.judged:
        if one.summary.role_category is None:
            continue
        gap = cp.skill_gap(example.pathway, one.worker, target=one.summary.role_category, on=EXAMPLE_DAY)
        of_topic = {each.id for each in example.pathway.competencies if each.theme == theme}
        lists = [set(part) & of_topic for part in (gap.held, gap.partial, gap.expired)]
        missing = set(gap.missing) & of_topic
        if any(lists) or missing:
            best = next((at for at, part in enumerate(lists) if part), 3)
            counted[words[best]] += 1
    for said, count in counted.items():
        found = re.search(rf"(\d+) {said}", facts[theme].found)
        assert (int(found[1]) if found else 0) == count, said
    assert facts[theme].found.startswith(f"Of {sum(counted.values())} people")


def test_delegated_healthcare_is_what_check_authorisation_says(example: Report, facts: Facts) -> None:
    valid = total = 0
    for one in example.judged:
        for held in one.worker.authorisations or ():
            total += 1
            found = cp.check_authorisation(
                example.pathway, one.worker, activity=held.activity, person=held.person, on=EXAMPLE_DAY
            )
            valid += found.authorised is cp.Judgement.MET
    assert total
    assert facts["delegated-healthcare"].found == f"{total} authorisations on file; {valid} valid on the day."


def test_what_is_not_on_file_is_said_with_how_to_add_it(facts: Facts) -> None:
    for fact in facts.values():
        if fact.source == "not on file":
            assert fact.missing, fact.id
    assert "template adoption" in facts["adoption"].missing
    assert facts["starters"].missing.endswith("Add a column Start date to the staff list.")


def test_nothing_claims_to_comply(written: Path) -> None:
    page = (written / "inspection" / "index.html").read_text(encoding="utf-8")
    text = Outline(page).text.casefold()
    assert "nothing here says that a regulation or a statement is met" in text
    for word in ("compliant", "complies", "compliance", "outstanding", "inadequate", "requires improvement"):
        assert word not in text


# --- laid out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("framework", ["2023", "draft-2026"])
def test_page_and_table_hold_every_fact(framework: str, example: Report, tmp_path: Path) -> None:
    example.write(tmp_path, framework=framework)
    with (tmp_path / "inspection" / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    page = " ".join(
        Outline((tmp_path / "inspection" / "index.html").read_text(encoding="utf-8")).text.split()
    )
    facts = {fact.id: fact for fact in example.inspection}
    assert {row["fact"] for row in rows} == facts.keys()
    for row in rows:
        fact = facts[row["fact"]]
        assert (row["found"], row["missing"], row["source"]) == (fact.found, fact.missing, fact.source)
        assert row["owner"] == ""
        assert f"{fact.what}. {fact.found}" in page
    assert all(line.title in page for line in statements(Framework(framework)))


def test_a_framework_that_does_not_exist(example: Report, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="framework must be one of '2023', 'draft-2026'"):
        example.write(tmp_path, framework="2019")
    assert list(tmp_path.iterdir()) == []


def test_nobody_on_file(pathway: cp.Pathway, tmp_path: Path) -> None:
    report = build(pathway, StaffFile(file="x.csv", kind="table"), on=ON)
    report.write(tmp_path)
    facts = {fact.id: fact for fact in report.inspection}
    assert facts["training"].found == "No training is on file."
    assert facts["leadership"].missing == "Nobody is on file as registered manager."
    assert list(inspection_rows(report.inspection, Framework.STATEMENTS_2023))


# --- the checklist of adoption -----------------------------------------------------------------------


def filled() -> str:
    """The blank checklist with three answers."""
    lines = template_text("adoption").splitlines()
    lines[1] = lines[1].removesuffix(",,") + ",yes,01/09/2026"
    lines[4] = lines[4].removesuffix(",,") + ",partly,"
    lines[5] = lines[5].removesuffix(",,") + ",no,"
    return "\r\n".join([*lines, ""])


def test_the_blank_checklist_says_nothing_and_a_filled_one_says_it() -> None:
    blank = read_adoption(io.StringIO(template_text("adoption")), on=ON)
    assert len(blank.items) == 15
    assert {one.done for one in blank.items} == {None}
    items = read_adoption(io.StringIO(filled()), on=ON).items
    assert [one.done for one in items][:5] == ["yes", None, None, "partly", "no"]
    assert items[0].on == date(2026, 9, 1)
    assert recognise(io.StringIO(filled())).kind == "adoption"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_comes_back(ending: str, tmp_path: Path) -> None:
    read = read_adoption(write_template("adoption", tmp_path / f"a.{ending}"))
    assert read.problems == ()
    assert [(one.step, one.depth) for one in read.items] == [
        (step, depth)
        for step in ("explore", "prepare", "plan", "adopt", "understand")
        for depth in ("light", "medium", "full")
    ]


def test_bad_lines_of_the_checklist_are_said_and_the_good_ones_read() -> None:
    text = filled().replace("Plan,Light", "Ponder,Light").replace(",partly,", ",perhaps,31/02/2026")
    read = read_adoption(io.StringIO(text), on=ON)
    assert sum(one.done == "yes" for one in read.items) == 1
    said = [str(problem) for problem in read.problems]
    assert len(said) == 3
    assert any("keep its steps" in line for line in said)
    with pytest.raises(cp.DataError):
        read_adoption(io.StringIO("a,b\n1,2\n"))


def test_a_checklist_in_the_folder_is_found_and_shown(pathway: cp.Pathway, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("Staff ref,Job title\nS1,Carer\n", encoding="utf-8")
    (tmp_path / "how far we are.csv").write_text(filled(), encoding="utf-8")
    folder = read_folder(tmp_path)
    inputs = read_inputs(folder.staff, adoption=folder.adoption, on=ON)
    report = build(pathway, inputs.staff, on=ON, adoption=inputs.adoption)
    fact = next(one for one in report.inspection if one.id == "adoption")
    assert fact.found == "Done, by how far it goes: light 1 of 5, medium 0 of 5, full 0 of 5."
    assert fact.source == "how far we are.csv"
    assert "done, 1 September 2026" in fact.details[0]
    assert fact.missing == "Nothing is said of 12 lines of the checklist."


# --- a folder in the folder --------------------------------------------------------------------------


def test_a_file_where_the_folder_is_meant(example: Report, tmp_path: Path) -> None:
    (tmp_path / "inspection").write_text("mine", encoding="utf-8")
    with pytest.raises(cp.DataError, match="inspection is a file here"):
        example.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["inspection"]


def test_a_stop_leaves_the_inner_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(text: str) -> None:
        with writing(tmp_path) as folder:
            for name in ("inner/one.txt", "two.txt"):
                with folder.text(name) as stream:
                    stream.write(text)

    replaced: Callable[..., Path] = Path.replace

    def fails_late(self: Path, target: Path) -> Path:
        if self.name == "two.txt":
            raise OSError(28, "no space")
        return replaced(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails_late)
        with pytest.raises(cp.DataError, match="no space"):
            write("new")
    assert list(tmp_path.iterdir()) == []
    write("first")
    write("second")
    assert (tmp_path / "inner" / "one.txt").read_text(encoding="utf-8") == "second"


def test_names_only_where_they_were_asked_for(pathway: cp.Pathway, tmp_path: Path) -> None:
    staff = io.BytesIO(
        b"Staff ref,Staff name,Job title\r\nS1,Zebedee Quux,Carer\r\nS2,Zebedee Quux,Carer\r\n"
    )
    inputs = read_inputs(staff, on=ON)
    for shown in (False, True):
        report = build(pathway, inputs.staff, on=ON, show_names=shown)
        out = tmp_path / str(shown)
        report.write(out)
        for name in ("index.html", "facts.csv"):
            text = (out / "inspection" / name).read_text(encoding="utf-8")
            assert ("Zebedee Quux (S2)" in text) is shown
            assert ("Zebedee" in text) is shown


def test_the_day_and_the_edition_are_said(example: Report) -> None:
    assert {fact.on for fact in example.inspection} == {EXAMPLE_DAY}
    later = attrs.evolve(example.summary, on=date(2026, 12, 1))
    assert {fact.on for fact in attrs.evolve(example, summary=later).inspection} == {date(2026, 12, 1)}
