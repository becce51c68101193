import { diskLink, isImage } from '../files.ts'
import { type Call } from '../method.ts'
import { type Comment, type StoredFile } from '../records.ts'
import { type Params, isoIn } from '../values.ts'
import { fieldInfo } from './crm-access.ts'

/** Width and height as PNG and GIF files state them; 1×1 for others. */
function imageSize(content: Buffer): { width: number; height: number } {
  if (content.length > 24 && content.toString('latin1', 1, 4) === 'PNG') {
    return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) }
  }
  if (content.length > 10 && content.toString('latin1', 0, 3) === 'GIF') {
    return { width: content.readUInt16LE(6), height: content.readUInt16LE(8) }
  }
  return { width: 1, height: 1 }
}

function drawFile(call: Call, file: StoredFile): Params {
  const { portal } = call
  const author = portal.users.find(({ id }) => id === file.createdBy)
  const show = diskLink(portal, file).replace('/downloadFile/', '/showFile/')
  return {
    id: file.id,
    date: isoIn(portal.timeZone, file.createdAt),
    type: isImage(file.name) ? 'image' : 'file',
    name: file.name,
    size: file.content.length,
    ...(isImage(file.name) && { image: imageSize(file.content) }),
    authorId: file.createdBy,
    authorName: author ? `${author.name} ${author.lastName}`.trim() : '',
    ...(isImage(file.name) && { urlPreview: `${show}&width=640&height=640` }),
    urlShow: show,
    urlDownload: diskLink(portal, file),
  }
}

/** A comment on the wire: numbers as texts, files by their number, [] without any. */
export function drawComment(call: Call, comment: Comment): Params {
  const files = comment.fileIds.flatMap((id) => {
    const file = call.portal.files.get(id)
    return file ? [[String(id), drawFile(call, file)] as const] : []
  })
  return {
    ID: String(comment.id),
    ENTITY_ID: String(comment.entityId),
    ENTITY_TYPE: comment.entityType,
    CREATED: isoIn(call.portal.timeZone, comment.createdAt),
    COMMENT: comment.text,
    AUTHOR_ID: String(comment.authorId),
    FILES: files.length ? Object.fromEntries(files) : [],
  }
}

export const commentFields = {
  ID: fieldInfo('integer', 'ID', { isReadOnly: true }),
  CREATED: fieldInfo('datetime', 'Дата добавления', { isReadOnly: true }),
  ENTITY_ID: fieldInfo('integer', 'ID элемента', { isRequired: true, isImmutable: true }),
  ENTITY_TYPE: fieldInfo('string', 'Тип элемента', { isRequired: true, isImmutable: true }),
  AUTHOR_ID: fieldInfo('integer', 'Автор', { isImmutable: true }),
  COMMENT: fieldInfo('string', 'Текст комментария'),
  FILES: fieldInfo('attached_diskfile', 'Список файлов', { isMultiple: true }),
}
