import { isIP } from 'node:net'
import { LIMITS } from '@inkwire/protocol'
import { z } from 'zod'

/** A setting that can't be used; `message` is one line that names it, says what is wrong and what is allowed. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** All settings of Inkwire, checked. What may be left out is null. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** As given: relative to the folder that the process runs in. */
  readonly dataDir: string
  /** Where images lie; null: in `assets` below dataDir. */
  readonly assetsDir: string | null
  readonly databaseUrl: string | null
  /** Folder of the embedded database, whose disk is watched. */
  readonly databaseDir: string | null
  /** History that is older, in days, is pruned; null: none is. */
  readonly historyDays: number | null
  /** One Redis, or some nodes of a Redis Cluster. */
  readonly redisUrls: readonly string[] | null
  /** Origin without a path or a closing slash. */
  readonly publicUrl: string | null
  /** Origin without a path or a closing slash. */
  readonly webUrl: string | null
  readonly secret: string | null
  /** Where an OpenID Connect provider describes itself; null: people sign in with a password only. */
  readonly oidcUrl: string | null
  readonly oidcClientId: string | null
  readonly oidcClientSecret: string | null
  /** As the button names it: "Continue with …". */
  readonly oidcName: string
  readonly trustedProxies: readonly string[]
  /** Checked here with the rest; who uses it is web (apps/web/src/security). */
  readonly embedOrigins: readonly string[]
  readonly logLevel: LogLevel
  /** Who shows it may read /metrics; null: whoever is on this machine may. */
  readonly metricsToken: string | null
  /** Where traces go; null: there are none. OpenTelemetry's packages read the variable themselves. */
  readonly tracesUrl: string | null
  readonly limits: LimitSettings
  /** An instance that is stopped sends its people to others within so many seconds; null: at once, as there are no others. */
  readonly moveSeconds: number | null
  /** MiB that the boards may take that are open on one instance. */
  readonly boardsMib: number
}

/** How much one page, person, address or board may take of one instance. */
export interface LimitSettings {
  /** KiB that may wait for one connection which does not take them. */
  readonly connectionKib: number
  readonly connectionLivePerSecond: number
  readonly connectionTailsPerSecond: number
  readonly actorBatchesPerSecond: number
  readonly personJoinsPerMinute: number
  /** Connections that are open at once. */
  readonly addressConnections: number
  readonly addressJoinsPerMinute: number
  readonly boardPeople: number
}

interface Setting<Value> {
  readonly about: string
  /** What may stand there, as the end of "must be …". */
  readonly allowed: string
  /** Taken when the variable is missing or empty; null: there is none. */
  readonly fallback: string | null
  /** Never shown in an error, as it is or holds a password. */
  readonly hidden?: boolean
  /** undefined: not allowed. */
  readonly parse: (text: string) => Value | undefined
}

const wholeNumber = z.string().regex(/^\d+$/).transform(Number)
const hostName = z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i)
/** 32 characters: 128 bits even when they are hexadecimal digits. */
const secret = z.string().min(32)
const shortText = z.string().min(1).max(500)

