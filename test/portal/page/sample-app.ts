import { createServer, type Server } from 'node:http'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type AddressInfo } from 'node:net'

const sdkPackage = dirname(
  createRequire(import.meta.url).resolve('@bitrix24/b24jssdk/package.json'),
)
const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Sample application</title>
  <body>
    <pre id="about"></pre>
    <script src="/sdk.js"></script>
    <script>
      B24Js.initializeB24Frame().then((frame) => {
        window.b24 = frame
        about.textContent = frame.placement.title
      })
    </script>
  </body>
</html>`

/**
 * An application with nothing but the real SDK in it, to try the portal page with: its frame keeps
 * the started `B24Frame` in `window.b24`. `url` has the host 127.0.0.1, so that next to a portal
 * on localhost the frame is a cross-site one.
 */
export async function startSampleApp(): Promise<{ url: string; close(): Promise<void> }> {
  const sdk = await readFile(join(sdkPackage, 'dist/umd/index.min.js'))
  const server = createServer((request, response) => {
    const isSdk = request.url === '/sdk.js'
    response.setHeader('Content-Type', isSdk ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isSdk ? sdk : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/app`, close: () => closeServer(server) }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
