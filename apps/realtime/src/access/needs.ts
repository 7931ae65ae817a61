import type { ClientToServerEvents, Role, SentPart } from '@inkwire/protocol'

/** What whoever asks must have. A role stands for itself and all above it. */
export type Need =
  /** Nothing: also somebody without a session. */
  | 'nothing'
  /** A session; a guest's is one. */
  | 'session'
  /** A session, and a role that the link's key in the message can give: what serves it finds the role itself. */
  | 'key'
  | Role

export interface RouteNeed {
  readonly need: Need
  /** The owner may do it also while the board is in the trash, where nobody else sees it. */
  readonly trashed?: true
  /** A page of another site may lead a browser here, to read; everywhere else whatever comes from one is refused. */
  readonly fromElsewhere?: true
}

/**
 * What each HTTP route needs, by method and path as they are registered; `*` is every method, HEAD counts as GET. The API does not
 * start with a route that has no row.
 */
export const ROUTE_NEEDS: { readonly [route: string]: RouteNeed } = {
  'GET /healthz': { need: 'nothing', fromElsewhere: true },
  'GET /readyz': { need: 'nothing', fromElsewhere: true },
  // No session, but METRICS_TOKEN, or to be on this machine: the route looks, and for all others there is no such address.
  'GET /metrics': { need: 'nothing', fromElsewhere: true },
  // Pages, which are forwarded: they hold no data.
  '* /': { need: 'nothing', fromElsewhere: true },
  '* /*': { need: 'nothing', fromElsewhere: true },
  // What is no address.
  '* /api/*': { need: 'nothing' },

  'GET /api/v1/session': { need: 'nothing' },
  'POST /api/v1/session': { need: 'nothing' },
  'PATCH /api/v1/session': { need: 'session' },

  'GET /api/v1/account': { need: 'nothing' },
  'POST /api/v1/account/sign-up': { need: 'nothing' },
  'POST /api/v1/account/sign-in': { need: 'nothing' },
  'POST /api/v1/account/sign-out': { need: 'nothing' },
  'POST /api/v1/account/sign-out-everywhere': { need: 'session' },
  'PUT /api/v1/account/password': { need: 'session' },
  'DELETE /api/v1/account': { need: 'session' },
  'GET /api/v1/account/data': { need: 'session' },
  'POST /api/v1/account/provider': { need: 'nothing' },
  // The provider's page sends the browser here.
  'GET /api/v1/account/callback/oidc': { need: 'nothing', fromElsewhere: true },

  'POST /api/v1/folders': { need: 'session' },
  'PATCH /api/v1/folders/:id': { need: 'session' },
  'DELETE /api/v1/folders/:id': { need: 'session' },

  // Without a session nobody has boards: an empty list.
  'GET /api/v1/boards': { need: 'nothing' },
  'POST /api/v1/boards': { need: 'session' },
  'GET /api/v1/boards/:id': { need: 'viewer' },
  'POST /api/v1/boards/:id/open': { need: 'key' },
  'PATCH /api/v1/boards/:id': { need: 'editor' },
  'DELETE /api/v1/boards/:id': { need: 'owner', trashed: true },
  'POST /api/v1/boards/:id/restore': { need: 'owner', trashed: true },
  'POST /api/v1/boards/:id/duplicate': { need: 'viewer' },
  'GET /api/v1/boards/:id/thumbnail.svg': { need: 'viewer', trashed: true },
  'POST /api/v1/boards/:id/erase': { need: 'owner' },
  'GET /api/v1/boards/:id/head': { need: 'viewer' },
  'GET /api/v1/boards/:id/history': { need: 'viewer' },
  'GET /api/v1/boards/:id/history/:seq': { need: 'viewer' },
  'GET /api/v1/boards/:id/history/:seq/records': { need: 'viewer' },
  'GET /api/v1/boards/:id/elements/:element/origin': { need: 'viewer' },
  'POST /api/v1/boards/:id/versions': { need: 'editor' },
  'PATCH /api/v1/boards/:id/versions/:version': { need: 'editor' },
  'DELETE /api/v1/boards/:id/versions/:version': { need: 'editor' },
  'GET /api/v1/boards/:id/snapshots/:epoch/:seq': { need: 'viewer' },
  'GET /api/v1/boards/:id/assets/:asset': { need: 'viewer' },
  'POST /api/v1/boards/:id/assets': { need: 'editor' },
  'GET /api/v1/boards/:id/sharing': { need: 'editor' },
  'PATCH /api/v1/boards/:id/link': { need: 'owner' },
  'POST /api/v1/boards/:id/link': { need: 'owner' },
  'POST /api/v1/boards/:id/members': { need: 'owner' },
  'PATCH /api/v1/boards/:id/members/:person': { need: 'owner' },
  // The owner removes others; everybody can leave: the route looks at whom.
  'DELETE /api/v1/boards/:id/members/:person': { need: 'viewer' },
  'PUT /api/v1/boards/:id/place': { need: 'viewer' },
}

/** What each event of a connection needs on the board that it names. A connection always has a session: the handshake saw to it. */
export const EVENT_NEEDS = {
  'board:join': 'key',
  'board:leave': 'session',
  batch: 'editor',
  tail: 'viewer',
  live: 'commenter',
} as const satisfies { readonly [event in keyof ClientToServerEvents]: Need }

/** What each part of a live message needs: only those may show a change who may also make it. */
export const LIVE_NEEDS = {
  cursor: 'commenter',
  away: 'commenter',
  selection: 'commenter',
  laser: 'commenter',
  stroke: 'editor',
  more: 'editor',
  preview: 'editor',
  drag: 'editor',
  cancel: 'commenter',
} as const satisfies { readonly [kind in SentPart['kind']]: Role }

const RANK: { readonly [role in Role]: number } = { owner: 3, editor: 2, commenter: 1, viewer: 0 }

/** Whether a role is as much as the one that is needed. */
export const allows = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed]

export const isRole = (text: string): text is Role => Object.hasOwn(RANK, text)

/** The row of a route. Undefined: the table has none. */
export function routeNeed(method: string, path: string): RouteNeed | undefined {
  const rows = [`${method === 'HEAD' ? 'GET' : method} ${path}`, `* ${path}`]
  const row = rows.find((name) => Object.hasOwn(ROUTE_NEEDS, name))
  return row === undefined ? undefined : ROUTE_NEEDS[row]
}
