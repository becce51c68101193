/** A message without its BBCode: addresses of links stay behind their words. */
export function plainText(bbcode: string): string {
  return bbcode
    .replace(/\[url=([^\]]+)\](.*?)\[\/url\]/gis, (_tag, url: string, words: string) =>
      words === url ? url : `${words} (${url})`,
    )
    .replace(/\[\*\]/g, '• ')
    .replace(/\[\/?(?:b|i|u|s|url|quote|list|code|size|color)(?:=[^\]]*)?\]/gi, '')
    .trim()
}
