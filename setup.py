"Build script: everything it knows comes from `settings.ini`"
import json, shlex
from configparser import ConfigParser
from pathlib import Path
from setuptools import setup, find_packages
from setuptools.command.build_py import build_py

parser = ConfigParser(delimiters=['='])
parser.read(Path(__file__).parent/'settings.ini', encoding='utf-8')
cfg = parser['DEFAULT']
readme = (Path(__file__).parent/'README.md').read_text(encoding='utf-8')
readme = readme.replace('](nbs/', f"]({cfg['git_url']}/raw/{cfg['branch']}/nbs/")  # figures, as they are seen from elsewhere
extras = {k.removesuffix('_extra'): shlex.split(v) for k,v in cfg.items() if k.endswith('_extra')}
extras['all'] = sorted({o for wanted in extras.values() for o in wanted})
extras['dev'] = shlex.split(cfg['dev_requirements']) + extras['all']
statuses = ['', '1 - Planning', '2 - Pre-Alpha', '3 - Alpha', '4 - Beta', '5 - Production/Stable']

class BuildWithNotebooks(build_py):
    "The package brings the notebooks that run as jobs, without their outputs"
    def run(self):
        super().run()
        if self.editable_mode: return  # then they are those of the checkout
        for source in sorted(p for folder in ('train', 'analysis') for p in Path('nbs', folder).glob('*.ipynb')):
            notebook = json.loads(source.read_text(encoding='utf-8'))
            for cell in notebook['cells']:
                if cell['cell_type'] == 'code': cell['outputs'] = []
            copy = Path(self.build_lib, 'ctm_nb', 'notebooks', source.parent.name, source.name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding='utf-8')


setup(
    name=cfg['lib_name'], version=cfg['version'], description=cfg['description'], keywords=cfg['keywords'],
    author=cfg['author'], author_email=cfg['author_email'], url=cfg['git_url'], license='MIT',
    long_description=readme, long_description_content_type='text/markdown',
    packages=find_packages(include=['ctm_nb', 'ctm_nb.*']), include_package_data=True, zip_safe=False,
    cmdclass=dict(build_py=BuildWithNotebooks),
    python_requires=f">={cfg['min_python']}",
    install_requires=shlex.split(cfg['requirements']), extras_require=extras,
    entry_points=dict(console_scripts=cfg['console_scripts'].split(), nbdev=['ctm_nb=ctm_nb._modidx:d']),
    classifiers=[f"Development Status :: {statuses[int(cfg['status'])]}", 'Intended Audience :: Developers',
                 'Intended Audience :: Science/Research', 'Natural Language :: English',
                 *(f'Programming Language :: Python :: {v}' for v in ('3.11', '3.12', '3.13'))])
