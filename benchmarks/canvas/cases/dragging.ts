import { setTimeout as sleep } from 'node:timers/promises'
import { latencyFigures } from '../figures.ts'
import { cameraOnShare, centreBlock, grabbed, makeScene } from '../scene.ts'
import { paced, type Session } from '../session.ts'
import type { Case } from './case.ts'
import { framed } from './framed.ts'

/** So many are in view. */
const IN_VIEW = 1_000

/** Drags one element. */
export const drag1: Case = (session) => drag(session, 1)
/** Drags all that are in view. */
export const drag1000: Case = (session) => drag(session, IN_VIEW)

async function drag(session: Session, wanted: number) {
  const { count, page } = session
  const { index } = grabbed(makeScene(count))
  const camera = cameraOnShare(count, Math.min(1, IN_VIEW / count))
  await session.setTool('select')
  await session.look(camera)
  const indices = wanted === 1 ? [index] : centreBlock(count, wanted)
  const { painted: selecting } = await page.evaluate(
    (all) => window.recorder.timed(() => window.bench.select(all)),
    indices,
  )
  await sleep(200)
  // An earlier case may have moved it.
  const before = await page.evaluate((at) => window.bench.bounds(at), index)
  const px = (before.x + before.w / 2 - camera.x) * camera.zoom
  const py = (before.y + before.h / 2 - camera.y) * camera.zoom
  session.mouse('mouseMoved', px, py)
  await session.settled()
  const { recording, figures } = await framed(session, async () => {
    await page.evaluate(() => window.recorder.start())
    session.mouse('mousePressed', px, py)
    let [x, y] = [px, py]
    await paced(120, 2_000, (seconds) => {
      x = px + 70 * Math.sin(seconds * 3)
      y = py + 40 * Math.sin(seconds * 4.1)
      session.mouse('mouseMoved', x, y, { held: true })
    })
    session.mouse('mouseReleased', x, y)
    await session.settled()
    return page.evaluate(() => window.recorder.stop())
  })
  const after = await page.evaluate((at) => window.bench.bounds(at), index)
  return {
    ...figures,
    ...latencyFigures(recording),
    selecting,
    selected: await page.evaluate(() => window.bench.selectedCount()),
    moved: Math.hypot(after.x - before.x, after.y - before.y) * camera.zoom,
  }
}
