"""The page of Whoosh's quick start behind Flask: twenty statements with highlights, and a count.

python tutorial_site.py INDEX_FOLDER, statements as JSON lines on stdin, then an empty line, then
addresses → for each address its status, processor seconds and bytes on stdout, as `page_timer` says
"""

import json
import sys
import time
from pathlib import Path

from flask import Flask, render_template_string, request
from whoosh import analysis, fields, index
from whoosh.qparser import QueryParser

SHOWN = 20
PAGE = """<!doctype html><title>{{ q }}</title>
<form><input name="q" value="{{ q }}"></form>
<p>{{ count }} found</p>
<ol>{% for hit in hits %}
<li><a href="/s/{{ hit.id }}">{{ hit.title }}</a> {{ hit.date }}<p>{{ hit.piece|safe }}</p></li>
{%- endfor %}</ol>"""


def build(folder: Path):
    """Index what stands on stdin up to an empty line."""
    folder.mkdir(parents=True)
    schema = fields.Schema(
        id=fields.ID(stored=True),
        title=fields.TEXT(stored=True),
        date=fields.STORED,
        content=fields.TEXT(stored=True, analyzer=analysis.StemmingAnalyzer()),
    )
    made = index.create_in(folder, schema)
    writer = made.writer(limitmb=256)
    for line in iter(sys.stdin.readline, "\n"):
        writer.add_document(**json.loads(line))
    writer.commit()
    return made


def site(made) -> Flask:
    """The application over an index."""
    app = Flask(__name__)
    searcher = made.searcher()
    parser = QueryParser("content", made.schema)

    @app.get("/search")
    def search():
        q = request.args.get("q", "")
        found = searcher.search(parser.parse(q), limit=SHOWN)
        hits = [{**hit.fields(), "piece": hit.highlights("content")} for hit in found]
        return render_template_string(PAGE, q=q, hits=hits, count=len(found))

    return app


def main() -> None:
    """Build, then answer line for line."""
    client = site(build(Path(sys.argv[1]))).test_client()
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.process_time()
        answer = client.get(line.rstrip("\n"))
        print(answer.status_code, time.process_time() - began, len(answer.data), flush=True)


if __name__ == "__main__":
    main()
