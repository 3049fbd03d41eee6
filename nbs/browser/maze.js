// A maze to draw: walls, start and goal; the model's route grows in it tick by tick.
import {Curves, element, svg, thresholdSlider} from './draw.js'
import {softmax, wait} from './thinker.js'

const WALL = 0, OPEN = 1
const COLOURS = {wall: [-1, -1, -1], open: [1, 1, 1], start: [1, -1, -1], goal: [-1, 1, -1]}
const MOVES = [[-1, 0], [1, 0], [0, -1], [0, 1], [0, 0]], WAIT = 4
const same = (a, b) => a[0] === b[0] && a[1] === b[1]

// What the model sees: three colours, one pixel a cell, from -1 to 1
export function mazeInput({cells, start, goal}) {
  const side = cells.length, x = new Float32Array(3*side*side)
  cells.forEach((row, r) => row.forEach((cell, c) => {
    const colour = same([r, c], start) ? COLOURS.start : same([r, c], goal) ? COLOURS.goal : cell ? COLOURS.open : COLOURS.wall
    colour.forEach((v, channel) => x[(channel*side + r)*side + c] = v)
  }))
  return x
}

// Moves at one tick, and how sure the model is of each
export function route(logits) {
  return softmax(logits, MOVES.length).map(p => ({move: p.indexOf(Math.max(...p)), p: Math.max(...p)}))
}

// Walk from the start: the cells on the way, and whether the walk ends at the goal, at a wall, or waits
export function walk({cells, start, goal}, moves) {
  const path = [start]
  for (const {move, p} of moves) {
    if (same(path.at(-1), goal)) return {path, end: 'goal'}
    if (move === WAIT) return {path, end: 'waits'}
    const to = path.at(-1).map((v, i) => v + MOVES[move][i])
    if (!cells[to[0]]?.[to[1]]) return {path, end: 'wall', into: to}
    path.push(Object.assign(to, {p}))
  }
  return {path, end: same(path.at(-1), goal) ? 'goal' : 'waits'}
}

// Moves of a shortest route, or null
export function shortest({cells, start, goal}) {
  const steps = cells.map(row => row.map(() => -1)), queue = [start]
  steps[start[0]][start[1]] = 0
  for (const at of queue) {
    if (same(at, goal)) return steps[at[0]][at[1]]
    for (const move of MOVES.slice(0, WAIT)) {
      const to = [at[0] + move[0], at[1] + move[1]]
      if (!cells[to[0]]?.[to[1]] || steps[to[0]][to[1]] >= 0) continue
      steps[to[0]][to[1]] = steps[at[0]][at[1]] + 1
      queue.push(to)
    }
  }
  return null
}

// A random maze without loops, made as the training mazes are (walls fall in random order), and two rooms of it
export function randomMaze(side, random = Math.random) {
  const cells = Array.from({length: side}, () => Array(side).fill(WALL)), rooms = [], walls = [], region = {}
  for (let r = 1; r < side; r += 2) for (let c = 1; c < side; c += 2) {
    cells[r][c] = OPEN
    region[[r, c]] = rooms.push([r, c])
    if (c + 2 < side) walls.push({at: [r, c + 1], between: [[r, c], [r, c + 2]], order: random()})
    if (r + 2 < side) walls.push({at: [r + 1, c], between: [[r, c], [r + 2, c]], order: random()})
  }
  for (const {at, between: [one, other]} of walls.sort((a, b) => a.order - b.order)) {
    const [a, b] = [region[one], region[other]]
    if (a === b) continue
    cells[at[0]][at[1]] = OPEN
    for (const room in region) if (region[room] === b) region[room] = a
  }
  const pick = list => list[Math.floor(random()*list.length)], start = pick(rooms)
  return {cells, start, goal: pick(rooms.filter(o => !same(o, start)))}
}

export class MazeBoard {
  constructor(thinker, place) {
    this.thinker = thinker
    this.side = thinker.shape[1]
    this.rule = {...thinker.rule}
    this.pause = 350
    this.picture = svg('svg', {viewBox: `0 0 ${this.side} ${this.side}`, class: 'ctm-board', role: 'img', tabindex: 0,
      'aria-label': 'a maze: tap cells to draw walls, drag the start and the goal'})
    this.said = element('p', {class: 'ctm-said', 'aria-live': 'polite'})
    this.curves = new Curves(thinker.info.ticks)
    const button = (name, click) => element('button', {type: 'button', class: 'ctm-button', onclick: click}, name)
    const buttons = element('div', {class: 'ctm-buttons'}, button('New maze', () => this.set(randomMaze(this.side))),
                            button('Empty', () => this.set(this.empty())), button('Think again', () => this.think()))
    const right = element('div', {class: 'ctm-side'}, this.said, this.curves.picture, thresholdSlider(this.rule, () => this.think()), buttons)
    place.replaceChildren(element('div', {class: 'ctm-panel'}, this.picture, right))
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel']) this.picture.addEventListener(kind, e => this.pointer(e))
    this.set(randomMaze(this.side))
  }

