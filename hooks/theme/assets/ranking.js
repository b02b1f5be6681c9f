// A query → the documents that answer it, best first: what hooks/handrail/search/ranking.py does, in a
// reader's browser. Each function has the name and does the work of its twin there, in the same order, so
// that both get the same numbers; tests/browser/test_search_parity.py holds them to it.
"use strict"

const SHORTEST_START = 3
const SHORTEST_TYPO = 4
const MOST_COMPLETIONS = 3

const BREAKS = /[\u00ad\u200b\u2060]/g
const ACCENTS = /[\u0300-\u036f]/g
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}]|(?=[\u0300-\uffff])\p{M})*(?:'[\p{L}\p{Nl}\p{No}]+)*/gu
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+/g

/** The words of a text in their order, folded; those without spaces between them in pairs. */
function split(text) {
  return (fold(text).match(WORD) ?? []).flatMap(parts)
}

/** A text in small letters, without accents and marks of where a word may be broken. */
function fold(text) {
  const small = text.replace(/[’‘ʼ]/g, "'").replace(BREAKS, "").normalize("NFKC").toLowerCase().replaceAll("ß", "ss")
  return small.normalize("NFD").replace(ACCENTS, "").normalize("NFC")
}

function parts(word) {
  const found = []
  let end = 0
  for (const { 0: run, index } of word.matchAll(UNSPACED)) {
    if (index > end) found.push(word.slice(end, index))
    if (run.length === 1) found.push(run)
    for (let n = 0; n < run.length - 1; n++) found.push(run.slice(n, n + 2))
    end = index + run.length
  }
  if (end < word.length) found.push(word.slice(end))
  return found
}

/**
 * The pieces of a word, of those that are known; what none of them starts with is left out.
 * @param {string} word
 * @param {Map<string, number>} known
 * @param {number} longest no piece has more letters
 */
function cut(word, known, longest) {
  const pieces = []
  for (let start = 0, mark = ""; start < word.length; mark = "+") {
    let end = Math.min(word.length, start + longest)
    while (end > start && !known.has(mark + word.slice(start, end))) end--
    if (end > start) pieces.push(mark + word.slice(start, end))
    start = Math.max(end, start + 1)
  }
  return pieces
}

/** One is the other with a letter added, left out or replaced, or two neighbours exchanged. */
function isOneTypo(word, typo) {
  const longer = Math.max(word.length, typo.length)
  const shorter = Math.min(word.length, typo.length)
  if (longer - shorter > 1) return false
  let start = 0
  while (start < shorter && word[start] === typo[start]) start++
  if (start === longer) return false
  let same = 0
  while (same < shorter - start && word[word.length - 1 - same] === typo[typo.length - 1 - same]) same++
  if (start + same >= longer - 1) return true
  const isExchanged = word[start] === typo[start + 1] && word[start + 1] === typo[start]
  return longer === shorter && isExchanged && start + same >= longer - 2
}

/** A word by its letters; the rare ones beyond the first 65,536 are two units of a string each. */
function letters(word) {
  return /[\ud800-\udfff]/.test(word) ? [...word] : word
}

/**
 * Whole numbers that were written as one letter each.
 * @param {string} written
 * @param {number} levels the first letter is -levels
 */
function numbers(written, levels) {
  const found = new Int8Array(written.length)
  for (let n = 0; n < written.length; n++) {
    const code = written.charCodeAt(n)
    found[n] = code - (code < 97 ? 65 : 71) - levels
  }
  return found
}

/** Words, each written after a capital letter that says how many letters it shares with the one before. */
function lengthened(written) {
  let word = ""
  const each = ([shared, ...rest]) => (word = word.slice(0, shared.charCodeAt(0) - 65) + rest.join(""))
  return (written.match(/[A-Z][^A-Z]*/g) ?? []).map(each)
}

/** Everything that ranks, from the files of hooks/handrail/search/files.py. */
class Ranking {
  /**
   * @param {object} model `model.json`
   * @param {object} pieces `pieces.json`
   * @param {object} words `words.json`
   * @param {(n: number) => Promise<number[][]>} postings the steps from text to text of the words of a file
   */
  constructor(model, pieces, words, postings) {
    this.model = model
    this.directions = numbers(model.directions, model.levels)
    this.offsets = Float64Array.from(model.offsets)
    this.stretch = Float64Array.from(model.stretch)
    this.vectors = numbers(pieces.vectors, model.levels)
    this.scales = Int32Array.from(pieces.scales)
    this.pieces = new Map(pieces.pieces.split(" ").map((piece, n) => [piece, n]))
    this.longest = Math.max(...[...this.pieces.keys()].map(piece => piece.length))
    this.words = lengthened(words.words)
    this.numbers = new Map(this.words.map((word, n) => [word, n]))
    this.counts = Int32Array.from(words.counts)
    this.shared = Int32Array.from(words.counts)
    for (const n of words.everywhere) this.shared[n] = 0
    this.lengths = Float64Array.from(model.lengths)
    this.owners = Int32Array.from(model.texts.flatMap((count, document) => Array(count).fill(document)))
    this.sizes = Float64Array.from(model.texts, count => Math.log(2 + count))
    this.postings = postings
    this.texts = new Map()
  }

  /**
   * The documents that answer a query best.
   * @param {string} query
   * @param {number} most
   * @returns {Promise<{found: {document: number, score: number, text: number}[], evidence: number,
   *   isAnswered: boolean, words: string[]}>} `text` is the one of the document's texts that shares the most
   *   words with the query, or -1; `words` are those that the query was understood to have.
   */
  async ask(query, most) {
    const words = this.understood(split(query))
    const each = [...new Set(words)]
    await Promise.all(each.map(word => this.read(word)))
    const { total, length } = this.meaning(words)
    const likeness = this.likeness(each)
    if (!length && !likeness) return { found: [], evidence: 0, isAnswered: false, words }
    const scores = this.scores(total, length)
    if (likeness) for (let n = 0; n < scores.length; n++) scores[n] += this.model.words * likeness.alike[n]
    const leaning = this.leaning(each)
    const evidence = this.evidence(scores, leaning, each)
    for (let n = 0; n < scores.length; n++) scores[n] += this.model.leaning * leaning[n]
    const found = best(scores, most).map(n => ({
      document: n, score: scores[n], text: likeness ? likeness.text[n] : -1,
    }))
    return { found, evidence, isAnswered: evidence > this.model.threshold, words }
  }

  /** The words of a query, with one that is not known replaced by what was probably meant. */
  understood(words) {
    return words.flatMap((word, n) => {
      if (this.numbers.has(word)) return [word]
      const completed = n === words.length - 1 ? this.completed(word) : []
      if (completed.length) return completed
      if (this.pieces.has(word)) return [word]
      const corrected = this.corrected(word)
      return corrected.length ? corrected : [word]
    })
  }

  completed(start) {
    if (letters(start).length < SHORTEST_START) return []
    return this.commonest(word => word.startsWith(start), MOST_COMPLETIONS)
  }

  corrected(typo) {
    const typed = letters(typo)
    if (typed.length < SHORTEST_TYPO) return []
    return this.commonest(word => isOneTypo(letters(word), typed), 1)
  }

  /** The words that fit, those that most texts are known to share first; of equal ones the earlier. */
  commonest(fits, most) {
    const { shared, words } = this
    const found = []
    words.forEach((word, n) => fits(word) && found.push(n))
    return found.sort((a, b) => shared[b] - shared[a] || a - b).slice(0, most).map(n => words[n])
  }

  /** The sum of the vectors of the words' pieces, and its length. */
  meaning(words) {
    const { vectors, scales, pieces } = this
    const total = new Float64Array(this.model.rank)
    for (const piece of words.flatMap(word => cut(word, pieces, this.longest))) {
      const row = pieces.get(piece)
      for (let n = 0; n < total.length; n++) total[n] += vectors[row * total.length + n] * scales[row]
    }
    let square = 0
    for (const number of total) square += number * number
    return { total, length: Math.sqrt(square) }
  }

  /** What the meaning of a query says for each document. */
  scores(total, length) {
    const { directions, stretch } = this
    const rank = total.length
    return this.offsets.map((offset, n) => {
      let product = 0
      for (let k = 0; k < rank; k++) product += directions[n * rank + k] * total[k]
      return offset + (product * stretch[n]) / Math.max(length, 1e-9)
    })
  }

  /** How much a word says: the fewer texts it is in, the more. */
  rarity(word) {
    return Math.log((1 + this.lengths.length) / (1 + this.count(word))) + 1
  }

  /** In how many texts a word is. */
  count(word) {
    return this.counts[this.numbers.get(word)] ?? 0
  }

  /** Load in which texts a word is. */
  async read(word) {
    const number = this.numbers.get(word)
    if (!this.shared[number] || this.texts.has(word)) return
    const file = this.model.postings.findLastIndex(first => first <= number)
    const steps = (await this.postings(file))[number - this.model.postings[file]]
    let text = 0
    this.texts.set(word, Int32Array.from(steps, step => (text += step)))
  }

  /**
   * For each document how alike it is to a query by the words they share (0 to 1), and which of its texts
   * is, counted from its first, or -1. Null when no text has one of the words.
   * @param {string[]} words each once, all of them read
   */
  likeness(words) {
    const products = new Float64Array(this.lengths.length)
    let square = 0
    let isShared = false
    for (const word of words) {
      const weight = this.rarity(word) ** 2
      square += weight
      for (const text of this.texts.get(word) ?? []) products[text] += weight
      isShared ||= this.texts.has(word)
    }
    return isShared ? this.best(products, Math.sqrt(square)) : null
  }

  /**
   * For each document how much more of its texts than of all texts have the words (logarithms of odds).
   * @param {string[]} words each once, all of them read
   */
  leaning(words) {
    const { owners, sizes } = this
    const found = new Float64Array(sizes.length)
    for (const texts of words.map(word => this.texts.get(word)).filter(Boolean)) {
      const share = Math.log((1 + texts.length) / (2 + owners.length))
      for (let n = 0; n < found.length; n++) found[n] -= sizes[n] + share
      for (let n = 0, first = 0; n < texts.length; n++)
        if (owners[texts[n]] !== owners[texts[n + 1]]) {
          found[owners[texts[n]]] += Math.log1p(n + 1 - first)
          first = n + 1
        }
    }
    return found
  }

  /**
   * How much speaks for any document at all: the logarithm of the sum of the exponentials of the scores, less
   * for each word that is unknown.
   */
  evidence(scores, leaning, words) {
    const { evidence } = this.model
    const speaking = scores.map((score, n) => score + evidence.leaning * leaning[n])
    let highest = -Infinity
    for (const score of speaking) highest = Math.max(highest, score)
    let sum = 0
    for (const score of speaking) sum += Math.exp(score - highest)
    return highest + Math.log(sum) - evidence.unknown * words.filter(word => !this.numbers.has(word)).length
  }

  /** The best text of each document. */
  best(products, length) {
    const alike = new Float64Array(this.offsets.length)
    const text = new Int32Array(this.offsets.length).fill(-1)
    this.model.texts.reduce((first, count, document) => {
      for (let n = first; n < first + count; n++) {
        const each = products[n] && products[n] / (this.lengths[n] * length)
        if (each > alike[document]) {
          alike[document] = each
          text[document] = n - first
        }
      }
      return first + count
    }, 0)
    return { alike, text }
  }
}

/** The numbers of the highest scores, the highest first; of equal ones the earlier. */
function best(scores, most) {
  const found = []
  for (let n = 0; n < scores.length; n++) {
    if (found.length === most && !(scores[n] > scores[found[most - 1]])) continue
    let place = found.length
    while (place && scores[n] > scores[found[place - 1]]) place--
    found.splice(place, 0, n)
    found.length = Math.min(found.length, most)
  }
  return found
}

