"""What every test can ask for; the fixtures themselves live in tests/support/."""

pytest_plugins = ["tests.support.databases"]
