// The words of STIX 2.1's open vocabularies that say nothing of a victim (STIX 2.1 §10). Sectors
// are left out: in a small one they name the organisation. Knows no property.

const vocabularies = [
  // indicator-type-ov
  'anomalous-activity anonymization benign compromised malicious-activity attribution unknown',
  // malware-type-ov
  'adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware',
  'remote-access-trojan resource-exploitation rogue-security-software rootkit screen-capture',
  'spyware trojan virus webshell wiper worm',
  // report-type-ov
  'attack-pattern campaign identity indicator intrusion-set malware observed-data threat-actor',
  'threat-report tool vulnerability',
  // tool-type-ov
  'denial-of-service exploitation information-gathering network-capture credential-exploitation',
  'remote-access vulnerability-scanning',
  // infrastructure-type-ov
  'amplification botnet command-and-control control-system exfiltration firewall hosting-malware',
  'hosting-target-lists phishing reconnaissance routers-switches staging workstation',
  // threat-actor-type-ov
  'activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled',
  'nation-state sensationalist spy terrorist',
]

/** Every word of them. */
export const openVocabulary: ReadonlySet<string> = new Set(vocabularies.join(' ').split(' '))
