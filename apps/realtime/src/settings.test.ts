import { describe, expect, it } from 'vitest'
import { SETTINGS, SettingsError, settings } from './settings.ts'

describe('settings', () => {
  it('has a default or null for each', () => {
    expect(settings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.data',
      assetsDir: null,
      databaseUrl: null,
      databaseDir: null,
      historyDays: null,
      redisUrls: null,
      publicUrl: null,
      webUrl: null,
      secret: null,
      oidcUrl: null,
      oidcClientId: null,
      oidcClientSecret: null,
      oidcName: 'single sign-on',
      trustedProxies: [],
      embedOrigins: [],
      logLevel: 'info',
      metricsToken: null,
      tracesUrl: null,
      moveSeconds: null,
      boardsMib: 1_024,
      limits: {
        connectionKib: 4_096,
        connectionLivePerSecond: 60,
        connectionTailsPerSecond: 20,
        actorBatchesPerSecond: 50,
        personJoinsPerMinute: 60,
        addressConnections: 5_000,
        addressJoinsPerMinute: 1_200,
        boardPeople: 2_000,
      },
    })
  })

  it('takes an empty variable as a missing one', () => {
    const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ' ']))
    expect(settings(empty)).toEqual(settings({}))
  })

  it('reads each', () => {
    expect(
      settings({
        PORT: '8080',
        HOST: '::',
        DATA_DIR: '/srv/ink wire',
        ASSETS_DIR: '/mnt/images',
        DATABASE_URL: 'postgresql://me:secret@db:5432/inkwire?sslmode=require',
        DATABASE_DIR: '/srv/database',
        HISTORY_DAYS: '365',
        REDIS_URL: 'rediss://cache:6379/1, rediss://other:6379',
        PUBLIC_URL: 'https://board.example.org/',
        WEB_URL: 'http://127.0.0.1:3001',
        SECRET: 'x'.repeat(32),
        OIDC_URL: 'https://login.example.org/.well-known/openid-configuration',
        OIDC_CLIENT_ID: 'inkwire',
        OIDC_CLIENT_SECRET: 'hidden',
        OIDC_NAME: 'Example',
        TRUSTED_PROXIES: '10.0.0.1, 172.16.0.0/12,::1/128',
        EMBED_ORIGINS: 'https://wiki.example.org, http://10.0.0.7:8080',
        LOG_LEVEL: 'debug',
        METRICS_TOKEN: 'sixteen-or-more-of-them',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        MOVE_SECONDS: '0',
        BOARDS_MIB: '64',
        CONNECTION_KIB: '1024',
        CONNECTION_LIVE_PER_SECOND: '1',
        CONNECTION_TAILS_PER_SECOND: '2',
        ACTOR_BATCHES_PER_SECOND: '3',
        PERSON_JOINS_PER_MINUTE: '4',
        ADDRESS_CONNECTIONS: '5',
        ADDRESS_JOINS_PER_MINUTE: '6',
        BOARD_PEOPLE: '7',
      }),
    ).toEqual({
      port: 8080,
      host: '::',
      dataDir: '/srv/ink wire',
      assetsDir: '/mnt/images',
      databaseUrl: 'postgresql://me:secret@db:5432/inkwire?sslmode=require',
      databaseDir: '/srv/database',
      historyDays: 365,
      redisUrls: ['rediss://cache:6379/1', 'rediss://other:6379'],
      publicUrl: 'https://board.example.org',
      webUrl: 'http://127.0.0.1:3001',
      secret: 'x'.repeat(32),
      oidcUrl: 'https://login.example.org/.well-known/openid-configuration',
      oidcClientId: 'inkwire',
      oidcClientSecret: 'hidden',
      oidcName: 'Example',
      trustedProxies: ['10.0.0.1', '172.16.0.0/12', '::1/128'],
      embedOrigins: ['https://wiki.example.org', 'http://10.0.0.7:8080'],
      logLevel: 'debug',
      metricsToken: 'sixteen-or-more-of-them',
      tracesUrl: 'http://collector:4318',
      moveSeconds: 0,
      boardsMib: 64,
      limits: {
        connectionKib: 1_024,
        connectionLivePerSecond: 1,
        connectionTailsPerSecond: 2,
        actorBatchesPerSecond: 3,
        personJoinsPerMinute: 4,
        addressConnections: 5,
        addressJoinsPerMinute: 6,
        boardPeople: 7,
      },
    })
  })

  it('wants a provider described whole, with the address that it sends people back to', () => {
    const whole = { OIDC_URL: 'https://login.example.org', OIDC_CLIENT_ID: 'inkwire', OIDC_CLIENT_SECRET: 'hunter2' }
    expect(() => settings(whole)).toThrow(/^PUBLIC_URL is missing: [^\n]+$/)
    const { OIDC_CLIENT_SECRET: _, ...without } = whole
    expect(() => settings({ ...without, PUBLIC_URL: 'https://board.example.org' })).toThrow(/^OIDC_CLIENT_SECRET is/)
  })

  it.each([
    ['PORT', '0'],
    ['HISTORY_DAYS', '0'],
    ['MOVE_SECONDS', '301'],
    ['BOARDS_MIB', '63'],
    ['CONNECTION_KIB', '1023'],
    ['ADDRESS_CONNECTIONS', '0'],
    ['EMBED_ORIGINS', '*'],
    ['EMBED_ORIGINS', 'https://wiki.example.org/page'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['HOST', 'http://0.0.0.0'],
    ['HOST', 'a b'],
    ['DATA_DIR', 'a\0b'],
    ['DATABASE_URL', 'mysql://me:hunter2@db/x'],
    ['DATABASE_URL', 'hunter2'],
    ['REDIS_URL', 'http://hunter2'],
    ['REDIS_URL', 'redis://cache, http://hunter2'],
    ['REDIS_URL', ','],
    ['PUBLIC_URL', 'board.example.org'],
    ['PUBLIC_URL', 'https://board.example.org/path'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['WEB_URL', 'ftp://web'],
    ['SECRET', 'hunter2'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['TRUSTED_PROXIES', 'proxy.local'],
    ['LOG_LEVEL', 'loud\nly'],
    ['METRICS_TOKEN', 'hunter2'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318/hunter2'],
  ])('refuses %s=%j in one line that names it and what is allowed', (name, value) => {
    const read = () => settings({ [name]: value })
    expect(read).toThrow(SettingsError)
    try {
      read()
    } catch (error) {
      const { message } = error as SettingsError
      expect(message).toMatch(new RegExp(`^${name} .*: it must be .+$`))
      expect(message).not.toContain('\n')
      // Passwords don't belong into a log.
      expect(message).not.toContain('hunter2')
    }
  })
})
