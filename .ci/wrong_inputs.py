"""Does every wrong input give a clear error? `python .ci/wrong_inputs.py` tries them all, in one process.

A case is a valid call (see `valid_calls.py`) with one argument spoiled. Cases come from the signature: the type of a
parameter, its default, and what its comment says is allowed ("0 to 1", "1 or more", "(B, T)") say what is wrong, so a new
field, option or argument joins by itself. `BY_HAND` holds what signatures cannot tell, `FILES` damaged files,
`COMMANDS` words of command lines.

A case is good when the error is of the right class; says the field, the value and what is allowed (for files, the file);
comes from a check rather than from the depths of a library; and came before anything was written.

    python .ci/wrong_inputs.py            numbers of good and bad cases, and each bad one; exit code 1 if there is any
    python .ci/wrong_inputs.py --list     all cases with what they gave
    python .ci/wrong_inputs.py -k NAME    only those whose name holds NAME
"""
import argparse, contextlib, copy, dataclasses, inspect, io, linecache, math, os, re, shutil, signal, sys, tempfile, time, warnings
from fnmatch import fnmatch
from pathlib import Path

os.environ.setdefault('OMP_NUM_THREADS', '1')
os.environ.setdefault('MPLBACKEND', 'agg')
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT/'.ci')]

import torch
from fastcore.docments import docments

import house
from ctm_nb.__main__ import _COMMANDS
from valid_calls import B, C, T, VALID, WITHOUT, agent, images, labels, logits, model, moves, public, record, reference, shared, thoughts, tiny

CLASSES = (ValueError, TypeError, OSError)
ALLOWED = re.compile(r'allowed|expected|build it|call the model|needed|needs|must|at least|at most|where there should|'
                     r'set `|is missing|no checkpoint|no file|no folder|is no |no way|cannot be read|holds|not a whole|should|unknown|invalid|required|unrecognized|do not fit')
RAW = re.compile(r"has no attribute|object is not|not subscriptable|unsupported operand|not supported between|"
                 r"size of tensor|mat1 and mat2|shape mismatch|same device|out of bounds|out of range for|"
                 r"Expecting (property|value)|could not convert|invalid literal|must be real number|"
                 r"indices must be|Dimension out of|cannot be interpreted|not iterable|ambiguous")


@dataclasses.dataclass
class Case:
    "A wrong input"
    group:str # Module it belongs to
    name:str # Call, parameter and what is wrong with it
    run:object # Without arguments; must fail
    names:tuple # Words of which one must be in the message: the field, or the file
    values:tuple = () # Likewise: the value; empty: none is asked for
    exits:int = 0 # A command: the exit code it leaves with, after one line on standard error; 2 where its words cannot be read
    # (no such option, no number, one of a few words, a parameter that the notebook has not), 1 where what they say is refused


# ---------------------------------------------------------------- what a parameter may be

@dataclasses.dataclass
class Parameter:
    "A parameter as its signature and comment describe it"
    name:str
    kind:str # 'int', 'float', 'bool', 'str', 'tensor', 'list', 'dict', 'tuple', 'path', 'call' or 'object'
    nullable:bool # May it be `None`?
    doc:str # Its comment
    default:object
    valid:object # What the valid call gives


PATHS = ('path', 'folder', 'out', 'root', 'notebook')
FUNCTIONS = ('each', 'answer_loss', 'correct', 'term', 'make', 'function')


def kind_of(name, anno, default, valid):
    "What sort of value a parameter takes"
    words = str(getattr(anno, '__name__', anno))
    if anno is inspect.Parameter.empty: words = ''
    if name in PATHS or 'Path' in words: return 'path'
    if name in FUNCTIONS and not isinstance(valid, torch.Tensor): return 'call'
    if 'Tensor' in words: return 'tensor' if isinstance(valid, torch.Tensor) or valid is None else 'object'
    for kind in ('bool', 'int', 'float', 'str', 'tuple', 'list', 'dict'):
        if re.search(rf'\b{kind}\b', words): return kind
    if words: return 'object'
    for kind in (bool, int, float, str, torch.Tensor, list, tuple, dict):
        if isinstance(valid, kind): return kind.__name__.lower()
    return 'object'


def parameters(function, args, signature):
    "The parameters of a call"
    try: said = docments(function, full=True)
    except Exception: said = {}
    for cls in reversed(getattr(function, '__mro__', ())):               # fields that a dataclass inherits
        if dataclasses.is_dataclass(cls):
            said = {**said, **{k: v for k,v in docments(cls, full=True).items() if v.docment}}
    for k,p in signature.parameters.items():
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) or k == 'self': continue
        doc = (said[k].docment or '') if k in said else ''
        default = None if p.default is p.empty else p.default
        valid = args.get(k, default)
        nullable = (p.default is None) or 'None' in str(p.annotation) or '`None`' in doc
        yield Parameter(k, kind_of(k, p.annotation, default, valid), nullable, doc, default, valid)


def bounds(p):
    "Numbers just outside of what is allowed, by the comment"
    doc, number = p.doc, r'(-?[\d.]*\d)'
    is_int = p.kind == 'int'
    if m := re.search(rf'{number} to below {number}', doc): return [float(m[1])-.5, float(m[2])]
    if m := re.search(rf'above {number} and (at most|below) {number}', doc):
        return [float(m[1]), float(m[3])+(.5 if m[2] == 'at most' else 0)]
    if m := re.search(rf'above {number}', doc): return [float(m[1])]
    if m := re.search(rf'{number} to {number}\b', doc):
        lo, hi = float(m[1]), float(m[2])
        return [int(lo)-1, int(hi)+1] if is_int else [lo-.5, hi+.5]
    if m := re.search(rf'{number} or more', doc): return [int(m[1])-1] if is_int else [float(m[1])-.5]
    if is_int: return [-1] if p.default == 0 or re.search(r'\b0:|from 0', doc) else [0, -1]
    return [-1.]


# ---------------------------------------------------------------- what is wrong

