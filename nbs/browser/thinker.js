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
    const prefers = fallback(rule, info) ?? info.fallback
    let best = Infinity
    for (let tick = 1; tick <= info.ticks; tick++) {
      const said = await this.tick.run(Object.fromEntries(this.tick.inputNames.map(k => [k, state[k]])))
      state = Object.fromEntries(Object.entries(state).map(([k, v]) => [k, said[`new_${k}`] ?? v]))
      const number = k => k in said ? Number(said[k].data[0]) : undefined
      const now = {tick, logits: said.logits.data, energy: number('energy'), certainty: number('certainty'), wrong: number('wrong')}
      const stopped = stops(rule, info, said)
      if (prefers === 'vote' && tick === info.ticks && !stopped) now.logits = said.vote.data
      const score = {lowest_energy: now.energy, most_certain: -now.certainty, vote: -tick}[prefers]
      const answers = stopped || score < best
      if (answers) best = score
      yield {...now, stopped, answers}
      if (stopped) return
    }
  }
}

// Which tick answers where nothing stops; nothing where the rule does not say
function fallback(rule, info) {
  if (!rule) return
  if (['Both', 'Either'].includes(rule.rule)) return fallback(rule.first, info) ?? fallback(rule.second, info)
  if (!info.rules[rule.rule]) throw new Error(`rule ${rule.rule}; allowed: Both, Either, ${Object.keys(info.rules).join(', ')}`)
  return rule.fallback ?? info.rules[rule.rule].fallback ?? undefined
}

// Does the rule stop here, by what the tick said?
function stops(rule, info, said) {
  if (!rule) return false
  if (rule.rule === 'Both') return stops(rule.first, info, said) && stops(rule.second, info, said)
  if (rule.rule === 'Either') return stops(rule.first, info, said) || stops(rule.second, info, said)
  const {signal, test, limit} = info.rules[rule.rule], values = said[signal].data
  const value = Number(values[Math.min(rule.patience ?? 1, values.length) - 1]), bound = Math.fround(rule[limit])
  return {less: value < bound, greater: value > bound, greater_equal: value >= bound}[test]
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
