"""A Hugging Face Hub on this machine, for tests: the part of its protocol that uploading and downloading a model needs.

Repositories are created, files come as a commit (text inline, weights through the LFS API) and are read by revision, with
etags. It can be `down` (connections are closed without an answer), and it refuses writers without its token.
"""
import base64, hashlib, json, os, socket, threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock
from urllib.parse import unquote, urlsplit

TOKEN = 'hf_' + 'only4tests'*3 # Made up; a test looks for it in all that was written


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class FakeHub:
    "The server; `repos[name]` is the list of its commits, each a dict of path to bytes"
    def __init__(self):
        self.repos, self.blobs, self.seen, self.down = {}, {}, [], False
        self.server = _Server(('127.0.0.1', 0), type('Handler', (_Handler,), dict(hub=self)))
        self.url = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        threading.Thread(target=self.server.shutdown, daemon=True).start()
        self.server.server_close()

    def files(self, name)->dict: return self.repos[name][-1] # Of the last commit

    def put(self, name, **files):
        "A repository with these files, without an upload"
        self.repos.setdefault(name, [{}]).append({**self.repos.get(name, [{}])[-1], **files})

    def environment(self, home)->dict:
        "What a process needs to take this for the Hub, with its cache in the folder `home`"
        return dict(HF_ENDPOINT=self.url, HF_HOME=str(home), HF_HUB_CACHE=f'{home}/hub', HF_TOKEN=TOKEN,
                    HF_HUB_DISABLE_TELEMETRY='1', HF_HUB_DISABLE_XET='1')


@contextmanager
def fake_hub(home):
    "A `FakeHub` that this process takes for the Hub, though `huggingface_hub` may be imported already"
    from huggingface_hub import constants
    hub = FakeHub()
    changed = dict(ENDPOINT=hub.url, HUGGINGFACE_CO_URL_TEMPLATE=hub.url + '/{repo_id}/resolve/{revision}/{filename}',
                   HF_HUB_CACHE=f'{home}/hub', HF_HOME=str(home), HF_HUB_DISABLE_XET=True)
    try:
        with mock.patch.dict(os.environ, hub.environment(home)), mock.patch.multiple(constants, **changed): yield hub
    finally: hub.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *args): pass

    def answer(self, value=None, code=200, body=None, **headers):
        body = json.dumps(value).encode() if body is None else body
        self.send_response(code)
        for k,v in {'Content-Length': len(body), **headers}.items(): self.send_header(k.replace('_','-'), str(v))
        self.end_headers()
        if self.command != 'HEAD': self.wfile.write(body)

    def missing(self, what): self.answer(dict(error=what), 404, X_Error_Code=what, X_Error_Message=what)

    def handle_one(self):
        n = int(self.headers.get('Content-Length') or 0)
        data = self.rfile.read(n)
        hub,path = self.hub,unquote(urlsplit(self.path).path).strip('/')
        hub.seen.append((self.command, path))
        if hub.down:
            self.close_connection = True
            return self.connection.shutdown(socket.SHUT_RDWR)
        writes = self.command in ('POST','PUT') and 'lfs-upload' not in path
        if writes and self.headers.get('Authorization') != f'Bearer {TOKEN}':
            return self.answer(dict(error='Invalid username or password.'), 401)
        self.route(path, data)

    do_GET = do_HEAD = do_POST = do_PUT = handle_one

    def route(self, path, data):
        hub,parts = self.hub,path.split('/')
        if path == 'api/repos/create':
            asked = json.loads(data)
            name = f'{asked.get("organization") or "user"}/{asked["name"]}'
            taken = name in hub.repos
            hub.repos.setdefault(name, [{}])
            return self.answer(dict(url=f'{hub.url}/{name}', name=name), 409 if taken else 200)
        if path == 'api/validate-yaml': return self.answer(dict(errors=[], warnings=[]))
        if parts[0] == 'lfs-upload':
            hub.blobs[parts[1]] = data
            return self.answer({})
        if parts[0] == 'api': return self.api('/'.join(parts[2:4]), parts[4:], data)
        if path.endswith('.git/info/lfs/objects/batch'):
            objects = [dict(o, actions=dict(upload=dict(href=f'{hub.url}/lfs-upload/{o["oid"]}')))
                       for o in json.loads(data)['objects']]
            return self.answer(dict(transfer='basic', objects=objects))
        if len(parts) > 4 and parts[2] == 'resolve': return self.resolve('/'.join(parts[:2]), parts[3], '/'.join(parts[4:]))
        self.missing('RepoNotFound')

    def commit(self, name, revision):
        "A commit and its id"
        commits = self.hub.repos[name]
        known = {_id(name, i): c for i,c in enumerate(commits)}
        return (revision, known[revision]) if revision in known else (_id(name, len(commits)-1), commits[-1])

    def api(self, name, rest, data):
        hub = self.hub
        if name not in hub.repos: return self.missing('RepoNotFound')
        kind = rest[0] if rest else 'revision'
        sha,files = self.commit(name, rest[1] if len(rest) > 1 else 'main')
        if kind == 'preupload':
            modes = [dict(path=f['path'], shouldIgnore=False, uploadMode=_mode(f['path'])) for f in json.loads(data)['files']]
            return self.answer(dict(files=modes))
        if kind == 'commit':
            new = dict(files)
            for line in data.decode().splitlines():
                item = json.loads(line)
                if item['key'] == 'file': new[item['value']['path']] = base64.b64decode(item['value']['content'])
                if item['key'] == 'lfsFile': new[item['value']['path']] = hub.blobs[item['value']['oid']]
            hub.repos[name].append(new)
            sha = _id(name, len(hub.repos[name])-1)
            return self.answer(dict(commitUrl=f'{hub.url}/{name}/commit/{sha}', commitOid=sha, success=True))
        if kind == 'tree': return self.answer([_entry(k, v) for k,v in files.items()])
        self.answer(dict(id=name, sha=sha, siblings=[dict(rfilename=k) for k in files], tags=[], private=False))

    def resolve(self, name, revision, path):
        if name not in self.hub.repos: return self.missing('RepoNotFound')
        sha,files = self.commit(name, revision)
        if path not in files: return self.missing('EntryNotFound')
        about = dict(X_Repo_Commit=sha, ETag=f'"{_sha(files[path])}"', X_Linked_Size=len(files[path]))
        self.answer(body=files[path], Content_Type='application/octet-stream', **about)


def _id(name, i): return hashlib.sha1(f'{name} {i}'.encode()).hexdigest()
def _sha(data): return hashlib.sha256(data).hexdigest()
def _mode(path): return 'lfs' if path.endswith(('.safetensors','.png','.gif','.mp4')) else 'regular'


def _entry(path, data):
    "A file in the listing of a commit"
    entry = dict(type='file', path=path, size=len(data), oid=hashlib.sha1(data).hexdigest())
    if _mode(path) == 'lfs': entry['lfs'] = dict(oid=_sha(data), size=len(data), pointerSize=130)
    return entry
