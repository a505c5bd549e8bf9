"""The workforce report of the bundled example, opened by a real browser."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import care_pathway as cp
from care_pathway.cli import main
from care_pathway.interop import examples, own_record
from care_pathway.interop.staff import StaffFile
from care_pathway.report import build, own_record_html, read_inputs
from care_pathway.report.inputs import EXAMPLE_DAY, example_inputs
from tests.benchmarks.test_report import write_files
from tests.browser.accessibility import grave_faults, unreachable
from tests.browser.conftest import SIZES
from tests.report import services

SCHEMES = ("light", "dark")
EVERYTHING_OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_it_is_for_everybody_and_asks_for_nothing(
    size: str, scheme: str, report: Path, open_page: Any
) -> None:
    """Rule: no complaint, no grave fault, nothing moves sideways, folded or open."""
    with open_page(report.as_uri(), size, scheme) as watched:
        watched.page.wait_for_timeout(300)
        for opened in (False, True) if scheme == "light" else (False,):
            if opened:
                watched.page.evaluate(EVERYTHING_OPEN)
            assert grave_faults(watched.page) == [], opened
            assert watched.page.evaluate(WIDTH) <= SIZES[size]["width"], opened
        assert watched.complaints == []
        assert watched.requests == [report.as_uri()]


@pytest.mark.parametrize("size", SIZES)
def test_map_and_heat_table_are_there_to_see(size: str, report: Path, open_page: Any) -> None:
    with open_page(report.as_uri(), size) as watched:
        for what, part in (("svg.cp-map", None), ("table.heat", "#gaps")):
            if part is not None:
                watched.page.locator(part).click()
            found = watched.page.locator(what).first
            found.scroll_into_view_if_needed()
            assert found.is_visible(), what
            box = found.bounding_box()
            assert box is not None
            assert box["width"] > 250, what
            assert box["height"] > 250, what


@pytest.mark.parametrize("size", SIZES)
def test_the_keyboard_reaches_every_control(size: str, report: Path, open_page: Any) -> None:
    with open_page(report.as_uri(), size) as watched:
        assert unreachable(watched.page) == []


def test_no_table_is_cut_on_a_phone(report: Path, open_page: Any) -> None:
    """Rule: works at 390 px without cut tables; rows are cards there, and nothing moves sideways."""
    with open_page(report.as_uri(), "phone") as watched:
        watched.page.evaluate(EVERYTHING_OPEN)
        cut = watched.page.evaluate(
            "[...document.querySelectorAll('.scroll:not(.map)')]"
            ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 40))"
        )
        assert cut == []


def test_the_filter_of_people_works_by_keyboard(report: Path, open_page: Any) -> None:
    with open_page(report.as_uri()) as watched:
        watched.page.locator("summary:has(#people)").focus()
        watched.page.keyboard.press("Enter")
        watched.page.locator("#filter-text").focus()
        watched.page.keyboard.type("manager")
        shown = watched.page.locator("#people-list .person:visible").count()
        assert 0 < shown < watched.page.locator("#people-list .person").count()
        assert watched.complaints == []


def test_it_prints_with_everything_open(report: Path, open_page: Any) -> None:
    with open_page(report.as_uri()) as watched:
        printed = watched.page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        assert len(printed) > 20_000


@pytest.mark.parametrize("size", SIZES)
def test_the_plans_are_for_everybody_too(size: str, plans: Path, open_page: Any) -> None:
    with open_page(plans.as_uri(), size) as watched:
        assert watched.complaints == []
        assert watched.requests == [plans.as_uri()]
        assert grave_faults(watched.page) == []
        assert unreachable(watched.page) == []
        assert watched.page.evaluate(WIDTH) <= SIZES[size]["width"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_inspection_pack_is_for_everybody_too(
    size: str, scheme: str, report: Path, open_page: Any
) -> None:
    pack = report.parent / "inspection" / "index.html"
    with open_page(pack.as_uri(), size, scheme) as watched:
        assert watched.complaints == []
        assert watched.requests == [pack.as_uri()]
        assert grave_faults(watched.page) == []
        assert unreachable(watched.page) == []
        assert watched.page.evaluate(WIDTH) <= SIZES[size]["width"]


def test_a_fact_takes_the_width_of_a_phone(report: Path, open_page: Any) -> None:
    """The widths of columns are for a desktop: on a phone they left more than half of it empty."""
    with open_page((report.parent / "inspection" / "index.html").as_uri(), "phone") as watched:
        fact = watched.page.locator(".pack-facts tbody th[scope=row]").first.bounding_box()
        assert fact is not None
        assert fact["width"] > 0.75 * SIZES["phone"]["width"]


def test_the_inspection_pack_prints_on_about_six_sides(report: Path, open_page: Any) -> None:
    with open_page((report.parent / "inspection" / "index.html").as_uri()) as watched:
        printed = watched.page.pdf(format="A4", prefer_css_page_size=True)
        assert 4 <= sides(printed) <= 7


@pytest.fixture(scope="module")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The care home of the tests where everybody has a long name, with names shown."""
    folder = services.care_home(tmp_path_factory.mktemp("long"))
    for file in folder.iterdir():
        words = file.read_text(encoding="utf-8")
        for last in ("Quill", "Rook", "Sedge", "Thorne"):
            words = words.replace(last, f"Brzezinska-{last}worthy")
        file.write_text(words, encoding="utf-8")
    out = folder.parent / "report"
    asked = ["report", str(folder), "--on", "2026-11-30", "--service", "Alder House", "--budget", "4000"]
    assert main([*asked, "--show-names", "--quiet", "--out", str(out)]) == 0
    return out / "report.html"


