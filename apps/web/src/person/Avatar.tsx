import type { Person } from '@inkwire/board'
import { initial, textOn } from './colors.ts'

/** A person as a disc of 28 px in their colour. */
export function Avatar({ person }: { readonly person: Pick<Person, 'name' | 'color'> }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-7 shrink-0 place-items-center rounded-full text-label leading-none font-semibold select-none"
      style={{ background: person.color, color: textOn(person.color) }}
    >
      {initial(person.name)}
    </span>
  )
}
