"""``/sim``: how the page, scripts and tests play the people, the clock and the bad days. JSON throughout."""
