"""SQLite FTS5 as a peer: stems in one column, BM25 by its own `rank`."""

import sqlite3
from pathlib import Path

from protocol import TOP, main


def build(rows, folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(Path(folder) / "fts.db")
    db.execute("PRAGMA journal_mode=OFF")
    db.execute(
        "CREATE VIRTUAL TABLE turn USING fts5(stems, id UNINDEXED, speaker UNINDEXED, "
        "day UNINDEXED, text UNINDEXED, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars ''''\")"
    )
    db.executemany(
        "INSERT INTO turn VALUES (:stems, :id, :speaker, :day, :text)",
        rows,
    )
    db.commit()
    db.close()


def expression(case):
    terms = ['"' + term.replace('"', "") + '"' for term in case["terms"]]
    match case["kind"]:
        case "or":
            return " OR ".join(terms)
        case "phrase":
            return '"' + " ".join(case["terms"]) + '"'
        case "near":
            return "NEAR(" + " ".join(terms) + ", 4)"
        case "prefix":
            return terms[0] + "*"
        case "not":
            return f'{terms[0]} NOT "{case["without"]}"'
        case "wildcard" | "fuzzy":
            return None
        case _:
            return " AND ".join(terms)


def opened(folder):
    db = sqlite3.connect(Path(folder) / "fts.db")

    def answer(case):
        match = expression(case)
        if match is None:
            return None
        where, values = "turn MATCH ?", [match]
        if case["speaker"]:
            where += " AND speaker = ?"
            values.append(case["speaker"])
        if case["days"]:
            where += " AND day BETWEEN ? AND ?"
            values.extend(case["days"])
        sql = f"SELECT id FROM turn WHERE {where} ORDER BY rank LIMIT {TOP}"
        ids = [row[0] for row in db.execute(sql, values)]
        return len(ids), ids

    return answer


if __name__ == "__main__":
    main(build, opened, "SQLite FTS5")
