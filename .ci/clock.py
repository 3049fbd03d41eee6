"""What halting saves on the clock, and what it could save at best: `python .ci/clock.py [turns] [folder of a run]`

Processor time of one thread, in turns (A B C A B C ...), medians: the full run without an energy head; `think` by a rule
that stops at half of the ticks, or at fewer; where a run of `ctm_train` (digits) is given, that model by the rule that
was picked for it; and a bound, a loop that knows beforehand when each sample will stop: the backbone, ticks of the
samples that have not stopped, and one answer for each, without energy, rule, bookkeeping or copies."""
import copy, os, sys, time
from dataclasses import replace
from statistics import quantiles

import torch
from ctm_nb.checkpoint import load_model
from ctm_nb.ctm import CTM
from ctm_nb.halting import stopping_ticks, think
from ctm_nb.rules import AtLeast, EnergyBelow, HaltingRule
from ctm_nb.streaming import think_stream
from ctm_nb.tasks import TASKS

class Drawn(HaltingRule):
    """Stops samples at ticks that are spread around a mean: evenly from the first on, or with a bell's density (standard
    deviation: an eighth of the ticks). Which sample stops when is told by its first certainty, among those of `thoughts`"""
    needs_logits = False
    def __init__(self, thoughts, mean, bell=False):
        self.known,self.ticks,self.mean,self.bell = thoughts.certainty[:,0].sort().values, thoughts.n_ticks, mean, bell
    def __call__(self, thoughts):
        drawn = (torch.searchsorted(self.known, thoughts.certainty[:,:1].contiguous()) + .5)/len(self.known)
        if self.bell: stop = self.mean + torch.special.ndtri(drawn.clamp(.001, .999))*self.ticks/8
        else: stop = drawn*2*self.mean
        return torch.arange(1, thoughts.n_ticks+1)[None] >= stop

def drawn(model, x, most, bell):
    "The rule that stops the first 256 of the samples `x` after so many ticks, in the mean, or after little fewer"
    thoughts = model(x)
    rules = (Drawn(thoughts, most + 2 - o/10, bell) for o in range(100))
    return next(r for r in rules if think(model, x[:256], r).ticks.float().mean() <= most)

def digits(run=None):
    "The packaged model, or that of a run, and its test images"
    data = TASKS['image']('small').data('test')
    return load_model(f'{run}/halting.safetensors' if run else 'digits'), data.batch(torch.arange(len(data)))[0]

def bits():
    "512 neurons and 50 ticks, attention to 64 places, not trained"
    torch.manual_seed(0)
    model = CTM(backbone_type='parity_backbone', positional_embedding_type='custom-rotational-1d', out_shape=(64,2),
                iterations=50, d_model=512, d_input=128, heads=4, n_synch_out=128, n_synch_action=128,
                memory_length=16, memory_hidden_dims=8, energy_hidden=64, energy_loss='log', energy_arch='recurrent')
    return model, torch.randint(0, 2, (1024,64))*2 - 1

def published():
    "The published set-up for sorting, which has 512 neurons and 50 ticks, with an energy head, not trained"
    torch.manual_seed(0)
    task = TASKS['sort']('paper')
    return CTM(replace(task.cfg, energy_hidden=64, energy_loss='log', energy_arch='recurrent')), torch.randn(1024, 30)

def half_of_ticks(thoughts):
    "The energy rule that stops samples at half of the ticks, in the mean"
    low,high = 1e-9,.9
    for _ in range(40):
        middle = (low*high)**.5
        rule = EnergyBelow(middle, fallback='most_certain')
        enough = stopping_ticks(thoughts, rule).ticks.float().mean() > thoughts.n_ticks/2
        low,high = (middle,high) if enough else (low,middle)
    return EnergyBelow(high, fallback='most_certain')

def bound(model, x, counts):
    "`counts[t]` of the samples are still thinking at tick t; those that stop first stand last"
    state,syncs = model.start(x), []
    for n,after in zip(counts, [*counts[1:], 0]):
        if n < .9*len(state.z): state = state._keep_(torch.arange(n))
        state = model.tick(state)
        if after < n: syncs.append(model.read(state)[after:n])
    return model.answer_head(torch.cat(syncs))

def measure(name, model, x, rule, batch, turns):
    model.eval().requires_grad_(False)
    plain = copy.copy(model)
    plain._modules = {**model._modules, 'energy_head': None}
    first,inputs = x[:batch],x.split(batch)
    ticks = think(model, first, rule).ticks
    counts = [int((ticks > t).sum()) for t in range(int(ticks.max()))]
    runs = dict(full=lambda: plain(first), backbone=lambda: model.start(first), think=lambda: think(model, first, rule),
                bound=lambda: bound(model, first, counts), all=lambda: [plain(o) for o in inputs],
                stream=lambda: list(think_stream(model, inputs, rule, batch_size=batch, every=2)))
    if len(x) < 3*batch: del runs['all'],runs['stream']
    times = {k: [] for k in runs}
    for turn in range(turns+2):
        for k,run in runs.items():
            start = time.thread_time()
            run()
            if turn > 1: times[k].append(1e3*(time.thread_time()-start))
    q = {k: quantiles(o, n=4) for k,o in times.items()}
    said = ', '.join(f'{k} {o[1]:.1f} [{o[0]:.1f} {o[2]:.1f}]' for k,o in q.items())
    print(f'{name}, batch {batch}, {ticks.float().mean():.2f} of {model.cfg.iterations} ticks: {said} ms')
    rates = dict(think=q['full'][1]/q['think'][1], bound=q['full'][1]/q['bound'][1])
    if 'all' in q: rates['stream'] = q['all'][1]/q['stream'][1]
    print('   full run / ' + ', '.join(f'{k} {o:.2f}' for k,o in rates.items()), flush=True)

@torch.no_grad()
def main(turns, run=None):
    torch.set_num_threads(1)
    print('load', *(f'{o:.0f}' for o in os.getloadavg()))
    if run:
        model,x = digits(run)
        rules = {f'{model.rule}': model.rule, 'at half': half_of_ticks(model.eval()(x[:256]))}
        for name,rule in rules.items():
            for batch in (64,256): measure(f'digits as trained, {name}', model, x, rule, batch, turns)
    model,x = digits()
    rules = {'its own rule': model.rule, 'an energy rule': half_of_ticks(model.eval()(x)), 'all at once': AtLeast(6)}
    for name,rule in rules.items():
        for batch in (64,256): measure(f'digits, {name}', model, x, rule, batch, turns)
    large(turns, 'sort as published', *published())
    large(turns, '512 neurons, 64 places', *bits())

def large(turns, name, model, x):
    model.eval()
    for most in (25,22.5):
        for bell in (False,True):
            rule = drawn(model, x, most, bell)
            measure(f"{name}, {'a bell' if bell else 'evenly'}", model, x, rule, 256, max(3, turns//4))

if __name__ == '__main__': main(int(sys.argv[1]) if len(sys.argv) > 1 else 40, *sys.argv[2:3])
