import { checkOps, PackError, pack, unpack } from '@inkwire/board'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountRemoval, credentials, newAccount, passwordChange, providerRequest } from './account.ts'
import { boardChange, boardKey, eraseRequest, personChange, thumbnailTheme } from './api.ts'
import { batchRequest, joinRequest, tailRequest } from './events.ts'
import { newVersion, versionChange } from './history.ts'
import { unpackLive } from './live.ts'
import { Decoder } from './parser.ts'
import { folderChange, placeChange } from './places.ts'
import { unpackRecords } from './record.ts'
import { linkChange, memberChange, newMember } from './sharing.ts'
import { unpackTick } from './tick.ts'

/** Keys that mean something to careless code. */
const anyKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'length',
  'then',
  'board',
  'id',
  'name',
  'ops',
)
const anyLeaf = fc.oneof(
  fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, 1e308, 5e-324, 2 ** 53, -1, 0.5),
  fc.constantFrom('\ud800', 'x\udfff', '\0', '../../x', 'a/b', '%2e%2e', '__proto__', '', 'x'.repeat(500), '\u202e'),
  fc.constantFrom(null, undefined, true, false, Symbol.iterator, 10n),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
)
/** Anything: deep, with inherited names as own keys. */
const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    anyLeaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyKey, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value

describe('what comes from anybody', () => {
  const schemas = {
    joinRequest,
    batchRequest,
    tailRequest,
    personChange,
    boardChange,
    boardKey,
    eraseRequest,
    thumbnailTheme,
    newAccount,
    credentials,
    passwordChange,
    accountRemoval,
    providerRequest,
    newMember,
    memberChange,
    linkChange,
    placeChange,
    folderChange,
    newVersion,
    versionChange,
  }

  it.each(Object.entries(schemas))(
    'is taken or refused by %s, which throws nothing and hands on nothing inherited',
    (_, schema) => {
      fc.assert(
        fc.property(anything, (value) => {
          const parsed = schema.safeParse(value)
          if (!parsed.success || typeof parsed.data !== 'object') return
          expect(Object.getPrototypeOf(parsed.data)).toBe(Object.prototype)
        }),
        { numRuns: 500 },
      )
    },
  )

  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ['packed values', unpack],
    ['live', unpackLive],
    ['records', unpackRecords],
    ['a tick', unpackTick],
  ])('throws nothing but a PackError as %s', (_, read) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          read(new Uint8Array(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(PackError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('throws nothing at all as ops', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void checkOps(new Uint8Array(bytes))))
  })

  it.each([
    ['a name', boardChange, { name: { length: { toString: 1 } } }],
    ['a password', credentials, { email: 'a@example.org', password: { length: { toString: 1 } } }],
    ['a new password', newAccount, { email: 'a@example.org', name: 'A', password: { length: { toString: 1 } } }],
    ['an e-mail address', newMember, { email: { length: { toString: 1 }, trim: null }, role: 'viewer' }],
    ['the password of a link', linkChange, { password: { length: { toString: 1 } } }],
    ['a way back', providerRequest, { back: { length: { toString: 1 } } }],
    ['a folder', placeChange, { folder: { length: { toString: 1 } } }],
    ['a key', boardKey, { key: { length: { valueOf: 1, toString: null } } }],
    ['the key of a join', joinRequest, { key: { length: { toString: 1 } }, token: { length: { toString: 1 } } }],
  ])('refuses what has a length that can not be compared as %s', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false)
  })

  it.each([
    [1, [[2, { length: { toString: 1 } }]]],
    [1, [[5, { length: { toString: 1 } }, 1, 1]]],
    [1, [[7, 1, { length: { toString: 1 } }]]],
    [1, { length: { toString: 1 } }],
  ])('refuses it in live', (...message) => {
    expect(() => unpackLive(pack(message))).toThrow(PackError)
  })

  it('refuses it in ops', () => {
    const odd = { length: { toString: 1 } }
    const id = 'x'.repeat(21)
    for (const op of [
      [3, id, 'text', null, 0, 'x', odd],
      [1, id, { mid: odd }],
      [1, id, { link: odd }],
      [1, id, { name: odd }],
    ])
      expect(checkOps(pack([op]))).toMatchObject({ ok: false, code: 'op.invalid' })
  })

  it('leaves every object as it was', () => {
    for (const text of [
      '[0,"/",null,{"__proto__":{"polluted":1}}]',
      '[2,"/",1,["batch",{"__proto__":{"polluted":1}}]]',
    ]) {
      const decoder = new Decoder()
      decoder.on('decoded', () => {})
      decoder.add(text)
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})

it.each(['a\0'.padEnd(21, 'x'), '', '__proto__', 'x'.repeat(22), `${'x'.repeat(21)}\n`])(
  'a folder is not %j',
  (folder) => {
    expect(placeChange.safeParse({ folder }).success).toBe(false)
  },
)

describe('a name', () => {
  it.each(['a\0b', 'line\nbreak', '\u001b[31m', 'half \ud83d', '\udc00', '\u0085', ' ', '', 'x'.repeat(201)])(
    'is not %j',
    (name) => {
      expect(boardChange.safeParse({ name }).success).toBe(false)
      expect(personChange.safeParse({ name }).success).toBe(false)
    },
  )

  it.each(['__proto__', '<b>', 'a/b', '😀 名前', 'שלום', "'; DROP TABLE"])('is %j, and means nothing else', (name) => {
    expect(boardChange.safeParse({ name }).data).toEqual({ name })
  })
})