  empty() {
    const last = this.side - 1
    const cells = Array.from({length: this.side}, (_, r) => Array.from({length: this.side}, (_, c) => r % last && c % last ? OPEN : WALL))
    return {cells, start: [1, 1], goal: [last - 1, last - 1]}
  }

  set(maze) {
    this.maze = maze
    return this.think()
  }

  cellAt(event) {
    const box = this.picture.getBoundingClientRect()
    return [event.clientY - box.top, event.clientX - box.left].map((v, i) => Math.floor(v/(i ? box.width : box.height)*this.side))
  }

  pointer(event) {
    const {maze} = this, at = this.cellAt(event), inside = at.every(v => v > 0 && v < this.side - 1)
    if (event.type === 'pointerdown') {
      event.preventDefault()
      try { this.picture.setPointerCapture(event.pointerId) } catch { /* a made-up pointer */ }
      this.drag = same(at, maze.start) ? 'start' : same(at, maze.goal) ? 'goal' : inside ? 'paint' : null
      this.paint = inside && maze.cells[at[0]][at[1]] ? WALL : OPEN
    }
    if (!this.drag || event.type === 'pointerup' || event.type === 'pointercancel') return this.drag = null
    if (!inside) return
    const taken = same(at, maze.start) || same(at, maze.goal)
    if (this.drag === 'paint') {
      if (taken || maze.cells[at[0]][at[1]] === this.paint) return
      maze.cells[at[0]][at[1]] = this.paint
    } else {
      if (taken) return
      maze.cells[at[0]][at[1]] = OPEN
      maze[this.drag] = at
    }
    this.think()
  }

  // Think about the maze; a newer call ends the ones before it
  async think() {
    const thought = this.thought = Symbol('thought'), seen = []
    let answer
    this.show([])
    this.said.textContent = 'Thinking …'
    await wait(Math.min(this.pause, 120))
    if (this.thought !== thought) return
    for await (const now of this.thinker.think(mazeInput(this.maze), this.rule)) {
      if (this.thought !== thought) return
      seen.push(now)
      if (now.answers) answer = now
      this.show(seen, route(now.logits))
      this.said.textContent = `Thinking: tick ${now.tick} of ${this.thinker.info.ticks}`
      if (!now.stopped) await wait(this.pause)
    }
    if (this.thought !== thought) return
    const ended = walk(this.maze, route(answer.logits))
    this.show(seen, route(answer.logits))
    this.said.textContent = this.verdict(seen.at(-1), answer, ended)
    return this.result = {ticks: seen.length, tick: answer.tick, stopped: seen.at(-1).stopped, energy: answer.energy, certainty: answer.certainty,
                          moves: route(answer.logits).map(o => o.move), end: ended.end}
  }

  verdict(last, answer, ended) {
    const few = shortest(this.maze), n = this.thinker.info.ticks
    const sure = `wrong with probability ${answer.wrong < .001 ? 'below 0.001' : answer.wrong.toFixed(3)}`
    const when = last.stopped ? `Stopped after ${last.tick} of ${n} ticks: ${sure}.` : `Not sure in ${n} ticks; its best answer is of tick ${answer.tick}: ${sure}.`
    const moves = ended.path.length - 1
    if (few === null) return `${when} There is no way to the goal.`
    if (ended.end === 'goal') return `${when} The route reaches the goal in ${moves} moves${moves > few ? ` (${few} would do)` : ''}.`
    return `${when} The route does not reach the goal${few > this.thinker.info.config.out_shape[0] ? `: it would take ${few} moves, more than the model can say` : ''}.`
  }

  show(seen, moves) {
    const {cells, start, goal} = this.maze, parts = []
    cells.forEach((row, r) => row.forEach((cell, c) => parts.push(svg('rect', {x: c, y: r, width: 1.02, height: 1.02, class: cell ? 'ctm-open' : 'ctm-wall'}))))
    const middle = ([r, c]) => `${c + .5},${r + .5}`
    const mark = (kind, [r, c], letter) => parts.push(svg('circle', {cx: c + .5, cy: r + .5, r: .38, class: `ctm-${kind}`}),
      svg('text', {x: c + .5, y: r + .68, class: 'ctm-letter'}, letter))
    if (moves) {
      const {path, end, into} = walk(this.maze, moves)
      for (let i = 1; i < path.length; i++) parts.push(svg('polyline', {points: `${middle(path[i-1])} ${middle(path[i])}`,
        class: `ctm-route ctm-${end === 'goal' ? 'right' : 'unsure'}`, style: `--sure: ${Math.round(30 + 70*path[i].p)}%`}))
      if (end === 'wall') {
        const [r, c] = path.at(-1), hit = middle([r + .42*(into[0] - r), c + .42*(into[1] - c)])
        parts.push(svg('polyline', {points: `${middle([r, c])} ${hit}`, class: 'ctm-route ctm-unsure'}))
      }
    }
    mark('start', start, 'S')
    mark('goal', goal, 'G')
    this.picture.replaceChildren(...parts)
    this.curves.show(seen)
  }
}
