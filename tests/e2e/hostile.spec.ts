import type { ElementId, NewElement, Op, Props } from '@inkwire/board'
import { BoardClient, memoryOutbox, newElementId, newGestureId, whenOpen, whenSaved } from '@inkwire/sync'
import { expect } from '@playwright/test'
import { Guest } from '../servers/guest.ts'
import { BoardPage, converged } from './board-page.ts'
import { test } from './service.ts'

const NAME = '<img src=x onerror="window.ran=1"> __proto__'
const WORDS = '\u202e\u0000<script>window.ran=1</script>&amp; \uffff 👩‍👩‍👧‍👦'.repeat(3)

const element = (type: string, props: Props): Op => ({
  op: 'put',
  element: { id: newElementId(), type, order: 'a0', x: 0, y: 0, ...props } as NewElement,
})

/** All that the server takes and that an honest page would never send. */
function hostileOps(): Op[] {
  const own = Object.fromEntries([
    ['__proto__', 1],
    ['constructor', 'x'],
    ['toString', [1]],
    ['hasOwnProperty', null],
  ])
  const self = newElementId()
  const [one, two] = [newElementId(), newElementId()]
  const end = (id: ElementId) => ({ x: 5, y: 5, binding: { id, u: 1, v: 0, distance: 2e6 } })
  return [
    element('rectangle', { ...own, hasOwnProperty: 1, w: 0, h: 0 }),
    element('rectangle', { x: 1e6, y: -1e6, w: 2e6, h: 2e6, angle: -1e3, radius: 2e6, width: 200, opacity: 0 }),
    element('rectangle', {
      w: 5e-324,
      h: 1e-300,
      angle: 1e-320,
      sketchy: true,
      seed: 2 ** 31,
      fill: 'red',
      fillStyle: 'hatch',
    }),
    element('ellipse', { w: 2e6, h: 1, label: WORDS, fontSize: 1_000, dash: 'dotted', width: 0.1 }),
    element('constructor', { toString: 'x', deep: [[[[[[[{}]]]]]]] }),
    element('text', { text: WORDS, fontSize: 1, link: 'https://\u202eexample.org/"><script>' }),
    element('text', {
      text: '',
      w: 0,
      layout: { breaks: [9, 3, 3, 40_000], w: 0, h: 2e6, fontSize: -1e300, font: '', textHash: -1 },
    }),
    element('sticky', { w: 1, h: 1, text: 'x'.repeat(5_000), color: '#000000', author: NAME }),
    {
      op: 'put',
      element: { id: self, type: 'arrow', order: 'Zz', x: 0, y: 0, start: end(self), end: end(self) } as NewElement,
    },
    element('line', {
      start: { x: 1e6, y: 1e6 },
      end: { x: 1e6, y: 1e6 },
      mid: Array(200).fill([-1e6, 1e6]),
      curve: 'elbow',
    }),
    {
      op: 'put',
      element: { id: one, type: 'frame', order: 'a0', x: 0, y: 0, w: 9, h: 9, name: NAME, parent: two } as NewElement,
    },
    {
      op: 'put',
      element: { id: two, type: 'frame', order: 'a0', x: 0, y: 0, w: 9, h: 9, name: '', parent: one } as NewElement,
    },
    element('group', { parent: newElementId() }),
    element('image', { w: 10, h: 10, asset: 'a'.repeat(64), crop: { x: 1, y: 1, w: 0, h: 0 } }),
    { op: 'set', id: one, props: { unknown: Object.fromEntries([['__proto__', { polluted: 1 }]]) } },
    {
      op: 'meta',
      props: Object.fromEntries([
        ['__proto__', 1],
        ['grid', 1_000],
        ['background', '\u0000'],
      ]),
    },
  ]
}

test('what a script draws to break the page breaks nobody’s view', async ({ browser, service }) => {
  const origin = service.instance.url
  const person = await BoardPage.create(browser, origin)
  const errors: string[] = []
  person.page.on('pageerror', (error) => errors.push(error.message))
  const link = await person.link()
  const { pathname, hash } = new URL(link)
  const attacker = await Guest.arrive(origin)
  expect((await attacker.request('/api/v1/session', 'PATCH', { name: NAME })).status).toBe(200)
  const client = new BoardClient({
    origin,
    board: pathname.split('/').at(-1) as BoardClient['board'],
    key: hash.slice(1),
    outbox: memoryOutbox(),
    socketOptions: { extraHeaders: { cookie: attacker.cookie } },
  })
  await whenOpen(client)
  for (const op of hostileOps()) {
    client.commit(newGestureId(), [op])
    await whenSaved(client)
  }
  // None of it was refused: all of it is on the board, but for the frame that would close a circle of parents.
  expect(client.head().elements).toBe(hostileOps().filter(({ op }) => op === 'put').length - 1)

  // Whoever was there draws on, whoever comes sees the same, and all of it is looked at: zoomed to fit, selected, exported.
  await person.pen([300, 300], [400, 360], [500, 300])
  const other = await BoardPage.open(browser, link)
  other.page.on('pageerror', (error) => errors.push(error.message))
  const { elements, hash: shown } = await converged([person, other], 5)
  expect({ elements: client.head().elements, hash: client.head().hash }).toEqual({ elements, hash: shown })
  for (const { page } of [person, other]) {
    await page.keyboard.press('Shift+1')
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+a')
    await page.waitForTimeout(500)
    await page.keyboard.press('Escape')
  }
  await other.pen([500, 200], [520, 260], [560, 200])
  await converged([person, other], elements + 1)
  const thumbnail = await person.page.request.get(`${origin}/api/v1/boards/${pathname.split('/').at(-1)}/thumbnail.svg`)
  expect(thumbnail.status()).toBe(200)
  for (const { page } of [person, other]) expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined()
  expect(errors).toEqual([])
  await client.close()
  await person.close()
  await other.close()
})
