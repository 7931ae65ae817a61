'use client'

import type { Person } from '@inkwire/board'
import { UserRound } from 'lucide-react'
import Link from 'next/link'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Avatar } from './Avatar.tsx'
import { PersonForm } from './PersonForm.tsx'

interface PersonButtonProps {
  readonly person: Person | null
  readonly onSaved: (person: Person) => void
}

/** Who I am, at the top of the home page; opens the form for it. */
export function PersonButton({ person, onSaved }: PersonButtonProps) {
  return (
    <Popover
      label="Name and color"
      className="right-0"
      button={(props) => (
        <button
          type="button"
          {...props}
          aria-label={person ? `You are ${person.name}` : 'Name and color'}
          className="-mr-1.5 flex h-button items-center gap-2 rounded-button px-1.5 font-medium hover:bg-hover aria-expanded:bg-hover"
        >
          {person ? (
            <Avatar person={person} />
          ) : (
            <span className="grid size-7 place-items-center rounded-full border border-line text-muted">
              <Icon of={UserRound} size={16} />
            </span>
          )}
          <span className="max-w-40 truncate pr-1 max-sm:hidden">{person?.name ?? 'Guest'}</span>
        </button>
      )}
    >
      {(close) => (
        <>
          <PersonForm
            person={person}
            onSaved={(saved) => {
              onSaved(saved)
              close()
            }}
          />
          <div className="border-t border-line p-1">
            <Link
              href="/account"
              className="flex h-button items-center rounded-button px-2 font-medium text-muted hover:bg-hover hover:text-text focus-visible:outline-offset-[-2px]"
            >
              Account
            </Link>
          </div>
        </>
      )}
    </Popover>
  )
}
