from pathlib import Path


def files_in(folder: Path) -> list[str]:
    """Paths of all files below a folder, relative to it, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
