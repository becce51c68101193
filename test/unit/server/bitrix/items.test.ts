import { describe, expect, it } from 'vitest'
import { readItem } from '../../../../server/bitrix/item.ts'
import type { Place } from '../../../../shared/ticket/place.ts'

const place: Place = {
  entityTypeId: 156,
  typeId: 13,
  categoryId: 5,
  fields: {
    number: 'ufCrm13SlaNumber',
    level: 'ufCrm13SlaLevel',
    consentPhone: 'ufCrm13SlaConsentPhone',
    reactionDueAt: 'ufCrm13SlaReactionDue',
    description: 'ufCrm13SlaDescription',
    files: 'ufCrm13SlaFiles',
  },
  options: { level: { '1': 71, '2': 72 } },
  stages: {
    new: 'DT156_5:NEW',
    decision: 'DT156_5:DECISION',
    inWork: 'DT156_5:PREPARATION',
    waiting: 'DT156_5:CLIENT',
    proposed: 'DT156_5:PROPOSED',
    closed: 'DT156_5:SUCCESS',
    rejected: 'DT156_5:FAIL',
  },
}

const raw = {
  id: 42,
  title: 'Касса',
  xmlId: null,
  stageId: 'DT156_5:NEW',
  createdTime: '2026-03-02T10:00:00+03:00',
  updatedTime: '2026-03-02T10:00:05+03:00',
  movedTime: null,
  createdBy: 7,
  assignedById: 1,
}

describe('an item', () => {
  it('is read the same from camel-case and from original names', () => {
    const urlMachine = 'https://portal.example/rest/crm.controller.item.getFile.json?token=x'
    const camel = readItem(place, {
      ...raw,
      ufCrm13SlaNumber: '7',
      ufCrm13SlaLevel: 72,
      ufCrm13SlaConsentPhone: 'Y',
      ufCrm13SlaReactionDue: '2026-03-02T11:00:00+03:00',
      ufCrm13SlaFiles: [{ id: 9, url: '/x', urlMachine }],
    })
    const original = readItem(place, {
      ...raw,
      id: '42',
      createdBy: '7',
      UF_CRM_13_SLA_NUMBER: 7,
      UF_CRM_13_SLA_LEVEL: '72',
      UF_CRM_13_SLA_CONSENT_PHONE: '1',
      UF_CRM_13_SLA_REACTION_DUE: '2026-03-02T08:00:00+00:00',
      UF_CRM_13_SLA_FILES: { 0: { id: '9', url: '/x', urlMachine } },
    })

    expect(camel).toEqual(original)
    expect(camel).toMatchObject({
      createdAt: Date.UTC(2026, 2, 2, 7),
      movedAt: null,
      xmlId: null,
      values: {
        number: '7',
        level: '2',
        consentPhone: true,
        reactionDueAt: '2026-03-02T08:00:00.000Z',
      },
      files: [{ id: 9, url: urlMachine }],
    })
  })

  it('tells emptied fields from those that the portal did not tell', () => {
    const { values, files } = readItem(place, {
      ...raw,
      ufCrm13SlaLevel: null,
      ufCrm13SlaReactionDue: '',
      ufCrm13SlaConsentPhone: null,
      ufCrm13SlaDescription: [],
      ufCrm13SlaFiles: [],
    })

    expect(values).toEqual({ level: '', reactionDueAt: '', consentPhone: false, description: '' })
    expect(files).toEqual([])
  })

  it('with an option that is not ours has none, and with nonsense in it is still read', () => {
    const { values, files } = readItem(place, {
      ...raw,
      ufCrm13SlaLevel: '999',
      ufCrm13SlaReactionDue: 'soon',
      ufCrm13SlaDescription: { deep: true },
      ufCrm13SlaFiles: [{ id: 9, url: 'javascript:alert(1)' }, 'x', null],
    })

    expect(values).toEqual({ level: '', reactionDueAt: '', description: '' })
    expect(files).toEqual([])
  })

  it('without id or times is none', () => {
    expect(() => readItem(place, { ...raw, id: null })).toThrow()
    expect(() => readItem(place, { ...raw, createdTime: '' })).toThrow()
    expect(() => readItem(place, null)).toThrow()
  })
})
