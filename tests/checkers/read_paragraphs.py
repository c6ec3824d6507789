"""Prints the text of every paragraph of a DOCX as a JSON list, read by python-docx.

usage: read_paragraphs.py FILE
"""

import json
import sys

import docx
from docx.oxml.ns import qn

body = docx.Document(sys.argv[1]).element.body
texts = []
for element in body.iter():
    if element.tag != qn("w:p"):
        continue
    pieces = []
    for inner in element.iter():
        if inner.tag == qn("w:t"):
            pieces.append(inner.text or "")
        elif inner.tag == qn("w:br"):
            pieces.append("\n")
    texts.append("".join(pieces))
json.dump(texts, sys.stdout, ensure_ascii=True)
