import type { Person } from '@inkwire/board'
import { PersonForm } from '../person/PersonForm.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** My name and colour, while I'm on a board; the others see the change at once. */
export function PersonDialog({ person, onClose }: { readonly person: Person | null; readonly onClose: () => void }) {
  return (
    <Dialog title="Name and color" onClose={onClose} className="max-w-[284px]">
      <div className="px-2 pb-2">
        <PersonForm person={person} onSaved={onClose} />
      </div>
    </Dialog>
  )
}
