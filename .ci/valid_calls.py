"""One valid call of each public function, for `wrong_inputs.py`, which spoils its arguments one at a time.

`VALID[name]` makes the call: `call(function, arguments...)`, given by place, so that a renamed parameter needs no new line.
`name` is a public name, `Class.method`, or `Class()` for what an object does when it is called. `WITHOUT` says of every
other public name why it has none; a new public name belongs to one or the other.
"""
import atexit, copy, functools, inspect, shutil, tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np, torch
from PIL import Image
from torch.utils.data import TensorDataset

import house

# All public names of the package, whatever module they are in
public = SimpleNamespace(**{name: getattr(m, name) for m in house.loaded() for name in getattr(m, '__all__', ())})

B, T, C, D = 6, 4, 5, 16 # Samples, ticks, classes and neurons of what is made here
FILE, FOLDER = 'file.safetensors', 'folder' # Names in the (empty) folder that every case runs in


def call(function, *args, **kwargs):
    "The call as the function and its arguments by name, those that are left out at their defaults too"
    given = inspect.signature(function).bind(*args, **kwargs)
    return function, dict(given.arguments), inspect.signature(function)


@functools.cache
def _model(**changes):
    torch.manual_seed(0)
    fields = dict(out_shape=(C,), in_channels=3, iterations=T, d_model=D, d_input=8, heads=2, n_synch_out=6, n_synch_action=6,
                  memory_length=3, memory_hidden_dims=2, energy_hidden=4)
    return public.CTM(**{**fields, **changes}).eval()


def model(**changes): return copy.deepcopy(_model(**changes))
def images(): return torch.randn(B, 7, 3, generator=torch.Generator().manual_seed(0))
def labels(): return torch.arange(B) % C
def logits(): return torch.randn(B, T, C, generator=torch.Generator().manual_seed(1))
def routes(): return torch.arange(B*3).view(B, 3) % C
def route_logits(): return torch.randn(B, T, 3, C, generator=torch.Generator().manual_seed(1))
def right(): return logits().argmax(-1) == labels()[:,None]
def energies(): return torch.rand(B, T, generator=torch.Generator().manual_seed(2))*10
def dataset(n=B): return TensorDataset(torch.randn(n, 7, 3), torch.arange(n) % C)


def thoughts(trace=False):
    with torch.no_grad(): return model()(images(), trace=trace)


def route_thoughts():
    x = route_logits()
    return public.Thoughts(x, public.certainty(x), energies(), margin=10.)


def record(n=60):
    torch.manual_seed(0)
    correct, certainty = torch.rand(n, T) < .7, torch.rand(n, T)
    return public.Record(correct, certainty, torch.rand(n, T)*10, torch.rand(n, T), margin=10.)


def _entered(function):
    "A context manager as a function that enters and leaves it"
    @functools.wraps(function)
    def run(*args, **kwargs):
        with function(*args, **kwargs): pass
    return run


def _closed(function):
    @functools.wraps(function)
    def run(*args, **kwargs): function(*args, **kwargs).close()
    return run


def _listed(function):
    "A generator as a function that runs it to its end"
    @functools.wraps(function)
    def run(*args, **kwargs): return list(function(*args, **kwargs))
    return run


def method(make, name, *args, **kwargs): return call(getattr(make, name), *args, **kwargs)


def state_of(m): return m.start(images())


@functools.cache
def _rl(): return public.RL('tiny')


@functools.cache
def _agent():
    torch.manual_seed(0)
    return _rl().make_model().eval()


def agent(): return copy.deepcopy(_agent())


def reference():
    "Weights and arguments of a feed-forward model, as the reference has them"
    names = {'features.': '', 'hidden.0.': 'output_projector.3.', 'answer_head.': 'output_projector.6.'}
    weights = {}
    for k,v in _ff().state_dict().items():
        for ours,theirs in names.items():
            if k.startswith(ours): k = theirs + k.removeprefix(ours)
        weights[k] = v
    return weights, dict(d_model=D, out_dims=10, backbone_type='resnet18-1')


@functools.cache
def _ff(): return public.FF(backbone_type='resnet18-1', d_model=D, in_channels=1)


