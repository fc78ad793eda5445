"""Names beside dots: none covers another, a dot or the edge; the important ones are placed first."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from portfolio.charts.name_places import Dot, name_places

WIDTH, HEIGHT = 320, 240


def overlap(left: tuple[float, ...], right: tuple[float, ...]) -> bool:
    return left[0] < right[2] and left[2] > right[0] and left[1] < right[3] and left[3] > right[1]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_covered_and_nothing_cut(seed: int) -> None:
    random = Random(seed)
    dots = [
        Dot(
            x=random.uniform(10, WIDTH - 10),
            y=random.uniform(10, HEIGHT - 10),
            radius=random.uniform(3, 15),
            name="n" * random.randint(0, 14),
        )
        for _each in range(random.randint(1, 40))
    ]
    corner = (0.0, 0.0, 60.0, 20.0)
    found = name_places(dots, WIDTH, HEIGHT, [corner])
    assert found or len(dots) == 1
    for number, place in found.items():
        left, top, right, bottom = place.box
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH
        assert bottom <= HEIGHT
        assert dots[number].name
        assert not overlap(place.box, corner)
        assert not any(overlap(place.box, dot.box) for other, dot in enumerate(dots) if other != number)
    assert not any(overlap(one.box, other.box) for one, other in combinations(found.values(), 2))


def test_the_first_has_its_name_where_there_is_room_for_one_only() -> None:
    first, second = Dot(x=50, y=10, radius=4, name="Molini"), Dot(x=50, y=12, radius=4, name="Cartiere")
    assert set(name_places([first, second], 100, 22)) == {0}


def test_at_the_right_edge_a_name_stands_at_the_left() -> None:
    place = name_places([Dot(x=310, y=100, radius=5, name="Molini")], WIDTH, HEIGHT)[0]
    assert (place.anchor, place.x) == ("end", 302)
