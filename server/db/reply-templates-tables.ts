/** Of a contract, or of one person of the partner's portal. */
export type ReplyTemplatesTables = {
  reply_templates: {
    id: string
    member_id: string
    contract_id: string | null
    owner_id: number | null
    title: string
    text: string
    changed_at: number
  }
}
