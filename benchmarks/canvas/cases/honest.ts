import { setTimeout as sleep } from 'node:timers/promises'
import { cameraOnShare, VIEWPORT } from '../scene.ts'
import type { Session } from '../session.ts'
import type { Case } from './case.ts'

/** Where the camera jumps: in viewports from the middle, and what share of the scene is then in view. No two at one zoom, so nothing is painted before. */
const JUMPS = [
  { across: 0.5, down: 0, share: 0.07 },
  { across: 0, down: 0.6, share: 0.04 },
  { across: -0.8, down: 0, share: 0.055 },
  { across: 0.3, down: -0.5, share: 0.025 },
]
/** After so long nothing can be on its way any more, ms. */
const REST_MS = 1_500

/**
 * Screenshots beside what the page says of itself. Right after a jump: what share of the squares that have ink at rest has none yet
 * (`missing`, and the `blank` and `stale` that the page admitted). Whenever the page calls itself exact: what share of the pixels is
 * another one at rest (`changed`).
 */
export const honest: Case = async (session) => {
  const { page, count } = session
  await session.look(cameraOnShare(count, 0.1))
  const jumps: Record<'blank' | 'stale' | 'missing' | 'changed', number>[] = []
  for (const { across, down, share } of JUMPS) {
    const { x, y, zoom } = cameraOnShare(count, share)
    const at = { x: x + (across * VIEWPORT.w) / zoom, y: y + (down * VIEWPORT.h) / zoom, zoom }
    const admitted = await page.evaluate(async (camera) => {
      window.bench.setCamera(camera.x, camera.y, camera.zoom)
      await window.recorder.painted()
      return window.bench.coverage?.() ?? { blank: 0, stale: 0 }
    }, at)
    const early = await picture(session)
    await page.evaluate(() => window.recorder.exact(10_000))
    const exact = await picture(session)
    await sleep(REST_MS)
    const rest = await picture(session)
    const changed = (before: string) =>
      page.evaluate(([a, b]) => window.recorder.changedPixels(a, b), [before, rest] as const)
    const claimed = admitted.blank === 0 && admitted.stale === 0 ? [early, exact] : [exact]
    jumps.push({
      ...admitted,
      missing: await page.evaluate(([a, b]) => window.recorder.missingInk(a, b), [early, rest] as const),
      changed: Math.max(...(await Promise.all(claimed.map(changed)))),
    })
  }
  const most = (name: keyof (typeof jumps)[number]) => Math.max(...jumps.map((jump) => jump[name]))
  return { missing: most('missing'), blank: most('blank'), stale: most('stale'), changed: most('changed') }
}

async function picture({ page }: Session): Promise<string> {
  return (await page.screenshot()).toString('base64')
}
