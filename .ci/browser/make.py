"Write the graphs of the browser page: `python .ci/browser/make.py maze` or `digits`, from the package's models, or with a FILE from another"
import sys
from pathlib import Path

import torch

from ctm_nb.checkpoint import load_model
from ctm_nb.export import export

browser = Path(__file__).parents[2]/'nbs/browser'


def make(name, file):
    model = load_model(file)
    x = torch.zeros(1, 1, 8, 8) if name == 'digits' else torch.zeros(1, 3, 9, 9)
    folder = export(model, browser/name, x)
    for unused in ('start.pt2', 'tick.pt2', 'run.py', 'SHA256SUMS'): (folder/unused).unlink()
    print(name, sum(o.stat().st_size for o in folder.iterdir()), 'bytes')


make(sys.argv[1], sys.argv[-1])
