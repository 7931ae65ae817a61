import { type Element, packPoints } from '@inkwire/board'
import { elementId, words } from './elements.ts'

type Look = { readonly [name: string]: unknown }

/** What the reference pictures show, by the names of their files: each painter in its main variants. Sheets are at most 240 × 160 px. */
export const ROWS: { readonly [name: string]: readonly Element[] } = {
  rectangles: three('rectangle', [
    { fill: 'blue' },
    { fill: 'red', fillStyle: 'hatch' },
    { radius: 16, dash: 'dashed' },
  ]),
  ellipses: three('ellipse', [{ fill: 'green' }, { fill: 'green', fillStyle: 'hatch' }, { dash: 'dotted', width: 4 }]),
  diamonds: three('diamond', [{ fill: 'violet' }, { label: words('Yes?') }, { angle: 0.4 }]),
  triangles: three('triangle', [{ fill: 'orange' }, { fill: 'pink', fillStyle: 'hatch' }, { angle: 0.5, width: 8 }]),
  stars: three('star', [{ fill: 'yellow' }, { dash: 'dashed' }, { angle: 0.3 }]),
  hexagons: three('hexagon', [{ fill: 'teal' }, { label: words('Six') }, { color: '#2277cc' }]),
  sketchy: three('rectangle', [
    { sketchy: true, seed: 1, fill: 'blue' },
    { sketchy: true, seed: 2, fill: 'red', fillStyle: 'hatch' },
    { sketchy: true, seed: 3, type: 'ellipse' },
  ]),
  labels: three('rectangle', [
    { label: words('Words that wrap'), fontSize: 14 },
    { label: words('Left'), align: 'left', font: 'mono', fontSize: 14 },
    { label: words('Bold'), font: 'serif', weight: 'bold', angle: 0.3 },
  ]),
  opacity: three('ellipse', [
    { fill: 'blue', opacity: 0.5 },
    { fill: 'red', width: 12, opacity: 0.5 },
    { label: words('Half'), fill: 'yellow', width: 8, opacity: 0.5 },
  ]),
  strokes: [
    stroke('one', 10, { width: 2 }),
    stroke('two', 45, { width: 8, color: 'red' }),
    stroke('three', 85, { width: 16, pen: 'highlighter', color: 'yellow' }),
  ],
  lines: [
    line('one', 10, { type: 'line' }),
    line('two', 40, { type: 'line', dash: 'dashed', curve: 'curved', mid: [[60, 20], [120, 70]] }), // biome-ignore format: one row
    line('three', 90, { type: 'line', dash: 'dotted', width: 4, curve: 'elbow' }),
  ],
  heads: ['arrow', 'triangle', 'bar', 'dot', 'diamond', 'none'].map((head, i) =>
    line(`head-${head}`, 10 + i * 20, { startHead: head, endHead: head, to: 0 }),
  ),
  'labelled arrow': [line('one', 20, { label: words('goes to'), curve: 'curved', mid: [[90, 90]] })], // biome-ignore format: one row
  fonts: (['hand', 'sans', 'serif', 'mono'] as const).flatMap((font, i) =>
    (['normal', 'bold'] as const).map((weight, j) =>
      made(`${font}-${weight}`, {
        type: 'text',
        x: j * 100,
        y: i * 30,
        text: words('Inkwire'),
        font,
        weight,
        fontSize: 20,
      }),
    ),
  ),
  texts: [
    made('one', {
      type: 'text',
      x: 0,
      y: 0,
      w: 90,
      text: words('Words that wrap at a width'),
      align: 'right',
      fontSize: 14,
    }),
    made('two', { type: 'text', x: 110, y: 20, text: words('turned'), angle: 0.5, color: 'red', fontSize: 24 }),
  ],
  stickies: [
    made('one', { type: 'sticky', x: 0, y: 0, w: 90, h: 90, text: words('A note'), color: 'yellow' }),
    made('two', {
      type: 'sticky',
      x: 110,
      y: 10,
      w: 80,
      h: 80,
      text: words('Longer words that get small'),
      color: 'pink',
      angle: 0.2,
    }),
  ],
  image: [made('one', { type: 'image', x: 0, y: 0, w: 160, h: 100, asset: 'a'.repeat(64), angle: 0.1 })],
  frame: [
    made('frame', { type: 'frame', x: 0, y: 0, w: 120, h: 90 }),
    made('in', { type: 'ellipse', order: 'a1', x: 60, y: 40, w: 120, h: 90, fill: 'blue', parent: elementId('frame') }),
    made('text', {
      type: 'text',
      order: 'a2',
      x: 70,
      y: 70,
      text: words('clipped'),
      fontSize: 24,
      parent: elementId('frame'),
    }),
  ],
  unknown: [made('one', { type: 'of-a-newer-version', x: 0, y: 0, w: 120, h: 80 })],
}

function made(name: string, look: Look): Element {
  return { id: elementId(name), order: 'a0', color: 'ink', width: 2, ...look } as unknown as Element
}

function three(type: string, looks: readonly Look[]): Element[] {
  return looks.map((look, i) => made(`${type}-${i}`, { type, x: i * 66, y: 0, w: 56, h: 80, ...look }))
}

function stroke(name: string, y: number, look: Look): Element {
  const points = Array.from({ length: 24 }, (_, i) => ({ x: i * 8, y: Math.sin(i / 2) * 12, pressure: 0.3 + i / 40 }))
  return made(name, { type: 'stroke', x: 0, y, points: packPoints(points, 1), ...look })
}

function line(name: string, y: number, { to = 30, ...look }: Look): Element {
  return made(name, { type: 'arrow', start: { x: 0, y }, end: { x: 180, y: y + Number(to) }, ...look })
}
