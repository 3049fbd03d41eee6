"""Mazes as people draw them: the task that the model of the browser page was trained on"""
import torch

from ctm_nb.tasks.grid import Cell, _all_distances, solve
from ctm_nb.tasks.maze import Maze, _sample_split, _to_image


def redraw(mazes, most, generator):
    "Mazes (n, H, W) with some cells changed and other ends; a maze stays as it is where the new route is not 1 to `most` moves"
    n,side = len(mazes),mazes.shape[-1]
    floor = mazes != Cell.WALL
    inner = torch.zeros(side, side, dtype=torch.bool)
    inner[1:-1,1:-1] = True
    rate = torch.rand(n, 1, 1, generator=generator)*.15                    # share of cells that change, its own for each maze
    floor = floor ^ ((torch.rand(floor.shape, generator=generator) < rate) & inner)
    order = torch.rand(n, side**2, generator=generator).where(floor.flatten(1), -1)
    ends = order.topk(2).indices                                           # (n, 2), the cells of start and goal
    drawn = floor.byte().flatten(1)
    drawn.scatter_(1, ends[:,:1], Cell.START).scatter_(1, ends[:,1:], Cell.GOAL)
    goal = torch.stack([ends[:,1]//side, ends[:,1]%side], -1)
    moves = _all_distances(floor, goal).flatten(1).gather(1, ends[:,:1])[:,0]
    enough = floor.flatten(1).sum(1) > 1
    return torch.where((enough & (moves <= most))[:,None,None], drawn.view_as(mazes), mazes)


class DrawnMaze(Maze):
    "Half of the training mazes have their ends far apart, and every second one is redrawn; validation and test mazes are those of `maze`"
    name = 'drawn_maze'

    def sample(self, count, generator):
        o = self.options
        mazes = torch.cat([_sample_split(n, 'train', o['size'], generator, longest)
                           for n,longest in ((count - count//2, False), (count//2, True)) if n])
        drawn = redraw(mazes[::2], o['route_length'], generator)
        mazes[::2] = drawn
        return _to_image(mazes, o['expand_range']), solve(mazes, o['route_length'])
