// What people choose when they are asked for a password, and guessers therefore try first: words
// that make up the passwords of published breaches, in English and in Japanese as it is typed.

const text = `
password passwort passcode passphrase passwd pasuwado pass word secret letmein access login logon
welcome hello qwerty azerty qazwsx asdf zxcvbn admin administrator root user guest test testing demo
default changeme temporary temp master system server security secure network internet computer
windows microsoft google facebook apple samsung sekisho taxii stix isac threat intelligence cyber
iloveyou ilove love lovely lover forever always together friend friends family mother father
sister brother baby honey angel princess prince queen king daisy flower rose sunshine summer winter
spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april
june july august september october november december football soccer baseball basketball hockey
tennis golf dragon monkey tiger lion eagle shadow ninja samurai batman superman spiderman pokemon
pikachu doraemon naruto starwars matrix freedom whatever trustno trust nothing charlie michael
jordan jessica ashley michelle daniel andrew joshua jennifer thomas george robert matthew hunter
killer mustang ferrari porsche corvette mercedes toyota honda nissan yamaha suzuki mazda company
business office manager employee tokyo osaka kyoto nagoya yokohama sapporo fukuoka japan nippon
nihon sakura ichigo momo hana neko inu kawaii arigato arigatou konnichiwa ohayou sayonara aishiteru
daisuki himitsu watashi anata tanaka suzuki sato takahashi watanabe yamamoto
correcthorsebatterystaple thequickbrownfoxjumpsoverthelazydog tobeornottobe openthedoor opensesame
nevergonnagiveyouup
`

/** In lower case, longest first. */
export const passwordWords: readonly string[] = [...new Set(text.trim().split(/\s+/))].toSorted(
  (a, b) => b.length - a.length,
)
