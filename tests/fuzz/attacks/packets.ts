import { PackError } from '@inkwire/board'
import { Encoder } from '@inkwire/protocol'
import { WebSocket } from 'ws'
import type { Seeded } from '../../simulator/seeded.ts'
import { type Attack, anyAddress, type Target } from '../attack.ts'
import { type Aim, actorOf, hostileMessage, joinRequest, type Message, validMessage } from '../corpus.ts'
import { mutatedBytes } from '../mutation.ts'

/** Messages between two waits for the server, so that it is the server that is tried and not a queue. */
const BURST = 25
/** A connection that is silent for so long is given up, ms. */
const PATIENCE_MS = 20_000

/** Socket.IO over WebSocket, as whoever has the link of the board: half of it honest, half of it wrong somewhere. */
export const packets: Attack = {
  title: 'Socket.IO packets over WebSocket',
  share: 800,
  attackers: 24,
  async run(target, random, budget) {
    while (budget.left > 0) {
      const line = await Line.open(target, random)
      while (budget.left > 0 && line?.open) {
        for (let i = 0; i < BURST && budget.left > 0; i++) {
          line.send(random)
          budget.take()
        }
        if (!(await line.answers())) break
      }
      line?.close()
      // A connection counts too, or a server that lets nobody in would be attacked for ever.
      budget.take()
    }
  },
}

/** The wire's form of a Socket.IO packet. */
export function packetBytes({ event, content }: Message, id: number | undefined): string | Uint8Array {
  const packet = { type: 2, nsp: '/', data: [event, ...content], ...(id === undefined ? {} : { id }) }
  const message = encoded(packet)
  return typeof message === 'string' ? `4${message}` : message
}

/** A live message's short form can't name a board with half a character: then it goes as any other event does. */
function encoded(packet: { readonly type: number; readonly nsp: string; readonly data: readonly unknown[] }) {
  try {
    return new Encoder().encode(packet)[0]
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return new Encoder().encode({ ...packet, data: [...packet.data, null] })[0]
  }
}

/** Packets that are wrong themselves, whatever they carry. */
export function hostilePacket(random: Seeded): string | Uint8Array {
  const deep = '['.repeat(random.between(1, 5_000))
  const texts = [
    '4',
    '4[2,"/",null,["batch"]]',
    '4[2,"/",null,["__proto__",{}]]',
    '4[2,"/",9007199254740993,["tail",{}]]',
    '4[3,"/",1,[{}]]',
    '4[1,"/",null,null]',
    '4[0,"/elsewhere",null,{"token":1}]',
    '4[0,"/",null,{"__proto__":{"polluted":true}}]',
    '4[4,"/",null,{"message":"no"}]',
    '4[5,"/",1,["batch",{"$bytes":3}]]',
    `4[2,"/",1,["live",${deep}${']'.repeat(deep.length)}]]`,
    `4${deep}`,
    '1',
    '5',
    '6',
    '2probe',
    '7',
    '\ud800',
    `4[2,"/",1,["tail","${'x'.repeat(random.between(1, 60_000))}"]]`,
  ]
  if (random.chance(0.7)) return random.pick(texts) ?? ''
  const bytes = random.bytes(random.between(0, 200))
  return random.chance(0.5) ? Buffer.concat([Uint8Array.of(random.between(0, 2)), bytes]) : bytes
}

/** One connection, joined to the board. */
class Line {
  private number = 0
  private readonly aim: Aim
  private pongs = 0
  private connected = false
  private joined = false

  private constructor(
    private readonly socket: WebSocket,
    private readonly target: Target,
    random: Seeded,
  ) {
    this.aim = { board: target.board, key: target.key, epoch: target.epoch, actor: actorOf(random), number: 0, last: 0 }
    socket.on('message', (data, binary) => this.heard(binary ? 'bytes' : String(data)))
    socket.on('pong', () => this.pongs++)
    socket.on('close', (code) => target.count(`closed: ${code}`))
    socket.on('error', () => {})
  }

  static open(target: Target, random: Seeded): Promise<Line | undefined> {
    const guest = random.pick(target.guests)
    const headers = { cookie: guest?.cookie ?? '', 'x-forwarded-for': anyAddress(random) }
    const url = `${target.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(url, { headers, perMessageDeflate: false })
    return new Promise((resolve) => {
      socket.on('open', () => {
        const line = new Line(socket, target, random)
        void line.join(random).then(() => resolve(line))
      })
      socket.on('unexpected-response', (_, response) => {
        target.count(`handshake: ${response.statusCode}`)
        socket.terminate()
        resolve(undefined)
      })
      socket.on('error', () => resolve(undefined))
    })
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  close(): void {
    this.socket.terminate()
  }

  /** Sends one message; of five hundred one is no packet at all, which ends the connection. */
  send(random: Seeded): void {
    if (random.chance(0.002)) {
      this.write(hostilePacket(random))
      return
    }
    const message = random.chance(0.5) ? validMessage(this.aim, random) : hostileMessage(this.aim, random)
    const bytes = packetBytes(message, random.chance(0.9) ? ++this.number : undefined)
    this.write(random.chance(0.001) ? mutatedBytes(Buffer.from(bytes), random) : bytes)
  }

  /** Waits until the server has read what was sent. */
  async answers(): Promise<boolean> {
    if (!this.open) return false
    const before = this.pongs
    this.socket.ping()
    return (await this.until(() => this.pongs > before)) && this.open
  }

  /** Joins as the connection's actor. */
  private async join(random: Seeded): Promise<void> {
    this.write('4[0,"/",null,null]')
    await this.until(() => this.connected)
    const request = { ...joinRequest(this.aim, random), actor: this.aim.actor }
    this.write(packetBytes({ event: 'board:join', content: [request] }, ++this.number))
    await this.until(() => this.joined)
  }

  private async until(done: () => boolean): Promise<boolean> {
    const end = Date.now() + PATIENCE_MS
    while (!done() && this.open && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    return done()
  }

  private write(message: string | Uint8Array): void {
    if (this.open) this.socket.send(message)
  }

  private heard(text: string): void {
    if (text === '2') this.write('3')
    if (text.startsWith('4[0,')) this.connected = true
    // An answer to a join holds bytes, or is a refusal.
    if (text === 'bytes' || text.startsWith('4[3,')) this.joined = true
    const code = /"code":"([a-z._]+)"/.exec(text)?.[1]
    const last = code === 'batch.out_of_order' ? /"last":(\d+)/.exec(text)?.[1] : undefined
    if (last !== undefined) this.aim.last = Number(last)
    if (code) this.target.count(`refused: ${code}`)
    else if (text.startsWith('4[3,') && text.includes('"ok":true')) this.target.count('accepted')
  }
}