def shown(value):
    "Ways in which a message may say a value"
    if isinstance(value, torch.Tensor):
        ways = [str(tuple(value.shape)), str(value.dtype), str(value.dtype).removeprefix('torch.'), f'of {len(value)}' if value.ndim else '()']
        if value.numel() and not value.is_meta:
            top = value.flatten().double()
            ways += [f'{v:g}' for v in (top.min().item(), top.max().item())] + [str(int(v)) for v in (top.min().item(), top.max().item()) if math.isfinite(v)]
        return tuple(ways)
    ways = [repr(value), str(value), type(value).__name__]
    if value is None: ways.append('NoneType')
    if isinstance(value, float) and math.isnan(value): ways += ['NaN', 'nan']
    if isinstance(value, (list, tuple)): ways += [repr(list(value)), repr(tuple(value))] + [repr(v) for v in value]
    if isinstance(value, dict): ways += [repr(v) for v in value.values()]
    return tuple(ways)


class Thing:
    "What no function can use"
    def __repr__(self): return '<Thing>'


NONE = [('None', None)]
DEVICES = [('no device', 'gpu'), ('one that is not there', 'cuda'), ('an index out of range', 'cuda:99'), ('another index out of range', 'cpu:7'),
           ('meta', 'meta'), ('a number', 3), ('True', True), ('a list', ['cpu']), ('nothing', '')]
if torch.cuda.is_available(): DEVICES = [o for o in DEVICES if o[1] not in ('cuda', 3)]


def wrong_values(p, dims):
    "Pairs of a word and a wrong value for a parameter"
    none = [] if p.nullable else NONE
    if p.name == 'device': return none + DEVICES
    if p.kind == 'int':
        return none + [('text', 'two'), ('True', True), ('a fraction', 1.5), ('a list', [1]), ('NaN', math.nan)] + \
            [(f'{v:g}', int(v)) for v in bounds(p)]
    if p.kind == 'float':
        return none + [('text', 'two'), ('True', True), ('a list', [.5]), ('NaN', math.nan), ('infinity', math.inf)] + \
            [(f'{v:g}', v) for v in bounds(p)]
    if p.kind == 'bool': return none + [('text', 'false'), ('2', 2)]
    if p.kind == 'str': return none + [('another word', 'nonsense'), ('a number', 3), ('a list', ['a'])]
    if p.kind == 'tensor': return none + list(wrong_tensors(p, dims))
    if p.kind in ('list', 'tuple', 'dict'): return none + [('a number', 3), ('text', 'ab')]
    if p.kind == 'path': return none + [('a number', 3), ('a list', ['a'])]
    return none + [('text', 'ab'), ('a number', 3)]


SHAPE = re.compile(r'\(([^()]*(?:\[[^\]]*\])?[^()]*)\)')


def dims_of(p):
    "Name of each dimension of a tensor by its comment, or `None`"
    if not isinstance(p.valid, torch.Tensor): return None
    for m in SHAPE.finditer(p.doc):
        names = [o.strip() for o in m[1].split(',') if o.strip()]
        star = [i for i,o in enumerate(names) if o.startswith('*') or o == '...']
        if not all(re.fullmatch(r'[\w/+*.\[\]:-]+', o) for o in names): continue
        if star:
            n = p.valid.ndim - (len(names)-1)
            if n >= 0: return names[:star[0]] + [f'{names[star[0]]}{i}' for i in range(n)] + names[star[0]+1:]
        elif len(names) == p.valid.ndim: return names
    return None


def wrong_tensors(p, dims):
    "Wrong tensors in place of a valid one; `dims`: names of the dimensions of all tensors of the call"
    x = p.valid
    yield 'text', 'ab'
    if x is None: return
    yield 'a list', x.tolist()
    yield 'on another device', x.to('meta')
    if 'any' not in p.doc and not re.search('bytes or floats', p.doc):
        if x.dtype == torch.bool: yield from (('floats', x.float()), ('whole numbers', x.long()))
        elif x.is_floating_point(): yield 'whole numbers', x.long()
        else: yield from (('floats', x.float()), ('bools', x > 0))
    mine = dims.get(p.name)
    if mine and '...' not in p.doc:
        yield from (('a dimension more', x[None]), ('a dimension less', x[0]))
    others = {o for k,v in dims.items() if k != p.name and v for o in v}
    for d,name in enumerate(mine or ()):
        if name in others and x.shape[d] > 1: yield f'another {name}', x.narrow(d, 0, x.shape[d]-1)
    if mine and mine[0] in ('B', 'N', 'n') and others: yield 'empty', x[:0]
    if p.name == 'target' or 'Class ind' in p.doc:
        yield from (('a class too large', x.clone().fill_(99)), ('a negative class', x.clone().fill_(-1)), ('-100', torch.full_like(x, -100)))


# Parameters that take what their kind forbids, and why: name of the call (`*`: any), parameter, word (`*`: any)
FREE = [
    ('QAMNIST.plot_grid', 'grids', 'a dimension more|whole numbers', 'of several parts; an accuracy may be 0 or 1'),
    ('plot_thresholds', 'target', 'a class too large', 'a record does not know how many classes there are'),
    ('plot_positions', 'tick', '0|-1', 'ticks may be counted from the end'),
    ('write_json', 'obj', '.*', 'JSON can hold it'),
    ('save_state', 'state', 'None|text|a number', 'plain values can be saved'),
    ('to_numpy', 'x', 'a list|whole numbers|bools', 'a list is fine'),
    ('Features.forward', 'x', 'floats|bools', 'bits'),
    ('cumulative_parity', 'x', 'whole numbers', 'signs may be whole numbers'),
    ('film_thought', 'x', 'whole numbers', 'bits may be whole numbers'),
    ('open_model', 'token', 'text', 'a token is text; where the file is here, no Hub is asked'),
    ('greedy_decode', 'logits', 'whole numbers', 'only the largest counts'),
    ('.*', 'title', 'another word', 'free text'),
    ('.*Config', 'd_model', '127|4097', "the paper's sizes are no bounds"),
    ('CTCLoss', 'blank', '0|-1', 'classes may be counted from the end'),
    ('Thoughts.at', 'tick', '0|-1|a dimension less', 'ticks may be counted from the end, and one may stand for all'),
    ('as_picture|plot_thought|plot_attention', 'sample|image|x|head', '0|whole numbers|a dimension less|another B', 'one image for all'),
    ('plot_thought', 'answer_tick', 'a number', 'a tick'),
    ('plot_attention', 'ticks', 'a list', 'a list of ticks'),
    ('certainty.*|p_wrong|converted|to_float', '.*', 'on another device', 'the result is there too'),
    ('certainty.*', 'log.*', 'a dimension more', 'an answer may have positions'),
    ('ThinkerConfig.given', 'cfg', 'None', 'then there are fields'),
    ('converted', 'key', 'another word', 'a name that is not known stays'),
    ('TensorSet', 'x|y', 'whole numbers|floats|bools', 'any numbers'),
    ('Record.select', 'rows', 'a list', 'row numbers'),
    ('FFConfig', 'heads', '0', 'not used'),
    ('FF', 'encoder', '.*', 'see CTM: this preset names a backbone'),
    ('Series.read', 'source', 'a list|whole numbers|a dimension less', 'numbers in any form, and one series'),
    ('Sort.correct', 'target', 'a class too large|a negative class|-100', 'no list answers it, so it is wrong; `check_target` looks'),
]


