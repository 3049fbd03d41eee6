// A pad to draw a digit on; the model's ten probabilities move tick by tick.
import {Curves, element, svg, thresholdSlider} from './draw.js'
import {softmax, wait} from './thinker.js'

const SIDE = 8, BLOCK = 16, PEN = 22 // the digits of scikit-learn: 8 x 8 blocks, of which each counts its ink from 0 to 16

// Strokes as such an image: scaled to fill the height, centred, drawn with a pen of one width, ink counted in blocks
export function digitInput(strokes) {
  const points = strokes.flat(), xs = points.map(o => o[0]), ys = points.map(o => o[1])
  const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys)
  const full = SIDE*BLOCK, scale = (full - PEN)/Math.max(bottom - top, right - left, 1)
  const canvas = Object.assign(document.createElement('canvas'), {width: full, height: full}), pen = canvas.getContext('2d', {willReadFrequently: true})
  Object.assign(pen, {lineWidth: PEN, lineCap: 'round', lineJoin: 'round'})
  for (const stroke of strokes) {
    pen.beginPath()
    for (const [x, y] of [...stroke, stroke.at(-1)]) pen.lineTo(full/2 + (x - (left + right)/2)*scale, full/2 + (y - (top + bottom)/2)*scale)
    pen.stroke()
  }
  const ink = pen.getImageData(0, 0, full, full).data, counts = new Float32Array(SIDE*SIDE)
  for (let i = 0; i < full*full; i++) counts[Math.floor(i/full/BLOCK)*SIDE + Math.floor(i % full/BLOCK)] += ink[4*i + 3]/255
  return counts.map(o => Math.round(16*o/BLOCK**2))
}

export const scaled = counts => Float32Array.from(counts, o => (o/16 - .5)/.5) // what the model takes

export class DigitPad {
  constructor(thinker, place) {
    this.thinker = thinker
    this.rule = {...thinker.rule}
    this.pause = 250
    this.strokes = []
    this.pad = svg('svg', {viewBox: '0 0 100 100', class: 'ctm-board ctm-pad', role: 'img', tabindex: 0, 'aria-label': 'draw a digit here'})
    this.small = svg('svg', {viewBox: '0 0 8 8', class: 'ctm-small', role: 'img', 'aria-label': 'what the model sees, 8 by 8 pixels'})
    this.bars = svg('svg', {viewBox: '0 0 320 92', class: 'ctm-curves', role: 'img', 'aria-label': 'probability of each digit'})
    this.said = element('p', {class: 'ctm-said', 'aria-live': 'polite'})
    this.curves = new Curves(thinker.info.ticks)
    const clear = element('button', {type: 'button', class: 'ctm-button', onclick: () => this.clear()}, 'Clear')
    const seen = element('div', {class: 'ctm-seen'}, this.small, element('span', {}, 'what the model sees'))
    const right = element('div', {class: 'ctm-side'}, this.said, this.bars, this.curves.picture, thresholdSlider(this.rule, () => this.think()),
                          element('div', {class: 'ctm-buttons'}, clear, seen))
    place.replaceChildren(element('div', {class: 'ctm-panel'}, this.pad, right))
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) this.pad.addEventListener(kind, e => this.pointer(e))
    this.clear()
  }

  clear() {
    this.thought = this.counts = null
    this.strokes = []
    this.said.textContent = 'Draw a digit.'
    this.draw()
    this.show([])
  }

  pointer(event) {
    const box = this.pad.getBoundingClientRect()
    const at = [(event.clientX - box.left)/box.width*100, (event.clientY - box.top)/box.height*100]
    if (event.type === 'pointerdown') {
      event.preventDefault()
      try { this.pad.setPointerCapture(event.pointerId) } catch { /* a made-up pointer */ }
      this.drawing = true
      this.strokes.push([at])
    } else if (event.type === 'pointermove') {
      if (!this.drawing) return
      this.strokes.at(-1).push(at)
    } else {
      if (this.drawing) this.see(digitInput(this.strokes))
      this.drawing = false
      return
    }
    this.draw()
  }

  draw() {
    this.pad.replaceChildren(...this.strokes.map(o => svg('polyline', {points: [...o, o.at(-1)].map(p => p.join()).join(' '), class: 'ctm-ink'})))
  }

  see(counts) {
    this.counts = counts
    return this.think()
  }

  async think() {
    if (!this.counts) return
    const thought = this.thought = Symbol('thought'), seen = []
    let answer
    for await (const now of this.thinker.think(scaled(this.counts), this.rule)) {
      if (this.thought !== thought) return
      seen.push(now)
      if (now.answers) answer = now
      this.show(seen, now.logits)
      this.said.textContent = `Thinking: tick ${now.tick} of ${this.thinker.info.ticks}`
      if (!now.stopped) await wait(this.pause)
    }
    if (this.thought !== thought) return
    this.show(seen, answer.logits)
    const digit = answer.logits.indexOf(Math.max(...answer.logits)), n = this.thinker.info.ticks
    const sure = answer.wrong < .001 ? 'below 0.001' : answer.wrong.toFixed(3)
    this.said.textContent = `It is a ${digit}, wrong with probability ${sure}. ` + (seen.at(-1).stopped ? `Stopped after ${seen.length} of ${n} ticks.` : `Not sure enough to stop in ${n} ticks.`)
    return this.result = {digit, ticks: seen.length, tick: answer.tick, stopped: seen.at(-1).stopped, energy: answer.energy, wrong: answer.wrong, certainty: answer.certainty}
  }

  show(seen, logits) {
    const pixels = [...(this.counts ?? [])].map((v, i) => svg('rect', {x: i % 8, y: Math.floor(i/8), width: 1.02, height: 1.02, fill: `rgb(${Array(3).fill(Math.round(255 - v*14)).join()})`}))
    this.small.replaceChildren(...pixels)
    const p = logits ? softmax(logits, 10)[0] : Array(10).fill(0), top = p.indexOf(Math.max(...p))
    this.bars.replaceChildren(...p.flatMap((v, i) => [
      svg('rect', {x: 34 + i*28, y: 70 - v*64, width: 20, height: v*64 + .5, class: logits && i === top ? 'ctm-bar ctm-top' : 'ctm-bar'}),
      svg('text', {x: 44 + i*28, y: 86, 'text-anchor': 'middle'}, String(i))]))
    this.curves.show(seen)
  }
}
