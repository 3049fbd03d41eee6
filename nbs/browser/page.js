// Puts the maze and the digit pad into the page.
import {DigitPad} from './digits.js'
import {MazeBoard} from './maze.js'
import {Thinker} from './thinker.js'

document.head.append(Object.assign(document.createElement('link'), {rel: 'stylesheet', href: new URL('page.css', import.meta.url)}))

async function put(Kind, folder, id) {
  const place = document.getElementById(id)
  try { return new Kind(await Thinker.load(folder), place) }
  catch (e) { place.textContent = `This page could not load its model (${e.message}).` ; throw e }
}

window.ctm = Promise.all([put(MazeBoard, 'maze', 'ctm-maze'), put(DigitPad, 'digits', 'ctm-digits')]).then(([maze, digits]) => ({maze, digits}))
