import { type Element, type ElementId, type NewElement, own, pack, textOf, type Value } from '@inkwire/board'
import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Trial } from '../testing/trial.ts'
import { BoardClipboard } from './board-clipboard.ts'
import { linkIn } from './links.ts'
import { parcelElements, parcelText, unwrapped, wrapped } from './parcel.ts'

const id = (name: string) => name.padEnd(21, '_') as ElementId

beforeEach(() => {
  vi.useRealTimers()
})

/** A frame with a group of two in it, an arrow between them, and another that is bound to something else. */
function furnished(): Trial {
  const trial = new Trial()
  const put = (element: NewElement) => trial.mine.commit('g'.repeat(21) as never, [{ op: 'put', element }])
  put({ id: id('other'), type: 'rectangle', order: 'a0', x: 500, y: 500, w: 40, h: 40 })
  put({ id: id('frame'), type: 'frame', order: 'a1', x: 0, y: 0, w: 200, h: 200, name: 'Plan' })
  put({ id: id('group'), type: 'group', order: 'a0', parent: id('frame') })
  put({
    id: id('a'),
    type: 'rectangle',
    order: 'a0',
    parent: id('group'),
    x: 10,
    y: 10,
    w: 40,
    h: 40,
    label: 'A & <b>',
  })
  put({ id: id('b'), type: 'ellipse', order: 'a1', parent: id('group'), x: 110, y: 10, w: 40, h: 40 })
  const end = (target: string) => ({ x: 0, y: 0, binding: { id: id(target), u: 0.5, v: 0.5, distance: 4 } })
  put({ id: id('arrow'), type: 'arrow', order: 'a2', parent: id('frame'), start: end('a'), end: end('b') })
  put({ id: id('loose'), type: 'arrow', order: 'a3', parent: id('frame'), start: end('a'), end: end('other') })
  return trial
}

const copied = (trial: Trial, ids: readonly ElementId[]) => wrapped(parcelElements(trial.desk.scene, ids))

describe('copy and paste', () => {
  test('to another board: all comes along with new ids, bound to each other, and lands at the pointer', () => {
    const from = furnished()
    const to = new Trial()
    to.move(700, 400)
    new BoardClipboard(to.desk).insert(copied(from, [id('frame')]), 'words')
    expect(to.mine.batches).toHaveLength(1)
    const pasted = [...to.board.document.elements()]
    expect(pasted.map(({ type }) => type).sort()).toEqual(['arrow', 'arrow', 'ellipse', 'frame', 'group', 'rectangle'])
    for (const element of pasted) expect(from.desk.scene.get(element.id)).toBeUndefined()
    const of = (type: string) => pasted.find((element) => element.type === type) as Element
    expect(of('frame').parent).toBeUndefined()
    expect(of('group').parent).toBe(of('frame').id)
    expect(of('rectangle').parent).toBe(of('group').id)
    expect(textOf(of('rectangle'), 'label')).toBe('A & <b>')
    const arrows = pasted.filter(({ type }) => type === 'arrow')
    const bindings = arrows.map((arrow) => [own(arrow, 'start'), own(arrow, 'end')] as { binding?: { id: string } }[])
    expect(bindings.map((ends) => ends.map((end) => end.binding?.id))).toEqual([
      [of('rectangle').id, of('ellipse').id],
      [of('rectangle').id, undefined],
    ])
    expect(to.desk.selection).toEqual([of('frame').id])
    const bounds = to.desk.scene.bounds(to.desk.selection)
    expect(bounds && Math.abs((bounds.minX + bounds.maxX) / 2 - 700)).toBeLessThan(200)
  })

  test('to another board: images are what they are there, and those that it can’t show stay away', async () => {
    const [from, to] = [new Trial(), new Trial()]
    const assets = ['a', 'b', 'c'].map((digit) => digit.repeat(64))
    for (const [i, asset] of assets.entries()) {
      const element: NewElement = {
        id: id(`image${i}`),
        type: 'image',
        order: `a${i}`,
        x: 0,
        y: 0,
        w: 10,
        h: 10,
        asset,
      }
      from.mine.commit('g'.repeat(21) as never, [{ op: 'put', element }])
    }
    const html = wrapped(parcelElements(from.desk.scene, assets.map((_, i) => id(`image${i}`))), 'there') // biome-ignore format: one row
    const adopt = vi.fn(async () => new Map([['a', 'd'], ['b', 'b']].map(([old = '', now = '']) => [old.repeat(64), now.repeat(64)]))) // biome-ignore format: one row
    new BoardClipboard(to.desk, { board: 'here', canInsert: true, insert: () => {}, adopt }).insert(html, '')
    await vi.waitFor(() => expect(to.mine.batches).toHaveLength(1))
    expect(adopt).toHaveBeenCalledWith(new Set(assets), 'there')
    expect([...to.board.document.elements()].map(({ asset }) => asset).sort()).toEqual(['b'.repeat(64), 'd'.repeat(64)])
  })

  test('pasted again at the same place it lies beside', () => {
    const trial = furnished()
    const clipboard = new BoardClipboard(trial.desk)
    trial.move(600, 300)
    const html = copied(trial, [id('a')])
    clipboard.insert(html, '')
    const [first] = trial.desk.selection
    clipboard.insert(html, '')
    const [second] = trial.desk.selection
    const x = (one: ElementId | undefined) => Number(one && trial.desk.scene.get(one)?.x)
    expect(x(first) + 20).toBe(600)
    expect(x(second)).toBe(x(first) + 16)
  })

  test('pasted into a frame it is in the frame', () => {
    const trial = furnished()
    trial.move(100, 150)
    new BoardClipboard(trial.desk).insert(copied(trial, [id('other')]), '')
    const [pasted] = trial.desk.selection
    expect(pasted && trial.desk.scene.get(pasted)?.parent).toBe(id('frame'))
  })

  test('the plain text is that of the elements', () => {
    const trial = furnished()
    expect(parcelText(parcelElements(trial.desk.scene, [id('frame')]))).toBe('A & <b>')
    expect(copied(trial, [id('a')])).toContain('A &amp; &lt;b&gt;')
  })
})

