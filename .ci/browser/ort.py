"onnxruntime-web for the browser page, from npm, into a folder: `python .ci/browser/ort.py FOLDER`. The page checks the files itself"
import io, subprocess, sys, tarfile, tempfile
from pathlib import Path

VERSION = '1.22.0' # As in nbs/browser/thinker.js, which also knows what the contents must be
FILES = 'ort.wasm.min.js', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'


def fetch(folder):
    "Put the three files there. Raises `OSError` or `CalledProcessError` where there is no npm, or no network"
    folder = Path(folder)
    if all((folder/o).is_file() for o in FILES): return
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(['npm', 'pack', '--silent', '--prefer-offline', f'onnxruntime-web@{VERSION}'], cwd=tmp, check=True,
                       capture_output=True, timeout=300)
        with tarfile.open(next(Path(tmp).glob('*.tgz'))) as package:
            folder.mkdir(parents=True, exist_ok=True)
            for name in FILES: (folder/name).write_bytes(package.extractfile(f'package/dist/{name}').read())


if __name__ == '__main__': fetch(sys.argv[1])
