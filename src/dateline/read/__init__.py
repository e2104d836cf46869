"""A source in, Reports out; one module per format."""
