import type { Metadata } from 'next'
import { Trash } from '../../home/Trash.tsx'

export const metadata: Metadata = { title: 'Trash · Inkwire' }

export default function TrashRoute() {
  return <Trash />
}
