import { quantile } from '../figures.ts'
import { cameraOnAll } from '../scene.ts'
import type { Case } from './case.ts'
import { framed } from './framed.ts'

const PEOPLE = 30
const DURATION = 5_000

/** Others draw while everything is in view: what comes from them passes the session as ticks do. */
export const others: Case = async (session) => {
  await session.setTool('select')
  await session.look(cameraOnAll(session.count))
  let ink: readonly number[] = []
  const { figures } = await framed(session, async () => {
    const [recording, waits] = await session.page.evaluate(
      async ([people, ms]) => {
        const draw = await window.bench.othersDraw?.(people, ms)
        if (!draw) throw new Error('on this page nobody else can draw')
        await window.recorder.painted()
        window.recorder.start()
        const inked = await draw()
        return [await window.recorder.stop(), inked] as const
      },
      [PEOPLE, DURATION] as const,
    )
    ink = waits
    return recording
  })
  return {
    ...figures,
    ticks: ink.length,
    ink50: quantile(ink, 0.5),
    ink95: quantile(ink, 0.95),
    inkMax: quantile(ink, 1),
  }
}