def is_free(call, p, word):
    mine = [o for o in FREE if all(map(re.fullmatch, o, (call, p, word)))]
    USED.update(mine)
    return bool(mine)


USED = set() # Lines of `FREE` that a case needed


def signature_cases():
    "Cases that follow from signatures"
    for label,make in VALID.items():
        function, args, signature = make()
        name = label.split(':')[0]
        found = list(parameters(function, args, signature))
        dims = {p.name: dims_of(p) for p in found}
        for p in found:
            for word,value in wrong_values(p, dims):
                if is_free(name, p.name, word): continue
                names = [p.name, *ALIASES.get(p.name, ())]
                if isinstance(value, torch.Tensor): names += [o.name for o in found if o.kind == 'tensor']
                yield Case(group_of(function), f'{label}: {p.name} = {word}', spoiled(make, p.name, value), names,
                           () if isinstance(value, torch.Tensor) else shown(value))


def valid_cases():
    "Valid calls must run: a call that fails anyway says nothing about what is wrong with an argument"
    for label,make in VALID.items():
        if label not in NOT_RUN: yield label, spoiled(make, None, None)


# Calls that are not made unspoiled: their notebooks make them
NOT_RUN = {'train': 'takes 20 s', 'Reference': 'needs a checkout of the reference'}


def spoiled(make, name, value):
    def run():
        function, args, signature = make()
        given = signature.bind_partial()
        given.arguments.update(args if name is None else {**args, name: value})
        return lambda: function(*given.args, **given.kwargs)
    return run


def group_of(function):
    "The module that a function is from"
    module = inspect.unwrap(function).__module__ if not inspect.isclass(function) else function.__module__
    return module.removeprefix('ctm_nb.')


# What messages call a parameter, where it is not its name
ALIASES = {
    'kind': ['neuron_select_type'], 'n_self': ['n_random_pairing_self'], 'hidden': ['energy_hidden'], 'loss': ['energy_loss'],
    'arch': ['energy_arch'], 'margin': ['energy_margin'], 'prior': ['ponder_prior'], 'beta': ['ponder_beta'],
    'memory': ['state'], 'obs': ['`x`'], 'x': ['image'], 'rules': ['rule'], 'text': ['change'], 'low': ['correct'],
    'data': ['config', 'rule', 'data'], 'model': ['checkpoint'], 'image': ['sample', '`x`'],
    'inputs': ['correct'], 'count': ['neurons', 'threads', 'iterations'], 'encoder': ['backbone_type'], 'features': ['backbone_type'], 'n_actions': ['action']}

# ---------------------------------------------------------------- settings of tasks, agents and commands

def setting_values(name, value, doc=''):
    "Wrong values of a setting whose value in a preset is this"
    kind = type(value).__name__
    if value is None or kind not in ('bool', 'int', 'float', 'str', 'tuple'): return
    p = Parameter(name, kind, False, doc, value, value)
    for word,wrong in wrong_values(p, {}):
        number = isinstance(wrong, (int, float)) and not isinstance(wrong, bool) and math.isfinite(wrong)
        if not (number and kind in ('int', 'float')): yield word, wrong                      # bounds: by dataclasses


def setting_cases():
    "Every setting of every task and of agents, also on the command line"
    for task in public.TASKS:
        for s in public.list_settings(task, 'tiny'):
            if task != 'parity' and s.group != 'task': continue
            for word,wrong in setting_values(s.name, s.value):
                if (s.name, word) in (('no_decay', 'text'), ('energy_hidden', 'None'), ('max_steps', 'None')) or word == 'another word' and s.name == 'root': continue
                call = lambda task=task, s=s, wrong=wrong: (lambda: tiny(task, **{s.name: wrong}))
                yield Case(f'tasks: {task}', f'{task}({s.name} = {word})', call, (s.name,), shown(wrong))
        yield Case(f'tasks: {task}', f'{task}(an unknown setting)', lambda task=task: (lambda: tiny(task, stepz=1)), ('stepz',))
    for f in dataclasses.fields(public.PPOConfig):
        for word,wrong in setting_values(f.name, f.default):
            call = lambda f=f, wrong=wrong: (lambda: public.RL('tiny', **{f.name: wrong}))
            yield Case('tasks: rl', f'RL({f.name} = {word})', call, (f.name,), shown(wrong))


