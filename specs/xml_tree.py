"""XML as a tree of dicts, so that pointers, marks and patterns speak of it as of JSON.

Local names; a repeated element is a list; an attribute is "@name"; text beside attributes or children is "#text"; an
empty element is null; every leaf is a string. The order of different elements is not kept: the XSD sees to it.
"""

from typing import Any, Final, TypeAlias

from lxml import etree

Json: TypeAlias = Any
DEEPEST: Final = 100


class NotXml(ValueError):
    """The bytes are no well-formed XML, or hold what is not read: a document type, more than DEEPEST levels."""


def parse_xml(raw: bytes) -> "etree._Element":
    """The root element. Raises NotXml; entities and document types are refused, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise NotXml(f"no XML: {type(exc).__name__}") from exc
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        raise NotXml("a document type is not read")
    return root


def read_tree(raw: bytes) -> dict[str, Json]:
    """{name of the root: its tree}. Raises NotXml."""
    root = parse_xml(raw)
    return {_local(root): _tree(root, 0)}


def _tree(element: "etree._Element", depth: int) -> Json:
    if depth >= DEEPEST:
        raise NotXml(f"deeper than {DEEPEST} levels")
    tree: dict[str, Json] = {
        f"@{etree.QName(name).localname}": value for name, value in sorted(element.attrib.items(), key=str)
    }
    for child in element.iterchildren("*"):
        name, value = _local(child), _tree(child, depth + 1)
        if name not in tree:
            tree[name] = value
        elif isinstance(tree[name], list):
            tree[name].append(value)
        else:
            tree[name] = [tree[name], value]
    text = (element.text or "").strip()
    if not tree:
        return text or None
    return tree | {"#text": text} if text else tree


def _local(element: "etree._Element") -> str:
    return etree.QName(element).localname
