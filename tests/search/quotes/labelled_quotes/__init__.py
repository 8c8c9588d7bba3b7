"""An index + a seed → quotations with the verdict each should get, made by rule from its texts.

A row holds facts only: statement, turn, the range of its words, the edit. The words themselves are
read from the index when the rows are filled.
"""

from labelled_quotes.edits import Filled as Filled
from labelled_quotes.edits import Row as Row
from labelled_quotes.edits import fill as fill
from labelled_quotes.edits import rows as rows
from labelled_quotes.quarry import Quarry as Quarry
from labelled_quotes.quarry import text_words as text_words