def command_cases():
    "Every option of every command"
    for name,command in _COMMANDS.items():
        run, parser = command.function(), command.parser()
        base = {'eval': [str(shared()/'run')], 'job': [str(shared()/'job.ipynb')],
                'think': [str(shared()/'run'), '1 -1 1 -1 1 -1'], 'watch': [str(shared()/'run')], 'sweep': [str(shared()/'job.ipynb')],
                'export': [str(shared()/'run'), '--out', 'folder'], 'import': ['nowhere']}.get(name, [])
        def case(words, names, values=(), run=run, name=name, code=2):
            return Case(f'command: {name}', f'{name} {" ".join(words)}', lambda: (lambda: run(words)), names, values, exits=code)
        yield case([*base, '--nonsense'], ('--nonsense',))
        if base: yield case([], ('required',))
        for a in parser._actions:
            if not a.option_strings or a.dest == 'help' or a.nargs == 0: continue
            option = a.option_strings[-1]
            if option.startswith('--'):
                for words in ([option, ''], [f'{option}=']): yield case([*base, *words], (option,), ("''",))
            if a.choices: wrong = ['nonsense', *(['gpu', 'cuda:9', 'meta', 'CPU'] if option == '--device' else [])]
            elif a.type in (int, float): wrong = ['two', '-1', *(['nan'] if a.type is float else [])]
            else: continue
            for value in wrong:
                yield case([*base, f'{option}={value}'], (option, a.dest), (value,), code=1 if value in ('-1', 'nan') else 2)
            if option == '--device' and not torch.cuda.is_available():
                task = [] if base else ['parity', '--preset', 'tiny']
                yield case([*base, *task, '--device', 'cuda'], ('device',), ('cuda',), code=1)
    train = _COMMANDS['train'].function()
    for s in public.list_settings('parity', 'tiny'):
        if isinstance(s.value, (bool, int, float)):
            words = ['parity', '--preset', 'tiny', '--change', f'{s.name}=nonsense']
            yield Case('command: train', f'train --change {s.name}=nonsense', lambda words=words: (lambda: train(words)),
                       (s.name,), ("'nonsense'",), exits=1)
    job = _COMMANDS['job'].function()
    for k,v in (('steps', 'many'), ('rate', 'slow'), ('fast', 'yes'), ('stepz', '1')):
        words = [str(shared()/'job.ipynb'), '-p', k, v]
        yield Case('command: job', f'job -p {k} {v}', lambda words=words: (lambda: job(words)), (k,), exits=1)
    bench = _COMMANDS['bench'].function()
    for words,says,code in ((['parity', '--device', 'gpu'], '`--device` is', 1),
                            (['parity', '--seconds', 'nan'], '`--seconds` is', 1), (['parity@0'], '0', 1), (['parity@x'], 'x', 1),
                            (['nonsense'], 'nonsense', 1), (['parity', '--change', '5'], '5', 1),
                            (['parity', '--change', '{'], 'change', 2), (['parity', '--change', '{"d_modl": 1}'], 'd_modl', 1)):
        yield Case('command: bench', f'bench {" ".join(words)}', lambda words=words: (lambda: bench(words)), (says,), exits=code)


# ---------------------------------------------------------------- damaged files

