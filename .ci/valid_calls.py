"""One valid call of each public function, for `wrong_inputs.py`, which spoils its arguments one at a time.

`VALID[name]` makes the call: `call(function, arguments...)`, given by place, so that a renamed parameter needs no new line.
`name` is a public name, `Class.method`, or `Class()` for what an object does when it is called. `WITHOUT` says of every
other public name why it has none; a new public name belongs to one or the other.
"""
import atexit, contextlib, copy, functools, importlib, inspect, shutil, tempfile
from pathlib import Path

import numpy as np, torch
from torch.utils.data import TensorDataset

import ctm_nb.__main__ as main
from ctm_nb import attention, baselines, checkpoint, cli, config, core, ctm, encoder, energy, graphs, halting, jobs
from ctm_nb import losses, measure, nlm, refit, settings, synapse, sync, tasks, train, viz, watch
from ctm_nb.bench import plots, run as bench, setups
from ctm_nb.rl import agent as agents, ppo, task as rl, worlds
from ctm_nb.tasks import grid, image, maze, parity, pictures, published, qamnist, sort

evaluate, calibrate = (importlib.import_module(f'ctm_nb.{o}') for o in ('evaluate', 'calibrate')) # hidden by functions
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
    return ctm.CTM(**{**fields, **changes}).eval()


def model(**changes): return copy.deepcopy(_model(**changes))
def images(): return torch.randn(B, 3, 7, generator=torch.Generator().manual_seed(0))
def labels(): return torch.arange(B) % C
def logits(): return torch.randn(B, T, C, generator=torch.Generator().manual_seed(1))
def routes(): return torch.arange(B*3).view(B, 3) % C
def route_logits(): return torch.randn(B, T, 3, C, generator=torch.Generator().manual_seed(1))
def right(): return logits().argmax(-1) == labels()[:,None]
def energies(): return torch.rand(B, T, generator=torch.Generator().manual_seed(2))*10
def dataset(n=B): return TensorDataset(torch.randn(n, 3, 7), torch.arange(n) % C)


def thoughts(trace=False):
    with torch.no_grad(): return model()(images(), trace=trace)


def route_thoughts():
    x = route_logits()
    return core.Thoughts(x, core.certainty(x), energies(), margin=10.)


def record(n=60):
    torch.manual_seed(0)
    correct, certainty = torch.rand(n, T) < .7, torch.rand(n, T)
    return evaluate.Record(correct, certainty, torch.rand(n, T)*10, torch.rand(n, T), margin=10.)


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
def _rl(): return rl.RL('CartPole-v1', 'tiny')


@functools.cache
def _agent():
    torch.manual_seed(0)
    return _rl().make_agent().eval()


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
def _ff(): return baselines.FF(backbone_type='resnet18-1', d_model=D, in_channels=1)


@functools.cache
def shared():
    "A folder with files of all kinds, outside of that in which cases run"
    folder = Path(tempfile.mkdtemp(prefix='wrong-inputs-'))
    atexit.register(shutil.rmtree, folder, True)
    train.fit(tiny(steps=2, warmup=1), folder/'run', False)
    core.write_json(folder/'run'/'results.json', dict(by_tick=[.1, .2], rows=[]))
    checkpoint.save_model(model(), folder/'model.safetensors')
    checkpoint.save_state(folder/'state.safetensors', dict(a=1))
    rl.save_agent(agent(), _rl(), folder/'agent.safetensors')
    maze.write_mazes(mazes(), folder/'mazes')
    core.write_json(folder/'bench'/'bench.json', measured())
    cell = dict(cell_type='code', id='a', metadata=dict(tags=['parameters']), source="steps, rate = 1, 2.\n"
                'steps = 1\nrate = .5\nname = "a"\nfast = False', outputs=[], execution_count=None)
    core.write_json(folder/'job.ipynb', dict(cells=[cell], metadata={}, nbformat=4, nbformat_minor=5))
    return folder


@functools.cache
def _mazes(): return grid.sample_mazes(6, 7, torch.Generator().manual_seed(0))


def mazes(): return _mazes().clone()
def moves(): return grid.solve(mazes())
def generator(): return torch.Generator().manual_seed(0)
def tiny(name='parity', **changes): return tasks.TASKS[name]('tiny', **changes)


@functools.cache
def _parity(): return tiny()


