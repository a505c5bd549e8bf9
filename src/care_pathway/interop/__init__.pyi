# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.interop import ascwds as ascwds
from care_pathway.interop import crosswalks as crosswalks
from care_pathway.interop import evidence as evidence
from care_pathway.interop import examples as examples
from care_pathway.interop import publish as publish
from care_pathway.interop import tables as tables
from care_pathway.interop import templates as templates
from care_pathway.interop.staff_lists import read_staff as read_staff
from care_pathway.interop.training_lists import read_training as read_training
from care_pathway.interop.course_lists import CourseFile as CourseFile
from care_pathway.interop.course_lists import read_courses as read_courses
from care_pathway.interop.adoption import AdoptionFile as AdoptionFile
from care_pathway.interop.adoption import AdoptionItem as AdoptionItem
from care_pathway.interop.adoption import adoption_checklist as adoption_checklist
from care_pathway.interop.adoption import read_adoption as read_adoption
from care_pathway.interop.evidence import AppliedEvidence as AppliedEvidence
from care_pathway.interop.evidence import EntryKind as EntryKind
from care_pathway.interop.evidence import EvidenceEntry as EvidenceEntry
from care_pathway.interop.evidence import EvidenceFile as EvidenceFile
from care_pathway.interop.evidence import read_evidence as read_evidence
from care_pathway.interop.matching import Person as Person
from care_pathway.interop.saved_mapping import FileMapping as FileMapping
from care_pathway.interop.staff import LeftOut as LeftOut
from care_pathway.interop.join import dates_on_file as dates_on_file
from care_pathway.interop.join import join_training as join_training
from care_pathway.interop.record_dates import DateKind as DateKind
from care_pathway.interop.record_dates import KeptDate as KeptDate
from care_pathway.interop.reviews import CatalogueReview as CatalogueReview
from care_pathway.interop.reviews import ReviewDecision as ReviewDecision
from care_pathway.interop.reviews import ReviewedPart as ReviewedPart
from care_pathway.interop.reviews import ReviewVerdict as ReviewVerdict
from care_pathway.interop.review_table import read_review as read_review
from care_pathway.interop.review_table import review_rows as review_rows
from care_pathway.interop.review_table import review_workbook as review_workbook
from care_pathway.interop.own_records import OwnRecord as OwnRecord
from care_pathway.interop.own_records import join_own_records as join_own_records
from care_pathway.interop.own_records import own_record as own_record
from care_pathway.interop.own_records import read_own_record as read_own_record
from care_pathway.interop.own_records import with_own_record as with_own_record
from care_pathway.interop.recognition import Recognised as Recognised
from care_pathway.interop.recognition import TableKind as TableKind
from care_pathway.interop.recognition import recognise as recognise

__all__ = [
    "AdoptionFile",
    "AdoptionItem",
    "AppliedEvidence",
    "CatalogueReview",
    "CourseFile",
    "DateKind",
    "EntryKind",
    "EvidenceEntry",
    "EvidenceFile",
    "FileMapping",
    "KeptDate",
    "LeftOut",
    "OwnRecord",
    "Person",
    "Recognised",
    "ReviewDecision",
    "ReviewVerdict",
    "ReviewedPart",
    "TableKind",
    "adoption_checklist",
    "ascwds",
    "crosswalks",
    "dates_on_file",
    "evidence",
    "examples",
    "join_own_records",
    "join_training",
    "own_record",
    "publish",
    "read_adoption",
    "read_courses",
    "read_evidence",
    "read_own_record",
    "read_review",
    "read_staff",
    "read_training",
    "recognise",
    "review_rows",
    "review_workbook",
    "tables",
    "templates",
    "with_own_record",
]
