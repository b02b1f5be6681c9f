// The worker behind the theme's search dialog and the contact form. It loads the ranking when the first words
// come, and says what results show.
//
// The theme numbers its messages: 0 set up, 1 ready, 2 query, 3 result. Whoever else asks sends
// {type: "ask", id, query, most} and gets {type: "answer", id, isAnswered, evidence, found}.
"use strict"

/** With the way to a person these are ten. The theme shows more only to those who scroll. */
const MOST = 9
/** So many results stand below “We have no article on this yet”. */
const NEAREST = 5
/** It is said after so many milliseconds without a key: whoever is still typing may be about to say more. */
const PAUSE = 500
/** Letters of a query; what follows is not read. */
const LONGEST_QUERY = 1000
const MOST_MARKED = 12
/** So many letters in the name of a file tell its content. */
const VERSION = 10
/** What a result says that it is. */
const LABELS = {
  question: "Answer", tutorial: "Guide", playbook: "Playbook", cycle: "Cycle", risk: "Risk", page: "Page",
}

addEventListener("message", ({ data: message }) => {
  if (message.type === 0) postMessage({ type: 1 })
  if (message.type === 2) search(message.data)
  if (message.type === "ask") answer(message)
})

let turns = 0

/** Answer the theme's dialog, unless another query came meanwhile. */
async function search(query) {
  const turn = ++turns
  const show = items => turn === turns && postMessage({ type: 3, data: { items: items.map(item => [item]) } })
  if (!query.trim()) return show([])
  try {
    const { isAnswered, found, telling } = await ask(query, MOST)
    const results = found.map(each => result(each, query, telling))
    const end = askPerson(query, found)
    show([...results, end])
    if (isAnswered) return
    await new Promise(done => setTimeout(done, PAUSE))
    const nearest = found.length ? [...results.slice(0, NEAREST), end] : []
    show([noArticle(query, found), ...nearest])
  } catch {
    show([{ location: "contact/", title: "The search cannot be reached just now", score: 0, terms: {},
            text: "<p>Look whether you are online and try again, or ask a person.</p>" }])
  }
}

async function answer({ id, query, most }) {
  const { isAnswered, evidence, found } = await ask(query, most).catch(() => ({ isAnswered: false, found: [] }))
  postMessage({ type: "answer", id, isAnswered, evidence, found })
}

let loaded = null
let loading = null

/** The best answers with what they show. Rejects when a file that it takes cannot be had. */
async function ask(query, most) {
  const words = [...query].slice(0, LONGEST_QUERY).join("")
  if (loaded) {
    try {
      return await found(loaded, words, most)
    } catch { /* a file is gone: the site was built anew, or the network is away */ }
  }
  loading ??= load().finally(() => (loading = null))
  loaded = await loading
  return found(loaded, words, most)
}

async function load() {
  const model = await read("model", { cache: "no-cache" })
  const files = new Map()
  const part = (kind, n = 0) => {
    const version = model.versions[kind].slice(n * VERSION, (n + 1) * VERSION)
    const name = `${kind}-${n}.${version}`
    if (!files.has(name)) files.set(name, read(name))
    files.get(name).catch(() => files.delete(name))
    return files.get(name)
  }
  if (typeof Ranking === "undefined") importScripts("ranking.js")
  const [pieces, words] = await Promise.all([part("pieces"), part("words")])
  return { ranking: new Ranking(model, pieces, words, n => part("postings", n)), part }
}

/** A file of the search. All but the model have a version of their own in their names, and may be kept for ever. */
async function read(name, how) {
  const file = await fetch(new URL(`../search/${name}.json`, location), how)
  if (!file.ok) throw new Error(`${file.url}: ${file.status}`)
  return file.json()
}

async function found({ ranking, part }, query, most) {
  const answer = await ranking.ask(query, most)
  const size = ranking.model.documents
  const shown = answer.found.map(async ({ document: n, score, text }) => {
    const { phrasings, ...document } = (await part("documents", Math.floor(n / size)))[n % size]
    return { ...document, label: LABELS[document.kind], phrasing: phrasings[text] ?? "", score }
  })
  return { ...answer, found: await Promise.all(shown), telling: telling(answer.words, ranking) }
}

/** The words worth marking: not the likes of “how” and “my”, which are in many texts. */
function telling(words, ranking) {
  const few = 2 + ranking.lengths.length / 10
  const said = words.filter(word => ranking.count(word) && ranking.count(word) <= few)
  return new Set(said.filter(word => word.length > 2 || word.match(UNSPACED)).slice(0, MOST_MARKED))
}

/** A result as the theme takes it, which puts title and text into the page as HTML. */
function result({ label, title, address, topic, text, phrasing, score }, query, telling) {
  const about = [label, topic].filter(Boolean).join(" · ")
  const words = phrasing ? `Customers also ask: “${marked(phrasing, telling)}”` : marked(text, telling)
  return {
    location: address,
    title: marked(title, telling),
    text: `<p class="hr-result__about">${escaped(about)}</p><p>${words}</p>`,
    score,
    terms: highlighted([query, title, phrasing, text].join(" "), telling),
  }
}

/** The way to a person where there is no answer: above all results, as Enter opens the highest score. */
function noArticle(query, found) {
  const below = found.length ? " Below is what comes nearest." : ""
  const text = `Ask a person: your words come along.${below}`
  return person(query, "We have no article on this yet", text, (found[0]?.score ?? 0) + 1)
}

/** The way to a person below all other results, whether they are good or not. */
function askPerson(query, found) {
  const text = found.length ? "If none of these helps: your words come along." : "Your words come along."
  return person(query, "Ask a person", text, (found.at(-1)?.score ?? 0) - 1)
}

/** A result that leads to a person, who gets the words; half a letter cannot be part of an address. */
function person(query, title, text, score) {
  const words = [...query.replace(/\p{Surrogate}/gu, "").trim()].slice(0, LONGEST_QUERY).join("")
  return {
    location: `contact/?words=${encodeURIComponent(words)}`,
    title,
    text: `<p class="hr-result__person">${text}</p>`,
    score,
    terms: {},
  }
}

const SPELLED = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200b\u2060]*/gu

/** Whether a word, as it is spelled, is one of those that are worth marking. */
function isTelling(spelled, telling) {
  const words = split(spelled)
  return words.length > 0 && words.every(word => telling.has(word))
}

/** The words that the page behind a result marks: as they are folded, and as they are spelled. */
function highlighted(text, telling) {
  const spelled = (text.match(SPELLED) ?? []).filter(word => isTelling(word, telling))
  return Object.fromEntries([...telling, ...spelled.map(word => word.toLowerCase())].map(word => [word, true]))
}

/** A text as HTML, with the words that are worth it marked. */
function marked(text, telling) {
  let html = ""
  let end = 0
  for (const { 0: word, index } of text.matchAll(SPELLED)) {
    if (!isTelling(word, telling)) continue
    html += `${escaped(text.slice(end, index))}<mark>${escaped(word)}</mark>`
    end = index + word.length
  }
  return html + escaped(text.slice(end))
}

function escaped(text) {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
