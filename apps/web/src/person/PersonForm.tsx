'use client'

import type { Person } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { Check } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { changePerson, ensurePerson, type Reply } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { PERSON_COLORS, textOn } from './colors.ts'

interface PersonFormProps {
  /** Null: nobody yet; saving makes a guest. */
  readonly person: Person | null
  readonly onSaved: (person: Person) => void
}

/** My name and my colour, as others see them. */
export function PersonForm({ person, onSaved }: PersonFormProps) {
  const [name, setName] = useState(person?.name ?? '')
  const [color, setColor] = useState(person?.color ?? PERSON_COLORS[5]?.color ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const field = useId()
  const chosen = color.toUpperCase()

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (saving || name.trim() === '') return
    setSaving(true)
    const reply = await savePerson(name.trim(), color)
    setSaving(false)
    if (reply.ok) onSaved(reply.body)
    else setProblem(reply.message)
  }

  return (
    <form onSubmit={save} className="flex w-[232px] flex-col gap-3 p-3 pointer-coarse:w-[268px]">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={field} className="text-label text-muted">
          Your name
        </label>
        <input
          id={field}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
          maxLength={LIMITS.nameCharacters}
          autoComplete="nickname"
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to change it
          autoFocus
          className="h-button rounded-button border border-line bg-sunken px-2.5 focus-visible:outline-offset-[-1px]"
        />
      </div>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-label text-muted">Your color</legend>
        <div className="grid grid-cols-5 gap-1">
          {PERSON_COLORS.map((choice) => (
            <button
              key={choice.name}
              type="button"
              aria-label={`Be ${choice.name}`}
              title={choice.name}
              aria-pressed={choice.color === chosen}
              onClick={() => setColor(choice.color)}
              className="grid h-button place-items-center rounded-button hover:bg-hover focus-visible:outline-offset-[-2px]"
            >
              <span
                className="grid size-6 place-items-center rounded-full"
                style={{ background: choice.color, color: textOn(choice.color) }}
              >
                {choice.color === chosen && <Icon of={Check} size={14} />}
              </span>
            </button>
          ))}
        </div>
      </fieldset>
      {problem && (
        <p role="alert" className="text-label text-danger">
          {problem}
        </p>
      )}
      <Button kind="primary" type="submit" disabled={saving || name.trim() === ''}>
        Save
      </Button>
    </form>
  )
}

async function savePerson(name: string, color: string): Promise<Reply<Person>> {
  const me = await ensurePerson()
  if (!me.ok) return me
  const reply = await changePerson({ name, color })
  if (!reply.ok) return reply
  return { ok: true, body: reply.body.person ?? { ...me.body, name, color } }
}
