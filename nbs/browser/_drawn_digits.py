"""Digits as people draw them: the task that the packaged model of digits was trained on"""
from functools import lru_cache

import numpy as np, torch
import torch.nn.functional as F
from scipy.ndimage import distance_transform_edt

from ctm_nb.tasks.image import Image
from ctm_nb.tasks.pictures import DATASETS, _ImageSet

SIDE = 64           # Pixels of an image while it is changed
PEN = 22/128        # Width of the pen on the page, as a share of the digit's longer side
OFTEN = 12          # How often each image of scikit-learn is in the training set


def turned(x, generator):
    "Images (n, 1, 28, 28), floats, larger; turned, slanted and stretched by chance -> (n, SIDE, SIDE)"
    turn,slant,wide = (torch.randn(len(x), generator=generator)*scale for scale in (.1, .15, .12))
    cos,sin,wide = turn.cos(), turn.sin(), wide.exp()
    rows = torch.stack([cos*wide, -sin + slant*cos, sin*wide, cos + slant*sin], -1).view(-1, 2, 2)
    matrix = torch.cat([rows, torch.zeros(len(x), 2, 1)], -1)*1.1
    grid = F.affine_grid(matrix, (len(x), 1, SIDE, SIDE), align_corners=False)
    return F.grid_sample(x, grid, mode='bicubic', align_corners=False)[:,0]


def box(ink): # (SIDE, SIDE), bool
    "Where the ink is: first and last row, first and last column"
    return [edge for axis in (1, 0) for edge in np.flatnonzero(ink.any(axis))[[0,-1]]]


def one_pen(ink, change): # (SIDE, SIDE), bool; `change`: a factor for the width
    "The same digit drawn with the pen of the page"
    inside,outside = distance_transform_edt(ink), distance_transform_edt(~ink)
    width = 4*(inside[ink].mean() - .25)                                     # of a stripe: four times the mean distance
    top,bottom,left,right = box(ink)
    length = max(bottom-top, right-left) + 1 - width                         # of the line that the pen followed
    wanted = change*PEN/(1-PEN)*length
    drawn = inside - outside > (width - wanted)/2
    return drawn if drawn.any() else ink


def filled(ink): # (n, SIDE, SIDE), bool
    "Images scaled to fill the height, centred, ink counted in 8 x 8 blocks -> (n, 1, 8, 8), bytes from 0 to 16"
    top,bottom,left,right = torch.tensor([box(o) for o in ink]).T
    scale = torch.maximum(bottom-top, right-left).add(1)/SIDE
    middle = torch.stack([left+right+1, top+bottom+1], -1)/SIDE - 1
    matrix = torch.cat([scale[:,None,None]*torch.eye(2), middle[:,:,None]], -1)
    grid = F.affine_grid(matrix, (len(ink), 1, SIDE, SIDE), align_corners=False)
    full = F.grid_sample(torch.from_numpy(ink).float()[:,None], grid, align_corners=False)
    return F.avg_pool2d(full, SIDE//8).mul(16).round().byte()


def as_drawn(x, generator): # (n, 1, 28, 28), bytes
    "Images of MNIST as the page would see them -> (n, 1, 8, 8), bytes from 0 to 16"
    ink = turned(x.float()/255, generator).numpy() > .45
    change = torch.randn(len(x), generator=generator).mul(.15).exp().tolist()
    return filled(np.stack([one_pen(*o) for o in zip(ink, change)]))


@lru_cache
def drawn_mnist(split, root):
    "MNIST so changed: 110,000 images for training (two changes of each), 2,500 for validation, 10,000 for the test"
    x,y = DATASETS['mnist'].load(split, root, False)
    if split == 'train': x,y = x.repeat(2, 1, 1, 1), y.repeat(2)
    if split == 'valid': x,y = x[:2500], y[:2500]
    generator = torch.Generator().manual_seed(['train','valid','test'].index(split))
    return torch.cat([as_drawn(o, generator) for o in x.split(1000)]), y


class DrawnDigits(Image):
    "The digits of scikit-learn, as in `image`, together with those of MNIST (below `root`) as they would be drawn on the page"
    name = 'drawn_digits'

    def data(self, split):
        x,y = DATASETS['digits'].load(split, '', False)
        if split == 'train': x,y = x.repeat(OFTEN, 1, 1, 1), y.repeat(OFTEN)
        more = drawn_mnist(split, self.options['root'])
        return _ImageSet(torch.cat([x, more[0]]), torch.cat([y, more[1]]), **self.source.scale)
