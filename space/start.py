"What the container runs: the app, or with CTM_MODE=train a training"
import os, sys

PORT = int(os.environ.get('PORT', 7860))


def main():
    threads = os.environ.get('OMP_NUM_THREADS', '')
    if threads and not threads.isdigit(): os.environ['OMP_NUM_THREADS'] = '1'   # a Space may say 3500m
    mode = os.environ.get('CTM_MODE', 'app')
    if mode == 'app': from app import main as run
    elif mode == 'train': from train import main as run
    else: sys.exit(f"error: `CTM_MODE` is {mode!r}; expected 'app' or 'train'")
    run(PORT)


if __name__ == '__main__': main()
