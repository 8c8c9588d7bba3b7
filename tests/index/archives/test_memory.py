"""Small files that become large ones are expanded in small pieces."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from index.archives.limits import Budget
from index.archives.mhtml import read_mhtml
from index.archives.zipped import open_entry, open_zip

WORDS = b"some words " * 100_000


class Watched(io.BytesIO):
    """Bytes that know the most that was read of them at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.most = max(self.most, len(data))
        return data


@pytest.mark.parametrize(
    ("kind", "most"),
    [(zipfile.ZIP_BZIP2, 64), (zipfile.ZIP_LZMA, 4_096)],
    ids=["bzip2", "lzma"],
)
def test_a_member_is_expanded_from_few_bytes_at_once(kind: int, most: int) -> None:
    source = Watched()
    with zipfile.ZipFile(source, "w", kind) as made:
        made.writestr("a.html", WORDS)
    archive = open_zip(source, Budget(len(source.getvalue())))
    with open_entry(archive, archive.infolist()[0]) as entry:
        source.most = 0
        assert entry.read(10) == WORDS[:10]
        assert entry.read() == WORDS[10:]
    assert source.most <= most


def test_what_is_no_base64_takes_no_more_memory_than_its_bytes() -> None:
    page = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+YTwvcD4="
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    content = head + b"--b\r\n" + page + b"!" * 1_000_000 + b"\r\n--b--"
    tracemalloc.start()
    try:
        assert read_mhtml(content).content == b"<p>a</p>"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(content)


@pytest.mark.parametrize("kind", ["image/png", "text/html"])
def test_a_large_save_is_not_copied_before_it_is_read(kind: str) -> None:
    """Its pictures are looked at where they lie, and of a page no more than any has is decoded."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    page = b"--b\r\nContent-Type: text/html\r\n\r\n<p>a</p>\r\n"
    lines = b"QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\r\n" * 1_200_000
    large = b"--b\r\nContent-Type: %b\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n"
    content = head + large % (kind.encode(), lines) + page + b"--b--\r\n"
    del lines
    tracemalloc.start()
    try:
        found = read_mhtml(content).content
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == b"<p>a</p>" if kind == "image/png" else set(found) == set(b"A")
    assert peak < (0.1 if kind == "image/png" else 3) * len(content)
