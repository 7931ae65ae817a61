import * as z from 'zod/mini'
import { isTextProperty, PALETTE, REQUIRED_PROPERTIES } from './element.ts'
import { elementId } from './ids.ts'
import { atMost } from './length.ts'
import { DOCUMENT_LIMITS } from './limits.ts'
import type { Op } from './op.ts'
import { isOrderKey } from './order.ts'
import { pointCount, unpackPoints } from './points.ts'
import { characterCount } from './text.ts'
import type { Props, Value } from './value.ts'

type Range = readonly [min: number, max: number]
const COORDINATE: Range = [-DOCUMENT_LIMITS.coordinate, DOCUMENT_LIMITS.coordinate]
const EXTENT: Range = [0, 2 * DOCUMENT_LIMITS.coordinate]
const SHARE: Range = [0, 1]

const within = ([min, max]: Range) => z.number().check(z.minimum(min), z.maximum(max))
const coordinate = within(COORDINATE)
const extent = within(EXTENT)
const share = within(SHARE)
const color = z.union([z.enum(PALETTE), z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/))])
/** What a type is called. */
const TYPE = /^[a-z][a-z0-9-]{0,39}$/
const text = z.string().check(z.refine((value) => characterCount(value) <= DOCUMENT_LIMITS.textCharacters))
const shortText = z.string().check(atMost(DOCUMENT_LIMITS.nameCharacters))
const head = z.enum(['none', 'arrow', 'triangle', 'bar', 'dot', 'diamond'])
const weight = z.enum(['normal', 'bold'])
const lineEnd = z.strictObject({
  x: coordinate,
  y: coordinate,
  binding: z.optional(z.strictObject({ id: elementId, u: share, v: share, distance: extent })),
})
const points = z.custom<Uint8Array>((value) => {
  if (!(value instanceof Uint8Array) || pointCount(value) > DOCUMENT_LIMITS.strokePoints) return false
  return unpackPoints(value).every(
    ({ x, y }) => Math.abs(x) <= 2 * DOCUMENT_LIMITS.coordinate && Math.abs(y) <= 2 * DOCUMENT_LIMITS.coordinate,
  )
})

/** Properties that are numbers, and from where to where they go: a drag changes thousands of them, so they are checked without a schema. */
const RANGES: { readonly [name: string]: Range } = {
  opacity: SHARE,
  x: COORDINATE,
  y: COORDINATE,
  w: EXTENT,
  h: EXTENT,
  angle: [-1_000, 1_000],
  width: [0.1, 200],
  radius: EXTENT,
  fontSize: [1, 1_000],
  grid: [1, 1_000],
}

/** What each other property may hold, in whatever type of element it stands. A name means the same everywhere. */
const PROPERTIES: { readonly [name: string]: z.ZodMiniType } = {
  id: elementId,
  type: z.string().check(z.regex(TYPE)),
  order: z.string().check(z.refine(isOrderKey)),
  parent: elementId,
  locked: z.boolean(),
  link: z.string().check(atMost(2_000), z.regex(/^(https?:\/\/|mailto:)/i)),
  color,
  fill: color,
  fillStyle: z.enum(['solid', 'hatch']),
  dash: z.enum(['solid', 'dashed', 'dotted']),
  sketchy: z.boolean(),
  seed: z.int().check(z.minimum(0), z.maximum(2 ** 31)),
  points,
  pen: z.enum(['pen', 'highlighter']),
  start: lineEnd,
  end: lineEnd,
  mid: z.array(z.tuple([coordinate, coordinate])).check(atMost(DOCUMENT_LIMITS.linePoints)),
  curve: z.enum(['straight', 'curved', 'elbow']),
  startHead: head,
  endHead: head,
  text,
  label: text,
  font: z.enum(['hand', 'sans', 'serif', 'mono']),
  weight,
  align: z.enum(['left', 'center', 'right']),
  layout: z.strictObject({
    breaks: z.array(z.int().check(z.minimum(0), z.maximum(2 * DOCUMENT_LIMITS.textCharacters))).check(atMost(5_000)),
    w: extent,
    h: extent,
    fontSize: z.number(),
    font: shortText,
    weight: z.optional(weight),
    textHash: z.int(),
  }),
  asset: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  crop: z.strictObject({ x: share, y: share, w: share, h: share }),
  name: shortText,
  author: shortText,
  paper: z.enum(['plain', 'dots', 'lines', 'squares']),
}

