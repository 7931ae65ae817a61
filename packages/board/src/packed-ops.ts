import * as z from 'zod/mini'
import { actorId, elementId, isElementId } from './ids.ts'
import { atMost } from './length.ts'
import { DOCUMENT_LIMITS } from './limits.ts'
import type { NewElement, Op } from './op.ts'
import { PackError, PackWriter, pack, unpack } from './pack.ts'
import { opProblem } from './properties.ts'
import type { Props, Value } from './value.ts'

/** Ops as they lie in the log and go over the wire: a list with one list an op, whose first item tells which. */
const PUT = 0
const SET = 1
const REMOVE = 2
const SPLICE = 3
const META = 4
const COMPACT = 5

const isMap = (value: unknown): value is Props =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
const props = z.custom<Props>(isMap)
const count = z.int().check(z.minimum(0), z.maximum(2 ** 31))
const textProperty = z.enum(['label', 'text'])

/** All but the two that come by the thousand: those are read by hand, as a schema takes longer than all else that is done with them. */
const packedOp = z.union([
  z.tuple([z.literal(REMOVE), elementId]),
  z.tuple([
    z.literal(SPLICE),
    elementId,
    textProperty,
    z.union([z.null(), z.tuple([actorId, count, count])]),
    count,
    z.string(),
    z.array(z.tuple([actorId, count, count, count])).check(atMost(5_000)),
  ]),
  z.tuple([z.literal(META), props]),
  z.tuple([z.literal(COMPACT), elementId, textProperty]),
])

/** The bytes of a batch's ops, of which each is packed already (`pack(opToValue(op))`). */
export function packedList(ops: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = new PackWriter(ops.reduce((sum, { length }) => sum + length, 16))
  writer.list(ops.length)
  for (const bytes of ops) writer.raw(bytes)
  return writer.finish()
}

/** The bytes of a batch's ops. Throws PackError when an op holds what is no value (NaN, half a surrogate pair). */
export function packOps(ops: readonly Op[]): Uint8Array<ArrayBuffer> {
  return pack(ops.map(opToValue))
}

/** An op as a value, so that it can be packed. */
export function opToValue(op: Op): Value {
  switch (op.op) {
    case 'put':
      return [PUT, op.element as Value]
    case 'set':
      return [SET, op.id, op.props as Value]
    case 'remove':
      return [REMOVE, op.id]
    case 'splice':
      return [SPLICE, op.id, op.prop, op.after, op.fallback, op.insert, op.delete]
    case 'meta':
      return [META, op.props as Value]
    case 'compact':
      return [COMPACT, op.id, op.prop]
  }
}

/** Ops whose bytes are in the log already, so were checked. Throws PackError when the bytes are damaged. */
export function unpackOps(bytes: Uint8Array): Op[] {
  const list = unpack(bytes)
  if (!Array.isArray(list)) throw new PackError('the ops are no list')
  return list.map(opFromValue)
}

/** Ops from somebody who may be anybody, or what is wrong with them, as the end of a sentence for people. */
export type CheckedOps =
  | { readonly ok: true; readonly ops: Op[] }
  | { readonly ok: false; readonly code: 'op.invalid' | 'op.too_large'; readonly problem: string }

/** Checks shape, size and limits of a batch's ops: all that does not depend on the document. */
export function checkOps(bytes: Uint8Array): CheckedOps {
  if (bytes.length > DOCUMENT_LIMITS.batchBytes) {
    return { ok: false, code: 'op.too_large', problem: `a batch is larger than ${DOCUMENT_LIMITS.batchBytes} bytes` }
  }
  try {
    const ops = unpackOps(bytes)
    if (ops.length === 0) return { ok: false, code: 'op.invalid', problem: 'a batch has no ops' }
    if (ops.length > DOCUMENT_LIMITS.opsPerBatch) {
      return { ok: false, code: 'op.too_large', problem: `a batch has more than ${DOCUMENT_LIMITS.opsPerBatch} ops` }
    }
    for (const op of ops) {
      const problem = opProblem(op)
      if (problem) return { ok: false, code: 'op.invalid', problem }
    }
    return { ok: true, ops }
  } catch (error) {
    if (error instanceof PackError) return { ok: false, code: 'op.invalid', problem: error.message }
    throw error
  }
}

/** The op of a value. Throws PackError for another shape; what its properties hold is `opProblem`'s to check. */
export function opFromValue(value: Value): Op {
  if (Array.isArray(value)) {
    const [code, first, second] = value as readonly unknown[]
    if (code === PUT && value.length === 2 && isMap(first)) return { op: 'put', element: first as NewElement }
    if (code === SET && value.length === 3 && isElementId(first) && isMap(second)) {
      return { op: 'set', id: first, props: second }
    }
  }
  const parsed = packedOp.safeParse(value)
  if (!parsed.success) throw new PackError("an op has a shape that it can't have")
  const op = parsed.data
  switch (op[0]) {
    case REMOVE:
      return { op: 'remove', id: op[1] }
    case SPLICE:
      return { op: 'splice', id: op[1], prop: op[2], after: op[3], fallback: op[4], insert: op[5], delete: op[6] }
    case META:
      return { op: 'meta', props: op[1] }
    case COMPACT:
      return { op: 'compact', id: op[1], prop: op[2] }
  }
}
