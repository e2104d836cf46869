"""Documents and rows out, as people and other tools read them."""