@functools.cache
def shared():
    "A folder with files of all kinds, outside of that in which cases run"
    folder = Path(tempfile.mkdtemp(prefix='wrong-inputs-'))
    atexit.register(shutil.rmtree, folder, True)
    public.fit(tiny(steps=2, warmup=1), folder/'run', False)
    public.write_json(folder/'run'/'results.json', dict(by_tick=[.1, .2], rows=[]))
    public.save_model(model(), folder/'model.safetensors')
    public.save_state(folder/'state.safetensors', dict(a=1))
    public.save_agent(agent(), _rl(), folder/'agent.safetensors')
    public.write_mazes(mazes(), folder/'mazes')
    public.write_json(folder/'bench'/'bench.json', measured())
    Image.fromarray(np.zeros((8,8), np.uint8)).save(folder/'digit.png')
    cell = dict(cell_type='code', id='a', metadata=dict(tags=['parameters']), source="steps, rate = 1, 2.\n"
                'steps = 1\nrate = .5\nname = "a"\nfast = False', outputs=[], execution_count=None)
    public.write_json(folder/'job.ipynb', dict(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5))
    return folder


@functools.cache
def _mazes(): return public.sample_mazes(6, 7, torch.Generator().manual_seed(0))


def mazes(): return _mazes().clone()
def moves(): return public.solve(mazes())
def generator(): return torch.Generator().manual_seed(0)
def tiny(name='parity', **changes): return public.TASKS[name]('tiny', **changes)


@functools.cache
def _parity(): return tiny()


def _parity_thoughts():
    x = torch.randn(B, 10, 6, 2, generator=generator())
    return public.Thoughts(x, public.certainty(x), torch.rand(B, 10), margin=10.)


def lists():
    "Logits of `sort`, and the order of lists"
    return torch.randn(B, T, 4, generator=generator()), torch.tensor([[0,1,2]]*B)


@functools.cache
def _qamnist(): return tiny('qamnist').make_model()


def frames(): return np.zeros((2, 8, 8, 3), np.uint8)


def question():
    builder = tiny('qamnist').data('train')
    return builder.sample(B, generator())


def rollout():
    torch.manual_seed(0)
    def numbers(*more): return torch.randn(3, B, *more)
    return numbers(), numbers(), numbers(), torch.zeros(3, B, dtype=torch.bool)


@functools.cache
def _waits(): return torch.rand(12, 4)*3+1, torch.rand(12, 3)


def measured():
    row = dict(n=1, train=dict(ours=[1., 2.]), infer=dict(ours=[1., 2.]), memory=dict(ours=1))
    return dict(parts=dict(neurons=dict(rows=[row, dict(row, n=2)])))


