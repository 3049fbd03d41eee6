"""A training in a Space: variables say what is trained, a page at the Space's port says how far it is.

| variable | meaning |
|---|---|
| `CTM_TASK`, `CTM_PRESET`, `CTM_MODEL`, `CTM_STEPS`, `CTM_SEED` | as for `ctm_train`; only the task is needed |
| `CTM_CHANGE` | more settings: `dataset=cifar10, root=/data, download=True` |
| `CTM_PUBLISHED` | in place of task and preset: exactly what a published command trained |
| `CTM_PUSH` | `user/name`: best and last model are uploaded there while training goes on; needs the secret `HF_TOKEN` |
| `CTM_LICENSE` | licence of the uploaded weights, as its card says it; without it `mit` |
| `CTM_ARGS` | any other words of `ctm_train` |
| `CTM_NAME` | name of the run folder; without it one that follows from the rest |
| `CTM_DATA` | folder that outlives a restart; without it `/data`, where that can be written |
| `CTM_PAUSE` | minutes after the end at which the Space is paused, so that hardware is not paid for; `no`: never |
"""
import hashlib, html, os, shlex, signal, subprocess, sys, tempfile, threading, time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

OPTIONS = {f'CTM_{name.upper()}': f'--{name}' for name in ('preset','model','steps','seed','change','published','push','license')}
PAGE = """<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="10"><title>{state}</title>
<body style="font-family: sans-serif; margin: 2em; max-width: 60em">
<h1>{state}</h1><p><code>{words}</code></p>{picture}<pre style="white-space: pre-wrap">{lines}</pre>"""


def refuse(text): sys.exit(f'error: {text}')


# ── What to train, and where ──

def data_folder(env)->Path:
    "A folder that outlives a restart of the container, or else one that does not"
    folder = Path(env.get('CTM_DATA') or '/data')
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder): return folder
    except OSError as e:
        if env.get('CTM_DATA'): refuse(f'`CTM_DATA` is {str(folder)!r}, which cannot be written ({e})')
    print('no /data here: a restart of this Space begins anew; attach persistent storage to it', flush=True)
    return Path(__file__).resolve().parent/'data'


def run_name(env)->str:
    "The name of the run folder: the same for the same settings, so that a restart finds it; steps may grow"
    if env.get('CTM_NAME'): return env['CTM_NAME']
    parts = [env.get(f'CTM_{o}', '').split(':')[-1] for o in ('PUBLISHED','TASK','PRESET','MODEL')]
    rest = ' '.join(env.get(f'CTM_{o}', '') for o in ('CHANGE','ARGS')).strip()
    parts += [f'seed{env["CTM_SEED"]}'] if env.get('CTM_SEED') else []
    parts += [hashlib.sha256(rest.encode()).hexdigest()[:6]] if rest else []
    return '-'.join(o.replace('/', '-') for o in parts if o)


def words_of(env, folder:Path)->list:
    "The words of `ctm_train` that the variables `env` stand for"
    task,published = env.get('CTM_TASK'),env.get('CTM_PUBLISHED')
    if bool(task) == bool(published): refuse('one of the variables `CTM_TASK` and `CTM_PUBLISHED` says what to train')
    if env.get('CTM_PUSH') and not env.get('HF_TOKEN'): refuse('`CTM_PUSH` needs a secret `HF_TOKEN` that may write')
    given = [f'{option}={env[name]}' for name,option in OPTIONS.items() if env.get(name)]
    out = folder/'runs'/run_name(env)
    return [*([task] if task else []), *given, '--out', str(out), *shlex.split(env.get('CTM_ARGS', ''))]


def launcher()->list:
    "How Python starts `ctm_train`: a process for each GPU"
    try: listed = subprocess.run(['nvidia-smi','-L'], capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired): listed = ''
    count = sum(line.startswith('GPU ') for line in listed.splitlines())
    several = ['-m','torch.distributed.run','--standalone','--nproc_per_node',str(count)] if count > 1 else []
    return [sys.executable, *several, '-m','ctm_nb','train']


# ── The training, and the page that shows it ──

class Training:
    "A running `ctm_train`; what it says goes to the log of the Space and to the page, never with the token in it"
    def __init__(self, words:list, token:str=''):
        self.words,self.token,self.lines = words,token,deque(maxlen=200)
        self.asked = False # To stop?
        env = {**os.environ, 'PYTHONUNBUFFERED': '1'}
        self.popen = subprocess.Popen([*launcher(), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      text=True, errors='replace', env=env)

    @property
    def out(self)->Path: return Path(self.words[self.words.index('--out')+1])

    @property
    def state(self)->str:
        "How far it is, in a word or two"
        code = self.popen.poll()
        return 'Training' if code is None else 'Finished' if code == 0 else f'Ended with exit code {code}'

    def hide(self, text:str)->str: return text.replace(self.token, '***') if self.token else text

    def say(self, line:str):
        line = self.hide(line.rstrip())
        self.lines.append(line)
        print(line, flush=True)

    def stop(self, *_):
        "Let it save what it has, and end"
        self.asked = True
        if self.popen.poll() is None: self.popen.send_signal(signal.SIGTERM)

    def wait(self)->int:
        "Its exit code, at its end"
        for line in self.popen.stdout: self.say(line)
        return self.popen.wait()

    def page(self)->str: # HTML
        picture = '<img src="accuracy.png" style="max-width: 100%">' if (self.out/'accuracy.png').is_file() else ''
        words,lines = shlex.join(['ctm_train', *self.words]), '\n'.join(list(self.lines)[-60:])
        shown = {k: html.escape(self.hide(v)) for k,v in dict(state=self.state, words=words, lines=lines).items()}
        return PAGE.format(picture=picture, **shown)


def serve(training:Training, port:int):
    "Answer at `port`, in a thread: a Space that does not is taken for one that never starts"
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_): pass

        def do_GET(self):
            picture = training.out/'accuracy.png'
            is_picture = self.path.endswith('/accuracy.png') and picture.is_file()
            body = picture.read_bytes() if is_picture else training.page().encode()
            self.send_response(200)
            self.send_header('Content-Type', 'image/png' if is_picture else 'text/html; charset=utf-8')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(('0.0.0.0', port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def pause_later(training:Training, env):
    "Pause the Space some minutes after the end, so that its hardware is not paid for any longer"
    minutes,space = env.get('CTM_PAUSE') or '10', env.get('SPACE_ID')
    if minutes == 'no' or not space or not training.token: return
    training.say(f'this Space is paused in {minutes} minutes; CTM_PAUSE=no keeps it')
    for _ in range(round(float(minutes)*60)):
        if training.asked: return
        time.sleep(1)
    try:
        from huggingface_hub import HfApi
        HfApi().pause_space(space)
    except Exception as e: training.say(f'the Space could not be paused: {type(e).__name__}: {e}')


def main(port:int=7860):
    "Train, show it at `port`, and after the end wait for whoever looks at the page"
    env = os.environ
    words = words_of(env, data_folder(env))
    training = Training(words, env.get('HF_TOKEN', ''))
    for o in (signal.SIGTERM, signal.SIGINT): signal.signal(o, training.stop)
    serve(training, port)
    training.say(shlex.join(['ctm_train', *words]))
    code = training.wait()
    training.say(training.state)
    if not training.asked: pause_later(training, env)
    while not training.asked: time.sleep(.5)
    sys.exit(code)


if __name__ == '__main__': main()
