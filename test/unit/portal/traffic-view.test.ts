import { describe, expect, it } from 'vitest'
import { trafficView } from '../../portal/traffic-view.ts'

const view = (line: Record<string, unknown>) => trafficView({ seq: 1, at: 0, line })
const token = '0123456789abcdef'.repeat(4)

describe('a recorded line as people see it', () => {
  it('shows no token of an event, a frame or a link', () => {
    const event = view({
      kind: 'event',
      payload: { event: 'ONX', auth: { access_token: token, application_token: token } },
    })
    const frame = view({ kind: 'frame', payload: { PLACEMENT: 'DEFAULT', REFRESH_ID: token } })
    const file = view({
      kind: 'rest',
      method: 'disk.file.get',
      status: 200,
      body: { result: { DOWNLOAD_URL: `http://p/rest/download.json?auth=${token}&token=disk|x` } },
    })
    expect(JSON.stringify([event, frame, file])).not.toContain(token)
    expect(JSON.stringify(file.got)).toContain('token=••••')
    expect([event.name, frame.name, file.name]).toEqual(['ONX', 'DEFAULT', 'disk.file.get'])
  })

  it('names refusals, also those without a code, and faults made to order', () => {
    const body = { error: '', error_description: 'Access denied.' }
    expect(view({ kind: 'rest', method: 'm', status: 400, body })).toMatchObject({
      isProblem: true,
      error: 'Access denied.',
    })
    const result = { status: 200, body: { result: true } }
    expect(view({ kind: 'rest', method: 'm', ...result }).isProblem).toBe(false)
    expect(view({ kind: 'rest', method: 'm', fault: 'slow', ...result }).isProblem).toBe(true)
    expect(
      view({ kind: 'oauth', grant: 'refresh_token', status: 400, error: 'invalid_grant' }),
    ).toMatchObject({ name: 'refresh_token', error: 'invalid_grant', isProblem: true })
  })

  it('spares the screen the contents of files', () => {
    const params = { fileContent: ['a.png', 'x'.repeat(50_000)] }
    expect(JSON.stringify(view({ kind: 'rest', method: 'm', params }).sent).length).toBeLessThan(
      200,
    )
  })
})
