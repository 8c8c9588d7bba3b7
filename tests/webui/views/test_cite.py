"""`/s/…/cite`, its files, unAPI and what Zotero's translators read."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest
import rispy
from lxml import etree
from lxml import html as parser

from search.settings import read_settings
from search.text_version import text_version
from webui.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from search.records import Statement
    from webui.site import ServingEngine

    Page = Callable[[str], str]

# Of github.com/zotero/translators, unAPI.js: the formats it takes, the one it likes best first.
RECOGNISED = (
    "rdf_zotero",
    "rdf_bibliontology",
    "mods",
    "marc",
    "unimarc",
    "ris",
    "refer",
    "bibtex",
)
# Of its Embedded Metadata.js: the prefixes it knows without being told.
PREFIXES = ("bib", "bibo", "dc", "dcterms", "prism", "foaf", "vcard", "link", "z", "og", "article")


@pytest.mark.parametrize("address", ["/s/en-90001", "/s/en-90001/5", "/s/en-90001/4"])
def test_the_page_of_citations_holds_every_style_and_files(page: Page, address: str) -> None:
    text = page(f"{address}/cite")
    assert re.findall(r'id="cite-(\w+)"', text) == ["text", "gost", "bibtex", "ris", "csl"]
    for ending in (".txt", ".bib", ".ris", ".csl.json"):
        assert re.search(rf'href="{address}/cite{re.escape(ending)}\?v=[0-9a-f]{{12}}"', text)


@pytest.mark.parametrize(
    ("ending", "mimetype"),
    [
        ("txt", "text/plain"),
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_are_of_their_type_and_name(client: FlaskClient, ending: str, mimetype: str) -> None:
    answer = client.get(f"/s/en-90001/5/cite.{ending}")
    assert answer.mimetype == mimetype
    assert "Mara Oskel" in answer.text
    assert "http://localhost/s/en-90001/5?v=" in answer.text
    named = answer.headers.get("Content-Disposition", "")
    assert ending == "txt" or f"filename=onrecord-en-90001-5.{ending}" in named


def test_turns_and_statements_lead_to_their_citations(page: Page) -> None:
    text = page("/s/en-90001")
    assert len(re.findall(r'class="cite"[^>]* href="/s/en-90001/\d+/cite\?v=', text)) == 6
    assert re.search(r'href="/s/en-90001/cite\?v=\w{12}">Cite this statement', text)
    assert re.search(r'href="/s/en-90001/5/cite\?v=\w{12}">Cite these words', page("/s/en-90001/5"))


def test_what_is_not_there_is_not_cited(client: FlaskClient) -> None:
    for address in ("/s/en-90099/cite", "/s/en-90001/99/cite", "/s/en-90001/3/cite.ris"):
        assert client.get(address).status_code == 404, address
    assert "there are .txt" in client.get("/s/en-90001/2/cite.doc").text
    assert client.get("/s/en-90001/2/cite.ris?v=000000000000").status_code == 404


def test_a_former_text_is_cited_as_it_was(client: FlaskClient, revised: Statement) -> None:
    now = client.get(f"/s/en-90001/cite.csl.json?v={text_version(revised)}")
    assert json.loads(now.text)[0]["title"] == revised.title


def test_markup_in_a_name_stays_text(page: Page) -> None:
    text = page("/s/en-90004/1/cite")
    assert "<script>alert" not in text
    assert "<b onmouseover" not in text


def test_unapi_names_its_formats_as_version_1_says(client: FlaskClient) -> None:
    for address, status in (("/unapi", 200), ("/unapi?id=en-90001/5", 300)):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (status, "application/xml")
        tree = etree.fromstring(answer.data)
        assert tree.tag == "formats"
        assert tree.get("id") == ("en-90001/5" if status == 300 else None)
        names = [one.get("name") for one in tree.iter("format")]
        assert next(name for name in RECOGNISED if name in names) == "ris"
        assert all(one.get("type") for one in tree.iter("format"))
    assert client.get("/unapi?id=en-90001/5&format=mods").status_code == 406
    assert client.get("/unapi?id=en-90099/5&format=ris").status_code == 404
    assert client.get("/unapi?id=en-90001/x").status_code == 404


@pytest.mark.parametrize("address", ["/s/en-90001/5", "/s/en-90001", "/s/en-90001/5/cite"])
def test_zotero_finds_one_record_and_saves_a_turn_as_a_presentation(
    page: Page, client: FlaskClient, address: str
) -> None:
    tree = parser.document_fromstring(page(address))
    (server,) = tree.xpath('//link[@rel="unapi-server"]/@href')
    (name,) = tree.xpath('//abbr[@class="unapi-id"]/@title')  # several would be a list to choose of
    assert re.fullmatch(r"[\w/@-]+", name)  # the translator does not encode it
    (record,) = rispy.loads(client.get(f"{server}?id={name}&format=ris").text)
    assert record["type_of_reference"] == ("ELEC" if address == "/s/en-90001" else "SLIDE")
    assert record.get("authors", []) == (
        ["Presidential Executive Office"] if address == "/s/en-90001" else ["Mara Oskel"]
    )
    assert record["title"] == "Meeting on the Lake Orm water treaty"


def test_meta_tags_follow_the_rules_of_embedded_metadata(page: Page) -> None:
    tree = parser.document_fromstring(page("/s/en-90001/5"))
    declared = [
        one.partition(".")[2].lower() for one in tree.xpath("//link/@rel") if "schema." in one
    ]
    tags = {}
    for tag in tree.xpath("//head/meta[@content]"):
        name = tag.get("name") or tag.get("property")
        parted = re.fullmatch(r"(\w+?)[.:_](\w+)", name)
        if parted:
            assert parted[1].lower() in {*PREFIXES, *declared}
            assert tag.get("content")
            tags[f"{parted[1].lower()}:{parted[2]}"] = tag.get("content")
    assert tags["z:itemType"] == "presentation"
    assert tags["dc:creator"] == "Mara Oskel"
    assert tags["dc:title"] == "Meeting on the Lake Orm water treaty"
    assert tags["dc:date"] == "2012-05-14"
    assert not any(name.startswith("citation_") for name in tags)  # would make it an article


def test_where_a_public_url_is_set_links_are_absolute(tmp_path: Path, shelf: ServingEngine) -> None:
    root = "https://onrecord.example"
    settings = read_settings({"data": tmp_path, "public_url": f"{root}/"}, environ={})
    client = create_app(settings, shelf).test_client()
    shape = json.loads(client.get("/search.json?q=treaty").text)
    assert all(one["link"].startswith(f"{root}/s/") for one in shape["results"])
    assert f",{root}/s/en-90001/2?q=treaty," in client.get("/search.csv?q=treaty").text
    assert f'href="{root}/s/en-90001?q=treaty"' in client.get("/search.atom?q=treaty").text
    assert f"{root}/s/en-90001/5?v=" in client.get("/s/en-90001/5/cite.txt").text
    assert f'content="{root}/s/en-90001"' in html.unescape(client.get("/s/en-90001").text)


def test_without_one_tables_and_json_keep_root_relative_links(client: FlaskClient) -> None:
    shape = json.loads(client.get("/search.json?q=treaty").text)
    assert all(one["link"].startswith("/s/") for one in shape["results"])