describe('text', () => {
  const pasted = (text: string) => {
    const trial = new Trial()
    trial.move(400, 300)
    new BoardClipboard(trial.desk).insert('', text)
    return { trial, element: [...trial.board.document.elements()][0] }
  }

  test('becomes a text element at the pointer, one that wraps when it is wide', () => {
    const { element } = pasted('hello\r\nworld')
    expect(element && textOf(element, 'text')).toBe('hello\nworld')
    expect(element).toMatchObject({ type: 'text', x: 370, y: 270 })
    expect(pasted('word '.repeat(100)).element).toMatchObject({ w: 600 })
  })

  test('an address alone is a link, and nothing that could run', () => {
    expect(pasted(' https://example.org/a?b=c ').element).toMatchObject({ link: 'https://example.org/a?b=c' })
    expect(linkIn('mailto:ada@example.org')).toBe('mailto:ada@example.org')
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://',
      'see https://example.org',
      'file:///etc',
    ])
      expect(linkIn(text)).toBeUndefined()
  })

  test('only spaces, or too much, are not pasted', () => {
    expect(pasted(' \n ').trial.mine.batches).toHaveLength(0)
    const { trial } = pasted('x'.repeat(20_001))
    expect(trial.mine.batches).toHaveLength(0)
    expect(trial.desk.notice).toMatch(/20,000/)
  })
})

describe('what others put on the clipboard', () => {
  const box = (bytes: Uint8Array) => `<div data-inkwire="${btoa(String.fromCharCode(...bytes))}">x</div>`

  test("HTML of others is text; what is ours and can't be read is ignored, and said", () => {
    const trial = new Trial()
    const clipboard = new BoardClipboard(trial.desk)
    clipboard.insert('<b>bold</b>', 'bold')
    expect(trial.board.document.size).toBe(1)
    const bad = [
      '<div data-inkwire="%%%">',
      '<div data-inkwire="',
      box(new Uint8Array([1, 2, 3])),
      box(pack({ version: 2, elements: [] })),
      box(pack({ version: 1, elements: ['x', 7] })),
      box(pack({ version: 1, elements: [{ id: id('x'), type: 'rectangle', order: 'a0', x: 1e9, y: 0, w: 1, h: 1 }] })),
      `<div data-inkwire="${'A'.repeat(17_000_000)}">`,
    ]
    for (const html of bad) {
      trial.desk.dismissNotice()
      clipboard.insert(html, 'text')
      expect(trial.desk.notice).toMatch(/can't be used/)
    }
    expect(trial.board.document.size).toBe(1)
  })

  test('strange ids, circles and missing targets break nothing', () => {
    const trial = new Trial()
    const elements: Value[] = [
      { id: id('a'), type: 'group', order: 'a0', parent: id('b') },
      { id: id('b'), type: 'group', order: 'a0', parent: id('a') },
      { id: id('c'), type: 'rectangle', order: 'a0', parent: id('nowhere'), x: 1, y: 2, w: 3, h: 4 },
      { id: id('c'), type: 'rectangle', order: 'a0', x: 1, y: 2, w: 3, h: 4 },
      { id: '__proto__', type: 'rectangle', order: 'a0', x: 1, y: 2, w: 3, h: 4 },
      { id: id('d'), type: 'hologram', order: 'a0', constructor: 'x' },
      {
        id: id('e'),
        type: 'arrow',
        order: 'a0',
        start: { x: 0, y: 0, binding: { id: id('e'), u: 0, v: 0, distance: 1 } },
        end: { x: 9, y: 9 },
      },
    ]
    new BoardClipboard(trial.desk).insert(box(pack({ version: 1, elements })), '')
    const types = [...trial.board.document.elements()].map(({ type }) => type).sort()
    // The fold refuses the group that would close the circle.
    expect(types).toEqual(['arrow', 'group', 'hologram', 'rectangle'])
  })

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['unusable', 'elements']).toContain(unwrapped(box(bytes)).kind)
      }),
    )
  })

  test('who may only look pastes nothing', () => {
    const trial = new Trial()
    trial.mine.setCanEdit(false)
    new BoardClipboard(trial.desk).insert('', 'words')
    expect(trial.board.document.size).toBe(0)
  })
})
