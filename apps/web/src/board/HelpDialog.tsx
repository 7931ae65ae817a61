import type { Command } from '@inkwire/canvas'
import { X } from 'lucide-react'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { isMac, shown } from './shortcuts.ts'

interface HelpDialogProps {
  readonly commands: readonly Command[]
  readonly onClose: () => void
}

/** All commands that have a shortcut, as the one table has them. The others are found in menus and in the palette. */
export function HelpDialog({ commands, onClose }: HelpDialogProps) {
  const mac = isMac()
  return (
    <Dialog title="Help" onClose={onClose} className="max-w-[920px]">
      <div className="absolute top-3 right-3">
        <IconButton title="Close" icon={X} tip="none" onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <div tabIndex={0} className="overflow-y-auto px-5 pt-3 pb-5 focus-visible:outline-offset-[-2px]">
        <div className="columns-3 gap-10 max-lg:columns-2 max-sm:columns-1">
          {groupsOf(commands).map(([group, members]) => (
            <section key={group} className="mb-5">
              <h3 className="mb-1 break-after-avoid text-label font-semibold">{group}</h3>
              <dl>
                {members.map((command) => (
                  <div
                    key={command.id}
                    className="flex break-inside-avoid items-center justify-between gap-4 border-b border-line py-1"
                  >
                    <dt className="min-w-0 truncate">{command.title}</dt>
                    <dd>
                      <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-sans text-label whitespace-nowrap">
                        {shown(command.shortcut, mac)}
                      </kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  )
}

/** The table in groups, in its own order. */
function groupsOf(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const groups = new Map<string, Command[]>()
  for (const command of commands) {
    if (command.shortcut === '') continue
    const group = groups.get(command.group)
    if (group) group.push(command)
    else groups.set(command.group, [command])
  }
  return [...groups]
}
