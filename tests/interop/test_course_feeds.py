# ruff: noqa: E501  feeds are written as they come, a row to a line
"""Catalogues as providers have them: price lists, shop exports, learning systems, JSON-LD."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from care_pathway.interop import read_courses, recognise
from care_pathway.interop.course_lists import CourseFile
from care_pathway.tabular.amounts import hours_between
from care_pathway.tabular.prices import parse_price
from tests.each import each


def courses(text: str, **options: Any) -> CourseFile:
    return read_courses(io.StringIO(text), **options)


def said(found: CourseFile) -> str:
    return "\n".join(map(str, (*found.notices, *found.problems)))


# --- prices ------------------------------------------------------------------------------------------


@each(
    ("words", "cost", "group", "size", "vat"),
    [
        ("£45", 45.0, None, None, None),
        ("£45pp", 45.0, None, None, None),
        ("£65 + VAT", 65.0, None, None, False),
        ("£45 inc VAT", 45.0, None, None, True),
        ("£70 VAT exempt", 70.0, None, None, True),
        ("£495 per 12", None, 495.0, 12, None),
        ("£1,495 + VAT per group of up to 12", None, 1495.0, 12, False),
        ("£295 for up to 10 delegates", None, 295.0, 10, None),
        ("up to 12: £450", None, 450.0, 12, None),
        ("£600 per day", None, 600.0, None, None),
        ("£35 per person or £495 per group of 16", 35.0, 495.0, 16, None),
        ("£40 members / £55 non-members", 55.0, None, None, None),
        ("Members £40, non-members £55", 55.0, None, None, None),
        ("£60 (members £45)", 60.0, None, None, None),
        ("free for members", None, None, None, None),
        ("was £60 now £45", 45.0, None, None, None),
        ("LDSS", None, None, None, None),
        ("£85 (LDSS claimable)", 85.0, None, None, None),
        ("free", 0.0, None, None, None),
        ("TBC", None, None, None, None),
        ("£20 - £35 pp", 35.0, None, None, None),
    ],
)
def test_prices(
    words: str, cost: float | None, group: float | None, size: int | None, vat: bool | None
) -> None:
    """Rule: what one place costs is never guessed from the price of a group, of members or of funding."""
    price = parse_price(words)
    assert (price.cost, price.group_cost, price.group_size, price.vat_included) == (cost, group, size, vat)


@pytest.mark.parametrize("words", ["12/03/2026", "-5", "cheap", "£1,54"])
def test_what_is_no_price(words: str) -> None:
    with pytest.raises(ValueError, match=r"cost|price"):
        parse_price(words)


def test_hours_from_times() -> None:
    spans = {
        "9:30 - 16:30": 7.0,
        "9.30am to 4pm": 6.5,
        "9:30-4:30": 7.0,
        "19:00–21:00": 2.0,
        "10am - 12pm": 2.0,
    }
    assert {text: hours_between(text) for text in spans} == spans
    assert not any(map(hours_between, ("2-3 hours", "9", "25:00 - 26:00", "16:30 - 16:30", "")))


# --- lists -------------------------------------------------------------------------------------------


def test_a_list_pasted_from_a_document() -> None:
    """Rule: a row with nothing but a title in a table of more is said, and never aligned as a heading."""
    found = courses(
        "Our training 2026,,\nCourse,Length,Cost\nCORE SUBJECTS,,\nFalls prevention,3 hours,£45pp\n"
        "Communication with,1 day,£65 + VAT\nhard of hearing people,,\nPage 2 of 9,,\nClinical skills courses,,\n"
        "Catheter,2hrs,£35\nCare & Continence,,\nAll prices exclude travel,,\nSomething else entirely,,\n"
    )
    assert [course.title for course in found.courses][:3] == [
        "Falls prevention",
        "Communication with hard of hearing people",
        "Catheter Care & Continence",
    ]
    assert [course.category for course in found.courses][0::2][:2] == [
        "CORE SUBJECTS",
        "Clinical skills courses",
    ]
    assert found.courses[1].vat_included is False
    words = said(found)
    for what in (
        "number of a page",
        "footnote",
        "heading of the courses below",
        "rest of the title",
        "is it a heading?",
    ):
        assert what in words


def test_titles_alone_are_courses_where_the_table_has_nothing_else() -> None:
    assert len(courses("Course title\nFalls\nFIRE SAFETY\nPage turning\n").courses) == 3
    assert len(courses("Course title,Price\nFalls,\nFIRE,\nFeet,£5\nHands,\nHearing,\n").courses) == 5


def test_prices_of_several_columns_are_said() -> None:
    found = courses(
        "Course code,Course title,Regular price,Sale price,Group price,Max group size,VAT,GLH,Target audience,Category,"
        "Entry requirements,Ofqual number\nF1,Falls,£60,£45,£400,12,excluded,6,Carers,Core,None,601/1234/5\n"
    )
    course = found.courses[0]
    assert (course.cost, course.group_cost, course.group_size, course.vat_included) == (
        45.0,
        400.0,
        12,
        False,
    )
    assert (course.hours, course.audience, course.category, course.entry) == (6.0, "Carers", "Core", "None")
    assert course.number == "601/1234/5"
    assert "on sale" in said(found)
    assert courses("Course,Cost ex VAT\nFalls,45\n").courses[0].vat_included is False
    tqt = courses("Course,Total qualification time\nDiploma,370\n")
    assert tqt.courses[0].hours == 370.0
    assert "study alone included" in said(tqt)
    assert courses("Course,Credits\nUnit,6\n").courses[0].hours == 60.0


def test_one_course_on_several_days_is_one_course_with_sessions() -> None:
    found = courses(
        "Course title,Start date,Venue,Time,Price,Places remaining\n"
        "Falls,03/02/2026,Leeds,9:30 - 12:30,£40,4\nFalls,03/03/2026,York,9:30 - 12:30,£40,6\n"
        "Fire,04/02/2026,Leeds,9:30 - 12:30,£50,2\n"
    )
    assert [(course.title, course.cost, course.hours, course.seats) for course in found.courses] == [
        ("Falls", 40.0, 3.0, 10),
        ("Fire", 50.0, 3.0, 2),
    ]
    assert [(one.day, one.place, one.seats) for one in found.courses[0].sessions] == [
        (date(2026, 2, 3), "Leeds", 4),
        (date(2026, 3, 3), "York", 6),
    ]
    assert "kept as its sessions" in said(found)


@pytest.mark.parametrize("heading", ["Next dates", "Upcoming course dates", "Available dates", "Next date"])
def test_the_next_dates_of_a_course_are_its_sessions(heading: str) -> None:
    found = courses(f'Course,{heading},Price\nFire Safety,"14/01/2027, 11/02/2027",£45\n')
    assert [one.day for one in found.courses[0].sessions] == [date(2027, 1, 14), date(2027, 2, 11)]


def test_all_sheets_of_a_brochure() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Welcome"
    book.active.append(["Our courses for 2026"])
    for name, rows in {
        "Core": [["Falls", 45]],
        "Clinical": [["Catheter care", 60], ["Stoma care", 65]],
    }.items():
        sheet = book.create_sheet(name)
        sheet.append(["Course title", "Price"])
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = read_courses(io.BytesIO(out.getvalue()))
    assert [(course.id, course.category, course.cost) for course in found.courses] == [
        ("core-row-1", "Core", 45.0),
        ("clinical-row-1", "Clinical", 60.0),
        ("clinical-row-2", "Clinical", 65.0),
    ]
    assert len(read_courses(io.BytesIO(out.getvalue()), sheet="Core").courses) == 1


# --- feeds -------------------------------------------------------------------------------------------

WOOCOMMERCE = (
    "ID,Type,SKU,Name,Published,Short description,Description,Tax status,In stock?,Stock,Sale price,Regular price,"
    "Categories,Tags,Parent,Attribute 1 name,Attribute 1 value(s)\n"
    "10,variable,FALLS,Falls prevention,1,Half a day,How to prevent falls,taxable,1,,,,Core,,,Date,\n"
    '11,variation,FALLS-1,"Falls prevention - 3 Feb",1,,,taxable,1,8,,45,,,id:10,Date,03/02/2026\n'
    '12,variation,FALLS-2,"Falls prevention - 3 Mar",1,,,taxable,1,5,,45,,,id:10,Date,03/03/2026\n'
    "13,simple,FIRE,Fire safety,1,,Fire,none,1,20,30,40,Core,,,,\n"
)
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    "falls,Falls prevention,<p>How to prevent falls</p>,Oak,Course,,true,Date,03/02/2026,F1,45.00\n"
    "falls,,,,,,,,03/03/2026,F2,45.00\nfire,Fire safety,<p>Fire</p>,Oak,Course,,true,Title,Default Title,G1,30.00\n"
)
MOODLE = (
    "shortname,fullname,category,summary,startdate,visible\nfalls,Falls prevention,Core,How to prevent falls,,1\n"
    "fire,Fire safety,Core,Fire,,1\n"
)
ARLO = (
    "Course code,Course name,Event code,Start date,Finish date,Location,Places remaining,Price\n"
    "F1,Falls prevention,E1,03/02/2026,03/02/2026,Leeds,4,45\nF1,Falls prevention,E2,03/03/2026,04/03/2026,York,6,45\n"
    "G1,Fire safety,E3,04/02/2026,,Online,2,30\n"
)
LDJSON = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Course",
            "name": "Falls prevention",
            "courseCode": "F1",
            "description": "How to prevent falls",
            "provider": {"@type": "Organization", "name": "Oak"},
            "audience": {"@type": "Audience", "audienceType": "Care workers"},
            "teaches": ["Spot risks", "Prevent falls"],
            "offers": [{"@type": "Offer", "price": 45, "priceCurrency": "GBP"}],
            "hasCourseInstance": [
                {"@type": "CourseInstance", "startDate": "2026-02-03", "courseMode": "onsite", "courseWorkload": "PT3H", "location": {"name": "Leeds"}},
                {"@type": "CourseInstance", "startDate": "2026-03-03", "courseMode": "onsite", "courseWorkload": "PT3H", "location": "York"},
            ],
        },
        {"@type": "Course", "name": "Fire safety", "courseCode": "G1", "offers": {"price": "30.00", "priceCurrency": "EUR"}},
    ],
}  # fmt: skip


@pytest.mark.parametrize("feed", [WOOCOMMERCE, SHOPIFY, ARLO, json.dumps(LDJSON)])
def test_feeds_give_the_same_two_courses(feed: str) -> None:
    found = courses(feed)
    assert [course.title for course in found.courses] == ["Falls prevention", "Fire safety"]
    assert found.courses[0].cost == 45.0
    assert [one.day for one in found.courses[0].sessions] == [date(2026, 2, 3), date(2026, 3, 3)]
    assert recognise(io.StringIO(feed)).kind == "courses"


def test_feeds_of_a_learning_system_and_of_a_page() -> None:
    found = courses(MOODLE)
    assert [(course.id, course.title, course.category) for course in found.courses] == [
        ("falls", "Falls prevention", "Core"),
        ("fire", "Fire safety", "Core"),
    ]
    page = f'<html><script type="application/ld+json">{json.dumps(LDJSON)}</script><body>hello</body></html>'
    found = read_courses(io.BytesIO(page.encode()))
    first, second = found.courses
    assert (first.id, first.provider, first.audience, first.hours) == ("F1", "Oak", "Care workers", 3.0)
    assert first.outcomes == ("Spot risks", "Prevent falls")
    assert [one.place for one in first.sessions] == ["Leeds", "York"]
    assert second.cost is None
    assert "30.00 EUR" in said(found)
    assert len(courses('{"name": "Falls", "price": 5}\n{"name": "Fire", "price": "free"}\n').courses) == 2
    assert datetime(2026, 1, 1)


# --- what is decided is said, and nothing is dropped --------------------------------------------------


@each(
    ("words", "cost", "note"),
    [
        ("from £40", 40.0, "lowest"),
        ("£40+", 40.0, "lowest"),
        ("up to £90", 90.0, "highest"),
        ("£45-60", 60.0, "higher one"),
        ("45-60", 60.0, "higher one"),
        ("POA", None, "no price is given"),
        ("Price on application", None, "no price is given"),
        ("TBC", None, "no price is given"),
        ("£30 (members)", None, "only a price for members"),
        ("£30 (members) £45 (non-members)", 45.0, "usual price"),
    ],
)
def test_what_is_decided_of_a_price_is_said_with_its_words(words: str, cost: float | None, note: str) -> None:
    """Never guessed, always said: a price that is no plain number keeps its words and says what was read."""
    price = parse_price(words)
    assert (price.cost, price.words) == (cost, words)
    assert note in "; ".join(price.notes)


@each("words", ["", "-", "n/a", "£45", "£1,540.00", "free"])
def test_a_plain_price_and_an_empty_cell_need_no_word(words: str) -> None:
    assert parse_price(words).notes == ()


def test_a_price_for_members_beside_the_usual_one_is_kept_and_said() -> None:
    found = courses("Code,Title,Price,Member price\na,Fire safety,£40,£30\nb,First aid,,£20\n")
    assert [(one.cost, one.price) for one in found.courses] == [
        (40.0, "£40; members £30"),
        (None, "members £20"),
    ]
    assert "that for members is kept in its words" in said(found)
    assert "what others pay is not known" in said(found)


def test_the_size_of_a_qualification_stays_beside_its_length() -> None:
    """Neither total qualification time nor credits are the length of a course."""
    found = courses("Code,Title,Delivery,TQT,GLH,Credits\na,Dementia,classroom,370,300,37\nb,Autism,,,2,1\n")
    assert [(one.hours, one.format, one.size) for one in found.courses] == [
        (300.0, "classroom", "TQT 370; 37 credits"),
        (2.0, None, "1 credit"),
    ]


@each(
    ("cell", "day", "times", "hours"),
    [
        ("12/01/2027 09:30-12:30", date(2027, 1, 12), "09:30-12:30", 3.0),
        ("Tue 12 Jan 2027 9.30am - 4pm", date(2027, 1, 12), "9.30am - 4pm", 6.5),
        ("12 January 2027 at 10am", date(2027, 1, 12), "10am", None),
        ("12/01/2027 (10:00 to 13:00)", date(2027, 1, 12), "10:00 to 13:00", 3.0),
        ("12/01/2027", date(2027, 1, 12), None, None),
        ("9:30-12:30", None, None, 3.0),
    ],
)
def test_a_column_of_when_holds_days_and_times(
    cell: str, day: date | None, times: str | None, hours: float | None
) -> None:
    found = courses(f"Code,Title,When\na,Fire safety,{cell}\nb,First aid,13/01/2027\n")
    course = found.courses[0]
    assert [(one.day, one.times) for one in course.sessions] == ([(day, times)] if day else [])
    assert course.hours == hours
    assert found.problems == ()


@pytest.mark.parametrize("shape", ["dementia care ", "line of text\n", 'a ""word"" '])
def test_a_megabyte_in_one_description_costs_no_course(shape: str) -> None:
    text = shape * (1_000_000 // len(shape))
    found = courses(f'Code,Title,Description\na,Fire safety,"{text}"\nb,First aid,x\n')
    assert [one.title for one in found.courses] == ["Fire safety", "First aid"]
    assert "its first 131,000 are read" in said(found)
