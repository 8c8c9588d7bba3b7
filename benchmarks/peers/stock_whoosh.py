"""Stock Whoosh as a peer: its own writer, its own matchers, BM25F."""

import datetime
from pathlib import Path

from protocol import TOP, main
from whoosh import analysis, fields, index, query


def build(rows, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    spaces = analysis.SpaceSeparatedTokenizer()
    schema = fields.Schema(
        id=fields.ID(stored=True),
        stems=fields.TEXT(analyzer=spaces, phrase=True),
        speaker=fields.ID(stored=True, sortable=True),
        day=fields.DATETIME(stored=True, sortable=True),
        text=fields.STORED,
    )
    writer = index.create_in(folder, schema).writer(limitmb=256, compound=False)
    for row in rows:
        row["day"] = datetime.datetime.fromordinal(row["day"])
        writer.add_document(**row)
    writer.commit()


def opened(folder):
    searcher = index.open_dir(folder).searcher()

    def terms(case):
        return [query.Term("stems", term) for term in case["terms"]]

    def tree(case):
        match case["kind"]:
            case "or":
                return query.Or(terms(case))
            case "phrase":
                return query.Phrase("stems", list(case["terms"]))
            case "near":
                return query.Phrase("stems", list(case["terms"]), slop=5)
            case "prefix":
                return query.Prefix("stems", case["terms"][0])
            case "wildcard":
                return query.Wildcard("stems", case["terms"][0])
            case "fuzzy":
                return query.FuzzyTerm("stems", case["terms"][0], prefixlength=1)
        found = query.And(terms(case))
        if case["without"]:
            found = query.And([*terms(case), query.Not(query.Term("stems", case["without"]))])
        return found

    def wanted(case):
        parts = []
        if case["speaker"]:
            parts.append(query.Term("speaker", case["speaker"]))
        if case["days"]:
            first, last = (datetime.datetime.fromordinal(day) for day in case["days"])
            parts.append(query.DateRange("day", first, last))
        return query.And(parts) if parts else None

    def answer(case):
        found = searcher.search(tree(case), limit=TOP, filter=wanted(case))
        return found.estimated_length(), [hit["id"] for hit in found]

    return answer


if __name__ == "__main__":
    main(build, opened, "stock Whoosh")
