"""Dishes and their categories: what there is, where a dish belongs, and which categories earn no points."""

from bot.i18n import Html, Texts, lines
from bot.telegram.admin.earning_callbacks import (
    NameCategory,
    PutDish,
    ShowCategory,
    ShowDish,
    ShowDishes,
    ShowEarning,
)
from bot.telegram.admin.views.earning_rules import mark
from bot.telegram.screen import Button, Rows, Screen
from bot.telegram.shared import keys
from bot.usecases.dishes import DishCard, DishesPage

MOST_CATEGORIES = 12


def listed(found: DishesPage, t: Texts) -> Screen:
    """A page of dishes, and each category."""
    if not found.dishes and not found.page:
        return _nothing_loose(found, t) if found.loose and found.categories else _none(t)
    text = lines(
        t("🍱 <b>Dishes and categories</b>"),
        t("Those in no category yet:") if found.loose else t("Press a dish to put it into a category."),
        *_excluded(found, t),
    )
    rows = tuple((Button(_label(one.name, one.category), ShowDish(dish=one.id)),) for one in found.dishes)
    return Screen(text, rows=(*rows, _pages(found, t), *_categories(found, t), _tabs(found, t), _leave(t)))


def _label(name: str, category: str | None) -> str:
    return f"{name} · {category}" if category else name


def _none(t: Texts) -> Screen:
    text = lines(
        t("🍱 <b>Dishes and categories</b>"),
        t("No dish yet. The first order that tells what is in it brings the first ones."),
    )
    return Screen(text, rows=(_leave(t),))


def _nothing_loose(found: DishesPage, t: Texts) -> Screen:
    text = lines(t("🍱 <b>Dishes and categories</b>"), t("Every dish is in a category."))
    return Screen(text, rows=(*_categories(found, t), _tabs(found, t), _leave(t)))


def _excluded(found: DishesPage, t: Texts) -> list[Html]:
    return [t("🚫 No points for: {categories}", categories=t.join(found.excluded))] if found.excluded else []


def _categories(found: DishesPage, t: Texts) -> Rows:
    names = list(dict.fromkeys([*found.categories, *found.excluded]))[:MOST_CATEGORIES]
    buttons = [
        Button(f"{'🚫' if name in found.excluded else '🗂'} {name} · {found.categories.get(name, 0)}", _to(name))
        for name in names
    ]
    return keys.in_rows(buttons)


def _to(category: str) -> ShowCategory:
    return ShowCategory(mark=mark(category))


def _pages(found: DishesPage, t: Texts) -> tuple[Button, ...]:
    before = Button(t.plain("‹ Before"), ShowDishes(page=max(0, found.page - 1), loose=int(found.loose)))
    after = Button(t.plain("After ›"), ShowDishes(page=found.page + 1, loose=int(found.loose)))
    return (*((before,) if found.page else ()), *((after,) if found.more else ()))


def _tabs(found: DishesPage, t: Texts) -> tuple[Button, ...]:
    if found.loose:
        return (Button(t.plain("All dishes"), ShowDishes()),)
    return (Button(t.plain("In no category"), ShowDishes(loose=1)),)


def _leave(t: Texts) -> tuple[Button, ...]:
    return keys.back(t, ShowEarning())


def card(found: DishCard, t: Texts) -> Screen:
    """One dish: choose its category or type a new one."""
    dish = found.dish
    where = t("In the category “{category}”.", category=dish.category) if dish.category else t("In no category yet.")
    text = lines(t("🍱 <b>{dish}</b>", dish=dish.name), where, t("It counts for orders from now on."))
    others = [name for name in found.categories if name != dish.category][:MOST_CATEGORIES]
    into = [Button(f"🗂 {name}", PutDish(dish=dish.id, mark=mark(name))) for name in others]
    out = (Button(t.plain("Out of it"), PutDish(dish=dish.id)),) if dish.category else ()
    new = Button(t.plain("✏️ Another category"), NameCategory(dish=dish.id))
    return Screen(text, rows=(*keys.in_rows(into), (new, *out), keys.back(t, ShowDishes())))


def ask_category(found: DishCard, t: Texts) -> Screen:
    text = lines(t("🍱 <b>{dish}</b>", dish=found.dish.name), t("Type the category, for example: rolls, drinks."))
    return Screen(text, rows=(keys.back(t, ShowDish(dish=found.dish.id)),))


def category(name: str, found: DishesPage, t: Texts, *, may_change: bool) -> Screen:
    """One category: how many dishes, and whether it earns."""
    excluded = name in found.excluded
    text = lines(
        t("🗂 <b>{category}</b>", category=name),
        t.plural("{n} dish", "{n} dishes", found.categories.get(name, 0)),
        t("🚫 It earns no points.") if excluded else t("⭐ It earns points."),
    )
    change = Button(t.plain("Let it earn points"), ShowCategory(mark=mark(name), do="include"))
    if not excluded:
        change = Button(t.plain("No points for it"), ShowCategory(mark=mark(name), do="exclude"))
    return Screen(text, rows=((change,) if may_change else (), keys.back(t, ShowDishes())))
