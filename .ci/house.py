"""Is the house in order? `python .ci/house.py` checks what notebooks and package promise, and reports the figures.

- imports: a notebook imports only from smaller numbers, inside functions too, and nothing goes in a circle
- names: no public name is exported by two modules, and there are at most 300
- lines: at most 120 columns, one statement a line (ruff's E501 and E702), no lambda with a name across lines or calling itself
- shapes: every public function that takes or gives tensors says their shapes
- cells: no exported cell is longer than 50 lines

`python .ci/house.py NOTEBOOK ...` looks at some notebooks only (lines, shapes, cells).
"""
import ast, json, re, statistics, subprocess, sys
from pathlib import Path

from fastcore.docments import docments

ROOT = Path(__file__).resolve().parent.parent
MOST_NAMES, MOST_COLUMNS, MOST_LINES = 300, 120, 50
SHAPE = re.compile(r'\([^()]*[A-Za-z0-9*][^()]*\)|scalar|any shape|as for|like `')


def read_cells(path):
    "Code cells of a notebook, with whether they are exported"
    for c in json.loads(path.read_text())['cells']:
        if c['cell_type'] == 'code':
            src = ''.join(c['source'])
            yield re.search(r'^#\|\s*export', src, re.M) is not None, src


def parse(src):
    "A cell's syntax tree; magics are passed over"
    return ast.parse(re.sub(r'^(\s*)[%!].*$', r'\1pass', src, flags=re.M))


def modules():
    "Notebook -> (number, module) of all notebooks that export a module"
    out = {}
    for path in sorted((ROOT/'nbs').glob('[0-9]*.ipynb')):
        found = [m[1] for _,src in read_cells(path) if (m := re.search(r'#\|\s*default_exp\s+(\S+)', src))]
        if found: out[path] = (int(path.name.split('_')[0]), found[0].replace('.__init__', ''))
    return out


def imported(tree, known):
    "Modules of the package that a tree imports, wherever in it; strings that name one count too"
    for n in ast.walk(tree):
        if isinstance(n, ast.ImportFrom) and (n.module or '').split('.')[0] == 'ctm_nb':
            base = n.module.split('.')[1:]
            for a in n.names:
                longer = '.'.join([*base, a.name])
                yield longer if longer in known else '.'.join(base)
        if isinstance(n, ast.Import):
            for a in n.names:
                if a.name.startswith('ctm_nb.'): yield a.name[7:]
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and re.fullmatch(r'ctm_nb(\.\w+)+', n.value):
            yield n.value[7:]


def check_imports():
    "Upward imports of exported cells, and circles"
    rooms = modules()
    number = {m: n for n,m in rooms.values()}
    bad, graph = [], {}
    for path,(n,m) in rooms.items():
        graph[m] = {o for exp,src in read_cells(path) if exp for o in imported(parse(src), number) if o in number and o != m}
        bad += [f'{path.name}: imports {o} ({number[o]:02d}) from above' for o in sorted(graph[m]) if number[o] >= n]
    return bad + circles(graph)


def circles(graph):
    "Circles of a graph, each as a line"
    done, found = set(), []
    def visit(m, above):
        if m in above: found.append('circle: ' + ' -> '.join([*above[above.index(m):], m]))
        elif m not in done:
            for o in graph.get(m, ()): visit(o, [*above, m])
            done.add(m)
    for m in graph: visit(m, [])
    return found


def public_names():
    "Module -> its `__all__`"
    out = {}
    for path in sorted((ROOT/'ctm_nb').rglob('*.py')):
        for n in ast.parse(path.read_text()).body:
            if isinstance(n, ast.Assign) and getattr(n.targets[0], 'id', '') == '__all__':
                out[path] = ast.literal_eval(n.value)
    return out


def check_names():
    "Names that several modules export, and too many of them"
    where = {}
    for path,names in public_names().items():
        for o in names: where.setdefault(o, []).append(path.stem)
    bad = [f'{o}: exported by {", ".join(ms)}' for o,ms in where.items() if len(ms) > 1]
    if len(where) > MOST_NAMES: bad.append(f'{len(where)} public names, {MOST_NAMES} are allowed')
    return bad


