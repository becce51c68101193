import b24UiPlugin from '@bitrix24/b24ui-nuxt/vue-plugin'
import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { z } from 'zod'
import { queryOptions } from './api/query-options.ts'
import App from './App.vue'
import { createWords } from './i18n/index.ts'
import './main.css'

// zod would try to compile code, which the page's security policy forbids.
z.config({ jitless: true })

createApp(App)
  .use(createWords('ru'))
  .use(b24UiPlugin)
  .use(VueQueryPlugin, { queryClientConfig: { defaultOptions: queryOptions } })
  .mount('#app')
