import { lazily } from './lazily.ts'

/** What an administrator sees before the first ticket, and what only the partner sees. */
export const AdminNeeded = lazily(() => import('../choose-role/AdminNeeded.vue'))
export const ChooseRolePage = lazily(() => import('../choose-role/ChooseRolePage.vue'))
export const LinkPage = lazily(() => import('../link-portal/LinkPage.vue'))
export const LinkWaiting = lazily(() => import('../link-portal/LinkWaiting.vue'))
export const SetUpPage = lazily(() => import('../set-up/SetUpPage.vue'))
export const PartnerHome = lazily(() => import('./PartnerHome.vue'))