/** The one table of settings: what each means, its default and its range. */
export const SETTINGS = {
  PORT: {
    about: 'TCP port that people open in their browsers',
    allowed: 'a whole number from 1 to 65535',
    fallback: '3000',
    parse: checked(wholeNumber.pipe(z.number().min(1).max(65_535))),
  },
  HOST: {
    about: 'address to listen on; 0.0.0.0 lets others in the network in',
    allowed: 'an IP address or a host name',
    fallback: '127.0.0.1',
    parse: (text: string) => (isIP(text) === 0 ? checked(hostName)(text) : text),
  },
  DATA_DIR: {
    about: 'folder for the embedded database, the secret, images and the logs',
    allowed: 'a path of a folder',
    fallback: '.data',
    parse: (text: string) => (text.includes('\0') ? undefined : text),
  },
  ASSETS_DIR: {
    about: 'folder for images, which all instances of a cluster share; by default `assets` in DATA_DIR',
    allowed: 'a path of a folder',
    fallback: null,
    parse: (text: string) => (text.includes('\0') ? undefined : text),
  },
  DATABASE_URL: {
    about: 'PostgreSQL to use instead of the embedded one',
    allowed: 'a URL such as postgresql://user:password@host:5432/name',
    fallback: null,
    hidden: true,
    parse: urlOf('postgresql:', 'postgres:'),
  },
  DATABASE_DIR: {
    about: 'folder of the embedded database, for its disk to be watched; set by npm start',
    allowed: 'a path of a folder',
    fallback: null,
    parse: (text: string) => (text.includes('\0') ? undefined : text),
  },
  HISTORY_DAYS: {
    about: 'history that is older than so many days is removed; by default none is',
    allowed: 'a whole number from 1 to 36500',
    fallback: null,
    parse: checked(wholeNumber.pipe(z.number().min(1).max(36_500))),
  },
  REDIS_URL: {
    about: 'Redis that connects several instances; of a Redis Cluster some of its nodes',
    allowed: 'a URL such as redis://host:6379, or several with commas between them',
    fallback: null,
    hidden: true,
    parse: urlsOf('redis:', 'rediss:'),
  },
  PUBLIC_URL: {
    about: 'address under which people reach Inkwire, where a proxy stands before it',
    allowed: 'an http or https URL without a path, such as https://board.example.org',
    fallback: null,
    parse: origin,
  },
  WEB_URL: {
    about: 'where Next runs, to which pages are forwarded',
    allowed: 'an http or https URL without a path, such as http://127.0.0.1:3001',
    fallback: null,
    parse: origin,
  },
  SECRET: {
    about: 'key of cookies and tokens; instances of one cluster share it; made at the first start',
    allowed: 'at least 32 characters',
    fallback: null,
    hidden: true,
    parse: checked(secret),
  },
  OIDC_URL: {
    about: 'discovery address of an OpenID Connect provider through which people can sign in',
    allowed: 'an http or https URL such as https://login.example.org/.well-known/openid-configuration',
    fallback: null,
    parse: urlOf('https:', 'http:'),
  },
  OIDC_CLIENT_ID: {
    about: "the provider's name for this Inkwire",
    allowed: '1 to 500 characters',
    fallback: null,
    parse: checked(shortText),
  },
  OIDC_CLIENT_SECRET: {
    about: "the provider's secret for this Inkwire",
    allowed: '1 to 500 characters',
    fallback: null,
    hidden: true,
    parse: checked(shortText),
  },
  OIDC_NAME: {
    about: 'how the button names the provider',
    allowed: '1 to 500 characters',
    fallback: 'single sign-on',
    parse: checked(shortText),
  },
  TRUSTED_PROXIES: {
    about: 'proxies whose X-Forwarded-For is believed',
    allowed: 'IP addresses or CIDR ranges with commas between them, such as 10.0.0.1,172.16.0.0/12',
    fallback: '',
    parse: addresses,
  },
  EMBED_ORIGINS: {
    about: 'sites whose pages may show boards in a frame (at /embed/<board>)',
    allowed: 'http or https origins with commas between them, such as https://wiki.example.org',
    fallback: '',
    parse: origins,
  },
  LOG_LEVEL: {
    about: 'least important kind of line that is logged',
    allowed: `one of ${LOG_LEVELS.join(', ')}`,
    fallback: 'info',
    parse: checked(z.enum(LOG_LEVELS)),
  },
  METRICS_TOKEN: {
    about: 'bearer token with which Prometheus reads /metrics; without it only this machine itself may',
    allowed: '16 to 500 characters without spaces',
    fallback: null,
    hidden: true,
    parse: checked(z.string().regex(/^[!-~]{16,500}$/)),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    about: "OpenTelemetry collector that gets traces over HTTP; more is set by OpenTelemetry's other variables",
    allowed: 'an http or https URL such as http://collector:4318',
    fallback: null,
    hidden: true,
    parse: urlOf('http:', 'https:'),
  },
  MOVE_SECONDS: {
    about: 'seconds over which an instance that is stopped sends its people to others; by default 3 with Redis, else 0',
    ...numberBetween(0, 300),
    fallback: null,
  },
  BOARDS_MIB: {
    about: 'MiB that the boards may take that are open on one instance',
    ...numberBetween(64, 1_048_576, 1_024),
  },
  CONNECTION_KIB: {
    about:
      'KiB that may wait for one connection; at a sixteenth it gets no more live, at half of it nothing until it has caught up',
    ...numberBetween(1_024, 65_536, 4_096),
  },
  CONNECTION_LIVE_PER_SECOND: {
    about: 'live messages of one connection per second',
    ...numberBetween(1, 1_000, LIMITS.livePerSecond),
  },
  CONNECTION_TAILS_PER_SECOND: {
    about: 'questions of one connection for what it missed, per second',
    ...numberBetween(1, 1_000, LIMITS.tailsPerSecond),
  },
  ACTOR_BATCHES_PER_SECOND: {
    about: 'batches of one page per second; four times as many at once',
    ...numberBetween(1, 10_000, LIMITS.batchesPerSecond),
  },
  PERSON_JOINS_PER_MINUTE: {
    about: 'boards that one person joins per minute',
    ...numberBetween(1, 100_000, LIMITS.joinsPerMinute),
  },
  ADDRESS_CONNECTIONS: {
    about: 'connections of one address that are open at once; a school sits behind one',
    ...numberBetween(1, 1_000_000, LIMITS.connectionsPerAddress),
  },
  ADDRESS_JOINS_PER_MINUTE: {
    about: 'connections that one address makes, and boards that it joins, per minute',
    ...numberBetween(1, 1_000_000, LIMITS.joinsPerMinuteAndAddress),
  },
  BOARD_PEOPLE: { about: 'pages on one board and instance', ...numberBetween(1, 100_000, LIMITS.peoplePerBoard) },
} satisfies Record<string, Setting<unknown>>

