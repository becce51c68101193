import { evidenceSchema } from '../../shared/api/evidence.ts'
import { verifyEvidence } from '../../shared/evidence/verify-evidence.ts'
import { browserSha256 } from '../features/evidence/browser-sha256.ts'
import words from '../i18n/ru/evidence.json'

const { offline, findings } = words.evidence

const filled = (text: string, values: Record<string, unknown>): string =>
  text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name]))

function show(tone: 'good' | 'bad' | 'busy', lines: readonly string[]): void {
  const place = document.querySelector<HTMLElement>('#outcome')
  if (!place) return
  place.dataset['tone'] = tone
  place.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement('p')
      paragraph.textContent = line
      return paragraph
    }),
  )
}

const readJson = async (file: File): Promise<unknown> => JSON.parse(await file.text())

async function verifyFile(file: File): Promise<void> {
  show('busy', [offline.busy])
  const evidence = evidenceSchema.safeParse(await readJson(file).catch(() => null))
  if (!evidence.success) {
    show('bad', [offline.unreadable])
    return
  }
  const { head, roots, savedAt } = evidence.data
  const report = await verifyEvidence(evidence.data, { sha256: browserSha256 })
  const last = roots.at(-1)
  const about = [
    filled(offline.about, {
      customerName: head.customerName,
      savedAt: new Date(savedAt).toLocaleString('ru'),
    }),
    last ? filled(offline.last, last) : offline.noRoots,
  ]
  if (report.finding) {
    show('bad', [offline.differs, filled(findings[report.finding.kind], report.finding), ...about])
    return
  }
  show('good', [filled(offline.agrees, report), ...about])
}

document.querySelector<HTMLInputElement>('#file')?.addEventListener('change', (event) => {
  const [file] = (event.target as HTMLInputElement).files ?? []
  if (file) void verifyFile(file)
})
