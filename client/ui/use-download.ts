import { useMutation, type UseMutationReturnType } from '@tanstack/vue-query'
import { useI18n } from 'vue-i18n'
import { useApi } from '../api/request.ts'
import { saveBlob } from './save-file.ts'

/** Has the server make a file in the reader's language, and keeps it with the person. */
export function useDownload(): UseMutationReturnType<string, Error, string, unknown> {
  const api = useApi()
  const { locale } = useI18n()
  return useMutation<string, Error, string>({
    mutationFn: async (path) => {
      const language = locale.value === 'en' ? 'en' : 'ru'
      const { name, content } = await api.getFile(`${path}?locale=${language}`)
      saveBlob(content, name)
      return name
    },
  })
}
