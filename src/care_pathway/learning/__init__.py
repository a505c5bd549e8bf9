"""The former room of courses and plans, kept for one release: use `alignment` and `planning`."""

from care_pathway.alignment import *  # noqa: F403
from care_pathway.planning import *  # noqa: F403
from care_pathway.problems import Problem as RowProblem  # noqa: F401
from care_pathway.tabular.courses import ParsedRow, course_from_row  # noqa: F401
