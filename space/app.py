"A Gradio app: draw a digit or a maze, watch a Continuous Thought Machine think about it, and move the threshold"
import functools, re, tempfile, time
from dataclasses import replace
from pathlib import Path

import gradio as gr
import torch
from PIL import Image, ImageDraw

from ctm_nb import CertaintyAbove, EnergyBelow, open_model
from ctm_nb.core import check
from ctm_nb.filming import film_thought
from ctm_nb.tasks.grid import sample_mazes
from ctm_nb.tasks.image import Image as ImageTask
from ctm_nb.tasks.maze import Maze

HERE = Path(__file__).parent
FILMS = Path(tempfile.gettempdir())/'ctm-films'
KEPT_FILMS = 50


# ── Models ──

def told(function):
    "A decorator: what is refused is said in one line on the page"
    @functools.wraps(function)
    def call(*args):
        try: return function(*args)
        except (ValueError, OSError) as e:
            text = re.sub(rf'{re.escape(tempfile.gettempdir())}/\S*/', '', str(e))                # where a file is here
            raise gr.Error(text, duration=20, print_exception=False) from None
    return call


@functools.lru_cache(maxsize=4)
def load(name:str)->tuple: # The model, and its task
    "'digits' and 'maze' come with the package; any other is a name on the Hub. Code that a model names is never run"
    if name in ('digits','maze'): return open_model(name)
    return open_model(f'hf:{name.removeprefix("hf:")}', token=False)            # what a visitor may see, not the owner


def load_as(name:str, kind:type, what:str)->tuple: # The model, and its task
    "A model whose task is of a `kind`"
    model,task = load(name.strip())
    other = f'a model of {what}; that of {task.label!r} is for the tab "Any model"'
    check(isinstance(task, kind), 'model', name, other)
    return model, task


def has_estimate(model)->bool:
    "Does its energy say how probable it is that an answer is wrong?"
    return bool(model.cfg.energy_hidden) and model.cfg.energy_target == 'wrong'


def rule_at(model, p_wrong:float):
    "Stop when the estimated probability of being wrong is below `p_wrong`; without an energy, by certainty"
    if not has_estimate(model): return CertaintyAbove(1-p_wrong)
    return replace(model.rule, p_wrong=p_wrong) if isinstance(model.rule, EnergyBelow) else EnergyBelow(p_wrong)


@told
def describe(name:str)->str: # Markdown
    "What a model is"
    if not name.strip(): return ''
    model,task = load(name.strip())
    model.task_settings = task.settings()
    return model.generate_model_card(name).text.split('## How to use it')[0]    # no licence: the card there says it


# ── Films ──

def new_film()->Path:
    "A file for the next film; the oldest are deleted"
    FILMS.mkdir(exist_ok=True)
    for old in sorted(FILMS.iterdir(), key=lambda f: f.stat().st_mtime)[:-KEPT_FILMS]: old.unlink(missing_ok=True)
    return FILMS/f'{time.time_ns()}.mp4'


def think(model, task, x, exponent:float)->tuple: # What was answered, and the film
    "Think about the one input `x`, with the threshold 10**`exponent`"
    check(len(x) == 1, 'input', len(x), 'one input')
    model.rule = rule_at(model, 10**exponent)                                   # one thought at a time, see `QUEUE`
    file = new_film()
    return film_thought(model, task, x, file), str(file)


# ── A digit ──

def draw_strokes(strokes:list, size:int, share:float)->Image.Image: # Strokes of points (x, y)
    "White strokes on black, `size` pixels a side, centred, as large as `share` of the picture"
    points = torch.tensor([p for stroke in strokes for p in stroke])            # (n, 2)
    low,high = points.amin(0), points.amax(0)
    full,pen = 16*size, 18/128*16*size*share
    scale = (full*share-pen)/max((high-low).max().item(), 1)
    picture = Image.new('L', (full,full))
    draw = ImageDraw.Draw(picture)
    for stroke in strokes:
        places = [tuple(((torch.tensor(p)-(low+high)/2)*scale + full/2).tolist()) for p in stroke]
        draw.line(places, fill=255, width=round(pen), joint='curve')
        for x,y in places: draw.circle((x,y), pen/2, fill=255)
    return picture.resize((size,size), Image.Resampling.BOX)


def strokes_of(text:str)->list: # Of strokes, each a list of points [x, y]
    "What the pad says: 'x,y x,y;x,y ...', a stroke between semicolons"
    numbers = re.fullmatch(r'[\d., ;-]{0,50000}', text or '')
    check(numbers, 'drawing', (text or '')[:20], 'points')
    strokes = [[[float(v) for v in point.split(',')] for point in stroke.split()] for stroke in text.split(';')]
    return [stroke for stroke in strokes if stroke]


