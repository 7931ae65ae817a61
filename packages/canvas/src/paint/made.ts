import {
  type Box,
  boxGrown,
  boxUnion,
  type Measure,
  type Path,
  type Point,
  type Primitive,
  type StrokePaint,
  type TextLine,
} from '@inkwire/board'

type Image = Extract<Primitive, { kind: 'image' }>

/** A path whose numbers are relative to an anchor in the world: they stay small, so floats hold them. */
export interface MadePath {
  readonly path: Path2D
  readonly anchor: Point
}

/** A primitive as the canvas takes it. */
export type Made =
  | { readonly kind: 'path'; readonly path: MadePath; readonly fill?: string; readonly stroke?: StrokePaint }
  | TextLine
  | Image
  | MadeGroup

export interface MadeGroup {
  readonly kind: 'group'
  readonly opacity: number
  readonly clip: MadePath | undefined
  readonly turn: { readonly angle: number; readonly x: number; readonly y: number } | undefined
  readonly children: readonly Made[]
  /** Around all that it paints, before it is turned. */
  readonly box: Box | undefined
  /** Its children lie on each other: with opacity they have to be painted apart first. */
  readonly overlaps: boolean
}

export function made(primitive: Primitive, measure: Measure): Made {
  switch (primitive.kind) {
    case 'path': {
      const { fill, stroke } = primitive
      const path = madePath(primitive.path)
      return { kind: 'path', path, ...(fill === undefined ? {} : { fill }), ...(stroke ? { stroke } : {}) }
    }
    case 'text':
    case 'image':
      return primitive
    case 'group': {
      const { opacity = 1, clip, turn, children } = primitive
      return {
        kind: 'group',
        opacity,
        clip: clip && madePath(clip),
        turn,
        children: children.map((child) => made(child, measure)),
        box: opacity < 1 ? childrenBox(children, measure) : undefined,
        overlaps: overlaps(children),
      }
    }
  }
}

export function madePath(path: Path): MadePath {
  const made = new Path2D()
  const [first] = path
  const anchor = first && first[0] !== 'Z' ? { x: first[1], y: first[2] } : { x: 0, y: 0 }
  const { x, y } = anchor
  for (const command of path) {
    switch (command[0]) {
      case 'M':
        made.moveTo(command[1] - x, command[2] - y)
        break
      case 'L':
        made.lineTo(command[1] - x, command[2] - y)
        break
      case 'Q':
        made.quadraticCurveTo(command[1] - x, command[2] - y, command[3] - x, command[4] - y)
        break
      case 'C':
        made.bezierCurveTo(
          command[1] - x,
          command[2] - y,
          command[3] - x,
          command[4] - y,
          command[5] - x,
          command[6] - y,
        )
        break
      case 'Z':
        made.closePath()
        break
    }
  }
  return { path: made, anchor }
}

function overlaps(children: readonly Primitive[]): boolean {
  const [only, ...others] = children
  if (!only || others.length > 0) return only !== undefined
  return only.kind === 'group' ? overlaps(only.children) : only.kind === 'path' && !!only.fill && !!only.stroke
}

/** A box that holds all ink of primitives; undefined where one is turned, as then it isn't known. */
function childrenBox(children: readonly Primitive[], measure: Measure): Box | undefined {
  const boxes: Box[] = []
  for (const child of children) {
    const box = primitiveBox(child, measure)
    if (!box) return undefined
    boxes.push(box)
  }
  return boxUnion(boxes)
}

function primitiveBox(primitive: Primitive, measure: Measure): Box | undefined {
  switch (primitive.kind) {
    case 'path': {
      const box = pathBox(primitive.path)
      return box && boxGrown(box, (primitive.stroke?.width ?? 0) / 2)
    }
    case 'text': {
      const { text, font, fontSize, weight, x, top, lineHeight } = primitive
      const width = measure(text, font, fontSize, weight)
      // Letters may reach out of their line, most by half of their size.
      return boxGrown({ minX: x - width, minY: top, maxX: x + width, maxY: top + lineHeight }, fontSize / 2)
    }
    case 'image':
      return {
        minX: primitive.x,
        minY: primitive.y,
        maxX: primitive.x + primitive.w,
        maxY: primitive.y + primitive.h,
      }
    case 'group':
      return primitive.turn ? undefined : childrenBox(primitive.children, measure)
  }
}

/** Control points lie around their curve. */
function pathBox(path: Path): Box | undefined {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const command of path) {
    for (let i = 1; i + 1 < command.length; i += 2) {
      const [x, y] = [Number(command[i]), Number(command[i + 1])]
      minX = Math.min(minX, x)
      maxX = Math.max(maxX, x)
      minY = Math.min(minY, y)
      maxY = Math.max(maxY, y)
    }
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : undefined
}
