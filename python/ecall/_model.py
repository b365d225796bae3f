"""What all models are."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Optional


class Model:
    """An object of a message. Its fields have Python's names; `to_wire` gives it the names of the wire."""

    _tag: ClassVar[Optional[str]] = None
    _wire: ClassVar[Dict[str, str]] = {}
    extra: Dict[str, Any]

    def to_wire(self) -> Dict[str, Any]:
        """This object as on the wire: fields that are None are left out, unknown ones (`extra`) are as they were given."""
        wire: Dict[str, Any] = {} if self._tag is None else {"type": self._tag}
        for name, key in self._wire.items():
            value = getattr(self, name)
            if value is not None:
                wire[key] = _to_wire(value)
        wire.update(self.extra)
        return wire


def _to_wire(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_wire()
    if isinstance(value, (list, tuple)):
        return [_to_wire(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
