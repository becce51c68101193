type Contact = { name: string; email: string; phone: string }

/**
 * The registered person whom a ticket names as its contact (§6): by e-mail, phone or name, in this
 * order, because a name may be written in many ways. Pure.
 */
export function contactPerson<Person extends Contact>(
  persons: readonly Person[],
  named: Contact,
): Person | undefined {
  const same = (read: (one: Contact) => string) => {
    const wanted = read(named)
    return wanted === '' ? undefined : persons.find((person) => read(person) === wanted)
  }
  return (
    same(({ email }) => plain(email)) ??
    same(({ phone }) => phone.replace(/\D/g, '')) ??
    same(({ name }) => plain(name))
  )
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase()
