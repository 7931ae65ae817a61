/**
 * What can be refused. A code never changes its meaning; the sentence is for people; `retry` tells whether sending the same
 * again, later, can help.
 */
export const ERRORS = {
  'board.unknown': { message: 'This board does not exist, or it was deleted.', retry: false },
  'board.full': { message: 'This board holds as many elements as it can. Delete some, then try again.', retry: false },
  'boards.too_many': {
    message: 'You have as many boards as a person may have. Delete some for good, then try again.',
    retry: false,
  },
  'board.crowded': { message: 'Too many people are on this board right now. Try again in a moment.', retry: true },
  'access.denied': { message: 'You may not do this on this board. Ask its owner for a link.', retry: false },
  'access.password': { message: 'This link needs a password.', retry: false },
  'access.changed': { message: 'Your access to this board has changed.', retry: true },
  'session.missing': { message: 'You are not signed in. Reload the page.', retry: false },
  'origin.refused': {
    message: 'This page comes from another address than the server expects. Set PUBLIC_URL to its address.',
    retry: false,
  },
  'account.exists': { message: 'There is an account with this e-mail address already. Sign in to it.', retry: false },
  'account.credentials': { message: 'The e-mail address or the password is wrong.', retry: false },
  'account.invalid': {
    message: 'An account needs an e-mail address, and a password of 10 to 128 characters.',
    retry: false,
  },
  'account.attempts': { message: 'Too many attempts. Try again in a few minutes.', retry: true },
  'account.unknown': { message: 'Nobody here has an account with this e-mail address.', retry: false },
  'account.provider': { message: 'This server has no other way to sign in.', retry: false },
  'op.invalid': { message: 'A change was not valid and was taken back.', retry: false },
  'op.too_large': { message: 'A change was too large and was taken back.', retry: false },
  'batch.conflict': { message: 'This change was sent twice with different content and was taken back.', retry: false },
  'batch.out_of_order': { message: 'A change came before the one that it follows.', retry: true },
  'board.wrong_epoch': { message: 'This board was restored on the server. It is loaded again.', retry: false },
  'actor.foreign': { message: "This page is known as somebody else's. Reload it.", retry: false },
  'asset.too_large': { message: 'This image is larger than 10 MB.', retry: false },
  'asset.dimensions': {
    message: 'This image has more pixels than can be shown: 16,384 on a side and 100 million in all is the limit.',
    retry: false,
  },
  'asset.invalid': { message: 'This file is not a PNG, JPEG, WebP or GIF image that can be read.', retry: false },
  'asset.unknown': { message: 'There is no such image on this board.', retry: false },
  'asset.board_full': { message: 'This board holds as many images as it can.', retry: false },
  'asset.person_full': {
    message: 'You have uploaded as many images as a person may. Delete boards that hold some for good, then try again.',
    retry: false,
  },
  'server.full': { message: "The server's disk is full. Nothing can be saved until there is room again.", retry: true },
  'folder.unknown': { message: 'There is no such folder.', retry: false },
  'rate.limited': { message: 'That was too much at once. It is tried again in a moment.', retry: true },
  'server.busy': { message: "The server can't save right now. It is tried again.", retry: true },
  'server.fault': { message: 'The server made a mistake. It is tried again.', retry: true },
  'protocol.version': { message: 'This page is older than the server. Reload it.', retry: false },
  'request.invalid': { message: 'The server did not understand the request.', retry: false },
} as const satisfies { readonly [code: string]: { readonly message: string; readonly retry: boolean } }

export type ErrorCode = keyof typeof ERRORS

/** A refusal as it goes over the wire. */
export interface Refusal {
  readonly code: ErrorCode
  /** A sentence for people. */
  readonly message: string
  /** Whether sending the same again, later, can help. */
  readonly retry: boolean
}

/** The refusal of a code; `detail` says more than the code's own sentence. */
export function refusal(code: ErrorCode, detail?: string): Refusal {
  const { message, retry } = ERRORS[code]
  return { code, message: detail ? `${message} (${detail})` : message, retry }
}

/** What an event answers: what was asked for, or a refusal. */
export type Answer<Content> = ({ readonly ok: true } & Content) | { readonly ok: false; readonly error: Refusal }

export const refused = (code: ErrorCode, detail?: string): { readonly ok: false; readonly error: Refusal } => ({
  ok: false,
  error: refusal(code, detail),
})
