import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../scripts/free-port.ts'
import { eventually, startChild } from './child.ts'
import { listens } from './redis.ts'

const CONFIGURATION = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url))

/** Where nginx will be found: known before it starts, as an instance has to know its PUBLIC_URL. */
export interface ProxyPorts {
  readonly plain: number
  readonly tls: number
}

/** nginx with the configuration that we ship (deploy/nginx.conf), and TLS with a certificate of its own, before one instance or two. */
export interface ProxyServer {
  readonly url: string
  readonly tlsUrl: string
  /** PEM of the certificate, for whoever has to trust it. */
  readonly certificate: Buffer
  stop(): Promise<void>
}

export const proxyPorts = async (): Promise<ProxyPorts> => ({ plain: await freePort(), tls: await freePort() })

export async function startProxy(ports: ProxyPorts, first: number, second?: number): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), 'inkwire-proxy-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', key, '-out', certificate]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
    stdio: 'ignore',
  })
  const listen = `listen 127.0.0.1:${ports.plain}; listen 127.0.0.1:${ports.tls} ssl;
    ssl_certificate ${certificate}; ssl_certificate_key ${key}; client_body_temp_path ${join(folder, 'bodies')};
    proxy_temp_path ${join(folder, 'answers')};`
  const shipped = readFileSync(CONFIGURATION, 'utf8')
  const text = shipped
    .replace('listen 8080;', listen)
    .replace('server realtime-1:3000', `server 127.0.0.1:${first}`)
    .replace(/server realtime-2:3000([^;]*;)/, second === undefined ? '' : `server 127.0.0.1:${second}$1`)
    .replace('server web:3000', `server 127.0.0.1:${first}`)
  if (text.includes(':3000') || !text.includes(listen)) throw new Error('deploy/nginx.conf has changed: so must this')
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, `daemon off; pid ${join(folder, 'pid')}; error_log stderr;\n${text}`)
  const child = startChild('nginx', ['-p', folder, '-e', 'stderr', '-c', file], { cwd: folder })
  await eventually(
    () => {
      if (!child.running) throw new Error(`nginx ended: ${child.output()}`)
      return listens(ports.tls)
    },
    () => `nginx listens: ${child.output()}`,
  )
  return {
    url: `http://localhost:${ports.plain}`,
    tlsUrl: `https://localhost:${ports.tls}`,
    certificate: readFileSync(certificate),
    async stop() {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
