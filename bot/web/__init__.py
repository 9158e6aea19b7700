"""The web page: the same conversation in a browser, and the texts to read beside it."""
