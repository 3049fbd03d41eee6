"A step of the docs build: cells that only test are folded. Named in `settings.ini` (`procs`); it needs `PYTHONPATH=.ci`"
import re

TEST = re.compile(r'^\s*(test_\w+\(|assert |with test_fail|for .*: test_)', re.M)
FOLD = '#| code-fold: true\n#| code-summary: "Tests"\n'


def fold_tests(cell):
    "Fold a cell that tests and shows nothing"
    if cell.cell_type != 'code' or cell.get('outputs') or cell.source.startswith('#|'): return
    if TEST.search(cell.source): cell.source = FOLD + cell.source
