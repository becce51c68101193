import './strict-zod.ts'

/** What is behind the first picture, in one piece. */
export { connect } from './connect.ts'
export { default as ConnectedPage } from './ConnectedPage.vue'
