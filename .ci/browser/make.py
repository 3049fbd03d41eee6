"""Write the graphs of the browser page: `python .ci/browser/make.py maze` or `digits`, from the package's models. With a FILE of a run's
model that is put into the package first."""
import sys
from pathlib import Path

import torch

from ctm_nb.checkpoint import load_extra, load_model, save_model
from ctm_nb.export import export
from ctm_nb.tasks import TASKS

root = Path(__file__).parents[2]
PLAIN = dict(digits='image', maze='maze') # The tasks that users have, in the place of those in nbs/browser


def package(name, file):
    "Put a model into the package, as one of a task that users have"
    model,extra = load_model(file),load_extra(file)
    task = dict(extra['task'], task=PLAIN[name])
    if 'root' in task['options']: task['options']['root'] = TASKS[PLAIN[name]].options['root']
    save_model(model, root/f'ctm_nb/weights/{name}.safetensors', **dict(extra, task=task))


def make(name):
    x = torch.zeros(1, 1, 8, 8) if name == 'digits' else torch.zeros(1, 3, 9, 9)
    folder = export(load_model(name), root/'nbs/browser'/name, x)
    for unused in ('start.pt2', 'tick.pt2', 'run.py', 'SHA256SUMS'): (folder/unused).unlink()
    print(name, sum(o.stat().st_size for o in folder.iterdir()), 'bytes')


name,*file = sys.argv[1:]
if file: package(name, *file)
make(name)
