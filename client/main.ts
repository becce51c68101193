import b24UiPlugin from '@bitrix24/b24ui-nuxt/vue-plugin'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { z } from 'zod'
import { queryOptions } from './api/query-options.ts'
import App from './App.vue'
import { connectFrame } from './bitrix/frame.ts'
import { createWords, loadWords, localeOf } from './i18n/index.ts'
import './main.css'

// zod would try to compile code, which the page's security policy forbids.
z.config({ jitless: true })

// The portal names its language in the address with which it opens us.
const locale = localeOf(new URLSearchParams(location.search).get('LANG') ?? 'ru')

// The portal answers while the words are on their way; App says what went wrong.
const opening = connectFrame()
opening.catch(() => undefined)

createApp(App, { opening })
  .use(createWords(locale, await loadWords(locale)))
  .use(b24UiPlugin)
  .use(VueQueryPlugin, { queryClientConfig: { defaultOptions: queryOptions } })
  .mount('#app')
