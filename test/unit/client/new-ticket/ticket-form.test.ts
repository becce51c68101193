// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import TicketForm from '../../../../client/features/new-ticket/TicketForm.vue'
import { newContract } from '../new-contract.ts'
import { byTest, fakeServer, mountPage, newSession } from '../mount-page.ts'

const place = {
  entityTypeId: 1036,
  typeId: 1,
  categoryId: 1,
  fields: {},
  options: {},
  stages: {},
} as never

/** A portal that keeps texts for the person, as it was when the page opened. */
function portalThatKeeps(before = '') {
  const kept = { text: before, times: 0 }
  const frame = {
    kept: () => before,
    keep: (_name: string, text: string) => {
      kept.text = text
      kept.times += 1
    },
    call: () => Promise.resolve({ item: { id: 5 } }),
  }
  return { kept, frame }
}

const mountForm = (frame: object) =>
  mountPage(TicketForm, {
    props: { contract: newContract(), person: undefined },
    session: newSession({ role: 'customer', stage: 'ready', place }),
    frame,
  }).page

const isOpen = (page: ReturnType<typeof mountForm>, step: string) =>
  byTest(page, `new-step-${step}`).attributes('aria-current') === 'step'

describe('the form of a new ticket', () => {
  it('what was typed is at the portal soon after, without files and consents', async () => {
    const { kept, frame } = portalThatKeeps()
    const page = mountForm(frame)
    await byTest(page, 'new-title').setValue('Не печатается накладная')
    await vi.waitFor(() => {
      expect(JSON.parse(kept.text)).toMatchObject({ title: 'Не печатается накладная' })
    })
    expect(kept.text).not.toContain('consent')
    expect(kept.text).not.toContain('files":')
  })

  it('what is still being typed when the tab goes is not lost', async () => {
    const { kept, frame } = portalThatKeeps()
    const page = mountForm(frame)
    await byTest(page, 'new-title').setValue('Не печатается')
    page.unmount()
    expect(kept.text).toContain('Не печатается')
  })

  it('a reload brings it back, says so, and offers to start anew', async () => {
    const { kept, frame } = portalThatKeeps(
      JSON.stringify({ title: 'Касса', level: 9, impact: 'Очередь' }),
    )
    const page = mountForm(frame)
    const title = byTest(page, 'new-title').element as HTMLInputElement
    expect(title.value).toBe('Касса')
    expect(byTest(page, 'new-restored').exists()).toBe(true)
    await byTest(page, 'new-start-anew').trigger('click')
    expect(title.value).toBe('')
    expect(byTest(page, 'new-restored').exists()).toBe(false)
    await vi.waitFor(() => {
      expect(kept).toEqual({ text: '', times: 1 })
    })
  })

  it.each(['', 'null', '{"title":', '[]'])('with %j kept it starts empty', (before) => {
    const page = mountForm(portalThatKeeps(before).frame)
    expect((byTest(page, 'new-title').element as HTMLInputElement).value).toBe('')
  })

  it('names what is missing in words, and asks nobody', async () => {
    const asked = fakeServer({})
    const page = mountForm(portalThatKeeps().frame)
    await page.find('form').trigger('submit')
    expect(byTest(page, 'new-missing').text()).toContain('Описание')
    expect(asked).toEqual([])
    await byTest(page, 'new-missing-contactPhone').trigger('click')
    expect(isOpen(page, 'contacts')).toBe(true)
  })

  it('goes step by step, and a step that is filled in says so', async () => {
    const page = mountForm(portalThatKeeps().frame)
    await byTest(page, 'new-title').setValue('Касса')
    await byTest(page, 'new-level-3').find('input').setValue()
    expect(byTest(page, 'new-step-matter').text()).toContain('заполнено')
    expect(byTest(page, 'new-send').exists()).toBe(false)
    for (const step of ['details', 'evidence', 'contacts']) {
      await byTest(page, 'new-next').trigger('click')
      expect(isOpen(page, step)).toBe(true)
    }
    expect(byTest(page, 'new-next').exists()).toBe(false)
    expect(byTest(page, 'new-send').exists()).toBe(true)
  })

  it('a picture that is pasted in any step goes along', async () => {
    const page = mountForm(portalThatKeeps().frame)
    const picture = new File(['png'], 'снимок.png', { type: 'image/png' })
    const paste = Object.assign(new Event('paste', { bubbles: true }), {
      clipboardData: { files: [picture] },
    })
    byTest(page, 'new-title').element.dispatchEvent(paste)
    await vi.waitFor(() => {
      expect(page.text()).toContain('Приложено файлов: 1')
    })
  })

  it('says of each category what it does not include', async () => {
    const kept = JSON.stringify({ title: 'Касса', category: 'database' })
    const page = mountForm(portalThatKeeps(kept).frame)
    expect(page.text()).toContain('сбои самой СУБД')
    await byTest(page, 'new-start-anew').trigger('click')
    expect(page.text()).toContain('§ 2 соглашения')
  })
})