@told
def think_digit(drawing:str, picture, exponent:float, name:str)->tuple:
    "Answer a drawn digit, or a picture where one was uploaded"
    model,task = load_as(name, ImageTask, 'images')
    if picture is None:
        strokes = strokes_of(drawing)
        check(strokes, 'drawing', 'empty', 'a digit, drawn on the pad')
        size = task.source.size[1]
        picture = draw_strokes(strokes, size, 1 if size <= 8 else 20/28)        # as in scikit-learn, and as in MNIST
    return think(model, task, task.read(picture), exponent)


# ── A maze: lines of '#' wall, '.' open, 'S' start, 'G' goal ──

SIGNS = '#.SG'
COLOURS = (0,0,0), (255,255,255), (255,0,0), (0,255,0) # Of the signs in a picture


def maze_text(cells)->str: # `cells` (H, W)
    "A maze as text"
    return '\n'.join(''.join(SIGNS[min(cell, 3) if cell != 4 else 1] for cell in row) for row in cells.tolist())


def picture_of(text:str, side:int)->Image.Image:
    "A maze in text as a picture, a pixel a cell"
    rows = (text or '').split('\n')
    fits = len(rows) == side and all(len(row) == side and set(row) <= set(SIGNS) for row in rows)
    check(fits, 'maze', f'{len(rows)} rows', f'{side} x {side} cells for this model: press "New maze"')
    picture = Image.new('RGB', (side,side))
    picture.putdata([COLOURS[SIGNS.index(sign)] for row in rows for sign in row])
    return picture


@told
def new_maze(name:str)->str:
    "A random maze of the size that a model knows"
    side,generator = load_as(name, Maze, 'mazes')[1].options['size'], torch.Generator()
    generator.seed()
    return maze_text(sample_mazes(1, side, generator)[0])


@told
def empty_maze(name:str)->str:
    "No walls but those around"
    side = load_as(name, Maze, 'mazes')[1].options['size']
    cells = torch.zeros(side, side, dtype=torch.int64)
    cells[1:-1,1:-1] = 1
    cells[1,1],cells[-2,-2] = 2,3
    return maze_text(cells)


@told
def read_maze(picture, name:str)->str:
    "The maze in a picture: black walls, white ways, a red start and a green goal; any number of pixels a cell"
    side = load_as(name, Maze, 'mazes')[1].options['size']
    check(picture, 'picture', None, 'a picture')
    width,height = picture.size
    check(width == height, 'picture', f'{width} x {height} pixels', 'a square of cells')
    small = picture.convert('RGB').resize((side,side), Image.Resampling.NEAREST)
    colours = {tuple(v >= 128 for v in colour): sign for colour,sign in zip((*COLOURS, (0,0,255)), '#.SG.')}
    signs = [colours.get(tuple(v >= 128 for v in colour)) for colour in small.getdata()]
    check(None not in signs, 'picture', 'of other colours', 'black, white, red, green and blue (a route)')
    return '\n'.join(''.join(signs[i:i+side]) for i in range(0, len(signs), side))


@told
def think_maze(text:str, exponent:float, name:str)->tuple:
    "Answer a drawn maze"
    model,task = load_as(name, Maze, 'mazes')
    with tempfile.TemporaryDirectory() as folder:                               # the task reads files
        file = Path(folder)/'maze.png'
        picture_of(text, task.options['size']).save(file)
        x = task.read(file)
    return think(model, task, x, exponent)


# ── Any model ──

@told
def think_any(file, row:str, exponent:float, name:str)->tuple:
    "Answer a file, or a row of numbers"
    model,task = load(name.strip())
    check(file or row.strip(), 'input', '', 'a file, or a row of numbers')
    if file: return think(model, task, task.read(file), exponent)
    with tempfile.TemporaryDirectory() as folder:                               # a text is never taken for a path
        path = Path(folder)/'row.csv'
        path.write_text(row, encoding='utf-8')
        return think(model, task, task.read(path), exponent)


# ── The page ──

QUEUE = dict(concurrency_id='think', concurrency_limit=1) # A rule belongs to a model, and figures are not thread-safe
ABOUT = """# A network that thinks in ticks

A [Continuous Thought Machine](https://arxiv.org/abs/2505.05522) attends to its input at every tick, and answers at
every tick. Its **energy** is an estimate of the probability that this answer is wrong: the thought stops when that is
below the threshold. The film shows all ticks, and marks the one at which the thought stops. Made with
[ctm_nb](https://github.com/ctm-nb/ctm_nb)."""
CSS = """.ctm-pad svg {width: 100%; max-width: 360px; aspect-ratio: 1; display: block; border: 1px solid #888;
  touch-action: none; user-select: none}
.ctm-pad .pad {background: white; cursor: crosshair}
.ctm-pad polyline {fill: none; stroke: black; stroke-width: 11; stroke-linecap: round; stroke-linejoin: round}"""


