"""Exports that are what a query gives: PostgreSQL, MariaDB, SQLite. The transaction may only read."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from harness.errors import Refused
from harness.exchange import Json
from harness.ixit import secret
from harness.reconcile.raw import BATCH, Batch, Export, Raw, as_text
from harness.target import refuse_national

if TYPE_CHECKING:
    from hashlib import _Hash

_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql"}
_PLACE: Final = frozenset({"host", "port", "unix_socket"})
_READ_ONLY: Final = {"mariadb": "SET SESSION TRANSACTION READ ONLY"}


def open_query(read: Mapping[str, Json]) -> Export:
    """Open the query of a declaration's `read`. Raises Refused where it cannot be asked, with the database's word."""
    url, query = _address(read), read["query"].rstrip("; \n")
    read = {**read, "query": query}
    with _asked(url, read | {"query": f"SELECT * FROM ({query}) AS export WHERE 1 = 0"}) as result:  # noqa: S608 - their own query
        columns = tuple(result.keys())
    digest = hashlib.sha256()
    return Export(_shown(url), columns, partial(_rows, url, read, digest), lambda: f"sha256:{digest.hexdigest()}")


def _address(read: Mapping[str, Json]) -> URL:
    if read["kind"] == "sqlite":
        path = Path(read["path"])
        if not path.is_file():
            raise Refused(f"{path}: no such file")
        return URL.create("sqlite", database=f"file:{path.resolve()}", query={"mode": "ro", "uri": "true"})
    address = secret(read["address_env"], purpose=f"address of the {read['kind']} database")
    try:
        url = make_url(address).set(drivername=_DRIVERS[read["kind"]])
    except SQLAlchemyError as exc:
        raise Refused(f"what {read['address_env']} holds is no address of a database") from exc
    if url.host:
        refuse_national(f"{read['kind']}://{url.host}")
    return url


def _shown(url: URL) -> str:
    """Which database it is, without who asks and with which password."""
    place = {name: value for name, value in url.query.items() if name in _PLACE}
    shown = URL.create(url.drivername, host=url.host, port=url.port, database=url.database, query=place)
    return shown.render_as_string()


@contextmanager
def _asked(url: URL, read: Mapping[str, Json]) -> Iterator[CursorResult[Json]]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection, closing(_result(connection, read)) as result:
            yield result
    except SQLAlchemyError as exc:
        raise Refused(f"{read['kind']}: {' '.join(str(getattr(exc, 'orig', exc)).split())}") from exc
    finally:
        engine.dispose()


def _result(connection: Connection, read: Mapping[str, Json]) -> CursorResult[Json]:
    kind = read["kind"]
    if kind in _READ_ONLY:
        connection.execute(text(_READ_ONLY[kind]))
        connection.commit()
    options: dict[str, Json] = {"stream_results": True, "max_row_buffer": BATCH}
    if kind == "postgresql":
        options["postgresql_readonly"] = True
    return connection.execution_options(**options).exec_driver_sql(read["query"])


def _rows(url: URL, read: Mapping[str, Json], digest: "_Hash", wanted: tuple[str, ...]) -> Iterator[Raw]:
    """The rows as the database gives them; their order is its own, and the digest speaks of it."""
    with _asked(url, read) as result:
        places = [tuple(result.keys()).index(name) for name in wanted]
        batch = Batch(wanted)
        for number, row in enumerate(result, start=1):
            values = [as_text(value) for value in row]
            digest.update(orjson.dumps(values))
            batch.add(number, tuple(values[place] for place in places))
            if len(batch) == BATCH:
                yield batch.take()
        yield batch.take()
