"""Whoosh's quick start and BeautifulSoup's get_text() over the articles that onrecord found.

python tutorial.py DATA_FOLDER INDEX_FOLDER
"""

import sqlite3
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from whoosh import fields, index


def main() -> None:
    """Index every article, one after the other."""
    data, folder = map(Path, sys.argv[1:])
    folder.mkdir(parents=True)
    schema = fields.Schema(
        path=fields.ID(stored=True), title=fields.TEXT(stored=True), content=fields.TEXT
    )
    writer = index.create_in(folder, schema).writer()
    articles = sqlite3.connect(data / "ledger.sqlite3").execute(
        "SELECT path FROM page WHERE fate = 'statement'"
    )
    for (path,) in articles:
        soup = BeautifulSoup(Path(path).read_bytes(), "lxml")
        title = soup.title.get_text() if soup.title else ""
        writer.add_document(path=path, title=title, content=soup.get_text(" "))
    writer.commit()


if __name__ == "__main__":
    main()
