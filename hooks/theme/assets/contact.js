// The field of the contact page: what is typed goes into the link to a person, and the answers that fit best
// are shown meanwhile. The page brings this script, anew at each visit, and nothing more is loaded until
// somebody types. `contact/?words=` fills the field.
(() => {
  const NO_ARTICLE = "We have no article on this yet: ask a person. Below is what comes nearest."
  // Whoever is still typing is not told that there is no article.
  const PAUSE = 500
  let later
  const here = document.currentScript.src
  const form = document.querySelector(".hr-ask")
  const parts = ["textarea", ".hr-ask__about", ".hr-entries", ".md-button", "template"]
  const [field, about, list, link, suggestion] = parts.map(part => form.querySelector(part))
  const isMail = form.dataset.to.startsWith("mailto:")

  // One half of a letter, as it may be pasted, cannot be encoded; lines end as mail programs and forms expect.
  const encode = text => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "").replace(/\n/g, "\r\n"))
  // The first line, cut between words where that is possible.
  const subject = words => words.match(/^(.{0,70}(?!\S)|.{70})/u)[0]
  const address = words => form.dataset.to
    .replace(/\{(words|subject)\}/g, (_, part) => encode(part === "words" ? words : subject(words)))
  // No mail program opens on Windows for more than 2,048 characters, of which a letter takes up to 12.
  const short = words => {
    const letters = [...words]
    while (isMail && address(words).length > 2000) {
      letters.splice(-10)
      words = `${letters.join("")}…`
    }
    return words
  }

  const item = ({ title, address, label, phrasing }) => {
    const entry = suggestion.content.cloneNode(true)
    entry.querySelector("a").href = new URL(`../${address}`, here)
    entry.querySelector("a").textContent = title
    entry.querySelector(".hr-badge").textContent = label
    entry.querySelector("q").textContent = phrasing
    entry.querySelector(".hr-ask__also").hidden = !phrasing
    return entry
  }
  const show = ({ isAnswered, found }) => {
    const focused = document.activeElement
    if (focused === link || list.contains(focused)) return // what somebody is about to open stays
    const said = isAnswered ? "This may help at once:" : NO_ARTICLE
    about.textContent = found.length ? said : ""
    list.replaceChildren(...found.map(item))
    const before = isAnswered ? list : about // a person comes first when no answer is good
    before.after(link.parentElement)
  }
  const ask = query => {
    const worker = window.handrailWorker ??= new Worker(new URL("search.js", here))
    worker.onmessage = ({ data }) => {
      if (data.type !== "answer" || data.id !== field.value) return
      later = setTimeout(show, data.isAnswered ? 0 : PAUSE, data)
    }
    worker.postMessage({ type: "ask", id: query, query, most: 3 })
  }
  const update = () => {
    const words = field.value.trim()
    link.href = address(short(words))
    clearTimeout(later)
    if (words) ask(field.value)
    else show({ found: [] })
  }

  field.addEventListener("input", update)
  // Whoever comes back from a suggestion finds their words again.
  list.addEventListener("click", () => history.replaceState(history.state, "", `?words=${encode(field.value)}`))
  form.hidden = false
  const given = new URLSearchParams(location.search).get("words")
  if (given) {
    field.value = given.slice(0, field.maxLength)
    field.focus()
  }
  update()
})()
