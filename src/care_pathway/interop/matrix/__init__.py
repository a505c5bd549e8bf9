"""Training matrices: people down, courses across, and in the cells days, words, or both.

What the days are (of completion, or of expiry) is read from the headings or a legend, or asked for; it is
never guessed. `finding` finds a matrix with the help of `headings`, `people`, `courses` and `legend`;
`shape` is what it finds; `reading` reads it, cell by cell with `cells`.
"""

from care_pathway.interop.matrix.finding import find_matrix, matrix_of
from care_pathway.interop.matrix.headings import MatrixPart
from care_pathway.interop.matrix.reading import read_matrix
from care_pathway.interop.matrix.shape import CourseColumn, Matrix

__all__ = ["CourseColumn", "Matrix", "MatrixPart", "find_matrix", "matrix_of", "read_matrix"]
