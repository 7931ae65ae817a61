import {
  type Element,
  type ElementId,
  endOf,
  endValue,
  isLine,
  isTextProperty,
  type NewElement,
  opProblem,
  PackError,
  type Props,
  pack,
  resolvedEnds,
  TEXT_PROPERTIES,
  textOf,
  unpack,
  type Value,
} from '@inkwire/board'
import * as z from 'zod/mini'
import type { Scene } from '../scene/scene.ts'

/** Bumped when a parcel means something else; others are refused. */
const VERSION = 1
/** Attribute that carries the parcel, base64, in the clipboard's HTML: HTML is what every browser hands on. */
const ATTRIBUTE = 'data-inkwire'
/** More elements than this at once would hold up everybody on the board. */
export const MAX_ELEMENTS = 10_000
/** Longest HTML that is looked at, UTF-16 units: 10,000 strokes with room. */
const MAX_HTML = 16_000_000

const parcel = z.object({
  version: z.literal(VERSION),
  elements: z.array(z.custom<Props>(isMap)).check(z.maxLength(MAX_ELEMENTS)),
  board: z.optional(z.string().check(z.maxLength(100))),
})

/** What was found on a clipboard: elements, back to front; nothing of ours; or something of ours that can't be used. */
export type Unwrapped =
  | {
      readonly kind: 'elements'
      readonly elements: readonly NewElement[]
      /** Where they were copied: their images are kept there. */
      readonly board?: string | undefined
    }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unusable' }

/** Elements and all that they hold as a parcel's content: texts plain, ends where they are, bindings and parents only to what comes along. */
export function parcelElements(scene: Scene, ids: Iterable<ElementId>): NewElement[] {
  const elements = scene.paintOrdered(scene.withMembers(ids))
  const along = new Set(elements.map(({ id }) => id))
  return elements.map((element) => plain(scene, element, along))
}

function plain(scene: Scene, element: Element, along: ReadonlySet<ElementId>): NewElement {
  const props: { [name: string]: Value | undefined } = { ...element }
  for (const name of Object.keys(props)) if (isTextProperty(name)) props[name] = textOf(element, name)
  if (isLine(element)) {
    const ends = resolvedEnds(element, scene.context)
    for (const name of ['start', 'end'] as const) {
      const { x, y } = ends[name]
      const binding = endOf(element, name)?.binding
      props[name] = endValue(binding && along.has(binding.id) ? { x, y, binding } : { x, y })
    }
  }
  if (element.parent === undefined || !along.has(element.parent)) delete props.parent
  return { ...props, id: element.id, type: element.type, order: element.order }
}

/** The texts of elements, for whatever else they are pasted into. */
export function parcelText(elements: readonly NewElement[]): string {
  const texts = elements.flatMap((element) => TEXT_PROPERTIES.map((property) => textOf(element, property)))
  return texts.filter((text) => text !== '').join('\n')
}

/** The clipboard's HTML of elements. */
export function wrapped(elements: readonly NewElement[], board?: string): string {
  const content: { [name: string]: Value } = {
    version: VERSION,
    elements: elements.map((element) => ({ ...element }) as Value),
  }
  if (board !== undefined) content.board = board
  const bytes = pack(content)
  const text = escaped(parcelText(elements)).replaceAll('\n', '<br>')
  return `<meta charset="utf-8"><div ${ATTRIBUTE}="${base64(bytes)}">${text}</div>`
}

/** Reads a clipboard's HTML, which anybody may have written: what is no valid element is left out. */
export function unwrapped(html: string): Unwrapped {
  const start = html.indexOf(`${ATTRIBUTE}="`)
  if (start === -1) return { kind: 'foreign' }
  if (html.length > MAX_HTML) return { kind: 'unusable' }
  const from = start + ATTRIBUTE.length + 2
  const end = html.indexOf('"', from)
  const bytes = end === -1 ? undefined : fromBase64(html.slice(from, end))
  const found = bytes && parsed(bytes)
  if (!found) return { kind: 'unusable' }
  const elements = (found.elements as NewElement[]).filter((element) => opProblem({ op: 'put', element }) === undefined)
  return elements.length > 0 ? { kind: 'elements', elements, board: found.board } : { kind: 'unusable' }
}

function parsed(bytes: Uint8Array): z.infer<typeof parcel> | undefined {
  try {
    const result = parcel.safeParse(unpack(bytes))
    return result.success ? result.data : undefined
  } catch (error) {
    if (error instanceof PackError) return undefined
    throw error
  }
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

/** `String.fromCharCode` takes so many arguments at once in every browser. */
const CHUNK = 8_192

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(text)
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
