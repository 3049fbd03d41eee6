// In the page: think about the cases of cases.json, and use the page as a person would; the results are sent to the test.
const tell = o => fetch('result', {method: 'POST', body: JSON.stringify(o)})

window.addEventListener('unhandledrejection', e => tell({error: `${e.reason} ${e.reason?.stack}`}))
try {
  const cases = await (await fetch('cases.json')).json(), {maze, digits} = await window.ctm
  const each = async (board, inputs) => {
    const results = []
    for (const x of inputs) {
      let ticks = 0, best
      for await (const now of board.thinker.think(Float32Array.from(x))) { ticks = now.tick; if (now.answers) best = now }
      results.push({ticks, tick: best.tick, energy: best.energy, certainty: best.certainty, logits: [...best.logits]})
    }
    return results
  }
  const {route, walk, randomMaze, mazeInput} = await import('./browser/maze.js')
  const results = {maze: await each(maze, cases.maze), digits: await each(digits, cases.digits)}
  // a wall by a tap, the goal by a drag, a digit by a stroke
  maze.pause = digits.pause = 0
  const at = (board, kind, x, y) => {
    const box = board.getBoundingClientRect()
    board.dispatchEvent(new PointerEvent(kind, {clientX: box.left + x*box.width, clientY: box.top + y*box.height, pointerId: 1}))
  }
  await maze.set(maze.empty())
  const tap = (x, y) => ['pointerdown', 'pointerup'].forEach(kind => at(maze.picture, kind, (x + .5)/9, (y + .5)/9))
  tap(3, 4)
  results.tapped = maze.maze.cells[4][3]
  at(maze.picture, 'pointerdown', 7.5/9, 7.5/9)
  at(maze.picture, 'pointermove', 5.5/9, 1.5/9)
  at(maze.picture, 'pointerup', 5.5/9, 1.5/9)
  results.goal = maze.maze.goal
  results.drawn = await maze.think()
  results.digits_drawn = []
  for (const strokes of cases.strokes) {
    digits.clear()
    for (const [first, ...rest] of strokes) {
      at(digits.pad, 'pointerdown', ...first)
      for (const p of rest) at(digits.pad, 'pointermove', ...p)
      at(digits.pad, 'pointerup', ...rest.at(-1))
    }
    const {digit, stopped, wrong} = await digits.think()
    results.digits_drawn.push({digit, stopped, wrong})
  }
  // random mazes of the page itself: how many are solved?
  let solved = 0
  for (let i = 0; i < cases.random; i++) {
    const m = randomMaze(9)
    let best
    for await (const now of maze.thinker.think(mazeInput(m))) if (now.answers) best = now
    if (walk(m, route(best.logits)).end === 'goal') solved++
  }
  tell({...results, solved})
} catch (e) { tell({error: `${e} ${e.stack}`}) }
