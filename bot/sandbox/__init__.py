"""A Bot API server and a page with phones: it knows Telegram's rules and nothing of the programme."""
