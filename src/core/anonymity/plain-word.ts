// Words that stand in every object, so that no organisation can be told by them. A dictionary that
// names one would withhold everything. Knows no organisation.

const words = (text: string): string[] => text.trim().split(/\s+/)

/** The words of STIX's own types, properties and marks, and those of the masks put into text. */
export const plainWords: ReadonlySet<string> = new Set(
  words(`
  type spec version id created modified by ref refs revoked labels label confidence lang external
  references reference object marking granular markings extensions extension source name description
  url hashes indicator types pattern valid from until kill chain phases phase malware family aliases
  first last seen architecture execution environments implementation languages capabilities sample
  operating system attack course of action campaign objective identity roles sectors sector contact
  information grouping context incident infrastructure intrusion set goals resource level primary
  secondary motivation motivations location latitude longitude precision region country
  administrative area city street address postal code analysis product host software configuration
  modules engine definition submitted started ended result av note abstract content authors author
  observed number count opinion explanation report published threat actor sophistication personal
  tool vulnerability relationship start stop time target sighting of where sighted summary bundle
  artifact mime payload bin decryption key encryption algorithm autonomous rir directory path ctime
  mtime atime contains domain value resolves to email addr display belongs message multipart body
  date sender cc bcc subject received lines additional header fields raw file size magic parent ipv4
  ipv6 mac mutex network traffic active src dst port protocols byte packets ipfix encapsulates
  encapsulated process hidden pid cwd command line environment variables creator user image opened
  connections child cpe swid vendor account credential login service privileged escalate privs
  disabled changed expires is x509 certificate self signed serial signature issuer validity not
  before after subject public exponent windows registry values subkeys stix taxii tlp clear green
  amber red white statement true false null md5 sha sha1 sha256 ssdeep tlsh language selectors
  victim person mail phone card address corporation sid userprofile user redacted
  `),
)
