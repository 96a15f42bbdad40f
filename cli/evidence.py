"""The commands on sealed records: keys, sign, verify, gate, compare, report."""

import gc
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import Json

evidence_app = typer.Typer(add_completion=False, rich_markup_mode=None)

Record = Annotated[Path, typer.Argument(help="Folder of a sealed record.")]
Keys = Annotated[list[Path] | None, typer.Option("--key", help="Public key of somebody whom you trust (.pub.json).")]
Waivers = Annotated[Path | None, typer.Option(help="File of waivers.")]
Challenges = Annotated[Path | None, typer.Option(help="File of challenges: tests that are said to be wrong.")]
Expected = Annotated[
    Path | None, typer.Option(help="List of expected failures: it excuses nothing, and finds new ones.")
]
On = Annotated[str, typer.Option(help="With files beside the record: the day of the answer, YYYY-MM-DD; else today.")]
Since = Annotated[Path | None, typer.Option(help="Folder of an earlier record: the page says what changed since.")]
Passphrase = Annotated[str, typer.Option(help="Name of the variable that holds the private key's passphrase.")]


@evidence_app.command()
def keys(
    path: Annotated[Path, typer.Argument(help="Where to write it: PATH.key, and PATH.pub.json to give away.")],
    name: Annotated[str, typer.Option(help="Whose key it is.")],
    role: Annotated[Literal["assessor", "reviewer", "approver"], typer.Option(help="In which role they sign.")],
    kind: Annotated[Literal["ed25519", "ecdsa"], typer.Option(help="Kind of signature.")] = "ed25519",
    passphrase: Passphrase = "",
    json_only: Json = False,
) -> None:
    """Make a pair of keys for somebody who signs records or waivers."""
    from cli.keys import make_keys

    make_keys(path, kind=kind, name=name, role=role, passphrase=passphrase, json_only=json_only)


@evidence_app.command()
def sign(
    record: Annotated[Path, typer.Argument(help="Folder of a sealed record, or a file of waivers or challenges.")],
    private: Annotated[Path, typer.Option("--private", help="Your private key (.key).")],
    keys: Keys = None,
    passphrase: Passphrase = "",
    json_only: Json = False,
) -> None:
    """Verify a record and sign it, or sign waivers or challenges. Who signed before is checked by the keys you give."""
    from cli.keys import sign_folder

    sign_folder(record, private, keys=keys or (), passphrase=passphrase, json_only=json_only)


@evidence_app.command()
def verify(
    record: Record,
    keys: Keys = None,
    report: Annotated[Path | None, typer.Option(help="A report that must be what the record renders to.")] = None,
    policy: Annotated[Path | None, typer.Option(help="Policy file, for a record that keeps no text of it.")] = None,
    waivers: Waivers = None,
    challenges: Challenges = None,
    expected: Expected = None,
    on: On = "",
    since: Since = None,
    json_only: Json = False,
) -> None:
    """Say whether a record agrees with itself, its signatures and its answer. Offline; 21 where it does not."""
    from cli.told import Given
    from cli.verify import verify_record
    from harness.beside import Beside

    gc.disable()  # all that is read stays to the end, which is near: looking for garbage would take a third of the time
    code = verify_record(
        record,
        keys=keys or (),
        report=report,
        policy=policy,
        given=Given(Beside(waivers, challenges, expected), on, since),
        json_only=json_only,
    )
    raise typer.Exit(code)


@evidence_app.command()
def gate(
    records: Annotated[list[Path], typer.Argument(help="Folders of sealed records of one build.")],
    policy: Annotated[str, typer.Option(help="Exit criteria: a name in specs/policies, or a file.")],
    waivers: Waivers = None,
    challenges: Challenges = None,
    expected: Expected = None,
    keys: Keys = None,
    build: Annotated[str, typer.Option(help="The build that is to go live; records of another one are refused.")] = "",
    json_only: Json = False,
) -> None:
    """Answer whether a build may go live, from its records: the run, and what was looked at apart."""
    from cli.gate import decide_gate
    from harness.beside import Beside

    code = decide_gate(
        records,
        policy=policy,
        beside=Beside(waivers, challenges, expected),
        keys=keys or (),
        build=build,
        json_only=json_only,
    )
    raise typer.Exit(code)


@evidence_app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Folder of the earlier record.")],
    after: Annotated[Path, typer.Argument(help="Folder of the later one.")],
    keys: Keys = None,
    json_only: Json = False,
) -> None:
    """Say which requirements came to another status, and what differs: system, suite, statement, environment."""
    from cli.compare import compare_records

    raise typer.Exit(compare_records(before, after, keys=keys or (), json_only=json_only))


@evidence_app.command()
def created(
    record: Record,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language of the list.")] = "vi",
    json_only: Json = False,
) -> None:
    """List what a run left behind in the system: every dossier, account and payment, with the evidence of each."""
    from cli.created import list_created

    raise typer.Exit(list_created(record, language=lang, json_only=json_only))


@evidence_app.command()
def report(
    record: Record,
    formats: Annotated[list[str], typer.Option("--format", help="Names, with commas between them, or all.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    keys: Keys = None,
    waivers: Waivers = None,
    challenges: Challenges = None,
    expected: Expected = None,
    on: On = "",
    since: Since = None,
    json_only: Json = False,
) -> None:
    """Write reports of a record: html, junit, ctrf, sarif and others. Their figures are held against each other; 21."""
    from cli.report import write_reports
    from cli.told import Given
    from harness.beside import Beside

    given = Given(Beside(waivers, challenges, expected), on, since)
    code = write_reports(record, formats=formats, out=out, keys=keys or (), given=given, json_only=json_only)
    raise typer.Exit(code)


@evidence_app.command()
def nation(
    folders: Annotated[list[Path], typer.Argument(help="Folders below which sealed records lie.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    formats: Annotated[str, typer.Option("--format", help="html, xlsx, json, with commas.")] = "html,xlsx,json",
    keys: Keys = None,
    json_only: Json = False,
) -> None:
    """Bring the records of many provinces into one table with a map; 21 where a record contradicts itself."""
    from cli.nation import show_nation

    wanted = [name.strip() for name in formats.split(",")]
    raise typer.Exit(show_nation(folders, out=out, formats=wanted, keys=keys or (), json_only=json_only))
