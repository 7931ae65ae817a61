import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decoder, Encoder } from './parser.ts'

type Packet = Parameters<Encoder['encode']>[0]

function decoded(message: unknown): unknown[] {
  const decoder = new Decoder()
  const packets: unknown[] = []
  decoder.on('decoded', (packet) => packets.push(packet))
  decoder.add(message)
  return packets
}

const throughWire = (packet: Packet) => decoded(new Encoder().encode(packet)[0])

const anyContent = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .dictionary(fc.constantFrom('a', 'ops', 'digest', 'constructor'), tie('value'), { maxKeys: 3 })
      .map((map) => ({ ...map })),
  ),
})).value
const anyPacket = fc.record({
  type: fc.constantFrom(2, 3),
  nsp: fc.constant('/'),
  id: fc.nat(),
  data: fc.array(anyContent, { maxLength: 3 }).map((rest) => ['batch', ...rest]),
})

describe('the parser', () => {
  it('gives back what was sent, bytes included, in one message', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(new Encoder().encode(packet).length).toBe(1)
        expect(throughWire(packet)).toEqual([packet])
      }),
      { numRuns: 500 },
    )
  })

  it('sends a tick as its bytes behind one byte', () => {
    const bytes = new Uint8Array([1, 2, 3])
    const packet = { type: 2, nsp: '/', data: ['tick', bytes] }
    expect(new Encoder().encode(packet)[0]).toEqual(new Uint8Array([0, 1, 2, 3]))
    expect(throughWire(packet)).toEqual([packet])
  })

  it('sends what has no bytes as text', () => {
    for (const packet of [
      { type: 0, nsp: '/', data: { sid: 'x' } },
      { type: 1, nsp: '/' },
      { type: 4, nsp: '/', data: { message: 'no' } },
      { type: 2, nsp: '/', data: ['people', { room: 1 }] },
    ]) {
      expect(typeof new Encoder().encode(packet)[0]).toBe('string')
      expect(throughWire(packet)).toEqual([packet])
    }
  })

  it('takes an ArrayBuffer, as long-polling and browsers give it', () => {
    const [message] = new Encoder().encode({ type: 2, nsp: '/', data: ['tick', new Uint8Array([7])] })
    if (typeof message === 'string') throw new Error('a tick is bytes')
    expect(decoded(message.slice().buffer)).toEqual([{ type: 2, nsp: '/', data: ['tick', new Uint8Array([7])] }])
  })

  it.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['no list', '{}'],
    ['no type', '["a","/",null]'],
    ['a type that there is not', '[7,"/",null,["a"]]'],
    ['an event without a name', '[2,"/",null,[1]]'],
    ['an event that only Socket.IO may emit', '[2,"/",null,["disconnect"]]'],
    ['an event with a bad id', '[2,"/",1.5,["a"]]'],
    ['bytes that start with another byte', new Uint8Array([9, 9])],
    ['no bytes', new Uint8Array()],
    ['a number', 5],
    [
      'a claim of more bytes than there are',
      new Encoder().encode({ type: 2, nsp: '/', data: ['a', new Uint8Array(9)] })[0].slice(0, -1),
    ],
    ['more bytes than were claimed', new Uint8Array([...bytesOf(['a', new Uint8Array(9)]), 1])],
  ])('throws an Error for %s', (_what, message) => {
    expect(() => decoded(message)).toThrow(Error)
  })

  it('throws nothing but an Error for bytes of anybody, and never takes them for something that it would not send', () => {
    const anyMessage = fc.oneof(
      fc.string(),
      fc.json().map((json) => json),
      fc.uint8Array({ maxLength: 60 }),
      fc.tuple(anyPacket, fc.nat(), fc.nat(255)).map(([packet, at, byte]) => {
        const [message] = new Encoder().encode(packet)
        if (typeof message === 'string') return message.slice(0, at % (message.length + 1))
        message[at % message.length] = byte
        return message
      }),
    )
    fc.assert(
      fc.property(anyMessage, (message) => {
        let packets: Packet[] = []
        try {
          packets = decoded(message) as Packet[]
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          expect(error).not.toBeInstanceOf(TypeError)
        }
        for (const packet of packets) {
          expect([0, 1, 2, 3, 4, 5, 6]).toContain(packet.type)
          if (packet.type === 2)
            expect(packet.data).toEqual([expect.any(String), ...(packet.data as unknown[]).slice(1)])
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('refuses a type that is none, also between two that are', () => {
    for (const type of ['0.5', '5e-324', '-1', '7', '"2"', 'null'])
      expect(() => decoded(`[${type},"/",null,["a"]]`)).toThrow('a packet has no type or namespace')
  })

  it('refuses nesting that would run off the stack', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const message = bytesOf(['a', new Uint8Array(1)])
    expect(message.length).toBeGreaterThan(0)
    expect(() => decoded(`[2,"/",null,["a",${deep}]]`)).not.toThrow(RangeError)
  })
})

function bytesOf(data: unknown[]): Uint8Array {
  const [message] = new Encoder().encode({ type: 2, nsp: '/', data })
  if (typeof message === 'string') throw new Error('there are no bytes in it')
  return message
}
