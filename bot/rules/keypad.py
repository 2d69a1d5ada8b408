"""A sum by keys: what one key more makes of what has been typed."""

BACK, POINT = "<", "."
LONGEST = 10  # digits before the point


def after(typed: str, key: str) -> str:
    """*typed* ("1240.5") after one press: a digit, "." or "<". A key that fits nothing changes nothing."""
    whole, point, coins = typed.partition(POINT)
    if key == BACK:
        return typed[:-1]
    if key == POINT:
        return typed if point else f"{whole or '0'}{POINT}"
    if not (key.isdigit() and key.isascii() and len(key) == 1):
        return typed
    if point:
        return typed + key if len(coins) < 2 else typed
    return (whole + key).lstrip("0") or "0" if len(whole) < LONGEST else typed
