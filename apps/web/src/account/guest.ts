import { useEffect, useState } from 'react'
import { getAccount } from './account-api.ts'

/** Whether whoever is here has no account; false until that is known. */
export function useGuest(): boolean {
  const [guest, setGuest] = useState(false)

  useEffect(() => {
    let gone = false
    getAccount().then((reply) => !gone && reply.ok && setGuest(reply.body.account === null))
    return () => {
      gone = true
    }
  }, [])

  return guest
}
