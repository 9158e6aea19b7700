"""What is kept of a secret that somebody brings: enough to know it again, and nothing to use."""

import hashlib


def digest(secret: str) -> str:
    """Of 128 random bits no plain digest can be turned back."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
