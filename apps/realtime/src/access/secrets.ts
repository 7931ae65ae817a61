import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ActorId, BoardId, PersonId } from '@inkwire/board'

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** 128 bits: the key of a link, as it stands behind the # of its address. */
const LINK_KEY_BYTES = 16

/** What is made from SECRET: instances of one cluster share it, so that each accepts what another handed out. */
export class Secrets {
  private readonly linkKey: Buffer
  private readonly tokenKey: Buffer
  /** For the accounts library. */
  readonly accounts: string
  /** Tells whether a backup was made with the same SECRET, and nothing else of it. */
  readonly mark: string

  constructor(secret: string) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'inkwire', purpose, 32))
    this.linkKey = derive('link key')
    this.tokenKey = derive('actor token')
    this.accounts = derive('accounts').toString('base64url')
    this.mark = derive('backup mark').toString('base64url')
  }

  newLinkKey(): string {
    return randomBytes(LINK_KEY_BYTES).toString('base64url')
  }

  /** A link's key as it is stored: AES-256-GCM, nonce and tag in front. */
  sealLinkKey(key: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.linkKey, nonce)
    const sealed = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()])
    return Uint8Array.from(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
  }

  /** Throws when it was sealed with another SECRET. */
  openLinkKey(sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', this.linkKey, bytes.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  }

  /** Proves that an actor on a board is this person's. */
  actorToken(board: BoardId, actor: ActorId, person: PersonId): string {
    return createHmac('sha256', this.tokenKey).update(`${board} ${actor} ${person}`).digest('base64url')
  }
}

/** Whether two strings are equal, in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