VALID = {
    # core
    'set_seed': lambda: call(public.set_seed, 0),
    'write_json': lambda: call(public.write_json, FILE, {}),
    'certainty_of': lambda: call(public.certainty_of, logits().log_softmax(-1)),
    'certainty': lambda: call(public.certainty, logits()),
    'position_loss': lambda: call(public.position_loss, logits(), labels()),
    'tick_loss': lambda: call(public.tick_loss, logits(), labels()),
    'tick_loss: routes': lambda: call(public.tick_loss, route_logits(), routes()),
    'tick_correct': lambda: call(public.tick_correct, logits(), labels()),
    'check_target': lambda: call(public.check_target, labels(), (C,)),
    'Thoughts.at': lambda: method(thoughts(), 'at', 1),
    'Thoughts.at: a tick each': lambda: method(thoughts(), 'at', labels() % T),
    'Thoughts.last': lambda: method(thoughts(), 'last', 2),
    'Metric.correct': lambda: method(public.Metric(), 'correct', logits(), labels()),
    'Metric.tick_loss': lambda: method(public.Metric(), 'tick_loss', logits(), labels()),
    'Metric.check_target': lambda: method(public.Metric(), 'check_target', labels(), (C,)),
    'Metric.answering_tick': lambda: method(public.Metric(), 'answering_tick', thoughts()),
    # parts of models
    'NeuronLinear': lambda: call(public.NeuronLinear, D, 3, 2),
    'NLM': lambda: call(public.NLM, D, 3),
    'SynapseBlocks': lambda: call(public.SynapseBlocks, 20, D),
    'SynapseUNet': lambda: call(public.SynapseUNet, 20, D, 2),
    'synapses': lambda: call(public.synapses, 20, D),
    'Pairs': lambda: call(public.Pairs, 'random-pairing', 4, D),
    'Synchronisation': lambda: call(public.Synchronisation, 'random-pairing', 4, D),
    'Synchronisation.forward': lambda: method(public.Synchronisation('random', 4, D), 'forward', torch.randn(B, T, D)),
    'check_features': lambda: call(public.check_features, 'none', 'none', 8, 3),
    'Features': lambda: call(public.Features, 'none', 'none', 8, 3),
    'Features.forward': lambda: method(public.Features('mnist', 'none', 8, 1), 'forward', torch.randn(B, 1, 8, 8)),
    'Features.forward: bits': lambda: method(public.Features('parity_backbone', 'none', 8, 1), 'forward', torch.ones(B, 5).long()),
    'sinusoids': lambda: call(public.sinusoids, 5, 4),
    'QuestionEmbedding': lambda: call(public.QuestionEmbedding, 8),
    'QuestionEmbedding.forward': lambda: method(public.QuestionEmbedding(8), 'forward', labels()),
    'Attention': lambda: call(public.Attention, 6, 3, 8, 2),
    'EnergyHead': lambda: call(public.EnergyHead, 6),
    'energy_term': lambda: call(public.energy_term, energies(), right()),
    'p_wrong': lambda: call(public.p_wrong, energies()),
    'all_ticks': lambda: call(public.all_ticks, thoughts(), labels()),
    'EnergyContrastiveLoss': lambda: call(public.EnergyContrastiveLoss),
    'EnergyContrastiveLoss()': lambda: call(public.EnergyContrastiveLoss().__call__, thoughts(), labels()),
    # configurations: every field of them
    'ThinkerConfig': lambda: call(public.ThinkerConfig),
    'CTMConfig': lambda: call(public.CTMConfig),
    'LSTMConfig': lambda: call(public.LSTMConfig),
    'FFConfig': lambda: call(public.FFConfig, backbone_type='resnet18-1'),
    'TrainConfig': lambda: call(public.TrainConfig),
    'PPOConfig': lambda: call(public.PPOConfig),
    'current_fields': lambda: call(public.current_fields, {}),
    'ThinkerConfig.from_dict': lambda: method(public.CTMConfig, 'from_dict', {}),
    'ThinkerConfig.given': lambda: method(public.CTMConfig, 'given', None, {}),
    # models
    'CTM': lambda: call(public.CTM, public.CTMConfig(d_model=D)),
    'LSTM': lambda: call(public.LSTM, public.LSTMConfig(d_model=D)),
    'FF': lambda: call(public.FF, public.FFConfig(d_model=D, backbone_type='resnet18-1')),
    'make_encoder': lambda: call(public.make_encoder, model().cfg, 6),
    'Thinker.forward': lambda: method(model(), 'forward', images()),
    'Thinker.forward: a memory': lambda: method(model(), 'forward', images(), state=state_of(model()).memory()),
    'Thinker.forward: recurrent': lambda: method(model(energy_arch='recurrent', energy_loss='log'), 'forward', images()),
    'Thinker.forward: one vector': lambda: method(model(heads=0), 'forward', images()[:,0]),
    'Thinker.stream': lambda: call(_listed(model().stream), images()),
    'Thinker.encode': lambda: method(model(), 'encode', images()),
    'CTM.start': lambda: method(model(), 'start', images()),
    'LSTM.start': lambda: method(public.LSTM(in_channels=3, d_model=D, d_input=8, heads=2), 'start', images()),
    'FF.start': lambda: method(_ff(), 'start', torch.randn(B, 1, 8, 8)),
    'CTM.initial_memory': lambda: method(model(), 'initial_memory', B),
    # losses
    'TwoTickLoss': lambda: call(public.TwoTickLoss),
    'TwoTickLoss()': lambda: call(public.TwoTickLoss().__call__, thoughts(), labels()),
    'RouteLoss': lambda: call(public.RouteLoss),
    'RouteLoss()': lambda: call(public.RouteLoss().__call__, route_thoughts(), routes()),
    'RouteLoss.each': lambda: method(public.RouteLoss(), 'each', route_logits(), routes()),
    'halting_distribution': lambda: call(public.halting_distribution, energies()/10),
    'PonderLoss': lambda: call(public.PonderLoss),
    'PonderLoss()': lambda: call(public.PonderLoss().__call__, thoughts(), labels()),
    'CTCLoss': lambda: call(public.CTCLoss),
    'CTCLoss()': lambda: call(public.CTCLoss().__call__, thoughts(), routes()[:,:2] % 4),
    'CTCLoss.each': lambda: method(public.CTCLoss(), 'each', logits(), routes()[:,:2] % 4),
    # halting
    'EnergyBelow': lambda: call(public.EnergyBelow),
    'EnergySettled': lambda: call(public.EnergySettled),
    'CertaintyAbove': lambda: call(public.CertaintyAbove),
    'AtLeast': lambda: call(public.AtLeast),
    'AnswerStable': lambda: call(public.AnswerStable),
    'KLBelow': lambda: call(public.KLBelow),
    'MarginAbove': lambda: call(public.MarginAbove),
    'Both': lambda: call(public.Both, public.AtLeast(2), public.AtLeast(3)),
    'Either': lambda: call(public.Either, public.AtLeast(2), public.AtLeast(3)),
    'EnergyBelow()': lambda: call(public.EnergyBelow().__call__, thoughts()),
    'EnergySettled()': lambda: call(public.EnergySettled().__call__, thoughts()),
    'CertaintyAbove()': lambda: call(public.CertaintyAbove().__call__, thoughts()),
    'AtLeast()': lambda: call(public.AtLeast().__call__, thoughts()),
    'AnswerStable()': lambda: call(public.AnswerStable().__call__, thoughts()),
    'KLBelow()': lambda: call(public.KLBelow().__call__, thoughts()),
    'MarginAbove()': lambda: call(public.MarginAbove().__call__, thoughts()),
    'make_rule': lambda: call(public.make_rule, public.AtLeast(2).to_dict()),
    'stopping_ticks': lambda: call(public.stopping_ticks, thoughts(), public.AtLeast(2)),
    'pick_answer': lambda: call(public.pick_answer, thoughts(), public.AtLeast(2)),
    'evaluation_mode': lambda: call(_entered(public.evaluation_mode), model()),
    'think': lambda: call(public.think, model(), images(), public.AtLeast(2)),
    'think_stream': lambda: call(public.think_stream, model(), [images()], public.AtLeast(2)),
    # evaluation
    'batches': lambda: call(_listed(public.batches), dataset()),
    'evaluate': lambda: call(public.evaluate, model(), dataset()),
    'select_rule': lambda: call(public.select_rule, record(), [public.AtLeast(2)]),
    'energy_rules': lambda: call(public.energy_rules),
    'time_rules': lambda: call(public.time_rules, model(), dataset(), repeats=1),
    'report': lambda: call(public.report, model(), dataset()),
    'format_report': lambda: call(public.format_report, public.report(model(), dataset())[0]),
    'Record.select': lambda: method(record(), 'select', torch.arange(3)),
    'Record.at': lambda: method(record(), 'at', torch.zeros(60).long()),
    'Record.halted': lambda: method(record(), 'halted', public.AtLeast(2)),
    'Record.curve': lambda: method(record(), 'curve', [public.AtLeast(2)]),
    'reliability': lambda: call(public.reliability, torch.rand(9), torch.rand(9) < .5),
    'area': lambda: call(public.area, [(1., .5), (2., .6)], record()),
    'compare': lambda: call(public.compare, dict(rule=(record(), record(), [public.AtLeast(2)]))),
    'crossfit': lambda: call(public.crossfit, dict(rule=(record(), [public.AtLeast(2)]))),
    'calibrate': lambda: call(public.calibrate, record(2000), None, [public.AtLeast(T)], .5),
    'calibrate: a model': lambda: call(public.calibrate, model(), dataset(600), [public.AtLeast(T)], .5),
    # energy fitted after training
    'fresh_draws': lambda: call(_listed(public.fresh_draws), dataset(40), 30),
    'collect_outputs': lambda: call(public.collect_outputs, model(), [dataset()[:]]),
    'energy_target': lambda: call(public.energy_target, right(), labels() % T, 'mendable'),
    'fit_head': lambda: call(public.fit_head, public.EnergyHead(6, 4, loss='log'), torch.randn(B, T, 6), right(), 3),
    'fit_energy': lambda: call(public.fit_energy, model(), dataset(40), steps=3),
    'recalibrate': lambda: call(public.recalibrate, model(), dataset(40)),
    # checkpoints
    'save_model': lambda: call(public.save_model, model(), FILE),
    'export': lambda: call(public.export, model(), FOLDER, images()),
    'load_weights': lambda: call(public.load_weights, model(), dict(model().state_dict())),
    'load_model': lambda: call(public.load_model, shared()/'model.safetensors'),
    'load_extra': lambda: call(public.load_extra, shared()/'model.safetensors'),
    'load_state': lambda: call(public.load_state, shared()/'state.safetensors'),
    'load_agent': lambda: call(public.load_agent, shared()/'agent.safetensors'),
    'read_metrics': lambda: call(public.read_metrics, shared()/'run'/'metrics.jsonl'),
    'Metrics': lambda: call(public.Metrics, 'metrics.jsonl'),
    'open_run': lambda: call(_closed(public.open_run), Path(FOLDER), tiny().settings()),
    'read_mazes': lambda: call(public.read_mazes, shared()/'mazes'),
    'save_state': lambda: call(public.save_state, FILE, dict(a=1)),
    'current_settings': lambda: call(public.current_settings, tiny().settings()),
    'from_reference': lambda: call(public.from_reference, *reference(), 'ff'),
    'converted': lambda: call(public.converted, 'backbone.x', torch.zeros(3)),
    # data and training
    'TensorSet': lambda: call(public.TensorSet, images(), labels()),
    'Part': lambda: call(public.Part, public.TensorSet(images(), labels()), [0, 1]),
    'as_data': lambda: call(public.as_data, (images(), labels())),
    'Steps': lambda: call(public.Steps, dataset(), 2),
    'Run': lambda: call(public.Run, tiny(steps=1), FOLDER),
    'fit': lambda: call(public.fit, tiny(steps=1, save_every=1, eval_every=5), FOLDER, False),
    # tasks
    'Parity': lambda: call(public.Parity, 'tiny'),
    'Sort': lambda: call(public.Sort, 'tiny'),
    'Maze': lambda: call(public.Maze, 'tiny'),
    'Image': lambda: call(public.Image, 'tiny'),
    'QAMNIST': lambda: call(public.QAMNIST, 'tiny'),
    'Table': lambda: call(public.Table, 'tiny'),
    'Series': lambda: call(public.Series, 'tiny'),
    'make_task': lambda: call(public.make_task, tiny().settings()),
    'Task.data': lambda: method(tiny(), 'data', 'valid'),
    'register': lambda: call(public.register, type('Own', (public.Parity,), dict(name='own'))),
    'Task.read': lambda: method(tiny(), 'read', [1, -1, 1, -1, 1, -1]),
    'Sort.read': lambda: method(tiny('sort'), 'read', [.1, .5, .3]),
    'Image.read': lambda: method(tiny('image'), 'read', shared()/'digit.png'),
    'Maze.read': lambda: method(tiny('maze', size=7), 'read', shared()/'mazes'),
    'Table.read': lambda: method(tiny('table'), 'read', [[1.]*13]),
    'Series.read': lambda: method(tiny('series'), 'read', torch.zeros(2, 64)),
    'Thinker.predict': lambda: method(public.load_model(shared()/'run'/'last.safetensors'), 'predict', [1, -1, 1, -1, 1, -1]),
    'QAMNIST.grid': lambda: method(tiny('qamnist'), 'grid', _qamnist(), (1, 2), (1, 1), 2),
    'QAMNIST.plot_grid': lambda: method(tiny('qamnist'), 'plot_grid', torch.rand(2, 2)),
    'QAMNIST.questions': lambda: method(tiny('qamnist'), 'questions', 'valid'),
    'Sort.correct': lambda: method(tiny('sort'), 'correct', *lists()),
    'Sort.tick_loss': lambda: method(tiny('sort'), 'tick_loss', *lists()),
    'Image.data': lambda: method(tiny('image'), 'data', 'valid'),
    'Maze.data': lambda: method(tiny('maze', n_valid=3), 'data', 'valid'),
    'Sort.data': lambda: method(tiny('sort'), 'data', 'valid'),
    'QAMNIST.data': lambda: method(tiny('qamnist'), 'data', 'valid'),
    'Task.loss': lambda: method(_parity(), 'loss', _parity_thoughts(), torch.arange(B*6).view(B, 6) % 2),
    'Sort.check_target': lambda: method(tiny('sort'), 'check_target', torch.tensor([[0,1,2]]*B), (4,)),
    'Parity.sample': lambda: method(tiny(), 'sample', 3, generator()),
    'Sort.sample': lambda: method(tiny('sort'), 'sample', 3, generator()),
    'Maze.sample': lambda: method(tiny('maze'), 'sample', 3, generator()),
    'cumulative_parity': lambda: call(public.cumulative_parity, torch.ones(B, 3)),
    'greedy_decode': lambda: call(public.greedy_decode, logits()),
    'measure_waits': lambda: call(public.measure_waits, tiny('sort').make_model(), TensorDataset(*tiny('sort').sample(8, generator()))),
    'plot_waits': lambda: call(public.plot_waits, *_waits()),
    'sample_mazes': lambda: call(public.sample_mazes, 3, 7, generator()),
    'solve': lambda: call(public.solve, mazes()),
    'walk_route': lambda: call(public.walk_route, mazes(), moves()),
    'augment': lambda: call(public.augment, mazes(), moves(), generator()),
    'plot_mazes': lambda: call(public.plot_mazes, mazes(), moves()),
    'write_mazes': lambda: call(public.write_mazes, mazes(), FOLDER),
    'to_float': lambda: call(public.to_float, torch.zeros(B, 1, 8, 8).byte(), (.5,), (.5,)),
    'shift_images': lambda: call(public.shift_images, torch.zeros(B, 1, 8, 8).byte(), generator(), 1),
    'plot_images': lambda: call(public.plot_images, torch.zeros(B, 1, 8, 8).byte()),
    'published': lambda: call(public.published, 'sort/paper/ctm'),
    'plot_question': lambda: call(public.plot_question, question()[0], 2),
    # figures
    'to_numpy': lambda: call(public.to_numpy, torch.ones(3)),
    'new_figure': lambda: call(public.new_figure, (3, 2)),
    'plot_accuracy_ticks': lambda: call(public.plot_accuracy_ticks, dict(a=[.1, .5]), dict(b=(1.5, .4))),
    'plot_run': lambda: call(public.plot_run, [dict(step=1, loss=.5), dict(step=2, loss=.4)]),
    'plot_neurons': lambda: call(public.plot_neurons, thoughts(True), 4),
    'as_picture': lambda: call(public.as_picture, torch.zeros(B, 1, 8, 8), 0),
    'plot_thought': lambda: call(public.plot_thought, thoughts()),
    'plot_thought: all of it': lambda: call(public.plot_thought, thoughts(), 0, list('abcde'), labels(), torch.zeros(B, 1, 8, 8), 1),
    'plot_attention': lambda: call(public.plot_attention, thoughts(True), torch.zeros(B, 1, 8, 8), 0, 2, (1, 7)),
    'thought_frames': lambda: call(public.thought_frames, thoughts(True)),
    'save_gif': lambda: call(public.save_gif, frames(), 'film.gif'),
    # figures of runs and records
    'group_runs': lambda: call(public.group_runs, str(shared())),
    'plot_runs': lambda: call(public.plot_runs, dict(a=[[dict(step=1, loss=.5, accuracy=.5), dict(step=2, loss=.4, accuracy=.6)]])),
    'plot_models': lambda: call(public.plot_models, dict(a=[(4, .5), (8, .7)])),
    'think_all': lambda: call(public.think_all, model(), dataset()),
    'readout_curves': lambda: call(public.readout_curves, thoughts(), labels()),
    'top_correct': lambda: call(public.top_correct, thoughts(), labels(), 2),
    'plot_thresholds': lambda: call(public.plot_thresholds, record(), (.5, .9), torch.arange(60) % C),
    'plot_reliability': lambda: call(public.plot_reliability, thoughts(), labels()),
    'position_accuracy': lambda: call(public.position_accuracy, route_thoughts(), routes()),
    'plot_positions': lambda: call(public.plot_positions, {1: torch.rand(T, 3), 2: torch.rand(T, 3)}),
    'mean_attention': lambda: call(public.mean_attention, model(), dataset()),
    'position_frames': lambda: call(public.position_frames, {1: torch.rand(T, 3), 2: torch.rand(T, 3)}),
    'neuron_frames': lambda: call(public.neuron_frames, thoughts(True), 0, 5, np.zeros((D, 2))),
    # agents
    'Agent': lambda: call(public.Agent, agent().trunk, 2),
    'choose_action': lambda: call(public.choose_action, torch.randn(B, 2), False, generator()),
    'Agent.reset': lambda: method(agent(), 'reset', torch.randn(B, 4)),
    'RL': lambda: call(public.RL, 'tiny'),
    'make_env': lambda: call(public.make_env, 'CartPole-v1'),
    'make_vector_env': lambda: call(public.make_vector_env, _rl().make_env, 2),
    'play_episodes': lambda: call(public.play_episodes, agent(), _rl().make_env, 2),
    'evaluate_agent': lambda: call(public.evaluate_agent, agent(), _rl(), 2),
    'record_episode': lambda: call(public.record_episode, agent(), _rl(), max_steps=2),
    'save_agent': lambda: call(public.save_agent, agent(), _rl(), FILE),
    'train_agent': lambda: call(public.train_agent, public.RL('tiny', total_steps=128), FOLDER, False),
    'advantages': lambda: call(public.advantages, *rollout(), .9, .9),
    'PPOConfig.learning_rate': lambda: method(public.PPOConfig(), 'learning_rate', 0),
    'RolloutCollector': lambda: call(public.RolloutCollector, agent(), public.make_vector_env(_rl().make_env, 2), 3),
    # settings, commands, jobs
    'list_settings': lambda: call(public.list_settings, 'parity', 'tiny'),
    'settings_table': lambda: call(public.settings_table, 'parity'),
    'model_table': lambda: call(public.model_table, 'ctm'),
    'agent_table': lambda: call(public.agent_table, 'CartPole-v1'),
    'commands_table': lambda: call(public.commands_table, 'train'),
    'parse_changes': lambda: call(public.parse_changes, 'd_model=64'),
    'train': lambda: call(public.train, 'parity', 'tiny', FOLDER, False, steps=1),
    'score': lambda: call(public.score, shared()/'run', samples=20, steps=1),
    'fit_halting': lambda: call(public.fit_halting, shared()/'run', samples=20, steps=1),
    'plot_results': lambda: call(public.plot_results, shared()/'run'),
    'run_job': lambda: call(public.run_job, shared()/'job.ipynb'),
    'sweep': lambda: call(public.sweep, shared()/'job.ipynb', dict(steps=[1]), FOLDER),
    'ctm_train': lambda: call(public.ctm_train, ['parity', '--preset', 'tiny', '--settings']),
    'ctm_eval': lambda: call(public.ctm_eval, [str(shared()/'run'), '--samples', '20', '--steps', '1']),
    'open_model': lambda: call(public.open_model, shared()/'run'),
    'predict': lambda: call(public.predict, shared()/'run', [1, -1, 1, -1, 1, -1]),
    'ctm_export': lambda: call(public.ctm_export, [str(shared()/'run'), '--out', FOLDER]),
    'ctm_think': lambda: call(public.ctm_think, [str(shared()/'run'), '1 -1 1 -1 1 -1']),
    'film_thought': lambda: call(public.film_thought, tiny('parity').make_model(), tiny('parity'), torch.ones(1,6), FOLDER + '/a.gif'),
    'make_films': lambda: call(public.make_films, shared()/'run', 1, FOLDER),
    'explore': lambda: call(public.explore, tiny('maze', n_valid=3).make_model(), tiny('maze', n_valid=3), 3),
    'edit_maze': lambda: call(public.edit_maze, tiny('maze', n_valid=3).make_model(), tiny('maze', n_valid=3), mazes()[0]),
    'watch_run': lambda: call(public.watch_run, shared()/'run'),
    'ctm_watch': lambda: call(public.ctm_watch, [str(shared()/'run'), '--samples', '1', '--out', FOLDER]),
    'ctm_runs': lambda: call(public.ctm_runs, [str(shared())]),
    'ctm_import': lambda: call(public.ctm_import, ['--help']),
    'ctm_sweep': lambda: call(public.ctm_sweep, ['--help']),
    'ctm_job': lambda: call(public.ctm_job, [str(shared()/'job.ipynb')]),
    'ctm_bench': lambda: call(public.ctm_bench, ['--help']),
    'main': lambda: call(public.main, []),
    # measuring and benchmark
    'timed': lambda: call(public.timed, lambda: None),
    'time_interleaved': lambda: call(public.time_interleaved, dict(a=lambda: None), 1),
    'NumberTable': lambda: call(public.NumberTable, [dict(run='a', ticks=3, accuracy=.5)], dict(accuracy='.1%')),
    'NumberTable.write_csv': lambda: method(public.NumberTable([dict(a=1)]), 'write_csv', 'table.csv'),
    'ratio': lambda: call(public.ratio, dict(ours=[1., 2.], reference=[2., 3.])),
    'exponent': lambda: call(public.exponent, [1, 2, 4], [1., 2., 3.]),
    'make_inputs': lambda: call(public.make_inputs, public.SETUPS['parity']),
    'Reference': lambda: call(public.Reference, FOLDER),
    'read_bench': lambda: call(public.read_bench, shared()/'bench'),
    'plot_growth': lambda: call(public.plot_growth, measured()),
}

