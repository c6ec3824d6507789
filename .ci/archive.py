"""Files of a package that are the same on every run: `archive.py COMMAND ARGUMENT…`.

zip OUTPUT FOLDER, tar OUTPUT FOLDER: the folder as an archive, with sorted entries and one time.
text SOURCE OUTPUT: a README as plain text. windows OUTPUT…: line ends and encoding of Notepad.
sums FOLDER: the file SHA256SUMS of a folder.
"""

import gzip
import hashlib
import io
import os
import pathlib
import re
import sys
import tarfile
import time
import zipfile

EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])


def entries(folder):
    """The files of a folder with the names that they have in an archive, and their modes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder.parent).as_posix()
            mode = 0o755 if os.access(path, os.X_OK) else 0o644
            yield path, name, mode


def write_zip(output, folder):
    moment = time.gmtime(EPOCH)[:6]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, name, mode in entries(folder):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)


def write_tar(output, folder):
    with open(output, "wb") as file, gzip.GzipFile("", "wb", 9, file, EPOCH) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for path, name, mode in entries(folder):
                content = path.read_bytes()
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode, entry.mtime = len(content), mode, EPOCH
                entry.uname = entry.gname = "root"
                archive.addfile(entry, io.BytesIO(content))


def plain(line):
    """A line of Markdown without its marks; code stands as it is, an address behind its words."""

    def unmarked(part):
        part = re.sub(r"\[([^]]*)\]\((https?://[^)]*)\)", r"\1 (\2)", part)
        part = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", part)
        return part.replace("**", "")

    parts = line.split("`")
    return "".join(part if index % 2 else unmarked(part) for index, part in enumerate(parts))


def cells(line):
    line = line.strip("|").replace("\\|", "\0")
    return [plain(cell.strip()).replace("\0", "|") for cell in line.split("|")]


def text_of(markdown):
    """What a user reads of a README: code as it stands, a table as a list, nothing for developers."""
    lines, is_code = [], False
    for line in markdown.splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif is_code:
            lines.append("    " + line)
        elif line in ("## Development", "## 开发"):
            break
        elif line.startswith(("[English]", "[中文说明]")):
            continue
        elif line.startswith("|"):
            first, *others = cells(line)
            if set(first + "".join(others)) <= {"-", " "}:
                # The row above the dashes names the columns; a list needs no column names.
                lines.pop()
            else:
                others = [other for other in others if other]
                lines.append(first + (": " if first else "") + " | ".join(others))
        elif line.startswith("#"):
            title = plain(line.lstrip("# "))
            lines += [title, "=" * sum(2 if ord(char) > 0x2E80 else 1 for char in title)]
        else:
            lines.append(plain(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip()) + "\n"


def sums(folder):
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    rows = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(rows))


def main(command, *arguments):
    paths = [pathlib.Path(argument) for argument in arguments]
    if command == "zip":
        write_zip(*paths)
    elif command == "tar":
        write_tar(*paths)
    elif command == "text":
        source, output = paths
        output.write_text(text_of(source.read_text(encoding="utf-8")), encoding="utf-8")
    elif command == "windows":
        for path in paths:
            text = path.read_text(encoding="utf-8")
            path.write_text(text, encoding="utf-8-sig", newline="\r\n")
    elif command == "sums":
        sums(*paths)
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
