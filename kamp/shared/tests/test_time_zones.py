"""What the choice of time zones offers."""

from __future__ import annotations

from kamp.shared.time_zones import time_zone_field


def test_places_and_utc_are_offered_and_a_stored_zone_stays_on_offer():
    offered = [key for key, _label in time_zone_field("Europe/Rome").choices]
    assert {"Europe/Rome", "America/New_York", "UTC"} <= set(offered)
    assert offered.count("Europe/Rome") == 1
    assert time_zone_field("Etc/GMT+5").clean("Etc/GMT+5") == "Etc/GMT+5"


def test_an_option_is_written_without_underscores_and_the_current_one_is_chosen():
    drawn = str(time_zone_field("America/New_York").widget.render("time_zone", "America/New_York"))
    assert '<option value="America/New_York" selected>America/New York</option>' in drawn