# Public names without a call, and why; `*` stands for any letters
WITHOUT = {
    'check*': 'they are the checks', 'checked': 'likewise', 'default_device': 'has no arguments', 'certainty_rules': 'likewise', 'style': 'likewise',
    'draw_seed': 'likewise', 'Work': 'likewise', 'atomic': 'as write_json',
    'State': 'a record that models make', 'LSTMState': 'likewise', 'Answer': 'likewise', 'Promise': 'likewise',
    'EnergyMemory': 'likewise', 'Candidate': 'likewise', 'SetUp': 'likewise', 'Kernel': 'likewise',
    'HaltingRule': 'to be subclassed', 'Samples': 'likewise',
    'Encoded': 'likewise', 'FiniteSet': 'a protocol', 'EndlessSource': 'likewise', 'JobError': 'an error', 'Cell': 'constants',
    'Palette': 'likewise', 'Picture': "matplotlib's", 'tidy': 'for our own figures', 'name_lines': 'likewise',
    'Tokens': 'made by encoders', 'Vector': 'likewise', 'Schedule': 'likewise', '*Encoder': 'likewise', 'first_answer_tick': 'likewise',
    'plan_ticks': 'models call it', 'normalise_inputs': 'at every tick', 'dropout_mask': 'likewise', 'History': 'likewise', 'GradientAccumulator': 'likewise', 'SharedLinear': 'likewise',
    'nlm_*': 'likewise', 'register_kernel': 'likewise', 'Neurons': 'likewise',
    'kernel_applies': 'likewise', 'capture': 'on a GPU', 'plain_*': 'the page to read; CTM checks', 'MinimalCTM': 'likewise',
    'two_tick_loss': 'likewise', 'kept_for_backward': 'measures a function', 'peak_memory': 'likewise', 'least_time': 'likewise', 'candidates': 'likewise', 'plot_ratios': 'likewise', 'plot_roofline': 'likewise',
    'plot_long': 'likewise', 'plot_halting': 'likewise', 'ppo_loss': 'likewise', 'ppo_update': 'likewise', 'film_frames': 'of a recorded episode',
    'agent_from_reference': 'as from_reference',
    'pick_settings': 'of any dict',
    'CommandParser': 'see COMMANDS',
    'run_command': 'likewise',
    'push_run': 'needs the Hub; tested in its notebook',
    'import_checkpoint': 'needs a checkpoint of the reference; likewise',
    'fetch_mazes': 'needs an archive; likewise',
    'Backbone': 'a row of a table',
    'borrowed_rng': 'of a generator',
    'Film': 'any arrays, or none',
    'Prediction': 'made by predict',
}