def damages(file):
    "Name of a damage, and what does it"
    data = file.read_bytes()
    yield 'cut short', data[:len(data)//2]
    yield 'empty', b''
    yield 'text', b'nonsense'
    yield 'a list', b'[]'
    if file.suffix == '.json': yield 'no numbers', b'{"parts": 3, "train": 3}'


def file_cases():
    "Every reader on damaged files; the message names the file"
    readers = {
        'model.safetensors': [public.load_model, public.load_extra], 'state.safetensors': [public.load_state],
        'agent.safetensors': [public.load_agent], 'bench/bench.json': [lambda f: public.read_bench(f.parent)],
        'job.ipynb': [public.run_job], 'run/run.json': [lambda f: public.score(f.parent), lambda f: public.fit(tiny(), f.parent, False)],
        'run/best.safetensors': [lambda f: public.score(f.parent)], 'run/results.json': [lambda f: public.plot_results(f.parent)],
        'run/state.safetensors': [lambda f: public.fit(tiny(steps=2, warmup=1), f.parent, False)],
        'mazes/000000.png': [lambda f: public.read_mazes(f.parent)]}
    for name,functions in readers.items():
        for k,function in enumerate(functions):
            for word,data in damages(shared()/name):
                def make(name=name, function=function, data=data):
                    folder = Path(tempfile.mkdtemp(dir=shared()))
                    shutil.copytree((shared()/name).parent, folder/'there', ignore=shutil.ignore_patterns('tmp*', 'runs'))
                    file = folder/'there'/Path(name).name
                    file.write_bytes(data)
                    return lambda: function(file)
                yield Case('files', f'{name} {word} ({k})', make, (Path(name).name, '/there holds'))
            if k and name.startswith('run/run') or name.endswith('run/state.safetensors'): continue   # a new run
            def missing(name=name, function=function):
                return lambda: function(shared()/'nowhere'/name)
            yield Case('files', f'{name} missing ({k})', missing, ('nowhere',))


# ---------------------------------------------------------------- what signatures cannot tell

def cases_by_hand():
    "Cases of other kinds: what does not fit together"
    P = public
    def nan(x): return torch.full_like(x, math.nan)
    other = lambda: P.CTM(**{**dataclasses.asdict(model().cfg), 'd_model': 20})
    table = [
        ('at, a tick too many', lambda: thoughts().at(99), 'tick', '99'),
        ('a rule and a text', lambda: P.AtLeast(2) & 'x', "'x'", ''),
        ('a rule or None', lambda: P.AtLeast(2) | None, 'None', ''),
        ('a rule that gives floats', lambda: P.think(model(), images(), lambda t: t.certainty), 'rule', 'float'),
        ('a rule of another shape', lambda: P.think(model(), images(), lambda t: t.certainty[:,0] > 0), 'rule', '('),
        ('another margin', lambda: P.think(model(), images(), P.EnergyBelow(.1, margin=1.)), 'margin', '1.0'),
        ('an energy rule without energy', lambda: P.think(model(energy_hidden=None), images(), P.EnergyBelow()), 'energy', ''),
        ('no rule', lambda: P.think(model(), images()), 'rule', 'None'),
        ('NaN', lambda: P.think(model(), nan(images()), P.AtLeast(9)), 'NaN', ''),
        ('saving a function as a rule', lambda: _saved(lambda t: t.certainty > 0), 'rule', 'function'),
        ('out_shape of True', lambda: P.CTMConfig(out_shape=(True, 2)), 'out_shape', 'True'),
        ('out_shape of one class', lambda: P.CTMConfig(out_shape=(1,)), 'out_shape', '1'),
        ('an unknown field', lambda: P.CTM(d_modl=3), 'd_modl', ''),
        ('heads that do not divide', lambda: P.CTMConfig(heads=5), 'heads', '5'),
        ('more pairs than neurons', lambda: P.CTMConfig(d_model=16, neuron_select_type='first-last'), 'n_synch', ''),
        ('state of other samples', lambda: model()(images(), state=model()(images()[:2]).state), 'state', '2'),
        ('state of another model', lambda: model()(images(), state=other()(images()).state), 'state', ''),
        ('a memory that lacks parts', lambda: model()(images(), state={'pre': torch.zeros(B, 16, 3)}), 'state', 'pre'),
        ('input of doubles', lambda: model()(images().double()), 'float32', 'float64'),
        ('input of another width', lambda: model()(images()[...,:2]), '`x`', '2'),
        ('no ticks', lambda: model()(images(), ticks=0), 'ticks', '0'),
        ('weights of another model', lambda: P.load_weights(model(), dict(other().state_dict())), 'weights', ''),
        ('weights with NaN', lambda: P.load_weights(model(), {k: nan(v) if v.is_floating_point() else v for k,v in model().state_dict().items()}), 'NaN', ''),
        ('no weights of the reference', lambda: P.from_reference({}, {}), 'state_dict', '{}'),
        ('weights of the reference as a list', lambda: P.from_reference([1], {}), 'state_dict', '[1]'),
        ('foreign weights', lambda: P.from_reference({'a': torch.zeros(3)}, dict(d_model=8, iterations=3, d_input=8, heads=2, out_dims=3)), 'weights', ''),
        ('arguments that are missing', lambda: P.from_reference(reference()[0], {}, 'ff'), 'd_model', ''),
        ('an environment that is none', lambda: P.RL(env=None), 'env', 'None'),
        ('a model of another task measured on lists', lambda: P.measure_waits(tiny().make_model(), torch.utils.data.TensorDataset(*tiny('sort').sample(8, torch.Generator()))), 'model', 'lists'),
        ('an agent saved as another', lambda: P.save_agent(agent(), P.RL('tiny', env='Acrobot-v1'), 'a.safetensors'), 'task', 'Acrobot'),
        ('partial without init', lambda: P.fit(tiny(steps=1), 'run', False, partial=True), 'partial', 'True'),
        ('a film of no answers', lambda: P.Film([]), 'answers', '[]'),
        ('a film that stops after its end', lambda: P.Film(['a'], stop=3), 'stop', '3'),
        ('a film whose parts differ in length', lambda: P.Film(['a'], chances=torch.ones(2, 3).numpy()), 'chances', '2 ticks'),
        ('thoughts about another set', lambda: P.think_all(model(), torch.utils.data.TensorDataset(images(), labels()+9)), 'target', ''),
        ('words for numbers', lambda: P.predict(shared()/'run', [['a']*6]), 'source', 'a'),
        ('a checkpoint that is none', lambda: P.import_checkpoint(None, 'folder'), 'source', 'None'),
        ('a model of no name', lambda: P.CTM.from_pretrained(3), 'pretrained_model_name_or_path', '3'),
        ('a licence of no name', lambda: P.push_run(shared()/'run', 'a/b', license=''), 'license', "''"),
        ('an archive that is none', lambda: P.fetch_mazes('small', 'folder', source=str(shared()/'job.ipynb')), 'source', 'job.ipynb'),
        ('a queue for a sweep here', lambda: P.sweep(shared()/'job.ipynb', dict(steps=[1]), 'folder', slurm=dict(partition='a')), 'slurm', 'partition'),
        ('films into a file', lambda: P.make_films(shared()/'run', 1, shared()/'digit.png'), 'out', 'digit.png'),
        ('curves without steps', lambda: P.plot_runs(dict(a=[[dict(loss=.5)]])), 'runs', 'step'),
        ('accuracies that are words', lambda: P.plot_models(dict(a=[('x', .5)])), 'results', ''),
        ('steps that are words', lambda: P.plot_positions(dict(a=torch.rand(T, 3))), 'maps', "'a'"),
        ('too few names of classes', lambda: P.plot_thresholds(record(), (.5,), torch.arange(60) % C, ['a']), 'classes', 'a'),
        ('the film of no episode', lambda: P.film_frames(None), 'seen', 'None'),
        ('a model without weights', lambda: P.evaluate(model().to('meta'), torch.utils.data.TensorDataset(images(), labels())), 'model', 'meta'),
        ('a model on another device', lambda: model().to('meta')(images()), '`x`', 'meta'),
        ('an unknown environment', lambda: P.RL(env='Pong'), 'env', 'Pong'),
        ('a model that no agent can have', lambda: P.RL(model='ff'), 'model', 'ff'),
        ('energy for agents', lambda: P.RL(energy_target='wrong'), 'energy_target', ''),
        ('attention of too many ticks', lambda: P.plot_attention(thoughts(True), torch.zeros(B, 1, 8, 8), ticks=99), 'ticks', '99'),
        ('neurons without a trace', lambda: P.plot_neurons(thoughts()), 'trace', ''),
        ('a film that is no film', lambda: P.save_gif([], 'a.gif'), 'frames', ''),
        ('a film in a strange format', lambda: P.save_gif(torch.zeros(1, 8, 8, 3).byte().numpy(), 'a.avi'), 'path', 'avi'),
        ('a task that is none', lambda: P.TASKS['chess'], 'task', 'chess'),
        ('a preset that is none', lambda: P.TASKS['parity']('huge'), 'preset', 'huge'),
        ('settings of no task', lambda: P.make_task({}), 'task', ''),
        ('an even maze', lambda: tiny('maze', size=8), 'size', '8'),
        ('a maze that is too large', lambda: tiny('maze', size=501), 'size', '501'),
        ('mazes without a goal', lambda: P.solve(torch.ones(1, 7, 7).byte()), 'maze 0', ''),
        ('moves that are none', lambda: P.walk_route(P.sample_mazes(6, 7, torch.Generator()), moves()*0 + 13), 'moves', '13'),
        ('a split that is none', lambda: tiny().data('all'), 'split', 'all'),
        ('a batch larger than the set', lambda: P.fit(tiny('image', batch_size=5000), 'run', False), 'batch_size', '5000'),
        ('fewer ticks than a list', lambda: tiny('sort', iterations=1).make_model(), 'iterations', '1'),
        ('half precision without a GPU', lambda: P.fit(tiny(precision='fp16'), 'run', False), 'precision', 'fp16'),
        ('a CUDA graph without a GPU', lambda: P.fit(tiny(cuda_graph=True), 'run', False), 'cuda_graph', ''),
        ('no rules', lambda: P.select_rule(record(), []), 'rules', '[]'),
        ('a promise that data cannot keep', lambda: P.calibrate(record(5), None, [P.AtLeast(4)]), 'risk', ''),
        ('claims above 1', lambda: P.reliability(torch.ones(3)*2, torch.ones(3).bool()), 'claim', '2'),
        ('claims of NaN', lambda: P.reliability(nan(torch.ones(3)), torch.ones(3).bool()), 'claim', 'nan'),
        ('an empty set', lambda: P.evaluate(model(), torch.utils.data.TensorDataset(images()[:0], labels()[:0])), 'data', '0'),
        ('labels out of range', lambda: P.evaluate(model(), torch.utils.data.TensorDataset(images(), labels()+3)), 'target', ''),
        ('ignored labels', lambda: P.TwoTickLoss()(thoughts(), labels()*0-100), 'target', '-100'),
        ('a published run that is none', lambda: P.published('parity/paper/none'), 'name', 'none'),
        ('a grid that is no list', lambda: P.sweep(shared()/'job.ipynb', dict(steps=3), 'runs'), 'steps', '3'),
        ('a parameter that is none', lambda: P.run_job(shared()/'job.ipynb', stepz=3), 'stepz', ''),
        ('a parameter of another type', lambda: P.run_job(shared()/'job.ipynb', steps='many'), 'steps', 'many'),
        ('a state that cannot be saved', lambda: P.save_state('a', dict(a=object())), 'state', 'object'),
        ('floats as signs', lambda: P.cumulative_parity(torch.tensor([[1,.3]])), '`x`', '0.3'),
        ('bits as signs', lambda: tiny().make_model()(torch.tensor([[1, 0, 1, 0, 1, 1]])), '`x`', '0'),
        ('fractions read as bits', lambda: tiny().read([.7, .2, 0, 1, 1, 1]), 'source', '0.7'),
        ('a thought about fewer signs', lambda: P.think(tiny().make_model(), torch.ones(2, 5), P.AtLeast(2)), '`x`', '(2, 5)'),
        ('a thought about floats', lambda: P.think(tiny().make_model(), torch.ones(2, 6)*.5, P.AtLeast(2)), '`x`', '0.5'),
        ('a stream of fewer signs', lambda: list(P.think_stream(tiny().make_model(), [torch.ones(2, 5)], P.AtLeast(2))), '`x`', '(2, 5)'),
        ('episodes of a model', lambda: P.score(shared()/'run', episodes=3), 'argument', "'episodes'"),
        ('a misspelt argument of score', lambda: P.fit_halting(shared()/'run', sampels=30), "did you mean 'samples'", "'sampels'"),
        ('recalibration on two rows', lambda: P.recalibrate(model(), torch.utils.data.TensorDataset(images()[:2], labels()[:2])), 'source', '2'),
        ('settings of another task', lambda: P.save_model(model(), 'file', task=tiny().settings()), 'task', ''),
        ('too many threads', lambda: tiny(threads=10**6), 'threads', '1000000'),
        ('too many workers', lambda: tiny(workers=10**4), 'workers', '10000'),
        ('a launcher that says RANK=-1', lambda: _launched(RANK='-1'), 'RANK', '-1'),
        ('a launcher that says WORLD_SIZE=two', lambda: _launched(WORLD_SIZE='two'), 'WORLD_SIZE', 'two'),
        ('a task in place of its settings', lambda: P.save_model(model(), 'file', task=tiny()), 'task', 'Parity'),
        ('fewer signs than places', lambda: P.load_model(shared()/'run'/'last.safetensors')(torch.ones(2, 5)), '`x`', '(2, 5)'),
        ('settings that are a name', lambda: P.save_model(model(), 'file', task='parity'), 'task', 'parity'),
        ('a setting twice', lambda: P.parse_changes('lr=1, lr=2'), 'change', 'lr'),
        ('a misspelt task', lambda: P.TASKS['prity'], "did you mean 'parity'", 'prity'),
        ('a misspelt preset', lambda: P.TASKS['parity']('tinny'), "did you mean 'tiny'", 'tinny'),
        ('a misspelt setting', lambda: tiny(d_modell=3), "did you mean 'd_model'", 'd_modell'),
        ('a misspelt dataset', lambda: tiny('image', dataset='digit'), "did you mean 'digits'", 'digit'),
        ('a misspelt field', lambda: P.CTMConfig.from_dict(dict(iteration=3)), "did you mean 'iterations'", 'iteration'),
        ('a misspelt backbone', lambda: P.CTMConfig(backbone_type='resnet18-5'), "did you mean 'resnet18-", 'resnet18-5'),
        ('a misspelt model of the package', lambda: P.load_model('digitz'), "did you mean 'digits'", 'digitz'),
        ('a misspelt parameter', lambda: P.run_job(shared()/'job.ipynb', step=3), "did you mean 'steps'", '`step`'),
        ('a misspelt notebook', lambda: P.run_job('prity'), "did you mean 'parity'", 'prity'),
        ('a misspelt rule', lambda: P.score(shared()/'run', rules='EnergyBelw'), "did you mean 'EnergyBelow'", 'EnergyBelw'),
    ]
    for name,run,field,value in table:
        yield Case('by hand', name, lambda run=run: run, (field,), (value,) if value else ())


NAN_RULES = ('AtLeast', 'EnergyBelow', 'EnergySettled', 'CertaintyAbove', 'AnswerStable', 'KLBelow', 'MarginAbove')


def nan_cases():
    "NaN where it would decide: in what rules look at, in records to calibrate on, in inputs, weights and data"
    P = public
    def spoil(x, field, value=math.nan):
        x = copy.deepcopy(x)
        getattr(x, field)[1,1] = value
        return x
    def case(name, run, *words): return Case('NaN', name, lambda: run, words)
    for name in NAN_RULES:
        for field in ('logits', 'certainty', 'energy'):
            rule = getattr(P, name)()
            lost = spoil(thoughts(), field)
            calls = dict(called=lambda r=rule, t=lost: r(t), twice=lambda r=rule, t=lost: (r | r)(t),
                         stopping_ticks=lambda r=rule, t=lost: P.stopping_ticks(t, r), pick_answer=lambda r=rule, t=lost: P.pick_answer(t, r))
            for how,run in calls.items(): yield case(f'{name} {how}: NaN in {field}', run, field)
    for name in NAN_RULES[:4]:
        for field in ('certainty', 'energy'):
            rule, lost = getattr(P, name)(), spoil(record(), field)
            yield case(f'calibrate with {name}: NaN in {field}', lambda r=rule, t=lost: P.calibrate(t, None, [r], .5), field)
            yield case(f'select_rule with {name}: NaN in {field}', lambda r=rule, t=lost: P.select_rule(t, [r]), field)
            yield case(f'Record.halted with {name}: NaN in {field}', lambda r=rule, t=lost: t.halted(r), field)
            yield case(f'crossfit with {name}: NaN in {field}', lambda r=rule, t=lost: P.crossfit(dict(a=(t, [r]))), field)
    bad = images()
    bad[1,1,1] = math.nan
    yield case('evaluate: NaN in data', lambda: P.evaluate(model(), torch.utils.data.TensorDataset(bad, labels())), 'NaN')
    yield case('calibrate: NaN in data', lambda: P.calibrate(model(), torch.utils.data.TensorDataset(bad, labels()), [P.AtLeast(2)], .5), 'NaN')
    for word in ('nan', 'inf', '-inf'):
        value = float(word)
        yield case(f'reliability: {word}', lambda v=value: P.reliability(torch.tensor([.1, v]), torch.tensor([True, False])), 'claimed')
        yield case(f'predict: {word}', lambda v=value: P.predict(shared()/'run', [1, -1, v, -1, 1, -1]), 'source', 'row', 'finite')
        yield case(f'sort reads {word}', lambda v=value: tiny('sort').read([.1, v, .3]), 'source', 'row')
        yield case(f'choose_action: {word}', lambda v=value: P.choose_action(torch.full((B, 2), v), False, torch.Generator()), 'logits')
        def weights(v=value): return {k: torch.full_like(o, v) if o.is_floating_point() else o for k,o in model().state_dict().items()}
        yield case(f'weights of {word}', lambda w=weights: P.load_weights(model(), w()), 'finite')
    for word in ('inf', '-inf'):
        yield case(f'a table with {word}', lambda w=word: tiny('table').read([[float(w)]*13]), 'column')
        yield case(f'series with {word}', lambda w=word: tiny('series').read(torch.full((2, 64), float(w))), 'source')


def line_cases():
    "Command lines that name what is not there"
    there, none = str(shared()/'run'), str(shared()/'nowhere')
    lines = {
        'train': [(['prity'], "did you mean 'parity'"), (['parity', '--preset', 'tinny'], '`--preset` is'), (['parity', '--change', 'stpes=1'], "did you mean 'steps'"), (['nonsense'], 'nonsense'), (['parity', '--preset', 'nonsense'], 'nonsense'), (['parity', 'sort'], 'sort'),
                  (['parity', '--preset', 'tiny', '--init', none], 'nowhere'), (['parity', '--preset', 'tiny', '--change', 'stepz=1'], 'stepz'),
                  (['table', '--data', none], 'nowhere'), (['table', '--target', 'nonsense'], 'nonsense')],
        'eval': [([str(shared()/'runn')], 'did you mean'), ([there, '--max', '2'], '`--max-drop` is 2.0'), ([''], "got ''"),
                 ([there, '--rules', 'AtLeast(2) & KLBelw(.1)'], "did you mean 'KLBelow'"), ([there, '--rules', 'AtLeast & KLBelow(.1)'], 'AtLeast(...)'),
                 ([there, '--max-drop', '2'], '`--max-drop` is 2.0'), ([none], 'nowhere'), ([there, '--rules', 'nonsense'], 'nonsense'), ([str(shared()/'mazes')], 'mazes')],
        'think': [(['digitz', '1 -1'], "did you mean 'digits'"), ([there, '1 -1 1 -1 1 -1', '--invert'], '`--invert`'), ([none, '1 -1'], 'nowhere'), ([there], 'required'), ([there, 'a b'], 'a b'), ([there, '1 2 3'], '3'), ([there, none + '.csv'], 'nowhere'),
                  ([there, '1 -1 1 -1 1 -1', '--film', 'a.xyz'], 'xyz'), ([str(shared()/'job.ipynb'), '1 -1'], 'job.ipynb')],
        'runs': [([none], 'nowhere'), ([there, '--out', 'a.xyz'], '`--out` is'), ([there, '--out', 'nowhere/a.png'], '`--out` is'), ([str(shared()/'runn')], 'did you mean'), ([''], "got ''"), (['--nonsense'], 'nonsense')],
        'sweep': [(['prity'], "did you mean 'parity'"), (['parity', '-p', 'd_modell', '3'], "did you mean 'd_model'"), (['parity', '-p', 'preset', 'tinny'], "did you mean 'tiny'"),
                  (['parity', '-p', 'change', 'stpes=3'], "did you mean 'steps'"), (['rl', '-p', 'env', 'CartPol-v1'], 'CartPol-v1')],
        'import': [([none], 'required'), (['mazes'], 'needed after mazes')],
        'job': [([none + '.ipynb'], 'nowhere'), ([], 'required'), ([str(shared()/'job.ipynb'), '-p', 'steps'], '-p'), ([there], 'run')]}
    for name,cases in lines.items():
        run = _COMMANDS[name].function()
        for words,says in cases:
            code = 2 if says in ('-p', 'required', 'sort', "got ''", 'needed after mazes') or words[:1] == ['--nonsense'] else 1
            yield Case(f'command: {name}', f'{name} {" ".join(words)}', lambda run=run, words=words: (lambda: run(words)), (says,), exits=code)


def _launched(**said):
    before = dict(os.environ)
    os.environ.update(LOCAL_RANK='0', **said)
    try: public.fit(tiny(steps=1, warmup=1), 'run', False)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _saved(rule):
    m = model()
    m.rule = rule
    public.save_model(m, 'file')


# ---------------------------------------------------------------- running them

class TooLong(BaseException): pass


def outcome(case):
    "`None` for a good case, else what is wrong; and the message"
    out, err = io.StringIO(), io.StringIO()
    def stop(*_): raise TooLong
    signal.signal(signal.SIGALRM, stop)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try: run = case.run()
        except Exception as e: return 'the valid call could not be made', repr(e)
        signal.setitimer(signal.ITIMER_REAL, 5)
        try:
            run()
            found = 'accepted', ''
        except TooLong: found = 'took more than 5 s', ''
        except SystemExit as e: found = judge_exit(case, e.code, err.getvalue())
        except Exception as e: found = judge(case, e)
        finally: signal.setitimer(signal.ITIMER_REAL, 0)
    left = sweep()
    if left and found[0] is None: return f'wrote {", ".join(left)} first', found[1]
    return found


def failure(run):
    "What a valid call fails with, or `None`"
    def stop(*_): raise TooLong
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            run()()
    except SystemExit as e: return e if e.code else None
    except TooLong: return 'it took more than 60 s'
    except Exception as e: return f'{type(e).__name__}: {e}'
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sweep()


def sweep():
    "Remove what is in the current folder, and say what was"
    left = os.listdir('.')
    for o in left: shutil.rmtree(o) if os.path.isdir(o) else os.remove(o)
    return left


def judge(case, e):
    "What is wrong with an error, if anything"
    text = str(e)
    if case.exits: return f'{type(e).__name__} instead of an exit code', text
    if not isinstance(e, CLASSES): return f'raw {type(e).__name__}', text
    if not deliberate(e): return f'raw {type(e).__name__}', text
    return judge_text(case, text), text


def judge_text(case, text):
    named = case.group == 'files' and any(o in text for o in case.names)
    if (m := RAW.search(text)) and not (named and m[0].startswith('Expecting')): return f'raw words: {m[0]}'
    if not any(o in text for o in case.names): return f'does not say {case.names[0]!r}'
    if case.values and not any(o in text for o in case.values): return f'does not say the value {case.values[0]}'
    if not ALLOWED.search(text): return 'does not say what is allowed'


def judge_exit(case, code, text):
    "What is wrong with how a command left"
    lines = [o for o in text.strip().splitlines() if o]
    last = lines[-1] if lines else ''
    if not case.exits: return f'SystemExit({code})', last
    if code != case.exits: return f'exit code {code}, not {case.exits}', last
    if 'Traceback' in text: return 'a traceback', last
    return judge_text(case, last), last


def deliberate(e):
    "Was the error raised by a check of ours, or by Python for an argument that does not exist?"
    frames = []
    tb = e.__traceback__
    while tb:
        frames.append((tb.tb_frame.f_code.co_filename, tb.tb_lineno, tb.tb_frame.f_code))
        tb = tb.tb_next
    file, line, code = frames[-1]
    if 'ctm_nb' not in file: return False
    source = ' '.join(linecache.getline(file, line+i).strip() for i in range(-3, 1))
    return 'raise ' in source or 'check' in code.co_name


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--list', action='store_true', help='print all cases')
    parser.add_argument('-k', default='', metavar='NAME', help='only cases whose name holds this')
    options = parser.parse_args()
    start, counts, bad = time.time(), {}, []
    here, folder = os.getcwd(), tempfile.mkdtemp()
    os.chdir(folder)
    try:
        for name,run in valid_cases():
            if options.k in name and (why := failure(run)): bad.append(('valid call', name, 'fails', ' '.join(str(why).split())[:160]))
        for case in all_cases():
            if options.k not in case.name: continue
            why, text = outcome(case)
            n = counts.setdefault(case.group, [0, 0])
            n[why is not None] += 1
            text = ' '.join(text.split())[:160]
            if why: bad.append((case.group, case.name, why, text))
            if options.list: print(f'{"BAD " if why else "good"} {case.name}: {why or ""} {text}')
    finally:
        os.chdir(here)
        shutil.rmtree(folder)
    for group,(good,wrong) in sorted(counts.items()): print(f'{group:20} {good:5} good {wrong:5} bad')
    for group,name,why,text in bad: print(f'{group} | {name} | {why} | {text}')
    total = sum(g+b for g,b in counts.values())
    missing = [] if options.k else [*without_a_call(), *needless()]
    for o in missing: print(o)
    print(f'{total} wrong inputs, {len(bad)} bad, {time.time()-start:.0f} s')
    return bool(bad or missing)


def all_cases():
    "Cases of all kinds"
    yield from signature_cases()
    yield from setting_cases()
    yield from file_cases()
    yield from command_cases()
    yield from cases_by_hand()
    yield from nan_cases()
    yield from line_cases()


def without_a_call():
    "Public functions and classes that have neither a valid call nor a reason to have none"
    have = {label.split(':')[0] for label in VALID}
    have |= {o.split('.')[0].removesuffix('()') for o in have}
    for module in house.loaded():
        for name in getattr(module, '__all__', ()):
            called = inspect.isclass(getattr(module, name)) or inspect.isfunction(getattr(module, name))
            if called and name not in have and not any(fnmatch(name, o) for o in WITHOUT): yield f'{module.__name__}.{name}: give it a valid call in valid_calls.py, or a reason in WITHOUT'


def needless():
    "Exemptions that no case, no call and no public name needs"
    for o in FREE:
        if o not in USED: yield f'{o}: no case is like this; take the line out of FREE'
    have = {label.split(':')[0].removesuffix('()') for label in VALID}
    for o in WITHOUT:
        if all(name in have for name in vars(public) if fnmatch(name, o)): yield f'{o}: take it out of WITHOUT'
    for o in NOT_RUN.keys() - VALID.keys(): yield f'{o}: take it out of NOT_RUN'


if __name__ == '__main__': sys.exit(main())
