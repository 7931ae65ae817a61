import { DOCUMENT_LIMITS } from '@inkwire/board'

/** Every limit that client and server share, with its unit. The client keeps to them before it sends, the server checks. */
export const LIMITS = {
  ...DOCUMENT_LIMITS,
  /** Bytes of one WebSocket or long-polling message, either way. */
  messageBytes: 1024 * 1024,
  /** Bytes of one live message. */
  liveBytes: 16 * 1024,
  /** Elements that others see being dragged at once; their ids travel in parts. */
  dragIds: 10_000,
  /** Points of a laser's trail in one live message. */
  laserPoints: 250,
  /** Live messages of one connection: per second, and at once. */
  livePerSecond: 60,
  liveBurst: 120,
  /** Batches of one actor: per second, and at once. */
  batchesPerSecond: 50,
  batchBurst: 200,
  /** Batches that a client has on their way before it waits for an answer. */
  batchesInFlight: 50,
  /** Elements of one board; soft: two people can pass it together by a little. */
  elementsPerBoard: 200_000,
  /** Joins of one person, and of one address (a school sits behind one), per minute. */
  joinsPerMinute: 60,
  joinsPerMinuteAndAddress: 1_200,
  /** Connections of one address to one instance that are open at once. */
  connectionsPerAddress: 5_000,
  /** Tails that one connection asks for: per second; five times as many at once. */
  tailsPerSecond: 20,
  /** Pages on one board on one instance. */
  peoplePerBoard: 2_000,
  /** Bytes of the batches that one person sends per minute, on all boards and pages, in the long run and at once. */
  batchBytesPerMinute: 64 * 1024 * 1024,
  /** Boards that one person owns, those in the trash among them. */
  boardsPerPerson: 10_000,
  /** Folders of one person. */
  foldersPerPerson: 200,
  /** Boards that one person duplicates per minute. */
  duplicatesPerMinute: 30,
  /** Documents and records of the past that one person reads per minute: whoever slides through a history reads several in a second. */
  historyReadsPerMinute: 1_200,
  /** Elements whose origin one person asks for per minute: each takes a search through the log. */
  originsPerMinute: 60,
  /** Named versions of one board; soft: two people can pass it together by a little. */
  versionsPerBoard: 1_000,
  /** Elements that are erased for good at once, and how often a person does that per minute. */
  erasedAtOnce: 1_000,
  erasuresPerMinute: 20,
  /** Images that one person uploads: per minute, and that one instance takes in at the same time (each is in memory meanwhile). */
  uploadsPerMinute: 120,
  uploadsAtOnce: 16,
  /** Bytes of all images of one board; soft: two uploads at once can pass it together by a little. */
  assetBytesPerBoard: 2 * 1024 * 1024 * 1024,
  /** Bytes of all images that one person uploaded, each counted once; soft, too. */
  assetBytesPerPerson: 10 * 1024 * 1024 * 1024,
  /** Attempts to sign in or up, and to change a password: of one account, and of one address (a school sits behind one), per minute. */
  signInsPerMinute: 10,
  signInsPerMinuteAndAddress: 240,
  /** Passwords of links that are tried: by one person, and for one board, per minute. */
  linkPasswordsPerMinute: 10,
  linkPasswordsPerMinuteAndBoard: 240,
  /** Characters of a link's password. */
  linkPasswordCharacters: { least: 4, most: 128 },
  /** Members of one board. */
  membersPerBoard: 1_000,
  /** Changes to who may do what that one person makes per minute. */
  sharingChangesPerMinute: 120,
  /** Times that one person takes all their data along, per hour. */
  dataDownloadsPerHour: 6,
  /** Characters of a password. */
  passwordCharacters: { least: 10, most: 128 },
  /** Characters of an e-mail address. */
  emailCharacters: 254,
  /** Sessions (guests) that one address makes per minute. */
  guestsPerMinuteAndAddress: 300,
  /** Batches in one answer to `tail`; a client asks again for the rest. */
  tailBatches: 1_000,
  /** Bytes of ops in one answer to `tail`, as far as one batch allows. */
  tailBytes: 512 * 1024,
} as const
