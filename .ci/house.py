"""Is the house in order? `python .ci/house.py` checks what notebooks and package promise, and reports the figures.

- imports: a notebook imports only from smaller numbers, inside functions too, and nothing goes in a circle; what is
  imported from `ctm_nb` itself, which Python loads first, does not count
- names: no public name is exported by two modules, and there are at most 300
- lines: at most 120 columns, one statement a line (ruff's E501 and E702), no lambda with a name across lines or calling itself
- requirements: what the package imports is declared in `settings.ini`, and what is declared is used
- shapes: every public function that takes or gives tensors says their shapes
- letters: the only public arguments of one letter are `x` and `y`
- cells: no exported cell is longer than 50 lines, and `01_minimal` exports at most 150 in all

`python .ci/house.py NOTEBOOK ...` looks at some notebooks only (lines, shapes, cells).
"""
import ast, importlib, inspect, json, os, pkgutil, re, statistics, subprocess, sys
from configparser import ConfigParser
from functools import cache
from pathlib import Path

from fastcore.docments import docments

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MOST_NAMES, MOST_COLUMNS, MOST_LINES, ON_ONE_PAGE = 300, 120, 50, 150
TENSORS = set('x y z logits logp target energy certainty sync history tokens window mask q k v g w b correct'.split())
STATES = 'State', 'LSTMState' # Their fields are called as in the paper: z, h, c
SHAPE = re.compile(r'\([^()]*[A-Za-z0-9*][^()]*\)|scalar|any shape|as for|like `', re.I)


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
    "Module -> its `__all__`; the front door, which only hands on, is left out"
    out = {}
    for path in sorted((ROOT/'ctm_nb').rglob('*.py')):
        if path.parent.name == 'ctm_nb' and path.name == '__init__.py': continue
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


# Distribution -> module, where the names differ; extras that are asked for only where they are needed; and what is used
# without an import of ours: progress bars in notebooks, the tracker of accelerate, the kernel of jobs
NAMES = {'scikit-learn': 'sklearn', 'pillow': 'PIL', 'ipython': 'IPython', 'pyyaml': 'yaml', 'umap-learn': 'umap'}
OPTIONAL, INDIRECT = {'triton', 'datasets', 'ctm_nb', 'nbdev'}, {'ipywidgets', 'tensorboard', 'ipykernel', 'imageio', 'huggingface_hub'}


def check_requirements():
    "Imports that are not declared, and requirements that nothing imports"
    found = set()
    for path in (ROOT/'ctm_nb').rglob('*.py'):
        for n in ast.walk(ast.parse(path.read_text())):
            if isinstance(n, ast.Import): found |= {a.name.split('.')[0] for a in n.names}
            if isinstance(n, ast.ImportFrom) and not n.level: found.add(n.module.split('.')[0])
    parser = ConfigParser(delimiters=['='])
    parser.read(ROOT/'settings.ini', encoding='utf-8')
    def asked(key): return {NAMES.get(o, o) for o in re.findall(r'(?:^|\s)([\w.-]+)', parser['DEFAULT'][key])}
    declared = asked('requirements')
    extras = set().union(*(asked(k) for k in parser['DEFAULT'] if k.endswith('_extra')))
    found -= set(sys.stdlib_module_names) | OPTIONAL
    return [f'{o}: imported, but not in settings.ini' for o in sorted(found - declared - extras)] + \
           [f'{o}: in settings.ini, but not imported' for o in sorted(declared - found - INDIRECT)]


def check_lines(paths):
    "Long lines, several statements on one, and lambdas that should be functions"
    run = subprocess.run(['ruff', 'check', '--isolated', '--select', 'E501,E702', '--line-length', str(MOST_COLUMNS),
                          '--output-format', 'json', *map(str, paths)], capture_output=True, text=True)
    bad = []
    for f in json.loads(run.stdout):
        if f['location']['row'] in exported_rows(Path(f['filename'])): continue
        where = f'{Path(f["filename"]).name} cell {f["cell"]}' if f.get('cell') else Path(f['filename']).name
        bad.append(f'{where}:{f["location"]["row"]}: {f["code"]} {f["message"]}')
    for path in paths:
        if path.suffix == '.ipynb': bad += [f'{path.name}: {o}' for _,src in read_cells(path) for o in lambdas(parse(src))]
    return bad


@cache
def exported_rows(path):
    "Rows of a module's `__all__`, which nbdev wraps at a width of its own"
    if path.suffix != '.py': return range(0)
    found = [n for n in ast.parse(path.read_text()).body if isinstance(n, ast.Assign) and getattr(n.targets[0], 'id', '') == '__all__']
    return range(found[0].lineno, found[0].end_lineno+1) if found else range(0)


def lambdas(tree):
    "Lambdas bound to a name that take several lines, or call themselves"
    for n in ast.walk(tree):
        if isinstance(n, ast.Assign) and isinstance(n.value, ast.Lambda) and isinstance(n.targets[0], ast.Name):
            name = n.targets[0].id
            if n.value.end_lineno > n.value.lineno: yield f'lambda `{name}` takes several lines'
            if any(isinstance(o, ast.Name) and o.id == name for o in ast.walk(n.value.body)): yield f'lambda `{name}` calls itself'


