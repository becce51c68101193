import '../strict-zod.ts'
import { createApp } from 'vue'
import RescueApp from './RescueApp.vue'
import './rescue.css'

createApp(RescueApp).mount('#app')
