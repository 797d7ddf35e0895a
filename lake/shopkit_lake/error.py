"""The error that a person reads."""

from __future__ import annotations


class LakeError(Exception):
    """Says what could not be done, and what to do next."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}"


def not_installed(extra: str, name: str) -> LakeError:
    """Returns the error that an engine is missing."""
    return LakeError(f"{name} is not installed", f"Install it with: pip install 'shopkit-lake[{extra}]'")


def failed(engine: str, error: Exception, hint: str) -> LakeError:
    """Returns the error of an engine; engines have errors of many kinds, and none in common."""
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return LakeError(f"{engine} failed: {first}", hint)
