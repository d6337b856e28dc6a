// Words of webhooks: the addresses that are called when something arrives.
import { both } from './both.ts'

export const webhooks = both(
  {
    title: 'Webhooks',
    lead: 'Addresses the hub calls when something arrives. A call names collections, never content.',
    url: 'Address (https)',
    called: 'Last called',
    result: 'Result',
    notYet: 'not called yet',
    answers: 'answers',
    fails: (count: number, status: string) => `failed ${count} times (${status})`,
    add: 'Add a webhook',
    empty: 'No address is called. Add one to be told at once instead of polling often.',
    removeAsk: 'It will not be called any more.',
    secretWhy: 'It signs every call (Standard Webhooks). It is shown this one time only.',
  },
  {
    title: 'Webhook(通知先)',
    lead: '届いたときにハブが呼び出すアドレス。コレクションを知らせるだけで、内容は送りません。',
    url: 'アドレス(https)',
    called: '最後の呼び出し',
    result: '結果',
    notYet: '呼び出しはまだありません',
    answers: '応答あり',
    fails: (count: number, status: string) => `${count}回失敗(${status})`,
    add: 'Webhook を追加する',
    empty: '呼び出すアドレスはありません。追加すると、頻繁に取得しなくてもすぐに分かります。',
    removeAsk: '今後は呼び出しません。',
    secretWhy: '呼び出しに署名する鍵です(Standard Webhooks)。表示されるのは今だけです。',
  },
)
