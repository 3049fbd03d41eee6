// A model that thinks tick by tick: the graphs that `ctm_nb.export` writes, run by onnxruntime-web.

const VERSION = '1.22.0'
const FILES = { // of npm's onnxruntime-web, and what their contents must be
  'ort.wasm.min.js': 'sha384-epp8GDQUoLKx5qHa6SoDHKv7fSHILsEYk4uEsHdPRBztXEIVWCe/lhhrQJUBMZcf',
  'ort-wasm-simd-threaded.mjs': 'sha384-LXMGGJ76ujT3yGw+OWQZVB6vBmJ7lqTO957Fh6ov3385aw3EncleBNFfYFAl3vXW',
  'ort-wasm-simd-threaded.wasm': 'sha384-Eu/XUdOA62yl+TueG792KtrQlAGAMW3g10sY4G3LBYyYZUtM126Z4Gr3ljTlXUGG'}
const PLACES = [new URL('ort/', import.meta.url).href, `https://cdn.jsdelivr.net/npm/onnxruntime-web@${VERSION}/dist/`]

async function fetched(name) {
  for (const place of PLACES) {
    const reply = await fetch(place + name, {integrity: FILES[name]}).catch(() => null)
    if (reply?.ok) return reply
  }
  throw new Error(`onnxruntime-web: ${name} cannot be loaded`)
}

const blob = async (name, type) => URL.createObjectURL(new Blob([await (await fetched(name)).arrayBuffer()], {type}))
const script = name => blob(name, 'text/javascript')

async function loadRuntime() {
  const [library, glue, wasm] = await Promise.all(
    [script('ort.wasm.min.js'), script('ort-wasm-simd-threaded.mjs'), blob('ort-wasm-simd-threaded.wasm', 'application/wasm')])
  await new Promise((done, failed) => {
    const tag = Object.assign(document.createElement('script'), {src: library, onload: done, onerror: failed})
    document.head.append(tag)
  })
  const {ort} = window
  Object.assign(ort.env.wasm, {numThreads: 1, wasmPaths: {mjs: glue, wasm}})
  return ort
}

let runtime // of all models of a page
const theRuntime = () => runtime ??= loadRuntime()

export class Thinker {
  static async load(folder) {
    const at = name => new URL(`${folder}/${name}`, import.meta.url)
    const json = async name => (await fetch(at(name))).json()
    const graph = async name => (await fetch(at(name))).arrayBuffer()
    const ort = await theRuntime()
    const self = new Thinker()
    const [info, rule, start, tick] = await Promise.all([json('model.json'), json('rule.json'), graph('start.onnx'), graph('tick.onnx')])
    const session = data => ort.InferenceSession.create(new Uint8Array(data), {executionProviders: ['wasm']})
    return Object.assign(self, {ort, info, rule, start: await session(start), tick: await session(tick)})
  }

  get shape() { return this.info.inputs[0].shape.slice(1) }

  // Ticks of a thought about one input, until `rule` stops it; `answers` marks the best one so far
  async *think(values, rule = this.rule) {
    const {ort, info} = this
    let state = await this.start.run({[this.start.inputNames[0]]: new ort.Tensor('float32', values, [1, ...this.shape])})
    const seen = []
    let best = Infinity, votes
    for (let tick = 1; tick <= info.ticks; tick++) {
      const said = await this.tick.run(Object.fromEntries(this.tick.inputNames.map(k => [k, state[k]])))
      state = {...state}
      for (const k in said) if (k.startsWith('new_')) state[k.slice(4)] = said[k]
      const number = k => k in said ? Number(said[k].data[0]) : undefined
      const now = {tick, logits: said.logits.data, energy: number('energy'), certainty: number('certainty')}
      seen.push(now)
      const stopped = stops(rule, seen, info.margin)
      const score = {energy: now.energy, certainty: -now.certainty, vote: -tick}[info.fallback]
      if (info.fallback === 'vote') { // of all ticks, weighted with the probability of being right
        const weight = 1 - Math.min(Math.max(now.energy/info.margin, 0), 1 - 1e-6)
        const p = softmax(now.logits, info.config.out_shape.at(-1)).flat()
        votes = p.map((o, i) => weight*o + (votes?.[i] ?? 0))
        if (tick === info.ticks && !stopped) now.logits = Float32Array.from(votes, o => Math.log(o + 1e-38))
      }
      const answers = stopped || score < best
      if (answers) best = score
      yield {...now, stopped, answers, wrong: now.energy / info.margin}
      if (stopped) return
    }
  }
}

function stops(rule, seen, margin) {
  const now = seen.at(-1), f32 = Math.fround
  switch (rule?.rule) {
    case undefined: return false
    case 'Both': return stops(rule.first, seen, margin) && stops(rule.second, seen, margin)
    case 'Either': return stops(rule.first, seen, margin) || stops(rule.second, seen, margin)
    case 'EnergyBelow': return now.energy < f32(rule.p_wrong*margin)
    case 'CertaintyAbove': return now.certainty > f32(rule.threshold)
    case 'AtLeast': return seen.length >= rule.ticks
    default: throw new Error(`rule ${rule.rule}: this page knows energy, certainty and ticks`)
  }
}

// Probabilities from logits, `classes` at a time
export function softmax(logits, classes) {
  const out = []
  for (let i = 0; i < logits.length; i += classes) {
    const row = Array.from(logits.slice(i, i + classes)), top = Math.max(...row)
    const powers = row.map(o => Math.exp(o - top)), sum = powers.reduce((a, b) => a + b)
    out.push(powers.map(o => o/sum))
  }
  return out
}

export const wait = ms => new Promise(done => setTimeout(done, ms))
