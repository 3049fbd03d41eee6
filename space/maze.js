// A maze to draw. Its value: lines of '#' (wall), '.' (open), 'S' (start) and 'G' (goal).
const svg = element.querySelector('svg'), NS = 'http://www.w3.org/2000/svg'
const COLOURS = {'#': '#222', '.': '#fff', S: '#fff', G: '#fff'}
let rows = [], drag = null

function shape(kind, attributes, words = '') {
  const made = document.createElementNS(NS, kind)
  for (const [k, v] of Object.entries(attributes)) made.setAttribute(k, v)
  made.textContent = words
  return made
}

function show() {
  const parts = []
  rows.forEach((row, r) => row.forEach((cell, c) => {
    parts.push(shape('rect', {x: c, y: r, width: 1.02, height: 1.02, fill: COLOURS[cell]}))
    if (cell !== 'S' && cell !== 'G') return
    const fill = cell === 'S' ? '#d62728' : '#2ca02c'
    parts.push(shape('circle', {cx: c + .5, cy: r + .5, r: .4, fill}),
               shape('text', {x: c + .5, y: r + .68, 'font-size': .5, 'text-anchor': 'middle', fill: '#fff'}, cell))
  }))
  svg.setAttribute('viewBox', `0 0 ${rows.length} ${rows.length}`)
  svg.replaceChildren(...parts)
}

function read() {
  rows = (props.value || '').split('\n').map(row => [...row])
  show()
}

function at(event) {
  const box = svg.getBoundingClientRect()
  return [(event.clientY - box.top)/box.height, (event.clientX - box.left)/box.width].map(v => Math.floor(v*rows.length))
}

function move(event) {
  const [r, c] = at(event), cell = rows[r]?.[c]
  if (!drag || !(r > 0 && c > 0 && r < rows.length - 1 && c < rows.length - 1) || 'SG'.includes(cell)) return
  if (drag === 'S' || drag === 'G') rows = rows.map(row => row.map(o => o === drag ? '.' : o))
  rows[r][c] = drag
  show()
}

svg.addEventListener('pointerdown', event => {
  event.preventDefault()
  svg.setPointerCapture(event.pointerId)
  const [r, c] = at(event), cell = rows[r]?.[c]
  drag = {'#': '.', '.': '#', S: 'S', G: 'G'}[cell]
  move(event)
})
svg.addEventListener('pointermove', move)
for (const kind of ['pointerup', 'pointercancel']) svg.addEventListener(kind, () => {
  if (drag) props.value = rows.map(row => row.join('')).join('\n')
  drag = null
})
watch('value', read)
read()
