// Small helpers for elements, and the two curves of a thought.

const SVG = 'http://www.w3.org/2000/svg'

export function element(kind, attributes = {}, ...children) {
  const made = document.createElement(kind)
  for (const [k, v] of Object.entries(attributes)) k.startsWith('on') ? made.addEventListener(k.slice(2), v) : made.setAttribute(k, v)
  made.append(...children)
  return made
}

export function svg(kind, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, kind)
  for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v)
  made.append(...children)
  return made
}

// Certainty and energy (as a probability of being wrong) at each tick, both from 0 to 1
export class Curves {
  constructor(ticks) {
    this.ticks = ticks
    this.picture = svg('svg', {viewBox: '0 0 320 150', class: 'ctm-curves', role: 'img', 'aria-label': 'certainty and energy at each tick'})
    this.show([])
  }

  x(tick) { return 34 + (this.ticks > 1 ? (tick - 1)/(this.ticks - 1) : 0)*272 }
  y(value) { return 112 - Math.min(1, Math.max(0, value))*92 }

  show(seen, threshold) {
    const text = (x, y, words, more = {}) => svg('text', {x, y, ...more}, words)
    const parts = []
    for (const v of [0, .5, 1]) parts.push(svg('line', {x1: 34, x2: 306, y1: this.y(v), y2: this.y(v), class: 'ctm-grid'}),
                                           text(28, this.y(v) + 4, String(v), {'text-anchor': 'end'}))
    for (let t = 1; t <= this.ticks; t++) if (this.ticks <= 12 || t % 5 === 0)
      parts.push(text(this.x(t), 128, String(t), {'text-anchor': 'middle'}))
    parts.push(text(170, 146, 'tick', {'text-anchor': 'middle'}), text(34, 12, 'certainty', {class: 'ctm-certainty'}),
               text(104, 12, 'energy: probability of being wrong', {class: 'ctm-energy'}))
    for (const [name, value] of [['certainty', o => o.certainty], ['energy', o => o.wrong]]) {
      const points = seen.map(o => `${this.x(o.tick)},${this.y(value(o))}`)
      parts.push(svg('polyline', {points: points.join(' '), class: `ctm-line ctm-${name}`}))
      for (const o of seen) parts.push(svg('circle', {cx: this.x(o.tick), cy: this.y(value(o)), r: 3.2, class: `ctm-dot ctm-${name}`}))
    }
    const last = seen.at(-1)
    if (last?.stopped) parts.push(svg('line', {x1: this.x(last.tick), x2: this.x(last.tick), y1: 20, y2: 112, class: 'ctm-stop'}),
                                  text(this.x(last.tick) + (last.tick > this.ticks - 2 ? -4 : 4), 30, 'stop', {'text-anchor': last.tick > this.ticks - 2 ? 'end' : 'start'}))
    this.picture.replaceChildren(...parts)
  }
}

// A slider for the probability of being wrong below which a thought stops, on a logarithmic scale
export function thresholdSlider(rule, changed) {
  const said = element('output'), show = () => said.textContent = Number(rule.p_wrong.toPrecision(2)).toString()
  const slider = element('input', {type: 'range', min: -6, max: -.05, step: .05, value: Math.log10(rule.p_wrong), 'aria-label': 'stop when energy is below',
    oninput() { rule.p_wrong = 10**Number(slider.value); show(); changed() }})
  show()
  return element('label', {class: 'ctm-threshold'}, 'stop below ', slider, said)
}
