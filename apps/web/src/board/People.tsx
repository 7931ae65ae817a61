import type { Person } from '@inkwire/board'
import type { ClientState } from '@inkwire/sync'
import type { ReactNode } from 'react'
import { Avatar } from '../person/Avatar.tsx'
import { Tip } from '../ui/Tip.tsx'

/** More discs would push the board's name aside. */
const MOST_SHOWN = 4

/** Who is here: one disc for each person, however many pages they have open. Mine comes first and opens my name and colour. */
export function People({ state, onMe }: { readonly state: ClientState; readonly onMe: () => void }) {
  const { person: me } = state
  if (!me) return null
  const others = othersOf(state, me)
  const shown = others.slice(0, others.length > MOST_SHOWN ? MOST_SHOWN - 1 : MOST_SHOWN)
  const rest = others.slice(shown.length)
  return (
    <ul aria-label="People on this board" className="flex items-center pl-1 max-sm:pl-0">
      <li style={{ zIndex: MOST_SHOWN + 1 }} className="relative">
        <button
          type="button"
          aria-label={`You are ${me.name}`}
          onClick={onMe}
          className="relative grid place-items-center rounded-full pointer-coarse:h-11"
        >
          <Disc>
            <Avatar person={me} />
          </Disc>
          <Tip text={`${me.name} (you)`} place="below-left" />
        </button>
      </li>
      {shown.map((person, at) => (
        <li
          key={person.id}
          // Who comes first lies on top.
          style={{ zIndex: MOST_SHOWN - at }}
          className={`relative -ml-2 ${at > 0 ? 'max-sm:hidden' : ''}`}
        >
          <Disc>
            <Avatar person={person} />
          </Disc>
          <span className="sr-only">{person.name}</span>
          <Tip text={person.name} place="below-left" />
        </li>
      ))}
      {rest.length > 0 && <More people={rest} className="max-sm:hidden" />}
      {others.length > 1 && <More people={others.slice(1)} className="sm:hidden" />}
    </ul>
  )
}

function More({ people, className }: { readonly people: readonly Person[]; readonly className: string }) {
  const names = people.map(({ name }) => name)
  // A class of pupils would fill the screen.
  const text = names.length > 8 ? `${names.slice(0, 8).join(', ')} …` : names.join(', ')
  return (
    <li className={`relative -ml-2 ${className}`}>
      <Disc>
        <span className="grid h-7 min-w-7 place-items-center rounded-full bg-sunken pr-1 pl-2 text-[11px] leading-none font-semibold text-muted">
          +{people.length}
        </span>
      </Disc>
      <Tip text={text} place="below-left" />
    </li>
  )
}

/** Cuts itself out of its neighbour. */
const Disc = ({ children }: { readonly children: ReactNode }) => (
  <span className="block rounded-full ring-2 ring-panel">{children}</span>
)

function othersOf({ present }: ClientState, me: Person): readonly Person[] {
  const people = new Map(present.map(({ person }) => [person.id, person]))
  people.delete(me.id)
  return [...people.values()]
}
