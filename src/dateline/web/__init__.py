"""The desk: a local web server over one store, for the page and for anyone's scripts."""
