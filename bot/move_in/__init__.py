"""`python -m bot import` and `export`: members come from another programme, and can leave for one."""
