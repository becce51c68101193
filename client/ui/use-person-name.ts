import { useI18n } from 'vue-i18n'
import { erasedName } from '../../shared/audit/erased-name.ts'

/** A person's name as it is read: of whoever was erased, neutral words in the reader's language. */
export function usePersonName(): (name: string) => string {
  const { t } = useI18n()
  return (name) => (name === erasedName ? t('partyData.person.erased') : name)
}
