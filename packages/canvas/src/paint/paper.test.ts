import { expect, test } from 'vitest'
import { THEMES } from '../palette.ts'
import { PAPER_SPACING, PAPERS, type Paper, paintPaper, paperOf, paperSpacing, paperSvg } from './paper.ts'

/** What is filled, in device px. */
function painted(paper: Paper, camera: { x: number; y: number; zoom: number }, ratio = 1) {
  const rects: (readonly [x: number, y: number, w: number, h: number])[] = []
  const context = {
    globalAlpha: 1,
    fillStyle: '',
    fillRect: (x: number, y: number, w: number, h: number) => void rects.push([x, y, w, h]),
  } as unknown as CanvasRenderingContext2D
  paintPaper(context, camera, { w: 200, h: 100 }, ratio, THEMES.light, paper)
  return rects
}

test('marks are never nearer to each other than is easy on the eyes, and those of a far zoom lie on those of a near one', () => {
  for (let zoom = 0.01; zoom <= 64; zoom *= 1.1) {
    const spacing = paperSpacing(zoom)
    expect(spacing * zoom).toBeGreaterThanOrEqual(16)
    expect(spacing * zoom).toBeLessThan(32 + 1e-9)
    expect(Math.log2(spacing / PAPER_SPACING)).toBe(Math.round(Math.log2(spacing / PAPER_SPACING)))
  }
  expect(paperSpacing(1)).toBe(PAPER_SPACING)
  expect(paperSpacing(Number.NaN)).toBe(PAPER_SPACING)
  expect(paperSpacing(0)).toBe(PAPER_SPACING)
})

test('marks stay on the world while the camera moves, on whole device px', () => {
  const lines = painted('lines', { x: -7.5, y: -7.5, zoom: 1.3 }, 2)
  for (const [, y] of lines) expect(Number.isInteger(y)).toBe(true)
  expect(lines.map(([, y]) => y)).toContain(Math.round(7.5 * 1.3 * 2))
  expect(lines.every(([x, , w]) => x === 0 && w === 400)).toBe(true)
})

test('each paper has marks of its own kind all over the view, and plain has none', () => {
  expect(painted('plain', { x: 0, y: 0, zoom: 1 })).toEqual([])
  expect(painted('lines', { x: 0, y: 0, zoom: 1 }).length).toBeGreaterThanOrEqual(5)
  expect(painted('squares', { x: 0, y: 0, zoom: 1 }).length).toBeGreaterThanOrEqual(5 + 10)
  expect(painted('dots', { x: 0, y: 0, zoom: 1 }).length).toBeGreaterThanOrEqual(5 * 10)
  for (const paper of PAPERS) {
    const svg = paperSvg({ minX: 0, minY: 0, maxX: 50, maxY: 50 }, THEMES.dark, paper)
    expect(svg === '').toBe(paper === 'plain')
  }
})

test('a board whose paper nobody knows is plain', () => {
  expect(paperOf({})).toBe('plain')
  expect(paperOf({ paper: 'squares' })).toBe('squares')
  expect(paperOf({ paper: 'velvet' })).toBe('plain')
  expect(paperOf(JSON.parse('{"__proto__":{"paper":"dots"}}'))).toBe('plain')
})
