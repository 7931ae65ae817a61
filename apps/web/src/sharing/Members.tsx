import type { BoardId } from '@inkwire/board'
import type { MemberRole, SharedWith, SharingBody } from '@inkwire/protocol'
import { type FormEvent, useState } from 'react'
import { Avatar } from '../person/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import type { Change } from './SharingDialog.tsx'
import { addMember, changeMember, getSharing, removeMember } from './sharing-api.ts'

const ROLES: readonly { readonly value: MemberRole; readonly text: string }[] = [
  { value: 'viewer', text: 'Viewer' },
  { value: 'commenter', text: 'Commenter' },
  { value: 'editor', text: 'Editor' },
]

interface MembersProps {
  readonly board: BoardId
  readonly sharing: SharingBody
  readonly waiting: boolean
  readonly onChange: Change
}

/** Those who may be on the board whatever its link says. */
export function Members({ board, sharing, waiting, onChange }: MembersProps) {
  const [handing, setHanding] = useState<SharedWith | null>(null)
  const { mine, people } = sharing

  const give = async (member: SharedWith, chosen: MemberRole | 'owner' | 'none') => {
    const { id } = member.person
    if (chosen === 'owner') setHanding(member)
    else if (chosen !== 'none') await onChange(changeMember(board, id, { role: chosen }))
    else await onChange(removeMember(board, id).then((reply) => (reply.ok ? getSharing(board) : reply)))
  }

  return (
    <section aria-label="People" className="flex flex-col gap-3 border-t border-line pt-5">
      {mine && <NewMember board={board} waiting={waiting} onChange={onChange} />}
      <ul aria-label="Members" className="flex flex-col gap-2">
        {people.map((member) => (
          <li key={member.person.id} className="flex min-h-button items-center gap-2.5">
            <Avatar person={member.person} />
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="truncate">{member.person.name}</span>
              {member.email && <span className="truncate text-label text-muted">{member.email}</span>}
            </span>
            {mine && member.role !== 'owner' ? (
              <Select
                label={`Role of ${member.person.name}`}
                value={member.role}
                choices={[...ROLES, { value: 'owner', text: 'Owner…' }, { value: 'none', text: 'Remove' }]}
                disabled={waiting}
                onChoose={(chosen) => give(member, chosen)}
                className="w-36"
              />
            ) : (
              <span className="pr-2.5 text-muted">{textOf(member.role)}</span>
            )}
          </li>
        ))}
      </ul>
      {handing && (
        <div role="alertdialog" aria-label="Hand over" className="flex flex-col gap-3 rounded-button bg-sunken p-3">
          <p>
            {handing.person.name} becomes the owner, who alone decides who may do what and can delete the board. You
            stay an editor.
          </p>
          <div className="flex gap-2">
            <Button onClick={() => setHanding(null)}>Cancel</Button>
            <Button
              kind="danger"
              disabled={waiting}
              onClick={async () => {
                if (await onChange(changeMember(board, handing.person.id, { role: 'owner' }))) setHanding(null)
              }}
            >
              Hand over
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}

function NewMember({ board, waiting, onChange }: Pick<MembersProps, 'board' | 'waiting' | 'onChange'>) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<MemberRole>('editor')

  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (await onChange(addMember(board, { email: email.trim(), role }))) setEmail('')
  }

  return (
    <form onSubmit={add} noValidate className="flex flex-wrap gap-2">
      <input
        type="email"
        aria-label="E-mail address of an account"
        placeholder="E-mail address"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        className="h-button min-w-40 flex-1 max-sm:basis-full rounded-button border border-line bg-sunken px-2.5 placeholder:text-muted focus-visible:outline-offset-[-1px]"
      />
      <Select label="Role" value={role} choices={ROLES} onChoose={setRole} className="w-32" />
      <Button type="submit" disabled={waiting || !email.includes('@')}>
        Add
      </Button>
    </form>
  )
}

const textOf = (role: SharedWith['role']): string =>
  role === 'owner' ? 'Owner' : (ROLES.find(({ value }) => value === role)?.text ?? role)