/**
 * Reads all settings from environment variables. An empty variable counts as missing.
 *
 * @throws SettingsError for the first one that is wrong
 */
export function settings(env: Readonly<Record<string, string | undefined>>): Settings {
  const optional = <Value>(name: string, setting: Setting<Value>): Value | null => {
    const text = env[name]?.trim() || setting.fallback
    if (text === null) return null
    const value = setting.parse(text)
    if (value !== undefined) return value
    // JSON.stringify: a line break in the value would make two lines of one.
    const found = setting.hidden ? 'is not usable' : `is ${JSON.stringify(text)}`
    throw new SettingsError(`${name} ${found}: it must be ${setting.allowed} (${setting.about})`)
  }
  const certain = <Value>(name: string, setting: Setting<Value> & { readonly fallback: string }): Value => {
    const value = optional(name, setting)
    if (value === null) throw new Error(`${name} has a default`)
    return value
  }
  const oidc = ['OIDC_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const
  if (oidc.some((name) => env[name]?.trim())) {
    // The provider sends people back to PUBLIC_URL, and to nowhere else.
    for (const name of [...oidc, 'PUBLIC_URL'] as const) {
      if (!env[name]?.trim())
        throw new SettingsError(`${name} is missing: ${oidc.join(', ')} and PUBLIC_URL go together`)
    }
  }
  return {
    port: certain('PORT', SETTINGS.PORT),
    host: certain('HOST', SETTINGS.HOST),
    dataDir: certain('DATA_DIR', SETTINGS.DATA_DIR),
    assetsDir: optional('ASSETS_DIR', SETTINGS.ASSETS_DIR),
    databaseUrl: optional('DATABASE_URL', SETTINGS.DATABASE_URL),
    databaseDir: optional('DATABASE_DIR', SETTINGS.DATABASE_DIR),
    historyDays: optional('HISTORY_DAYS', SETTINGS.HISTORY_DAYS),
    redisUrls: optional('REDIS_URL', SETTINGS.REDIS_URL),
    publicUrl: optional('PUBLIC_URL', SETTINGS.PUBLIC_URL),
    webUrl: optional('WEB_URL', SETTINGS.WEB_URL),
    secret: optional('SECRET', SETTINGS.SECRET),
    oidcUrl: optional('OIDC_URL', SETTINGS.OIDC_URL),
    oidcClientId: optional('OIDC_CLIENT_ID', SETTINGS.OIDC_CLIENT_ID),
    oidcClientSecret: optional('OIDC_CLIENT_SECRET', SETTINGS.OIDC_CLIENT_SECRET),
    oidcName: certain('OIDC_NAME', SETTINGS.OIDC_NAME),
    trustedProxies: certain('TRUSTED_PROXIES', SETTINGS.TRUSTED_PROXIES),
    embedOrigins: certain('EMBED_ORIGINS', SETTINGS.EMBED_ORIGINS),
    logLevel: certain('LOG_LEVEL', SETTINGS.LOG_LEVEL),
    metricsToken: optional('METRICS_TOKEN', SETTINGS.METRICS_TOKEN),
    tracesUrl: optional('OTEL_EXPORTER_OTLP_ENDPOINT', SETTINGS.OTEL_EXPORTER_OTLP_ENDPOINT),
    moveSeconds: optional('MOVE_SECONDS', SETTINGS.MOVE_SECONDS),
    boardsMib: certain('BOARDS_MIB', SETTINGS.BOARDS_MIB),
    limits: {
      connectionKib: certain('CONNECTION_KIB', SETTINGS.CONNECTION_KIB),
      connectionLivePerSecond: certain('CONNECTION_LIVE_PER_SECOND', SETTINGS.CONNECTION_LIVE_PER_SECOND),
      connectionTailsPerSecond: certain('CONNECTION_TAILS_PER_SECOND', SETTINGS.CONNECTION_TAILS_PER_SECOND),
      actorBatchesPerSecond: certain('ACTOR_BATCHES_PER_SECOND', SETTINGS.ACTOR_BATCHES_PER_SECOND),
      personJoinsPerMinute: certain('PERSON_JOINS_PER_MINUTE', SETTINGS.PERSON_JOINS_PER_MINUTE),
      addressConnections: certain('ADDRESS_CONNECTIONS', SETTINGS.ADDRESS_CONNECTIONS),
      addressJoinsPerMinute: certain('ADDRESS_JOINS_PER_MINUTE', SETTINGS.ADDRESS_JOINS_PER_MINUTE),
      boardPeople: certain('BOARD_PEOPLE', SETTINGS.BOARD_PEOPLE),
    },
  }
}

/** What all settings that are whole numbers have in common. */
function numberBetween(least: number, most: number): Pick<Setting<number>, 'allowed' | 'parse'>
function numberBetween(
  least: number,
  most: number,
  usual: number,
): Pick<Setting<number>, 'allowed' | 'parse'> & { readonly fallback: string }
function numberBetween(least: number, most: number, usual?: number) {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    parse: checked(wholeNumber.pipe(z.number().min(least).max(most))),
    ...(usual === undefined ? {} : { fallback: String(usual) }),
  }
}

function checked<Value>(schema: z.ZodType<Value, string>): (text: string) => Value | undefined {
  return (text) => schema.safeParse(text).data
}

function urlOf(...protocols: readonly string[]): (text: string) => string | undefined {
  return (text) => {
    const url = parseUrl(text)
    return url !== null && protocols.includes(url.protocol) && url.hostname !== '' ? text : undefined
  }
}

function urlsOf(...protocols: readonly string[]): (text: string) => readonly string[] | undefined {
  return (text) => {
    const list = listOf(text).map(urlOf(...protocols))
    return list.length > 0 && list.every((one) => one !== undefined) ? list : undefined
  }
}

function origin(text: string): string | undefined {
  const url = parseUrl(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined
  const bare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return bare ? url.origin : undefined
}

function origins(text: string): readonly string[] | undefined {
  const list = listOf(text).map(origin)
  return list.every((one) => one !== undefined) ? list : undefined
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function addresses(text: string): readonly string[] | undefined {
  const list = listOf(text)
  return list.every(isAddressRange) ? list : undefined
}

function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
