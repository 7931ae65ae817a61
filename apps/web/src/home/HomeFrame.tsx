import type { Person } from '@inkwire/board'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { SignInLink } from '../account/SignInLink.tsx'
import { PersonButton } from '../person/PersonButton.tsx'
import { ThemeSwitch } from '../theme/ThemeSwitch.tsx'
import { Toasts, type ToastsControl } from '../ui/Toasts.tsx'
import { Wordmark } from './Wordmark.tsx'

interface HomeFrameProps {
  readonly title: string
  /** The other page of the two. */
  readonly other: { readonly title: string; readonly href: '/' | '/trash' }
  /** Undefined while that isn't known; null for nobody yet. */
  readonly person: Person | null | undefined
  readonly onPerson: (person: Person) => void
  readonly toasts: ToastsControl
  /** Stands at the right of the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** What boards and trash have in common. */
export function HomeFrame({ title, other, person, onPerson, toasts, aside, children }: HomeFrameProps) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1168px] flex-col px-6 pb-16 max-sm:px-4">
      <header className="flex h-16 shrink-0 items-center gap-3">
        <Wordmark />
        <div className="ml-auto flex items-center gap-3">
          <SignInLink />
          <ThemeSwitch />
          {/* Keeps its place while I'm not known yet. */}
          <div className="flex min-w-10 justify-end sm:min-w-36 pointer-coarse:min-w-11">
            {person !== undefined && <PersonButton person={person} onSaved={onPerson} />}
          </div>
        </div>
      </header>
      <main className="pt-6">
        <div className="mb-5 flex min-h-button flex-wrap items-center gap-x-2 gap-y-3">
          <h1 className="text-title font-semibold">{title}</h1>
          <Link
            href={other.href}
            className="flex h-button items-center rounded-button px-2.5 font-medium text-muted hover:bg-hover hover:text-text"
          >
            {other.title}
          </Link>
          {aside}
        </div>
        {children}
      </main>
      <div className="fixed bottom-edge left-edge z-20">
        <Toasts toasts={toasts} />
      </div>
    </div>
  )
}
