"""Line charts as inline SVG: no script, nothing from elsewhere, told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reports.messages import Text

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 28, 30
TICKS = 4
STROKES = (("#1f3a5f", ""), ("#b3541e", "6 3"), ("#4b7f52", "2 3"), ("#7a4b8f", "10 3 2 3"))
"""Colour and dashes of the first, second, … line."""


@dataclass(frozen=True)
class Line:
    """One line with its name; a point without a value breaks it."""

    name: Text
    points: Sequence[tuple[float, float | None]]


def line_chart(title: Text, lines: Sequence[Line], *, x: Text, y: Text) -> Markup:
    """A figure with axes from 0, ticks and a legend. Lines beyond the fourth are refused by ValueError."""
    if len(lines) > len(STROKES):
        raise ValueError(f"{len(lines)} lines cannot be told apart")
    known = [(a, b) for line in lines for a, b in line.points if b is not None]
    right, top = max((a for a, _ in known), default=1) or 1, _ceiling(max((b for _, b in known), default=1))
    drawn = [_axes(right, top), *(_path(line, place, right, top) for place, line in enumerate(lines))]
    legend = Markup(" ").join(_legend(line.name, place) for place, line in enumerate(lines))
    label = Markup('<text x="{}" y="{}" text-anchor="end">{}</text><text x="0" y="10">{}</text>').format(
        WIDTH - RIGHT, HEIGHT - 2, x.vi, y.vi
    )
    picture = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        WIDTH, HEIGHT, title.en, Markup("").join(drawn), label
    )
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(picture, legend)


def _ceiling(value: float) -> float:
    """A round number not below the value: 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 0.001
    while power * 10 <= value:
        power *= 10
    return next(power * step for step in (1, 2, 5, 10) if power * step >= value)


def _axes(right: float, top: float) -> Markup:
    rows = []
    for tick in range(TICKS + 1):
        y = _y(top * tick / TICKS, top)
        rows.append(
            Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="grid"/>').format(LEFT, WIDTH - RIGHT, y, y)
            + Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
                LEFT - 6, y + 4, f"{top * tick / TICKS:g}"
            )
        )
        x = _x(right * tick / TICKS, right)
        rows.append(
            Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x, HEIGHT - BOTTOM + 14, f"{right * tick / TICKS:.3g}"
            )
        )
    return Markup("").join(rows)


def _path(line: Line, place: int, right: float, top: float) -> Markup:
    steps, pen = [], "M"
    for x, y in line.points:
        if y is None:
            pen = "M"
            continue
        steps.append(f"{pen}{_x(x, right)} {_y(y, top)}")
        pen = "L"
    colour, dashes = STROKES[place]
    return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-dasharray="{}"/>').format(
        " ".join(steps), colour, dashes
    )


def _legend(name: Text, place: int) -> Markup:
    colour, dashes = STROKES[place]
    line = Markup('<line x1="0" x2="28" y1="4" y2="4" stroke="{}" stroke-dasharray="{}"/>').format(colour, dashes)
    words = Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(name.vi, name.en)
    return Markup('<span><svg viewBox="0 0 28 8" class="sample">{}</svg> {}</span>').format(line, words)


def _x(value: float, right: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * value / right, 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(value, top) / top, 1)
