// A pad to draw on. Its value: strokes as 'x,y x,y;x,y ...', from 0 to 100; '' clears it.
const svg = element.querySelector('svg'), NS = 'http://www.w3.org/2000/svg'
let strokes = [], drawing = false
svg.setAttribute('viewBox', '0 0 100 100')
const text = () => strokes.map(o => o.map(p => p.map(v => v.toFixed(1)).join(',')).join(' ')).join(';')

function show() {
  svg.replaceChildren(...strokes.map(stroke => {
    const line = document.createElementNS(NS, 'polyline')
    line.setAttribute('points', [...stroke, stroke.at(-1)].join(' '))
    return line
  }))
}

function at(event) {
  const box = svg.getBoundingClientRect()
  return [(event.clientX - box.left)/box.width*100, (event.clientY - box.top)/box.height*100]
}

svg.addEventListener('pointerdown', event => {
  event.preventDefault()
  svg.setPointerCapture(event.pointerId)
  drawing = true
  strokes.push([at(event)])
  show()
})
svg.addEventListener('pointermove', event => {
  if (!drawing) return
  strokes.at(-1).push(at(event))
  show()
})
for (const kind of ['pointerup', 'pointercancel']) svg.addEventListener(kind, () => {
  if (drawing) props.value = text()
  drawing = false
})
watch('value', () => {
  if (!props.value) strokes = []
  show()
})
