import { cameraOnAll, cameraOnShare, type SceneCamera } from '../scene.ts'
import { paced, type Session } from '../session.ts'
import type { Case } from './case.ts'
import { framed } from './framed.ts'

/** Each goes on for so long, ms. */
const DURATION = 3_000
/** Everything is exact by then, or never, ms. */
const EXACT_MS = 10_000
/** Excalidraw zooms out no further than to 0.1. */
const SMALLEST_ZOOM = 0.102

/** Pans with everything in view, a little to and fro. */
export const panAll: Case = (session) => pan(session, cameraOnAll(session.count), 60)
/** Pans with a tenth in view, by half a viewport. */
export const pan10: Case = (session) => pan(session, cameraOnShare(session.count, 0.1), 600)
/** Pans over whole viewports: what was prepared around the view does not suffice. */
export const panFull10: Case = (session) => pan(session, cameraOnShare(session.count, 0.1), 1_280)

async function pan(session: Session, camera: SceneCamera, amplitude: number) {
  await session.look(camera)
  const { figures } = await framed(session, () =>
    session.page.evaluate(([ms, at, px]) => window.recorder.pan(ms, at, px), [DURATION, camera, amplitude] as const),
  )
  const exact = await session.page.evaluate((most) => window.recorder.exact(most), EXACT_MS)
  return { ...figures, exact }
}

/** Pans by a real wheel, to the one side and back. */
export const panWheel10: Case = async (session) => {
  await session.setTool('select')
  await session.look(cameraOnShare(session.count, 0.1))
  const { recording, figures } = await framed(session, async () => {
    await session.page.evaluate(() => window.recorder.start())
    await paced(60, DURATION, (seconds) => {
      const way = seconds % 1.5 < 0.75 ? 1 : -1
      session.mouse('mouseWheel', 640, 400, { deltaX: 12 * way, deltaY: 6 * way })
    })
    await session.settled()
    return session.page.evaluate(() => window.recorder.stop())
  })
  const exact = await session.page.evaluate((most) => window.recorder.exact(most), EXACT_MS)
  return { ...figures, wheels: recording.wheels, exact }
}

/** Zooms by a real wheel with ctrl held, in until it is twice as near, then out. */
export const zoomWheel: Case = async (session) => {
  const camera = cameraOnShare(session.count, 0.1)
  await session.setTool('select')
  await session.look(camera)
  const [least, most] = [Math.max(SMALLEST_ZOOM, camera.zoom / 1.25), camera.zoom * 2]
  let zoom = camera.zoom
  let way = -1
  const { recording, figures } = await framed(session, async () => {
    await session.page.evaluate(() => window.recorder.start())
    const looking = setInterval(async () => {
      zoom = await session.page.evaluate(() => window.bench.getCamera().zoom).catch(() => zoom)
    }, 30)
    await paced(60, DURATION, () => {
      if (zoom >= most) way = 1
      else if (zoom <= least) way = -1
      session.mouse('mouseWheel', 640, 400, { deltaY: 3 * way, ctrl: true })
    })
    clearInterval(looking)
    await session.settled()
    return session.page.evaluate(() => window.recorder.stop())
  })
  const exact = await session.page.evaluate((ms) => window.recorder.exact(ms), EXACT_MS)
  return { ...figures, wheels: recording.wheels, exact }
}