def pad(script:str, value:str, name:str)->gr.HTML:
    "A drawing area: an SVG, and the script that draws in it"
    return gr.HTML(value, elem_id=name, elem_classes='ctm-pad', html_template='<svg class="pad"></svg>',
                   js_on_load=(HERE/script).read_text(encoding='utf-8'), apply_default_css=False)


def ask(name:str, exponent:float)->tuple: # Threshold and button
    "What every tab asks for"
    threshold = gr.Slider(-6, 0, exponent, step=.05, label='Threshold, as a power of ten', elem_id=f'{name}-threshold',
                          info='Stop when the estimated probability of being wrong is below: -1 is 0.1, -3 is 0.001')
    return threshold, gr.Button('Think', variant='primary', elem_id=f'{name}-think')


def shown(name:str)->list: # The answer, and the film
    "Where the answer and the film are shown"
    answer = gr.Textbox(label='Answer', elem_id=f'{name}-answer', interactive=False)
    return [answer, gr.Video(show_label=False, autoplay=True, loop=True, elem_id=f'{name}-film', interactive=False)]


def name_box(name:str, value:str)->gr.Textbox:
    "Which model"
    known = f'"{value}", or a' if value else 'A'
    return gr.Textbox(value, label='Model', elem_id=f'{name}-model', placeholder='user/name',
                      info=f'{known} name on the Hugging Face Hub')


def on_think(function, inputs:list, button, threshold, outputs:list):
    "Think where the button is pressed, and again where the threshold was moved after a thought"
    button.click(function, inputs, outputs, **QUEUE)
    again = lambda answer, *args: function(*args) if answer else (gr.skip(), gr.skip())
    threshold.release(again, [outputs[0], *inputs], outputs, **QUEUE)


def digit_tab():
    with gr.Row():
        with gr.Column(scale=2, min_width=300):
            drawing = pad('digit.js', '', 'digit-pad')
            clear = gr.Button('Clear', elem_id='digit-clear')
            picture = gr.Image(type='pil', label='Or a picture', height=160, sources=['upload','clipboard'])
        with gr.Column(scale=5):
            threshold,button = ask('digit', -1.7)
            outputs = shown('digit')
            model = name_box('digit', 'digits')
    clear.click(lambda: ('', None, '', None), None, [drawing, picture, *outputs])
    on_think(think_digit, [drawing, picture, threshold, model], button, threshold, outputs)


def maze_tab():
    with gr.Row():
        with gr.Column(scale=2, min_width=300):
            maze = pad('maze.js', new_maze('maze'), 'maze-pad')
            gr.Markdown('Tap cells to put walls in or take them away; drag **S** (start) and **G** (goal).')
            with gr.Row():
                new = gr.Button('New maze', elem_id='maze-new', min_width=80)
                empty = gr.Button('Empty', elem_id='maze-empty', min_width=80)
            picture = gr.Image(type='pil', label='Or a picture', height=160, sources=['upload','clipboard'], elem_id='maze-picture')
        with gr.Column(scale=5):
            threshold,button = ask('maze', -1)
            outputs = shown('maze')
            model = name_box('maze', 'maze')
    new.click(new_maze, model, maze, **QUEUE)
    empty.click(empty_maze, model, maze, **QUEUE)
    model.submit(new_maze, model, maze, **QUEUE)
    picture.upload(read_maze, [picture, model], maze, **QUEUE)
    on_think(think_maze, [maze, threshold, model], button, threshold, outputs)


def any_tab():
    with gr.Row():
        with gr.Column(scale=2, min_width=300):
            model = name_box('any', '')
            about = gr.Markdown(elem_id='any-about')
            file = gr.File(label='A file that its task reads: a picture, a table, a series', type='filepath')
            row = gr.Textbox(label='Or a row of numbers', elem_id='any-row', placeholder='1 -1 -1 1 -1 1')
        with gr.Column(scale=5):
            threshold,button = ask('any', -1)
            outputs = shown('any')
    gr.on([model.submit, model.blur], describe, model, about, **QUEUE)
    on_think(think_any, [file, row, threshold, model], button, threshold, outputs)


def build()->gr.Blocks:
    "The page"
    with gr.Blocks(title='Continuous Thought Machine', delete_cache=(3600,3600), analytics_enabled=False) as page:
        gr.Markdown(ABOUT)
        with gr.Tab('A digit', id='digit'): digit_tab()
        with gr.Tab('A maze', id='maze'): maze_tab()
        with gr.Tab('Any model', id='any'): any_tab()
    return page


def main(port:int=7860):
    "Answer at `port` until the process ends"
    build().launch(server_name='0.0.0.0', server_port=port, css=CSS, max_file_size='20mb', show_error=True)


if __name__ == '__main__': main()
