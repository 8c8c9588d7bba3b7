"""Xapian as a peer (Debian's python3-xapian): stems with positions, BM25, day as a value."""

import xapian
from protocol import TOP, main

DAY = 0
MOST_EXPANSIONS = 1000


def build(rows, folder):
    db = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    for row in rows:
        doc = xapian.Document()
        for position, stem in enumerate(row["stems"].split(" "), start=1):
            if stem and len(stem.encode()) < 240:
                doc.add_posting(stem, position)
        doc.add_boolean_term("XS" + row["speaker"])
        doc.add_value(DAY, xapian.sortable_serialise(row["day"]))
        doc.set_data(row["id"] + "\n" + row["text"])
        db.add_document(doc)
    db.commit()
    db.close()


def opened(folder):
    db = xapian.Database(folder)
    enquire = xapian.Enquire(db)
    enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0))
    Q = xapian.Query

    def query(case):
        terms = case["terms"]
        match case["kind"]:
            case "or":
                return Q(Q.OP_OR, terms)
            case "phrase":
                return Q(Q.OP_PHRASE, terms, len(terms))
            case "near":
                return Q(Q.OP_PHRASE, terms, len(terms) + 4)
            case "prefix":
                return Q(Q.OP_WILDCARD, terms[0], MOST_EXPANSIONS, Q.WILDCARD_LIMIT_MOST_FREQUENT)
            case "wildcard" | "fuzzy":
                return None
        found = Q(Q.OP_AND, terms)
        if case["speaker"]:
            found = Q(Q.OP_FILTER, found, Q("XS" + case["speaker"]))
        if case["days"]:
            low, high = (xapian.sortable_serialise(day) for day in case["days"])
            found = Q(Q.OP_FILTER, found, Q(Q.OP_VALUE_RANGE, DAY, low, high))
        if case["without"]:
            found = Q(Q.OP_AND_NOT, found, Q(case["without"]))
        return found

    def answer(case):
        asked = query(case)
        if asked is None:
            return None
        enquire.set_query(asked)
        found = enquire.get_mset(0, TOP)
        ids = [match.document.get_data().split(b"\n", 1)[0].decode() for match in found]
        return found.get_matches_estimated(), ids

    return answer


if __name__ == "__main__":
    main(build, opened, "Xapian")
