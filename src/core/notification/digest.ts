// The text of a digest: how much arrived and what waits, in words of one language. Holds nothing
// of what anybody shared: mail is read by many on its way. Knows no clock and no address.

export type Language = 'en' | 'ja'

export type DigestFacts = {
  hub: string
  url: string | null
  arrived: { collection: string; count: number; more: boolean }[]
  waiting: number
}

export type DigestText = { subject: string; text: string }

const english = ({ hub, url, arrived, waiting }: DigestFacts): DigestText => {
  const total = arrived.reduce((sum, { count }) => sum + count, 0)
  const lines = arrived.map(({ collection, count, more }) => {
    return `- ${collection}: ${count}${more ? ' or more' : ''}`
  })
  return {
    subject: `${hub}: ${total} new, ${waiting} waiting for you`,
    text: [
      'New in the collections you read since the last digest:',
      ...(lines.length === 0 ? ['- nothing'] : lines),
      '',
      `Waiting for an act of yours: ${waiting}`,
      ...(url === null ? [] : ['', url]),
      '',
      'This message holds nothing of what was shared. You can switch it off in your account.',
    ].join('\n'),
  }
}

const japanese = ({ hub, url, arrived, waiting }: DigestFacts): DigestText => {
  const total = arrived.reduce((sum, { count }) => sum + count, 0)
  const lines = arrived.map(({ collection, count, more }) => {
    return `・${collection}：${count} 件${more ? '以上' : ''}`
  })
  return {
    subject: `${hub}：新着 ${total} 件、あなたを待つもの ${waiting} 件`,
    text: [
      '前回のまとめ以降に、閲覧できるコレクションに届いたもの：',
      ...(lines.length === 0 ? ['・なし'] : lines),
      '',
      `あなたの対応を待っているもの：${waiting} 件`,
      ...(url === null ? [] : ['', url]),
      '',
      'このメールには共有された内容は含まれていません。配信はアカウントの設定で止められます。',
    ].join('\n'),
  }
}

export const printDigest = (facts: DigestFacts, language: Language): DigestText =>
  (language === 'ja' ? japanese : english)(facts)
