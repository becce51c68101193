import { describe, expect, it } from 'vitest'
import { ticketFormSchema } from '../../../../shared/ticket/form.ts'

const complete = {
  contactName: 'Анна Лебедева',
  contactPhone: '+7 495 000-00-07',
  contactEmail: 'lebedeva@romashka.example',
  environment: 'Битрикс24 коробка 24.300',
  impact: 'Бухгалтерия стоит',
  level: 2,
  category: 'technical',
  title: 'Не проводятся накладные',
  description: 'Ошибка при проведении',
  links: 'https://romashka.example/crm/deal/details/1/',
  files: [{ name: 'снимок.png', base64: 'iVBORw0KGgo=' }],
  filesReason: '',
  recentChanges: '',
  consentPhone: false,
  consentReply: false,
}

const faultsOf = (change: object) =>
  ticketFormSchema
    .safeParse({ ...complete, ...change })
    .error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []

describe('registration form (§6)', () => {
  it('when every field is filled, then it is accepted', () => {
    expect(faultsOf({})).toEqual([])
  })

  it.each(['contactName', 'contactPhone', 'environment', 'impact', 'title', 'description'])(
    'when %s is blank, then it is asked for',
    (field) => {
      expect(faultsOf({ [field]: '  ' })).toEqual([`${field}: required`])
    },
  )

  it('when there is neither a screenshot nor a reason, then one of them is asked for', () => {
    expect(faultsOf({ files: [] })).toEqual(['files: fileOrReason'])
  })

  it('all that is missing is said at once', () => {
    expect(faultsOf({ files: [], links: '', description: '' })).toEqual([
      'description: required',
      'files: fileOrReason',
      'links: linkOrReason',
    ])
  })

  it('a stated reason stands in for screenshots and links', () => {
    expect(faultsOf({ files: [], links: '', filesReason: 'портал недоступен' })).toEqual([])
  })

  it('when the address is none, then it is refused', () => {
    expect(faultsOf({ contactEmail: 'анна' })).toEqual(['contactEmail: email'])
  })
})