def check_lines(paths):
    "Long lines, several statements on one, and lambdas that should be functions"
    run = subprocess.run(['ruff', 'check', '--isolated', '--select', 'E501,E702', '--line-length', str(MOST_COLUMNS),
                          '--output-format', 'json', *map(str, paths)], capture_output=True, text=True)
    bad = []
    for f in json.loads(run.stdout):
        where = f'{Path(f["filename"]).name} cell {f["cell"]}' if f.get('cell') else Path(f['filename']).name
        bad.append(f'{where}:{f["location"]["row"]}: {f["code"]} {f["message"]}')
    for path in paths:
        if path.suffix == '.ipynb': bad += [f'{path.name}: {o}' for _,src in read_cells(path) for o in lambdas(parse(src))]
    return bad


def lambdas(tree):
    "Lambdas bound to a name that take several lines, or call themselves"
    for n in ast.walk(tree):
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Lambda) and isinstance(n.targets[0], ast.Name):
            name = n.targets[0].id
            if n.value.end_lineno > n.value.lineno: yield f'lambda `{name}` takes several lines'
            if any(isinstance(o, ast.Name) and o.id == name for o in ast.walk(n.value.body)): yield f'lambda `{name}` calls itself'


def on_tensors(fn):
    "Parameters that are annotated as tensors, and whether what is returned is"
    a = fn.args
    tensors = [p.arg for p in a.posonlyargs+a.args+a.kwonlyargs if p.annotation and 'Tensor' in ast.unparse(p.annotation)]
    return tensors, fn.returns is not None and 'Tensor' in ast.unparse(fn.returns)


def functions(src):
    "Public functions of an exported cell, and public methods of its public classes, with their source"
    for n in parse(src).body:
        inner = n.body if isinstance(n, ast.ClassDef) and not n.name.startswith('_') else [n]
        for o in inner:
            if isinstance(o, ast.FunctionDef) and not o.name.startswith('_'):
                patched = o.args.args and o.args.args[0].annotation is not None and o.args.args[0].arg in ('self','cls')
                if patched and ast.unparse(o.args.args[0].annotation).startswith('_'): continue
                text = ast.get_source_segment(src, o)
                yield o, '\n'.join(l[o.col_offset:] if i else l for i,l in enumerate(text.split('\n')))


def check_shapes(paths):
    "Public functions that keep the shape of a tensor to themselves; and how many there are in all"
    bad, n = [], 0
    for path in paths:
        for exp,src in read_cells(path):
            if not exp: continue
            for fn,text in functions(src):
                tensors,gives = on_tensors(fn)
                if not tensors and not gives: continue
                n += 1
                notes = docments(text, returns=True, full=False)
                missing = [p for p in tensors if not SHAPE.search(notes.get(p) or '')]
                if gives and not SHAPE.search(notes.get('return') or ''): missing.append('return')
                if missing: bad.append(f'{path.name}: {fn.name}: no shape for {", ".join(missing)}')
    return bad, n


def cell_lengths(paths):
    "Lines of exported cells"
    return [(len(src.strip().split('\n')), path.name, src) for path in paths for exp,src in read_cells(path) if exp]


def main(*names):
    everything = not names
    books = [Path(o).resolve() for o in names] or sorted(p for p in (ROOT/'nbs').rglob('*.ipynb') if '.ipynb_checkpoints' not in p.parts)
    numbered = [p for p in books if re.match(r'\d', p.name)]
    lengths = cell_lengths(numbered)
    shapes,n = check_shapes(numbered)
    found = dict(lines=check_lines(books), shapes=shapes,
                 cells=[f'{p}: an exported cell of {l} lines' for l,p,_ in lengths if l > MOST_LINES])
    if everything: found |= dict(imports=check_imports(), names=check_names())
    for k,rows in found.items():
        print(f'{k}: {"fine" if not rows else len(rows)}')
        for r in rows: print('   ', r)
    sizes = sorted(l for l,*_ in lengths)
    print(f'exported cells: {len(sizes)}, lines median {statistics.median(sizes):g}, '
          f'p90 {sizes[int(.9*(len(sizes)-1))]}, longest {sizes[-1]}')
    print(f'public names: {sum(map(len, public_names().values()))}; '
          f'public functions on tensors that say shapes: {n-len(shapes)} of {n}')
    return any(found.values())


if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
