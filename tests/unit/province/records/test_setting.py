"""The one setting that chooses the database, and the server that our own tests run on."""

import asyncio
import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import make_url

from tests.cli.command import lienthong, one_line_refusal
from tests.cli.installation import part
from tests.postgres import Postgres
from tests.unit.province.conftest import TEMPLATE
from tests.unit.province.samples import make_accept, until

WORDS = ["province", "serve", "--portal", "http://127.0.0.1:9", "--port", "0", "--inbound-port", "0"]
SECRETS = {"LIENTHONG_PORTAL_PASSWORD": "at-the-portal", "DATABASE_PASSWORD": "of-the-database"}
LIVE = """
import sys
from tests.postgres import running_postgres
with running_postgres() as server:
    print(server.folder, flush=True)
    sys.stdin.read()
"""


def test_one_setting_keeps_the_records_in_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """With an account that must show a password, which the command line does not show."""
    with postgres.new_database(TEMPLATE) as address:
        name = make_url(address).database
        postgres.run("CREATE ROLE clerk LOGIN PASSWORD 'of-the-database'")
        postgres.run(f"GRANT province TO clerk; ALTER DATABASE {name} OWNER TO clerk")
        url = address.replace("province@", "clerk@")
        words = [*WORDS, "--data", str(tmp_path), "--database", url, "--database-password-env", "DATABASE_PASSWORD"]
        with part(words, SECRETS) as province:
            shown = Path(f"/proc/{province.process.pid}/cmdline").read_text(encoding="utf-8")
            told = httpx.post(f"{province.said['url']}/dossiers", json=make_accept(), trust_env=False)
        with psycopg.connect(address) as db:
            kept = db.execute("SELECT code FROM dossiers").fetchall()
    assert kept == [(told.json()["dossier"],)]
    assert "of-the-database" not in shown
    assert list(tmp_path.glob("*.sqlite3")) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgresql://clerk:of-the-database@127.0.0.1:9/x", "--database-password-env"),
        ("postgresql://clerk@127.0.0.1:9/x", "does not open"),
        ("mysql://clerk@127.0.0.1/x", "mysql is none of sqlite, postgresql"),
        ("of-the-database", "--database is no sqlite:///FILE"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, address: str, why: str) -> None:
    done = lienthong(*WORDS, "--data", str(tmp_path), "--database", address, cwd=tmp_path, env=SECRETS)
    one_line_refusal(done, why)
    assert "of-the-database" not in done.stdout + done.stderr


def test_the_server_ends_with_whoever_started_it() -> None:
    """Killed, so that it could put nothing in order."""
    owner = subprocess.Popen([sys.executable, "-c", LIVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder = Path(owner.stdout.readline().strip())
    assert (folder / "data" / "postmaster.pid").exists()
    owner.kill()
    owner.communicate()
    asyncio.run(until(lambda: not folder.exists(), within_s=30))
