"""`python -m specs`: write every `openapi.json` again from its profile."""

from specs.openapi import render_openapi
from specs.profile import INTERFACES, load_profile


def write_documents() -> None:
    """Write the OpenAPI document of every shipped profile beside it."""
    for file in sorted(INTERFACES.glob("*/*/operations.toml")):
        profile = load_profile(file.parts[-3], file.parts[-2])
        (profile.folder / "openapi.json").write_text(render_openapi(profile), encoding="utf-8")


if __name__ == "__main__":
    write_documents()