def functions(module):
    "Public functions of a module, and public methods that it gives to public classes: name -> function"
    for name in getattr(module, '__all__', ()):
        o = getattr(module, name)
        if inspect.isfunction(o): yield name, o
    for cls in {c for m in loaded() for c in vars(m).values() if inspect.isclass(c) and c.__module__.startswith('ctm_nb')}:
        for name,o in vars(cls).items():
            o = getattr(o, 'fget', None) or getattr(o, '__func__', o)
            own = inspect.isfunction(o) and o.__module__ == module.__name__ and o.__qualname__ != '<lambda>'
            if own and not name.startswith('_') and not cls.__name__.startswith('_'): yield f'{cls.__name__}.{name}', o


@cache
def loaded():
    "All modules of the package"
    import ctm_nb
    return [importlib.import_module(m.name) for m in pkgutil.walk_packages(ctm_nb.__path__, 'ctm_nb.') if not m.name.endswith('._modidx')]


def silent(fn):
    "Parameters (and 'return') that are tensors and do not say their shape; `None` for a function without tensors"
    said,missing,tensors = docments(fn, full=True), [], False
    for k,v in said.items():
        anno = str(getattr(v.anno, '__name__', v.anno))
        if k != 'return' and v.anno is inspect.Parameter.empty and k in TENSORS: missing.append(f'{k} (no annotation)')
        if 'Tensor' not in anno: continue
        tensors = True
        if not SHAPE.search(v.docment or ''): missing.append(k)
    return missing if tensors or missing else None


def check_shapes(paths):
    "Public functions that keep the shape of a tensor to themselves; and how many there are in all"
    names = {f'ctm_nb.{m}': p.name for p,(_,m) in modules().items() if p in paths}
    bad, n = [], 0
    for module in loaded():
        if module.__name__ not in names: continue
        for name,fn in functions(module):
            missing = silent(fn)
            n += missing is not None
            if missing: bad.append(f'{names[module.__name__]}: {name}: no shape for {", ".join(missing)}')
    return sorted(bad), n


def signatures(module):
    "Public functions, methods and constructors of a module: name -> function"
    yield from functions(module)
    for name in getattr(module, '__all__', ()):
        o = getattr(module, name)
        if inspect.isclass(o) and '__init__' in vars(o): yield name, o.__init__


def check_letters(paths):
    "Public arguments of one letter"
    names = {f'ctm_nb.{m}': p.name for p,(_,m) in modules().items() if p in paths}
    return [f'{names[module.__name__]}: {name}: argument {k}' for module in loaded() if module.__name__ in names
            for name,fn in signatures(module) for k in inspect.signature(fn).parameters if len(k) == 1 and k not in 'xy_'
            and name not in STATES]


def cell_lengths(paths):
    "Lines of exported cells"
    return [(len(src.strip().split('\n')), path.name, src) for path in paths for exp,src in read_cells(path) if exp]


def check_cells(lengths):
    "Exported cells that are too long, and a page that is longer than one sits through"
    bad = [f'{p}: an exported cell of {l} lines' for l,p,_ in lengths if l > MOST_LINES]
    page = sum(1 for _,p,src in lengths if p.startswith('01_') for l in src.split('\n')[1:] if l.strip())
    return bad + [f'01_minimal exports {page} lines, {ON_ONE_PAGE} are allowed']*(page > ON_ONE_PAGE)


def main(*names):
    everything = not names
    books = [Path(o).resolve() for o in names] or sorted(p for p in (ROOT/'nbs').rglob('*.ipynb') if '.ipynb_checkpoints' not in p.parts)
    numbered = [p for p in books if re.match(r'\d', p.name)]
    lengths = cell_lengths(numbered)
    shapes,n = check_shapes(numbered)
    package = [] if names else [p for p in sorted((ROOT/'ctm_nb').rglob('*.py')) if p.name != '_modidx.py']
    found = dict(lines=check_lines([*books, *package]), shapes=shapes, letters=check_letters(numbered),
                 cells=check_cells(lengths))
    if everything: found |= dict(imports=check_imports(), names=check_names(), requirements=check_requirements())
    for k,rows in found.items():
        print(f'{k}: {"fine" if not rows else len(rows)}')
        for r in rows: print('   ', r)
    sizes = sorted(l for l,*_ in lengths) or [0]
    print(f'exported cells: {len(sizes)}, lines median {statistics.median(sizes):g}, '
          f'p90 {sizes[int(.9*(len(sizes)-1))]}, longest {sizes[-1]}')
    print(f'public names: {sum(map(len, public_names().values()))}; '
          f'public functions on tensors that say shapes: {n-len(shapes)} of {n}')
    return any(found.values())


if __name__ == '__main__':
    try: sys.exit(main(*sys.argv[1:]))
    except BrokenPipeError: os._exit(1)
