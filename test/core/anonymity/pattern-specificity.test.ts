// Which conditions are worth matching once the victim's is gone (I2).
import tap from 'tap'
import { draw, sha256 } from './pattern-cases.ts'

const recipient = "email-message:to_refs[*].value = 'tanaka@acme.example'"
const c2 = "ipv4-addr:value = '45.9.20.7'"

const cases: [string, boolean][] = [
  [sha256, true],
  ["file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e'", false],
  ["file:hashes.'SHA-1' IN ('ab00000000000000000000000000000000000000')", true],
  ["x:y = 'ab000000000000000000000000000000'", true],
  ["x:y = 'D41D8CD98F00B204E9800998ECF8427E'", false],
  [c2, true],
  ["ipv4-addr:value = '8.8.8.8'", false],
  ["ipv4-addr:value ISSUBSET '45.9.20.0/24'", true],
  ["ipv4-addr:value ISSUBSET '45.9.0.0/16'", false],
  ["ipv4-addr:value ISSUPERSET '45.9.20.0/24'", false],
  ["ipv6-addr:value = '2a02:6b8::1'", true],
  ["ipv6-addr:value ISSUBSET '2a02::/32'", false],
  ["domain-name:value = 'evil.top'", true],
  ["domain-name:value = 'docs.google.com'", false],
  ["domain-name:value = 'www.yahoo.co.jp'", false],
  ["network-traffic:dst_ref.value = 'evil.top'", true],
  ["network-traffic:dst_ref.value = 'evil'", false],
  ["url:value = 'https://evil.top'", true],
  ["url:value = 'https://github.com/'", false],
  ["url:value = 'https://github.com/evil/loader/raw/x'", true],
  ["url:value = '/wp-content/x/gate.php'", true],
  ["url:value = 'http://8.8.8.8/'", false],
  ["url:value = 'http://[2a02:6b8::1]/'", true],
  ["url:value LIKE '%/evil-gate/panel.php'", true],
  ["url:value LIKE 'http%'", false],
  ["mutex:name = 'Global\\\\a'", false],
  ["mutex:name = 'Global\\\\evil-7f3a'", true],
  [
    "windows-registry-key:key = 'HKCU\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run'",
    false,
  ],
  ["windows-registry-key:key = 'HKCU\\\\Software\\\\EvilCorp\\\\Implant'", true],
  ["process:command_line = 'cmd.exe'", false],
  ["process:command_line = 'rundll32 C:\\\\ProgramData\\\\x.dll,Run'", true],
  ["x509-certificate:serial_number = '0c:48:73:28'", true],
  ["x509-certificate:subject = 'CN=localhost'", false],
  ["email-message:message_id = '<1234567@evil.top>'", true],
  ["email-message:from_ref.value = 'a@evil.top'", true],
  ["email-message:subject = 'Invoice'", false],
  ["x:request_header.Host = 'evil.top'", true],
  ["file:name = 'svchost.exe'", false],
  ['network-traffic:dst_port = 4444', false],
  ["network-traffic:protocols[*] = 'tcp'", false],
  ['EXISTS file:name', false],
  ["domain-name:value NOT IN ('evil.top')", false],
  ['domain-name:value IN ()', false],
]

tap.test('I2 which conditions tell an attacker by themselves', async (t) => {
  for (const [comparison, tells] of cases) {
    const told = tells ? `generalises: [${comparison}]` : '- pattern-nothing-left'
    t.equal(draw(`[${recipient}] AND [${comparison}]`), told, comparison)
  }
})
