import { expect, it } from 'vitest'
import { contactPerson } from '../../../../shared/ticket/contact-person.ts'

const anna = {
  name: 'Анна Лебедева',
  email: 'lebedeva@romashka.example',
  phone: '+7 495 000-00-07',
}
const oleg = { name: 'Олег Громов', email: 'gromov@romashka.example', phone: '+7 495 000-00-01' }
const nobody = { name: '', email: '', phone: '' }

it.each([
  ['by the e-mail', { ...nobody, email: 'Gromov@Romashka.example' }, oleg],
  ['by the phone, however it is written', { ...nobody, phone: '7 (495) 0000001' }, oleg],
  ['by the name', { ...nobody, name: 'олег  громов' }, oleg],
  ['by the e-mail before the name', { ...nobody, email: oleg.email, name: anna.name }, oleg],
  ['nobody without any', nobody, undefined],
  ['nobody for a stranger', { ...nobody, name: 'Пётр Зайцев' }, undefined],
])('finds the contact %s', (_how, named, expected) => {
  expect(contactPerson([anna, oleg], named)).toBe(expected)
})
