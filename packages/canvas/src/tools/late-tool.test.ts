import { expect, test } from 'vitest'
import { Late } from '../late.ts'
import * as rest from '../rest.ts'
import { Trial } from '../testing/trial.ts'

/** A trial whose tools come when the test says so. */
function lateTrial() {
  let come = () => {}
  const late = new Late(
    () =>
      new Promise<typeof rest>((resolve) => {
        come = () => resolve(rest)
      }),
  )
  return { trial: new Trial(undefined, late), come: () => come() }
}

test('what is drawn before the code of a tool is there is drawn when it came', async () => {
  const { trial, come } = lateTrial()
  const { desk } = trial
  desk.setTool('rectangle')
  trial.drag([100, 100], [200, 180])
  expect([...desk.scene.document.elements()]).toEqual([])

  come()
  await expect.poll(() => desk.scene.document.size).toBe(1)
  const [rectangle] = desk.scene.document.elements()
  expect(rectangle).toMatchObject({ type: 'rectangle', x: 100, y: 100, w: 100, h: 80 })
  expect(desk.toolId).toBe('select')
  expect(desk.selection).toEqual([rectangle?.id])
})

test('a gesture goes on under the pointer when the code comes in the middle of it', async () => {
  const { trial, come } = lateTrial()
  const { desk } = trial
  desk.setTool('ellipse')
  trial.down(100, 100)
  trial.move(150, 150)
  expect(desk.tool.busy).toBe(true)

  const standIn = desk.tool
  come()
  await expect.poll(() => desk.tool).not.toBe(standIn)
  expect(desk.tool.busy).toBe(true)
  trial.move(200, 160)
  trial.up(200, 160)
  expect([...desk.scene.document.elements()]).toMatchObject([{ type: 'ellipse', x: 100, y: 100, w: 100, h: 60 }])
})

test('a gesture that was given up is not drawn', async () => {
  const { trial, come } = lateTrial()
  const { desk } = trial
  desk.setTool('rectangle')
  trial.down(100, 100)
  trial.move(200, 200)
  desk.cancel()
  expect(desk.tool.busy).toBe(false)

  const standIn = desk.tool
  come()
  await expect.poll(() => desk.tool).not.toBe(standIn)
  expect(desk.scene.document.size).toBe(0)
})

test('another tool that was chosen meanwhile stays, and what was drawn comes', async () => {
  const { trial, come } = lateTrial()
  const { desk } = trial
  desk.setTool('rectangle')
  trial.drag([100, 100], [200, 180])
  desk.setTool('pen')
  trial.down(300, 300)
  trial.move(340, 300)

  come()
  await expect.poll(() => desk.scene.document.size).toBe(1)
  expect(desk.toolId).toBe('pen')
  expect(desk.tool.busy).toBe(true)
  trial.move(380, 300)
  trial.up(380, 300)
  expect([...desk.scene.document.elements()].map(({ type }) => type)).toEqual(['rectangle', 'stroke'])
})
