"""Fills a template with docxtpl: TEMPLATE VALUES.json OUT ROUNDS.

Prints the version, the median in milliseconds and the peak of memory in kilobytes.
"""

import importlib.metadata
import io
import json
import resource
import statistics
import sys
import time

from docxtpl import DocxTemplate

template, values, out, rounds = sys.argv[1:5]
with open(values, encoding="utf-8") as file:
    values = json.load(file)
taken = []
for _ in range(int(rounds)):
    before = time.perf_counter()
    document = DocxTemplate(template)
    document.render(values)
    file = io.BytesIO()
    document.save(file)
    taken.append((time.perf_counter() - before) * 1000)
with open(out, "wb") as target:
    target.write(file.getvalue())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(importlib.metadata.version("docxtpl"), statistics.median(taken), peak)
