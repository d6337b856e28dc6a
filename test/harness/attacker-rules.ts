// Detection rules of other languages about invented attackers, for the attacker corpus. Templates
// only: what varies is handed in.

export type RuleParts = { domain: string; ip: string; hex: string; word: string; url: string }

/** By `pattern_type`. */
export const ruleTexts: Readonly<Record<string, (parts: RuleParts) => string>> = {
  yara: ({ word, hex, domain }) => `rule ${word}_loader {
  meta:
    description = "loader seen with ${word}"
    hash = "${hex}"
  strings:
    $a = "${domain}" ascii wide
    $b = { 6A 40 68 00 30 00 00 6A 14 8D 91 }
    $c = "C:\\\\work\\\\${word}\\\\Release\\\\${word}.pdb"
  condition:
    uint16(0) == 0x5A4D and 2 of them
}`,
  snort: ({ word, ip, hex }) =>
    `alert tcp $HOME_NET any -> ${ip} 443 (msg:"MALWARE ${word} beacon"; flow:established; content:"|${hex.replace(/..(?=.)/g, '$& ')}|"; sid:1000001; rev:1;)`,
  suricata: ({ word, domain }) =>
    `alert dns $HOME_NET any -> any any (msg:"${word} C2 lookup"; dns.query; content:"${domain}"; nocase; endswith; sid:2000001; rev:1;)`,
  sigma: ({ word, domain }) => `title: ${word} activity
logsource:
  category: dns_query
  product: windows
detection:
  selection:
    QueryName|endswith: '${domain}'
  condition: selection
level: high`,
  pcre: ({ domain }) => `^https?://${domain.replaceAll('.', '\\.')}/[a-z0-9]{8}/\\?id=\\d+$`,
  spl: ({ url, ip }) => `index=proxy (url="${url}" OR dest_ip="${ip}") | stats count by url`,
}
