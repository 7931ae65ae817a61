import { setTimeout as sleep } from 'node:timers/promises'
import { latencyFigures } from '../figures.ts'
import { cameraAt, cameraOnShare, type SceneCamera } from '../scene.ts'
import { paced, type Session } from '../session.ts'
import type { Case } from './case.ts'
import { framed } from './framed.ts'

/** Strokes closer together could be taken for a double-click, ms. */
const BETWEEN = 450

/** Draws in the middle of the scene at zoom 1. */
export const draw100: Case = (session) => draw(session, cameraAt(session.count, 1))
/** Draws with a tenth of the scene in view. */
export const draw10: Case = (session) => draw(session, cameraOnShare(session.count, 0.1))

async function draw(session: Session, camera: SceneCamera) {
  await session.look(camera)
  await session.setTool('draw')
  const before = await session.elements()
  session.mouse('mouseMoved', 500, 400)
  await session.settled()
  await sleep(200)
  const { recording, figures } = await framed(session, async () => {
    await session.page.evaluate(() => window.recorder.start())
    await stroke(session, { x: 460, y: 400 }, 2_000, 0)
    for (let k = 1; k <= 3; k++) await stroke(session, { x: 400 + 90 * k, y: 300 + 50 * k }, 250, k)
    return session.page.evaluate(() => window.recorder.stop())
  })
  await session.setTool('select')
  return { ...figures, ...latencyFigures(recording), added: (await session.elements()) - before }
}

async function stroke(session: Session, from: { x: number; y: number }, ms: number, phase: number): Promise<void> {
  let { x, y } = from
  session.mouse('mousePressed', x, y)
  await paced(120, ms, (seconds) => {
    x = from.x + 130 * seconds + 30 * (Math.sin(seconds * 11 + phase) - Math.sin(phase))
    y = from.y + 60 * Math.sin(seconds * 7)
    session.mouse('mouseMoved', x, y, { held: true })
  })
  session.mouse('mouseReleased', x, y)
  await session.settled()
  await sleep(BETWEEN)
}
