import type { Metadata } from 'next'
import { AccountPage } from '../../account/AccountPage.tsx'

export const metadata: Metadata = { title: 'Account · Inkwire' }

export default function AccountRoute() {
  return <AccountPage />
}
