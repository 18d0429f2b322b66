"""Called when the wheel is built: every language is packed compiled, so that no kiosk has to do it at its first visit."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):
    """Puts beside each .po file of the wheel its compiled form; a file that cannot be read stops the build."""

    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from kiosk.i18n.catalogs import compile_po, packed_name
        finally:
            sys.path.remove(self.root)
        self.folder = TemporaryDirectory()
        for source in sorted(Path(self.root, "locales").glob("*/LC_MESSAGES/*.po")):
            made = Path(self.folder.name, source.parent.parent.name, packed_name(source))
            made.parent.mkdir(exist_ok=True)
            try:
                made.write_bytes(compile_po(source))
            except ValueError as error:
                raise SystemExit(f"{source}: {error}") from None
            place = Path("kiosk/_shelf", source.parent.relative_to(self.root), made.name)
            build_data["force_include"][str(made)] = str(place)

    def finalize(self, version: str, build_data: dict, artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()
