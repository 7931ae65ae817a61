import type { ActorId } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActorNames } from './actor-names.ts'

const actor = (beginning: string) => `${beginning}${'x'.repeat(21 - beginning.length)}A` as ActorId
/** Few beginnings, so that some share one. */
const anyActor = fc
  .tuple(fc.constantFrom('aaaaaa', 'bbbbbb', '__prot', 'constr'), fc.nat(2))
  .map(([name, n]) => actor(`${name}${n}`))

describe('names of actors', () => {
  it('lead back to whoever is there, however they come and go, and to nobody else', () => {
    const anyStep = fc.record({ actor: anyActor, comes: fc.boolean() })
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const names = new ActorNames()
        const there = new Set<ActorId>()
        for (const { actor, comes } of steps) {
          if (comes) there.add(actor)
          else there.delete(actor)
          names[comes ? 'came' : 'gone'](actor)
        }
        for (const one of there) {
          const name = names.nameOf(one)
          const shared = [...there].some((other) => other !== one && other.startsWith(one.slice(0, 6)))
          expect(name).toBe(shared ? one : one.slice(0, 6))
          expect(names.actorOf(name)).toBe(shared ? undefined : one)
        }
      }),
    )
  })

  it('are whole ids of those who share the short one, as one who wants to hide another can choose it', () => {
    const names = new ActorNames()
    const [ann, eve] = [actor('same-beginning'), actor('same-beginner')]
    names.came(ann)
    names.came(ann)
    expect(names.actorOf(names.nameOf(ann))).toBe(ann)
    expect(names.nameOf(eve)).toBe(eve)
    names.came(eve)
    expect([names.nameOf(ann), names.nameOf(eve)]).toEqual([ann, eve])
    expect(names.actorOf('same-b')).toBeUndefined()
    names.gone(eve)
    expect(names.actorOf('same-b')).toBe(ann)
    names.gone(ann)
    expect(names.actorOf('same-b')).toBeUndefined()
  })

  it.each(['', '__proto__', 'toString', 'a part of tomorrow'])('%j is nobody', (name) => {
    expect(new ActorNames().actorOf(name)).toBeUndefined()
  })
})
