"""The cashier at the till."""
