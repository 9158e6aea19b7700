"""Receipt numbers: eight characters that can be read aloud, without 0/O and 1/I."""

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8


def receipt(nonce: str) -> str:
    """A receipt made of a turn's nonce (32 hexadecimal digits); the store refuses one that is taken."""
    number = int(nonce, 16)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))
