"""What the tests of the distributed engine share; `hosts` is a real cluster where one is named."""

from fake_opensearch.fixtures import cluster as cluster
from fake_opensearch.fixtures import make_statement as make_statement
from fake_opensearch.fixtures import publish as publish
from fake_opensearch.fixtures import settings as settings
