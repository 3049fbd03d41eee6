"""Two cells after the title of every page to run: a badge that opens it in Colab, and the installation there.

`python .ci/colab.py` writes them, `python .ci/colab.py --check` fails where they are missing or differ.
"""
import hashlib, json, sys
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = 'tutorials', 'how-to', 'explanations', 'train', 'analysis'
INSTALL = """#| hide
#| eval: false
try:
    import ctm_nb
except ImportError:
    %pip install -q ctm_nb"""


def pages():
    "The notebooks that get the cells: those with code"
    found = (p for folder in FOLDERS for p in sorted((ROOT/'nbs'/folder).glob('*.ipynb')))
    return [p for p in found if any(c['cell_type'] == 'code' for c in json.loads(p.read_text())['cells'])]


def wanted(path):
    "The badge and the installation, as (type, source)"
    parser = ConfigParser(delimiters=['='])
    parser.read(ROOT/'settings.ini', encoding='utf-8')
    cfg = parser['DEFAULT']
    where = f'{cfg["user"]}/{cfg["repo"]}/blob/{cfg["branch"]}/{path.relative_to(ROOT).as_posix()}'
    colab = 'https://colab.research.google.com'
    badge = f'[![Open in Colab]({colab}/assets/colab-badge.svg)]({colab}/github/{where})'
    return [('markdown', badge), ('code', INSTALL)]


def cell(kind, source, page):
    "A cell whose id follows from what is in it"
    digest = hashlib.sha256(f'{page}{source}'.encode()).hexdigest()[:8]
    made = dict(cell_type=kind, id=digest, metadata={}, source=source.splitlines(keepends=True))
    return made if kind == 'markdown' else dict(made, execution_count=None, outputs=[])


def is_ours(c):
    "Is this one of the two cells, of today or before?"
    source = ''.join(c['source'])
    return source.startswith('[![Open in Colab]') or '%pip install -q ctm_nb' in source


def main(check=False):
    bad = []
    for path in pages():
        nb = json.loads(path.read_text())
        have = [(c['cell_type'], ''.join(c['source'])) for c in nb['cells'][1:3]]
        if have == wanted(path): continue
        bad.append(path.relative_to(ROOT).as_posix())
        if check: continue
        rest = [c for c in nb['cells'] if not is_ours(c)]
        nb['cells'] = [rest[0], *(cell(*o, path.name) for o in wanted(path)), *rest[1:]]
        path.write_text(json.dumps(nb, sort_keys=True, indent=1, ensure_ascii=False) + '\n')
    for o in bad: print(f'{o}: {"lacks the cells for Colab; run python .ci/colab.py" if check else "written"}')
    return bool(bad) and check


if __name__ == '__main__': sys.exit(main('--check' in sys.argv))
