"""The browser page in headless Chromium, without a network: known mazes and digits, the same ticks and numbers as in Python, and digits
drawn on the page: two of each style, or as many as an argument says"""
import functools, http.server, json, queue, re, shutil, subprocess, sys, tempfile, threading
from pathlib import Path

import torch

from ctm_nb.checkpoint import load_model
from ctm_nb.halting import think
from ctm_nb.tasks import TASKS
from ctm_nb.tasks.grid import walk_route
from ort import fetch
from strokes import STYLES, drawn

root = Path(__file__).parents[2]
N, RANDOM = 200, 200 # Cases of each model; mazes that the page makes itself


def expected(model, x):
    answer = think(model, x)
    return [dict(ticks=t, tick=i+1, energy=e, certainty=c, logits=l) for t,i,e,c,l in zip(
        answer.ticks.tolist(), answer.tick.tolist(), answer.energy.tolist(), answer.certainty.tolist(), answer.logits.flatten(1).tolist())]


def page(folder):
    "The page as a small site in `folder`, with what the test needs"
    shutil.copytree(root/'nbs/browser', folder/'browser', dirs_exist_ok=True)
    body = ''.join(re.findall(r'```\{=html\}\n(.*?)```', (root/'nbs/browser.qmd').read_text('utf-8'), re.S))
    (folder/'index.html').write_text(f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">{body}'
                                     '<script type="module" src="check.js"></script>', 'utf-8')
    shutil.copy(Path(__file__).with_name('check.js'), folder)


def visit(folder, chromium, seconds=400):
    "What the page in `folder` sends back when Chromium opens it"
    results = queue.Queue()
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_): pass
        def do_POST(self):
            results.put(json.loads(self.rfile.read(int(self.headers['Content-Length']))))
            self.send_response(204)
            self.end_headers()
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Handler, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [chromium, '--headless', '--no-sandbox', '--disable-gpu', f'--user-data-dir={folder}/profile', '--remote-debugging-port=0',
                   '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', f'http://127.0.0.1:{server.server_port}/index.html']
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try: return results.get(timeout=seconds)
        finally:
            browser.terminate()
            browser.wait()
            server.shutdown()


def compare(name, got, want):
    "Ticks and numbers. Energies that are hardly known in float32 may fall on either side of a very low threshold: one in fifty may"
    same = [(a, b) for a,b in zip(got, want) if (a['ticks'], a['tick']) == (b['ticks'], b['tick'])]
    assert len(same) >= .98*len(want), (name, [(a['ticks'], b['ticks']) for a,b in zip(got, want) if a['ticks'] != b['ticks']])
    for part in ('energy','certainty','logits'):
        a,b = (torch.tensor([o[part] for o in side]) for side in zip(*same))
        torch.testing.assert_close(a, b, rtol=1e-3, atol=1e-3)
    ticks = torch.tensor([o['ticks'] for o in got]).float()
    print(f'{name}: of {len(got)} thoughts {len(same)} with the same ticks (mean {ticks.mean():.2f}) and numbers as in Python')


def compare_drawn(digits, answers):
    "How many drawings are read as what they are, and what is claimed of them"
    right = torch.tensor([o['digit'] for o in answers]) == torch.tensor(digits)
    wrong,stopped = torch.tensor([o['wrong'] for o in answers]), torch.tensor([o['stopped'] for o in answers])
    print(f'of {len(right)} drawn digits {right.float().mean():.1%} are right, {1-wrong.mean():.1%} claimed; '
          f'of {stopped.sum()} that stop {1-right[stopped].float().mean():.1%} are wrong, {wrong[stopped].mean():.1%} claimed')
    assert right.float().mean() > .95


def main(turns=2):
    chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
    if chromium is None: return print('browser page: skipped, no Chromium here')
    drawings = [drawn(style, turn) for style in STYLES for turn in range(turns)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as tmp:
        folder = Path(tmp)
        page(folder)
        try: fetch(folder/'browser/ort')
        except (OSError, subprocess.SubprocessError) as e: return print(f'browser page: skipped, no onnxruntime-web: {e}')
        models = dict(maze=load_model('maze'), digits=load_model('digits'))
        test = TASKS['maze']('small').data('test')
        inputs = dict(maze=test[:N][0], digits=TASKS['image']('small').data('test')[:N][0])
        want = {k: expected(model.eval(), inputs[k]) for k,model in models.items()}
        cases = {k: x.flatten(1).tolist() for k,x in inputs.items()}
        (folder/'cases.json').write_text(json.dumps(dict(cases, strokes=[strokes for _,strokes in drawings], random=RANDOM)), 'utf-8')
        got = visit(folder, chromium)
    assert 'error' not in got, got['error']
    for name in models: compare(name, got[name], want[name])
    routes = torch.tensor([o['logits'] for o in got['maze']]).view(N, -1, 5).argmax(-1)
    reached = walk_route(test.mazes[:N], routes)[1].sum().item()
    print(f'{reached} of {N} test mazes and {got["solved"]} of {RANDOM} mazes of the page are solved')
    assert reached >= .85*N and got['solved'] >= .8*RANDOM
    assert (got['tapped'], got['goal']) == (0, [1,5]) and got['drawn']['end'] == 'goal'
    compare_drawn([digit for digit,_ in drawings], got['digits_drawn'])
    weights = sum(o.stat().st_size for o in (root/'nbs/browser').glob('*/*.onnx'))
    print(f'weights of the page: {weights/1e6:.2f} MB')
    assert weights < 3e6


if __name__ == '__main__': main(*map(int, sys.argv[1:]))
