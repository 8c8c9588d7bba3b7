"""tantivy with snippets: turns as English stems, ten of them with the piece around the words.

python tantivy_snippets.py TURNS.jsonl INDEX_FOLDER, then queries on stdin, all words of each wanted
→ for each the processor seconds, how many were found and the bytes of the snippets
"""

import sys
import time
from pathlib import Path

import tantivy
from protocol import TOP, rows

CHARS = 300  # of a snippet


def build(turns, folder):
    """Index the turns, unless that was done."""
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw")
        .add_text_field("text", stored=True, tokenizer_name="en_stem")
        .build()
    )
    if Path(folder).exists():
        return tantivy.Index.open(folder)
    Path(folder).mkdir(parents=True)
    index = tantivy.Index(schema, path=folder)
    writer = index.writer(heap_size=128_000_000, num_threads=2)
    for row in rows(turns):
        writer.add_document(tantivy.Document(id=row["id"], text=row["text"]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def main():
    """Build, then answer line for line."""
    index = build(*sys.argv[1:3])
    searcher = index.searcher()
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.process_time()
        query = index.parse_query(line.strip(), ["text"], conjunction_by_default=True)
        found = searcher.search(query, TOP)
        pieces = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
        pieces.set_max_num_chars(CHARS)
        shown = [
            pieces.snippet_from_doc(searcher.doc(address)).to_html()
            for _score, address in found.hits
        ]
        took = time.process_time() - began
        print(took, found.count, len("".join(shown)), flush=True)


if __name__ == "__main__":
    main()
