"""The only door to cryptography: age files for the office, keys from a paper code, PINs.

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
    return str(_identity(secret).to_public())


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


def unseal(sealed: bytes, secret: str) -> bytes:
    """What was sealed; Rejected when the key is another one or the file was changed or cut."""
    from pyrage import DecryptError, decrypt

    try:
        return decrypt(sealed, [_identity(secret)])
    except DecryptError:
        raise Rejected("Questa busta non si apre con questa chiave, oppure è rovinata.") from None


def _recipient(public: str):
    from pyrage import RecipientError, x25519

    if public.strip().upper().startswith("AGE-SECRET-KEY-"):
        raise CannotSeal("Questa è la chiave segreta dell'ufficio: qui va quella pubblica, che comincia con age1.")
    try:
        return x25519.Recipient.from_str(public.strip())
    except RecipientError:
        raise CannotSeal(f"«{public[:20]}» non è una chiave pubblica age (comincia con age1).") from None


def _identity(secret: str):
    from pyrage import IdentityError, x25519

    lines = [line.strip() for line in secret.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return x25519.Identity.from_str("".join(lines))
    except IdentityError:
        raise Rejected("Questa non è una chiave segreta age (comincia con AGE-SECRET-KEY-1).") from None


def derive(code: str, pepper: bytes, size: int) -> bytes:
    """A key out of a paper code: slow on purpose (Argon2id, 256 MiB, about half a second)."""
    from nacl.pwhash import argon2id

    salt = hashlib.blake2b(_DRAFT_SALT, digest_size=argon2id.SALTBYTES, key=pepper).digest()
    return argon2id.kdf(size, code.encode(), salt, argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)


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
