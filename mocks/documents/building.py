"""How the axis is put together, and what of it stands on the control port."""

from typing import Any, Final, TypeAlias

from mocks.core.system import Command, CommandRefused, Site, System, View
from mocks.documents.answers import AXIS_BEHAVIOURS
from mocks.documents.axis import Axis
from mocks.documents.counterpart import Counterpart
from mocks.documents.directory import Directory
from mocks.documents.edxml import KINDS, STATUSES
from mocks.documents.keys import Keys
from mocks.documents.letterbox import Letterbox
from mocks.documents.post import Post, shown
from mocks.documents.samples import SCHEMA, USAGE, Samples
from mocks.documents.signing import read_certificate

Json: TypeAlias = Any
CODE: Final = {"type": "string", "maxLength": 20}
DOCUMENT_ID: Final = {"type": "string", "minLength": 1, "maxLength": 4000}
SEND: Final = {
    "type": "object",
    "properties": {
        "type": {"enum": list(KINDS.values())},
        "about": DOCUMENT_ID,
        "from": CODE,
        "to": CODE,
        "era": {"enum": ["four-group", "qd20"]},
        "historic": {"type": "boolean"},
    },
    "additionalProperties": False,
}
ANSWER: Final = {
    "type": "object",
    "properties": {"status": {"enum": list(STATUSES)}, "document": DOCUMENT_ID, "from": CODE},
    "required": ["status"],
    "additionalProperties": False,
}
SIGNER: Final = {
    "type": "object",
    "properties": {"certificate": {"type": "string", "maxLength": 20_000}},
    "required": ["certificate"],
    "additionalProperties": False,
}


def make(site: Site) -> System:
    """The axis as a System. Raises SpecError where the profile's directory or XSD cannot be read."""
    settings = site.profile.settings
    method = settings["signature"]["made_with"]["value"]
    directory, keys = Directory(site.profile, site.store), Keys(site.store, site.clock)
    post = Post(site.store, site.clock, settings["order"]["next"])
    letterbox = Letterbox(site.profile, post=post, directory=directory, keys=keys, lenient=site.lenient)
    counterpart = Counterpart(
        directory=directory, post=post, keys=keys, clock=site.clock, rng=site.rng("counterpart"), method=method
    )
    samples = Samples(directory, keys=keys, clock=site.clock, rng=site.rng("samples"), method=method)
    return System(
        profile=site.profile,
        handler=Axis(site, post=post, directory=directory, letterbox=letterbox, counterpart=counterpart),
        behaviours=AXIS_BEHAVIOURS,
        views={
            **_views(post, directory, keys),
            "samples": View(usage="signed synthetic edXML of every type of message", show=samples.all),
        },
        commands=_commands(counterpart, samples, keys),
    )


def _views(post: Post, directory: Directory, keys: Keys) -> dict[str, View]:
    return {
        "documents": View(
            usage="messages as carried: codes, transport, statuses, which answers (15, 16) are awaited",
            show=lambda: {"documents": [shown(row) for row in post.rows()]},
        ),
        "agencies": View(usage="the directory in both eras of codes", show=lambda: {"agencies": directory.told()}),
        "certificates": View(
            usage="certificates with which signatures made here are verified (PEM)",
            show=lambda: {"certificates": keys.shown()},
        ),
    }


def _commands(counterpart: Counterpart, samples: Samples, keys: Keys) -> dict[str, Command]:
    def learn(wish: Json) -> Json:
        try:
            certificate = read_certificate(wish["certificate"])
        except ValueError as exc:
            raise CommandRefused("that is no certificate in PEM") from exc
        return {"sha256": keys.learn(certificate)}

    return {
        "documents/send-to-province": Command(
            usage='documents/send-to-province {"type"?: new|revoke|update|replace, "about"?: DocumentId, '
            '"from"?: code, "to"?: code, "era"?: qd20|four-group, "historic"?: true}: '
            "an agency of the axis writes to the province",
            schema=SEND,
            run=counterpart.send,
        ),
        "documents/answer": Command(
            usage='documents/answer {"status": 01|…|16, "document"?: DocumentId, "from"?: code}: the recipient reports '
            "the status of a document of the province, by default of the newest",
            schema=ANSWER,
            run=counterpart.answer,
        ),
        "samples/make": Command(usage=USAGE, schema=SCHEMA, run=samples.make),
        "signers/add": Command(
            usage='signers/add {"certificate": PEM}: signatures with this certificate count as valid',
            schema=SIGNER,
            run=learn,
        ),
    }
