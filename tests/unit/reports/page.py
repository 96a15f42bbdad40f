"""Reports parsed as a reader's program would: elements, ids, links, and what is visible in a language."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


@dataclass
class Element:
    """An element with its attributes, children and text pieces in order."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def walk(self) -> "list[Element]":
        """This element and all below it."""
        below = [found for child in self.children if isinstance(child, Element) for found in child.walk()]
        return [self, *below]

    def all(self, tag: str = "", *, class_: str = "") -> "list[Element]":
        """Every element below with the tag and the class."""
        return [row for row in self.walk() if tag in {"", row.tag} and (not class_ or class_ in row.classes)]

    def text(self, language: str = "vi") -> str:
        """The words that a reader of the language sees."""
        other = {"vi": "en", "en": "vi"}[language]
        if other in self.classes or self.tag in {"style", "script"}:
            return ""
        pieces = [child if isinstance(child, str) else child.text(language) for child in self.children]
        return " ".join("".join(pieces).split()) if self.parent is None else "".join(pieces)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.here = self.root
        self.mistakes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.mistakes.append(f"<{tag}> repeats an attribute")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag != tag or self.here.parent is None:
            self.mistakes.append(f"</{tag}> closes <{self.here.tag}> at {self.getpos()}")
            return
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read_page(html: str) -> Element:
    """Parse a page. AssertionError where an element is not closed, or closed in another's place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.mistakes == []
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root


def by_id(page: Element, name: str) -> Element:
    """The one element with the id."""
    found = [row for row in page.walk() if row.attributes.get("id") == name]
    assert len(found) == 1, f"{len(found)} elements have the id {name!r}"
    return found[0]


def read_xml(text: str) -> ET.Element:
    """Parse a report in XML."""
    return ET.fromstring(text)  # noqa: S314 - we wrote it a moment ago
