"""What is published: complete, addressed, with its basis, and never more than is known."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any
from uuid import UUID

import attrs
import pytest
from jsonschema import Draft202012Validator

import care_pathway as cp
from care_pathway.interop import publish, read_courses
from care_pathway.model import CourseSession
from tests.each import each
from tests.interop.case_schema import ASSOCIATION, DOCUMENT, ITEM, PACKAGE

BASE = "https://care.example/pathway/"
PATHWAY = cp.load()
COURSES = (
    cp.Course(
        id="d-1/ä",
        title='Dementia "Awareness"',
        provider="A trainer",
        level="2",
        format="online",
        description="Line one.\nLine\ttwo with a \\ in it.",
        audience="care workers",
        outcomes=("describe dementia",),
        number="603/2931/6",
        cost=20.0,
        group_cost=495.0,
        group_size=12,
        vat_included=False,
        hours=1.5,
        sessions=(
            CourseSession(id="s1", day=date(2026, 3, 4), place="Leeds", times="9:30 to 16:30", seats=4),
        ),
    ),
    cp.Course(id="free", title="Moving and Handling of People", cost=0.0),
    cp.Course(id="other", title="Forklift Truck Operator"),
)
CATALOGUE = cp.align_catalogue(PATHWAY, COURSES)
CHECK = Draft202012Validator(PACKAGE)


def case() -> dict[str, Any]:
    return publish.to_case(PATHWAY, base=BASE)


class TestCase:
    def test_every_record_is_an_item_once(self) -> None:
        counted = sum(
            map(
                len,
                (
                    PATHWAY.role_categories,
                    PATHWAY.values,
                    (*PATHWAY.themes, *PATHWAY.further_themes),
                    PATHWAY.areas,
                    PATHWAY.competencies,
                    PATHWAY.practice_areas,
                ),
            )
        )
        items = case()["CFItems"]
        assert len(items) == counted == len({item["uri"] for item in items})

    @pytest.mark.parametrize("edition", ["2024-01", "2025-04"])
    def test_a_package_is_what_the_standard_asks(self, edition: str) -> None:
        """CASE 1.0: required fields, links as objects, times with a zone, UUIDs, no other field."""
        pathway = cp.load(edition)
        package = publish.to_case(pathway, earlier=cp.load("2024-01"), base=BASE)
        CHECK.validate(package)
        nodes = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"]]
        assert {UUID(node["identifier"]).version for node in nodes} == {5}
        assert len({node["identifier"] for node in nodes}) == len(nodes)

    @pytest.mark.parametrize(
        ("place", "value"),
        [
            ("CFDocument", None),
            ("CFItems", []),
            ("CFAssociations", []),
            ("CFOther", {}),
            *(
                (f"{name}.{field}", None)
                for name, known in (
                    ("CFDocument", DOCUMENT),
                    ("CFItems.0", ITEM),
                    ("CFAssociations.0", ASSOCIATION),
                )
                for field in known["required"]
            ),
            ("CFDocument.identifier", "not-a-uuid"),
            ("CFItems.0.identifier", "C3A9F7D2-0000-5000-8000-000000000000"),
            ("CFItems.0.uri", "care/new"),
            ("CFItems.0.uri", {"uri": "https://care.example/"}),
            ("CFItems.0.lastChangeDateTime", "2025-04-09"),
            ("CFItems.0.lastChangeDateTime", "2025-04-09T00:00:00"),
            ("CFItems.0.fullStatement", 3),
            ("CFItems.0.fullStatment", "misspelt"),
            ("CFDocument.adoptionStatus", "Implemented"),
            ("CFAssociations.0.associationType", "isChild"),
            ("CFAssociations.0.originNodeURI", "https://care.example/"),
            ("CFAssociations.0.originNodeURI.title", None),
            ("CFAssociations.0.destinationNodeURI.identifier", None),
        ],
    )
    def test_a_broken_package_fails(self, place: str, value: Any) -> None:
        """A broken file must fail the check; ``None`` takes the field away."""
        broken = case()
        node: Any = broken
        *path, name = place.split(".")
        for step in path:
            node = node[int(step)] if step.isdecimal() else node[step]
        node.pop(name) if value is None else node.update({name: value})
        assert not CHECK.is_valid(broken)

    def test_every_item_has_a_parent_and_no_end_is_loose(self) -> None:
        package = case()
        known = {item["identifier"] for item in package["CFItems"]} | {package["CFDocument"]["identifier"]}
        children = {one["originNodeURI"]["identifier"] for one in package["CFAssociations"]}
        assert children == {item["identifier"] for item in package["CFItems"]}
        assert {one["destinationNodeURI"]["identifier"] for one in package["CFAssociations"]} <= known

    def test_nothing_editorial_looks_official(self) -> None:
        themes = [item for item in case()["CFItems"] if item["CFItemType"] == "Topic"]
        assert themes
        assert all("not part of the official Pathway" in item["notes"] for item in themes)

    def test_another_edition_is_another_document_and_replaces_the_earlier(self) -> None:
        earlier = cp.load("2024-01")
        assert publish.to_case(earlier, base=BASE)["CFDocument"]["uri"] != case()["CFDocument"]["uri"]
        both = publish.to_case(PATHWAY, earlier=earlier, base=BASE)
        replaced = [one for one in both["CFAssociations"] if one["associationType"] == "replacedBy"]
        assert len([one for one in replaced if "/competency/" in one["originNodeURI"]["uri"]]) == len(
            {item.id for item in earlier.competencies} & {item.id for item in PATHWAY.competencies}
        )
        backwards = publish.to_case(earlier, earlier=PATHWAY, base=BASE)["CFAssociations"]
        assert {one["associationType"] for one in backwards} == {"isChildOf"}


class TestSkos:
    def test_a_concept_for_each_term_in_both_forms(self) -> None:
        turtle = publish.to_skos(PATHWAY, base=BASE)
        graph = json.loads(publish.to_skos(PATHWAY, form="json-ld", base=BASE))["@graph"]
        concepts = [node for node in graph if node["@type"] == "skos:Concept"]
        assert len(concepts) == turtle.count(" a skos:Concept ;") == len(case()["CFItems"])
        ids = {node["@id"] for node in graph}
        for node in concepts:
            assert {broader["@id"] for broader in node.get("skos:broader", [])} <= ids
            assert node["skos:editorialNote"]["@value"].startswith("Basis: ")

    def test_another_form_is_refused(self) -> None:
        with pytest.raises(cp.InvalidArgumentError, match="form"):
            publish.to_skos(PATHWAY, form="xml")  # type: ignore[arg-type]


class TestCourses:
    def test_only_what_is_known_is_written(self) -> None:
        full, free, other = publish.to_jsonld(PATHWAY, CATALOGUE, base=BASE)["@graph"]
        assert full["@id"] == f"{BASE}course/d-1%2F%C3%A4"
        assert full["timeRequired"] == "PT1H30M"
        assert full["offers"][0]["priceSpecification"]["valueAddedTaxIncluded"] is False
        assert full["offers"][1]["eligibleQuantity"]["maxValue"] == 12
        assert full["hasCourseInstance"][0]["startDate"] == "2026-03-04"
        assert free["offers"][0]["category"] == "Free"
        assert not {"description", "provider", "hasCourseInstance", "timeRequired"} & set(free)
        assert "educationalAlignment" not in other
        assert "offers" not in other

    def test_our_suggestions_stand_apart_from_what_the_provider_says(self) -> None:
        full = publish.to_jsonld(PATHWAY, CATALOGUE, base=BASE)["@graph"][0]
        assert full["teaches"] == ["describe dementia"]
        for one in full["educationalAlignment"]:
            assert one["targetDescription"].startswith("Suggested by care_pathway")
            assert "Basis: " in one["targetDescription"]

    def test_what_is_published_is_read_back(self, tmp_path: Any) -> None:
        file = tmp_path / "courses.json"
        file.write_text(json.dumps(publish.to_jsonld(PATHWAY, CATALOGUE, base=BASE)), encoding="utf-8")
        back = {course.id: course for course in read_courses(file).courses}
        for course in COURSES:
            same = attrs.evolve(back[course.id], seats=course.seats)  # no class of schema.org has them
            assert cp.to_plain(same) == cp.to_plain(course)

    def test_a_badge_aligns_and_never_says_competent(self) -> None:
        document = publish.to_openbadges(PATHWAY, CATALOGUE, base=BASE)
        items = {item["uri"] for item in case()["CFItems"]}
        assert [badge["name"] for badge in document["@graph"]] == [course.title for course in COURSES[:2]]
        for badge in document["@graph"]:
            assert "does not say that the holder is competent" in badge["criteria"]["narrative"]
            assert {one["targetUrl"] for one in badge["alignment"]} <= items
            assert {one["targetType"] for one in badge["alignment"]} == {"CFItem"}

    def test_only_what_is_named_is_published(self) -> None:
        """'Coverage, gaps of a catalogue and learning plans count named': so does what is published."""
        named = [
            sum(match.strength == "named" for match in (*one.themes, *one.practice_areas, *one.competencies))
            for one in CATALOGUE.alignments
            if one.relevance == "relevant"
        ]
        graph = publish.to_jsonld(PATHWAY, CATALOGUE, base=BASE)["@graph"]
        assert [len(node["educationalAlignment"]) for node in graph[:2]] == named
        assert len(_rows(publish.to_sssom(PATHWAY, CATALOGUE, base=BASE))) == sum(named)

    def test_a_catalogue_of_another_edition_is_refused(self) -> None:
        earlier = cp.load("2024-01")
        for function in (publish.to_jsonld, publish.to_openbadges, publish.to_sssom):
            with pytest.raises(cp.InvalidArgumentError, match="aligned with 2024-01"):
                function(earlier, CATALOGUE)


def _rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter="\t"))


class TestSssom:
    @pytest.mark.parametrize("catalogue", [CATALOGUE, None])
    def test_every_row_has_what_the_standard_asks_and_every_prefix_is_declared(self, catalogue: Any) -> None:
        text = publish.to_sssom(PATHWAY, catalogue, base=BASE)
        header = [line for line in text.splitlines() if line.startswith("#")]
        declared = {line.strip("# ").split(":")[0] for line in header if line.startswith("#  ")}
        assert any(line.startswith("#mapping_set_id: ") for line in header)
        assert any(line.startswith("#license: ") for line in header)
        rows = _rows(text)
        assert rows
        for row in rows:
            for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
                assert row[name].split(":")[0] in declared, row[name]
            assert "basis: " in row["comment"].casefold()

    def test_a_number_only_where_it_was_measured(self) -> None:
        for row in _rows(publish.to_sssom(PATHWAY, CATALOGUE, base=BASE)):
            measured = row["object_id"].split(":")[0] in {"theme", "practice-area"}
            assert row["confidence"] == "" or (measured and 0 < float(row["confidence"]) < 1)


@each("base", ["", "care.example", "ftp://care.example/", "https://care.example/a b", 3, None])
def test_a_base_that_is_no_address_is_refused(base: Any) -> None:
    with pytest.raises(cp.InvalidArgumentError, match="base"):
        publish.to_case(PATHWAY, base=base)
    with pytest.raises(cp.InvalidArgumentError, match="base"):
        publish.to_jsonld(PATHWAY, CATALOGUE, base=base)


def test_a_base_without_an_end_gets_a_slash() -> None:
    assert publish.to_case(PATHWAY, base=BASE.rstrip("/")) == case()


@pytest.mark.parametrize(
    ("title", "level", "wanted"),
    [
        ("Level 2 Certificate in Dementia Care", None, "Level 2"),
        ("Level 2 Certificate in Dementia Care", "RQF 2", "RQF 2"),
        ("Dementia Care", None, None),
    ],
)
def test_the_level_of_a_title_is_published_where_no_column_gives_it(
    title: str, level: str | None, wanted: str | None
) -> None:
    aligned = cp.align_catalogue(PATHWAY, [cp.Course(id="c", title=title, level=level)])
    (node,) = publish.to_jsonld(PATHWAY, aligned, base=BASE)["@graph"]
    assert node.get("educationalLevel") == wanted


class TestOnlyWhatIsKnown:
    """Rule: 'only what is known'."""

    @staticmethod
    def published(**fields: Any) -> dict[str, Any]:
        catalogue = cp.align_catalogue(PATHWAY, [cp.Course(id="c", title="Dementia Awareness", **fields)])
        (node,) = publish.to_jsonld(PATHWAY, catalogue, base=BASE)["@graph"]
        return dict(node)

    @pytest.mark.parametrize(
        ("price", "cost", "bounds"),
        [
            ("from £25", 25.0, ("25.00", None)),
            ("£40-£60 + VAT", 60.0, ("40.00", "60.00")),
            ("up to £60", 60.0, (None, "60.00")),
        ],
    )
    def test_a_price_with_bounds_is_no_single_price(
        self, price: str, cost: float, bounds: tuple[str | None, str | None]
    ) -> None:
        (offer,) = self.published(price=price, cost=cost)["offers"]
        assert "price" not in offer
        assert (offer["@type"], offer.get("lowPrice"), offer.get("highPrice")) == ("AggregateOffer", *bounds)

    @pytest.mark.parametrize(
        "price", ["£65 + VAT; members £55", "£100 + VAT (£120 inc VAT)", "£120 (was £150)"]
    )
    def test_a_price_in_words_is_still_one(self, price: str) -> None:
        (offer,) = self.published(price=price, cost=65.0)["offers"]
        assert (offer["@type"], offer["price"]) == ("Offer", "65.00")

    def test_what_is_funded_for_some_is_offered_free_to_nobody(self) -> None:
        assert "offers" not in self.published(price="Fully funded", cost=0.0)
        assert self.published(cost=0.0)["offers"][0]["category"] == "Free"

    def test_how_one_run_is_taught_is_not_guessed_from_all(self) -> None:
        runs = (CourseSession(day=date(2027, 1, 1)), CourseSession(day=date(2027, 2, 1)))
        both = self.published(format="Onsite; Online", sessions=runs)["hasCourseInstance"]
        one = self.published(format="Onsite", sessions=runs)["hasCourseInstance"]
        assert [run.get("courseMode") for run in (*both, *one)] == [None, None, "Onsite", "Onsite"]

    def test_html_is_published_as_text_and_runs_nothing(self) -> None:
        html = "<p>One day.</p><script>run()</script><ul><li>Lewy bodies &amp; more</li></ul>"
        found = self.published(description=html, audience="<b>Carers</b>")
        assert found["description"] == "One day.\nLewy bodies & more"
        assert found["audience"]["audienceType"] == "Carers"
        catalogue = cp.align_catalogue(PATHWAY, [cp.Course(id="c", title="Dementia", description=html)])
        (badge,) = publish.to_openbadges(PATHWAY, catalogue, base=BASE)["@graph"]
        assert badge["description"] == found["description"]
