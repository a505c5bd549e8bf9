# Made by scripts/generate_names.py from the map in __init__.py.
from care_pathway.frames import expr as expr
from care_pathway.frames import spark as spark
from care_pathway.frames.errors import FrameError as FrameError
from care_pathway.frames.errors import UnknownColumnError as UnknownColumnError
from care_pathway.frames.titles import normalise_titles as normalise_titles
from care_pathway.frames.titles import title_codebook as title_codebook
from care_pathway.frames.codes import code_table as code_table
from care_pathway.frames.placing import place as place
from care_pathway.frames.placing import to_workers as to_workers
from care_pathway.frames.explaining import explain as explain
from care_pathway.frames.on_file import PeopleWarning as PeopleWarning
from care_pathway.frames.gaps import skill_gap as skill_gap
from care_pathway.frames.gaps import team_gap as team_gap
from care_pathway.frames.routes import eligibility as eligibility
from care_pathway.frames.files import scan_ascwds as scan_ascwds
from care_pathway.frames.examples import example_posts as example_posts
from care_pathway.frames.summaries import Measure as Measure
from care_pathway.frames.summaries import Suppress as Suppress
from care_pathway.frames.summaries import count as count
from care_pathway.frames.summaries import mean as mean
from care_pathway.frames.summaries import rate as rate
from care_pathway.frames.summaries import share as share
from care_pathway.frames.summaries import summarise as summarise

__all__ = [
    "FrameError",
    "Measure",
    "PeopleWarning",
    "Suppress",
    "UnknownColumnError",
    "code_table",
    "count",
    "eligibility",
    "example_posts",
    "explain",
    "expr",
    "mean",
    "normalise_titles",
    "place",
    "rate",
    "scan_ascwds",
    "share",
    "skill_gap",
    "spark",
    "summarise",
    "team_gap",
    "title_codebook",
    "to_workers",
]