def test_the_first_screen_prints_on_one_side_with_long_names_too(long_names: Path, open_page: Any) -> None:
    """Rule: the first A4 side answers; a line that runs over would leave a side all but empty."""
    with open_page(long_names.as_uri()) as watched:
        assert "Brzezinska" in watched.page.locator("section.front").inner_text()
        watched.page.emulate_media(media="print")
        wide, high = ((length - 2 * 14) * 96 / 25.4 for length in (210, 297))
        watched.page.set_viewport_size({"width": int(wide), "height": int(high)})
        box = watched.page.locator("section.front").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= high


PRINTED = ("example", "care home", "homecare", "homecare with names", "138 people", "1,200 people")


@pytest.fixture(scope="module", params=PRINTED)
def printed(request: pytest.FixtureRequest, report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a service, as a manager would print it."""
    if request.param == "example":
        return report
    if request.param == "138 people":
        made, inputs = tmp_path_factory.mktemp("printed") / "report.html", example_inputs()
        many = tuple(
            attrs.evolve(worker, id=f"{number}{worker.id}")
            for number in range(3)
            for worker in inputs.staff.workers
        )
        staff = StaffFile(file="many.csv", kind="table", workers=many)
        many_report = build(cp.load(), staff, on=EXAMPLE_DAY, catalogue=inputs.catalogue, budget=4000)
        made.write_text(many_report.html(), encoding="utf-8")
        return made
    if request.param == "1,200 people":
        folder = tmp_path_factory.mktemp("printed")
        staff_file, training = write_files(folder, 1200)
        read = read_inputs(
            staff_file, training=training, catalogue=examples.file("courses.csv"), on=EXAMPLE_DAY
        )
        large = build(cp.load(), read.staff, on=EXAMPLE_DAY, catalogue=read.catalogue)
        large.write(folder / "made")
        return folder / "made" / "report.html"
    make = services.care_home if request.param == "care home" else services.homecare
    folder = make(tmp_path_factory.mktemp("printed"))
    names = ["--show-names"] if "names" in request.param else []
    asked = ["report", str(folder), "--on", "2026-11-30", "--budget", "4000", *names, "--quiet"]
    assert main([*asked, "--service", "Fen Support", "--out", str(folder.parent / "made")]) == 0
    return folder.parent / "made" / "report.html"


def test_it_prints_on_four_to_six_sides_of_a4_whatever_paper_is_set(printed: Path, open_page: Any) -> None:
    """Rule: 4 to 6 sides with day and page numbers, the first screen on one, and every question answered."""
    with open_page(printed.as_uri()) as watched:
        made = watched.page.pdf(prefer_css_page_size=True)  # Chromium's own paper is that of the USA
        assert 4 <= sides(made) <= 6
        assert {round(float(high)) for high in re.findall(rb"/MediaBox\s*\[0 0 [\d.]+ ([\d.]+)\]", made)} == {
            842
        }
        watched.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        watched.page.emulate_media(media="print")
        for part in ("titles", "gaps", "bookings", "succession", "dates", "ascwds"):
            assert watched.page.locator(f"#{part}").is_visible(), part
        foot = watched.page.evaluate("document.querySelector('style').textContent.split('@bottom-left')[1]")
        assert "counter(page)" in foot
        wide, high = ((length - 2 * 14) * 96 / 25.4 for length in (210, 297))
        watched.page.set_viewport_size({"width": int(wide), "height": int(high)})
        box = watched.page.locator("section.front").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= high


def sides(printed: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def plan_of_one(path: Path, courses: int) -> Path:
    """The plan of somebody with so many courses of their own that are out of date, or soon will be."""
    words = "Xylophonia {} for homes of more than one floor"
    worker = cp.Worker(
        id="W1",
        job_title=words.format(1),
        role_category="care-or-support-worker",
        aspiration="lead",
        started_in_role=date(2025, 12, 1),
        qualifications=[
            cp.HeldQualification(name=words.format(number), working_towards=number > 2) for number in range(4)
        ],
        training=[
            cp.TrainingRecord(
                title=words.format(number),
                completed=date(2020, 1, 1),
                expires=date(2026, 1 + number % 3, 9),
            )
            for number in range(courses)
        ],
    )
    staff = StaffFile(file="one.csv", kind="table", workers=(worker,))
    report = build(cp.load(), staff, on=date(2026, 2, 1), service="Fen Support")
    path.write_text(report.plans_html(), encoding="utf-8")
    return path


def test_a_plan_prints_on_one_side(plans: Path, open_page: Any, tmp_path: Path) -> None:
    for made in (plans, plan_of_one(tmp_path / "full.html", 20)):
        with open_page(made.as_uri()) as watched:
            people = watched.page.locator("section.plan").count()
            assert people
            assert sides(watched.page.pdf(format="A4")) == people, made


def test_a_longer_list_takes_a_second_side(open_page: Any, tmp_path: Path) -> None:
    """Rule: nothing is cut off; a list of sixty courses goes on overleaf."""
    with open_page(plan_of_one(tmp_path / "long.html", 60).as_uri()) as watched:
        assert sides(watched.page.pdf(format="A4")) == 2


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example, compared with itself of three months before."""
    inputs, pathway = example_inputs(), cp.load()
    last = build(pathway, inputs.staff, on=date(2026, 8, 1)).summary
    later = attrs.evolve(inputs.staff, workers=inputs.staff.workers[2:])
    path = tmp_path_factory.mktemp("compared") / "report.html"
    path.write_text(build(pathway, later, on=EXAMPLE_DAY, last=last).html(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of somebody's own record."""
    pathway = cp.load()
    worker = max(example_inputs().staff.workers, key=lambda one: len(one.training or ()))
    signed = [cp.Evidence(competency=one.id, state="signed-off") for one in pathway.competencies[:60]]
    record = own_record(pathway, attrs.evolve(worker, evidence=signed), on=EXAMPLE_DAY)
    path = tmp_path_factory.mktemp("own") / "record.html"
    path.write_text(own_record_html(pathway, record), encoding="utf-8")
    return path


def test_the_own_record_prints_what_was_shown(own: Path, open_page: Any) -> None:
    """What is folded on the screen is on paper; a line that unfolds nothing there is of no use."""
    with open_page(own.as_uri()) as watched:
        watched.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        watched.page.emulate_media(media="print")
        topics = watched.page.locator("details")
        assert topics.count() > 3
        assert all(topics.nth(number).locator("li").first.is_visible() for number in range(topics.count()))


@pytest.mark.parametrize("which", ["compared", "own"])
@pytest.mark.parametrize("size", SIZES)
def test_what_changed_and_the_own_record_are_for_everybody_too(
    size: str, which: str, request: pytest.FixtureRequest, open_page: Any
) -> None:
    url = request.getfixturevalue(which).as_uri()
    with open_page(url, size) as watched:
        watched.page.evaluate(EVERYTHING_OPEN)
        assert watched.complaints == []
        assert watched.requests == [url]
        assert grave_faults(watched.page) == []
        assert watched.page.evaluate(WIDTH) <= SIZES[size]["width"]
