import type { Random } from '../torture/random.ts'

/** What no honest client sends where a text, a number, a date or a list is expected. */
const nasty: readonly [unknown, ...unknown[]] = [
  undefined,
  ...[
    '',
    ' ',
    '\0',
    'до\0после',
    '\ud800',
    '\udc00\ud800',
    '\u202e',
    '\u2028',
    '\r\nSet-Cookie: a=b',
  ],
  ...[
    '<script>alert(1)</script>',
    "'; drop table tickets; --",
    '../../etc/passwd',
    '%00',
    '${7*7}',
  ],
  ...['x'.repeat(9000), '👩‍🚒'.repeat(900), '__proto__', 'constructor', 'NaN', 'Infinity', 'null'],
  ...['0000-00', '2026-13', '9999-12', '2026-02-31', '9999-12-31', '-271821-04-20', '275760-09-13'],
  ...[
    '99999999999999999999',
    '1e400',
    '-0',
    '0x10',
    'Mars/Olympus',
    'aaaa@',
    '@',
    'javascript:alert(1)',
  ],
  ...[
    0,
    -0,
    -1,
    1,
    1.5,
    1e-9,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 63),
    8.64e15,
    8.64e15 + 1,
    1e308,
  ],
  ...[true, false, null, [], {}, [[]], [null], [{}], { length: 1e9 }, { toString: 1 }, { then: 1 }],
  Array.from({ length: 1000 }, () => 0),
  Array.from({ length: 300 }, (_none, index) => ({ [`key${String(index)}`]: index })),
]

export const nastyValue = (random: Random): unknown => random.pick(nasty)

/** As it may stand in an address or a form. */
export function nastyText(random: Random): string {
  const value = nastyValue(random)
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

/** The same, with something in it taken out, put in or exchanged. */
export function spoilt(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.1)) return nastyValue(random)
  if (Array.isArray(value)) return spoiltList(value, random)
  const entries = Object.entries(value)
  const at = random.below(entries.length + 1)
  const known: [string, unknown] | undefined = entries[at]
  const [key, part] = known ?? [nastyText(random), nastyValue(random)]
  const rest = entries.filter((_entry, index) => index !== at)
  // Entries, because a key may be `__proto__`.
  return Object.fromEntries(random.chance(0.15) ? rest : [...rest, [key, spoilt(part, random)]])
}

function spoiltList(list: readonly unknown[], random: Random): unknown[] {
  if (random.chance(0.2)) return [...list, nastyValue(random)]
  const at = random.below(Math.max(list.length, 1))
  return list.map((part, index) => (index === at ? spoilt(part, random) : part))
}
