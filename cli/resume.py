"""`run --resume`: a run that was killed goes on in its own record, before the same system and the same mocks."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cli.campaign import play_attempts, pytest_words
from cli.material import Material, load_material
from cli.national_side import national_side
from cli.options import RunOptions
from cli.processes import stopped_in_order
from cli.progress import Progress
from cli.province import refuse_without_terminal
from cli.run import conclude, in_environment, run_json, sut_of
from harness.earlier import earlier_in
from harness.errors import Refused
from harness.exchange import Json
from harness.pco import ObservingPco
from harness.record import RecordWriter, read_events
from harness.resumption import cut_torn_line, note_resumption, read_run, refuse_gone, refuse_other_run, take_back


def resume_target(options: RunOptions) -> int:
    """Play what the killed run had not played, and answer. Raises Refused where that could not be honest."""
    out = options.out
    if out is None:
        raise Refused("--resume needs --out: the folder of the run that was killed")
    run = read_run(out / "record")
    options = replace(options, seed=run["seed"])
    material = load_material(options)
    pytest_words(options, material)
    refuse_without_terminal(material.target)
    with stopped_in_order(), national_side(material.target) as secrets, in_environment(secrets):
        sut = sut_of(material.target)
        _go_on(material, out / "record", run, run_json(options, material, sut))
        with Progress(json_only=options.json_only, language=options.language) as progress:
            play_attempts(options, material, out, secrets=secrets, progress=progress)
        return conclude(options, material, out, sut)


def _go_on(material: Material, record: Path, run: Mapping[str, Json], now: Mapping[str, Json]) -> None:
    """Refuse what cannot be gone on with; then leave the mocks as they were, and say so in the record."""
    refuse_other_run(run, now)
    cut_torn_line(record)
    events = read_events(record)
    earlier = earlier_in(events, material.target.mocks)
    writer = RecordWriter(record)
    try:
        with _mocks(material, writer) as mocks:
            refuse_gone(events, earlier, mocks)
            take_back(events, mocks)
            note_resumption(writer, events, earlier, datetime.now(UTC))
    finally:
        writer.close()


@contextmanager
def _mocks(material: Material, writer: RecordWriter) -> Iterator[Mapping[str, ObservingPco]]:
    pcos = {
        system: ObservingPco(mock.control, token=os.environ.get(mock.token_env, ""), append=writer.append)
        for system, mock in material.target.mocks.items()
    }
    try:
        yield pcos
    finally:
        for pco in pcos.values():
            pco.close()
