"""Which database a URL names, and what is said where it names none."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scratch_postgres import ScratchPostgres

from voicecoach.errors import HistoryError
from voicecoach.history.database import Database
from voicecoach.history.place import read_place

SERVER = "postgresql://coach:secret@db.example.org/history"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+pg8000"])
def test_postgresql_by_each_of_its_names_is_the_driver_that_is_installed(scheme: str) -> None:
    place = read_place(SERVER.replace("postgresql", scheme))
    assert place.url.drivername == "postgresql+pg8000"
    assert place.name == "postgresql+pg8000://coach:***@db.example.org/history"


@pytest.mark.parametrize(
    ("options", "meant"),
    [("", None), ("?sslmode=prefer", None), ("?sslmode=disable", False), ("?sslmode=require", True)],
)
def test_what_a_host_hands_out_is_what_the_driver_takes(options: str, meant: bool | None) -> None:  # noqa: FBT001
    place = read_place(SERVER + options)
    assert place.arguments == {"ssl_context": meant}
    assert not place.url.query


@pytest.mark.parametrize(("mode", "names"), [("verify-full", True), ("verify-ca", False)])
def test_a_server_is_made_sure_of_where_that_is_asked_for(mode: str, names: bool) -> None:  # noqa: FBT001
    context = read_place(f"{SERVER}?sslmode={mode}").arguments["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, names)


def test_another_drivers_options_are_its_own() -> None:
    assert read_place(f"postgresql+psycopg{SERVER[10:]}?sslmode=require").url.query == {"sslmode": "require"}


def test_a_home_is_somebodys_folder() -> None:
    assert read_place("sqlite:///~/history.db").path == str(Path.home() / "history.db")
    assert read_place("sqlite:////srv/~/history.db").path == "/srv/~/history.db"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "is no database URL"),
        ("postgresql:/coach:secret@host/x", '"postgresql:***@host/x" is no database URL'),
        ("postgresql://coach:secret@host:abc/x", '"postgresql://coach:***@host:abc/x" is no database URL'),
        ("postgresql://coach:secret@host:99999/x", "is no database URL"),
        ("postgresql://coach:sec@secret@host/x", "write %40"),
        ("postgresql://coach:sec@sec/secret@host/x", "write %40"),
        ("postgresql://host/x", "names no user"),
        (f"{SERVER}?sslmode=often", 'no sslmode "often"'),
        (f"{SERVER}?sslmode=require&sslmode=disable", "sslmode can't be asked"),
        (f"{SERVER}?password=secret", "password can't be asked"),
        (f"{SERVER}?sslmode=require&channel_binding=require", "channel_binding can't be asked"),
        (f"{SERVER}?channel_binding=require", "leave it out, best with sslmode=verify-full"),
        (f"{SERVER}?sslmode=verify-full&sslrootcert=/nowhere", "sslrootcert=/nowhere is no file of certificates"),
        (f"{SERVER}?sslmode=verify-full&sslrootcert={__file__}", "is no file of certificates"),
        ("sqlite://home/history.db", "is no database URL"),
        ("sqlite:///~nobody-of-that-name/history.db", "nobody's home"),
    ],
)
def test_what_names_no_database_is_told_without_a_password(url: str, told: str) -> None:
    with pytest.raises(HistoryError) as refusal:
        read_place(url)
    assert told in str(refusal.value)
    assert "secret" not in str(refusal.value)


@given(st.text() | st.text().map(lambda text: f"postgresql://{text}") | st.text().map(lambda text: f"{SERVER}?{text}"))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    with suppress(HistoryError):
        assert "secret" not in read_place(text).name


@pytest.fixture(scope="module")
def encrypted() -> Iterator[tuple[str, Path]]:
    """Give the URL of a database whose server speaks TLS, and the certificate that vouches for it."""
    with ScratchPostgres(encrypted=True) as server:
        yield server.new_database(), server.certificate


def is_encrypted(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as connection:
            of_us = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            return bool(connection.exec_driver_sql(of_us).scalar_one())
    finally:
        database.close()


def test_a_server_that_speaks_tls_is_spoken_to_as_asked(encrypted: tuple[str, Path]) -> None:
    url, certificate = encrypted
    assert is_encrypted(f"{url}?sslmode=require")
    assert not is_encrypted(f"{url}?sslmode=disable")
    assert is_encrypted(f"{url}?sslmode=verify-full&sslrootcert={certificate}")
    with pytest.raises(HistoryError, match="certificate verify failed"):
        is_encrypted(f"{url}?sslmode=verify-full")


def test_a_server_without_tls_is_left_where_it_was_required(postgres_url: str) -> None:
    with pytest.raises(HistoryError, match="refuses SSL"):
        is_encrypted(f"{postgres_url}?sslmode=require")
    assert not is_encrypted(postgres_url)


def test_a_password_that_is_missing_is_told(postgres_url: str) -> None:
    with pytest.raises(HistoryError, match="see the user, password and options"):
        Database(postgres_url.replace(":p%40ss%20word", ""))
