"""tantivy as a peer: stems split at white space, BM25, speaker raw, day as an indexed number."""

from pathlib import Path

import tantivy
from protocol import TOP, main


def schema():
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("stems", tokenizer_name="whitespace")
    builder.add_text_field("speaker", stored=True, tokenizer_name="raw")
    builder.add_integer_field("day", stored=True, indexed=True, fast=True)
    builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def build(rows, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema(), path=folder)
    writer = index.writer(heap_size=128_000_000, num_threads=2)
    for row in rows:
        row = {k: v for k, v in row.items() if k != "text" or len(v.encode()) < 60_000}
        writer.add_document(tantivy.Document(**row))
    writer.commit()
    writer.wait_merging_threads()


def opened(folder):
    index = tantivy.Index.open(folder)
    index.reload()
    searcher = index.searcher()
    Query, Occur = tantivy.Query, tantivy.Occur

    def term(text, field="stems"):
        return Query.term_query(index.schema, field, text)

    def query(case):
        terms = case["terms"]
        match case["kind"]:
            case "or":
                return Query.boolean_query([(Occur.Should, term(t)) for t in terms])
            case "phrase":
                return Query.phrase_query(index.schema, "stems", list(terms))
            case "near":
                return Query.phrase_query(index.schema, "stems", list(terms), slop=4)
            case "prefix":
                return Query.regex_query(index.schema, "stems", terms[0] + ".*")
            case "wildcard":
                pattern = terms[0].replace("?", ".").replace("*", ".*")
                return Query.regex_query(index.schema, "stems", pattern)
            case "fuzzy":
                return Query.fuzzy_term_query(index.schema, "stems", terms[0], distance=1)
        parts = [(Occur.Must, term(t)) for t in terms]
        if case["speaker"]:
            parts.append((Occur.Must, Query.const_score_query(term(case["speaker"], "speaker"), 0)))
        if case["days"]:
            days = Query.range_query(
                index.schema, "day", tantivy.FieldType.Integer, *case["days"], True, True
            )
            parts.append((Occur.Must, Query.const_score_query(days, 0)))
        if case["without"]:
            parts.append((Occur.MustNot, term(case["without"])))
        return Query.boolean_query(parts)

    def answer(case):
        found = searcher.search(query(case), TOP)
        ids = [searcher.doc(address)["id"][0] for _score, address in found.hits]
        return found.count, ids

    return answer


if __name__ == "__main__":
    main(build, opened, "tantivy")
