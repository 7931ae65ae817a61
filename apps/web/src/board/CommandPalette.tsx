import type { Command, Editor } from '@inkwire/canvas'
import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { searchCommands } from './palette-search.ts'
import { recentCommands, rememberCommand } from './recent-commands.ts'
import { isMac, shown } from './shortcuts.ts'

interface Section {
  readonly title: string
  readonly commands: readonly Command[]
}

/** All that can be done now, by name. What was chosen last comes first. */
export function CommandPalette({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  // What could be done when it opened; nothing that is done meanwhile by others takes a row away under the pointer.
  const possible = useMemo(() => editor.commands.filter((row) => row.id !== 'palette' && row.when(editor)), [editor])
  const sections = useMemo(() => sectionsOf(possible, query), [possible, query])
  const rows = sections.flatMap(({ commands }) => commands)
  const chosen = Math.min(at, rows.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is what this waits for
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen, query])

  const run = (command: Command | undefined) => {
    if (!command) return
    rememberCommand(command.id)
    onClose()
    // After the dialog gave the focus back to the canvas: what is done may move it.
    setTimeout(() => editor.run(command.id))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const to = rowFor(event.key, chosen, rows.length)
    if (to !== undefined) {
      event.preventDefault()
      return setAt(to)
    }
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    run(rows[chosen])
  }

  const option = (index: number) => `${id}-${index}`
  let index = -1
  return (
    <Dialog title="Commands" hiddenTitle onClose={onClose} className="mt-[12dvh] max-w-[560px] max-sm:mt-2">
      <div className="flex items-center gap-2.5 border-b border-line px-4 text-muted">
        <Icon of={Search} />
        <input
          autoFocus
          role="combobox"
          aria-label="Search commands"
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? option(chosen) : undefined}
          placeholder="What do you want to do?"
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-muted"
        />
      </div>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Commands"
        className="h-[min(400px,60dvh)] overflow-y-auto overscroll-contain p-1.5"
      >
        {sections.map(({ title, commands }, section) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a list box
          <div key={title} role="group" aria-labelledby={`${id}-section-${section}`}>
            <div id={`${id}-section-${section}`} className="px-2.5 pt-2 pb-1 text-label text-muted">
              {title}
            </div>
            {commands.map((command) => {
              index++
              const row = index
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are in the field, which keeps the focus
                // biome-ignore lint/a11y/useFocusableInteractive: the same
                <div
                  key={command.id}
                  id={option(row)}
                  role="option"
                  aria-selected={row === chosen}
                  onPointerMove={() => setAt(row)}
                  onClick={() => run(command)}
                  className="flex h-9 items-center gap-4 rounded-button px-2.5 aria-selected:bg-hover pointer-coarse:h-11"
                >
                  <span className="flex-1 truncate">{command.title}</span>
                  {command.checked?.(editor) && <Icon of={Check} size={16} />}
                  {command.shortcut && (
                    <kbd className="font-sans text-label text-muted pointer-coarse:hidden">
                      {shown(command.shortcut, isMac())}
                    </kbd>
                  )}
                </div>
              )
            })}
          </div>
        ))}
        {rows.length === 0 && <p className="px-2.5 py-2 text-muted">Nothing is called that.</p>}
      </div>
    </Dialog>
  )
}

/** What is found, best first; without a query what was chosen last, then the table in its groups. */
function sectionsOf(commands: readonly Command[], query: string): readonly Section[] {
  if (query.trim() !== '') {
    const found = searchCommands(commands, query)
    return found.length > 0 ? [{ title: 'Found', commands: found }] : []
  }
  const recent = recentCommands().flatMap((id) => commands.find((command) => command.id === id) ?? [])
  const groups = new Map<string, Command[]>()
  for (const command of commands) {
    if (recent.includes(command)) continue
    const group = groups.get(command.group)
    if (group) group.push(command)
    else groups.set(command.group, [command])
  }
  const sections = [...groups].map(([title, members]) => ({ title, commands: members }))
  return recent.length > 0 ? [{ title: 'Recent', commands: recent }, ...sections] : sections
}

/** The row that a key leads to; left and right, Home and End belong to the field. */
function rowFor(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'PageDown') return Math.min(count - 1, at + 8)
  return key === 'PageUp' ? Math.max(0, at - 8) : undefined
}
