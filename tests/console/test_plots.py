"""Plots as geometry."""

from datetime import date

from console import plots

DAYS = [date(2026, 11, day) for day in (1, 2, 3, 4)]


def test_a_value_without_neighbours_is_a_dot_and_the_others_are_a_line() -> None:
    plot = plots.lines(DAYS, {"a": [0.5, None, 1.0, 0.0], "b": [None, None, None, None]}, "{:.0%}".format, top=1.0)
    line, nothing = plot.lines
    assert (line.dots, line.path) == ("M12.50 50.00h0", "M62.50 0.00L87.50 100.00")
    assert (nothing.dots, nothing.path, plot.is_empty) == ("", "", False)
    assert plots.lines(DAYS[:1], {"a": [0.5]}, str).lines[0].dots
    assert plots.lines(DAYS[:1], {"a": [None]}, str).is_empty
