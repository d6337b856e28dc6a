// The closed lists of the hub file and of sharing in words. TLP's labels are never translated.

import type { OrganisationEntry } from '../../../src/core/hub-file/model.ts'
import type {
  accessWords,
  attributionWords,
  clientsWords,
  consentWords,
  membershipLevels,
  organisationKinds,
  organisationStatuses,
  personRoles,
  reviewWords,
  tlpWords,
} from '../../../src/core/hub-file/vocabulary.ts'
import type { Profile, SegmentName } from '../../../src/core/sharing/segment.ts'
import { both } from './both.ts'

type Assets = OrganisationEntry['assets']
type Said<List extends readonly string[]> = Record<List[number], string>

const kindsEn: Said<typeof organisationKinds> = {
  company: 'company',
  vendor: 'vendor',
  mssp: 'managed security provider',
  research: 'research',
  cert: 'CERT',
  isac: 'ISAC',
  government: 'government',
  'law-enforcement': 'law enforcement',
  regulator: 'regulator',
  'public-body': 'public body',
  'peer-hub': 'peer hub',
}

export const kinds = both(kindsEn, {
  company: '企業',
  vendor: 'ベンダー',
  mssp: 'セキュリティ運用事業者(MSSP)',
  research: '研究機関',
  cert: 'CERT',
  isac: 'ISAC',
  government: '政府機関',
  'law-enforcement': '捜査機関',
  regulator: '規制当局',
  'public-body': '公的機関',
  'peer-hub': 'ピアハブ',
})

const statusesEn: Said<typeof organisationStatuses> = {
  active: 'active',
  applicant: 'applicant',
  restricted: 'restricted',
  suspended: 'suspended',
  terminated: 'terminated',
}

export const statuses = both(statusesEn, {
  active: '有効',
  applicant: '申請中',
  restricted: '制限中',
  suspended: '停止中',
  terminated: '終了',
})

const levelsEn: Said<typeof membershipLevels> = {
  observer: 'observer',
  consumer: 'consumer',
  contributor: 'contributor',
  trusted: 'trusted',
  steward: 'steward',
}

export const levels = both(levelsEn, {
  observer: 'オブザーバー',
  consumer: '閲覧',
  contributor: '提供',
  trusted: '高信頼',
  steward: '世話役',
})

const rolesEn: Said<typeof personRoles> = {
  analyst: 'analyst',
  submitter: 'submitter',
  approver: 'approver',
  'org-admin': 'organisation administrator',
  curator: 'curator',
  auditor: 'auditor',
  'hub-admin': 'hub administrator',
}

export const roles = both(rolesEn, {
  analyst: '分析者',
  submitter: '提供者',
  approver: '承認者',
  'org-admin': '組織管理者',
  curator: '審査者',
  auditor: '監査者',
  'hub-admin': 'ハブ管理者',
})

const consentsEn: Said<typeof consentWords> = {
  none: 'nobody',
  hub: 'the hub only',
  government: 'authorities',
  group: 'members of the group',
  everyone: 'everyone who receives it',
}

export const consents = both(consentsEn, {
  none: '誰にも知らせない',
  hub: 'ハブだけ',
  government: '当局',
  group: 'グループのメンバー',
  everyone: '受け取る全員',
})

const clientsEn: Said<typeof clientsWords> = {
  forbidden: 'not at all',
  'need-to-know': 'those who need to know',
  allowed: 'all of them',
}

export const clients = both(clientsEn, {
  forbidden: '渡さない',
  'need-to-know': '必要な顧客だけ',
  allowed: 'すべての顧客',
})

const accessEn: Said<typeof accessWords> = {
  hidden: 'not even shown',
  none: 'shown, neither read nor write',
  read: 'read',
  write: 'write',
  'read-write': 'read and write',
}

export const access = both(accessEn, {
  hidden: '存在も見せない',
  none: '見えるが読み書き不可',
  read: '読む',
  write: '書く',
  'read-write': '読み書き',
})

const profilesEn: Record<Profile, string> = {
  P0: 'as it is',
  P1: 'source under a pseudonym',
  P2: 'de-identified',
  P3: 'indicators only',
}

export const profiles = both(profilesEn, {
  P0: 'そのまま',
  P1: '提供元は仮名',
  P2: '非特定化',
  P3: '指標のみ',
})

const segmentsEn: Record<SegmentName, string> = {
  owner: 'Your organisation',
  named: 'Persons you name',
  members: 'Members of the group',
  authorities: 'Authorities',
  clients: 'Clients of members',
  peers: 'Peer hubs',
  community: 'Community of this hub',
  public: 'Anyone',
}

export const segments = both(segmentsEn, {
  owner: '自組織',
  named: '指名された人',
  members: 'グループのメンバー',
  authorities: '当局',
  clients: 'メンバーの顧客',
  peers: 'ピアハブ',
  community: 'ハブの全参加組織',
  public: 'すべての人',
})

const tlpEn: Said<typeof tlpWords> = {
  clear: 'May go anywhere',
  green: 'Stays in the community',
  amber: 'Members and their clients',
  'amber+strict': 'Members only',
  red: 'Only the persons named',
}

export const tlpMeanings = both(tlpEn, {
  clear: 'どこへでも共有できる',
  green: 'コミュニティの中だけ',
  amber: 'メンバーとその顧客まで',
  'amber+strict': 'メンバーの組織だけ',
  red: '指名された人だけ',
})

const reviewRulesEn: Said<typeof reviewWords> = {
  automatic: 'automatic: nothing waits',
  flagged: 'what the checks find waits',
  always: 'everything waits',
}

export const reviewRules = both(reviewRulesEn, {
  automatic: '自動(保留しない)',
  flagged: '検査で見つかったものだけ保留',
  always: 'すべて保留',
})

const attributionsEn: Said<typeof attributionWords> = {
  cleared: 'members with the clearance',
  members: 'all members',
}

export const attributions = both(attributionsEn, {
  cleared: '資格のあるメンバーだけ',
  members: 'すべてのメンバー',
})

const assetsEn: Record<keyof Assets, string> = {
  domains: 'Domains',
  mail_domains: 'Mail domains',
  cidrs: 'Address ranges (CIDR)',
  terms: 'Words and company names',
  names: 'Names of people',
  hosts: 'Hosts',
  corporate_numbers: 'Corporate numbers',
  phone_prefixes: 'First digits of phone numbers',
  tenants: 'Tenants of cloud services',
}

export const assets = both(assetsEn, {
  domains: 'ドメイン',
  mail_domains: 'メールのドメイン',
  cidrs: 'アドレスの範囲(CIDR)',
  terms: '言葉や社名',
  names: '人の名前',
  hosts: 'ホスト名',
  corporate_numbers: '法人番号',
  phone_prefixes: '電話番号の先頭',
  tenants: 'クラウドのテナント',
})
