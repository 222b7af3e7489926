from __future__ import annotations

import stat
from pathlib import Path

import pytest

from voicecoach.web.invitation import invitation
from voicecoach.web.token import kept_token


def test_the_token_is_kept_for_this_user_alone(tmp_path: Path) -> None:
    token = kept_token(tmp_path / "state", pytest.fail)
    (file,) = (tmp_path / "state").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept_token(tmp_path / "state", pytest.fail) == token
    file.unlink()
    assert kept_token(tmp_path / "state", pytest.fail) != token


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xff", b"x" * 100])
def test_a_spoilt_token_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "web-token").write_bytes(content)
    assert len(kept_token(tmp_path, pytest.fail)) == 22


def test_a_folder_that_cannot_be_written_is_told_and_the_page_still_has_a_token(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    told: list[str] = []
    assert len(kept_token(in_the_way / "state", told.append)) == 22
    assert "will need a new link" in told[0]


def test_a_phone_is_invited_by_a_code_and_this_machine_by_a_link() -> None:
    link = "http://192.168.1.20:8720/?token=abc"
    lines = invitation(link, only_here=False)
    assert lines[0] == f"live page: {link}"
    assert len(lines) > 10, "the code"
    assert len(invitation("http://127.0.0.1:8720/", only_here=True)) == 1
