# ruff: noqa: E501  feeds are written as they come, a row to a line
"""Catalogues as a provider exports, types or copies them: runs are runs, prices are not guessed, all is said."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

import care_pathway as cp
from care_pathway.interop import read_courses, recognise
from care_pathway.interop.course_lists import CourseFile
from tests.each import each

PATHWAY = cp.load()


def courses(text: str) -> CourseFile:
    return read_courses(io.StringIO(text))


def as_json(document: Any, name: str = "courses.json") -> CourseFile:
    stream = io.BytesIO(document.encode() if isinstance(document, str) else json.dumps(document).encode())
    stream.name = name
    return read_courses(stream)


def said(found: CourseFile) -> str:
    return "\n".join(map(str, (*found.notices, *found.problems)))


def runs(course: cp.Course) -> list[tuple[Any, ...]]:
    return [(one.day, one.place, one.cost, one.seats) for one in course.sessions]


# --- exports -----------------------------------------------------------------------------------------

WOO = """ID,Type,SKU,Name,Published,Description,Stock,Sale price,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)
101,variable,MH-01,Moving &amp; Handling of People,1,"<p>Hoists &amp; slings.</p>",,,,Courses &gt; Mandatory,,Date,"12 January 2027 - Leeds | 3 February 2027 - York"
102,variation,MH-01-1,Moving &amp; Handling of People - 12 January 2027 - Leeds,1,,8,,75,,{parent},Date,12 January 2027 - Leeds
103,variation,MH-01-2,Moving &amp; Handling of People - 3 February 2027 - York,1,,3,65,75,,{parent},Date,3 February 2027 - York
104,simple,DEM,Dementia Awareness,1,,,9.99,14.99,Courses &gt; Online,,,
105,simple,OLD,Falls,-1,,,,20,,,,
"""


@pytest.mark.parametrize("parent", ["MH-01", "id:101", "101"])
def test_woocommerce_variants_are_the_runs_of_their_article(parent: str) -> None:
    """Rule: 'sessions (one course, several dates and places) as sessions and no duplicates'."""
    found = courses(WOO.format(parent=parent))
    moving, dementia = found.courses
    assert (moving.id, moving.title, moving.category) == (
        "101",
        "Moving & Handling of People",
        "Courses > Mandatory",
    )
    assert runs(moving) == [
        (date(2027, 1, 12), "Leeds", None, 8),
        (date(2027, 2, 3), "York", 65.0, 3),
    ]
    assert (moving.cost, dementia.cost, dementia.sessions) == (75.0, 9.99, ())
    assert "line 6, Published: not on offer; the row is left out (found '-1')" in said(found)
    assert re.search(r"Sale price: the price on sale was read.*lines .*5", said(found))


def test_shopify_options_are_day_and_place_and_a_draft_is_left_out() -> None:
    found = courses(
        "Handle,Title,Body (HTML),Vendor,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
        "sg,Safeguarding Adults Level 3,<p>For managers.</p>,Acme,true,Date,15/01/2027,Venue,Leeds,SG-1,6,95.00\n"
        "sg,,,,,,22/02/2027,,Online,SG-2,12,85.00\n"
        "fire,Fire Safety,,Acme,true,Title,Default Title,,,FS,,12.00\n"
        "old,Old Course,,Acme,false,Title,Default Title,,,OC,,10.00\n"
        "place,Falls,,Acme,true,Venue,York,Date,1 March 2027,F-1,4,30.00\n"
    )
    safeguarding, fire, falls = found.courses
    assert runs(safeguarding) == [
        (date(2027, 1, 15), "Leeds", None, 6),
        (date(2027, 2, 22), "Online", 85.0, 12),
    ]
    assert (fire.sessions, fire.cost) == ((), 12.0)
    assert [one.day for one in falls.sessions] == [date(2027, 3, 1)]
    assert "line 5, Published: not on offer" in said(found)


def test_moodle_moments_categories_and_hidden_courses() -> None:
    found = courses(
        "shortname,fullname,category_path,summary,format,startdate,enddate,visible\n"
        "MCA,Mental Capacity Act,Mandatory / Care,,topics,1767225600,0,1\n"
        "ROOM,Staff room,Miscellaneous,,social,1767225600,0,0\n"
    )
    (course,) = found.courses
    assert (course.category, course.format) == ("Mandatory / Care", None)
    assert [(one.day, one.until) for one in course.sessions] == [(date(2026, 1, 1), None)]
    assert found.problems[0].message == "not on offer; the row is left out"


def test_arlo_places_left_and_cancelled_events() -> None:
    found = courses(
        "Course Code,Course Name,Event Code,Event Status,Start Date,End Date,Start Time,End Time,Venue,Places Remaining,Max Places,Price (ex. tax)\n"
        'FA1,First Aid,E1,Open,2027-01-19,2027-01-19,09:00,16:30,"Leeds, LS1",4,12,90.00\n'
        "FA1,First Aid,E2,Full,2027-02-16,2027-02-17,09:00,16:30,Virtual,0,12,90.00\n"
        "FA1,First Aid,E3,Cancelled,2027-03-16,2027-03-16,09:00,16:30,York,12,12,90.00\n"
    )
    (course,) = found.courses
    assert runs(course) == [
        (date(2027, 1, 19), "Leeds, LS1", None, 4),
        (date(2027, 2, 16), "Virtual", None, 0),
    ]
    assert (course.cost, course.vat_included, course.hours) == (90.0, False, 7.5)
    assert "line 4, Event Status: not on offer; the row is left out (found 'Cancelled')" in said(found)


# --- lists that somebody typed -----------------------------------------------------------------------


def test_prices_for_a_person_and_for_a_group_with_what_is_said_above() -> None:
    found = courses(
        "Greenfield Training - price list 2027,,,\nAll prices + VAT,,,\n"
        "Course,Length,Per person,Per group (max 12)\n"
        "Catheter care,Half day,£55,£495\nPEG feeding,3 hrs,£55.00,£495 per 10\nStoma care,½ day,POA,£550\n"
        "Epilepsy,9.30-12.30,£50 pp,£450 up to 8\nCare Certificate,3 days,£195/£175 members,\nAutism,1 hour,FREE,\n"
    )
    assert [
        (one.cost, one.group_cost, one.group_size, one.hours, one.vat_included) for one in found.courses
    ] == [
        (55.0, 495.0, 12, 3.5, False),
        (55.0, 495.0, 10, 3.0, False),
        (None, 550.0, 12, 3.5, False),
        (50.0, 450.0, 8, 3.0, False),
        (195.0, None, None, 21.0, False),
        (0.0, None, None, 1.0, False),
    ]
    assert "line 2: all prices exclude VAT, as this line says" in said(found)


def test_a_footnote_on_vat_and_a_heading_that_says_otherwise() -> None:
    found = courses("Course,Price\nFalls,£45\nFire,£20 inc VAT\n* prices exclude VAT,\n")
    assert [one.vat_included for one in found.courses] == [False, True]
    kept = courses("Prices exclude VAT,\nCourse,Price inc VAT\nFalls,£45\n")
    assert [one.vat_included for one in kept.courses] == [True]


def test_a_bare_number_among_prices_of_groups_is_nobodys_price() -> None:
    """Rule: prices are 'never guessed, always said'."""
    found = courses("Course,Cost\nFire,£395 per session\nFood,550\nFirst aid,£495 per 16\n")
    food = found.courses[1]
    assert (food.cost, food.group_cost, food.price) == (None, None, "550")
    assert "line 3, Cost: other prices of this column are for a group" in said(found)
    assert courses("Course,Cost\nFire,£45 pp\nFood,55\nAid,£495 per 16\n").courses[1].cost == 55.0


def test_a_price_that_is_not_understood_is_kept_in_its_words() -> None:
    found = courses('Course,Price\nDiet,"1-10 people £350, 11-20 people £500"\nGout,$45\nFalls,£5\n')
    assert [(one.cost, one.group_cost, one.price) for one in found.courses] == [
        (None, None, "1-10 people £350, 11-20 people £500"),
        (None, None, "$45"),
        (5.0, None, None),
    ]
    assert [(one.line, one.column) for one in found.problems] == [(2, "Price")]
    assert "(2 rows: lines 2, 3; found" in found.problems[0].message


def test_a_price_for_members_alone_is_said() -> None:
    found = courses(
        "Course,Member price,Non-member price,CPD hours\nCoaching,Free,£40,1.5\nInduction,£10,,\n"
    )
    assert [(one.cost, one.hours) for one in found.courses] == [(40.0, 1.5), (None, None)]
    assert "line 3, Member price: only a price for members; what others pay is not known" in said(found)


def test_hours_from_columns_of_times_and_programs() -> None:
    found = courses("Course,Start,Finish\nFirst aid,09:30,16:30\nFalls,9.30am,12.30pm\nOral,10:00-13:00,\n")
    assert [one.hours for one in found.courses] == [7.0, 3.0, 3.0]
    assert [one.hours for one in courses("Course,Duration\nFalls,PT3H30M\nFire,P1D\n").courses] == [3.5, 7.0]


def test_several_days_in_one_cell_are_several_runs() -> None:
    found = courses(
        'Course title,Dates,Location,Fee\nFire,"12/01/2027, 09/03/2027",Leeds,£40\n'
        "Falls,3 & 4 February 2027,York,£45\nMCA,TBC,,£45\nNutrition,Various,Online,£20\nStroke,soon or later,,£5\n"
    )
    assert [[(one.day, one.until) for one in course.sessions] for course in found.courses] == [
        [(date(2027, 1, 12), None), (date(2027, 3, 9), None)],
        [(date(2027, 2, 3), date(2027, 2, 4))],
        [],
        [(None, None)],
        [],
    ]
    assert [(one.line, one.column) for one in found.problems] == [(6, "Dates")]


def test_columns_of_months_do_not_hide_the_header() -> None:
    found = courses("Course,Jan 2027,Feb 2027,Mar 2027,Price\nFire,12th,,9th,£40\nFalls,,3rd,,£45\n")
    assert [(one.title, one.cost) for one in found.courses] == [("Fire", 40.0), ("Falls", 45.0)]
    assert "Jan 2027: this column was not understood and is not read" in said(found)


def test_a_brochure_whose_dates_stand_on_a_sheet_of_their_own() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Welcome"
    book.active.append(["Call us on 0113 000"])
    sheets: dict[str, list[tuple[Any, ...]]] = {
        "Mandatory": [
            ("Course", "Duration", "Cost"),
            ("Fire safety", "2 hours", "£40pp"),
            ("Falls", 3, "£30pp"),
        ],
        "Dates": [
            ("Course", "Date", "Venue", "Places left"),
            ("Fire safety", datetime(2027, 1, 12), "Leeds", 4),
            ("Fire safety", datetime(2027, 2, 12), "York", 0),
            ("Stroke", datetime(2027, 2, 13), "York", 2),
        ],
        "Terms": [("1. Cancellation within 14 days is charged in full",)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read_courses(io.BytesIO(out.getvalue()))
    assert [(one.title, one.cost, len(one.sessions)) for one in found.courses] == [
        ("Fire safety", 40.0, 2),
        ("Falls", 30.0, 0),
        ("Stroke", None, 1),
    ]
    assert "1 courses have their dates on another sheet" in said(found)


def test_one_date_at_two_prices_is_one_run() -> None:
    found = courses(
        "Event Name,Event ID,Event Start Date and Time,Venue Name,Ticket Type,Ticket Price,Quantity Available,Event Status\n"
        "Train the Trainer,7788,2027-01-12 09:30:00,Leeds,Standard,£395.00,12,Live\n"
        "Train the Trainer,7788,2027-01-12 09:30:00,Leeds,Early Bird,£345.00,12,Live\n"
    )
    (course,) = found.courses
    assert (course.cost, runs(course)) == (395.0, [(date(2027, 1, 12), "Leeds", None, 12)])
    assert "1 dates stand there at several prices; the highest is read" in said(found)


def test_one_code_taught_in_two_ways_is_one_course() -> None:
    found = courses(
        "Course Template,Course Template Code,Course Start,Session Times,Location,Delivery,Remaining,List Price\n"
        "Dementia Awareness,DEM,12/01/27,9.30am–12.30pm,Leeds,Classroom,6,55\n"
        "Dementia Awareness,DEM,w/c 9 Feb 2027,9.30am–12.30pm,Zoom,Virtual,16,55\n"
    )
    (course,) = found.courses
    assert (course.format, course.hours, len(course.sessions)) == ("Classroom; Virtual", 3.0, 2)
    assert [(one.line, one.column) for one in found.problems] == [(3, "Course Start")]


def test_a_header_of_two_rows_tells_members_from_others() -> None:
    found = courses(
        "Course,Duration,Price,,Group\n,,Members,Non-members,Up to 12\nFire,2 hours,£20,£30,£300\n"
    )
    assert [(one.cost, one.group_cost, one.group_size) for one in found.courses] == [(30.0, 300.0, 12)]
    assert courses("Course,Group\nFire,£300\nFalls,POA\n").courses[0].group_cost == 300.0
    assert courses("Course,Group\nFire,Mandatory\n").courses[0].category == "Mandatory"


@each(
    ("words", "hours"),
    [
        ("2 x 3 hour sessions", 6.0),
        ("7h CPD", 7.0),
        ("6 hours over 2 days", 6.0),
        ("Self-paced (approx. 45 mins)", 0.75),
        ("Two half days", 7.0),
        ("Full day (9.30-4.30)", 7.0),
        ("12 weeks", None),
        ("3 hours per session x 4", None),
    ],
)
def test_lengths_as_people_write_them(words: str, hours: float | None) -> None:
    found = courses(f"Course,Duration,Price\nFalls,{words},£5\n")
    assert found.courses[0].hours == hours
    assert len(found.problems) == (hours is None)


def test_a_price_said_with_vat_and_without() -> None:
    for words in ("£110 inc. VAT (£91.67 + VAT)", "£91.67 + VAT (£110)"):
        course = courses(f"Course,Price\nFalls,{words}\n").courses[0]
        assert (course.cost, course.vat_included) == (110.0, True)
    assert courses("Course,Price\nFalls,£20 - £35 + VAT\n").courses[0].vat_included is False


def test_a_calendar_with_days_and_times_in_one_cell() -> None:
    found = courses(
        "Course Name,Date & time,Venue/Location,Fee\n"
        "Safeguarding,Tuesday 12th January 2027 9:30-12:30,County Hall,£50\n"
        "Safeguarding,Wednesday 10th February 2027 13:30 - 16:30,Online,£50\nMCA,Fri 15 Jan 2027,County Hall,£75\n"
    )
    assert [[(one.day, one.times) for one in course.sessions] for course in found.courses] == [
        [(date(2027, 1, 12), "9:30-12:30"), (date(2027, 2, 10), "13:30 - 16:30")],
        [(date(2027, 1, 15), None)],
    ]
    assert [one.hours for one in found.courses] == [3.0, None]
    assert found.problems == ()


def test_a_footnote_under_another_column_and_times_without_points() -> None:
    found = courses(
        "Date,Course,Time,Cost pp\nMon 11/01/2027,Falls,0930-1630,£60\nTue 12/01/2027,Fire,09.30 - 12.30,£75\n"
        "Email jo.bloggs@acme.example to book,,,\n"
    )
    assert [one.hours for one in found.courses] == [7.0, 3.0]
    assert found.problems == ()
    assert "line 4: a footnote" in said(found)
    assert "bloggs" not in said(found)


def test_headings_of_groups_with_their_size() -> None:
    found = courses(
        "Module code,Module,Cost (£) exc VAT per delegate,Cost (£) exc VAT per cohort (max 16)\nIND01,Falls,45,550\n"
    )
    (course,) = found.courses
    assert (course.id, course.cost, course.group_cost, course.group_size, course.vat_included) == (
        "IND01",
        45.0,
        550.0,
        16,
        False,
    )
    asked = courses("Course,Price,In-house\nFalls,£45,yes\nFire,£50,no\n")
    assert [(one.group_cost, one.cost) for one in asked.courses] == [(None, 45.0), (None, 50.0)]
    assert asked.problems == ()


def test_a_run_that_is_sold_out_or_cancelled() -> None:
    found = as_json(
        {
            "@type": "Course",
            "name": "Oral Care",
            "hasCourseInstance": [
                {
                    "startDate": "2027-01-12",
                    "offers": {"price": 45, "availability": "https://schema.org/SoldOut"},
                },
                {"startDate": "2027-02-12", "eventStatus": "https://schema.org/EventCancelled"},
            ],
        }
    )
    assert runs(found.courses[0]) == [(date(2027, 1, 12), None, None, 0)]
    assert "Status: not on offer" in said(found)


def test_marks_in_a_title_are_no_part_of_it() -> None:
    found = courses("Course,Price\n<b>Falls</b> &ndash; prevention,£45\n\u200bZero\u200bwidth,£4\n")
    assert [one.title for one in found.courses] == ["Falls – prevention", "Zerowidth"]
    lined = courses("| Course | Price |\n|---|---|\n| Fire safety | £40 |\n")
    assert [one.title for one in lined.courses] == ["Fire safety"]


# --- JSON --------------------------------------------------------------------------------------------


def test_an_answer_of_a_service_with_runs_inside() -> None:
    found = as_json(
        {
            "data": {
                "courses": [
                    {
                        "id": 1,
                        "name": "Dementia Awareness",
                        "price": {"amount": 4500, "currency": "GBP"},
                        "duration": "PT3H",
                        "sessions": [{"date": "2027-01-10", "venue": "Leeds"}, {"date": "2027-02-10"}],
                    },
                    {"id": 2, "name": "Fire Safety", "price": "£20 + VAT", "sessions": []},
                ]
            },
            "total": 2,
        }
    )
    assert [(one.id, one.title, one.cost, one.hours) for one in found.courses] == [
        ("1", "Dementia Awareness", None, 3.0),
        ("2", "Fire Safety", 20.0, None),
    ]
    assert [one[:2] for one in runs(found.courses[0])] == [
        (date(2027, 1, 10), "Leeds"),
        (date(2027, 2, 10), None),
    ]
    assert "price amount: this column was not understood" in said(found)


def test_what_a_site_answers_with_rendered_words() -> None:
    found = as_json(
        [
            {
                "id": 12,
                "title": {"rendered": "Dementia &#8211; Level 2"},
                "content": {"rendered": "<p>Understand dementia</p>"},
                "price": "45.00",
                "status": "publish",
                "categories": [{"id": 3, "name": "Care"}],
            }
        ]
    )
    (course,) = found.courses
    assert (course.title, course.category, course.cost) == ("Dementia – Level 2", "Care", 45.0)
    assert course.description == "<p>Understand dementia</p>"


JSONLD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": ["Course"],
            "courseCode": "C1",
            "name": "Medication",
            "description": "&lt;p&gt;MAR charts&lt;/p&gt;",
            "timeRequired": "PT6H",
            "offers": [
                {
                    "@type": "Offer",
                    "price": "65",
                    "priceCurrency": "GBP",
                    "priceSpecification": {"valueAddedTaxIncluded": False},
                },
                {"@type": "Offer", "name": "Group of up to 12", "price": "595", "priceCurrency": "GBP"},
            ],
            "educationalCredentialAwarded": {
                "identifier": {"propertyID": "Ofqual qualification number", "value": "610/0103/6"}
            },
            "hasCourseInstance": [
                {
                    "courseMode": "onsite",
                    "startDate": "2027-01-12T09:30",
                    "endDate": "2027-01-12T16:30",
                    "location": {"@type": "Place", "address": {"addressLocality": "Leeds"}},
                    "offers": {"price": 70, "priceCurrency": "GBP"},
                },
                {
                    "courseMode": ["online"],
                    "courseSchedule": {"startDate": "2027-02-01", "endDate": "2027-02-02"},
                },
            ],
        },
        {"@type": "Course", "name": "Euro", "offers": {"price": "50", "priceCurrency": "EUR"}},
        {"@type": "Course", "name": "Free", "isAccessibleForFree": True},
        {
            "@type": "Course",
            "name": "Range",
            "offers": {"@type": "AggregateOffer", "lowPrice": 20, "highPrice": 40},
        },
    ],
}


@pytest.mark.parametrize("page", [False, True])
def test_schema_org_offers_runs_and_groups(page: bool) -> None:
    text = json.dumps(JSONLD)
    found = (
        as_json(f"<html><script type='application/ld+json'>{text}</script></html>", "page.html")
        if page
        else as_json(text)
    )
    first, euro, free, span = found.courses
    assert (first.cost, first.group_cost, first.group_size, first.vat_included) == (65.0, 595.0, 12, False)
    assert (first.hours, first.number, first.description) == (6.0, "610/0103/6", "<p>MAR charts</p>")
    assert [(one.day, one.until, one.times, one.place, one.cost) for one in first.sessions] == [
        (date(2027, 1, 12), None, "09:30 to 16:30", "Leeds", 70.0),
        (date(2027, 2, 1), date(2027, 2, 2), None, None, None),
    ]
    assert (euro.cost, euro.price, free.cost, span.cost) == (None, "50 EUR", 0.0, 40.0)
    assert "read from its JSON-LD" in said(found)
    assert "tables in it were read" not in said(found)
    stream = io.BytesIO(f"<html><script type='application/ld+json'>{text}</script></html>".encode())
    assert recognise(stream).kind == "courses"


# --- bad input ---------------------------------------------------------------------------------------


def test_a_code_that_is_taken_is_said_with_its_line_and_loses_no_course() -> None:
    """Rule: 'duplicate codes: one clear message per cause with row and column; good rows answered'."""
    found = courses(
        "Code,Course,Price\nA1,Fire safety,£10\nA1,Dementia awareness,£20\nA1,Fire safety,£10\nB,Falls,£5\n"
    )
    assert [(one.id, one.title) for one in found.courses] == [
        ("A1", "Fire safety"),
        ("A1-2", "Dementia awareness"),
        ("B", "Falls"),
    ]
    assert [(one.line, one.column, one.found) for one in found.problems] == [
        (3, "Code", "A1"),
        (4, "Code", "A1"),
    ]
    assert cp.align_catalogue(PATHWAY, found.courses).rejected == ()


def test_lines_copied_from_a_document_are_refused_with_what_to_do() -> None:
    with pytest.raises(cp.DataError, match=r"6 lines are not divided into columns.*line 4.*tab"):
        courses(
            "ACME CARE TRAINING\nPrice list 2027\nCourse Duration Price\nSafeguarding Adults 3 hours £45\n"
            "Moving and Handling 1 day £65 + VAT\nPage 1 of 2\n"
        )


def test_html_in_a_cell_is_no_page_and_its_soup_teaches_nothing_else() -> None:
    found = courses(
        'Course,Description\nFalls prevention,"<div><p>Prevent falls<table><tr><td>9:30</td></tr></table>'
        "<!-- dementia --><style>.dementia{}</style><nav>Safeguarding | Medication</nav>"
        '<script>var a = ""infection control"";</script> <unclosed"\n'
    )
    (answer,) = cp.align_catalogue(PATHWAY, found.courses).alignments
    assert answer.relevance == "relevant"
    assert [match.id for match in answer.themes] == ["falls-prevention"]


@pytest.mark.parametrize("length", [0, 100_000, pytest.param(1_000_000, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("words", ["Understanding dementia and care. ", "<div>", "x", "&amp;", "\n\n• "])
def test_a_description_of_any_length_is_answered(length: int, words: str) -> None:
    text = (words * (length // len(words) + 1))[:length]
    found = as_json(
        [
            {"code": "d", "title": "Dementia awareness", "description": text},
            {"code": "f", "title": "Fire safety"},
        ]
    )
    answers = cp.align_catalogue(PATHWAY, found.courses).alignments
    assert [one.relevance for one in answers] == ["relevant", "relevant"]


def test_a_catalogue_in_two_languages_is_read_by_the_one_that_is_understood() -> None:
    found = courses(
        "Teitl y cwrs,Course title,Disgrifiad,Description,Pris/Price\n"
        "Ymwybyddiaeth o Ddementia,Dementia awareness,Cwrs undydd,A one day course,£50\n"
    )
    (course,) = found.courses
    assert (course.title, course.description, course.cost) == ("Dementia awareness", "A one day course", 50.0)
    assert "Teitl y cwrs: this column was not understood" in said(found)


def test_a_catalogue_of_another_trade_has_nothing_for_this_workforce() -> None:
    found = courses(
        "Course,Duration,Price\nForklift Counterbalance Novice,5 days,£650\nAbrasive Wheels,3 hours,£75\n"
        "Scaffold Inspection,1 day,£250\nBarista,1 day,£99\n"
    )
    catalogue = cp.align_catalogue(PATHWAY, found.courses)
    assert catalogue.relevant == ()
    assert all(one.covered == () for one in catalogue.coverage)


# --- found by whoever tried to break it ----------------------------------------------------------------


def test_a_short_description_and_a_long_one_are_read_both() -> None:
    """Rule: nothing that describes a course is left out for standing in a second column."""
    found = courses(
        "Name,Short description,Description\nFirst Aid,1 day,\nFalls,2 hours,strength and balance\n"
    )
    assert [one.description for one in found.courses] == ["1 day", "strength and balance\n2 hours"]
    assert "not read" not in said(found)


def test_either_column_may_say_that_a_course_is_not_on_offer() -> None:
    found = courses("Title,Published,Status\nFalls,true,active\nNails,true,archived\nHair,false,active\n")
    assert [one.title for one in found.courses] == ["Falls"]
    assert "archived" in said(found)


def test_a_variant_for_ten_learners_is_no_date() -> None:
    """Rule: what a shop sells to so many at once is no run, and its stock no number of places."""
    found = courses(
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
        "sg,Safeguarding,Learners,1,S1,999,15.00\nsg,,,10,S10,999,120.00\nsg,,,50 learners,S50,999,500.00\n"
    )
    (one,) = found.courses
    assert (one.cost, one.sessions, one.seats) == (15.0, (), 999)
    assert "the price of the smallest is read" in said(found)


def test_a_run_of_several_days_has_no_length_from_its_first_and_last_time() -> None:
    found = courses(
        "Name,Start,Finish,Start time,Finish time\nMCA,14 Mar 2026,14 Mar 2026,09:30,16:30\n"
        "DoLS,21 Apr 2026,22 Apr 2026,09:30,12:30\n"
    )
    assert [one.hours for one in found.courses] == [7.0, None]
    assert [(run.day, run.until) for one in found.courses for run in one.sessions] == [
        (date(2026, 3, 14), None),
        (date(2026, 4, 21), date(2026, 4, 22)),
    ]


@pytest.mark.parametrize("heading", ["Open course pp", "Public course price", "Scheduled courses per person"])
def test_a_place_on_an_open_course_has_a_price(heading: str) -> None:
    found = courses(
        f"Course,Duration,{heading},In-house (up to 12)\nFire,2 hrs,£35,£295\nFalls,1 day,£45,£395\n"
    )
    assert [(one.cost, one.group_cost) for one in found.courses] == [(35.0, 295.0), (45.0, 395.0)]


def test_an_amount_that_its_comma_has_parted_is_whole_again_and_said() -> None:
    found = courses("Course,Duration,Price\nCare Certificate,3 days,£1,200.00\nFalls,1 day,P.O.A.\n")
    assert [one.cost for one in found.courses] == [1200.0, None]
    assert "read as £1,200.00" in said(found)
    assert found.problems == ()


def test_other_cells_beyond_the_header_stay_a_problem() -> None:
    found = courses("Course,Price\nFire, Safety,£35\nFalls,£45\n")
    assert "3 cells" in said(found)


def test_lines_of_json_are_each_a_course_and_never_the_rest_of_a_title() -> None:
    lines = '{"title": "Falls", "price": 12}\n{"title": "Fire", "price": 35}\n{"title": "Stoma care"}\n'
    assert [one.title for one in as_json(lines, "a.jsonl").courses] == ["Falls", "Fire", "Stoma care"]


def test_what_is_no_object_among_the_rows_of_json_is_left_out_and_said() -> None:
    found = as_json('{"title": "Falls"}\n\n[1]\n{"title": "Fire"}\nnull\n7\n', "a.jsonl")
    assert [one.title for one in found.courses] == ["Falls", "Fire"]
    assert "line 3: this is no object, as the other rows are; it is left out (2 rows: lines 3, 6)" in said(
        found
    )
    found = as_json([{"title": "Falls"}, 1, [2]])
    assert "record 2: this is no object" in said(found)


def test_an_offer_to_members_is_no_price_of_a_place() -> None:
    offers = [{"@type": "Offer", "category": "Members", "price": 80}, {"@type": "Offer", "price": 95}]
    course = {"@context": "https://schema.org", "@type": "Course", "name": "Falls", "offers": offers}
    assert as_json(course).courses[0].cost == 95.0
    found = as_json(course | {"offers": offers[:1]})
    assert found.courses[0].cost is None
    assert "only a price for members" in said(found)
    others = [{"@type": "Offer", "name": "Non-members", "price": 95}]
    assert as_json(course | {"offers": others}).courses[0].cost == 95.0


def test_a_whole_title_of_one_word_is_not_joined_with_the_next() -> None:
    """Rule: a title on two lines is put together only where the first is no course by itself."""
    found = courses(
        "Course,Price,Duration\nAutism,£45,1 day\nDementia,,\nFalls,£30,2h\nBuccal,£35,2h\nMidazolam,,\n"
    )
    assert [one.title for one in found.courses] == ["Autism", "Falls", "Buccal Midazolam"]
    assert "Dementia" in said(found)


@pytest.mark.parametrize(
    ("cell", "hours", "size"),
    [
        ("GLH 300 / TQT 580", 300.0, "TQT 580"),
        ("300 GLH, 580 TQT", 300.0, "TQT 580"),
        ("guided learning hours: 40", 40.0, None),
        ("2 days (37 credits)", 14.0, "37 credits"),
        ("6 hours", 6.0, None),
    ],
)
def test_the_size_of_a_qualification_in_a_column_of_lengths(
    cell: str, hours: float, size: str | None
) -> None:
    """Rule: 'GLH, TQT, credits'."""
    found = courses(f'Course,Duration\nDiploma in Adult Care,"{cell}"\n')
    assert [(one.hours, one.size) for one in found.courses] == [(hours, size)]
    assert found.problems == () or "no id" in said(found)


def test_json_ld_with_a_language_and_a_lowest_price() -> None:
    (found,) = as_json(
        {
            "@type": "Course",
            "name": {"@value": "Dementia Awareness", "@language": "en"},
            "offers": {"@type": "AggregateOffer", "lowPrice": 25, "priceCurrency": "GBP"},
        }
    ).courses
    assert (found.title, found.cost, found.price) == ("Dementia Awareness", 25.0, "from £25")


def test_a_row_of_several_days_and_one_of_another_day_are_one_course() -> None:
    """Rule: 'sessions (one course, several dates and places) as sessions and no duplicates'."""
    found = courses(
        "Course,Price,Dates,Venue\nFire Safety,£40,12/01/2027; 3 Feb 2027,Leeds\nFire Safety,£35 online,10/03/2027,Zoom\n"
    )
    (fire,) = found.courses
    assert (len(fire.sessions), fire.cost, fire.price) == (3, 40.0, None)


def test_what_is_funded_keeps_its_words_and_is_said() -> None:
    found = courses("Course,Price\nLevel 2 Diploma in Care,Fully funded\n")
    assert [(one.cost, one.price) for one in found.courses] == [(0.0, "Fully funded")]
    assert "funded is read as free" in said(found)