/** Known properties that an element may be without (w: a text without one grows with its words); only these and unknown ones can be taken away with null. */
const REMOVABLE = new Set([
  'parent', 'locked', 'opacity', 'link', 'angle', 'color', 'fill', 'fillStyle', 'width', 'dash', 'sketchy', 'seed',
  'radius', 'pen', 'mid', 'curve', 'startHead', 'endHead', 'label', 'fontSize', 'font', 'align', 'layout', 'crop', 'name', 'author', 'weight',
  'paper', 'grid', 'w',
]) // biome-ignore format: one row of names

/** An element keeps its id and type for life. */
const FIXED_AT_PUT = new Set(['id', 'type'])

/**
 * Checks all of an op that does not depend on the document: shape, sizes, ranges.
 *
 * @returns what is wrong, as the end of a sentence for people; undefined when nothing is
 */
export function opProblem(op: Op): string | undefined {
  switch (op.op) {
    case 'put':
      return putProblem(op.element)
    case 'set':
      return propsProblem(op.props, FIXED_AT_PUT)
    case 'meta':
      return propsProblem(op.props, NONE)
    case 'splice':
      return characterCount(op.insert) > DOCUMENT_LIMITS.textCharacters
        ? `a text is longer than ${DOCUMENT_LIMITS.textCharacters} characters`
        : undefined
    case 'remove':
    case 'compact':
      return undefined
  }
}

const NONE: ReadonlySet<string> = new Set()
/** What else is called a type is not repeated to whoever sent it: it can be of any size, or an object that can't be a text. */
const typeName = (type: unknown): string => (typeof type === 'string' && TYPE.test(type) ? ` of type ${type}` : '')

function putProblem(element: Props): string | undefined {
  const type = element.type
  const required = typeof type === 'string' && Object.hasOwn(REQUIRED_PROPERTIES, type) ? requiredOf(type) : []
  for (const name of ['id', 'type', 'order', ...required]) {
    if (!Object.hasOwn(element, name)) return `an element${typeName(type)} has no ${name}`
  }
  for (const name of Object.keys(element)) {
    const value = element[name]
    if (value === undefined) continue
    const problem = value === null ? `${name} is null` : valueProblem(name, value)
    if (problem) return problem
  }
  return undefined
}

function requiredOf(type: string): readonly string[] {
  const table: { readonly [type: string]: readonly string[] } = REQUIRED_PROPERTIES
  return table[type] ?? []
}

function propsProblem(props: Props, fixed: ReadonlySet<string>): string | undefined {
  for (const name of Object.keys(props)) {
    const value = props[name]
    if (fixed.has(name)) return `${name} can't be changed`
    if (value === undefined) continue
    if (value === null) {
      if (isKnown(name) && !REMOVABLE.has(name)) return `${name} can't be taken away`
      continue
    }
    const problem = valueProblem(name, value)
    if (problem) return problem
  }
  return undefined
}

function valueProblem(name: string, value: Value): string | undefined {
  if (name.length > 100) return 'the name of a property is longer than 100 characters'
  if (!isKnown(name)) {
    return depth(value) > DOCUMENT_LIMITS.unknownDepth
      ? `${name} nests deeper than ${DOCUMENT_LIMITS.unknownDepth}`
      : undefined
  }
  return fits(name, value) ? undefined : `${name} has a value that it can't have`
}

const isKnown = (name: string) => Object.hasOwn(RANGES, name) || Object.hasOwn(PROPERTIES, name)

function fits(name: string, value: Value): boolean {
  const range = RANGES[name]
  if (range) return typeof value === 'number' && value >= range[0] && value <= range[1]
  const schema = PROPERTIES[name]
  if (!schema) return true
  if (isTextProperty(name) && typeof value !== 'string') return false
  try {
    return schema.safeParse(value).success
  } catch {
    // A check that reads packed bytes throws where they are none of ours.
    return false
  }
}

function depth(value: Value): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0
  let deepest = 0
  for (const item of Object.values(value)) deepest = Math.max(deepest, depth(item))
  return deepest + 1
}
