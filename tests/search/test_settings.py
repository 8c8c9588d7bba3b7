"""Settings: defaults, file, environment, flags, in this order; each checked."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from search.errors import BadSetting
from search.settings import ROWS, Settings, read_settings


def test_every_row_is_a_setting_with_a_readable_default() -> None:
    assert [row.name for row in ROWS] == [field.name for field in fields(Settings)]
    assert all(row.help for row in ROWS)
    settings = read_settings(environ={"ONRECORD_CONFIG": ""})
    assert settings.port == 8000


def test_a_flag_goes_before_the_environment_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_text('port = 1\njobs = 1\ncache_mb = 1\nhost = "::1"\n')
    environ = {
        "ONRECORD_CONFIG": str(file),
        "ONRECORD_JOBS": "2",
        "ONRECORD_CACHE_MB": "2",
        "ONRECORD_HOST": "",
    }
    settings = read_settings({"cache_mb": 3, "port": None}, environ)
    assert (settings.port, settings.jobs, settings.cache_mb, settings.host) == (1, 2, 3, "::1")


def test_a_tilde_is_the_home_folder() -> None:
    assert read_settings({"data": "~/pages"}, {}).data == Path.home() / "pages"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "many"),
        ("port", "-1"),
        ("port", 65_536),
        ("jobs", 1.5),
        ("crawl_delay", "nan"),
        ("crawl_delay", "inf"),
        ("crawl_delay", "-1"),
        ("report_address", "javascript:alert(1)"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: object) -> None:
    with pytest.raises(BadSetting, match=f"setting {name}"):
        read_settings({name: value}, {})


@pytest.mark.parametrize(
    ("text", "said"), [("prot = 1", "prot"), ("port = ", "TOML"), ("\udcff", "TOML")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "onrecord.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSetting, match=said) as error:
        read_settings(environ={"ONRECORD_CONFIG": str(file)})
    assert str(file) in str(error.value)


def test_a_file_that_is_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="a file that exists"):
        read_settings(environ={"ONRECORD_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    "given", ["onrecord.example", "ftp://a.example", "https://a.example/x", "https://u@a.example"]
)
def test_a_public_url_is_an_address_without_a_path(given: str) -> None:
    with pytest.raises(BadSetting, match="public_url"):
        read_settings({"public_url": given}, environ={})


def test_a_public_url_ends_without_a_slash() -> None:
    given = read_settings({"public_url": "https://a.example/"}, environ={})
    assert given.public_url == "https://a.example"
