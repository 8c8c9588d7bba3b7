"""An OpenSearch cluster in memory, over HTTP: requests of the distributed engine → their answers.

It knows what the engine asks and nothing else: any other request, query, aggregation, script or
field is answered with 501 and kept in `FakeCluster.unknown`, which fixtures look at in the end. It
has one node and no shards; what needs several is tested on real ones (`make test-cluster`).
"""

from fake_opensearch.server import FakeCluster

__all__ = ["FakeCluster"]