def _parity_thoughts():
    x = torch.randn(B, 10, 6, 2, generator=generator())
    return core.Thoughts(x, core.certainty(x), torch.rand(B, 10), margin=10.)


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
    'set_seed': lambda: call(core.set_seed, 0),
    'write_json': lambda: call(core.write_json, FILE, {}),
    'certainty_of': lambda: call(core.certainty_of, logits().log_softmax(-1)),
    'certainty': lambda: call(core.certainty, logits()),
    'position_loss': lambda: call(core.position_loss, logits(), labels()),
    'tick_loss': lambda: call(core.tick_loss, logits(), labels()),
    'tick_loss: routes': lambda: call(core.tick_loss, route_logits(), routes()),
    'tick_correct': lambda: call(core.tick_correct, logits(), labels()),
    'check_target': lambda: call(core.check_target, labels(), (C,)),
    'Thoughts.at': lambda: method(thoughts(), 'at', 1),
    'Thoughts.at: a tick each': lambda: method(thoughts(), 'at', labels() % T),
    'Thoughts.last': lambda: method(thoughts(), 'last', 2),
    'Metric.correct': lambda: method(core.Metric(), 'correct', logits(), labels()),
    'Metric.tick_loss': lambda: method(core.Metric(), 'tick_loss', logits(), labels()),
    'Metric.check_target': lambda: method(core.Metric(), 'check_target', labels(), (C,)),
    'Metric.answering_tick': lambda: method(core.Metric(), 'answering_tick', thoughts()),
    # parts of models
    'NeuronLinear': lambda: call(nlm.NeuronLinear, D, 3, 2),
    'NLM': lambda: call(nlm.NLM, D, 3),
    'NLM.forward': lambda: method(nlm.NLM(D, 3), 'forward', torch.randn(B, D, 3)),
    'SynapseBlocks': lambda: call(synapse.SynapseBlocks, 20, D),
    'SynapseUNet': lambda: call(synapse.SynapseUNet, 20, D, 2),
    'synapses': lambda: call(synapse.synapses, 20, D),
    'Pairs': lambda: call(sync.Pairs, 'random-pairing', 4, D),
    'Synchronisation': lambda: call(sync.Synchronisation, 'random-pairing', 4, D),
    'Synchronisation.forward': lambda: method(sync.Synchronisation('random', 4, D), 'forward', torch.randn(B, T, D)),
    'check_features': lambda: call(encoder.check_features, 'none', 'none', 8, 3),
    'Features': lambda: call(encoder.Features, 'none', 'none', 8, 3),
    'Features.forward': lambda: method(encoder.Features('mnist', 'none', 8, 1), 'forward', torch.randn(B, 1, 8, 8)),
    'Features.forward: bits': lambda: method(encoder.Features('parity_backbone', 'none', 8, 1), 'forward', torch.ones(B, 5).long()),
    'sinusoids': lambda: call(encoder.sinusoids, 5, 4),
    'QuestionEmbedding': lambda: call(encoder.QuestionEmbedding, 8),
    'QuestionEmbedding.forward': lambda: method(encoder.QuestionEmbedding(8), 'forward', labels()),
    'Attention': lambda: call(attention.Attention, 6, 3, 8, 2),
    'EnergyHead': lambda: call(energy.EnergyHead, 6),
    'energy_term': lambda: call(energy.energy_term, energies(), right()),
    'p_wrong': lambda: call(energy.p_wrong, energies()),
    'all_ticks': lambda: call(energy.all_ticks, thoughts(), labels()),
    'EnergyContrastiveLoss': lambda: call(energy.EnergyContrastiveLoss),
    'EnergyContrastiveLoss()': lambda: call(energy.EnergyContrastiveLoss().__call__, thoughts(), labels()),
    # configurations: every field of them
    'ThinkerConfig': lambda: call(config.ThinkerConfig),
    'CTMConfig': lambda: call(config.CTMConfig),
    'LSTMConfig': lambda: call(baselines.LSTMConfig),
    'FFConfig': lambda: call(baselines.FFConfig, backbone_type='resnet18-1'),
    'TrainConfig': lambda: call(train.TrainConfig),
    'PPOConfig': lambda: call(ppo.PPOConfig),
    'current_fields': lambda: call(config.current_fields, {}),
    'ThinkerConfig.from_dict': lambda: method(config.CTMConfig, 'from_dict', {}),
    'ThinkerConfig.given': lambda: method(config.CTMConfig, 'given', None, {}),
    # models
    'CTM': lambda: call(ctm.CTM, config.CTMConfig(d_model=D)),
    'LSTM': lambda: call(baselines.LSTM, baselines.LSTMConfig(d_model=D)),
    'FF': lambda: call(baselines.FF, baselines.FFConfig(d_model=D, backbone_type='resnet18-1')),
    'make_encoder': lambda: call(ctm.make_encoder, model().cfg, 6),
    'Thinker.forward': lambda: method(model(), 'forward', images()),
    'Thinker.forward: a memory': lambda: method(model(), 'forward', images(), state=state_of(model()).memory()),
    'Thinker.forward: recurrent': lambda: method(model(energy_arch='recurrent', energy_loss='log'), 'forward', images()),
    'Thinker.forward: one vector': lambda: method(model(heads=0), 'forward', images()[...,0]),
    'Thinker.stream': lambda: call(lambda x, ticks=None, state=None: list(model().stream(x, ticks, state)), images()),
    'Thinker.encode': lambda: method(model(), 'encode', images()),
    'CTM.start': lambda: method(model(), 'start', images()),
    'LSTM.start': lambda: method(baselines.LSTM(in_channels=3, d_model=D, d_input=8, heads=2), 'start', images()),
    'FF.start': lambda: method(_ff(), 'start', torch.randn(B, 1, 8, 8)),
    'CTM.initial_memory': lambda: method(model(), 'initial_memory', B),
    'CTM.tick': lambda: method(model(), 'tick', state_of(model())),
    'plan_ticks': lambda: call(ctm.plan_ticks, model().encode(images()), 2, model().cfg),
    'check_recordable': lambda: call(graphs.check_recordable, model().cfg),
    'unrecordable': lambda: call(graphs.unrecordable, model().cfg),
    # losses
    'TwoTickLoss': lambda: call(losses.TwoTickLoss),
    'TwoTickLoss()': lambda: call(losses.TwoTickLoss().__call__, thoughts(), labels()),
    'RouteLoss': lambda: call(losses.RouteLoss),
    'RouteLoss()': lambda: call(losses.RouteLoss().__call__, route_thoughts(), routes()),
    'RouteLoss.each': lambda: method(losses.RouteLoss(), 'each', route_logits(), routes()),
    'halting_distribution': lambda: call(losses.halting_distribution, energies()/10),
    'PonderLoss': lambda: call(losses.PonderLoss),
    'PonderLoss()': lambda: call(losses.PonderLoss().__call__, thoughts(), labels()),
    'CTCLoss': lambda: call(losses.CTCLoss),
    'CTCLoss()': lambda: call(losses.CTCLoss().__call__, thoughts(), routes()[:,:2] % 4),
    'CTCLoss.each': lambda: method(losses.CTCLoss(), 'each', logits(), routes()[:,:2] % 4),
    # halting
    'EnergyBelow': lambda: call(halting.EnergyBelow),
    'EnergySettled': lambda: call(halting.EnergySettled),
    'CertaintyAbove': lambda: call(halting.CertaintyAbove),
    'AtLeast': lambda: call(halting.AtLeast),
    'Both': lambda: call(halting.Both, halting.AtLeast(2), halting.AtLeast(3)),
    'Either': lambda: call(halting.Either, halting.AtLeast(2), halting.AtLeast(3)),
    'EnergyBelow()': lambda: call(halting.EnergyBelow().__call__, thoughts()),
    'EnergySettled()': lambda: call(halting.EnergySettled().__call__, thoughts()),
    'CertaintyAbove()': lambda: call(halting.CertaintyAbove().__call__, thoughts()),
    'AtLeast()': lambda: call(halting.AtLeast().__call__, thoughts()),
    'make_rule': lambda: call(halting.make_rule, halting.AtLeast(2).to_dict()),
    'fallback_tick': lambda: call(halting.fallback_tick, thoughts(), halting.AtLeast(2)),
    'stopping_ticks': lambda: call(halting.stopping_ticks, thoughts(), halting.AtLeast(2)),
    'pick_answer': lambda: call(halting.pick_answer, thoughts(), halting.AtLeast(2)),
    'evaluation_mode': lambda: call(_entered(halting.evaluation_mode), model()),
    'think': lambda: call(halting.think, model(), images(), halting.AtLeast(2)),
    # evaluation
    'batches': lambda: call(_listed(evaluate.batches), dataset()),
    'evaluate': lambda: call(evaluate.evaluate, model(), dataset()),
    'select_rule': lambda: call(evaluate.select_rule, record(), [halting.AtLeast(2)]),
    'energy_rules': lambda: call(evaluate.energy_rules),
    'time_rules': lambda: call(evaluate.time_rules, model(), dataset(), repeats=1),
    'report': lambda: call(evaluate.report, model(), dataset()),
    'format_report': lambda: call(evaluate.format_report, evaluate.report(model(), dataset())[0]),
    'Record.select': lambda: method(record(), 'select', torch.arange(3)),
    'Record.at': lambda: method(record(), 'at', torch.zeros(60).long()),
    'Record.halted': lambda: method(record(), 'halted', halting.AtLeast(2)),
    'Record.curve': lambda: method(record(), 'curve', [halting.AtLeast(2)]),
    'reliability': lambda: call(calibrate.reliability, torch.rand(9), torch.rand(9) < .5),
    'area': lambda: call(calibrate.area, [(1., .5), (2., .6)], record()),
    'compare': lambda: call(calibrate.compare, dict(rule=(record(), record(), [halting.AtLeast(2)]))),
    'crossfit': lambda: call(calibrate.crossfit, dict(rule=(record(), [halting.AtLeast(2)]))),
    'calibrate': lambda: call(calibrate.calibrate, record(2000), None, [halting.AtLeast(T)], .5),
    'calibrate: a model': lambda: call(calibrate.calibrate, model(), dataset(600), [halting.AtLeast(T)], .5),
    # energy fitted after training
    'fresh_draws': lambda: call(_listed(refit.fresh_draws), dataset(40), 30),
    'collect_outputs': lambda: call(refit.collect_outputs, model(), [dataset()[:]]),
    'split_half': lambda: call(refit.split_half, dataset(), 3),
    'energy_target': lambda: call(refit.energy_target, right(), labels() % T, 'mendable'),
    'fit_head': lambda: call(refit.fit_head, energy.EnergyHead(6, 4, loss='log'), torch.randn(B, T, 6), right(), 3),
    'fit_energy': lambda: call(refit.fit_energy, model(), dataset(40), steps=3),
    # checkpoints
    'save_model': lambda: call(checkpoint.save_model, model(), FILE),
    'load_weights': lambda: call(checkpoint.load_weights, model(), dict(model().state_dict())),
    'load_model': lambda: call(checkpoint.load_model, shared()/'model.safetensors'),
    'load_extra': lambda: call(checkpoint.load_extra, shared()/'model.safetensors'),
    'load_state': lambda: call(checkpoint.load_state, shared()/'state.safetensors'),
    'load_agent': lambda: call(rl.load_agent, shared()/'agent.safetensors'),
    'read_metrics': lambda: call(train.read_metrics, shared()/'run'/'metrics.jsonl'),
    'Metrics': lambda: call(train.Metrics, 'metrics.jsonl'),
    'open_run': lambda: call(_closed(train.open_run), Path(FOLDER), tiny().settings()),
    'read_mazes': lambda: call(maze.read_mazes, shared()/'mazes'),
    'save_state': lambda: call(checkpoint.save_state, FILE, dict(a=1)),
    'current_settings': lambda: call(checkpoint.current_settings, tiny().settings()),
    'from_reference': lambda: call(checkpoint.from_reference, *reference(), 'ff'),
    'converted': lambda: call(checkpoint.converted, 'backbone.x', torch.zeros(3)),
    # training
    'cpu_threads': lambda: call(_entered(train.cpu_threads), 1),
    'Steps': lambda: call(train.Steps, dataset(), 2),
    'check_writable': lambda: call(train.check_writable, FOLDER),
    'Run': lambda: call(train.Run, tiny(steps=1), FOLDER),
    'fit': lambda: call(train.fit, tiny(steps=1, save_every=1, eval_every=5), FOLDER, False),
    # tasks
    'Parity': lambda: call(parity.Parity, 'tiny'),
    'Sort': lambda: call(sort.Sort, 'tiny'),
    'Maze': lambda: call(maze.Maze, 'tiny'),
    'Image': lambda: call(image.Image, 'tiny'),
    'QAMNIST': lambda: call(qamnist.QAMNIST, 'tiny'),
    'make_task': lambda: call(tasks.make_task, tiny().settings()),
    'Task.data': lambda: method(tiny(), 'data', 'valid'),
    'Image.data': lambda: method(tiny('image'), 'data', 'valid'),
    'Maze.data': lambda: method(tiny('maze', n_valid=3), 'data', 'valid'),
    'Sort.data': lambda: method(tiny('sort'), 'data', 'valid'),
    'QAMNIST.data': lambda: method(tiny('qamnist'), 'data', 'valid'),
    'Task.loss': lambda: method(_parity(), 'loss', _parity_thoughts(), torch.arange(B*6).view(B, 6) % 2),
    'Sort.check_target': lambda: method(tiny('sort'), 'check_target', torch.tensor([[0,1,2]]*B), (4,)),
    'Parity.sample': lambda: method(tiny(), 'sample', 3, generator()),
    'Sort.sample': lambda: method(tiny('sort'), 'sample', 3, generator()),
    'Maze.sample': lambda: method(tiny('maze'), 'sample', 3, generator()),
    'cumulative_parity': lambda: call(parity.cumulative_parity, torch.ones(B, 3)),
    'greedy_decode': lambda: call(sort.greedy_decode, logits()),
    'measure_waits': lambda: call(sort.measure_waits, tiny('sort').make_model(), TensorDataset(*tiny('sort').sample(8, generator()))),
    'plot_waits': lambda: call(sort.plot_waits, *_waits()),
    'sample_mazes': lambda: call(grid.sample_mazes, 3, 7, generator()),
    'find_cell': lambda: call(grid.find_cell, mazes(), 2),
    'solve': lambda: call(grid.solve, mazes()),
    'walk_route': lambda: call(grid.walk_route, mazes(), moves()),
    'orientations': lambda: call(grid.orientations, mazes()),
    'augment': lambda: call(grid.augment, mazes(), moves(), generator()),
    'plot_mazes': lambda: call(grid.plot_mazes, mazes(), moves()),
    'write_mazes': lambda: call(maze.write_mazes, mazes(), FOLDER),
    'to_float': lambda: call(pictures.to_float, torch.zeros(B, 1, 8, 8).byte(), (.5,), (.5,)),
    'ImageSet': lambda: call(pictures.ImageSet, torch.zeros(B, 1, 8, 8).byte(), labels(), mean=(.5,), std=(.5,)),
    'shift_images': lambda: call(pictures.shift_images, torch.zeros(B, 1, 8, 8).byte(), generator(), 1),
    'plot_images': lambda: call(pictures.plot_images, torch.zeros(B, 1, 8, 8).byte()),
    'load_digits': lambda: call(pictures.load_digits, 'valid'),
    'check_source': lambda: call(pictures.check_source, '/', False),
    'published': lambda: call(published.published, 'sort/paper/ctm'),
    'plot_question': lambda: call(qamnist.plot_question, question()[0], 2),
    # figures
    'to_numpy': lambda: call(viz.to_numpy, torch.ones(3)),
    'new_figure': lambda: call(viz.new_figure, (3, 2)),
    'plot_accuracy_ticks': lambda: call(viz.plot_accuracy_ticks, dict(a=[.1, .5]), dict(b=(1.5, .4))),
    'plot_run': lambda: call(viz.plot_run, [dict(step=1, loss=.5), dict(step=2, loss=.4)]),
    'plot_neurons': lambda: call(watch.plot_neurons, thoughts(True), 4),
    'as_picture': lambda: call(watch.as_picture, torch.zeros(B, 1, 8, 8), 0),
    'plot_thought': lambda: call(watch.plot_thought, thoughts()),
    'plot_thought: all of it': lambda: call(watch.plot_thought, thoughts(), 0, list('abcde'), labels(), torch.zeros(B, 1, 8, 8), 1),
    'plot_attention': lambda: call(watch.plot_attention, thoughts(True), torch.zeros(B, 1, 8, 8), 0, 2, (1, 7)),
    'thought_frames': lambda: call(watch.thought_frames, thoughts(True)),
    'save_gif': lambda: call(watch.save_gif, frames(), 'film.gif'),
    # agents
    'Agent': lambda: call(agents.Agent, agent().trunk, 2),
    'choose_action': lambda: call(agents.choose_action, torch.randn(B, 2), False, generator()),
    'Agent.reset': lambda: method(agent(), 'reset', torch.randn(B, 4)),
    'RL': lambda: call(rl.RL, 'CartPole-v1', 'tiny'),
    'make_env': lambda: call(worlds.make_env, 'CartPole-v1'),
    'make_vector_env': lambda: call(worlds.make_vector_env, _rl().make_env, 2),
    'is_grid': lambda: call(worlds.is_grid, 'CartPole-v1'),
    'play_episodes': lambda: call(worlds.play_episodes, agent(), _rl().make_env, 2),
    'evaluate_agent': lambda: call(rl.evaluate_agent, agent(), _rl(), 2),
    'record_episode': lambda: call(rl.record_episode, agent(), _rl(), max_steps=2),
    'save_agent': lambda: call(rl.save_agent, agent(), _rl(), FILE),
    'train_agent': lambda: call(rl.train_agent, rl.RL('CartPole-v1', 'tiny', total_steps=128), FOLDER, False),
    'plot_agents': lambda: call(rl.plot_agents, dict(a=[dict(step=1, **{'return': 2.})])),
    'advantages': lambda: call(ppo.advantages, *rollout(), .9, .9),
    'PPOConfig.learning_rate': lambda: method(ppo.PPOConfig(), 'learning_rate', 0),
    'RolloutCollector': lambda: call(ppo.RolloutCollector, agent(), worlds.make_vector_env(_rl().make_env, 2), 3),
    # settings, commands, jobs
    'list_settings': lambda: call(settings.list_settings, 'parity', 'tiny'),
    'format_settings': lambda: call(settings.format_settings, settings.list_settings('parity', 'tiny')),
    'settings_table': lambda: call(settings.settings_table, 'parity'),
    'model_table': lambda: call(settings.model_table, 'ctm'),
    'agent_table': lambda: call(settings.agent_table, 'CartPole-v1'),
    'commands_table': lambda: call(main.commands_table, 'train'),
    'parse_changes': lambda: call(cli.parse_changes, 'd_model=64'),
    'train': lambda: call(cli.train, 'parity', 'tiny', FOLDER, False, steps=1),
    'score': lambda: call(cli.score, shared()/'run', samples=20, steps=1),
    'fit_halting': lambda: call(cli.fit_halting, shared()/'run', samples=20, steps=1),
    'plot_results': lambda: call(cli.plot_results, shared()/'run'),
    'run_job': lambda: call(jobs.run_job, shared()/'job.ipynb'),
    'run_sweep': lambda: call(jobs.run_sweep, shared()/'job.ipynb', dict(steps=[1]), FOLDER),
    'read_manifests': lambda: call(jobs.read_manifests, shared()),
    'ctm_train': lambda: call(cli.ctm_train, ['parity', '--preset', 'tiny', '--settings']),
    'ctm_eval': lambda: call(cli.ctm_eval, [str(shared()/'run'), '--samples', '20', '--steps', '1']),
    'ctm_job': lambda: call(jobs.ctm_job, [str(shared()/'job.ipynb')]),
    'ctm_bench': lambda: call(bench.ctm_bench, ['--help']),
    'main': lambda: call(main.main, []),
    # measuring and benchmark
    'timed': lambda: call(measure.timed, lambda: None),
    'time_interleaved': lambda: call(measure.time_interleaved, dict(a=lambda: None), 1),
    'ratio': lambda: call(measure.ratio, dict(ours=[1., 2.], reference=[2., 3.])),
    'exponent': lambda: call(measure.exponent, [1, 2, 4], [1., 2., 3.]),
    'make_inputs': lambda: call(setups.make_inputs, setups.growth_setup('samples', 2)),
    'growth_setup': lambda: call(setups.growth_setup, 'ticks', 3),
    'our_candidate': lambda: call(setups.our_candidate, model(), 'parity'),
    'Reference': lambda: call(setups.Reference, FOLDER),
    'read_bench': lambda: call(bench.read_bench, shared()/'bench'),
    'setup_parts': lambda: call(plots.setup_parts, measured()),
    'plot_growth': lambda: call(plots.plot_growth, measured()),
}

WITHOUT = {}
