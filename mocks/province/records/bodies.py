"""What a clerk hands in, by the schemas of the upper-tester contract: checked once at the edge, typed from there on."""

from typing import Literal, NotRequired, TypedDict

Channel = Literal["counter", "online", "postal"]
OwnerKind = Literal["citizen", "business", "state-agency", "organisation"]


class Identity(TypedDict):
    """The number of an identity paper."""

    number: str


class Owner(TypedDict):
    """Whose dossier it is; `account` is the TechID, `vneid_verified` None where nobody told."""

    name: str
    kind: OwnerKind
    identity: Identity | None
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    account: NotRequired[str | None]
    vneid_verified: bool | None


class Officer(TypedDict):
    """Who acts; `account` is the name of the officer's account, whose rights then count."""

    name: str
    title: str
    department: str
    account: NotRequired[str | None]


class File(TypedDict):
    """One file of a paper."""

    id: str
    name: str
    url: str


class Paper(TypedDict):
    """One component of the dossier and its files."""

    component: str
    name: str
    digitised: bool
    from_national_store: bool
    files: list[File]


class AcceptBody(TypedDict):
    """The body of `POST /dossiers`; `agency` is the one whose dossier it is, left out: that of the installation."""

    procedure: str
    agency: NotRequired[str | None]
    code: NotRequired[str | None]
    channel: Channel
    submitted_via: NotRequired[Literal["national-portal", "provincial-portal"] | None]
    submitted_at: NotRequired[str | None]
    owner: Owner
    summary: str
    note: NotRequired[str | None]
    papers: list[Paper]
    databases: NotRequired[list[str] | None]
    officer: Officer


class AskedPaper(TypedDict):
    """A paper that the owner is asked for."""

    name: str
    quantity: int


class ResultPaper(TypedDict):
    """A paper that states the result."""

    name: str
    component: NotRequired[str | None]
    id: str
    url: str


class ActBody(TypedDict):
    """The body of an act: `papers` and `due` with supplement, `handed_in` with supplied, `results` with finish.

    `due` comes with apologise too, `content` with all but the first act.
    """

    officer: Officer
    content: NotRequired[str]
    papers: NotRequired[list[AskedPaper]]
    due: NotRequired[str | None]
    handed_in: NotRequired[list[Paper]]
    results: NotRequired[list[ResultPaper]]
