"""The only door to cryptography: age files for the office, signatures of the desk, keys from a paper code, PINs.

The kiosk holds public keys only. A sealed file is plain age format, so that the office can open it with the
ordinary `age` tool even if this program is gone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from kiosk.errors import CannotSeal, Rejected

_DRAFT_SALT = b"sportello/draft/v1"
_NONCE = 24


def make_key() -> tuple[str, str]:
    """A new office key: (secret, to be kept by the office; public, to be given to the desks)."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_key(secret: str) -> str:
    """The public half of an office key; Rejected when it is not one."""
    return str(_identities(secret)[0].to_public())


def check_recipient(public: str) -> None:
    """CannotSeal, saying why, unless this is the public half of an office key."""
    _recipient(public)


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """The content as an age file that any of these keys opens, and nothing on this machine."""
    from pyrage import EncryptError, encrypt

    if not recipients:
        raise CannotSeal("Manca la chiave pubblica dell'ufficio.")
    keys = [_recipient(public) for public in recipients]
    try:
        return encrypt(content, keys)
    except EncryptError as failure:
        raise CannotSeal(str(failure)) from None


def padded(content: bytes, step: int) -> bytes:
    """A JSON text and spaces, `step` bytes times a power of two in all: sealed, its size tells little. Who reads JSON passes over them."""
    size = step
    while size < len(content):
        size *= 2
    return content.ljust(size)


def unseal(sealed: bytes, *secret: str) -> bytes:
    """What was sealed, by any of these keys; Rejected when none fits or the file was changed or cut."""
    from pyrage import DecryptError, decrypt

    try:
        return decrypt(sealed, [key for text in secret for key in _identities(text)])
    except DecryptError:
        raise Rejected("Questa busta non si apre con questa chiave, oppure è rovinata.") from None


def key_ids(secret: str) -> tuple[str, ...]:
    """The short names of the keys in a key file, which may hold several; Rejected when one is none."""
    return tuple(key_id(str(key.to_public())) for key in _identities(secret))


def key_id(public: str) -> str:
    """A short name of a public key, of 16 hexadecimal digits: it tells keys apart and opens nothing."""
    return hashlib.blake2b(public.strip().encode(), digest_size=8).hexdigest()


def short_name(secret: bytes) -> str:
    """Four signs by which people tell things apart; they lead back to nothing."""
    return hashlib.blake2b(secret, digest_size=2, person=b"sportello/short").hexdigest().upper()


def _recipient(public: str):
    from pyrage import RecipientError, x25519

    if public.strip().upper().startswith("AGE-SECRET-KEY-"):
        raise CannotSeal("Questa è la chiave segreta dell'ufficio: qui va quella pubblica, che comincia con age1.")
    try:
        return x25519.Recipient.from_str(public.strip())
    except RecipientError:
        raise CannotSeal(f"«{public[:20]}» non è una chiave pubblica age (comincia con age1).") from None


def _identities(secret: str) -> list:
    from pyrage import IdentityError, x25519

    lines = [line.strip() for line in secret.splitlines() if line.strip() and not line.strip().startswith("#")]
    try:
        return [x25519.Identity.from_str(line) for line in lines or [""]]
    except IdentityError:
        raise Rejected("Questa non è una chiave segreta age (comincia con AGE-SECRET-KEY-1).") from None


def make_signing_key() -> tuple[str, str]:
    """A new Ed25519 key of a desk, in hexadecimal: (secret, public)."""
    secret = secrets.token_bytes(32).hex()
    return secret, public_signing_key(secret)


def public_signing_key(secret: str) -> str:
    """The public half, 64 hexadecimal digits; ValueError when the secret is no key."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(bytes.fromhex(secret)).verify_key).hex()


def sign(secret: str, message: bytes) -> bytes:
    """The Ed25519 signature of exactly these bytes, 64 bytes long."""
    from nacl.signing import SigningKey

    return SigningKey(bytes.fromhex(secret)).sign(message).signature


def verify(public: str, message: bytes, signature: bytes) -> bool:
    """Was exactly this message signed by this desk? A key that is none verifies nothing."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        return VerifyKey(bytes.fromhex(public)).verify(message, signature) == message
    except (CryptoError, ValueError):
        return False


def derive(code: str, pepper: bytes, size: int) -> bytes:
    """A key out of a paper code: slow on purpose (Argon2id, 256 MiB, about half a second); CannotSeal without that memory."""
    from nacl.exceptions import CryptoError
    from nacl.pwhash import argon2id

    salt = hashlib.blake2b(_DRAFT_SALT, digest_size=argon2id.SALTBYTES, key=pepper).digest()
    try:
        return argon2id.kdf(size, code.encode(), salt, argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
    except (CryptoError, MemoryError):
        raise CannotSeal("Non c'è abbastanza memoria per i codici: servono 256 MB liberi.") from None


def expand(secret: bytes, key: bytes) -> bytes:
    """32 bytes that nobody foresees who lacks either of the two (BLAKE2b with a key)."""
    return hashlib.blake2b(secret, digest_size=32, key=key).digest()


def lock(content: bytes, key: bytes, bound: bytes) -> bytes:
    """The content under a key of 32 bytes (XChaCha20-Poly1305); opens only with the same `bound`."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    nonce = secrets.token_bytes(_NONCE)
    return nonce + encrypt(content, bound, nonce, key)


def unlock(locked: bytes, key: bytes, bound: bytes) -> bytes | None:
    """The content, or None when the key or `bound` is another or a byte was changed."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        return decrypt(locked[_NONCE:], bound, locked[:_NONCE], key)
    except (CryptoError, ValueError):
        return None


def make_box_key() -> tuple[str, str]:
    """A key for one conversation between two processes, in hexadecimal: (secret, public)."""
    from nacl.public import PrivateKey

    made = PrivateKey.generate()
    return bytes(made).hex(), bytes(made.public_key).hex()


def box(content: bytes, secret: str, public: str) -> bytes:
    """The content for whoever has the other half of `public`, surely from who has `secret`; CannotSeal for a key that is none."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PrivateKey, PublicKey

    try:
        return bytes(Box(PrivateKey(bytes.fromhex(secret)), PublicKey(bytes.fromhex(public))).encrypt(content))
    except (CryptoError, ValueError, TypeError):
        raise CannotSeal("the other side gave no key") from None


def unbox(boxed: bytes, secret: str, public: str) -> bytes | None:
    """What was put in with `box`, or None when it is from somebody else, for somebody else, or was changed."""
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PrivateKey, PublicKey

    try:
        return Box(PrivateKey(bytes.fromhex(secret)), PublicKey(bytes.fromhex(public))).decrypt(boxed)
    except (CryptoError, ValueError, TypeError):
        return None


def hash_pin(pin: str) -> str:
    """What the configuration keeps of an operator's PIN (Argon2id, 64 MiB)."""
    from nacl.pwhash import argon2id

    return argon2id.str(pin.encode(), argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE).decode()


def pin_matches(hashed: str, pin: str) -> bool:
    from nacl.exceptions import CryptoError
    from nacl.pwhash import verify

    try:
        return verify(hashed.encode(), pin.encode())
    except (CryptoError, ValueError):
        return False
